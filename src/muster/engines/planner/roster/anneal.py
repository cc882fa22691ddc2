"""Simulated annealing over rosters: exchanges, changes, and shifts passed on; see `moves`.

An exchange keeps every slot covered, so the search moves among rosters of equal coverage; changes
go for the most part where people are missing. Millions of moves a second.
"""

import numpy as np

from muster.engines.planner.compiled import compiled
from muster.engines.planner.roster.coverage import (
    Floats,
    Given,
    State,
    below,
    clashes,
    coverage_cost,
    missing_from_crews,
    short_slots,
    walk,
)
from muster.engines.planner.roster.kernel import BIG
from muster.engines.planner.roster.moves import change, exchange_days

_COOLING_EVERY = 1000
_EXCHANGES = 85  # of a hundred moves, where nobody is missing;
_OPENING, _STRICT = 20, 70  # while people are: at first, and once crews have to be whole
_AT_HOLES = 75  # of a hundred changes, while people are missing anywhere
_LEAST = 1e-9


@compiled()
def anneal(
    given: Given, state: State, own: Floats, moves: int, hot: float, cold: float, strict: int
) -> float:
    """Anneal from `hot` to `cold`; leave the best legal rosters met in `state`.

    `own` (p,) are the personal costs at the start. Returns the cost of those rosters, or BIG where
    none was legal; then, and where it is not `strict` (1), the last rosters are left.
    """
    company = given.apart.shape[0] + given.needs.shape[0] + given.experience > 0
    for p in range(state.labels.shape[0]):
        walk(given, state, p)
    open_slots = np.zeros(given.demand.size, dtype=np.int32)
    short = short_slots(given, state.present, open_slots)
    missing = missing_from_crews(given, state.present)
    breaches = clashes(given, state) if company else 0
    current = own.sum() + coverage_cost(given, state) + given.clash * breaches
    best = current if missing + breaches == 0 else BIG
    best_labels, best_types = state.labels.copy(), state.types.copy()
    mine = np.zeros(state.labels.shape[1], dtype=np.int32)
    theirs = np.zeros(state.labels.shape[1], dtype=np.int32)
    exchanges = _STRICT if strict == 1 else _OPENING
    temperature = hot
    cooling = (cold / hot) ** (_COOLING_EVERY / max(moves, _COOLING_EVERY))
    for move in range(1, moves + 1):
        if move % _COOLING_EVERY == 0:
            temperature *= cooling
        if below(state.random, 100) < (exchanges if short > 0 else _EXCHANGES):
            delta, breaches = exchange_days(
                given, state, mine, theirs, temperature, breaches, company
            )
        else:
            slot = -1
            if short > 0 and below(state.random, 100) < _AT_HOLES:
                slot = open_slots[below(state.random, short)]
            delta, breaches = change(
                given, state, mine, theirs, temperature, breaches, company, slot
            )
            if delta < BIG / 2:
                short = short_slots(given, state.present, open_slots)
                missing = missing_from_crews(given, state.present)
        if delta < BIG / 2:
            current += delta
            if missing + breaches == 0 and current < best - _LEAST:
                best = current
                best_labels[:] = state.labels
                best_types[:] = state.types
    if strict == 1 and best < BIG / 2:
        state.labels[:] = best_labels
        state.types[:] = best_types
    return best
