"""The decision diagram holds exactly the legal rosters, at exactly their price."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.planner.roster import oracle
from tests.examples import examples

from muster.engines.planner.roster.diagram import (
    FORBIDDEN,
    Calendar,
    Limits,
    Past,
    Prices,
    compile_diagram,
)
from muster.engines.planner.roster.kernel import best_roster, best_rosters

DAYS = 5
SHIFTS = (
    oracle.Shift(6 * 60, 480),
    oracle.Shift(14 * 60, 600),
    oracle.Shift(22 * 60, 480, night=True),
)
WEEKEND = (False, True, True, False, True)


def calendar(shifts, rest, days=DAYS, weekend=WEEKEND):
    gaps = 4
    rested = np.ones((days + 1, gaps, len(shifts), len(shifts)), dtype=bool)
    for gap in range(gaps):
        for a, one in enumerate(shifts):
            for b, other in enumerate(shifts):
                free = (gap + 1) * oracle.DAY + other.start - one.start - one.length
                rested[:, gap, a, b] = free >= rest
    return Calendar(
        night=np.array([shift.night for shift in shifts]),
        weekend=np.array(weekend),
        minutes=np.array([[shift.length for shift in shifts]] * days),
        rested=rested,
    )


def compiled(shifts, rules, weights, pasts):
    limits = Limits(rules.days, rules.nights_in_a_row, rules.nights, rules.shifts, rules.minutes)
    prices = Prices(
        weights.night, weights.weekend, weights.overtime, weights.target, weights.on, weights.off
    )
    given_pasts = [Past(past.last, past.days, past.nights) for past in pasts]
    return compile_diagram(calendar(shifts, rules.rest), limits, prices, given_pasts)


def priced(diagram, root, roster):
    """The cost of a roster's path, or None where it has none."""
    node, total = root, 0.0
    for label in roster:
        target = diagram.child[node, label]
        if target == FORBIDDEN:
            return None
        total += diagram.cost[node, label]
        node = target
    return total


few = st.one_of(st.none(), st.integers(0, 4))
all_rules = st.builds(
    oracle.Rules,
    rest=st.sampled_from([0, 480, 660, 1000, 2000]),
    days=few,
    nights_in_a_row=few,
    nights=few,
    shifts=few,
    minutes=st.one_of(st.none(), st.integers(0, 2400)),
)
prices = st.sampled_from([0.0, 1.0, 2.5])
all_weights = st.builds(oracle.Weights, prices, prices, prices, st.integers(0, 3), prices, prices)


@st.composite
def all_pasts(draw):
    last = draw(st.integers(-1, 2))
    if last < 0:
        return oracle.Past()
    days = draw(st.integers(1, 5))
    return oracle.Past(last, days, draw(st.integers(1, days)) if SHIFTS[last].night else 0)


@settings(max_examples=examples(60), deadline=None)
@given(rules=all_rules, weights=all_weights, pasts=st.lists(all_pasts(), min_size=1, max_size=3))
def test_diagram_holds_the_legal_rosters_at_their_price(rules, weights, pasts):
    diagram = compiled(SHIFTS, rules, weights, pasts)

    for past, root in zip(pasts, diagram.roots, strict=True):
        for roster in oracle.rosters(DAYS, SHIFTS):
            found = priced(diagram, root, roster)
            if oracle.legal(roster, SHIFTS, rules, past):
                assert found == pytest.approx(oracle.cost(roster, SHIFTS, weights, past, WEEKEND))
            else:
                assert found is None


@settings(max_examples=examples(25), deadline=None)
@given(rules=all_rules, weights=all_weights, past=all_pasts(), seed=st.integers(0, 2**32 - 1))
def test_kernel_finds_the_cheapest_roster(rules, weights, past, seed):
    diagram = compiled(SHIFTS, rules, weights, [past])
    c = np.random.default_rng(seed).normal(0, 3, (DAYS, len(SHIFTS) + 1))
    value, out = np.empty(len(diagram.child) + 1), np.zeros(DAYS, dtype=np.int32)

    found = best_roster(diagram.child, diagram.cost, diagram.layer, diagram.roots[0], c, value, out)

    def total(roster):
        paid = sum(c[day, label] for day, label in enumerate(roster))
        return paid + oracle.cost(roster, SHIFTS, weights, past, WEEKEND)

    cheapest = min(
        total(roster)
        for roster in oracle.rosters(DAYS, SHIFTS)
        if oracle.legal(roster, SHIFTS, rules, past)
    )
    assert found == pytest.approx(cheapest)
    assert total(out.tolist()) == pytest.approx(cheapest)


def test_many_at_once_are_found_as_one_by_one():
    pasts = [oracle.Past(), oracle.Past(2, 2, 2), oracle.Past(0, 3, 0)]
    diagram = compiled(SHIFTS, oracle.Rules(rest=660, days=4), oracle.Weights(night=1), pasts)
    c = np.random.default_rng(1).normal(0, 3, (DAYS, len(SHIFTS) + 1, 3))
    value, out, total = (
        np.empty((len(diagram.child) + 1, 3)),
        np.zeros((3, DAYS), np.int32),
        np.zeros(3),
    )

    best_rosters(diagram.child, diagram.cost, diagram.layer, diagram.roots, c, value, out, total)

    for j in range(3):
        alone, scratch = np.zeros(DAYS, dtype=np.int32), np.empty(len(diagram.child) + 1)
        one = best_roster(
            diagram.child,
            diagram.cost,
            diagram.layer,
            diagram.roots[j],
            c[:, :, j].copy(),
            scratch,
            alone,
        )
        assert total[j] == one
        assert out[j].tolist() == alone.tolist()


def test_rest_runs_across_the_edge_of_the_horizon():
    past = [oracle.Past(last=2, days=1, nights=1)]
    diagram = compiled(SHIFTS, oracle.Rules(rest=660), oracle.Weights(), past)

    may_begin = [diagram.child[diagram.roots[0], label] != FORBIDDEN for label in range(4)]

    assert may_begin == [True, False, False, True]


def test_two_weeks_stay_small():
    days = 14
    weekend = tuple(day % 7 >= 5 for day in range(days))
    wide = calendar(
        (oracle.Shift(360, 480), oracle.Shift(840, 480), oracle.Shift(1320, 480, night=True)),
        660,
        days,
        weekend,
    )

    diagram = compile_diagram(wide, Limits(6, 3, 5, 12), Prices(1, 1, 1, 10, 2, 1), [Past()])

    assert len(diagram.child) < 3000
