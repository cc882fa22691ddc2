"""Who was sent and who answers where: every number opens as many rows as it says."""

import re

import pytest
from tests.pages import Element, doors_on, main_of, read, rows_at
from tests.situation.boards.conftest import COMMUNITIES, DISTRICT, SUBDISTRICT

REGISTER = "/command/register/"
PLACES = [("commander", DISTRICT), ("planner", DISTRICT), ("commander", SUBDISTRICT)]


def page(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return read(answer.content.decode())


@pytest.mark.parametrize(("role", "area"), PLACES)
@pytest.mark.parametrize("url", [REGISTER, f"{REGISTER}?show=lacking"])
def test_every_number_of_the_board_opens_as_many_rows(enter, role, area, url):
    client = enter(role, area)

    doors = doors_on(page(client, url), url)
    counted = {door.words: (door.number, rows_at(client, door.url)) for door in doors}

    assert len(doors) > 20 if area == DISTRICT else len(doors) > 10
    assert {words: pair for words, pair in counted.items() if pair[0] != pair[1]} == {}


def test_figures_of_the_board_are_those_of_the_district(enter):
    doors = doors_on(page(enter("commander"), REGISTER), REGISTER)

    assert [door.words for door in doors[:7]] == [
        "65", "3 units", "3", "64", "6 subdistricts", "2", "2 pairings lack something",
    ]  # fmt: skip
    assert [door.words for door in doors[7:10]] == [
        "all there 1", "lacking something 2", "not paired 61",
    ]  # fmt: skip


@pytest.mark.parametrize(("role", "area"), PLACES)
def test_no_number_of_the_board_stands_outside_a_link(enter, role, area):
    main = main_of(page(enter(role, area), REGISTER))

    loose = [
        text
        for element in main.every()
        for text in element.inside
        if isinstance(text, str)
        and re.search(r"\d", text)
        and not element.within(lambda e: e.tag in {"a", "h2"})
    ]

    assert loose == []


def test_tile_says_how_many_marks_its_community_has(enter):
    client = enter("commander")
    tiles = main_of(page(client, REGISTER)).every(lambda e: "tile" in e.classes)
    words = {tile.attributes["href"]: tile.text for tile in tiles}

    for code, missing in zip(COMMUNITIES, (4, 0, 5), strict=True):
        url = f"/community/{code}/"
        marks = [one.text for one in page(client, url).every(lambda e: "mark" in e.classes)]
        assert marks.count("missing") == missing
        assert words[url].endswith(f" −{missing}" if missing else " all")


def test_tile_says_in_words_what_its_number_means(enter):
    tiles = main_of(page(enter("commander"), REGISTER)).every(lambda e: "tile" in e.classes)
    titles = {tile.attributes["href"]: tile.attributes["title"] for tile in tiles}

    said = [titles[f"/community/{code}/"].partition(" · ")[2] for code in COMMUNITIES]
    assert said == ["4 of the five ones are missing", "all there", "5 of the five ones are missing"]


@pytest.mark.parametrize("code", [DISTRICT, SUBDISTRICT, f"{COMMUNITIES[0]}001", "120101001999"])
def test_only_a_community_has_a_board_of_its_own(enter, code):
    assert enter("commander").get(f"/community/{code}/").status_code == 404


def test_unpaired_community_does_not_count_as_complete(enter):
    def notes(element: Element) -> bool:
        return element.tag == "div" and "tile-group-head" in element.classes

    heads = [head.text for head in page(enter("commander"), REGISTER).every(notes)]

    assert heads[0].endswith("1 / 12")
    assert heads[1].endswith("0 / 9")


def test_map_narrowed_to_a_state_shows_those_communities_alone(enter):
    client = enter("commander")

    tiles = [
        tile.attributes["href"]
        for tile in page(client, f"{REGISTER}?show=lacking").every(lambda e: "tile" in e.classes)
    ]

    assert tiles == [f"/community/{COMMUNITIES[0]}/", f"/community/{COMMUNITIES[2]}/"]


def test_board_of_a_subdistrict_leads_to_lists_of_it_alone(enter):
    doors = doors_on(page(enter("commander", SUBDISTRICT), REGISTER), REGISTER)

    assert doors[0].number == 6
    assert all(
        f"area={SUBDISTRICT}" in door.url for door in doors if door.url.startswith("/responders/")
    )
