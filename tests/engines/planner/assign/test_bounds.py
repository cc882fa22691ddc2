"""Bounds of the assignment are true to the last digit, and say something with people to spare."""

import itertools
import logging
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.engines.planner.assign.small import DAYS, at, instance
from tests.examples import examples

from muster.engines.planner.assign import assign
from muster.engines.planner.assign.bound import Relaxation
from muster.engines.planner.assign.build import Given, read_given
from muster.engines.planner.assign.solve import solve
from muster.engines.planner.generate import generate
from muster.engines.planner.model import Instance
from muster.engines.planner.reading import read_instance


@st.composite
def fitting(draw: Any) -> Instance:
    """Communities that take everybody there is, at places of many digits."""
    wanted = draw(st.lists(st.integers(1, 20), min_size=1, max_size=2))
    places = st.floats(0, 5, allow_subnormal=False)
    late = draw(st.integers(0, 5))
    people = [
        at(draw(st.sampled_from("uv")), draw(places), leave=[[0, late]])
        for _ in range(draw(st.integers(2, 5)))
    ]
    weights = {
        "fragment": draw(st.sampled_from([0, 1, 10])),
        "commute_km": draw(st.sampled_from([0, 1, 5])),
    }
    unit = {"keep_together": draw(st.booleans())}
    sites = [(draw(places), count) for count in wanted]
    return instance(people, sites, units={"u": unit}, weights=weights)


def cost(given_: Instance, sent: tuple[int, ...]) -> float:
    sites, kept = given_.communities, {u.id for u in given_.units if u.keep_together}
    pairs = [(p, c) for p, c in zip(given_.people, sent, strict=True) if c >= 0]
    parts = len({(p.unit, c) for p, c in pairs if p.unit in kept})
    km = sum(abs(p.x_km - sites[c].x_km) for p, c in pairs)
    return given_.weights.fragment * parts + given_.weights.commute_km * km


def gives(given_: Instance, sent: tuple[int, ...]) -> list[float]:
    days = [DAYS - 1 - person.leave[0][1] for person in given_.people]
    return [
        float(sum(d for d, c in zip(days, sent, strict=True) if c == here))
        for here in range(len(given_.communities))
    ]


# The share of the one community is more than all can give, by its last digit.
BY_A_DIGIT = instance(
    [at("u", 1 / 3 + 0.7 * number, leave=[[0, 4]]) for number in range(4)],
    [(0.1, 30)],
    weights={"fragment": 1, "commute_km": 5},
)


@settings(max_examples=examples(60))
@example(BY_A_DIGIT)
@given(fitting())
def test_bound_is_below_the_best_where_targets_fit_exactly(given_: Instance) -> None:
    found = assign(given_, effort=3)
    heads = [row.people for row in found.headcounts]
    every = itertools.product(range(-1, len(heads)), repeat=len(given_.people))
    best = min(
        cost(given_, sent)
        for sent in every
        if [sent.count(at_) for at_ in range(len(heads))] == heads
        and gives(given_, sent) == [row.gives for row in found.headcounts]
    )
    assert found.bounds["assign_objective"].value <= best * (1 + 1e-12)
    assert np.abs(found.priced.price).max(initial=0) < 1e6


@pytest.mark.parametrize("utilisation", [0.5, 0.8, 1.0])
def test_bounds_mean_something_with_people_in_reserve(utilisation: float) -> None:
    given_ = read_instance(generate("heping", 1, utilisation, "3x8", 0.1))
    found = assign(given_, effort=20)
    assert (len(found.community) < len(given_.people)) == (utilisation < 0.9)
    assert found.objective * 0.93 <= found.bounds["assign_objective"].value <= found.objective
    assert found.commute_km * 0.85 <= found.bounds["commute_km"].value <= found.commute_km
    assert found.fragments * 0.5 <= found.bounds["fragment"].value <= found.fragments


def exact() -> Given:
    return read_given(instance([at("u", 1 / 3), at("u", 2 / 3), at("u", 0.7)], [(0.1, 3)]))


def test_what_rounding_may_have_added_is_taken_off() -> None:
    """At prices of 1e15 sums keep no digit of a cost of some km: the value says nothing then."""
    relaxation = Relaxation(exact())
    nothing = np.zeros(relaxation.given.targets.need.shape)
    for size in np.geomspace(1e12, 1e17, 60):
        for price in (size, -size):
            assert relaxation.value(np.array([price]), nothing) <= 20 + 1.7 - 0.3


def test_a_bound_above_the_plan_is_left_out_and_reported(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    climb = Relaxation.climb

    def wrong(self: Relaxation, *args: Any) -> Any:
        found = climb(self, *args)
        return replace(found, value=found.value + 1000)

    monkeypatch.setattr(Relaxation, "climb", wrong)
    with caplog.at_level(logging.ERROR):
        found = solve(exact(), effort=1, seed=0)
    assert set(found.bounds) == {"fragment"}
    assert "assign_objective" in caplog.text
