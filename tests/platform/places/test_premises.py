"""Places below the community: one by one, by pattern, from a sheet; changing, ending, undoing."""

from datetime import date

import pytest

from muster.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from muster.kernel.ids import new_id
from muster.platform.audit.models import AuditEvent
from muster.platform.places import contracts, queries, services
from muster.platform.places.enums import PremisesKind
from muster.platform.places.models import Premises
from muster.platform.places.pattern import Pattern
from muster.platform.places.services import PremisesDraft

JINGYUAN = "120101001014"
pytestmark = pytest.mark.django_db


def places_of(actor):
    return Premises.objects.of_tenant(actor.tenant_id)


def test_places_get_codes_that_carry_the_way_to_them(add):
    compound = add("compound", "静园里")
    building = add("building", "3号楼", compound.code, number=3)
    entrance = add("entrance", "2单元", building.code, number=2)
    dwelling = add("dwelling", "1801", entrance.code)

    assert compound.code == JINGYUAN + "001"
    assert dwelling.code == JINGYUAN + "001" + "003" + "02" + "1801"


def test_next_free_number_is_taken_where_none_is_given(planner, add):
    assert [add("building", name).code[-3:] for name in ("甲楼", "乙楼")] == ["001", "002"]
    building = places_of(planner).get(name="甲楼")
    assert add("shop", "便民超市", building.code).code == building.code + "00" + "9001"
    assert add("dwelling", "门面", building.code).code == building.code + "00" + "9002"


def test_taken_number_is_a_conflict(add):
    add("building", "3号楼", number=3)

    with pytest.raises(Conflict) as refused:
        add("building", "又一个3号楼", number=3)

    assert "3" in refused.value.message


def test_community_the_statistics_do_not_know_gets_a_code_of_its_own(add):
    community = add("community", "新桥社区", "120101001")
    building = add("building", "1号楼", community.code)

    assert community.code == "120101001900"
    assert building.code == "120101001900" + "000" + "001"


@pytest.mark.parametrize(
    ("parent", "kind"),
    [
        ("120101001", "building"),
        (JINGYUAN, "community"),
        (JINGYUAN + "001001", "compound"),
    ],
)
def test_kind_that_cannot_lie_there_is_refused(add, parent, kind):
    if len(parent) > 12:
        add("building", "1号楼", add("compound", "静园里").code)

    with pytest.raises(Invalid):
        add(kind, "某处", parent)


def test_place_below_a_code_of_the_wrong_level_or_unknown_is_refused(add):
    with pytest.raises(Invalid, match="120101"):
        add("building", "1号楼", "120101")
    with pytest.raises(NotFound):
        add("building", "1号楼", "120101001999")
    with pytest.raises(NotFound):
        add("building", "1号楼", "120102001001")


def test_lead_adds_in_the_own_community_alone(lead, neighbour):
    draft = PremisesDraft(JINGYUAN, PremisesKind.BUILDING, "1号楼")

    assert services.add_premises(actor=lead, draft=draft).name == "1号楼"
    with pytest.raises(NotAllowed):
        services.add_premises(actor=neighbour, draft=draft)
    assert list(queries.premises_below(neighbour, JINGYUAN)) == []


def test_pattern_adds_the_whole_and_undo_takes_it_back(planner, lead):
    pattern = Pattern(buildings=12, entrances=3, floors=18, doors=4)

    batch = services.add_by_pattern(actor=lead, parent_code=JINGYUAN, pattern=pattern)

    assert (batch.count, batch.first, batch.last) == (2640, "1号楼", "1804")
    assert queries.counts_by_kind(lead, JINGYUAN) == {
        "building": 12,
        "entrance": 36,
        "dwelling": 2592,
    }
    assert services.undo_batch(actor=lead, batch_id=batch.id).removed == 2640
    assert places_of(planner).count() == 0
    assert AuditEvent.objects.filter(verb="places.batch_undone").count() == 1


def test_pattern_over_buildings_that_are_there_adds_nothing(planner, lead, add):
    add("building", "2号楼", number=2)

    with pytest.raises(Conflict) as refused:
        services.add_by_pattern(actor=lead, parent_code=JINGYUAN, pattern=Pattern(buildings=3))

    assert "2号楼" in refused.value.message
    assert places_of(planner).count() == 1


