"""Screens of places, as the people who use them."""

import pytest
from django.test import Client
from tests.platform.access.conftest import make_account, session_for, system  # noqa: F401

from muster.platform.access.enums import Factor
from muster.platform.places import contracts, queries, services
from muster.platform.places.contracts import People
from muster.platform.places.models import Grid, Premises

JINGYUAN = "120101001014"
PATTERN = {
    "buildings": 2,
    "entrances": 1,
    "floors": 3,
    "doors": 2,
    "first_building": 1,
    "building_style": "{n}号楼",
    "entrance_style": "{n}门",
    "door_style": "{floor}{door:02d}",
}
pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(heping, make_account):  # noqa: F811
    """A browser in English, signed in with one role: `browser("lead", JINGYUAN)`."""

    def enter(role: str, area: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.cookies["muster_language"] = "en"
        session_for(client, make_account(role, area), Factor.TOTP)
        return client

    return enter


@pytest.fixture
def lead_browser(browser):
    return browser("lead", JINGYUAN)


def test_index_shows_the_district_with_its_map(browser):
    html = browser("planner", "120101").get("/places/").content.decode()

    assert "和平区" in html
    assert "静园" in html
    assert html.count("tile-group-head") == 6


@pytest.mark.parametrize("typed", ["静园", "靜園", "jingyuan", "jy"])
def test_search_leads_to_the_community(lead_browser, typed):
    html = lead_browser.get("/places/", {"q": typed}).content.decode()

    assert f'href="/places/{JINGYUAN}/"' in html
    assert "静园社区" in html


def test_search_that_finds_nothing_says_what_to_do(lead_browser):
    html = lead_browser.get("/places/", {"q": "没有这个"}).content.decode()

    assert "Try fewer characters" in html


def test_area_that_is_not_loaded_is_not_found(lead_browser):
    assert lead_browser.get("/places/110101/").status_code == 404
    assert lead_browser.get("/places/nonsense/").status_code == 404


def test_pattern_is_shown_before_it_is_added_and_can_be_taken_back(lead_browser, lead):
    shown = lead_browser.post(f"/places/{JINGYUAN}/pattern/", PATTERN)
    assert "Add 16 places" in shown.content.decode()
    assert queries.counts_by_kind(lead, JINGYUAN) == {}

    added = lead_browser.post(
        f"/places/{JINGYUAN}/pattern/", {**PATTERN, "previewed": "16"}, follow=True
    )
    assert "16 places added" in added.content.decode()
    assert queries.counts_by_kind(lead, JINGYUAN) == {"building": 2, "entrance": 2, "dwelling": 12}

    undo = added.redirect_chain[-1][0] + "undo/"
    lead_browser.post(undo)
    assert queries.counts_by_kind(lead, JINGYUAN) == {}


def test_pattern_shows_every_kind_with_the_places_behind_its_number(lead_browser):
    shown = lead_browser.post(f"/places/{JINGYUAN}/pattern/", {**PATTERN, "entrances": 3})

    preview = shown.context["preview"]
    assert [number.sentence for number in preview.numbers] == [
        "2 buildings: 1号楼 to 2号楼",
        "6 entrances",
        "36 dwellings: 101 to 302",
    ]
    behind = [sum(len(line.names) for line in number.lines) for number in preview.numbers]
    assert sum(behind) == preview.total == 44
    assert preview.numbers[2].lines[4].place == "2号楼 2门"
    assert "101 102 201 202 301 302" in shown.content.decode()


def test_pattern_that_is_there_already_says_so_before_anything_is_pressed(lead_browser, lead):
    address = f"/places/{JINGYUAN}/pattern/"
    lead_browser.post(address, {**PATTERN, "previewed": "16"})

    again = lead_browser.post(address, {**PATTERN, "buildings": 3})
    html = again.content.decode()

    assert again.status_code == 409
    assert "16 of these 24 places are there already" in html
    assert "The next free building number is 3." in html
    for row in Premises.objects.of_tenant(lead.tenant_id).filter(kind="building"):
        assert f'href="/places/at/{row.pk}/"' in html
    assert 'name="previewed"' not in html
    free = lead_browser.post(address, {**PATTERN, "first_building": 3})
    assert "Add 16 places" in free.content.decode()


def test_pattern_on_a_community_names_the_same_buildings_of_its_compounds(lead_browser, lead, add):
    compound = add("compound", "静园里")
    standing = add("building", "3栋", compound.code, number=3)
    address = f"/places/{JINGYUAN}/pattern/"
    wanted = {**PATTERN, "buildings": 4, "entrances": 0, "floors": 0, "doors": 0}

    shown = lead_browser.post(address, wanted)
    html = shown.content.decode()

    assert shown.status_code == 409
    assert 'Already in compound <span lang="zh">静园里</span>:' in html
    assert f'href="/places/at/{standing.pk}/">3栋' in html
    assert f'type="submit" formaction="/places/{compound.code}/pattern/"' in html
    lead_browser.post(address, {**wanted, "previewed": "4"})
    assert queries.counts_by_kind(lead, JINGYUAN)["building"] == 1

    left = lead_browser.post(address, {**wanted, "leave_out": "1"})
    assert left.context["preview"].numbers[0].lines[0].names == ["1号楼", "2号楼", "4号楼"]

    others = {**wanted, "previewed": "4", "others": standing.code}
    assert lead_browser.post(address, others).status_code == 302
    assert queries.counts_by_kind(lead, JINGYUAN)["building"] == 5


def test_what_was_filled_in_moves_along_to_the_compound(lead_browser, add):
    compound = add("compound", "静园里")
    add("building", "3栋", compound.code, number=3)
    wanted = {**PATTERN, "buildings": 2, "first_building": 7, "floors": 5}

    moved = lead_browser.post(f"/places/{compound.code}/pattern/", {**wanted, "others": ""})

    form = moved.context["form"]
    assert (form["first_building"].value(), form["floors"].value()) == ("7", "5")
    assert moved.context["preview"].numbers[0].lines[0].names == ["7号楼", "8号楼"]


def test_pattern_of_which_every_building_stands_in_a_compound_offers_no_leaving_out(
    lead_browser, add
):
    compound = add("compound", "静园里")
    add("building", "东楼", compound.code, number=1)
    add("building", "2号楼", compound.code, number=7)

    shown = lead_browser.post(f"/places/{JINGYUAN}/pattern/", PATTERN)

    assert [row.name for row in shown.context["preview"].doubles[0].buildings] == ["东楼", "2号楼"]
    assert 'name="leave_out"' not in shown.content.decode()


def test_pattern_on_a_compound_names_the_same_buildings_of_the_community_alone(lead_browser, add):
    compound, sibling = add("compound", "静园里"), add("compound", "静园东里")
    add("building", "2号楼", sibling.code, number=2)
    address = f"/places/{compound.code}/pattern/"
    assert "Add 16 places" in lead_browser.post(address, PATTERN).content.decode()

    add("building", "1号楼", number=1)

    html = lead_browser.post(address, PATTERN).content.decode()
    assert "Already directly in the community:" in html
    assert "2号楼</a>" not in html


def test_pattern_changed_after_it_was_shown_is_shown_again(lead_browser, lead):
    lead_browser.post(f"/places/{JINGYUAN}/pattern/", {**PATTERN, "doors": 3, "previewed": "16"})

    assert queries.counts_by_kind(lead, JINGYUAN) == {}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"buildings": "0"}, "At least 1."),
        ({"floors": "x"}, "Write a whole number."),
        ({"skip_floors": "four"}, "Write numbers with commas"),
        ({"buildings": 900, "entrances": 9, "floors": 9, "doors": 9}, "at most 20000 places"),
        ({"building_style": "{a}座", "buildings": 30}, "Building numbers go up to 26 here."),
    ],
)
def test_wrong_pattern_says_what_to_change(lead_browser, change, sentence):
    answer = lead_browser.post(f"/places/{JINGYUAN}/pattern/", {**PATTERN, **change})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_place_is_added_changed_and_ended(lead_browser, lead):
    lead_browser.post(f"/places/{JINGYUAN}/add/", {"kind": "building", "name": "3号楼"})
    row = Premises.objects.of_tenant(lead.tenant_id).get(name="3号楼")

    lead_browser.post(f"/places/at/{row.pk}/change/", {"name": "丙楼", "needs": "侧门常开"})
    lead_browser.post(f"/places/at/{row.pk}/end/")

    row.refresh_from_db()
    assert (row.name, row.other_names, row.needs) == ("丙楼", ["3号楼"], "侧门常开")
    html = lead_browser.get(f"/places/at/{row.pk}/").content.decode()
    assert "侧门常开" in html


