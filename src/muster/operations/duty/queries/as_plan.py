"""The roster in force as the planner's Instance and Plan: changes are judged and repaired on it.

It covers the days of one edition, and in these every post of the areas asked for with everybody who
stands there, wherever else they stand. What came before counts as history. Read by the system: a
rule may depend on a shift in a community that the actor does not see.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import Q

from muster.engines.planner.edits import Desk
from muster.engines.planner.model import Instance, Plan, Row
from muster.kernel.actors import Actor, system_actor
from muster.operations.duty.contracts import InstanceRequest, PlanRules
from muster.operations.duty.models import Assignment, Edition, PatternShift, Post
from muster.operations.duty.queries.availability import ABSENT_WEIGHT
from muster.operations.duty.queries.history import LOOK_BACK_DAYS, histories
from muster.operations.duty.queries.instance import build_instance, place_name, shift_name
from muster.operations.duty.queries.instance_rows import shift_row
from muster.operations.duty.queries.posts import with_parts
from muster.operations.duty.queries.roster import IN_FORCE

SYSTEM = "duty.roster"


@dataclass(frozen=True)
class RosterDesk:
    """A roster laid out for changing. The planner calls people and posts by their ids as text.

    `rows` are the shifts in force by person and day; `beyond` those after the last day.
    """

    edition: Edition
    instance: Instance
    plan: Plan
    rows: Mapping[tuple[UUID, date], Assignment]
    beyond: Sequence[Assignment]
    posts: Mapping[UUID, Post]
    shifts: Mapping[UUID, PatternShift]
    names: Mapping[UUID, str] = field(default_factory=dict)

    @cached_property
    def desk(self) -> Desk:
        """The planner's desk."""
        return Desk(self.instance, self.plan)

    @cached_property
    def people(self) -> Mapping[str, Any]:
        """People of the instance by id."""
        return {person.id: person for person in self.instance.people}

    @cached_property
    def away(self) -> frozenset[tuple[str, int, str]]:
        """(person, day, shift) that an absence touches without filling the whole day."""
        return frozenset(
            (person.id, wish.day, wish.shift)
            for person in self.instance.people
            for wish in person.requests
            if not wish.want and wish.weight >= ABSENT_WEIGHT and wish.shift
        )

    def number(self, day: date) -> int:
        """Return what the planner calls a day."""
        return (day - self.edition.starts_on).days

    def day(self, number: int) -> date:
        """Return the date of a planner's day."""
        return self.edition.starts_on + timedelta(days=number)

    def covers(self, day: date) -> bool:
        """True where the roster holds the day."""
        return self.edition.starts_on <= day <= self.edition.last_day


def roster_desk(
    *, edition: Edition, areas: Collection[str], people: Iterable[UUID] = ()
) -> RosterDesk:
    """Lay out the posts of these areas, everybody on them and `people`, over an edition's days.

    The number of queries does not depend on how many posts and people there are.

    Raises:
        Invalid: there is neither a post nor anybody on the register.
    """
    tenant_id = edition.tenant_id
    everything: Any = Assignment.objects.of_tenant(tenant_id).filter(
        IN_FORCE, edition__incident_id=edition.incident_id
    )
    named = list(people)
    window = Q(day__gte=edition.starts_on, day__lte=edition.last_day)
    inside = list(everything.filter(window, area_code__in=areas).select_related("shift__pattern"))
    persons = {*named, *(row.responder_id for row in inside)}
    others = everything.filter(
        responder_id__in=persons,
        day__gte=edition.starts_on - timedelta(days=LOOK_BACK_DAYS),
        day__lte=edition.last_day + timedelta(days=2),
    ).exclude(window, area_code__in=areas)
    outside = list(others.select_related("shift__pattern").order_by("starts_at"))
    before = [row for row in outside if row.day < edition.starts_on]
    during = inside + [row for row in outside if edition.starts_on <= row.day <= edition.last_day]
    beyond = [row for row in outside if row.day > edition.last_day]
    posts = _posts(edition, areas, {row.post_id for row in during})
    document = build_instance(
        actor=system_actor(tenant_id, SYSTEM),
        request=InstanceRequest(
            incident_id=edition.incident_id,
            people=list(persons),
            starts_on=edition.starts_on,
            days=edition.days,
            rules=rules_of(edition),
            post_ids=list(posts),
            everybody=True,
            history=histories(before, edition.starts_on),
        ),
    )
    return _laid_out(edition, document, posts, (during, beyond), frozenset(areas))


