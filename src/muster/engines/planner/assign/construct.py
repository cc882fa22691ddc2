"""A first placing: whole units where they fit, the one that would lose most by waiting first."""

import numpy as np
import numpy.typing as npt

from muster.engines.planner.assign.persons import nearest
from muster.engines.planner.assign.problem import RESERVE, Problem, sums

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_NONE = 1e-9  # less than this is nothing
_FAR = 1e9


def construct(problem: Problem) -> Ints:
    """(a,): a placing that keeps units whole or in teams and fills communities near their aim."""
    place = _bound(problem)
    counts = _regret(problem, place)
    for u in range(problem.units):
        _send(problem, place, problem.members[u], counts[u])
    return place


def _bound(problem: Problem) -> Ints:
    """Place the parties that may go to one community only."""
    may = np.isfinite(problem.cost)
    return np.where(may.sum(axis=1) == 1, may.argmax(axis=1), RESERVE)


def _regret(problem: Problem, place: Ints) -> Floats:
    """(u, c): how many person-shifts of each unit's free parties go where."""
    free = place == RESERVE
    room = problem.aim - problem.filled(place)
    may = np.isfinite(problem.cost) & free[:, None]
    give = np.zeros((problem.units, problem.communities))
    np.add.at(give, problem.unit, may * problem.give[:, None])
    far = np.zeros_like(give)
    np.add.at(far, problem.unit, np.where(may, problem.cost, 0.0))
    left = sums(problem.unit[free], problem.give[free], problem.units)
    heads = np.bincount(problem.unit[free], problem.size[free], problem.units)
    each = left / np.maximum(heads, 1)  # person-shifts of one person
    mean = np.where(give > 0, far / np.maximum(give, _NONE), np.inf)
    teams = problem.team * each
    counts = np.zeros_like(give)
    present = problem.parts(place) > 0
    price = np.where(problem.keep, problem.fragment, 0.0)[:, None]
    while True:
        open_units = left > _NONE
        if not open_units.any():
            return counts
        part = np.minimum(
            np.minimum(left[:, None], give), np.maximum(room, 0)[None, :] + each[:, None] * 0.5
        )
        rest = left[:, None] - part
        part = np.where((rest > 0) & (rest < teams[:, None]), left[:, None] - teams[:, None], part)
        ok = (
            (part >= np.where(present, each[:, None] * 0.5, teams[:, None]) - _NONE)
            & (part > 0)
            & open_units[:, None]
            & np.isfinite(mean)
        )
        gap = np.abs(room[None, :] - part)
        awkward = (gap < teams[:, None]) & (gap > each[:, None])
        cost = mean + (price * ~present + 0.3 * price * awkward) / np.maximum(part, _NONE)
        cost = np.where(ok, cost, np.inf)
        if not np.isfinite(cost).any():
            _force(left, room, give, mean, counts)
            return counts
        u, c = _choose(cost, left)
        amount = part[u, c]
        counts[u, c] += amount
        left[u] -= amount
        give[u, c] -= amount
        room[c] -= amount
        present[u, c] = True


def _choose(cost: Floats, left: Floats) -> tuple[int, int]:
    """Return the unit that would lose most if its best community (u, c) were gone, and that one."""
    order = np.sort(cost, axis=1)
    second = order[:, 1] if order.shape[1] > 1 else np.full(len(order), np.inf)
    reach = np.isfinite(order[:, 0])
    lost = np.where(np.isfinite(second), second, _FAR) - np.where(reach, order[:, 0], 0.0)
    u = int(np.where(reach, lost * left, -1.0).argmax())
    return u, int(cost[u].argmin())


def _force(left: Floats, room: Floats, give: Floats, mean: Floats, counts: Floats) -> None:
    """Send what fits nowhere whole to where most is missing."""
    for u in np.flatnonzero(left > _NONE):
        reach = np.isfinite(mean[u]) & (give[u] > 0)
        if not reach.any():
            continue
        c = int(np.where(reach, room, -np.inf).argmax())
        counts[u, c] += left[u]
        room[c] -= left[u]


def _send(problem: Problem, place: Ints, members: Ints, shares: Floats) -> None:
    """Place a unit's free parties, as near as can be, with the given shares of them."""
    free = members[place[members] == RESERVE]
    total = shares.sum()
    if not len(free) or total <= 0:
        return
    exact = shares / total * len(free)
    slots = np.floor(exact).astype(np.int64)
    for c in np.argsort(-(exact - slots), kind="stable")[: len(free) - slots.sum()]:
        slots[c] += 1
    used = np.flatnonzero(slots)
    place[free] = nearest(problem.cost[np.ix_(free, used)], slots[used], used)
