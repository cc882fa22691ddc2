"""Improve a placing by moving blocks of units to and fro, at a falling temperature.

What misses the targets costs little at first and more and more, so that plans pass through what is
not allowed on the way to what is better (Kirkpatrick, Gelatt, Vecchi, Science 220, 1983).
"""

import numpy as np
import numpy.typing as npt

from muster.engines.planner.assign.kernel import random, run
from muster.engines.planner.assign.problem import RESERVE, Problem
from muster.engines.planner.assign.tuples import Facts, State

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flag = npt.NDArray[np.bool_]
"""(1,): set it to end a search from another thread."""

_IDLE = 0.1  # of the moves are into reserve, where somebody may stay there
NEAR = 14
_HEATS = (0.1, 0.01)  # of the price of a fragment
_WALLS = (0.1, 4.0)  # of the same, for all that one person gives
_LACKS = (0.3, 8.0)  # of the same, for a person
_STRICT = 1000.0  # more than anything that a team too small could be good for
_QUENCH = 30  # moves of a party, to settle what was stopped half-way


def go_on() -> Flag:
    """Return a flag (1,) to stop searches with, not set."""
    return np.zeros(1, dtype=np.bool_)


def anneal(
    problem: Problem,
    place: Ints,
    *,
    moves: int,
    seed: int,
    near: int = NEAR,
    mended: bool = False,
    stop: Flag | None = None,
) -> Ints:
    """Return a better placing (a,) than `place`, after so many moves.

    A unit is tried in the `near` communities next to it, and in those it is in. One that is
    `mended` is searched at the last temperature and prices, and no team of it becomes too small.
    Once `stop` (1,) is set, what was found so far is settled in a few moves more.
    """
    if not len(place) or not problem.communities or moves <= 0:
        return place
    home = problem.communities
    facts = _facts(problem, near, _STRICT if mended else 1.0)
    state = _state(facts, np.where(place == RESERVE, home, place))
    unit = problem.fragment if problem.fragment > 0 else problem.short_trait / 10
    person = max(float(np.median(problem.give)), 1.0)
    start = np.array([(seed + 1) * 2654435761 % 2**64 | 1], dtype=np.uint64)
    for _ in range(8):
        random(start)
    heats = np.array(_HEATS) * unit
    walls = np.array([*(np.array(_WALLS) * unit / person), problem.short])
    lacks = np.array([*(np.array(_LACKS) * unit), problem.short_trait])
    if mended:
        heats, walls, lacks = (np.full_like(each, each[-1]) for each in (heats, walls, lacks))
    if not run(facts, state, moves, start, heats, walls, lacks, go_on() if stop is None else stop):
        heats, walls, lacks = (np.full_like(each, each[-1]) for each in (heats, walls, lacks))
        run(facts, state, _QUENCH * len(place), start, heats, walls, lacks, go_on())
    return np.where(state.place == home, RESERVE, state.place)


def _facts(problem: Problem, count: int, strict: float) -> Facts:
    at_home = 2.0 * problem.short_trait * problem.size * problem.must
    mean = np.full((problem.units, problem.communities), np.inf)
    for u, members in enumerate(problem.members):
        here = problem.cost[members]
        reach = np.isfinite(here)
        total = np.where(reach, here, 0.0).sum(axis=0)
        mean[u] = np.where(reach.any(axis=0), total / np.maximum(reach.sum(axis=0), 1), np.inf)
    near = np.argsort(mean, axis=1, kind="stable")[:, :count]
    return Facts(
        unit=problem.unit,
        size=problem.size,
        give=problem.give,
        cost=np.column_stack([problem.cost, at_home]),
        has=problem.has,
        keep=problem.keep,
        team=problem.team,
        low=problem.low,
        high=problem.high,
        need=problem.need,
        order=np.concatenate(problem.members).astype(np.int64),
        begin=np.cumsum([0, *map(len, problem.members)]).astype(np.int64),
        near=near.astype(np.int64),
        reach=np.minimum(np.isfinite(mean).sum(axis=1), near.shape[1]).astype(np.int64),
        close=np.argsort(problem.cost, axis=1, kind="stable")[:, :count].astype(np.int64),
        ways=np.minimum(np.isfinite(problem.cost).sum(axis=1), count).astype(np.int64),
        idle=0.0 if problem.must.all() else _IDLE,
        fragment=float(problem.fragment),  # a whole number would be another signature
        strict=strict,
    )


def _state(facts: Facts, place: Ints) -> State:
    parties, columns = facts.cost.shape
    state = State(
        place=place.astype(np.int64),
        heads=np.zeros((len(facts.keep), columns), dtype=np.int64),
        filled=np.bincount(place, facts.give, columns).astype(np.float64),
        held=np.zeros((columns, facts.need.shape[1]), dtype=np.int64),
        where=np.zeros((columns, parties), dtype=np.int64),
        spot=np.zeros(parties, dtype=np.int64),
        number=np.bincount(place, minlength=columns).astype(np.int64),
    )
    np.add.at(state.heads, (facts.unit, place), facts.size)
    np.add.at(state.held, place, facts.has)
    for c in range(columns):
        here = np.flatnonzero(place == c)
        state.where[c, : len(here)] = here
        state.spot[here] = np.arange(len(here))
    return state
