"""One community solved again at small effort, from the rosters that it has."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from muster.engines.planner.explain.elastic import begin
from muster.engines.planner.model import Community, Instance, Plan
from muster.engines.planner.roster import solve as roster
from muster.engines.planner.roster.build import Tables
from muster.engines.planner.roster.kernel import BIG
from muster.engines.planner.roster.problem import Ints, Problem

Cells = tuple[tuple[int, str, str, int], ...]
"""Day, shift, post type, and a number of people."""
Standing = Mapping[str, tuple[Ints, Ints]]
"""Labels and types (t,) of each person."""


@dataclass(frozen=True)
class Solved:
    """Rosters (p, t) of a community, person-shifts short in which cells, and all other costs."""

    labels: Ints
    types: Ints
    legal: bool
    short: int
    soft: float
    cells: Cells

    def standing(self, site: Instance) -> Standing:
        """Return the rosters by person."""
        rows = zip(site.people, self.labels, self.types, strict=True)
        return {one.id: (labels, types) for one, labels, types in rows}


def place_of(instance: Instance, name: str) -> Community:
    """Return the community with an id."""
    return next(one for one in instance.communities if one.id == name)


def standing_of(site: Instance, plan: Plan) -> Standing:
    """Return the rosters of a plan, of the people of one community, by person."""
    shifts = {shift.id: s for s, shift in enumerate(site.shifts)}
    types = {kind.id: k for k, kind in enumerate(site.post_types)}
    kinds = {post.id: types[post.type] for post in site.communities[0].posts}
    days = site.horizon.days
    found = {
        one.id: (np.zeros(days, dtype=np.int32), np.zeros(days, dtype=np.int32))
        for one in site.people
    }
    for row in plan.roster:
        if row.person in found and row.post in kinds:
            labels, dealt = found[row.person]
            labels[row.day], dealt[row.day] = 1 + shifts[row.shift], kinds[row.post]
    return found


def solved(site: Instance, effort: float, start: Standing) -> Solved:
    """Return rosters no worse than `start`, where that is legal; who is not in it begins free."""
    days = site.horizon.days
    if not site.people:
        nobody = np.zeros((0, days), dtype=np.int32)
        rows = site.communities[0].demand
        cells = tuple((r.day, r.shift, r.post_type, r.count) for r in rows if r.count)
        return Solved(nobody, nobody, True, sum(cell[3] for cell in cells), 0.0, cells)
    problem = Tables.of(site).problem(site.communities[0], site.people)
    off = np.zeros(days, dtype=np.int32)
    labels = np.stack([start.get(one.id, (off, off))[0] for one in site.people])
    types = np.stack([start.get(one.id, (off, off))[1] for one in site.people])
    rosters = _improved(problem, labels, types, effort)
    missing = np.maximum(problem.demand - rosters.present(problem), 0)
    cells = tuple(
        (int(d), site.shifts[s].id, site.post_types[k].id, int(missing[d, s, k]))
        for d, s, k in zip(*np.nonzero(missing), strict=True)
    )
    soft = rosters.cost - float((missing * problem.under).sum())
    return Solved(rosters.labels, rosters.types, rosters.legal, int(missing.sum()), soft, cells)


def _improved(problem: Problem, labels: Ints, types: Ints, effort: float) -> roster.Rosters:
    """Improve rosters; where they leave something short, begin anew as well, and take the better.

    Rules on who is with whom are judged by the search alone: with any, it begins anew.
    """
    cost, company = roster.price(problem, labels, types), problem.company
    best = roster.Rosters(labels, types, cost, legal=cost < BIG / 2)
    if len(company.apart) + len(company.needs) + company.experience or not best.legal:
        return roster.improve(problem, begin(problem, 1), effort=2 * effort, seed=1)
    best = roster.improve(problem, best, effort=effort, seed=1)
    if best.missing(problem):
        again = roster.improve(problem, begin(problem, 1), effort=effort, seed=1)
        best = min(best, again, key=lambda one: (not one.legal, one.cost))
    return best
