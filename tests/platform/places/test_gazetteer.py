"""The shipped edition: complete, and every code lies below its parent's."""

import pytest

from muster.platform.places.gazetteer import (
    ancestors_of,
    edition,
    gazetteer,
    is_filler,
    level_of,
    parent_of,
    split_name,
    spoken_name,
)


def test_edition_holds_every_area_of_the_country():
    names = gazetteer()

    assert (edition().areas, edition().communities) == (665_276, 620_573)
    assert len(names.communities.codes) == 620_573
    assert len(names.upper.codes) == 31 + 342 + 2_978 + 41_352
    assert edition().as_of.isoformat() == "2023-06-30"


def test_every_code_begins_with_the_code_of_its_parent():
    names = gazetteer()
    codes = {code.decode() for code in names.upper.codes.tolist()}
    codes |= {code.decode() for code in names.communities.codes.tolist()}

    orphans = [code for code in codes if parent_of(code) and parent_of(code) not in codes]

    assert len(codes) == 665_276
    assert orphans == []


def test_areas_of_a_district_come_with_those_above_it():
    areas = list(gazetteer().areas("120101"))

    assert [area.code for area in areas[:3]] == ["12", "1201", "120101"]
    assert len(areas) == 73
    assert sum(area.level == 5 for area in areas) == 64
    assert (areas[2].areas, areas[2].communities) == (71, 64)


def test_counts_of_provinces_add_up_to_the_nation():
    names = gazetteer()
    provinces = [row for row in range(len(names.upper.codes)) if names.upper.levels[row] == 1]

    assert sum(int(names.areas_below[row]) for row in provinces) == 665_276
    assert sum(int(names.communities_below[row]) for row in provinces) == 620_573


@pytest.mark.parametrize(
    ("name", "stem", "ending"),
    [
        ("静园社区居委会", "静园", "社区居委会"),
        ("白庙村村民委员会", "白庙", "村村民委员会"),
        ("和平区", "和平", "区"),
        ("易县", "易县", ""),
        ("广西壮族自治区", "广西", "壮族自治区"),
        ("双环邨街道", "双环邨", "街道"),
    ],
)
def test_name_is_split_into_what_tells_it_apart_and_its_ending(name, stem, ending):
    assert split_name(name) == (stem, ending)


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("静园社区居委会", "静园社区"),
        ("新桥街社区居民委员会", "新桥街社区"),
        ("南高村委会", "南高村"),
        ("白庙村村民委员会", "白庙村"),
        ("永丰居委会", "永丰社区"),
        ("横塘社区", "横塘社区"),
        ("和平区", "和平区"),
    ],
)
def test_spoken_name_leaves_out_the_committee(name, spoken):
    assert spoken_name(name) == spoken


def test_level_of_a_code_of_a_wrong_length_is_refused():
    assert level_of("120101") == 3
    for wrong in ("", "1", "12010", "12010a", "1201010010141", "１２"):
        with pytest.raises(ValueError, match="not the code"):
            level_of(wrong)


def test_path_leaves_out_offices_of_the_statistics():
    assert ancestors_of("120101001014") == ("12", "1201", "120101", "120101001")
    assert is_filler("1201", "市辖区")
    assert not is_filler("2101", "沈阳市")