def test_pattern_over_a_building_of_a_compound_adds_nothing_until_it_is_another(planner, lead, add):
    compound = add("compound", "静园里")
    standing = add("building", "2号楼", compound.code, number=2)
    pattern = Pattern(buildings=3)

    with pytest.raises(Conflict, match="静园里 2号楼"):
        services.add_by_pattern(actor=lead, parent_code=JINGYUAN, pattern=pattern)

    services.add_by_pattern(
        actor=lead, parent_code=JINGYUAN, pattern=pattern, others=[standing.code]
    )
    assert places_of(planner).filter(kind="building").count() == 4


def test_pattern_that_does_not_fit_says_which_number(lead):
    with pytest.raises(Invalid) as refused:
        services.add_by_pattern(
            actor=lead, parent_code=JINGYUAN, pattern=Pattern(buildings=1, entrances=120)
        )

    assert "99" in refused.value.message
    assert list(refused.value.errors) == ["entrances"]


def test_undo_keeps_what_is_used_and_what_stands_above_it(planner, lead, add, monkeypatch):
    batch = services.add_by_pattern(
        actor=lead, parent_code=JINGYUAN, pattern=Pattern(buildings=2, floors=2, doors=1)
    )
    used = JINGYUAN + "000" + "001" + "00" + "0101"
    monkeypatch.setitem(contracts._uses, "test", lambda _tenant, codes: {used} & set(codes))
    second = places_of(planner).get(name="2号楼")
    add("shop", "后来的店", second.code)

    undone = services.undo_batch(actor=lead, batch_id=batch.id)

    assert undone.kept == (used[:18], used, second.code)
    assert undone.removed == 3


def test_undo_of_another_community_finds_nothing(lead, neighbour):
    batch = services.add_by_pattern(actor=lead, parent_code=JINGYUAN, pattern=Pattern(buildings=1))

    with pytest.raises(NotFound):
        services.undo_batch(actor=neighbour, batch_id=batch.id)


def test_changed_name_becomes_another_name_and_still_finds_it(lead, add):
    row = add("building", "3号楼")

    services.change_premises(actor=lead, premises_id=row.pk, name="丙楼", other_names=["C楼"])

    row.refresh_from_db()
    assert (row.name, row.other_names) == ("丙楼", ["C楼", "3号楼"])
    assert [r.pk for r in queries.premises_below(lead, JINGYUAN, typed="3號樓")] == [row.pk]


def test_ended_place_keeps_its_code(lead, add):
    row = add("building", "3号楼", valid_from=date(2020, 1, 1))

    services.end_premises(actor=lead, premises_id=row.pk, on=date(2026, 1, 1))

    assert Premises.objects.get(pk=row.pk).valid_to == date(2026, 1, 1)
    with pytest.raises(Conflict):
        services.end_premises(actor=lead, premises_id=row.pk)


def test_children_are_what_nothing_stands_between(lead, add):
    building = add("building", "1号楼")
    add("dwelling", "101", building.code)
    entrance = add("entrance", "1单元", building.code)
    add("dwelling", "102", entrance.code)
    add("workplace", "物业办公室")

    assert [r.name for r in queries.premises_children(lead, JINGYUAN)] == ["物业办公室", "1号楼"]
    assert [r.name for r in queries.premises_children(lead, building.code)] == ["101", "1单元"]
    assert [r.name for r in queries.premises_path(lead, entrance.code + "0102")] == [
        "1号楼",
        "1单元",
    ]
    refs = queries.premises_refs(lead, [entrance.code + "0102"])
    assert refs[entrance.code + "0102"].path == ("1号楼", "1单元", "102")


def test_two_tenants_may_have_the_same_code(add, other_tenant, make_actor):
    add("building", "1号楼")
    stranger = make_actor("planner", "120101", tenant_id=other_tenant.id)

    assert list(queries.premises_below(stranger, JINGYUAN)) == []
    with pytest.raises(NotFound):
        services.add_premises(
            actor=stranger, draft=PremisesDraft(JINGYUAN, PremisesKind.BUILDING, "1号楼")
        )


def test_drafts_are_added_all_or_none(planner):
    drafts = [
        PremisesDraft(JINGYUAN, PremisesKind.BUILDING, "1号楼", number=1),
        PremisesDraft(JINGYUAN + "000001", PremisesKind.DWELLING, "101"),
        PremisesDraft(JINGYUAN, PremisesKind.BUILDING, "重复", number=1),
    ]

    with pytest.raises(Conflict):
        services.add_many(actor=planner, drafts=drafts, batch_id=new_id())
    assert places_of(planner).count() == 0
    assert len(services.add_many(actor=planner, drafts=drafts[:2], batch_id=new_id())) == 2
