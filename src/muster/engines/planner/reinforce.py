"""Send people out of the reserve to where shifts stay open, once there are rosters to fill.

Targets say beforehand how much a community should need; its rosters say what it does need. A group
goes (one person, whoever goes with them, and the rest of a least team) where the best rosters that
fill the open shifts save more than its way and a new part of its unit cost, at the file's weights.
What counts in the end are legal rosters priced exactly; no moves of the search are spent.
"""

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from muster.engines.planner.assign.build import Given, may_go
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

_GAIN = 1e-6


@dataclass(frozen=True)
class Reinforced:
    """What `people`, by number, change in a community: its rosters with them, them last."""

    people: tuple[int, ...]
    rosters: Rosters
    short: int
    lacking: float


@dataclass(frozen=True)
class Group:
    """People who go together, by number, the one with most to do first, and what sending costs."""

    people: tuple[int, ...]
    cost: float


@dataclass
class _Trial:
    """Rosters with people added, not all of them in whole crews yet; `cost` of sending them."""

    labels: Labels
    types: Labels
    present: Labels
    people: list[int] = field(default_factory=list)
    cost: float = 0.0


class Reserve:
    """Everybody who was sent nowhere, and may be; `sent` (p,) is a community by number or -1."""

    def __init__(self, given: Given, tables: Tables, sent: Ints) -> None:
        self.given, self.tables, self.sent = given, tables, sent
        self.sent_out = False
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
        self._kinds = replace(
            pool,
            profile=pool.profile[first],
            root=pool.root[first],
            base=pool.base[first],
            group=pool.group[first],
        )

    def reinforce(self, number: int, site: Site, shared: Shared) -> Reinforced | None:
        """Send people to a site by number where that pays; they leave the reserve."""
        rosters = site.rosters
        if rosters is None or not rosters.legal or not len(self.people):
            return None
        problem = shared.problem(number).without(rosters.released)
        calling = _Calling(self, number, problem)
        types = _for_others(problem, rosters, self._able())
        present = count_present(rosters.labels, types, problem.demand.shape)
        trial = _Trial(rosters.labels, types, present)
        best, kept = rosters.cost, None
        while (group := calling.next(trial)) is not None:
            calling.add(trial, group)
            people = [*site.people, *(self.given.instance.people[p] for p in trial.people)]
            whole = self.tables.problem(site.community, people).without(rosters.released)
            found = _whole(whole, trial, rosters)
            if found.cost + trial.cost < best - _GAIN:
                best = found.cost + trial.cost
                lacking = shared.in_people(found.shortage_cost(whole))
                kept = Reinforced(tuple(trial.people), found, found.missing(whole), lacking)
        if kept:
            self.sent[list(kept.people)] = number
            self.people = np.setdiff1d(self.people, kept.people)
            self.sent_out = True
        return kept

    def _able(self) -> Ints:
        """(k,): how many in reserve may do each type of post."""
        able = self._kinds.able[self._kinds.group[self.kind[self.people]]]
        return np.asarray(able.sum(axis=0), dtype=np.int64)

    def priced(self, problem: Problem) -> Pricer:
        """Return what finds the best roster of each kind of people in a community."""
        return Pricer(replace(self._kinds, demand=problem.demand, crew=problem.crew))


