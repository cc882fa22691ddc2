"""Dictionaries are read before the first example, whose time would otherwise be theirs."""

import pytest

from muster.engines.text import fold, in_traditional, pinyin


@pytest.fixture(scope="session", autouse=True)
def dictionaries() -> None:
    """Load the conversion tables and the reading dictionary once."""
    fold("靜園")
    pinyin("靜園")
    in_traditional("静园")