def test_taken_number_is_told_in_the_form(lead_browser, add):
    add("building", "3号楼", number=3)

    answer = lead_browser.post(
        f"/places/{JINGYUAN}/add/", {"kind": "building", "name": "又一栋", "number": 3}
    )

    assert answer.status_code == 422
    assert "The number 3 is taken there." in answer.content.decode()


def test_list_filters_by_kind_and_name(lead_browser, add):
    building = add("building", "3号楼")
    add("shop", "便民超市", building.code)

    shops = lead_browser.get(f"/places/{JINGYUAN}/list/?kind=shop").content.decode()
    named = lead_browser.get(f"/places/{JINGYUAN}/list/?q=bmcs").content.decode()

    assert "便民超市" in shops
    assert "便民超市" in named
    assert f"/places/at/{building.pk}/" not in shops


def test_list_takes_as_many_queries_for_fifty_rows_as_for_one(
    lead_browser, lead, add, django_assert_max_num_queries
):
    add("building", "1号楼")
    lead_browser.get(f"/places/{JINGYUAN}/list/")
    with django_assert_max_num_queries(20) as one:
        lead_browser.get(f"/places/{JINGYUAN}/list/")
    for number in range(2, 51):
        add("building", f"{number}号楼")
    with django_assert_max_num_queries(20) as many:
        lead_browser.get(f"/places/{JINGYUAN}/list/")

    assert len(one) == len(many)


