"""The import of a unit's sheet: what is found before, what is committed, what an undo leaves."""

import time
from random import Random

import pytest
from tests.registers.responders.conftest import IDENTITY

from muster.engines.text import Sex, identity_check_digit, invented_name
from muster.kernel.errors import Invalid, NotAllowed
from muster.kernel.ids import new_id
from muster.registers.responders import queries, services
from muster.registers.responders.models import DutyLimit, Responder
from muster.registers.responders.queries import Filters
from muster.registers.responders.sheets import IMPORT_KINDS

KIND = next(kind for kind in IMPORT_KINDS if kind.name == "responders.people")


def check(actor, *rows, **options):
    return [
        [(issue.field, issue.code, issue.severity) for issue in issues]
        for issues in KIND.check(actor=actor, rows=rows, options=options)
    ]


def row(**values):
    return {"name": "冯立新", "phone": ["+8615400001234"], "unit": "区统计局"} | values


def test_check_of_a_good_row_finds_nothing(clerk):
    assert check(clerk, row(id_number=IDENTITY)) == [[]]


def test_check_offers_the_nearest_unit_for_one_that_does_not_exist(clerk):
    [[issue]] = KIND.check(actor=clerk, rows=[row(unit="区统记局")], options={})

    assert (issue.code, issue.fix, issue.params) == (
        "unknown_unit",
        "区统计局",
        {"unit": "区统记局"},
    )


def test_check_finds_units_by_either_script_and_by_code(commander, clerk, unit):
    services.change_unit(actor=commander, unit_id=unit.id, organisation_code="11120101000000001A")

    assert check(clerk, row(unit="區統計局"), row(unit="11120101000000001a", name="李芳")) == [
        [],
        [],
    ]


def test_check_without_unit_takes_the_clerks_own(clerk):
    assert check(clerk, row(unit=None)) == [[]]


def test_check_without_unit_asks_a_commander_who_keeps_several(commander, unit, make_unit):
    make_unit("区教育局")

    assert check(commander, row(unit="")) == [[("unit", "unit_missing", "error")]]
    assert check(commander, row(unit=""), unit_id=str(unit.id)) == [[]]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"id_number": "1.20101E+17"}, ("id_number", "truncated_by_spreadsheet", "error")),
        ({"id_number": "880001198802300012"}, ("id_number", "birth_impossible", "error")),
        ({"id_number": "880001197503120011"}, ("id_number", "check_wrong", "error")),
        ({"phone": ["022-55500173"]}, ("phone", "landline", "warning")),
        ({"phone": None}, ("phone", "phone_missing", "warning")),
        ({"phone": "15400"}, ("phone", "too_short", "error")),
        ({"phone": "123"}, ("phone", "not_personal", "error")),
        ({"nights": "血压高"}, ("nights", "nights_unread", "warning")),
        ({"nights": "自愿", "no_nights": True}, ("nights", "nights_both", "warning")),
        ({"skills": ["魔术"]}, ("skills", "unknown_skill", "warning")),
    ],
)
def test_check_names_field_code_and_weight(clerk, values, found):
    assert check(clerk, row(**values)) == [[found]]


def test_check_warns_of_people_under_eighteen_from_their_birthday_on(clerk, frozen_clock):
    from datetime import date

    with frozen_clock(2020, 2, 18, 8):
        rows = [row(birth_date=date(2002, 2, day), name=f"张{day}") for day in (18, 19)]
        found = check(clerk, *[r | {"phone": [f"1540000{i:04d}"]} for i, r in enumerate(rows)])

    assert found == [[], [("birth_date", "under_age", "warning")]]


def test_check_finds_duplicates_in_the_sheet(clerk):
    rows = [
        row(id_number=IDENTITY),
        row(id_number=IDENTITY, phone=["15400007730"]),
        row(),
    ]

    assert check(clerk, *rows) == [
        [],
        [("id_number", "twice_in_sheet", "error")],
        [("phone", "twice_in_sheet", "error")],
    ]


def test_two_names_on_one_identity_number_are_both_told_who_the_other_is(clerk):
    rows = [
        row(id_number=IDENTITY, name="另一人"),
        row(id_number=IDENTITY, name="许海颖", phone=["15400007730"]),
    ]

    [[first], [second]] = KIND.check(actor=clerk, rows=rows, options={})

    assert (first.code, first.severity, first.params) == (
        "twice_other_name",
        "error",
        {"names": "许海颖"},
    )
    assert (second.code, second.params) == ("twice_other_name", {"names": "另一人"})


def test_two_identity_numbers_on_one_name_and_phone_are_both_told(clerk):
    first_17 = IDENTITY[:14] + "999"
    other = first_17 + identity_check_digit(first_17)

    assert check(clerk, row(id_number=IDENTITY), row(id_number=other)) == [
        [("phone", "twice_other_number", "error")],
        [("phone", "twice_other_number", "error")],
    ]


def test_check_finds_who_is_on_the_register_and_names_only_units_it_may(
    clerk, commander, make_unit, make_person
):
    elsewhere = make_unit("区教育局")
    make_person("吴海涛", of=elsewhere, phone="15400006021", identity_number=IDENTITY)

    assert check(clerk, row(id_number=IDENTITY)) == [[("id_number", "known_elsewhere", "error")]]
    assert check(commander, row(id_number=IDENTITY)) == [
        [("id_number", "known_elsewhere", "error")]
    ]
    assert check(clerk, row(phone=["15400006021"])) == [[("phone", "phone_shared", "warning")]]
    assert check(clerk, row(name="吴海涛", phone=["15400006021"])) == [
        [("phone", "known", "error")]
    ]


