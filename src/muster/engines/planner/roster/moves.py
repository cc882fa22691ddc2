"""The moves of the annealing, each priced by the diagram only as far as the rosters differ.

A move returns what it cost and the breaches of company after it, or BIG where it was not made.
"""

from muster.engines.planner.compiled import compiled
from muster.engines.planner.roster.coverage import (
    Floats,
    Given,
    Ints,
    State,
    accepted,
    arrival,
    below,
    clashes,
    walk,
)
from muster.engines.planner.roster.kernel import BIG

_SHORT = 4  # days of a short exchange, which three of four are
_TAKERS = 12  # people asked to take a shift that is passed on


@compiled(inline="always")
def exchange_days(
    given: Given,
    state: State,
    mine: Ints,
    theirs: Ints,
    temperature: float,
    breaches: int,
    company: int,
) -> tuple[float, int]:
    """Let two people change places for some days; BIG where it is not done."""
    labels, types = state.labels, state.types
    people, days = labels.shape
    p, q = below(state.random, people), below(state.random, people)
    length = 1 + below(state.random, _SHORT)
    if below(state.random, 4) == 0:
        length = 1 + below(state.random, days)
    first = below(state.random, days)
    stop = min(days, first + length)
    different = False
    for day in range(first, stop):
        mine[day], theirs[day] = labels[q, day], labels[p, day]
        different = different or mine[day] != theirs[day] or types[p, day] != types[q, day]
        if theirs[day] > 0 and not given.allowed[q, day, types[p, day]]:
            return BIG, breaches
        if mine[day] > 0 and not given.allowed[p, day, types[q, day]]:
            return BIG, breaches
    if p == q or not different:
        return BIG, breaches
    delta = path_change(
        given.child, given.cost, given.base, labels, state.nodes, p, first, stop, mine
    )
    if delta >= BIG / 2:
        return BIG, breaches
    delta += path_change(
        given.child, given.cost, given.base, labels, state.nodes, q, first, stop, theirs
    )
    if not _promising(state, delta, temperature, breaches):
        return BIG, breaches
    _swap(state, p, q, first, stop)
    delta, now, done = _settle(given, state, delta, temperature, breaches, company)
    if not done:
        _swap(state, p, q, first, stop)
        return BIG, breaches
    walk(given, state, p)
    walk(given, state, q)
    return delta, now


@compiled(inline="always")
def change(
    given: Given,
    state: State,
    mine: Ints,
    theirs: Ints,
    temperature: float,
    breaches: int,
    company: int,
    slot: int,
) -> tuple[float, int]:
    """Change somebody's day; at a `slot` that people are missing from, half are passed on.

    `slot` is a flat number, or -1: any.
    """
    if slot >= 0 and below(state.random, 2) == 0:
        return _pass_on(given, state, mine, theirs, temperature, breaches, company, slot)
    return _change_day(given, state, mine, temperature, breaches, company, slot)


@compiled(inline="always")
def _change_day(
    given: Given,
    state: State,
    mine: Ints,
    temperature: float,
    breaches: int,
    company: int,
    slot: int,
) -> tuple[float, int]:
    """Give somebody another shift, another type or a day off; BIG where it is not done."""
    p, (day, label) = below(state.random, state.labels.shape[0]), _cell(given, state, slot)
    old, old_kind = state.labels[p, day], state.types[p, day]
    if given.base[p, day, label] >= BIG / 2 or (label == 0 and old == 0):
        return BIG, breaches
    delta = 0.0
    if old > 0:
        state.present[day, old - 1, old_kind] -= 1
        delta -= arrival(given, state.present, day, old - 1, old_kind)
    costs, kind = _cheapest_type(given, state, p, day, label)
    delta += costs
    if delta < BIG / 2:
        mine[day] = label
        delta += _path_of(given, state, p, day, day + 1, mine)
    done = _promising(state, delta, temperature, breaches)
    now = breaches
    if done:
        _put(state, p, day, label, kind)
        delta, now, done = _settle(given, state, delta, temperature, breaches, company)
        if not done and label > 0:
            state.present[day, label - 1, kind] -= 1
    if not done:
        _put(state, p, day, old, old_kind)
        return BIG, breaches
    walk(given, state, p)
    return delta, now


@compiled()
def _cell(given: Given, state: State, slot: int) -> tuple[int, int]:
    """Return day and label of a slot, or any."""
    if slot < 0:
        day = below(state.random, state.labels.shape[1])
        return day, below(state.random, given.demand.shape[1] + 1)
    kinds = given.demand.shape[2]
    return slot // (kinds * given.demand.shape[1]), 1 + slot // kinds % given.demand.shape[1]


@compiled()
def _cheapest_type(given: Given, state: State, p: int, day: int, label: int) -> tuple[float, int]:
    """Return what it costs that somebody comes with the label, and as which type; not as now."""
    cheapest, chosen = BIG, state.types[p, day]
    if label == 0:
        return 0.0, chosen
    for kind in range(given.demand.shape[2]):
        if given.allowed[p, day, kind] and given.crew[day, label - 1, kind] > 0:
            if label == state.labels[p, day] and kind == state.types[p, day]:
                continue
            here = arrival(given, state.present, day, label - 1, kind)
            if here < cheapest:
                cheapest, chosen = here, kind
    return cheapest, chosen


