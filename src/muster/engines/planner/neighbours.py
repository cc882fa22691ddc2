"""A few small places planned anew at once and exactly: who is there, and everybody's shifts.

Annealing moves people between places by what they could give, and calls reserves group by group. A
place of five people lives on whole crews: it may take two people from two others, or three of the
reserve at once, before anything is covered. One model says for each small place that falls short,
its neighbours and the reserve, what is best; it is taken where it is better at the file's weights.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from muster.engines.planner.assign.build import Given
from muster.engines.planner.roster import solve as roster
from muster.engines.planner.roster.build import Tables
from muster.engines.planner.roster.kernel import BIG
from muster.engines.planner.roster.problem import Problem
from muster.engines.planner.roster.solve import UNIT, Rosters
from muster.engines.planner.tasks import Site

Ints = npt.NDArray[np.int64]

_SMALL = 24
"""People at a place that is planned so: with more the search does well, and a model takes long."""
_MOST = 2500
"""Shifts that people may work in a model, with slots counted that ask for somebody only."""
_PLACES = 5
_RESERVES = 12
_A_UNIT = 600
"""Shifts in a model that count as one unit of effort; as 15 where there are 120 places."""
_A_FEW = 8
_WORK = 1.5  # CP-SAT's deterministic time, about as many seconds
_SETTLING = 0.4  # units for the personal prices of what was found
_GAIN = 1e-6
SECONDS = 3.0
"""What one neighbourhood takes at the most."""


@dataclass(frozen=True)
class Neighbourhood:
    """Places and people by number, and the `moves` that their plan counts for."""

    places: tuple[int, ...]
    people: tuple[int, ...]
    moves: int


@dataclass(frozen=True)
class Replanned:
    """Who is at a place, by number, and their rosters."""

    people: tuple[int, ...]
    rosters: Rosters


def whole(rosters: Rosters) -> bool:
    """Do rosters keep all rules, with every lock?"""
    return rosters.legal and not len(rosters.released)


class Neighbours:
    """Finds and plans neighbourhoods of an instance; `sends`: may people be sent elsewhere?"""

    def __init__(self, given: Given, tables: Tables, *, sends: bool) -> None:
        self.given, self.tables, self.sends = given, tables, sends
        self.tried: dict[Neighbourhood, tuple[tuple[int, ...], ...]] = {}

    @cached_property
    def slots(self) -> Ints:
        """(c,): slots of each community that ask for somebody."""
        communities = self.given.instance.communities
        return np.array(
            [
                len({(row.day, row.shift, row.post_type) for row in place.demand if row.count})
                for place in communities
            ],
            dtype=np.int64,
        )

    def around(self, number: int, members: Sequence[Sequence[int]]) -> Neighbourhood | None:
        """Return what is planned together with a place; None where that is too much or known.

        `members` (c) are the people at every place, by number.
        """
        if len(members[number]) > _SMALL:
            return None
        reserve = self._reserve(number, members)
        places, people = [number], [*members[number], *reserve]
        if len(people) * int(self.slots[number]) > _MOST:
            return None
        for c in self._others(number, members) if self.sends else ():
            wider = [*people, *members[c]]
            size = len(wider) * int(self.slots[[*places, c]].sum())
            if size <= _MOST and (len(places) < _PLACES or len(members) <= _PLACES):
                places, people = [*places, c], wider
        if not people:
            return None
        places.sort()
        size = len(people) * int(self.slots[places].sum())
        units = -(-size // _A_UNIT) * max(len(members) // _A_FEW, 1)
        found = Neighbourhood(tuple(places), tuple(sorted(people)), units * UNIT)
        now = tuple(tuple(members[c]) for c in places)
        if self.tried.get(found) == now:
            return None
        self.tried[found] = now
        return found

    def _reserve(self, number: int, members: Sequence[Sequence[int]]) -> list[int]:
        """Return those in reserve who are nearest, with whoever they share crews with."""
        given = self.given
        if not self.sends:
            return []
        home = np.ones(len(given.unit), dtype=np.bool_)
        home[[p for people in members for p in people]] = False
        home &= given.fixed < 0
        left = np.flatnonzero(home)
        km = np.hypot(*(given.home[left] - given.site[number]).T)
        near = left[np.argsort(km, kind="stable")][:_RESERVES]
        return [int(p) for p in left[np.isin(given.party[left], given.party[near])]]

    def _others(self, number: int, members: Sequence[Sequence[int]]) -> list[int]:
        """Return other places: those with somebody to spare first, then the nearest."""
        given = self.given
        km = np.hypot(*(given.site - given.site[number]).T)
        spare = np.zeros(len(members), dtype=np.bool_)
        for c, people in enumerate(members):
            give = given.supply.give[[*people]]
            spare[c] = bool(len(give)) and give.sum() - give.max() >= given.targets.demand[c]
        order = np.lexsort((km, ~spare))
        return [int(c) for c in order if c != number]

    def plan(
        self,
        around: Neighbourhood,
        sites: Mapping[int, Site],
        members: Mapping[int, Sequence[int]],
        seed: int,
    ) -> dict[int, Replanned] | None:
        """Return who is to be at each place of a neighbourhood; None if nothing is better.

        `members` are the people at its places now.
        """
        before = {c: sites[c].rosters for c in around.places}
        known = {c: rosters for c, rosters in before.items() if rosters and whole(rosters)}
        from muster.engines.planner.joint import Joint  # a second to import, seldom needed

        joint = Joint(self.given, self.tables, around.places, around.people, sends=self.sends)
        for c in around.places:
            joint.begin(c, members[c], known.get(c))
        found = joint.planned(_WORK)
        if found is None:
            return None
        replanned, cost = {}, 0.0
        for c, (people, labels, types) in found.items():
            problem = self._problem(c, people)
            rosters = Rosters(labels, types, roster.price(problem, labels, types), legal=True)
            rosters = roster.improve(problem, rosters, effort=_SETTLING, seed=seed)
            replanned[c] = Replanned(tuple(people), rosters)
            cost += rosters.cost
        if len(known) < len(before) and cost < BIG / 2:
            return replanned  # all rules are kept, at last
        was = sum(rosters.cost for rosters in known.values()) + self._ways(members)
        now = cost + self._ways({c: one.people for c, one in replanned.items()})
        return replanned if now < was - _GAIN else None

    def _problem(self, c: int, people: Sequence[int]) -> Problem:
        instance = self.given.instance
        return self.tables.problem(instance.communities[c], [instance.people[p] for p in people])

    def _ways(self, members: Mapping[int, Sequence[int]]) -> float:
        """Return what it costs that people are at places: their ways, and parts of their units."""
        given, instance = self.given, self.given.instance
        cost = 0.0
        for c, people in members.items():
            away = given.home[[*people]] - given.site[c]
            cost += instance.weights.commute_km * float(np.sqrt((away**2).sum(axis=1)).sum())
            units = {int(given.unit[p]) for p in people}
            parts = sum(instance.units[u].keep_together for u in units)
            cost += instance.weights.fragment * parts
        return cost
