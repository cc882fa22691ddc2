"""Loading official areas, reading them, renaming them, giving them other names."""

from datetime import date

import pytest
from django.utils import translation

from muster.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from muster.platform.audit.models import AuditEvent
from muster.platform.places import queries, services
from muster.platform.places.contracts import AreaRef, tile_names
from muster.platform.places.enums import AliasKind
from muster.platform.places.models import Area, AreaAlias

JINGYUAN = "120101001014"
pytestmark = pytest.mark.django_db


def test_import_of_a_district_loads_it_and_what_is_above_it(heping):
    stats = queries.stats()

    assert (stats.loaded_areas, stats.loaded_communities) == (73, 64)
    assert (stats.areas, stats.communities) == (665_276, 620_573)
    assert Area.objects.get(pk=JINGYUAN).spoken == "静园社区"


def test_import_again_changes_nothing(heping):
    before = list(Area.objects.order_by("pk").values())

    again = services.import_areas(code="120101")

    assert (again.added, again.renamed, again.ended) == (0, 0, 0)
    assert list(Area.objects.order_by("pk").values()) == before


def test_import_brings_a_stale_name_up_to_the_edition_and_keeps_it_as_alias(heping):
    Area.objects.filter(pk=JINGYUAN).update(name="靜园居委会", areas=9)

    again = services.import_areas(code="120101")

    assert again.renamed == 1
    assert Area.objects.get(pk=JINGYUAN).name == "静园社区居委会"
    alias = AreaAlias.objects.get(area_id=JINGYUAN)
    assert (alias.name, alias.kind, alias.valid_to) == (
        "靜园居委会",
        AliasKind.FORMER,
        date(2023, 6, 30),
    )


def test_import_ends_what_the_edition_no_longer_has_and_deletes_nothing(heping):
    Area.objects.create(
        code="120101001099",
        parent_code="120101001",
        level=5,
        name="旧社区",
        short_name="旧",
        areas=1,
        communities=1,
    )

    again = services.import_areas(code="120101")

    assert again.ended == 1
    assert Area.objects.get(pk="120101001099").valid_to == date(2023, 6, 30)
    assert queries.stats().loaded_areas == 73


def test_import_keeps_a_name_the_command_gave(heping, planner):
    services.rename_area(actor=planner, code=JINGYUAN, name="静园新社区")

    services.import_areas(code="120101")

    assert Area.objects.get(pk=JINGYUAN).name == "静园新社区"


def test_import_loads_the_subdistrict_that_is_gone_with_its_successor(db):
    services.import_areas(code="120106")

    gone = Area.objects.get(pk="120106002")
    assert (gone.name, gone.valid_to, gone.successor_code) == (
        "双环邨街道",
        date(2021, 2, 7),
        "120113008",
    )
    assert "120106002" not in [row.pk for row in queries.children_of("120106")]


@pytest.mark.parametrize("code", ["1", "12010", "1201010010140", "abc", "999999", "120106002"])
def test_import_of_a_code_that_is_no_area_is_refused(db, code):
    with pytest.raises(Invalid) as refused:
        services.import_areas(code=code)

    assert code in refused.value.message
    assert Area.objects.count() == 0


def test_import_by_someone_who_may_not_is_refused(lead):
    with pytest.raises(NotAllowed):
        services.import_areas(code="120102", actor=lead)


def test_counts_of_a_subtree_come_from_one_row(heping, django_assert_num_queries):
    with django_assert_num_queries(1):
        counts = queries.counts_below("120101")

    assert (counts.areas, counts.communities) == (71, 64)


def test_path_names_the_areas_from_the_province_down(heping):
    assert [ref.name for ref in queries.path_of(JINGYUAN)] == [
        "天津市",
        "和平区",
        "劝业场街道",
        "静园社区",
    ]


def test_tile_map_groups_communities_by_subdistrict(heping):
    groups = queries.communities_by_subdistrict("120101")

    assert len(groups) == 6
    assert sum(map(len, groups.values())) == 64
    assert [len(tiles) for tiles in queries.communities_by_subdistrict(JINGYUAN).values()] == [1]


@pytest.mark.parametrize("typed", ["静园", "靜園", "jingyuan", "jy", JINGYUAN])
def test_search_of_the_command_finds_jingyuan_first(lead, typed):
    found = queries.search_areas(lead, typed)

    assert found[0].area.code == JINGYUAN
    assert found[0].area.name == "静园社区"
    assert found[0].path == ("天津市", "和平区", "劝业场街道")


def test_search_shows_nothing_outside_the_command(planner):
    services.import_areas(code="120102")

    assert all(
        each.area.code.startswith("120101")
        for each in queries.search_areas(planner, "春", limit=90)
    )
    assert queries.search_areas(planner, "120102") == []


