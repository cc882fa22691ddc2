"""Cover for one shift: who can stand in, best first, each with the rules that it would bend."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import hypot

from muster.engines.planner.clock import span
from muster.engines.planner.model import Community, Instance, Person, Plan, Shift, limits_of
from muster.engines.planner.words import _, spoken

_HOUR = 60

RULES = {
    "working": _("works shift {found} that day"),
    "leave": _("is on leave"),
    "excluded_shift": _("is never to get this shift"),
    "availability": _("did not offer this time"),
    "night_age": _("is {found} years old; the limit for nights is {limit}"),
    "skills": _("lacks {found}"),
    "rest": _("would rest {found:g} h; {limit:g} are due"),
    "consecutive_days": _("would work {found:g} days in a row; {limit:g} may be"),
    "consecutive_nights": _("would work {found:g} nights in a row; {limit:g} may be"),
    "max_nights": _("would work {found:g} nights; {limit:g} may be"),
    "max_shifts": _("would work {found:g} shifts; {limit:g} may be"),
    "max_hours": _("would work {found:g} h; {limit:g} may be"),
    "apart": _("is not to be in one crew with {found}"),
    "together": _("works only together with {found}"),
    "other_community": _("is assigned to {found}"),
    "local": _("is fixed to {found}"),
    "home_community": _("lives in {found}"),
    "allowed_subdistricts": _("is of {found}, which may not be sent there"),
    "min_team": _("would make {found:g} of the unit there; {limit:g} must be"),
}
"""What each rule says when it would be bent; callers translate by the code."""
_BODY = ("leave", "excluded_shift", "night_age", "rest")


@dataclass(frozen=True)
class Bend:
    """A rule that somebody's standing in would bend: `found` against `limit`."""

    rule: str
    found: float | str
    limit: float | None = None

    @property
    def message(self) -> str:
        """The English sentence with gaps, which is the id of its translation."""
        return RULES[self.rule]

    @property
    def params(self) -> Mapping[str, float | str | None]:
        """What fills the gaps."""
        return {"found": self.found, "limit": self.limit}

    @property
    def sentence(self) -> str:
        """The English sentence, without its subject."""
        return spoken(self)


@dataclass(frozen=True)
class StandIn:
    """Somebody who could stand in. `shifts` are those of the plan so far, `km` the way there."""

    person: str
    bends: tuple[Bend, ...]
    shifts: int
    km: float
    reserve: bool


def stand_ins(
    instance: Instance,
    plan: Plan,
    *,
    community: str,
    day: int,
    shift: str,
    post_type: str,
    post: str | None = None,
    elsewhere: bool = False,
) -> list[StandIn]:
    """Return everybody assigned to the community or in reserve, best first.

    `post` asks for its crew alone, `elsewhere` also for people of other communities.

    Nobody who bends a rule stands before somebody who bends none; what protects body and rest
    weighs most, then the number of rules, then shifts so far and the way.
    """
    desk = _Desk(
        instance, plan, community=community, day=day, shift=shift, post_type=post_type, post=post
    )
    found = [
        desk.judge(person) for person in instance.people if desk.near(person, elsewhere=elsewhere)
    ]
    found.sort(
        key=lambda one: (
            sum(bend.rule in _BODY for bend in one.bends),
            len(one.bends),
            one.reserve,
            one.shifts,
            one.km,
            one.person,
        )
    )
    return found


