"""Who may work where, and what is asked for there, by skill, shift, days and area."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from muster.engines.planner.capacity.giving import Giving, Profile
from muster.engines.planner.model import Instance, Person

WEEK = 7


@dataclass(frozen=True)
class Group:
    """A set of slots: those that need all `skills`, in `shifts`, in `area` (None: everywhere)."""

    skills: frozenset[str]
    shifts: frozenset[str]
    area: str | None


Ints = npt.NDArray[np.int64]
_Kind = tuple[int, frozenset[str], frozenset[str] | None]  # profile, skills, areas allowed


class Census:
    """People counted by what they can give, slots by what they need."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.giving = Giving(instance)
        self.days = instance.horizon.days
        self.all_shifts = frozenset(shift.id for shift in instance.shifts)
        self.everybody = Group(frozenset(), self.all_shifts, None)
        self._asked = {kind.id: frozenset(kind.skills) for kind in instance.post_types}
        self._useful = frozenset[str]().union(*self._asked.values())
        self._allowed = self._areas()
        self._number: dict[Profile, int] = {}
        self._kinds = Counter(self._kind(person) for person in instance.people)
        self._profiles = tuple(self._number)
        self._counts: dict[tuple[frozenset[str], str | None], Ints] = {}
        self._shifts: dict[tuple[frozenset[str], int, int], Ints] = {}
        self._demand = self._count_demand()

    def groups(self) -> Iterator[Group]:
        """Every combination worth counting."""
        skills = {frozenset[str](), *self._asked.values()}
        shifts = {self.all_shifts, *(frozenset([shift]) for shift in self.all_shifts)}
        if self.giving.nights:
            shifts.add(self.giving.nights)
        areas = sorted({community.subdistrict for community in self.instance.communities})
        tied = any(allowed is not None for _, _, allowed in self._kinds)
        for area in (None, *areas) if tied else (None,):
            for needed in sorted(skills, key=sorted):
                for given in sorted(shifts, key=lambda each: (-len(each), sorted(each))):
                    yield Group(needed, given, area)

    def ranges(self) -> Iterator[tuple[int, int]]:
        """All days, each week from the first on, and each day."""
        seen = [(0, self.days - 1)]
        seen += [(d, min(d + WEEK, self.days) - 1) for d in range(0, self.days, WEEK)]
        seen += [(day, day) for day in range(self.days)]
        yield from dict.fromkeys(seen)

    def need(self, group: Group, first: int, last: int) -> int:
        """Person-shifts asked for."""
        return sum(
            self._demand[group.area, needed, shift, day]
            for needed in set(self._asked.values())
            if group.skills <= needed
            for shift in group.shifts
            for day in range(first, last + 1)
        )

    def give(self, group: Group, first: int = 0, last: int | None = None) -> int:
        """Person-shifts that those who may can give at most."""
        last = self.days - 1 if last is None else last
        return int(self._able(group) @ self._most(group.shifts, first, last))

    def people(self, group: Group) -> tuple[str, ...]:
        """Ids of those who may work there."""
        people = self.instance.people
        return tuple(person.id for person in people if _may(self._kind(person), group))

    def places(self, group: Group) -> tuple[str, ...]:
        """Ids of the communities there."""
        return tuple(
            community.id
            for community in self.instance.communities
            if group.area in (None, community.subdistrict)
        )

    def _kind(self, person: Person) -> _Kind:
        profile = self.giving.profile(person)
        number = self._number.setdefault(profile, len(self._number))
        return number, self._useful & frozenset(person.skills), self._allowed[person.unit]

    def _areas(self) -> dict[str, frozenset[str] | None]:
        """Where each unit may go, by subdistrict; None is everywhere."""
        place = {community.id: community.subdistrict for community in self.instance.communities}
        found: dict[str, frozenset[str] | None] = {}
        for unit in self.instance.units:
            if unit.local and unit.community is not None:
                found[unit.id] = frozenset([place[unit.community]])
            elif unit.allowed_subdistricts is not None:
                found[unit.id] = frozenset(unit.allowed_subdistricts)
            else:
                found[unit.id] = None
        return found

    def _able(self, group: Group) -> Ints:
        """(profiles,): how many of each may work in the group's slots."""
        key = (group.skills, group.area)
        found = self._counts.get(key)
        if found is None:
            found = self._counts[key] = np.zeros(len(self._profiles), dtype=np.int64)
            for kind, count in self._kinds.items():
                if _may(kind, group):
                    found[kind[0]] += count
        return found

    def _most(self, shifts: frozenset[str], first: int, last: int) -> Ints:
        """(profiles,): what somebody of each can give of these shifts and days."""
        key = (shifts, first, last)
        found = self._shifts.get(key)
        if found is None:
            given = self.giving
            found = self._shifts[key] = np.array(
                [
                    given.shifts(profile, lambda d, s: first <= d <= last and s in shifts)
                    for profile in self._profiles
                ],
                dtype=np.int64,
            )
        return found

    def _count_demand(self) -> Counter[tuple[str | None, frozenset[str], str, int]]:
        demand: Counter[tuple[str | None, frozenset[str], str, int]] = Counter()
        for community in self.instance.communities:
            for row in community.demand:
                needed = self._asked[row.post_type]
                demand[community.subdistrict, needed, row.shift, row.day] += row.count
                demand[None, needed, row.shift, row.day] += row.count
        return demand


def _may(kind: _Kind, group: Group) -> bool:
    """Whether people of a kind may work in a group's slots."""
    _, skills, allowed = kind
    return group.skills <= skills and (
        group.area is None or allowed is None or group.area in allowed
    )
