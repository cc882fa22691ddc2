"""Codes and patterns: fixed width, one parent each, nothing twice."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muster.platform.places.codes import (
    BOUNDARIES,
    child_stems,
    code_below,
    door_number,
    highest_number,
    is_code,
    possible_ancestors,
)
from muster.platform.places.contracts import CODE_LENGTHS
from muster.platform.places.enums import PremisesKind
from muster.platform.places.pattern import (
    BuildingStyle,
    DoorStyle,
    Pattern,
    PatternFault,
    building_numbers,
    lay_out,
    parse_skipped,
)

COMMUNITY = "120101001014"
BELOW = [kind for kind in PremisesKind if kind != PremisesKind.COMMUNITY]


def test_pattern_of_the_example_makes_2640_places():
    places = list(lay_out(Pattern(buildings=12, entrances=3, floors=18, doors=4), COMMUNITY))

    assert len(places) == 12 + 12 * 3 + 12 * 3 * 18 * 4
    assert (places[0].name, places[0].code) == ("1号楼", COMMUNITY + "000001")
    assert (places[1].name, places[1].code) == ("1单元", COMMUNITY + "00000101")
    assert (places[2].name, places[2].code) == ("101", COMMUNITY + "000001010101")
    assert (places[-1].name, places[-1].code) == ("1804", COMMUNITY + "000012031804")
    assert places[-1].floor == 18


def test_skipped_numbers_are_left_out_and_the_count_stays():
    pattern = Pattern(
        buildings=4,
        floors=5,
        doors=1,
        skip_buildings=frozenset({4}),
        skip_floors=frozenset({4}),
        first_building=2,
    )

    assert building_numbers(pattern) == [2, 3, 5, 6]
    doors = [place.name for place in lay_out(pattern, COMMUNITY) if place.floor]
    assert doors[:5] == ["101", "201", "301", "501", "601"]


def test_doors_run_on_through_entrances():
    pattern = Pattern(buildings=1, entrances=2, floors=1, doors=2, doors_run_on=True)

    doors = [p.name for p in lay_out(pattern, COMMUNITY) if p.kind == PremisesKind.DWELLING]

    assert doors == ["101", "102", "103", "104"]


def test_lettered_buildings_end_with_the_alphabet():
    places = list(lay_out(Pattern(buildings=2, building_style=BuildingStyle.LETTER), COMMUNITY))

    assert [place.name for place in places] == ["A座", "B座"]
    with pytest.raises(PatternFault) as refused:
        list(lay_out(Pattern(buildings=27, building_style=BuildingStyle.LETTER), COMMUNITY))
    assert (refused.value.field, refused.value.highest) == ("buildings", 26)


@pytest.mark.parametrize(
    ("pattern", "field"),
    [
        (Pattern(buildings=0), "buildings"),
        (Pattern(buildings=1000), "buildings"),
        (Pattern(buildings=1, entrances=100), "entrances"),
        (Pattern(buildings=1, floors=100, doors=1), "floors"),
        (Pattern(buildings=1, floors=1, doors=100), "doors"),
        (Pattern(buildings=900, entrances=9, floors=9, doors=9), "total"),
        (Pattern(buildings=1, floors=102, doors=99, door_style=DoorStyle.COUNTED), "doors"),
    ],
)
def test_pattern_beyond_the_codes_names_the_number_that_is_wrong(pattern, field):
    with pytest.raises(PatternFault) as refused:
        list(lay_out(pattern, COMMUNITY))

    assert refused.value.field == field


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.builds(
        Pattern,
        buildings=st.integers(1, 6),
        entrances=st.integers(0, 4),
        floors=st.integers(0, 6),
        doors=st.integers(0, 5),
        first_building=st.integers(1, 900),
        skip_buildings=st.frozensets(st.integers(1, 20)),
        skip_floors=st.frozensets(st.integers(1, 20)),
        skip_doors=st.frozensets(st.integers(1, 20)),
        door_style=st.sampled_from(DoorStyle.values),
        doors_run_on=st.booleans(),
    )
)
def test_every_pattern_makes_its_total_of_places_with_codes_of_their_own(pattern):
    places = list(lay_out(pattern, COMMUNITY))

    codes = [place.code for place in places]
    assert len(places) == pattern.total
    assert len(set(codes)) == len(codes)
    assert codes == sorted(codes)
    known = {COMMUNITY, *codes}
    for place in places:
        assert len(place.code) == CODE_LENGTHS[place.kind]
        above = [code for code in possible_ancestors(place.code) if code in known]
        assert above == list(possible_ancestors(place.code))


@settings(deadline=None)
@given(st.sampled_from(BELOW), st.integers(1, 9999), st.sampled_from(BELOW), st.integers(1, 9999))
def test_code_below_a_parent_leads_back_to_it(outer, outer_number, inner, inner_number):
    if outer_number > highest_number(outer) or inner_number > highest_number(inner):
        with pytest.raises(ValueError, match="not between"):
            code_below(code_below(COMMUNITY, outer, min(outer_number, 99)), inner, 10_000)
        return
    parent = code_below(COMMUNITY, outer, outer_number)
    if CODE_LENGTHS[inner] <= len(parent):
        with pytest.raises(ValueError, match="can lie directly below"):
            code_below(parent, inner, inner_number)
        return

    code = code_below(parent, inner, inner_number)

    assert is_code(code)
    assert possible_ancestors(code) == (COMMUNITY, parent)
    stems = dict(child_stems(parent))
    assert code.startswith(stems[len(code)])


def test_boundaries_match_the_kinds():
    assert set(CODE_LENGTHS.values()) == set(BOUNDARIES)


@pytest.mark.parametrize(
    ("name", "number"),
    [("1801", 1801), ("3门", 3), ("A-12", 12), ("门面", None), ("18011", None), ("0", None)],
)
def test_door_gives_its_number_where_it_fits(name, number):
    assert door_number(name) == number


def test_skipped_numbers_are_read_with_any_comma():
    assert parse_skipped("4, 13、14；24") == {4, 13, 14, 24}
    assert parse_skipped("") == frozenset()
    with pytest.raises(ValueError, match="invalid literal"):
        parse_skipped("4, vier")