def test_check_by_a_responder_is_not_allowed(make_actor):
    with pytest.raises(NotAllowed):
        check(make_actor("responder"), row())


def test_commit_makes_people_with_skills_limits_and_nights(clerk, unit):
    rows = [
        row(id_number=IDENTITY, nights="可上夜班", skills=["会开车", "电工"], licence="C1 证"),
        row(name="周晓晨", nights="不排夜", seated_work=True, phone=["13300005126"]),
    ]

    ids = KIND.commit(actor=clerk, rows=rows, options={}, batch_id=new_id())

    people = queries.people_by_id(actor=clerk, ids=ids)
    first, second = (people[one] for one in ids)
    assert (first.night_opt_in, first.licence, first.sex) == (True, "C1", "male")
    skills = queries.skills_of(actor=clerk, ids=ids)
    assert sorted(skill.key for skill in skills[first.id]) == ["driver", "electrician"]
    limits = queries.limits_now(actor=clerk, ids=ids)
    assert [limit.kind for limit in limits[second.id]] == ["no_nights", "seated_work"]
    unit.refresh_from_db()
    assert unit.people_active == 2


def test_commit_into_a_unit_of_others_is_refused_and_keeps_nothing(clerk, make_unit):
    make_unit("区教育局")

    with pytest.raises(Invalid):
        KIND.commit(actor=clerk, rows=[row(), row(unit="区教育局")], options={}, batch_id=new_id())
    assert Responder.objects.filter(tenant_id=clerk.tenant_id).count() == 0


def test_undo_keeps_rows_changed_since(clerk, unit):
    batch = new_id()
    rows = [row(), row(name="李芳", phone=["15400007730"])]
    touched, untouched = KIND.commit(actor=clerk, rows=rows, options={}, batch_id=batch)
    services.add_limit(actor=clerk, responder_id=touched, kind="no_nights")

    stayed = KIND.undo(actor=clerk, ids=[touched, untouched], batch_id=batch)

    assert stayed == [touched]
    page = queries.list_people(actor=clerk, filters=Filters())
    assert [person.id for person in page.people] == [touched]
    unit.refresh_from_db()
    assert unit.people_active == 1
    assert DutyLimit.objects.filter(tenant_id=unit.tenant_id).count() == 1


def test_undo_of_another_batch_takes_nothing_back(clerk, person):
    assert KIND.undo(actor=clerk, ids=[person.id], batch_id=new_id()) == [person.id]


@pytest.mark.long
def test_ten_thousand_rows_commit_within_twenty_seconds(clerk):
    rng = Random(7)
    rows = []
    for number in range(10_000):
        first_17 = f"88{number // 500:04d}19750312{2 * (number % 500):03d}"
        name = invented_name(rng, sex=Sex.FEMALE, birth_year=1975).hans
        rows.append(
            row(
                name=name,
                id_number=first_17 + identity_check_digit(first_17),
                phone=[f"154{number:08d}"],
                skills=["电工"],
            )
        )

    started = time.process_time()
    issues = KIND.check(actor=clerk, rows=rows, options={})
    checked = time.process_time() - started
    KIND.commit(actor=clerk, rows=rows, options={}, batch_id=new_id())
    committed = time.process_time() - started - checked

    assert not any(issues)
    assert (checked < 3, committed < 20) == (True, True), (checked, committed)


def test_who_is_there_under_the_same_unit_is_said_once_and_calmly(clerk, person):
    both = row(name="吴海涛", phone=["15400006021"], id_number=IDENTITY)

    assert check(clerk, both, row(name="吴海涛", phone=["15400006021"])) == [
        [("id_number", "known", "known")],
        [("phone", "twice_in_sheet", "error")],
    ]
    assert check(clerk, row(name="吴海涛", phone=["15400006021"])) == [
        [("phone", "known", "known")]
    ]


def bare(name="李芳", **values):
    """Write a row with nothing but a name to tell the person by."""
    return row(name=name, phone=None, **values)


def named(actor, *rows, **options):
    """Return what is said of the names, without what is said of missing phones."""
    found = check(actor, *rows, **options)
    return [[issue[1:] for issue in issues if issue[0] == "name"] for issues in found]


def test_a_name_twice_in_a_sheet_without_numbers_is_for_the_clerk_to_decide(clerk):
    assert named(clerk, bare(), bare("冯立新"), bare()) == [
        [],
        [],
        [("same_name_in_sheet", "warning")],
    ]
    assert named(clerk, bare(), row(name="李芳")) == [[], []]


def test_a_name_of_another_unit_is_another_person(commander, unit, make_unit):
    make_unit("区教育局")

    assert named(commander, bare(), bare(unit="区教育局")) == [[], []]


def test_a_name_the_unit_has_with_a_number_is_for_the_clerk_to_decide(clerk, person):
    assert named(clerk, bare("吴海涛")) == [[("same_name_here", "warning")]]
    assert named(clerk, bare("吳海濤")) == [[("same_name_here", "warning")]]


def test_who_has_no_number_is_known_by_name_once_for_each_person_there(
    clerk, make_person, make_unit
):
    make_person("李芳")
    make_person("李芳", of=make_unit("区教育局"))

    assert named(clerk, bare(), bare()) == [
        [("known_by_name", "known")],
        [("same_name_in_sheet", "warning")],
    ]


def test_a_sheet_of_bare_names_committed_again_adds_nobody(clerk):
    rows = [bare(), bare("冯立新"), bare()]
    KIND.commit(actor=clerk, rows=rows, options={}, batch_id=new_id())

    assert named(clerk, *rows) == [[("known_by_name", "known")]] * 3
