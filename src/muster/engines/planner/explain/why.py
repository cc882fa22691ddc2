"""Why this shift, and why this gap is empty: everybody and every alternative, rule by rule."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from msgspec.structs import replace

from muster.engines.planner.cover import Bend, StandIn, stand_ins
from muster.engines.planner.explain.said import Param, Said, say, say_bend, say_name
from muster.engines.planner.explain.site import alone
from muster.engines.planner.model import Community, Instance, Plan, Row
from muster.engines.planner.roster import solve as roster
from muster.engines.planner.roster.build import Tables
from muster.engines.planner.roster.crews import crew_of
from muster.engines.planner.roster.kernel import BIG
from muster.engines.planner.roster.problem import Ints, count_present

_NAMED = 3


@dataclass(frozen=True)
class Alternative:
    """Something else that day: `shift` None is a day off. `bends` are the rules against it.

    `change` is what the objective of the rosters would change by, None where a rule forbids it.
    `crew`: how many the crew left behind, or joined, would have where that is too few, else None.
    """

    shift: str | None
    post_type: str | None
    bends: tuple[Bend, ...]
    change: float | None
    crew: tuple[int, int] | None
    said: tuple[Said, ...]


@dataclass(frozen=True)
class WhyShift:
    """`row` of the plan, None for a day off; the alternatives, legal and cheapest first.

    `instead`: who else could stand there, best first.
    """

    person: str
    day: int
    row: Row | None
    said: Said
    alternatives: tuple[Alternative, ...]
    instead: tuple[StandIn, ...]


@dataclass(frozen=True)
class Stopped:
    """`count` people whom `rule` stops, and those of them who would bend fewest rules."""

    rule: str
    count: int
    nearest: tuple[StandIn, ...]
    said: Said


@dataclass(frozen=True)
class WhyEmpty:
    """`wanted` and `present` people, everybody by the rule that stops them, and who could come.

    `least`: the crew that has to come at once where nobody is there yet, else 1.
    """

    said: Said
    wanted: int
    present: int
    least: int
    free: tuple[StandIn, ...]
    stopped: tuple[Stopped, ...]


def why_shift(instance: Instance, plan: Plan, person: str, day: int) -> WhyShift:
    """Return why somebody has the shift (or the day off) of a day.

    Raises:
        KeyError: no such person; the day lies outside the horizon.
    """
    if person not in {one.id for one in instance.people}:
        raise KeyError(person)
    if day not in range(instance.horizon.days):
        raise KeyError(day)
    where = plan.assignment.get(person)
    row = next((one for one in plan.roster if (one.person, one.day) == (person, day)), None)
    if where is None:
        return WhyShift(person, day, row, say("unsent_person", person=person), (), ())
    desk = _Desk(instance, plan, where)
    said = say("off", person=person, day=day)
    instead: list[StandIn] = []
    if row is not None:
        said = say("works", person=person, shift=row.shift, day=day, post=row.post)
        kind = next(post.type for post in desk.place.posts if post.id == row.post)
        cover = stand_ins(instance, plan, community=where, day=day, shift=row.shift, post_type=kind)
        instead = [one for one in cover if one.person != person][:_NAMED]
    found = sorted(desk.alternatives(person, day, row), key=_order)
    return WhyShift(person, day, row, said, tuple(found), tuple(instead))


def _order(one: Alternative) -> tuple[bool, int, float, str]:
    return one.change is None, len(one.bends), one.change or 0.0, one.shift or ""


class _Desk:
    """The rosters of one community as they stand, and what they cost."""

    def __init__(self, instance: Instance, plan: Plan, where: str) -> None:
        self.instance, self.plan = instance, plan
        self.place: Community = next(one for one in instance.communities if one.id == where)
        people = [one for one in instance.people if plan.assignment.get(one.id) == where]
        site = alone(instance, self.place, people)
        self.number = {one.id: i for i, one in enumerate(people)}
        self.tables = Tables.of(site)
        self.problem = self.tables.problem(self.place, people)
        kinds = {post.id: self.tables.type_index[post.type] for post in self.place.posts}
        shape = (len(people), instance.horizon.days)
        self.labels: Ints = np.zeros(shape, dtype=np.int32)
        self.types: Ints = np.zeros(shape, dtype=np.int32)
        for row in plan.roster:
            if row.person in self.number and row.post in kinds:
                cell = self.number[row.person], row.day
                self.labels[cell] = 1 + self.tables.shift_index[row.shift]
                self.types[cell] = kinds[row.post]

    def alternatives(self, person: str, day: int, row: Row | None) -> Iterator[Alternative]:
        """Yield a day off, and every shift and post type open that day, but what is worked."""
        now = self._cost(self.labels, self.types)
        cell = self.number[person], day
        if row is not None:
            yield self._judged(cell, None, None, (), now)
        free = replace(
            self.plan,
            roster=tuple(one for one in self.plan.roster if (one.person, one.day) != (person, day)),
        )
        weekday = self.instance.horizon.weekday(day)
        worked = None if row is None else (self.labels[cell] - 1, self.types[cell])
        for s, shift in enumerate(self.instance.shifts):
            open_ = {post.type for post in self.place.posts if post.is_open(shift.id, weekday)}
            for k, kind in enumerate(self.instance.post_types):
                if kind.id not in open_ or worked == (s, k):
                    continue
                cover = stand_ins(
                    self.instance, free, community=self.place.id, day=day, shift=shift.id,
                    post_type=kind.id,
                )  # fmt: skip
                bends = next(one.bends for one in cover if one.person == person)
                yield self._judged(cell, (s, shift.id), (k, kind.id), bends, now)

    def _judged(
        self,
        cell: tuple[int, int],
        shift: tuple[int, str] | None,
        kind: tuple[int, str] | None,
        bends: tuple[Bend, ...],
        now: float,
    ) -> Alternative:
        labels, types = self.labels.copy(), self.types.copy()
        labels[cell] = 0 if shift is None else 1 + shift[0]
        types[cell] = 0 if kind is None else kind[0]
        crew = self._small(labels, types, cell[1])
        change = None
        if not bends and crew is None:
            cost = self._cost(labels, types)
            change = cost - now if max(cost, now) < BIG / 2 else None
        name = list(self.number)[cell[0]]
        where = {"shift": "off" if shift is None else shift[1],
                 "post_type": "" if kind is None else kind[1]}  # fmt: skip
        said = [say("alternative_bends", **where, person=name, bend=(say_bend(bend),))
                for bend in bends]  # fmt: skip
        if crew is not None:
            said.append(say("alternative_crew", **where, found=crew[0], least=crew[1]))
        if change is not None:
            said.append(say("alternative_costs", **where, change=round(change, 3)))
        return Alternative(
            None if shift is None else shift[1], None if kind is None else kind[1], bends,
            change, crew, tuple(said),
        )  # fmt: skip

    def _small(self, labels: Ints, types: Ints, day: int) -> tuple[int, int] | None:
        """Return the number and the least of a crew of the day that is too small."""
        present = count_present(labels, types, self.problem.demand.shape)[day]
        small = (present > 0) & (present < self.problem.crew[day])
        if not small.any():
            return None
        at = tuple(np.argwhere(small)[0])
        return int(present[at]), int(self.problem.crew[day][at])

    def _cost(self, labels: Ints, types: Ints) -> float:
        return roster.price(self.problem, labels, types)


def why_empty(
    instance: Instance, plan: Plan, *, community: str, day: int, shift: str, post_type: str
) -> WhyEmpty:
    """Return who could be thought of for a gap, grouped by the rule that stops them.

    Everybody counts: those sent elsewhere as well, whom `other_community` stops. People stand with
    the first rule that they would bend; the nearest of each group bend fewest.

    Raises:
        KeyError: no such community, day, shift or post type.
    """
    place = next((one for one in instance.communities if one.id == community), None)
    known = (
        place is not None,
        day in range(instance.horizon.days),
        any(one.id == shift for one in instance.shifts),
        any(one.id == post_type for one in instance.post_types),
    )
    if place is None or not all(known):
        raise KeyError((community, day, shift, post_type)[known.index(False)])
    cell = (day, shift, post_type)
    wanted = sum(row.count for row in place.demand if (row.day, row.shift, row.post_type) == cell)
    posts = {post.id: post for post in place.posts if post.type == post_type}
    present = sum((row.day, row.shift) == cell[:2] and row.post in posts for row in plan.roster)
    here: dict[str, Param] = {
        "community": community,
        "day": day,
        "shift": shift,
        "post_type": post_type,
    }
    if present >= wanted:
        return WhyEmpty(say("no_gap", **here), wanted, present, 1, (), ())
    crews = [crew_of(instance, post) for post in posts.values()]
    least = min(crews, default=1) if not present else 1
    everybody = _everybody(instance, plan, community, cell)
    free = tuple(one for one in everybody if not one.bends)
    groups: dict[str, list[StandIn]] = {}
    for one in everybody:
        if one.bends:
            groups.setdefault(one.bends[0].rule, []).append(one)
    stopped = tuple(_stopped(rule, group) for rule, group in sorted(groups.items(), key=_size))
    said = say("gap", **here, present=present, wanted=wanted)
    return WhyEmpty(said, wanted, present, least, free, stopped)


def _size(group: tuple[str, list[StandIn]]) -> tuple[int, str]:
    return min(len(one.bends) for one in group[1]), group[0]


def _stopped(rule: str, group: list[StandIn]) -> Stopped:
    nearest = tuple(sorted(group, key=lambda one: len(one.bends))[:_NAMED])
    names = tuple(
        say("named", person=one.person, bends=tuple(say_bend(b) for b in one.bends))
        for one in nearest
    )
    said = say("stopped", count=len(group), rule=(say_name(rule),), names=names)
    return Stopped(rule, len(group), nearest, said)


def _everybody(
    instance: Instance, plan: Plan, community: str, cell: tuple[int, str, str]
) -> list[StandIn]:
    """Return everybody, those of other communities with that among what they would bend."""
    elsewhere = {name: to for name, to in plan.assignment.items() if to != community}
    kept = {name: to for name, to in plan.assignment.items() if to == community}
    day, shift, post_type = cell
    found = stand_ins(
        instance, replace(plan, assignment=kept), community=community, day=day, shift=shift,
        post_type=post_type,
    )  # fmt: skip
    return [
        one
        if one.person not in elsewhere
        else StandIn(
            one.person,
            (Bend("other_community", elsewhere[one.person]), *one.bends),
            one.shifts,
            one.km,
            reserve=False,
        )
        for one in found
    ]
