"""Cut a large assignment into areas that hardly exchange people, and settle who goes to which.

Subdistricts that limited units bind together stay together; neighbours share an area. Only units
that may go to more than one area are shared out, whole where that can be.
"""

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from muster.engines.planner.assign.anneal import anneal
from muster.engines.planner.assign.build import Given, limits_of_problem
from muster.engines.planner.assign.construct import construct
from muster.engines.planner.assign.mend import mend
from muster.engines.planner.assign.problem import Problem, sums

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_CELLS = 500_000  # people times communities that are still one area
_COMMUNITIES = 90  # aimed at for an area
_LARGEST = 180  # above so many, what is bound together is cut nevertheless
_MOVES = 40  # of a person, when people are shared out


def split(given: Given, seed: int) -> list[tuple[Ints, Ints]]:
    """Return areas as (people, communities), by number; together they hold everybody."""
    people, communities = np.arange(len(given.unit)), np.arange(len(given.area))
    if len(people) * len(communities) <= _CELLS:
        return [(people, communities)]
    region = _regions(given)[given.area]
    where = _share(given, region, seed)
    areas = [
        (np.flatnonzero(where == r), np.flatnonzero(region == r)) for r in range(region.max() + 1)
    ]
    return [area for area in areas if len(area[0])]


def _regions(given: Given) -> Ints:
    """(subdistricts,): the area of each."""
    count = int(given.area.max()) + 1
    size = np.bincount(given.area, minlength=count)
    middle = np.stack([sums(given.area, given.site[:, d], count) for d in (0, 1)], axis=1)
    middle /= np.maximum(size, 1)[:, None]
    groups = [np.flatnonzero(given.region == r) for r in range(given.region.max() + 1)]
    pieces = [
        part
        for group in groups
        for part in (
            _halve([np.array([s]) for s in group], size, middle)
            if size[group].sum() > _LARGEST
            else [group]
        )
    ]
    region = np.zeros(count, dtype=np.int64)
    for at, piece in enumerate(_halve(pieces, size, middle)):
        region[piece] = at
    return region


def _halve(groups: list[Ints], size: Ints, middle: Floats) -> list[Ints]:
    """Halve across the longer side until an area is small enough; groups stay whole."""
    weight = np.array([size[group].sum() for group in groups])
    if len(groups) == 1 or weight.sum() <= _COMMUNITIES:
        return [np.concatenate(groups)]
    centre = np.array([np.average(middle[g], axis=0, weights=size[g]) for g in groups])
    axis = int(np.ptp(centre, axis=0).argmax())
    order = np.argsort(centre[:, axis], kind="stable")
    passed = np.cumsum(weight[order])
    cut = int(np.abs(passed[:-1] - passed[-1] / 2).argmin()) + 1
    first, second = ([groups[i] for i in part] for part in (order[:cut], order[cut:]))
    return [*_halve(first, size, middle), *_halve(second, size, middle)]


def _share(given: Given, region: Ints, seed: int) -> Ints:
    """(p,): the area of each person."""
    count = int(region.max()) + 1
    by_area = np.zeros(int(given.area.max()) + 1, dtype=np.int64)
    by_area[given.area] = region
    where = np.full(len(given.unit), -1, dtype=np.int64)
    open_to: dict[int, Ints] = {}
    for u, allowed in enumerate(given.allowed):
        regions = np.arange(count) if allowed is None else np.unique(by_area[list(allowed)])
        open_to[u] = regions
        if len(regions) == 1:
            where[given.unit == u] = regions[0]
    bound = given.fixed >= 0
    where[bound] = region[given.fixed[bound]]
    problem, parties = _coarse(given, region, where, open_to)
    moves = _MOVES * len(parties)
    place = anneal(problem, construct(problem), moves=moves, seed=seed, near=problem.communities)
    place = mend(problem, place)
    lost = np.where(np.isfinite(problem.cost), problem.cost, np.inf).argmin(axis=1)
    where[parties] = np.where(place < 0, lost, place)
    return _together(given, where)


def _together(given: Given, where: Ints) -> Ints:
    """Who shares a crew with somebody goes to the same area: the first one's."""
    _, first, party = np.unique(given.party, return_index=True, return_inverse=True)
    return where[first][party]


def _coarse(
    given: Given, region: Ints, where: Ints, open_to: dict[int, Ints]
) -> tuple[Problem, Ints]:
    """Make a problem with areas for communities and those people who may go to several."""
    targets, supply, count = given.targets, given.supply, int(region.max()) + 1
    people = np.flatnonzero(where < 0)
    weight = given.instance.weights.commute_km
    cost = np.full((len(people), count), np.inf)
    for r in range(count):
        away, _ = cKDTree(given.site[region == r]).query(given.home[people])
        may = np.isin(given.unit[people], [u for u, regions in open_to.items() if r in regions])
        cost[may, r] = weight * away[may]
    settled = where >= 0
    tied = sums(where[settled], supply.give[settled], count)
    need = np.zeros((count, targets.need.shape[1]), dtype=np.int64)
    np.add.at(need, region, targets.need)
    np.subtract.at(need, where[settled], supply.has[settled])
    room = np.maximum(sums(region, targets.aim, count) - tied, 0)
    step = float(np.median(supply.give))
    units, unit = np.unique(given.unit[people], return_inverse=True)
    short, short_trait = limits_of_problem(given, cost)
    return Problem(
        people=tuple((p,) for p in people.tolist()),
        size=np.ones(len(people), dtype=np.int64),
        unit=unit.astype(np.int64),
        give=supply.give[people],
        cost=cost,
        has=supply.has[people],
        keep=np.array([given.instance.units[u].keep_together for u in units], dtype=np.bool_),
        team=given.team[units],
        low=np.maximum(room - step, 0),
        high=room + step,
        aim=room,
        need=np.maximum(need, 0),
        fragment=given.instance.weights.fragment,
        short=short,
        short_trait=short_trait,
        must=np.full(len(people), targets.all_go),
    ), people
