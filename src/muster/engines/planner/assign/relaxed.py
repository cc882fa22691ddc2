"""The cheapest way to place each unit on its own, at given prices; compiled once and kept.

What a unit pays is a facility location problem: a price for each community it is in, and for each
person the cheapest of these communities. One and two communities are tried one by one; for three
and more, a dual ascent (Erlenkotter, Operations Research 26, 1978) gives a value below the best.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from muster.engines.planner.compiled import compiled

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

FAR = 1e7
"""The cost of where somebody may not go."""

_TINY = 1e-9
_MANY = 160  # above so many communities the bound is what so many parts cost at least
_CHECK = 8  # after so many people, a pair that cannot win is left


class Crowd(NamedTuple):
    """Everybody, and where they may go.

    `people` lists them unit by unit, from `begin` (u + 1,); `options` the communities of each unit,
    from `option_begin` (u + 1,). `home` (p, 2), `site` (c, 2) km; `barred`, `fixed` (p,) a
    community or -1; `give` (p,), `has` (p, k). `few` (u,) the fewest parts of a unit, `fragment`
    (u,) the price of one, `km` that of a kilometre. `all_go`: nobody may stay in reserve.
    """

    people: Ints
    begin: Ints
    options: Ints
    option_begin: Ints
    home: Floats
    site: Floats
    barred: Ints
    fixed: Ints
    give: Floats
    has: Ints
    few: Ints
    fragment: Floats
    km: float
    all_go: bool


class Sent(NamedTuple):
    """Where people go at these prices: person-shifts (c,) and people by trait (c, k)."""

    use: Floats
    held: Ints


@compiled()
def price_units(crowd: Crowd, price: Floats, trait_price: Floats, sent: Sent) -> float:
    """Sum the least costs of all units, or values below them; write who went where to `sent`."""
    sent.use[:] = 0.0
    sent.held[:] = 0
    total = 0.0
    for u in range(len(crowd.begin) - 1):
        members = crowd.people[crowd.begin[u] : crowd.begin[u + 1]]
        columns = crowd.options[crowd.option_begin[u] : crowd.option_begin[u + 1]]
        if len(members) == 0 or len(columns) == 0:
            continue
        cost = _costs(crowd, members, columns, price, trait_price)
        value, first, second = _unit(cost, crowd.fragment[u], crowd.few[u])
        total += value if crowd.all_go else min(value, 0.0)
        for x in range(len(members)):
            at = _place(cost[:, x], first, second)
            if cost[at, x] < FAR / 2 and (crowd.all_go or cost[at, x] < 0):
                sent.use[columns[at]] += crowd.give[members[x]]
                sent.held[columns[at]] += crowd.has[members[x]]
    return total


@compiled()
def _place(cost: Floats, first: int, second: int) -> int:
    """Return the option of one person: the cheaper of two, or of all where none is named."""
    if first < 0:
        return int(np.argmin(cost))
    return second if second >= 0 and cost[second] < cost[first] else first


@compiled()
def _costs(
    crowd: Crowd, members: Ints, columns: Ints, price: Floats, trait_price: Floats
) -> Floats:
    """(options, members): commute less what a person earns there."""
    cost = np.empty((len(columns), len(members)))
    for x in range(len(members)):
        i = members[x]
        nowhere = True
        for at in range(len(columns)):
            c = columns[at]
            if crowd.barred[i] == c or (crowd.fixed[i] >= 0 and crowd.fixed[i] != c):
                cost[at, x] = FAR
                continue
            nowhere = False
            east, north = crowd.home[i, 0] - crowd.site[c, 0], crowd.home[i, 1] - crowd.site[c, 1]
            value = crowd.km * np.hypot(east, north) - crowd.give[i] * price[c]
            for k in range(crowd.has.shape[1]):
                value -= crowd.has[i, k] * trait_price[c, k]
            cost[at, x] = value if crowd.all_go else min(value, 0.0)
        if nowhere:
            cost[:, x] = 0.0
    return cost


@compiled()
def _unit(cost: Floats, fragment: float, few: int) -> tuple[float, int, int]:
    """Return a value no dearer than the best choice, and its options where it has one or two."""
    least = np.empty(cost.shape[1])
    for x in range(len(least)):
        least[x] = cost[:, x].min()
    floor = least.sum()
    if fragment <= 0:
        return floor, -1, -1
    best, first, second, tried = np.inf, -1, -1, 0
    if few <= 1:
        tried = 1
        for at in range(len(cost)):
            value = fragment + cost[at].sum()
            if value < best:
                best, first = value, at
    if few <= 2 and len(cost) <= _MANY:  # noqa: PLR2004
        tried = 2
        if 2 * fragment + floor < best:
            best, first, second = _pairs(cost, least, fragment, best, first)
    more = max(tried + 1, few) * fragment + floor
    if more < best:
        below = max(more, _ascent(cost, least, fragment)) if len(cost) <= _MANY else more
        if below < best:
            best, first, second = below, -1, -1
    return best, first, second


@compiled()
def _pairs(
    cost: Floats, least: Floats, fragment: float, best: float, first: int
) -> tuple[float, int, int]:
    """Try all pairs of options; a pair is left as soon as it cannot win."""
    second = -1
    count = len(least)
    rest = np.zeros(count + 1)
    for x in range(count - 1, -1, -1):
        rest[x] = rest[x + 1] + least[x]
    for a in range(len(cost)):
        for b in range(a):
            value = 2 * fragment
            for x in range(count):
                value += min(cost[a, x], cost[b, x])
                if x % _CHECK == _CHECK - 1 and value + rest[x + 1] >= best:
                    value = np.inf
                    break
            if value < best:
                best, first, second = value, a, b
    return best, first, second


@compiled()
def _ascent(cost: Floats, least: Floats, fragment: float) -> float:
    """Return a feasible dual's value: what people pay, no option earning more than its price."""
    count = len(least)
    pays = least.copy()
    slack = np.full(len(cost), fragment)
    active = np.ones(count, dtype=np.bool_)
    moving = True
    while moving:
        moving = False
        for x in range(count):
            if not active[x]:
                continue
            following, room = np.inf, np.inf
            for at in range(len(cost)):
                if cost[at, x] > pays[x] + _TINY:
                    following = min(following, cost[at, x] - pays[x])
                else:
                    room = min(room, slack[at])
            step = max(min(following, room), 0.0)
            for at in range(len(cost)):
                if cost[at, x] <= pays[x] + _TINY:
                    slack[at] -= step
            pays[x] += step
            active[x] = room > following
            moving = moving or active[x]
    return float(pays.sum())
