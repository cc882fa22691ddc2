"""What counting says, in the words of the planner's catalogue where it has them."""

from string import Formatter

import pytest
from django.utils import translation

from muster.engines.planner.capacity import CERTIFICATE_MESSAGES
from muster.operations.mobilise.planner_words import say_capacity

CREWS = {"kind": "crews_short", "params": {"people": 9, "crew": 2, "reach": 4, "communities": 6}}


@pytest.mark.parametrize("kind", CERTIFICATE_MESSAGES)
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_every_line_of_the_capacity_is_said_in_each_language(kind, language):
    gaps = [name for _text, name, *_more in Formatter().parse(CERTIFICATE_MESSAGES[kind]) if name]
    line = {"kind": kind, "params": dict.fromkeys(gaps, 7)}
    with translation.override("en"):
        english = say_capacity(line)
    with translation.override(language):
        said = say_capacity(line)

    assert "7" in english
    assert "7" in said
    assert said not in (english, kind)


def test_a_line_is_filled_with_its_numbers():
    with translation.override("en"):
        assert say_capacity(CREWS) == ("9 people in crews of 2 reach at most 4 of 6 communities")


def test_a_kind_without_words_is_said_as_it_is():
    assert say_capacity({"kind": "moonshine", "params": {}}) == "moonshine"


def test_days_are_counted_from_one():
    params = {"need": 9, "give": 4, "short": 5, "first": 0, "last": 6, "shifts": "D"}
    with translation.override("en"):
        said = say_capacity({"kind": "shifts_short", "params": params})

    assert said.endswith("5 are missing (days 1 to 7, shifts D)")
