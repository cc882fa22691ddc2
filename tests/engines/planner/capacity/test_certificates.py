"""Counting certificates: each kind on a case that shows it, and none where all is well."""

import pytest
from tests.engines.planner.assign.small import at, instance

from muster.engines.planner.capacity import certificates
from muster.engines.planner.generate import generate
from muster.engines.planner.model import Instance
from muster.engines.planner.reading import read_instance


def sentences(given: Instance, *, proved: bool = True) -> list[str]:
    return [found.sentence for found in certificates(given) if found.proved is proved]


def test_enough_of_everything():
    people = [at("u", 0.0, skills=["key"]) for _ in range(4)]
    assert sentences(instance(people, [(0.0, 2)], key={0: 1})) == []


def test_too_few_shifts():
    people = [at("u", 0.0) for _ in range(2)]
    given = instance(people, [(0.0, 2)], rules={"max_consecutive_days": 6})
    (found,) = (each for each in certificates(given) if each.kind == "shifts_short")
    assert (found.need, found.give) == (14, 12)
    assert found.people == ("p0", "p1")
    assert found.communities == ("c0",)
    assert found.sentence.startswith("14 person-shifts are asked for, 12 can be given at most")


@pytest.mark.parametrize(
    ("fields", "rules", "give"),
    [
        ({"leave": [[1, 2]]}, {}, 5),
        ({"availability": {"weekdays": [0, 1]}}, {}, 2),
        ({"excluded_shifts": ["D"]}, {}, 0),
        ({"limits": {"max_shifts": 3}}, {"max_shifts": 6}, 3),
        ({}, {"max_hours": 33}, 4),
        ({}, {"min_rest_hours": 17}, 4),
        ({"history": {"last_shift": "D", "consecutive_days": 2}}, {"max_consecutive_days": 2}, 4),
    ],
)
def test_what_one_person_gives(fields: dict[str, object], rules: dict[str, object], give: int):
    given = instance([at("u", 0.0, **fields)], [(0.0, 1)], rules=rules)
    found = [each for each in certificates(given) if each.kind == "shifts_short"]
    assert found[0].need - found[0].give == 7 - give


def test_nights_end_at_an_age_and_by_count():
    night = [{"id": "D", "start": "22:00", "end": "06:00", "night": True}]
    people = [at("u", 0.0, age=60), at("u", 0.0, age=60, night_opt_in=True), at("u", 0.0, age=30)]
    rules = {"night_age_limit": 55, "max_nights": 3}
    found = certificates(instance(people, [(0.0, 1)], shifts=night, rules=rules))
    assert [(each.need, each.give) for each in found if each.proved] == [(7, 6)]


def test_a_skill_a_day_and_an_area():
    people = [at("u", 0.0, skills=["key"], leave=[[3, 3]]), *(at("u", 0.0) for _ in range(3))]
    given = instance(people, [(0.0, 1)], key={0: 1})
    (found,) = (each for each in certificates(given) if each.kind == "shifts_short")
    assert found.params["skills"] == "key"
    assert (found.need, found.give) == (7, 6)
    only = {"u": {"allowed_subdistricts": ["s0"]}}
    given = instance(people, [(0.0, 0), (5.0, 1)], units=only)
    assert [each.params["area"] for each in certificates(given) if each.proved] == ["s1"]


def test_leads():
    people = [at("u", 0.0, lead=True), at("u", 0.0), at("u", 0.0), at("u", 0.0)]
    given = instance(people, [(0.0, 1), (1.0, 1)], rules={"first_secretary": True})
    assert sentences(given) == [
        "communities that need a first secretary: 2; people who may be one: 1"
    ]


def test_crews_and_whole_units_of_the_compounds():
    found = sentences(read_instance(generate("jingkai", seed=1)))
    assert found[:2] == [
        "208 people in crews of 2 reach at most 104 of 121 communities",
        "3 units whose parts have at least their least team reach at most 103 of 121 communities",
    ]


def test_totals_that_differ_are_told_and_not_mended():
    found = sentences(read_instance(generate("heping", seed=1)), proved=False)
    assert "720 + 1,775 + 749 = 3,244, against 3,224 declared" in found


def test_posts_that_cannot_all_be_staffed():
    people = [at("u", 0.0) for _ in range(3)]
    given = instance(people, [(0.0, 0)], rules={"min_crew": 4})
    found = [each for each in certificates(given) if each.kind == "all_posts"]
    assert [(each.need, each.give, each.params["types"]) for each in found] == [
        (28, 21, "gate, key"),
        (28, 21, "gate"),
    ]
    assert found[1].sentence == (
        "Posts staffed whenever they are open: 1 (gate); "
        "person-shifts a day that takes: 4, that these people can give: 3"
    )
