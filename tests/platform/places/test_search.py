"""Search over the nation: scripts, pinyin, initials, rank, and the cap on common words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.examples import examples

from muster.platform.places.gazetteer import Match, gazetteer, search_index

JINGYUAN = "120101001014"


@pytest.mark.parametrize(
    "typed", ["静园", "靜園", "jingyuan", "jy", "JingYuan", "jing yuan", "jìng yuán", "静园社区"]
)
def test_jingyuan_is_first_near_heping_however_it_is_typed(typed):
    found = search_index().search(typed, first="120101")

    assert found[0].code == JINGYUAN
    assert found[0].path == ("天津市", "和平区", "劝业场街道")
    assert found[0].match is Match.WHOLE


def test_whole_names_come_before_beginnings_and_higher_levels_before_lower():
    found = search_index().search("和平", limit=200)

    order = [(each.match, len(each.code), each.code) for each in found]
    assert order == sorted(order)
    assert found[0].code == "120101"


def test_search_within_an_area_finds_nothing_outside_it():
    found = search_index().search("和平", within=("120102",))

    assert all(each.code.startswith("120102") for each in found)


def test_words_before_the_last_name_the_place():
    found = search_index().search("和平区 静园")

    assert [each.code for each in found] == [JINGYUAN]


def test_variant_character_finds_the_subdistrict_of_the_reports_and_its_successor():
    found = search_index().search("雙環邨街")

    assert {each.code for each in found} == {"120106002", "120113008"}


def test_a_common_word_still_finds_the_whole_name():
    assert search_index().search("xin", limit=5, first="120101")[0].code == "120101004"
    assert search_index().search("团结", limit=1)[0].match is Match.WHOLE


@pytest.mark.parametrize("typed", ["", "   ", "★", "zzzzzzzzz", "不存在的地方名字", "\x00\n\x1f"])
def test_what_names_nothing_finds_nothing(typed):
    assert search_index().search(typed) == []


@settings(max_examples=examples(60), deadline=None)
@given(st.integers(min_value=0, max_value=620_572))
def test_every_community_is_found_by_its_own_name_within_its_subdistrict(row):
    shelf = gazetteer().communities
    code, name = shelf.code(row), shelf.name(row)

    found = search_index().search(name, within=(code[:9],), limit=50)

    assert code in [each.code for each in found]


@settings(max_examples=examples(60), deadline=None)
@given(st.text(max_size=30))
def test_search_takes_any_text(typed):
    assert len(search_index().search(typed, limit=7)) <= 7


@settings(max_examples=examples(40), deadline=None)
@given(st.integers(min_value=0, max_value=620_572), st.data())
def test_search_agrees_with_looking_at_every_name_of_a_district(row, data):
    shelf = gazetteer().communities
    district = shelf.code(row)[:6]
    stem = shelf.lines("folded", range(row, row + 1))[0]
    begin = data.draw(st.integers(0, len(stem) - 1))
    typed = stem[begin : begin + data.draw(st.integers(1, 3))]
    rows = shelf.rows_below(district)
    lines = shelf.lines("folded", rows)
    expected = {shelf.code(r) for r, line in zip(rows, lines, strict=True) if typed in line}

    found = search_index().search(typed, within=(district,), limit=5000)

    assert expected <= {each.code for each in found}
