"""Send people out of the reserve to where shifts stay open, once there are rosters to fill.

Targets say beforehand how much a community should need; its rosters say what it does need. A group
goes (one person, whoever goes with them, and the rest of a least team) where the best rosters that
fill the open shifts save more than its way and a new part of its unit cost, at the file's weights.
What counts in the end are legal rosters priced exactly; no moves of the search are spent.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from muster.engines.planner.assign.build import Given
from muster.engines.planner.calling import GAIN, Calling, Trial
from muster.engines.planner.roster.build import Tables
from muster.engines.planner.roster.kernel import BIG
from muster.engines.planner.roster.prices import Pricer
from muster.engines.planner.roster.problem import Problem, count_present
from muster.engines.planner.roster.solve import Rosters, dismiss, price
from muster.engines.planner.tasks import Shared, Site

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Labels = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Reinforced:
    """What `people`, by number, change in a community: its rosters with them, them last."""

    people: tuple[int, ...]
    rosters: Rosters
    short: int
    lacking: float


class Reserve:
    """Everybody who was sent nowhere, and may be; `sent` (p,) is a community by number or -1."""

    def __init__(self, given: Given, tables: Tables, sent: Ints) -> None:
        self.given, self.tables, self.sent = given, tables, sent
        at_home = np.ones(int(given.party.max(initial=0)) + 1, dtype=np.bool_)
        locked = np.array([p.id in tables.locks for p in given.instance.people], dtype=np.bool_)
        at_home[given.party[(sent >= 0) | locked]] = False
        self.people = np.flatnonzero(at_home[given.party])
        if not len(self.people):
            return
        names = [given.instance.people[p] for p in self.people]
        pool = tables.problem(given.instance.communities[0], names)
        kinds: dict[tuple[int, int, int, bytes], int] = {}
        self.kind = np.full(len(sent), -1, dtype=np.int64)
        for row, p in enumerate(self.people):
            key = (
                int(pool.profile[row]), int(pool.root[row]), int(pool.group[row]),
                pool.base[row].tobytes(),
            )  # fmt: skip
            self.kind[p] = kinds.setdefault(key, len(kinds))
        first = np.unique(self.kind[self.people], return_index=True)[1]
        self._kinds = chosen(pool, first)
        # Whoever has the same rules, at the least that any of them asks for: nobody saves more.
        rules = np.stack([self._kinds.profile, self._kinds.root, self._kinds.group], axis=1)
        _, first, coarse = np.unique(rules, axis=0, return_index=True, return_inverse=True)
        self.coarse: Ints = coarse.reshape(-1)
        least = np.full((len(first), *pool.base.shape[1:]), BIG)
        np.minimum.at(least, self.coarse, self._kinds.base)
        self._coarse = replace(chosen(self._kinds, first), base=least)

    def reinforce(self, number: int, site: Site, shared: Shared) -> Reinforced | None:
        """Send people to a site by number where that pays; they leave the reserve."""
        rosters = site.rosters
        if rosters is None or not rosters.legal or not len(self.people):
            return None
        problem = shared.problem(number).without(rosters.released)
        calling = Calling(self, number, problem)
        types = _for_others(problem, rosters, self._able())
        present = count_present(rosters.labels, types, problem.demand.shape)
        trial = Trial(rosters.labels, types, present)
        best, kept = rosters.cost, None
        while (group := calling.next(trial)) is not None:
            calling.add(trial, group)
            people = [*site.people, *(self.given.instance.people[p] for p in trial.people)]
            whole = self.tables.problem(site.community, people).without(rosters.released)
            found = _whole(whole, trial, rosters)
            if found.cost + trial.cost < best - GAIN:
                best = found.cost + trial.cost
                lacking = shared.in_people(found.shortage_cost(whole))
                kept = Reinforced(tuple(trial.people), found, found.missing(whole), lacking)
        if kept:
            self.sent[list(kept.people)] = number
            self.people = np.setdiff1d(self.people, kept.people)
        return kept

    def _able(self) -> Ints:
        """(k,): how many in reserve may do each type of post."""
        able = self._kinds.able[self._kinds.group[self.kind[self.people]]]
        return np.asarray(able.sum(axis=0), dtype=np.int64)

    def pricer(self, problem: Problem, kinds: Ints | None = None) -> Pricer:
        """Return what finds the best rosters of some kinds of people in a community.

        Without `kinds`, of all of them by their rules alone, as if nobody asked for anything.
        """
        pool = self._coarse if kinds is None else chosen(self._kinds, kinds)
        return Pricer(replace(pool, demand=problem.demand, crew=problem.crew))


def chosen(problem: Problem, people: Ints) -> Problem:
    """Return the same with some of the people only."""
    return replace(
        problem,
        profile=problem.profile[people],
        root=problem.root[people],
        base=problem.base[people],
        group=problem.group[people],
    )


def _whole(problem: Problem, trial: Trial, before: Rosters) -> Rosters:
    """Return the rosters of a trial without the crews that are too small, priced exactly."""
    labels, types = trial.labels.copy(), trial.types.copy()
    dismiss(problem, labels, types)
    cost = price(problem, labels, types)
    return Rosters(labels, types, cost, cost < BIG / 2, before.released)


def _for_others(problem: Problem, rosters: Rosters, able: Ints) -> Labels:
    """Return the types (p, t) of rosters with open posts passed on to those more people can do.

    Somebody skilled who stands at a post of another type takes the open one, in the same shift, and
    leaves theirs open: that costs no more, and `able` (k,) says how many in reserve could come.
    """
    types, labels = rosters.types.copy(), rosters.labels
    if not len(labels):
        return types  # nobody is there who could take the open post
    short = problem.demand - rosters.present(problem)
    for day, shift, kind in np.argwhere(short > 0):
        easier = (able > able[kind]) & (problem.under <= problem.under[kind])
        there = (labels[:, day] == shift + 1) & problem.allowed[:, day, kind]
        movers = np.flatnonzero(there & easier[types[:, day]])
        order = np.argsort(-able[types[movers, day]], kind="stable")
        types[movers[order[: short[day, shift, kind]]], day] = kind
    return types
