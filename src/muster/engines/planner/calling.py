"""Who of the reserve is to go to one community next, at what its open shifts are worth.

Tens of thousands may be in reserve, and a roster for each would take long. Those whose rules are
alike are priced as one first, as if nobody had leave or wishes: nobody of them saves more. Kinds of
people are then priced exactly from the most promising on, until none that is left can be better.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from muster.engines.planner.assign.build import may_go
from muster.engines.planner.roster.problem import Floats, Problem, count_present

if TYPE_CHECKING:
    from muster.engines.planner.reinforce import Reserve

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Labels = npt.NDArray[np.int32]

GAIN = 1e-6
"""Less pays nothing."""
_AT_ONCE = 32  # kinds priced together,
_AHEAD = 512  # those of so many people who look best


@dataclass(frozen=True)
class Group:
    """People who go together, by number, the one with most to do first, and what sending costs."""

    people: tuple[int, ...]
    cost: float


@dataclass
class Trial:
    """Rosters with people added, not all of them in whole crews yet; `cost` of sending them."""

    labels: Labels
    types: Labels
    present: Labels
    people: list[int] = field(default_factory=list)
    cost: float = 0.0


class _Worth:
    """What one person more of each kind would save, with so many `present` (t, s, k).

    `saves` (kinds,) is what they save where `exact`, and not less than that elsewhere.
    """

    def __init__(self, calling: "Calling", present: Labels) -> None:
        self.calling = calling
        self.price = calling.price(present)
        coarse = calling.reserve.coarse
        self.saves: Floats = -calling.coarse.solve(self.price)[coarse]
        self.exact = np.zeros(len(coarse), dtype=np.bool_)

    def ask(self, kinds: Ints) -> None:
        """Price some kinds exactly."""
        fresh = np.unique(kinds[~self.exact[kinds]])
        if len(fresh):
            calling = self.calling
            pricer = calling.reserve.pricer(calling.problem, fresh)
            self.saves[fresh] = -pricer.solve(self.price)
            self.exact[fresh] = True

    def ask_ahead(self, value: Floats, kinds: Ints) -> None:
        """Price the kinds (n,) of those exactly who look best by `value` (n,)."""
        ahead = min(_AHEAD, len(value))
        best = np.argpartition(-value, ahead - 1)[:ahead]
        best = best[np.argsort(-value[best], kind="stable")]
        open_ = dict.fromkeys(kinds[best[~self.exact[kinds[best]]]].tolist())
        self.ask(np.array(list(open_)[:_AT_ONCE], dtype=np.int64))


class Calling:
    """Calls people out of the reserve to one community."""

    def __init__(self, reserve: "Reserve", number: int, problem: Problem) -> None:
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
        self.unit, self.party = given.unit[self.people], given.party[self.people]
        self.kind = reserve.kind[self.people]
        self.alone = np.bincount(given.party)[self.party] == 1
        self.by_way = np.lexsort((self.way, self.unit))
        self.coarse = reserve.pricer(problem)
        self.keep = np.array([unit.keep_together for unit in given.instance.units], dtype=np.bool_)
        there = given.unit[reserve.sent == number]
        self.part = np.bincount(there, minlength=len(self.keep))

    def price(self, present: Labels) -> Floats:
        """(t, s, k): what one person more costs; open shifts earn what they cost."""
        problem = self.problem
        wanted = (present < problem.demand) | ((present > 0) & (present < problem.crew))
        return np.where(wanted, -problem.under, problem.over)

    def next(self, trial: Trial) -> Group | None:
        """Return who would save most at what open shifts are worth; None where nobody pays."""
        worth = _Worth(self, trial.present)
        left = ~np.isin(self.people, trial.people)
        beside = self._beside(left)
        open_ = left.copy()
        while open_.any():
            value = worth.saves[self.kind] - self.way - beside[self.unit]
            value[~open_] = -np.inf
            at = int(np.argmax(value))
            if value[at] <= GAIN:
                break
            if not worth.exact[self.kind[at]]:
                worth.ask_ahead(value, self.kind)
                continue
            group = self._group(at, left)
            if group and worth.saves[self.kind[at]] > group.cost + GAIN:
                return group
            open_ &= ~self._alike(at)
        return self._together(worth, trial, left, beside)

    def _alike(self, at: int) -> Bools:
        """Mark somebody, and who would do the same with a longer way: theirs costs no less."""
        if self.alone[at]:
            same = (self.kind == self.kind[at]) & (self.unit == self.unit[at])
            return np.asarray(same & self.alone & (self.way >= self.way[at]))
        found = np.zeros(len(self.people), dtype=np.bool_)
        found[at] = True
        return found

    def _together(self, worth: _Worth, trial: Trial, left: Bools, beside: Floats) -> Group | None:
        """Return a group that pays though none of it would alone; the best of each unit asks."""
        several = left & (~self.alone | (self._lacking()[self.unit] > 1))
        # All of a team together save no more than so many of the best.
        most = np.zeros(len(beside))
        np.maximum.at(most, self.unit[left], worth.saves[self.kind[left]])
        hope = (self._lacking() * most)[self.unit] - self.way - beside[self.unit]
        several &= (hope > GAIN) | ~self.alone
        while several.any():
            value = np.where(several, worth.saves[self.kind] - self.way, -np.inf)
            at = int(np.argmax(value))
            if value[at] <= GAIN:
                break
            if not worth.exact[self.kind[at]]:
                worth.ask_ahead(value, self.kind)
                continue
            several &= self.unit != self.unit[at]
            group = self._group(at, left)
            if group and len(group.people) > 1 and self._pays(worth, trial, group):
                return group
        return None

    def _pays(self, worth: _Worth, trial: Trial, group: Group) -> bool:
        """Does a group save more than it costs, one after the other?"""
        kinds = self.reserve.kind[list(group.people)]
        # What is open for the next is open for the one before: nobody saves more than at once.
        if worth.saves[kinds].sum() <= group.cost + GAIN:
            return False
        present, saved = trial.present, 0.0
        for kind in kinds:
            total, labels, types = self._best(present, int(kind))
            saved -= total
            present = present + count_present(labels, types, present.shape)
        return saved > group.cost + GAIN

    def _best(self, present: Labels, kind: int) -> tuple[float, Labels, Labels]:
        """Return the least that one person more of a kind would cost, and their roster (1, t)."""
        pricer = self.reserve.pricer(self.problem, np.array([kind]))
        total = float(pricer.solve(self.price(present))[0])
        return total, pricer.labels, pricer.types

    def _lacking(self) -> Ints:
        """(u,): people that a unit must send together, none where it sends as few as it likes."""
        return np.where(self.keep, np.maximum(self.reserve.given.team - self.part, 0), 0)

    def _beside(self, left: Bools) -> Floats:
        """(u,): what has to be paid beside somebody's own way: a new part, and a least team."""
        fragment = self.reserve.given.instance.weights.fragment
        cost = np.where(self.keep & (self.part == 0), fragment, 0.0)
        wanted = np.maximum(self._lacking() - 1, 0)
        near = self.by_way[left[self.by_way]]  # by unit, the nearest first
        unit = self.unit[near]
        rank = np.arange(len(near)) - np.searchsorted(unit, unit)
        come = rank < wanted[unit]
        cost += np.bincount(unit[come], self.way[near[come]], minlength=len(cost))
        found = np.bincount(unit[come], minlength=len(cost))
        return np.where(found < wanted, np.inf, cost)

    def _group(self, at: int, left: Bools) -> Group | None:
        """Return somebody with everybody who has to come along; None where too few can."""
        people, unit = self.people, self.unit
        rows = [at]
        if not self.alone[at]:
            rows += [int(i) for i in np.flatnonzero(self.party == self.party[at]) if i != at]
        lacking, cost = self._lacking(), 0.0
        for u in np.unique(unit[rows]):
            more = int(lacking[u] - (unit[rows] == u).sum())
            if more > 0:
                others = np.flatnonzero(left & self.alone & (unit == u))
                others = np.setdiff1d(others, rows)
                if more > len(others):
                    return None
                near = others[np.argsort(self.way[others], kind="stable")]
                rows += near[:more].tolist()
            if self.keep[u] and self.part[u] == 0:
                cost += self.reserve.given.instance.weights.fragment
        return Group(tuple(people[rows].tolist()), cost + float(self.way[rows].sum()))

    def add(self, trial: Trial, group: Group) -> None:
        """Give each of a group the best roster beside the others, in place."""
        for p in group.people:
            _, labels, types = self._best(trial.present, int(self.reserve.kind[p]))
            trial.labels = np.concatenate([trial.labels, labels])
            trial.types = np.concatenate([trial.types, np.where(labels > 0, types, 0)])
            trial.present = trial.present + count_present(labels, types, trial.present.shape)
            trial.people.append(p)
            self.part[self.reserve.given.unit[p]] += 1
        trial.cost += group.cost