def test_grid_is_opened_and_given_a_person(lead_browser, lead, add, monkeypatch):
    building = add("building", "3号楼")
    from muster.kernel.ids import new_id

    person = new_id()
    only_wang = People(
        names=lambda _actor, ids: dict.fromkeys(ids, "王芳"),
        candidates=lambda _actor, _area: [(person, "王芳")],
    )
    monkeypatch.setattr(contracts, "_installed", [only_wang])

    lead_browser.post(
        f"/places/{JINGYUAN}/grids/new/", {"name": "第一网格", "buildings": [str(building.pk)]}
    )
    grid = Grid.objects.of_tenant(lead.tenant_id).get()
    lead_browser.post(
        f"/places/grid/{grid.pk}/responsible/", {"person": str(person), "since": "2026-01-05"}
    )
    html = lead_browser.get(f"/places/grid/{grid.pk}/").content.decode()

    assert "3号楼" in html
    assert "王芳" in html
    assert "since 2026-01-05" in html


def test_area_is_renamed_and_keeps_its_former_name(browser, planner):
    client = browser("planner", "120101")

    client.post(f"/places/{JINGYUAN}/name/", {"name": "新静社区", "since": "2026-01-05"})
    client.post(f"/places/{JINGYUAN}/names/add/", {"name": "老静园", "kind": "everyday"})
    html = client.get(f"/places/{JINGYUAN}/").content.decode()

    assert "新静社区" in html
    assert "until 2026-01-05" in html
    assert "老静园" in html


def test_ended_subdistrict_leads_to_the_one_that_covers_it(browser, planner, db):
    services.import_areas(code="120106")
    html = browser("planner", "120101").get("/places/120106002/").content.decode()

    assert "This area ended on 2021-02-07." in html
    assert "/places/120113008/" in html


def test_picker_answers_options_and_json(lead_browser):
    html = lead_browser.get("/places/picker/?q=jy").content.decode()
    json = lead_browser.get(
        "/places/picker/?parent=120101001", headers={"accept": "application/json"}
    ).json()

    assert f'data-code="{JINGYUAN}"' in html
    item = next(each for each in json["items"] if each["code"] == JINGYUAN)
    assert item == {
        "code": JINGYUAN,
        "name": "静园社区",
        "path": ["和平区", "劝业场街道"],
        "level": 5,
        "has_children": False,
    }


def test_api_finds_reads_and_opens_areas(lead_browser):
    found = lead_browser.get("/api/places/areas", {"q": "靜園"}).json()
    detail = lead_browser.get(f"/api/places/areas/{JINGYUAN}").json()
    children = lead_browser.get("/api/places/areas/120101001/children").json()
    missing = lead_browser.get("/api/places/areas/999999")

    assert found[0]["code"] == JINGYUAN
    assert (detail["official_name"], detail["name"]) == ("静园社区居委会", "静园社区")
    assert [each["name"] for each in detail["path"]][:2] == ["天津市", "和平区"]
    assert len(children) == 12
    assert missing.status_code == 404


def test_picker_begins_where_it_is_told_to_inside_the_command(lead_browser):
    within = lead_browser.get("/places/picker/?within=120101001").content.decode()
    outside = lead_browser.get("/places/picker/?within=120102").content.decode()
    found = lead_browser.get("/places/picker/?within=120101002&q=jy").content.decode()

    assert f'data-code="{JINGYUAN}"' in within
    assert 'data-code="120101002"' not in within
    assert 'data-code="120101002"' in outside
    assert f'data-code="{JINGYUAN}"' not in found


def test_picker_of_communities_only_opens_what_is_none(lead_browser):
    top = lead_browser.get("/places/picker/?only=communities").content.decode()
    below = lead_browser.get("/places/picker/?only=communities&parent=120101001").content.decode()
    found = lead_browser.get("/places/picker/?only=communities&q=劝业场").content.decode()

    assert "data-code" not in top
    assert 'data-parent="120101001"' in top
    assert f'data-code="{JINGYUAN}"' in below
    assert 'data-code="120101001"' not in found