class _Calling:
    """Picks who is to go to one community next, at what its open shifts are worth."""

    def __init__(self, reserve: Reserve, number: int, problem: Problem) -> None:
        self.reserve, self.number, self.problem = reserve, number, problem
        given = reserve.given
        may = may_go(given, reserve.people, np.array([number]))[:, 0]
        # Nobody goes without those they share crews with.
        barred = np.zeros(int(given.party.max(initial=0)) + 1, dtype=np.bool_)
        barred[given.party[reserve.people[~may]]] = True
        self.people = reserve.people[~barred[given.party[reserve.people]]]
        away = given.home[self.people] - given.site[number]
        km = np.sqrt((away**2).sum(axis=1))
        self.way: Floats = given.instance.weights.commute_km * km
        self.pricer = reserve.priced(problem)
        keep = np.array([unit.keep_together for unit in given.instance.units], dtype=np.bool_)
        there = given.unit[reserve.sent == number]
        self.part = np.bincount(there, minlength=len(keep))
        self.keep = keep

    def next(self, trial: _Trial) -> Group | None:
        """Return who would save most at what open shifts are worth; None where nobody pays."""
        left = ~np.isin(self.people, trial.people)
        saves = -self._price(trial.present)[self.reserve.kind[self.people]]
        net = np.where(left, saves - self.way, -np.inf)
        beside = self._beside(left)[self.reserve.given.unit[self.people]]
        for at in np.argsort(beside - net, kind="stable"):
            if net[at] <= beside[at] + _GAIN:
                break
            group = self._group(int(at), left)
            if group and saves[at] > group.cost + _GAIN:
                return group
        return self._together(trial, left, net)

    def _together(self, trial: _Trial, left: Bools, net: Floats) -> Group | None:
        """Return a group that pays though none of it would alone; the best of each unit asks."""
        asked = set[int]()
        for at in np.argsort(-net, kind="stable"):
            unit = int(self.reserve.given.unit[self.people[at]])
            if net[at] <= _GAIN:
                return None
            if unit in asked:
                continue
            asked.add(unit)
            group = self._group(int(at), left)
            if group and len(group.people) > 1 and self._saving(trial, group) > group.cost + _GAIN:
                return group
        return None

    def _saving(self, trial: _Trial, group: Group) -> float:
        """Return what a group saves, one after the other."""
        present, saved = trial.present, 0.0
        for p in group.people:
            kind = self.reserve.kind[p]
            saved -= float(self._price(present)[kind])
            labels, types = self.pricer.labels[[kind]], self.pricer.types[[kind]]
            present = present + count_present(labels, types, present.shape)
        return saved

    def _price(self, present: Labels) -> Floats:
        """(kinds,): the least that one person more would cost; open shifts earn what they cost."""
        problem = self.problem
        wanted = (present < problem.demand) | ((present > 0) & (present < problem.crew))
        return self.pricer.solve(np.where(wanted, -problem.under, problem.over))

    def _lacking(self) -> Ints:
        """(u,): people that a unit must send together, none where it sends as few as it likes."""
        return np.where(self.keep, np.maximum(self.reserve.given.team - self.part, 0), 0)

    def _beside(self, left: Bools) -> Floats:
        """(u,): what has to be paid beside somebody's own way: a new part, and a least team."""
        given = self.reserve.given
        cost = np.where(self.keep & (self.part == 0), given.instance.weights.fragment, 0.0)
        lacking, unit = self._lacking(), given.unit[self.people]
        for u in np.flatnonzero(lacking > 1):
            ways = np.sort(self.way[left & (unit == u)])
            cost[u] += ways[: lacking[u] - 1].sum() if len(ways) >= lacking[u] else np.inf
        return cost

    def _group(self, at: int, left: Bools) -> Group | None:
        """Return somebody with everybody who has to come along; None where too few can."""
        given, people = self.reserve.given, self.people
        party = given.party[people]
        rows = [at, *(int(i) for i in np.flatnonzero(party == party[at]) if i != at)]
        lacking, unit, cost = self._lacking(), given.unit[people], 0.0
        alone = left & (np.bincount(given.party)[party] == 1)
        for u in np.unique(unit[rows]):
            more = int(lacking[u] - (unit[rows] == u).sum())
            others = np.setdiff1d(np.flatnonzero(alone & (unit == u)), rows)
            if more > len(others):
                return None
            near = others[np.argsort(self.way[others], kind="stable")]
            rows += near[: max(more, 0)].tolist()
            if self.keep[u] and self.part[u] == 0:
                cost += given.instance.weights.fragment
        return Group(tuple(people[rows].tolist()), cost + float(self.way[rows].sum()))

    def add(self, trial: _Trial, group: Group) -> None:
        """Give each of a group the best roster beside the others, in place."""
        for p in group.people:
            self._price(trial.present)
            kind = self.reserve.kind[p]
            labels, types = self.pricer.labels[[kind]], self.pricer.types[[kind]]
            trial.labels = np.concatenate([trial.labels, labels])
            trial.types = np.concatenate([trial.types, np.where(labels > 0, types, 0)])
            trial.present = trial.present + count_present(labels, types, trial.present.shape)
            trial.people.append(p)
            self.part[self.reserve.given.unit[p]] += 1
        trial.cost += group.cost


def _whole(problem: Problem, trial: _Trial, before: Rosters) -> Rosters:
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
