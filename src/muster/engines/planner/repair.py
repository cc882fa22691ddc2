"""Repair a plan in force: people drop out, the past stays, and as little else as can be changes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec
import numpy as np
from scipy.optimize import linear_sum_assignment

from muster.engines.planner.model import Absence, Community, Instance, Plan, Row
from muster.engines.planner.roster.build import Tables
from muster.engines.planner.roster.crews import place
from muster.engines.planner.roster.kernel import BIG
from muster.engines.planner.roster.problem import Ints, Problem
from muster.engines.planner.roster.solve import dismiss, mend

EFFORT = 3
"""Removals and insertions a person, unless told otherwise."""


@dataclass(frozen=True)
class Change:
    """One cell of the roster that differs: `before` and `after` are shifts, None for a day off.

    `reason` is `absent` for who dropped out, `covers` for who takes a shift that somebody leaves,
    `relieved` for who gives one up so that a rule holds.
    """

    person: str
    community: str
    day: int
    before: str | None
    after: str | None
    reason: str


@dataclass(frozen=True)
class Repair:
    """A whole plan again, and what is different in it."""

    plan: Plan
    changes: tuple[Change, ...]


def repair(
    instance: Instance,
    plan: Plan,
    absences: Sequence[Absence],
    from_day: int,
    *,
    effort: int = EFFORT,
    seed: int = 1,
    tables: Tables | None = None,
) -> Repair:
    """Return the plan without those absent, mended where they leave a hole.

    Rows before `from_day` stay to the post. Only communities that somebody drops out of change.
    The same arguments give the same repair.

    Raises:
        ValueError: `from_day` is no day of the horizon.
    """
    if from_day not in range(instance.horizon.days):
        raise ValueError(f"day {from_day} is outside the horizon of {instance.horizon.days} days")
    tables = tables or Tables.of(instance)
    hit = {plan.assignment.get(absence.person) for absence in absences}
    touched = [community for community in instance.communities if community.id in hit]
    rows = [row for row in plan.roster if plan.assignment.get(row.person) not in hit]
    changes: list[Change] = []
    for community in touched:
        mended = _Community(tables, community, plan, absences, from_day)
        fresh, changed = mended.repair(effort, seed)
        rows += fresh
        changes += changed
    place_of = {community.id: i for i, community in enumerate(instance.communities)}
    rows.sort(key=lambda row: place_of.get(plan.assignment.get(row.person, ""), -1))
    meta: dict[str, Any] = {"solver": "muster", "repair": {"from_day": from_day, "effort": effort}}
    return Repair(msgspec.structs.replace(plan, roster=tuple(rows), meta=meta), tuple(changes))


class _Community:
    """One community that somebody drops out of."""

    def __init__(
        self,
        tables: Tables,
        community: Community,
        plan: Plan,
        absences: Sequence[Absence],
        from_day: int,
    ) -> None:
        self.tables, self.community = tables, community
        everybody = tables.instance.people
        self.people = people = [
            person for person in everybody if plan.assignment.get(person.id) == community.id
        ]
        self.from_day, self.days = from_day, tables.instance.horizon.days
        index = {person.id: i for i, person in enumerate(people)}
        self.absent = np.zeros((len(people), self.days), dtype=np.bool_)
        for absence in absences:
            if absence.person in index:
                last = self.days - 1 if absence.to_day is None else absence.to_day
                first = max(absence.from_day, from_day)
                self.absent[index[absence.person], first : last + 1] = True
        kinds = {post.id: tables.type_index[post.type] for post in community.posts}
        self.labels = np.zeros((len(people), self.days), dtype=np.int32)
        self.types = np.zeros_like(self.labels)
        self.posts: dict[tuple[str, int], str] = {}
        for row in plan.roster:
            if row.person in index:
                cell = index[row.person], row.day
                self.labels[cell] = 1 + tables.shift_index[row.shift]
                self.types[cell] = kinds[row.post]
                self.posts[row.person, row.day] = row.post

    def repair(self, effort: int, seed: int) -> tuple[list[Row], list[Change]]:
        """Return the rows of the community and what changed."""
        problem = self._problem()
        labels = np.where(self.absent, 0, self.labels).astype(np.int32)
        types = self.types.copy()
        before = np.where(self.absent, -1, self.labels).astype(np.int32)
        before[:, : self.from_day] = -1
        touch = self.tables.instance.weights.person_touched
        mend(problem, labels, types, before, touch, moves=effort * len(self.people), seed=seed)
        dismiss(problem, labels, types)
        self._keep_types(problem, labels, types)
        same = (labels == self.labels) & ((labels == 0) | (types == self.types))
        kept = {
            (person, day): post
            for (person, day), post in self.posts.items()
            if same[self._index[person], day]
        }
        instance = self.tables.instance
        rows = place(
            instance,
            self.community,
            self.people,
            labels,
            types,
            kept=kept,
            since=self.from_day,
        )
        return rows, self._changes(labels)

    def _keep_types(self, problem: Problem, labels: Ints, types: Ints) -> None:
        """Deal the types of each shift out anew, in place, so that most people keep theirs."""
        for day in range(self.from_day, self.days):
            for label in range(1, problem.base.shape[2]):
                members = np.flatnonzero(labels[:, day] == label)
                seats = np.sort(types[members, day])
                stayed = self.labels[members, day] == label
                keeps = stayed[:, None] & (self.types[members, day][:, None] == seats[None, :])
                cost = np.where(problem.allowed[members[:, None], day, seats[None, :]], 0.0, BIG)
                who, where = linear_sum_assignment(cost - keeps)
                types[members[who], day] = seats[where]

    @property
    def _index(self) -> dict[str, int]:
        return {person.id: i for i, person in enumerate(self.people)}

    def _problem(self) -> Problem:
        """Return the problem with the past and the absences fixed, and changes priced."""
        problem = self.tables.problem(self.community, self.people)
        base = problem.base.copy()
        columns = np.arange(base.shape[2])
        other = columns[None, None, :] != self.labels[:, :, None]
        price = self.tables.instance.weights.changed_cell
        base += price * (other & ~self.absent[:, :, None])
        past = np.zeros_like(other)
        past[:, : self.from_day] = True
        base = np.where(past, np.where(other, BIG, 0.0), base)
        base = np.where(self.absent[:, :, None] & (columns > 0), BIG, base)
        base = np.where(self.absent[:, :, None] & (columns == 0), 0.0, base)
        fixed = [
            (p, day, int(self.types[p, day]))
            for p, day in zip(*np.nonzero(self.labels[:, : self.from_day]), strict=True)
        ]
        locks = problem.fixed[problem.fixed[:, 1] >= self.from_day]
        both = np.concatenate([locks, np.array(fixed, dtype=np.int32).reshape(-1, 3)])
        return replace(problem, base=np.minimum(base, BIG), fixed=both.astype(np.int32))

    def _changes(self, labels: Ints) -> list[Change]:
        shifts: list[str | None] = [None, *(shift.id for shift in self.tables.instance.shifts)]
        changes = []
        for p, day in zip(*np.nonzero(labels != self.labels), strict=True):
            after = int(labels[p, day])
            reason = "absent" if self.absent[p, day] else "covers" if after else "relieved"
            before = shifts[int(self.labels[p, day])]
            person = self.people[p].id
            changes.append(
                Change(person, self.community.id, int(day), before, shifts[after], reason)
            )
        return changes
