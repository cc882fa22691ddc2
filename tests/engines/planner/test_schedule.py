"""How much each stage gets, and that an effort a clock picked leads to the same plan."""

import itertools
import time

import pytest
from tests.engines.planner.test_solve import checked, plain, tiny

from muster.engines.planner.fanout import Inline
from muster.engines.planner.generate import generate
from muster.engines.planner.planning import Cancelled
from muster.engines.planner.reading import read_instance
from muster.engines.planner.roster.solve import UNIT
from muster.engines.planner.schedule import FIRST, Counted, Spent, Timed, assign_effort, shares
from muster.engines.planner.solve import solve

DECIDED = ("assignment", "first_secretary", "roster")


def timed(seconds: float, sites: int, spent: float, pace: float) -> Timed:
    """A clock that began now, after some units a community at so many units a second."""
    moves = round(spent * UNIT) * sites
    return Timed(seconds, time.monotonic(), Spent(sites, moves), pace=pace * UNIT)


@pytest.mark.parametrize(
    ("seconds", "prove"),
    [(0.3, True), (1.5, False), pytest.param(4, True, marks=pytest.mark.long)],
)
def test_recorded_effort_gives_the_same_plan(seconds, prove):
    instance = read_instance(generate("heping", seed=3, scale=0.03, utilisation=1.0))

    by_clock = plain(solve(instance, seconds=seconds, prove=prove, engine=Inline()))
    effort = by_clock["meta"]["effort"]
    again = plain(solve(instance, effort=effort, prove=prove, engine=Inline()))

    assert again["meta"]["effort"] == by_clock["meta"]["effort"]
    assert [again[part] for part in DECIDED] == [by_clock[part] for part in DECIDED]


def test_what_was_cut_off_while_covering_is_cut_off_at_the_same_task():
    clock = timed(10.0, 4, FIRST, 0.9)

    done = clock.tasks(3 * UNIT, 5)  # nine seconds are good for two of three units
    clock.spent.moves += 3 * UNIT * done
    told = Counted(clock.spent.effort, Spent(4, round(FIRST * UNIT) * 4))

    assert done == 2
    assert told.tasks(3 * UNIT, 5) == done


def test_first_rosters_are_made_whatever_the_clock_says():
    assert timed(0.1, 1000, 0.0, 0.0).first() == FIRST
    assert Counted(5.0).first() == FIRST
    assert Counted(FIRST / 2).first() == FIRST / 2


def test_effort_picked_stays_within_the_level_of_its_assignment():
    for affordable, spent in itertools.product([1, 10, 100], [FIRST, 5.0, 20.0]):
        clock = timed(1000.0, 10, 0.0, 100.0)
        level = clock.assign(affordable)
        clock.spent.moves = clock.spent.of(max(min(spent, clock.most - 0.5), FIRST))
        for _ in range(100):
            clock.spent.moves += clock.rest(7 * UNIT, 1.0)
        assert assign_effort(clock.spent.effort) == level


def test_shares_are_whole_and_add_up():
    found = shares(10, [1, 1, 0, 1])

    assert sum(found) == 10
    assert found[2] == 0
    assert max(found) - min(found[:2]) <= 1


def test_effort_below_one_is_less_work_and_below_the_least_an_error():
    facts = generate("heping", seed=4, scale=0.05)

    plan, report = checked(facts, effort=0.2, prove=False)

    assert plan["meta"]["effort"] == pytest.approx(0.2)
    assert report.legal
    assert report.figures["shifts"] > 0
    for effort in (0, 0.001, -1, float("nan")):
        with pytest.raises(ValueError, match=r"at least 0\.01"):
            solve(read_instance(facts), effort=effort)


def test_nothing_is_done_where_the_best_is_proved_and_it_is_counted_all_the_same():
    facts = tiny()
    facts["communities"][0]["demand"] = [{"day": 0, "shift": "D", "post_type": "gate", "count": 2}]
    stages = []

    plan, _ = checked(facts, effort=8, listener=lambda now: stages.append(now.stage))
    unproved, _ = checked(facts, effort=8, prove=False)

    assert plan["meta"]["effort"] == 8
    assert "better rosters" not in stages
    assert plan["roster"] == unproved["roster"]


@pytest.mark.parametrize("stage", ["assign", "first rosters", "open shifts", "better rosters"])
def test_called_off_at_any_time_there_is_a_whole_plan(stage):
    facts = generate("heping", seed=4, scale=0.05, utilisation=1.1)
    told = []

    def call_off(now):
        told.append(now.stage)
        if now.stage == stage:
            raise Cancelled

    plan, report = checked(facts, effort=2, prove=False, listener=call_off)

    assert told[-1] == stage
    assert told.count(stage) == 1
    assert report.legal
    people = {row["person"] for row in plan["roster"]}
    assert len(people) > 0.9 * report.figures["assigned"] > 0
    assert plan["meta"]["effort"] is None
