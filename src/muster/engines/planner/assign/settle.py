"""Who of a unit goes where, once it is settled how many: exactly, by min-cost flow.

People who can stand for each other (of one unit, or of any that need not keep together, with the
same traits and as much to give) change places for free, so the best of their ways is a flow.
"""

import numpy as np
import numpy.typing as npt

from muster.engines.planner.assign.persons import nearest
from muster.engines.planner.assign.problem import RESERVE, Problem

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_ANY_UNIT = -1


def settle(problem: Problem, place: Ints) -> Ints:
    """Return a placing (a,) with as many of each kind everywhere, at the least commute."""
    if not len(place):
        return place
    unit = np.where(problem.keep[problem.unit], problem.unit, _ANY_UNIT)
    alike = np.column_stack([unit, problem.size, problem.give, problem.must, problem.has])
    _, kind = np.unique(alike, axis=0, return_inverse=True)
    order = np.argsort(kind, kind="stable")
    settled = place.copy()
    for members in np.split(order, np.flatnonzero(np.diff(kind[order])) + 1):
        columns, slots = np.unique(place[members], return_counts=True)
        if len(columns) > 1:
            cost = _costs(problem, members, columns)
            found = nearest(cost, slots, columns)
            if _total(cost, columns, found) < _total(cost, columns, place[members]):
                settled[members] = found
    return settled


def _costs(problem: Problem, members: Ints, columns: Ints) -> Floats:
    """(m, columns): what each member's way costs; in reserve there is none."""
    cost: Floats = problem.cost[members][:, columns]
    cost[:, columns == RESERVE] = 0.0
    return cost


def _total(cost: Floats, columns: Ints, place: Ints) -> float:
    return float(cost[np.arange(len(place)), np.searchsorted(columns, place)].sum())
