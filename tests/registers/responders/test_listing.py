"""The list of people: order, pages, search, filters, totals, and its number of queries."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.examples import examples

from muster.engines.text import search_keys
from muster.kernel.ids import new_id
from muster.registers.responders import queries, services
from muster.registers.responders.contracts import PersonDraft
from muster.registers.responders.queries import Filters, listing, search


def names(page):
    return [person.name for person in page.people]


@pytest.fixture
def family(make_person):
    return [make_person(name) for name in ("张三", "李芳", "章二", "张四", "欧阳娜娜", "单田芳")]


def test_list_is_in_pinyin_order_with_families_together(commander, family):
    page = queries.list_people(actor=commander, filters=Filters())

    assert names(page) == ["李芳", "欧阳娜娜", "单田芳", "张三", "张四", "章二"]


def test_pages_go_forward_and_back_over_the_same_rows(commander, family):
    first = queries.list_people(actor=commander, filters=Filters(), size=2)
    second = queries.list_people(actor=commander, filters=Filters(), after=first.after, size=2)
    third = queries.list_people(actor=commander, filters=Filters(), after=second.after, size=2)
    back = queries.list_people(actor=commander, filters=Filters(), before=third.before, size=2)

    assert names(first) + names(second) + names(third) == [
        "李芳", "欧阳娜娜", "单田芳", "张三", "张四", "章二",
    ]  # fmt: skip
    assert (first.before, third.after) == (None, None)
    assert names(back) == names(second)
    assert back.after is not None
    assert back.before is not None


SEARCHES = [
    ("张", ["张三", "张四"]),
    ("張三", ["张三"]),
    ("zhang", ["张三", "张四", "章二"]),
    ("Zhāng sì", ["张四"]),
    ("zs", ["张三", "张四"]),
    ("z", ["张三", "张四", "章二"]),
    ("nana", ["欧阳娜娜"]),
    ("娜", ["欧阳娜娜"]),
    ("歐陽", ["欧阳娜娜"]),
    ("shan", ["单田芳"]),
    ("dan", []),
    ("！", []),
    ("芳", ["李芳"]),
    ("田芳", ["单田芳"]),
]


@pytest.mark.parametrize("way", ["few people are looked at", "indexes lead", "the order is walked"])
@pytest.mark.parametrize(("typed", "found"), SEARCHES)
def test_search_finds_the_same_by_script_pinyin_initials_and_given_name(
    commander, family, *, monkeypatch, typed, found, way
):
    if way != "few people are looked at":
        monkeypatch.setattr(listing, "FEW_PEOPLE", 0)
    if way == "the order is walked":
        monkeypatch.setattr(search, "MANY", 0)

    page = queries.list_people(actor=commander, filters=Filters(text=typed))

    assert names(page) == found


@given(
    given_names=st.lists(
        st.sampled_from("伟芳娜敏静丽强磊军洋艳勇杰涛明超"), min_size=1, max_size=8
    ),
    surname=st.sampled_from("李刘林梁王万单曾区"),
    cut=st.integers(1, 12),
)
@settings(
    max_examples=examples(40),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_walking_the_order_misses_no_whole_name_that_begins_so(
    commander, system, unit, *, monkeypatch, given_names, surname, cut
):
    drafts = [PersonDraft(name=surname + one, unit_id=unit.id) for one in given_names]
    batch = new_id()
    ids = services.add_many(actor=system, drafts=drafts, batch_id=batch)
    typed = search_keys(drafts[0].name, "person").pinyin[:cut]
    by_looking = queries.list_people(actor=commander, filters=Filters(text=typed))
    with monkeypatch.context() as patched:
        patched.setattr(listing, "FEW_PEOPLE", 0)
        patched.setattr(search, "MANY", 0)
        by_walking = queries.list_people(actor=commander, filters=Filters(text=typed))

    assert [p.id for p in by_walking.people] == [p.id for p in by_looking.people]
    services.take_back(actor=system, ids=ids, batch_id=batch)


def test_filters_by_level_unit_skill_and_nights(commander, make_unit, make_person):
    street = make_unit("小白楼街道", level="subdistrict", area_code="120101005")
    make_person("李芳", skills=("driver", "mandarin"))
    make_person("张三", of=street, skills=("driver",), night_opt_in=True)

    def listed(**filters):
        return names(queries.list_people(actor=commander, filters=Filters(**filters)))

    assert listed(level="subdistrict") == ["张三"]
    assert listed(unit_id=street.id) == ["张三"]
    assert listed(area="120101005") == ["张三"]
    assert listed(skill="driver") == ["李芳", "张三"]
    assert listed(skill="mandarin") == ["李芳"]
    assert listed(skill="sign_language") == []
    assert listed(skill="no_such_skill") == []
    assert listed(nights=True) == ["张三"]
    assert listed(skill="driver", nights=True, level="subdistrict", text="zhang") == ["张三"]


def test_skill_pages_go_forward_and_back(commander, make_person):
    for name in ("张三", "李芳", "章二"):
        make_person(name, skills=("driver",))

    filters = Filters(skill="driver")
    first = queries.list_people(actor=commander, filters=filters, size=2)
    second = queries.list_people(actor=commander, filters=filters, after=first.after, size=2)
    back = queries.list_people(actor=commander, filters=filters, before=second.before, size=2)

    assert (names(first), names(second), names(back)) == (
        ["李芳", "张三"],
        ["章二"],
        ["李芳", "张三"],
    )


def test_a_renamed_person_moves_in_the_list_of_a_skill(commander, make_person):
    make_person("李芳", skills=("driver",))
    other = make_person("张三", skills=("driver",))

    services.change_responder(actor=commander, responder_id=other.id, name="白三")

    page = queries.list_people(actor=commander, filters=Filters(skill="driver"))
    assert names(page) == ["白三", "李芳"]


def test_status_tells_active_ended_and_away_apart(commander, family, frozen_clock):
    with frozen_clock(2020, 2, 18, 8):
        away, gone = family[0], family[1]
        services.report_absence(
            actor=commander, responder_id=away.id, ends_at=datetime(2020, 2, 19, tzinfo=UTC)
        )
        services.end_responder(actor=commander, responder_id=gone.id, on=gone.joined_on)

        def listed(status):
            return names(queries.list_people(actor=commander, filters=Filters(status=status)))

        assert listed("away") == ["张三"]
        assert listed("ended") == ["李芳"]
        assert len(listed("active")) == 5
        assert len(listed("")) == 6
    with frozen_clock(2020, 2, 20, 8):
        assert names(queries.list_people(actor=commander, filters=Filters(status="away"))) == []


def test_totals_come_from_the_units_where_they_can(commander, family):
    full = queries.list_people(actor=commander, filters=Filters(), size=2)
    searched = queries.list_people(actor=commander, filters=Filters(text="zhang"), size=2)
    short = queries.list_people(actor=commander, filters=Filters(text="zhang"))

    assert (full.total, searched.total, short.total) == (6, None, 3)


def test_scopes_show_each_actor_their_own(make_actor, clerk, make_unit, make_person):
    street = make_unit("小白楼街道", level="subdistrict", area_code="120101005")
    make_person("李芳")
    make_person("张三", of=street)

    def listed(actor):
        return names(queries.list_people(actor=actor, filters=Filters()))

    assert listed(clerk) == ["李芳"]
    assert listed(make_actor("lead", area="120101005")) == ["张三"]
    assert listed(make_actor("lead", area="120101004")) == []
    assert listed(make_actor("commander")) == ["李芳", "张三"]
    assert listed(make_actor("inspector")) == []


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(text="zhang"),
        Filters(skill="driver"),
        Filters(level="district", nights=True),
        Filters(status="away"),
    ],
)
def test_list_takes_as_many_queries_for_fifty_rows_as_for_one(commander, system, unit, filters):
    drafts = [
        PersonDraft(name=f"张{c}", unit_id=unit.id, skills=("driver",), night_opt_in=True)
        for c in "一二三四五六七八九十" * 6
    ]
    ids = services.add_many(actor=system, drafts=drafts, batch_id=new_id())
    for one in ids[:55] if filters.status == "away" else ():
        services.report_absence(actor=system, responder_id=one)
    counts = []
    for size in (1, 50):
        with CaptureQueriesContext(connection) as captured:
            page = queries.list_people(actor=commander, filters=filters, size=size)
        assert len(page.people) == size
        counts.append(len(captured))

    assert counts[0] == counts[1]


@given(typed=st.text(max_size=12))
@settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_search_never_fails_whatever_is_typed(commander, person, typed):
    queries.list_people(actor=commander, filters=Filters(text=typed))


def test_saved_view_keeps_filters_of_one_account_only(commander, make_actor):
    view = services.save_view(actor=commander, name="夜班", query="nights=1&after=x&status=active")

    assert view.query == "nights=1&status=active"
    assert [v.name for v in queries.saved_views(actor=commander)] == ["夜班"]
    assert queries.saved_views(actor=make_actor("commander")) == []
    services.drop_view(actor=make_actor("commander"), view_id=view.id)
    assert len(queries.saved_views(actor=commander)) == 1
    services.drop_view(actor=commander, view_id=view.id)
    assert queries.saved_views(actor=commander) == []
