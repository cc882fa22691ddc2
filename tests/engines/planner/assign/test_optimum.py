"""Small instances against every assignment there is."""

import itertools
from collections import Counter
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.engines.planner.assign.small import at, instance
from tests.examples import examples

from muster.engines.planner.assign import Assigned, assign
from muster.engines.planner.model import Instance

RESERVE = None


@st.composite
def instances(draw: Any) -> Instance:
    xs = st.integers(0, 30)
    people = [
        at(
            draw(st.sampled_from("uv")),
            float(draw(xs)),
            skills=draw(st.sampled_from([[], ["key"]])),
            lead=draw(st.booleans()),
        )
        for _ in range(draw(st.integers(2, 6)))
    ]
    sites = [(float(draw(xs)), draw(st.integers(1, 3))) for _ in range(draw(st.integers(1, 3)))]
    units = {
        name: {"min_team": draw(st.integers(1, 3)), "keep_together": draw(st.booleans())}
        for name in "uv"
    }
    rules = {"first_secretary": draw(st.booleans())}
    weights = {"fragment": draw(st.sampled_from([0, 5, 20])), "commute_km": 1}
    skilled = any(person["skills"] for person in people)
    key = {0: 1} if skilled and draw(st.booleans()) else {}
    return instance(people, sites, units=units, rules=rules, weights=weights, key=key)


def cost(given: Instance, sent: tuple[str | None, ...], found: Assigned) -> float | None:
    """What an assignment costs; None where it breaks a rule or falls short of what `found` has."""
    units = {unit.id: unit for unit in given.units}
    sites = {community.id: community for community in given.communities}
    pairs = [(p, c) for p, c in zip(given.people, sent, strict=True) if c is not None]
    parts = Counter((p.unit, c) for p, c in pairs)
    for (name, _), count in parts.items():
        unit = units[name]
        if unit.keep_together and count < min(unit.min_team, len(unit.people)):
            return None
    for row in found.headcounts:
        here = [p for p, c in pairs if c == row.community]
        if len(here) != row.people:
            return None
        if sum("key" in p.skills for p in here) < min(row.needs["key"], row.has["key"]):
            return None
        lead = min(row.needs.get("lead", 0), row.has.get("lead", 0))
        if sum(p.lead for p in here) < lead:
            return None
    split = sum(units[name].keep_together for name, _ in parts)
    km = sum(abs(p.x_km - sites[c].x_km) for p, c in pairs)
    return given.weights.fragment * split + given.weights.commute_km * km


KM_ALONE = {"fragment": 0, "commute_km": 1}
KEY = {"skills": ["key"]}
LEAD = {"lead": True}
# A team too small gave way to one that could be better still.
MENDED = instance(
    [at("u", 0), at("u", 0), at("u", 0, **KEY), at("v", 0), at("v", 0), at("u", 1)],
    [(0, 1), (0, 2), (0, 2)],
    units={"u": {"min_team": 3}, "v": {"keep_together": False}},
    weights=KM_ALONE,
    key={0: 1},
)
# Two of three come from reserve, where the last one may stay alone.
FROM_RESERVE = instance(
    [at("v", 5), at("u", 0, **KEY), at("u", 16, **KEY), at("v", 13, **KEY), at("u", 8, **KEY)],
    [(0, 1)],
    units={"v": {"min_team": 3}, "u": {"min_team": 2}},
    weights=KM_ALONE,
)
# Who gains most by leaving is the one lead.
THE_LEAD_STAYS = instance(
    [
        at("v", 0, **KEY),
        at("u", 13, **KEY, **LEAD),
        at("u", 5, **KEY),
        at("v", 7, **KEY),
        at("u", 29, **KEY, **LEAD),
    ],
    [(1, 1)],
    units={"v": {"min_team": 2}},
    rules={"first_secretary": True},
    weights=KM_ALONE,
    key={0: 1},
)
# A unit that need not keep together leaves one behind.
ONE_LEFT_BEHIND = instance(
    [
        at("u", 22, **LEAD),
        at("u", 22, **KEY, **LEAD),
        at("v", 21, **KEY),
        at("u", 12, **LEAD),
        at("u", 0, **KEY, **LEAD),
        at("v", 4, **KEY, **LEAD),
    ],
    [(6, 2), (0, 2)],
    units={"u": {"min_team": 2, "keep_together": False}, "v": {"min_team": 3}},
    rules={"first_secretary": True},
    weights=KM_ALONE,
)

# Three who live apart change places in a ring: no two of them gain by it.
IN_A_RING = instance(
    [at("u", x) for x in (16, 0, 0, 0, 11, 16)],
    [(13, 1), (7, 1)],
    units={"u": {"keep_together": False}},
    weights={"fragment": 5, "commute_km": 1},
)


@settings(max_examples=examples(35))
@example(IN_A_RING)
@example(MENDED)
@example(FROM_RESERVE)
@example(THE_LEAD_STAYS)
@example(ONE_LEFT_BEHIND)
@given(instances())
def test_bound_below_the_best_and_the_best_found(given: Instance):
    found = assign(given, effort=10)
    places = [RESERVE, *(community.id for community in given.communities)]
    every = itertools.product(places, repeat=len(given.people))
    costs = [value for sent in every if (value := cost(given, sent, found)) is not None]
    best = min(costs)  # among those with the same headcounts, ours is one
    assert found.bounds["assign_objective"].value <= best + 1e-6
    assert found.bounds["fragment"].value <= found.fragments
    assert found.bounds["commute_km"].value <= found.commute_km + 1e-6
    assert best - 1e-6 <= found.objective <= best + 1e-6