@compiled()
def _put(state: State, p: int, day: int, label: int, kind: int) -> None:
    """Write a cell and count who comes; who was there must be counted out before."""
    state.labels[p, day], state.types[p, day] = label, kind
    if label > 0:
        state.present[day, label - 1, kind] += 1


@compiled(inline="always")
def _promising(state: State, delta: float, temperature: float, breaches: int) -> bool:
    """May a move be worth it? Where company is broken, a dear one may mend it."""
    if breaches > 0:
        return delta < BIG / 2
    return accepted(state.random, delta, temperature)


@compiled(inline="always")
def _settle(
    given: Given, state: State, delta: float, temperature: float, breaches: int, company: int
) -> tuple[float, int, bool]:
    """Judge a move by the company it leaves people in.

    Returns what it costs with that, the breaches there are now, and whether it may stay.
    """
    if not company:
        return delta, breaches, True
    now = clashes(given, state)
    delta += given.clash * (now - breaches)
    stays = now + breaches == 0 or accepted(state.random, delta, temperature)
    return delta, now, stays


@compiled()
def path_change(
    child: Ints,
    cost: Floats,
    base: Floats,
    labels: Ints,
    nodes: Ints,
    p: int,
    first: int,
    stop: int,
    wanted: Ints,
) -> float:
    """Return what a roster costs more with `wanted` on [first, stop); BIG if it is not legal."""
    node, change = nodes[p, first], 0.0
    for day in range(first, labels.shape[1]):
        old, before = labels[p, day], nodes[p, day]
        label = old
        if day < stop:
            label = wanted[day]
        elif node == before:
            return change
        target = child[node, label]
        if target < 0 or base[p, day, label] >= BIG / 2:
            return BIG
        change += cost[node, label] + base[p, day, label] - cost[before, old] - base[p, day, old]
        node = target
    return change


@compiled()
def _swap(state: State, p: int, q: int, first: int, stop: int) -> None:
    labels, types = state.labels, state.types
    for day in range(first, stop):
        label, kind = labels[p, day], types[p, day]
        labels[p, day], types[p, day] = labels[q, day], types[q, day]
        labels[q, day], types[q, day] = label, kind


@compiled()
def _path_of(given: Given, state: State, p: int, first: int, stop: int, wanted: Ints) -> float:
    """Return `path_change` of somebody."""
    return path_change(
        given.child, given.cost, given.base, state.labels, state.nodes, p, first, stop, wanted
    )


@compiled(inline="always")
def _pass_on(
    given: Given,
    state: State,
    mine: Ints,
    theirs: Ints,
    temperature: float,
    breaches: int,
    company: int,
    slot: int,
) -> tuple[float, int]:
    """Let somebody take a shift that people are missing from and pass another one on.

    Who has no shift to spare can so fill a hole that nobody with one to spare may fill.
    """
    labels, types, present = state.labels, state.types, state.present
    p, other = below(state.random, labels.shape[0]), below(state.random, labels.shape[1])
    (day, label), kind = _cell(given, state, slot), slot % given.demand.shape[2]
    passed, passed_kind = labels[p, other], types[p, other]
    if labels[p, day] > 0 or passed == 0 or not given.allowed[p, day, kind]:
        return BIG, breaches
    first, stop = min(day, other), max(day, other) + 1
    mine[first:stop] = labels[p, first:stop]
    mine[day], mine[other] = label, 0
    delta = _path_of(given, state, p, first, stop, mine)
    if delta >= BIG / 2:
        return BIG, breaches
    taker, theirs_costs = _taker(given, state, p, other, theirs)
    delta += arrival(given, present, day, label - 1, kind) + theirs_costs
    if taker < 0 or not _promising(state, delta, temperature, breaches):
        return BIG, breaches
    labels[p, other] = 0
    labels[taker, other], types[taker, other] = passed, passed_kind
    _put(state, p, day, label, kind)
    delta, now, done = _settle(given, state, delta, temperature, breaches, company)
    if not done:
        labels[p, day], labels[p, other], labels[taker, other] = 0, passed, 0
        present[day, label - 1, kind] -= 1
        return BIG, breaches
    walk(given, state, p)
    walk(given, state, taker)
    return delta, now


@compiled()
def _taker(given: Given, state: State, p: int, day: int, theirs: Ints) -> tuple[int, float]:
    """Return who takes somebody's shift of a day for least, of a dozen drawn, and at what cost."""
    labels, kind = state.labels, state.types[p, day]
    theirs[day] = labels[p, day]
    taker, least = -1, BIG
    for _ in range(_TAKERS):
        q = below(state.random, labels.shape[0])
        if q == p or labels[q, day] > 0 or not given.allowed[q, day, kind]:
            continue
        cost = _path_of(given, state, q, day, day + 1, theirs)
        if cost < least:
            taker, least = q, cost
    return taker, least
