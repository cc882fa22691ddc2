"""Take a few people out, give each the best roster anew: first at prices, last at the truth.

Somebody who sees an empty roster takes every uncovered shift there is. So those put back first see
what a shift is worth (its dual price), and only the last one what it costs to leave it open.
"""

import numpy as np

from muster.engines.planner.compiled import compiled
from muster.engines.planner.roster.coverage import (
    Floats,
    Given,
    Ints,
    State,
    arrival,
    below,
    coverage_cost,
    enter,
    leave,
)
from muster.engines.planner.roster.kernel import BIG, best_roster

_AT_ONCE = 3


@compiled()
def insert(given: Given, state: State, own: Floats, price: Floats, moves: int) -> None:
    """Improve `state` by removals and insertions; moves that make it worse are taken back.

    `own` (p,) are the personal costs, kept up to date; `price` (t, s, k) guides those put back.
    """
    people, days = state.labels.shape
    shifts = given.demand.shape[1]
    value = np.empty(given.child.shape[0] + 1)
    c = np.empty((days, shifts + 1))
    kinds = np.zeros((days, shifts), dtype=np.int32)
    out = np.zeros(days, dtype=np.int32)
    most = min(_AT_ONCE, people)
    chosen = np.zeros(most, dtype=np.int64)
    labels = np.zeros((most, days), dtype=np.int32)
    types = np.zeros((most, days), dtype=np.int32)
    before = np.zeros(most)
    for _ in range(moves):
        count = _choose(state, chosen, people)
        delta = -coverage_cost(given, state)
        for i in range(count):
            p = chosen[i]
            before[i] = own[p]
            labels[i], types[i] = state.labels[p], state.types[p]
            leave(state, p)
            delta -= own[p]
        for i in range(count):
            p = chosen[i]
            _see(given, state, p, price, i == count - 1, c, kinds)
            layer = given.layers[given.profile[p]]
            best_roster(given.child, given.cost, layer, given.root[p], c, value, out)
            own[p] = _take(given, state, p, out, kinds)
            delta += own[p]
        delta += coverage_cost(given, state)
        if delta > 0.0:
            for i in range(count):
                leave(state, chosen[i])
            for i in range(count):
                p = chosen[i]
                own[p] = before[i]
                state.labels[p], state.types[p] = labels[i], types[i]
                enter(state, p)


@compiled()
def _choose(state: State, chosen: Ints, people: int) -> int:
    """Draw one to `len(chosen)` different people; return how many."""
    count = 1 + below(state.random, len(chosen))
    for i in range(count):
        again = True
        while again:
            chosen[i] = below(state.random, people)
            again = False
            for j in range(i):
                again = again or chosen[j] == chosen[i]
    return count


@compiled()
def _see(
    given: Given, state: State, p: int, price: Floats, last: int, c: Floats, kinds: Ints
) -> None:
    """Write what each label costs (t, l) and, for each shift, its cheapest type (t, s)."""
    for day in range(c.shape[0]):
        c[day, 0] = given.base[p, day, 0]
        for shift in range(given.demand.shape[1]):
            c[day, shift + 1] = BIG
            if given.base[p, day, shift + 1] >= BIG / 2:
                continue
            for kind in range(given.demand.shape[2]):
                if given.allowed[p, day, kind] and given.crew[day, shift, kind] > 0:
                    wanted = state.present[day, shift, kind] < given.demand[day, shift, kind]
                    here = -price[day, shift, kind]
                    if last or not wanted:
                        here = arrival(given, state.present, day, shift, kind)
                    if here < c[day, shift + 1]:
                        c[day, shift + 1] = here
                        kinds[day, shift] = kind
            c[day, shift + 1] += given.base[p, day, shift + 1]


@compiled()
def _take(given: Given, state: State, p: int, out: Ints, kinds: Ints) -> float:
    """Give somebody the roster `out` (t,); return its personal cost."""
    node, total, touched = given.root[p], 0.0, False
    for day in range(out.shape[0]):
        label = out[day]
        total += given.cost[node, label] + given.base[p, day, label]
        node = given.child[node, label]
        touched = touched or (given.before[p, day] >= 0 and given.before[p, day] != label)
        state.labels[p, day] = label
        if label > 0:
            state.types[p, day] = kinds[day, label - 1]
    enter(state, p)
    return total + given.touch * touched
