"""Each family of rules on a case that only it explains."""

import pytest
from tests.engines.planner.explain.tiny import explained, tiny

ONE = {(0, "D"): 1}


def days(count, shift="D", people=1):
    return {(day, shift): people for day in range(count)}


CASES = {
    "max_nights": ([{}], days(3, "N"), {"rules": {"max_nights": 2}}, 1),
    "max_shifts": ([{}], days(4), {"rules": {"max_shifts": 2}}, 2),
    "max_hours": ([{}], days(3), {"rules": {"max_hours": 20}}, 4),
    "consecutive_days": ([{}], days(4), {"rules": {"max_consecutive_days": 3}}, 1),
    "consecutive_nights": ([{}], days(4, "N"), {"rules": {"max_consecutive_nights": 2}}, 2),
    "rest": ([{}], {(0, "E"): 1, (1, "D"): 1}, {"rules": {"min_rest_hours": 11}}, 1),
    "excluded_shifts": ([{"excluded_shifts": ["D"]}], ONE, {}, 1),
    "leave": ([{"leave": [[0, 1]]}], days(3), {}, 2),
    "availability": ([{"availability": {"weekdays": [0]}}], days(2), {}, 1),
    "night_age": ([{"age": 60}], {(0, "N"): 1}, {"rules": {"night_age_limit": 55}}, 1),
    "skills": ([{"skills": ["key"], "leave": [[0, 0]]}, {}], ONE, {"skills": ["key"]}, 1),
    "crew_min": ([{}], ONE, {"crew": 2}, 1),
    "locks": ([{}], ONE, {"locks": [{"person": "p0", "day": 0, "shift": "E"}]}, 1),
    "together": ([{"together": ["p1"]}, {"leave": [[0, 0]]}], ONE, {}, 1),
    "apart": ([{"apart": ["p1"]}, {}], {(0, "D"): 2}, {}, 1),
    "mixed_experience": ([{}], ONE, {"rules": {"mixed_experience": 1}}, 1),
}


@pytest.mark.parametrize("family", CASES)
def test_the_family_is_named_with_its_amount(family):
    people, wanted, fields, amount = CASES[family]
    found = explained(tiny(people, wanted, **fields))

    assert family in {
        cause.family for each in (found.causes, *found.alternatives) for cause in each
    }
    assert len(found.causes) == 1
    assert found.sufficient
    assert found.minimal
    shown = [each for each in (found.causes, *found.alternatives) if each[0].family == family]
    assert shown[0][0].least == amount


@pytest.mark.parametrize("family", sorted(set(CASES) - {"skills", "together"}))
def test_nothing_else_is_named(family):
    people, wanted, fields, amount = CASES[family]
    found = explained(tiny(people, wanted, **fields))

    (cause,) = found.causes
    assert (cause.family, cause.amount, cause.least) == (family, amount, amount)
    assert found.said.sentence.startswith("c: 1 short. ")
    assert "{" not in found.said.sentence


def test_nobody_is_enough_without_more_people():
    found = explained(tiny([{}], {(0, "D"): 3}), short=2)

    assert not found.causes
    assert found.people == 2
    assert found.least == 2
    assert found.said.sentence == "c: 2 short. No single rule: at least 2 more people"


def test_a_plan_that_could_be_better_blames_no_rule():
    found = explained(tiny([{}], ONE))

    assert not found.causes
    assert found.sufficient
    assert found.said.code == "avoidable"


def test_two_rules_that_are_both_in_the_way_are_both_named():
    person = {"leave": [[0, 0]], "excluded_shifts": ["D"]}
    found = explained(tiny([person], ONE))

    assert {cause.family for cause in found.causes} == {"leave", "excluded_shifts"}
    assert found.minimal
    assert found.said.code == "explained_together"


def test_locks_that_leave_no_legal_roster():
    locks = [{"person": "p0", "day": 0, "shift": "D", "post": "g0"}]
    instance = tiny([{}], ONE, crew=2, locks=locks)
    found = explained(instance)

    assert not found.legal
    assert found.causes
    assert found.said.code == "no_legal"
