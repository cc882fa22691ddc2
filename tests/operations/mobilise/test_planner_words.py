"""What counting says, in the words of the planner's catalogue where it has them."""

from string import Formatter

import pytest
from django.utils import translation

from muster.engines.planner.capacity import CERTIFICATE_MESSAGES
from muster.kernel.ids import new_id
from muster.operations.mobilise.models import CallUp, DeploymentPlan
from muster.operations.mobilise.planner_words import OWN_EXPLANATIONS, codes_in, say, say_capacity
from muster.operations.mobilise.views.plan_capacity import counted

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


def test_days_are_counted_from_one_and_codes_are_named():
    params = {"need": 9, "give": 4, "short": 5, "first": 0, "last": 6, "skills": "can:outdoors",
              "shifts": "3x8at8.D, 3x8at8.E", "area": "120101001"}  # fmt: skip
    names = {"can:outdoors": "work outdoors", "3x8at8.D": "day", "3x8at8.E": "evening",
             "120101001": "劝业场街道"}  # fmt: skip
    line = {"kind": "shifts_short", "params": params}
    with translation.override("en"):
        said = say_capacity(line, names)
        anywhere = say_capacity({**line, "params": {**params, "area": "-", "skills": "-"}}, names)

    assert said == (
        "劝业场街道, day, evening, work outdoors: 9 person-shifts are asked for and 4 can be given "
        "at most: 5 are missing (days 1 to 7)"
    )
    assert anywhere.startswith("All communities, day, evening, no skill needed: ")
    assert codes_in([line]) == {*names, ""}


@pytest.mark.django_db
def test_the_ten_worst_lines_are_shown_and_the_rest_is_folded(make_actor):
    lines = [
        {"kind": "crews_short", "need": n, "give": 0,
         "params": {"people": n, "crew": 2, "reach": 4, "communities": 6}}
        for n in range(12)
    ]  # fmt: skip
    row = DeploymentPlan(call_up=CallUp(incident_id=new_id()), capacity=[{}, *lines])
    with translation.override("en"):
        found = counted(make_actor("planner"), row)
    assert (len(found.worst), len(found.rest)) == (10, 2)
    assert found.worst[0].startswith("11 people")


@pytest.mark.parametrize("code", OWN_EXPLANATIONS)
@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_explanations_are_said_without_the_words_of_a_solver(code, language):
    message = OWN_EXPLANATIONS[code]
    gaps = [name for _text, name, *_more in Formatter().parse(message) if name]
    with translation.override(language):
        said = say({"code": code, "params": dict.fromkeys(gaps, 7)}, {})
        assert all(word not in said for word in ("linear", "column", "objective", "线性", "線性"))
        assert language == "en" or said != message.format_map(dict.fromkeys(gaps, 7))