def test_renamed_area_is_found_by_both_names(planner):
    services.rename_area(actor=planner, code=JINGYUAN, name="新静社区", since=date(2026, 1, 1))

    by_new = queries.search_areas(planner, "xinjing")
    by_old = queries.search_areas(planner, "静园")

    assert by_new[0].area.code == by_old[0].area.code == JINGYUAN
    former = AreaAlias.objects.get(area_id=JINGYUAN, kind=AliasKind.FORMER)
    assert (former.name, former.valid_to) == ("静园社区居委会", date(2026, 1, 1))
    assert AuditEvent.objects.filter(verb="places.area_renamed", area_code=JINGYUAN).count() == 1


def test_rename_outside_the_command_or_the_grant_is_refused(planner, make_actor, db):
    services.import_areas(code="120102")
    with pytest.raises(NotFound):
        services.rename_area(actor=planner, code="120102001", name="别处街道")
    narrow = make_actor("planner", "120101002")
    with pytest.raises(NotAllowed):
        services.rename_area(actor=narrow, code=JINGYUAN, name="别名社区")


@pytest.mark.parametrize("name", ["", "  ", "···", "长" * 81, "静园社区居委会"])
def test_rename_to_what_is_no_other_name_is_refused(planner, name):
    with pytest.raises(Invalid):
        services.rename_area(actor=planner, code=JINGYUAN, name=name)


def test_alias_finds_its_area_until_it_is_removed(planner):
    alias = services.add_alias(actor=planner, code=JINGYUAN, name="老张家大院")

    assert queries.search_areas(planner, "laozhang")[0].area.code == JINGYUAN
    assert queries.search_areas(planner, "老張家")[0].also_called == "老张家大院"
    with pytest.raises(Conflict):
        services.add_alias(actor=planner, code=JINGYUAN, name="老张家大院")

    services.remove_alias(actor=planner, code=JINGYUAN, alias_id=alias.pk)

    assert queries.search_areas(planner, "老张家") == []


def test_former_name_cannot_be_removed(planner):
    services.rename_area(actor=planner, code=JINGYUAN, name="新静社区")
    former = AreaAlias.objects.get(area_id=JINGYUAN, kind=AliasKind.FORMER)

    with pytest.raises(Conflict):
        services.remove_alias(actor=planner, code=JINGYUAN, alias_id=former.pk)


def test_areas_get_schematic_positions(planner):
    assert services.place_areas(actor=planner, positions={JINGYUAN: (1.5, -2.0)}) == 1

    row = Area.objects.get(pk=JINGYUAN)
    assert (row.east_km, row.north_km) == (1.5, -2.0)


def test_picker_opens_at_the_command_and_not_outside_it(planner):
    trail, top = queries.picker_children(planner)
    _, outside = queries.picker_children(planner, "120102")
    inner_trail, communities = queries.picker_children(planner, "120101001")

    assert [ref.code for ref in trail] == ["120101"]
    assert [ref.code for ref in top] == [f"12010100{n}" for n in range(1, 7)] or len(top) == 7
    assert outside == top
    assert [ref.code for ref in inner_trail] == ["120101", "120101001"]
    assert JINGYUAN in [ref.code for ref in communities]


def test_nation_is_searched_without_any_area_loaded(db):
    found = queries.search_nation("靜園", first="120101")

    assert (found[0].code, found[0].name, found[0].loaded) == (JINGYUAN, "静园社区", False)
    assert queries.search_nation("120101")[0].name == "和平区"
    assert queries.search_nation("120106002")[0].valid_to == date(2021, 2, 7)


def test_tile_name_keeps_both_ends_of_a_long_name(heping):
    assert queries.area_ref("120101003019").tile_name == "国际公寓第一"
    assert queries.area_ref(JINGYUAN).tile_name == "静园"
    assert AreaRef("1", "国际公寓东区第一社区", 5, "国际公寓东区第一").tile_name == "国际…第一"


def test_tile_names_of_one_map_differ_where_the_names_differ():
    names = ("友谊北里东区第一", "友谊南里东区第一", "静园", "国际公寓第一", "国际公寓第二")
    areas = [AreaRef(str(at), name, 5, name) for at, name in enumerate(names)]

    assert list(tile_names(areas).values()) == [
        "北里东区第一",
        "南里东区第一",
        "静园",
        "国际公寓第一",
        "国际公寓第二",
    ]


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("999999", "There is no area with the code 999999."),
        ("120101001999", "There is no area with the code 120101001999."),
        ("12010", "There is no area with the code 12010."),
        ("heping", "There is no area with the code heping."),
        ("110101", "The area with the code 110101 is not loaded here."),
    ],
)
def test_an_area_that_never_existed_is_told_from_one_that_is_not_loaded(heping, code, sentence):
    for read in (queries.area, queries.counts_below):
        with pytest.raises(NotFound) as refused:
            read(code)
        with translation.override("en"):
            assert str(refused.value).startswith(sentence)