class _Desk:
    """The question: one shift of one community, and everybody's roster around it."""

    def __init__(
        self,
        instance: Instance,
        plan: Plan,
        *,
        community: str,
        day: int,
        shift: str,
        post_type: str,
        post: str | None,
    ) -> None:
        self.instance, self.plan, self.day = instance, plan, day
        self.shifts = {one.id: one for one in instance.shifts}
        self.shift = self.shifts[shift]
        self.community = next(c for c in instance.communities if c.id == community)
        self.type = next(kind for kind in instance.post_types if kind.id == post_type)
        kinds = {post.id: post.type for post in self.community.posts}
        self.rosters: dict[str, dict[int, Shift]] = {}
        self.crew: set[str] = set()
        for row in plan.roster:
            self.rosters.setdefault(row.person, {})[row.day] = self.shifts[row.shift]
            there = kinds.get(row.post) == post_type if post is None else row.post == post
            if (row.day, row.shift) == (day, shift) and there:
                self.crew.add(row.person)
        self.units = {unit.id: unit for unit in instance.units}
        unit_of = {person.id: person.unit for person in instance.people}
        self.of_unit = Counter(
            unit_of[name] for name, place in plan.assignment.items() if place == community
        )

    def near(self, person: Person, *, elsewhere: bool) -> bool:
        """Is this somebody of the community, or in reserve, and not there already?"""
        at_hand = self.plan.assignment.get(person.id, self.community.id) == self.community.id
        return (at_hand or elsewhere) and person.id not in self.crew

    def judge(self, person: Person) -> StandIn:
        """Return what it would bend if this person stood in."""
        roster = self.rosters.get(person.id, {})
        bends = (
            *self._person(person, roster),
            *self._clock(person, roster),
            *self._runs(person, roster),
            *self._totals(person, roster),
            *self._company(person),
            *self._sending(person),
        )
        return StandIn(
            person.id,
            bends,
            len(roster),
            _km(person, self.community),
            reserve=person.id not in self.plan.assignment,
        )

    def _person(self, person: Person, roster: dict[int, Shift]) -> Iterator[Bend]:
        if self.day in roster:
            yield Bend("working", roster[self.day].id)
        if any(first <= self.day <= last for first, last in person.leave):
            yield Bend("leave", self.day)
        if self.shift.id in person.excluded_shifts:
            yield Bend("excluded_shift", self.shift.id)
        given, weekday = person.availability, self.instance.horizon.weekday(self.day)
        if given is not None and not (
            (given.weekdays is None or weekday in given.weekdays)
            and (given.shifts is None or self.shift.id in given.shifts)
        ):
            yield Bend("availability", self.shift.id)
        limit = self.instance.rules.night_age_limit
        old = limit is not None and person.age is not None and person.age > limit
        if self.shift.night and old and not person.night_opt_in:
            yield Bend("night_age", person.age or 0, limit)
        if lacking := set(self.type.skills) - set(person.skills):
            yield Bend("skills", ", ".join(sorted(lacking)))

    def _clock(self, person: Person, roster: dict[int, Shift]) -> Iterator[Bend]:
        due = limits_of(self.instance.rules, person)["min_rest_hours"] or 0.0
        horizon = self.instance.horizon
        begin, end = span(horizon, self.shift, self.day)
        spans = [span(horizon, shift, day) for day, shift in roster.items() if day != self.day]
        last = person.history.last_shift
        if last is not None:
            spans.append(span(horizon, self.shifts[last], -1))
        rests = [max(begin - there[1], there[0] - end) / _HOUR for there in spans]
        if rests and min(rests) < due:
            # Of an overlap, nothing is left to rest.
            yield Bend("rest", round(max(min(rests), 0.0), 2), due)

    def _runs(self, person: Person, roster: dict[int, Shift]) -> Iterator[Bend]:
        limits, history = limits_of(self.instance.rules, person), person.history
        days = {*roster, self.day}
        nights = {day for day, shift in roster.items() if shift.night and day != self.day}
        nights |= {self.day} if self.shift.night else set()
        for rule, limit, worked, before in (
            ("consecutive_days", limits["max_consecutive_days"], days, history.consecutive_days),
            (
                "consecutive_nights",
                limits["max_consecutive_nights"],
                nights,
                history.consecutive_nights,
            ),
        ):
            if limit is None or self.day not in worked:
                continue
            first = last = self.day
            while first - 1 in worked:
                first -= 1
            while last + 1 in worked:
                last += 1
            run = last - first + 1 + (before if first == 0 else 0)
            if run > limit:
                yield Bend(rule, run, limit)

    def _totals(self, person: Person, roster: dict[int, Shift]) -> Iterator[Bend]:
        limits, horizon = limits_of(self.instance.rules, person), self.instance.horizon
        after = roster | {self.day: self.shift}
        minutes = (span(horizon, shift, day) for day, shift in after.items())
        hours = sum(end - begin for begin, end in minutes) / _HOUR
        nights = sum(shift.night for shift in after.values())
        for rule, found in (
            ("max_nights", nights),
            ("max_shifts", len(after)),
            ("max_hours", hours),
        ):
            limit = limits[rule]
            if limit is not None and found > limit:
                yield Bend(rule, found, limit)

    def _company(self, person: Person) -> Iterator[Bend]:
        others = {one.id: one for one in self.instance.people if one.id in self.crew}
        for other in others.values():
            if other.id in person.apart or person.id in other.apart:
                yield Bend("apart", other.id)
        for other_id in person.together:
            if other_id not in others:
                yield Bend("together", other_id)

    def _sending(self, person: Person) -> Iterator[Bend]:
        """What it takes that somebody comes who is not assigned here."""
        assigned, unit = self.plan.assignment.get(person.id), self.units[person.unit]
        if assigned == self.community.id:
            return
        if assigned is not None:
            yield Bend("other_community", assigned)
            return
        if unit.local:
            if unit.community != self.community.id:
                yield Bend("local", unit.community or "")
        elif (
            self.instance.rules.home_community == "forbid"
            and person.home_community == self.community.id
        ):
            yield Bend("home_community", self.community.id)
        allowed = unit.allowed_subdistricts
        if allowed is not None and self.community.subdistrict not in allowed:
            yield Bend("allowed_subdistricts", unit.id)
        least, there = min(unit.min_team, len(unit.people)), self.of_unit[unit.id] + 1
        if unit.keep_together and there < least:
            yield Bend("min_team", there, least)


def _km(person: Person, community: Community) -> float:
    return hypot(person.x_km - community.x_km, person.y_km - community.y_km)
