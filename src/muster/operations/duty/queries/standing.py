"""What stands against sending somebody anywhere for some hours: leave, the roster, limits, rest."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from muster.kernel import clock
from muster.kernel.actors import system_actor
from muster.kernel.tenants import tenant_of
from muster.operations.duty.models import Assignment, CheckIn
from muster.operations.duty.queries.load import WEEK, Bend, Span, bends_of
from muster.operations.duty.queries.qualified import bends_of_person
from muster.operations.duty.queries.roster import IN_FORCE
from muster.operations.duty.queries.where import spots_of
from muster.operations.duty.queries.worked import planned_spans, worked_spans
from muster.registers.responders import queries as responders
from muster.registers.responders.contracts import PlanningPerson

LOOK_BACK = timedelta(days=14)
NIGHT_BEGINS, NIGHT_ENDS = 22, 6
LONGEST = timedelta(hours=16)
_ANYWHERE = SimpleNamespace(kind=SimpleNamespace(strains=()), skills=(), indoors=False)


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands against one person: `at` is place and post of a shift of the roster then."""

    away: bool = False
    at: str = ""
    shift: Span | None = None
    limits: Sequence[Bend] = ()
    rest: Sequence[Bend] = field(default=())

    @property
    def free(self) -> bool:
        """True where nothing but a rule of rest stands against it."""
        return not (self.away or self.shift or self.limits)


def standings(
    tenant_id: UUID, people: Collection[UUID], begins: datetime, ends: datetime
) -> Mapping[UUID, Standing]:
    """Return how these people stand for the time between two moments.

    Of a long time only the first moment is judged: nobody works through all of it. The number of
    queries does not depend on how many people there are.
    """
    whole = ends - begins <= LONGEST
    until = ends if whole else begins + timedelta(minutes=1)
    reader = system_actor(tenant_id, "duty.standing")
    zone = tenant_of(tenant_id).time_zone
    day = clock.local(begins, zone).date()
    known = responders.planning_people(actor=reader, ids=people, starts_on=day, days=2)
    ids = [one.id for one in known]
    busy = _busy(tenant_id, ids, begins, until)
    spans: dict[UUID, list[Span]] = defaultdict(list)
    if whole:
        for some in (
            worked_spans(tenant_id, ids, begins - LOOK_BACK, begins),
            planned_spans(tenant_id, ids, begins - WEEK, ends + WEEK),
        ):
            for person, found in some.items():
                spans[person] += found
    asked = Span(begins, ends, day, _night(begins, ends, zone), worked=False)
    return {
        one.id: _standing(one, asked, until, busy.get(one.id), spans[one.id] if whole else None)
        for one in known
    }


def _standing(
    one: PlanningPerson,
    asked: Span,
    until: datetime,
    busy: tuple[Span, str] | None,
    spans: Sequence[Span] | None,
) -> Standing:
    away = any(
        absence.starts_at < until and (absence.ends_at is None or absence.ends_at > asked.starts_at)
        for absence in one.absences
    )
    shift, at = busy or (None, "")
    if spans is None or shift is not None:
        return Standing(away, at, shift)
    gap = SimpleNamespace(
        starts_at=asked.starts_at, ends_at=asked.ends_at, night=asked.night, post=_ANYWHERE
    )
    limits = tuple(bends_of_person(one, gap, spans))
    return Standing(away, at, shift, limits, tuple(bends_of(spans, asked, asked.day)))


def _busy(
    tenant_id: UUID, people: Collection[UUID], begins: datetime, ends: datetime
) -> Mapping[UUID, tuple[Span, str]]:
    """Return the first shift in force in this time that somebody has not left, with its post."""
    left: Any = CheckIn.objects.of_tenant(tenant_id).filter(
        undone_at__isnull=True, left_at__isnull=False
    )
    rows: Any = Assignment.objects.of_tenant(tenant_id).filter(
        IN_FORCE,
        responder_id__in=people,
        day__gte=(begins - timedelta(days=2)).date(),
        day__lte=(ends + timedelta(days=1)).date(),
        starts_at__lt=ends,
        ends_at__gt=begins,
    )
    found = list(
        rows.exclude(id__in=left.filter(assignment__responder_id__in=people).values("assignment"))
        .select_related("post__kind")
        .order_by("-starts_at")
    )
    spots = spots_of(row.post for row in found)
    return {
        row.responder_id: (
            Span(row.starts_at, row.ends_at, row.day, row.night, row.post_id, worked=False),
            spots[row.post_id],
        )
        for row in found
    }


def _night(begins: datetime, ends: datetime, zone: str) -> bool:
    """True where part of it lies in the night."""
    first, last = clock.local(begins, zone), clock.local(ends, zone)
    return (
        first.hour < NIGHT_ENDS
        or first.date() < last.date()
        or last.hour > NIGHT_BEGINS
        or (last.hour == NIGHT_BEGINS and last.minute > 0)
    )
