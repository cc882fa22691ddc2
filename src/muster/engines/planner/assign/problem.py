"""Level A as arrays: who may go where, at what cost, and what each community needs.

Axes: parties a (people who go together, mostly one), units u, communities c, traits k.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

MOST_CELLS = 150
"""Parties times communities that are still placed exactly: mostly 10 ms, at most a second."""
RESERVE = -1
"""The place of a party that is sent nowhere."""


def sums(index: Ints, amount: Floats, length: int) -> Floats:
    """(length,): the amounts of each index added up."""
    return np.bincount(index, amount, length).astype(np.float64)


@dataclass(frozen=True)
class Problem:
    """One area's assignment.

    `people` holds, for each party, the numbers of its people in the instance. `size` (a,) people,
    `unit` (a,), `give` (a,) person-shifts they can give, `cost` (a, c) weighted commute, inf where
    not allowed, `has` (a, k) people with a trait.
    `keep` (u,) is kept together, `team` (u,) the least part of it in a community.
    `low`, `high`, `aim` (c,) person-shifts wanted, `need` (c, k) people wanted with each trait.
    `fragment` is the price of a part, `short` the price of a person-shift below `low` or above
    `high`, `short_trait` that of a person missing for a trait or a team. `must` (a,): may not
    stay in reserve.
    """

    people: tuple[tuple[int, ...], ...]
    size: Ints
    unit: Ints
    give: Floats
    cost: Floats
    has: Ints
    keep: Bools
    team: Ints
    low: Floats
    high: Floats
    aim: Floats
    need: Ints
    fragment: float
    short: float
    short_trait: float
    must: Bools
    members: tuple[Ints, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Group the parties by unit."""
        order = np.argsort(self.unit, kind="stable")
        cuts = np.searchsorted(self.unit[order], np.arange(1, len(self.keep)))
        object.__setattr__(self, "members", tuple(np.split(order, cuts)))

    @property
    def communities(self) -> int:
        """Number of communities."""
        return len(self.low)

    @property
    def units(self) -> int:
        """Number of units."""
        return len(self.keep)

    def parts(self, place: Ints) -> Ints:
        """(u, c): how many people of a unit are in a community."""
        found = np.zeros((self.units, self.communities), dtype=np.int64)
        sent = place >= 0
        np.add.at(found, (self.unit[sent], place[sent]), self.size[sent])
        return found

    def filled(self, place: Ints) -> Floats:
        """(c,): person-shifts that those sent there can give."""
        sent = place >= 0
        return sums(place[sent], self.give[sent], self.communities)

    def traits(self, place: Ints) -> Ints:
        """(c, k): people with each trait."""
        found = np.zeros(self.need.shape, dtype=np.int64)
        sent = place >= 0
        np.add.at(found, place[sent], self.has[sent])
        return found


def is_small(problem: Problem) -> bool:
    """May the area be placed exactly in about a second?"""
    return 0 < len(problem.size) * (problem.communities + 1) <= MOST_CELLS


@dataclass(frozen=True)
class Value:
    """What a placing costs; `faults` prices what is still missing and is 0 when nothing is."""

    fragments: int
    commute: float
    faults: float
    cost: float


def value_of(problem: Problem, place: Ints) -> Value:
    """Price a placing (a,); a party in a place that it may not have is infinitely dear."""
    sent = np.flatnonzero(place >= 0)
    commute = float(problem.cost[sent, place[sent]].sum())
    parts = problem.parts(place)[problem.keep]
    teams = problem.team[problem.keep][:, None]
    fragments = int((parts > 0).sum())
    missing = int(np.where(parts > 0, np.maximum(teams - parts, 0), 0).sum())
    missing += int(np.maximum(problem.need - problem.traits(place), 0).sum())
    filled = problem.filled(place)
    off = np.maximum(problem.low - filled, 0) + np.maximum(filled - problem.high, 0)
    at_home = int(problem.size[(place < 0) & problem.must].sum())
    faults = problem.short * float(off.sum()) + problem.short_trait * (missing + 2 * at_home)
    return Value(fragments, commute, faults, commute + problem.fragment * fragments + faults)