def rules_of(edition: Edition) -> PlanRules:
    """Return the hard rules an edition was planned by; the usual ones where it names none."""
    known = PlanRules.__dataclass_fields__
    return PlanRules(**{name: said for name, said in edition.rules.items() if name in known})


def edition_on(actor: Actor, incident_id: UUID, day: date) -> Edition | None:
    """Return the edition that holds a day: the newest whose days it lies in."""
    rows: Any = Edition.objects.of_tenant(actor.tenant_id).filter(
        incident_id=incident_id, withdrawn_at__isnull=True, starts_on__lte=day
    )
    newest: Edition | None = rows.order_by("-number").first()
    return newest if newest is not None and day <= newest.last_day else None


def _posts(edition: Edition, areas: Collection[str], named: Collection[UUID]) -> dict[UUID, Post]:
    rows = Post.objects.of_tenant(edition.tenant_id).filter(
        Q(area_code__in=areas, closed_at__isnull=True) | Q(id__in=named),
        incident_id=edition.incident_id,
    )
    return {post.id: post for post in with_parts(rows)}


def _laid_out(
    edition: Edition,
    document: dict[str, Any],
    posts: Mapping[UUID, Post],
    both: tuple[Sequence[Assignment], Sequence[Assignment]],
    areas: frozenset[str],
) -> RosterDesk:
    """Put rows into the document's days; nobody is held to where their unit is to be sent."""
    rows, beyond = both
    shifts = {row.shift_id: row.shift for row in rows}
    for post in posts.values():
        shifts.update({link.shift_id: link.shift for link in post.shift_links.all()})
    known = {one["id"] for one in document["shifts"]}
    document["shifts"] += [
        shift_row(name, shift)
        for shift in shifts.values()
        if (name := shift_name(shift)) not in known
    ]
    for unit in document["units"]:
        unit.update(keep_together=False, min_team=1, local=False)
        unit.pop("community", None)
    instance = msgspec.convert(document, Instance)
    people = {person.id for person in instance.people}
    kept = {
        (row.responder_id, row.day): row
        for row in rows
        if str(row.responder_id) in people and row.post_id in posts
    }
    plan = Plan(
        assignment=_places(kept, posts, areas, people),
        roster=tuple(
            Row(
                str(row.responder_id),
                (row.day - edition.starts_on).days,
                shift_name(shifts[row.shift_id]),
                str(row.post_id),
            )
            for row in kept.values()
        ),
    )
    return RosterDesk(edition, instance, plan, kept, beyond, posts, shifts)


def _places(
    rows: Mapping[tuple[UUID, date], Assignment],
    posts: Mapping[UUID, Post],
    areas: frozenset[str],
    people: Collection[str],
) -> dict[str, str]:
    """Say where each person is sent: to the place of these areas where most of the shifts are."""
    counted: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    names = {post.id: place_name(post) for post in posts.values()}
    for (person, _day), row in rows.items():
        if row.area_code in areas:
            counted[str(person)][names[row.post_id]] += 1
    usual = next(iter(sorted(names[p.id] for p in posts.values() if p.area_code in areas)), "")
    found = {
        person: max(sorted(places), key=places.__getitem__) for person, places in counted.items()
    }
    return {person: found.get(person, usual) for person in people if found.get(person, usual)}


def moment_of(shift: PatternShift, day: date, zone: Any) -> tuple[datetime, datetime]:
    """Return when a shift of a day begins and ends at the place."""
    starts, ends = shift.span(day)
    return starts.replace(tzinfo=zone), ends.replace(tzinfo=zone)
