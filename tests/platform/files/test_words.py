"""Limits in what a sheet is told are written as figures elsewhere are."""

import pytest
from django.utils import translation

from muster.engines.sheets import SheetError
from muster.platform.files import words


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_limit_has_its_groups_of_three_and_a_year_has_none(language):
    with translation.override(language):
        rows = words.sheet_error("too_many_rows", {"sheet": "S", "limit": 200_000})
        year = words.issue("date_two_digit_year", "", {"year": 2020})

    assert "200,000" in rows
    assert "2020" in year


def test_the_engine_says_it_alike():
    assert "200,000" in str(SheetError("too_many_rows", sheet="S", limit=200_000))
