"""The diagram against trying all rosters with the checker, which shares no code with it."""

import numpy as np
import pytest
from tests.engines.planner.nrp.tiny import TWO_SHIFTS, draw, legal_lines, only

from muster.engines.planner.nrp.check import check_roster
from muster.engines.planner.nrp.diagram import compile_rules, rules_of
from muster.engines.planner.nrp.pricer import Pricer
from muster.engines.planner.nrp.problem import BIG, build
from muster.engines.planner.nrp.reading import read_roster_instance
from muster.engines.planner.nrp.solve import roster_text


def paths(diagram) -> int:
    """How many rosters the diagram holds, by columns."""
    count = np.zeros(diagram.nodes + 1, dtype=np.int64)
    count[diagram.nodes - 1] = 1
    for node in range(diagram.nodes - 2, -1, -1):
        count[node] = count[diagram.child[node]].sum()
    return int(count[0]) if diagram.nodes > 1 else 0


@pytest.mark.parametrize("seed", range(8))
def test_diagram_holds_exactly_the_legal_rosters(seed):
    text = "\n".join(
        line
        for line in draw(seed, people=1, days=6).splitlines()
        if not line.startswith("P0,") or "=" in line
    )  # days off are prices, no part of the diagram
    instance = read_roster_instance(text.encode())
    all_shifts = frozenset(range(len(instance.shifts)))
    rules = rules_of(instance.days, instance.shifts, instance.people[0], all_shifts)

    assert paths(compile_rules(rules)) == len(legal_lines(text, 0))


@pytest.mark.parametrize("seed", range(8))
def test_best_roster_against_prices_is_the_best_of_all(seed):
    text = draw(seed, people=1, days=5)
    instance = read_roster_instance(text.encode())
    problem = build(instance)
    price = np.random.default_rng(seed).uniform(-10, 10, problem.need.shape)
    total, labels = Pricer(problem).solve(np.zeros(1, dtype=np.int32), price)
    names = ["-", *(shift.name for shift in instance.shifts)]

    def value(line: str) -> float:
        chosen = [names.index(word) for word in line.split()]
        paid = sum(price[day, label - 1] for day, label in enumerate(chosen) if label)
        return check_roster(text, line).requests + paid

    legal = legal_lines(text, 0)
    if not legal:
        assert total[0] > BIG / 2
        return
    assert total[0] == pytest.approx(min(map(value, legal)))
    assert value(roster_text(instance, labels)) == pytest.approx(total[0])


def test_runs_at_the_edges_of_the_horizon_may_be_short():
    one = only(TWO_SHIFTS, 0)

    assert not check_roster(one, "E - - - - - L").broken
    assert not check_roster(one, "- - - E E E -").broken
    assert check_roster(one, "E E - E E - -").broken == ["A: 1 days off from day 2, at least 2"]
    assert check_roster(one, "- E - - E E -").broken == ["A: 1 days of work from day 1, at least 2"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("E E - - L L L", "3 times L, at most 2"),
        ("E - - - - - -", "480 minutes, allowed are 960 to 2640"),
        ("L E - - - - -", "E on day 1 follows L"),
        ("E E E - - - -", "works on day 2, a day off"),
        ("- - - E E E E", "4 days of work from day 3, at most 3"),
        ("E E - - -", "5 days of 7"),
        ("E X - - - - -", "no shift X"),
    ],
)
def test_checker_names_what_is_broken(line, words):
    assert any(words in sentence for sentence in check_roster(only(TWO_SHIFTS, 0), line).broken)


def test_checker_counts_requests_and_cover():
    report = check_roster(TWO_SHIFTS, "E E - - L L -\n- L - - - - -\n")

    assert report.broken == []
    assert report.requests == 2
    assert (report.uncovered, report.overfull) == (4, 0)
    assert report.cost == 2 + 100 + 100 + 100 + 50


def test_checker_wants_a_line_for_each():
    assert check_roster(TWO_SHIFTS, "E E - - - - -\n").broken == ["1 lines for 2 people"]
