"""Leave no part of a unit smaller than its least team: that rule is hard, whatever it costs."""

import numpy as np
import numpy.typing as npt

from muster.engines.planner.assign.problem import RESERVE, Problem

Ints = npt.NDArray[np.int64]


def mend(problem: Problem, place: Ints) -> Ints:
    """Return the placing with every part that is too small filled up, moved or sent home.

    Only parties that may go nowhere else can still be a part that is too small.
    """
    mended = place.copy()
    parts = problem.parts(place)
    thin = (parts > 0) & (parts < problem.team[:, None]) & problem.keep[:, None]
    for u, c in np.argwhere(thin):
        if not _fill(problem, mended, int(u), int(c)):
            _empty(problem, mended, int(u), int(c))
    return mended


def _fill(problem: Problem, place: Ints, u: int, c: int) -> bool:
    """Bring the unit's people to `c`, from reserve or from parts that can spare them."""
    trial = place.copy()
    members = problem.members[u]
    others = members[(place[members] != c) & np.isfinite(problem.cost[members, c])]
    now = np.where(place[others] == RESERVE, 0.0, problem.cost[others, place[others]])
    order = others[np.argsort(problem.cost[others, c] - now, kind="stable")]
    lacking = int(problem.team[u] - problem.size[members[place[members] == c]].sum())
    for i in order:
        if lacking <= 0:
            break
        source = trial[i]
        left = problem.size[members[trial[members] == source]].sum() - problem.size[i]
        if source == RESERVE or left == 0 or left >= problem.team[u]:
            trial[i] = c
            lacking -= int(problem.size[i])
    if lacking > 0:
        return False
    place[:] = trial
    return True


def _empty(problem: Problem, place: Ints, u: int, c: int) -> None:
    """Send a part to the unit's other parts, or home where it may go to none of them."""
    members = problem.members[u]
    sizes = problem.parts(place)[u]
    sizes[c] = 0
    whole = np.flatnonzero(sizes >= problem.team[u])
    for i in members[place[members] == c]:
        if np.isfinite(problem.cost[i]).sum() == 1:
            continue  # bound to this community
        reach = whole[np.isfinite(problem.cost[i, whole])]
        place[i] = reach[problem.cost[i, reach].argmin()] if len(reach) else RESERVE
