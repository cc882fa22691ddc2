"""Smallest and exact: the explanation against every roster there is."""

import random

import pytest
from tests.engines.planner.explain.oracle import DAY, NIGHT, Case, broken_by_covering
from tests.engines.planner.explain.tiny import explained, tiny

from muster.engines.planner.explain import WEIGHTS

NAMES = {DAY: "D", NIGHT: "N"}


def drawn(seed: int) -> Case:
    rng = random.Random(seed)
    people, days = 2, 4
    cells = [(person, day) for person in range(people) for day in range(days)]
    return Case(
        people=people,
        days=days,
        wanted={(day, rng.choice((DAY, NIGHT))): rng.choice((1, 1, 2)) for day in range(days)},
        max_nights=rng.choice((1, 2, 4)),
        max_shifts=rng.choice((2, 3, 4)),
        consecutive_days=rng.choice((1, 2, 4)),
        rest=rng.choice((0, 11, 20)),
        excluded={(rng.randrange(people), rng.choice((DAY, NIGHT)))},
        leave=set(rng.sample(cells, rng.choice((0, 1, 2)))),
    )


def instance_of(case: Case):
    people = [
        {
            "excluded_shifts": [
                NAMES[shift] for who, shift in sorted(case.excluded) if who == person
            ],
            "leave": [[day, day] for who, day in sorted(case.leave) if who == person],
        }
        for person in range(case.people)
    ]
    wanted = {(day, NAMES[shift]): count for (day, shift), count in case.wanted.items()}
    rules = {
        "max_nights": case.max_nights,
        "max_shifts": case.max_shifts,
        "max_consecutive_days": case.consecutive_days,
        "min_rest_hours": case.rest,
    }
    return tiny(people, wanted, rules=rules)


@pytest.mark.parametrize("seed", range(40))
def test_the_smallest_set_and_its_amounts_are_those_of_enumeration(seed):
    case = drawn(seed)
    every = list(broken_by_covering(case))
    found = explained(instance_of(case))
    named = frozenset(cause.family for cause in found.causes)

    if not every:
        assert not named
        assert found.people
        return
    smallest = min(len(one) for one in every)
    sets = {frozenset(one) for one in every if len(one) == smallest}
    if not smallest:
        assert not named
        assert found.sufficient
        return
    assert named in sets
    assert found.sufficient
    assert found.minimal
    assert found.least >= 1
    if smallest == 1:
        cheapest = min(
            sum(WEIGHTS[family] * amount for family, amount in one.items())
            for one in every
            if len(one) == 1
        )
        (cause,) = found.causes
        assert cause.amount * WEIGHTS[cause.family] == pytest.approx(cheapest)
