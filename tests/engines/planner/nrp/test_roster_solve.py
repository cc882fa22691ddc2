"""The solver against all rosters of tiny instances, and what it promises of larger ones."""

import time

import numpy as np
import pytest
from tests.engines.planner.nrp.tiny import TWO_SHIFTS, best_cost, draw

from muster.engines.planner.nrp import diagram
from muster.engines.planner.nrp.check import check_roster
from muster.engines.planner.nrp.reading import read_roster_instance
from muster.engines.planner.nrp.solve import roster_text, solve


@pytest.mark.parametrize("seed", range(10))
def test_tiny_instance_is_solved_to_its_best(seed):
    text = draw(seed, people=2, days=4)
    best = best_cost(text, 2)
    instance = read_roster_instance(text.encode())
    solved = solve(instance, effort=20, seed=seed)
    report = check_roster(text, roster_text(instance, solved.labels))

    if best is None:
        assert solved.stuck
        assert report.broken
        return
    assert report.broken == []
    assert report.cost == solved.cost == best
    assert solved.bound is not None
    assert solved.bound <= best


def medium() -> str:
    return draw(3, people=6, days=14)


def test_equal_seed_and_effort_give_equal_rosters_with_each_number_of_workers():
    instance = read_roster_instance(medium().encode())
    for workers in (1, 2):
        first, second = (solve(instance, effort=2, workers=workers, seed=5) for _ in range(2))
        assert np.array_equal(first.labels, second.labels)


def test_time_is_kept_and_the_roster_is_legal():
    text = medium()
    instance = read_roster_instance(text.encode())
    begun = time.monotonic()
    solved = solve(instance, seconds=1.0, workers=2)

    assert time.monotonic() - begun < 5
    assert check_roster(text, roster_text(instance, solved.labels)).cost == solved.cost
    assert solved.stuck or not check_roster(text, roster_text(instance, solved.labels)).broken


def test_no_time_at_all_still_gives_a_legal_roster():
    instance = read_roster_instance(TWO_SHIFTS.encode())
    solved = solve(instance, seconds=0.0)

    assert check_roster(TWO_SHIFTS, roster_text(instance, solved.labels)).broken == []


def test_interrupt_keeps_the_best_so_far():
    text = draw(3, people=6, days=14)
    instance = read_roster_instance(text.encode())

    def interrupt(_now):
        raise KeyboardInterrupt

    solved = solve(instance, effort=1000, listener=interrupt)

    assert solved.steps <= 1
    assert check_roster(text, roster_text(instance, solved.labels)).cost == solved.cost


def eight_weeks() -> str:
    staff = [f"{name},E=56|L=56,18240,16800,5,2,2,5" for name in "AB"]
    cover = [f"{day},{shift},1,100,1" for day in range(56) for shift in "EL"]
    head = ["SECTION_HORIZON", "56", "SECTION_SHIFTS", "E,480,", "L,600,E", "SECTION_STAFF"]
    return "\n".join([*head, *staff, "SECTION_COVER", *cover])


def test_rules_too_large_for_memory_give_evenly_spread_legal_rosters_without_a_bound(monkeypatch):
    text = eight_weeks()
    instance = read_roster_instance(text.encode())
    whole = solve(instance, effort=1)
    monkeypatch.setattr(diagram, "MOST_NODES", 60_000)  # only a slack of one week is smaller
    spread = solve(instance, effort=1)
    report = check_roster(text, roster_text(instance, spread.labels))

    assert whole.bound is not None
    assert (spread.bound, report.broken) == (None, [])
    assert report.cost == spread.cost >= whole.bound
