"""Incidents and their periods as an actor sees them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Length

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.tenants import tenant_of
from muster.registers.measures import rules
from muster.registers.measures.contracts import IncidentNotice
from muster.registers.measures.enums import EndKind, IncidentState
from muster.registers.measures.models import Incident, OperationalPeriod, Renewal

PERIOD_HOURS = 24
PERIOD_HOURS_SETTING = "period_hours"
"""The key under which a command keeps the usual length of its periods (`Tenant.settings`)."""
ENDED = "ended"
"""What a list may be narrowed to beside the states: those whose end is written down, however."""


_CHOSEN: ContextVar[UUID | None] = ContextVar("chosen_incident", default=None)


@contextmanager
def working_on(incident_id: UUID | None) -> Iterator[None]:
    """Let this incident be the current one inside, for whoever sees it while it runs."""
    token = _CHOSEN.set(incident_id)
    try:
        yield
    finally:
        _CHOSEN.reset(token)


def running_notices(actor: Actor) -> Sequence[IncidentNotice]:
    """Return the running incidents one may know of: the one worked on first, then the widest."""
    rows = _in_order(Incident.objects.visible_to(actor, rules.NOTICE))
    return [_notice(row) for row in rows]


def notices_to_choose(actor: Actor) -> Sequence[IncidentNotice]:
    """Return the running incidents where there are several, the one worked on first; else none."""
    found = running_notices(actor)
    return found if len(found) > 1 else ()


def running_incidents(actor: Actor) -> Sequence[Incident]:
    """Return the running incidents one sees: the one worked on first, then the widest."""
    return list(_in_order(Incident.objects.visible_to(actor)))


def current_incident(actor: Actor) -> Incident | None:
    """Return the running incident worked on, else of the widest area, the first that started."""
    return _widest(Incident.objects.visible_to(actor))


def current_notice(actor: Actor) -> IncidentNotice | None:
    """Return what everybody may know of the running incident: its name and whom to call."""
    found = _widest(Incident.objects.visible_to(actor, rules.NOTICE))
    if found is None or found.starts_at is None:
        return None
    return _notice(found)


def incident(*, actor: Actor, incident_id: UUID) -> Incident:
    """Return one incident.

    Raises:
        NotFound: there is none the actor may see.
    """
    found: Incident = Incident.objects.get_visible(actor, incident_id)
    return found


def incidents(*, actor: Actor, state: str = "") -> QuerySet[Incident]:
    """Incidents of one state, ended ones, or all: those that run or wait first, then the latest."""
    rows: Any = Incident.objects.visible_to(actor)
    if state == ENDED:
        rows = rows.filter(ended_at__isnull=False)
    elif state:
        rows = rows.filter(_in_state(state))
    result: QuerySet[Incident] = rows.order_by(
        Case(When(_in_state(IncidentState.RUNNING), then=Value(0)),
             When(_in_state(IncidentState.PREPARED), then=Value(1)), default=Value(2)),
        "-created_at", "-id",
    )  # fmt: skip
    return result


def renewals(*, actor: Actor, incident_id: UUID) -> Sequence[Renewal]:
    """Return the renewals of an incident, the first one first."""
    rows: Any = Renewal.objects.visible_to(actor).filter(incident_id=incident_id)
    return list(rows.order_by("renewed_at", "id"))


def periods(*, actor: Actor, incident_id: UUID) -> Sequence[OperationalPeriod]:
    """Return the operational periods of an incident, the latest first."""
    rows: Any = OperationalPeriod.objects.visible_to(actor).filter(incident_id=incident_id)
    return list(rows.order_by("-number"))


def period(*, actor: Actor, period_id: UUID) -> OperationalPeriod:
    """Return one operational period with its incident.

    Raises:
        NotFound: there is none the actor may see.
    """
    rows: Any = OperationalPeriod.objects.select_related("incident")
    found: OperationalPeriod = rows.get_visible(actor, period_id)
    return found


def current_period(*, actor: Actor, incident_id: UUID) -> OperationalPeriod | None:
    """Return the operational period an incident is in; None before the first and after its end."""
    rows: Any = OperationalPeriod.objects.visible_to(actor).filter(
        incident_id=incident_id, ends_at__isnull=True, incident__lapses_at__gt=clock.now()
    )
    found: OperationalPeriod | None = rows.first()
    return found


def period_hours(*, actor: Actor) -> int:
    """Return how many hours a period of this command usually lasts."""
    chosen = tenant_of(actor.tenant_id).settings.get(PERIOD_HOURS_SETTING)
    return chosen if isinstance(chosen, int) and chosen > 0 else PERIOD_HOURS


def count_ended(tenant_id: UUID) -> int:
    """Count the incidents that have ended and are still held."""
    return Incident.objects.filter(tenant_id=tenant_id, ended_at__isnull=False).count()


def _widest(rows: Any) -> Incident | None:
    found: Incident | None = _in_order(rows).first()
    return found


def _in_order(rows: Any) -> Any:
    running = rows.filter(_in_state(IncidentState.RUNNING))
    order = (Length("area_code"), "starts_at", "id")
    if (chosen := _CHOSEN.get()) is None:
        return running.order_by(*order)
    return running.order_by(Case(When(id=chosen, then=Value(0)), default=Value(1)), *order)


def _notice(row: Incident) -> IncidentNotice:
    return IncidentNotice(
        incident_id=row.id,
        name=row.name,
        area_code=row.area_code,
        starts_at=cast("datetime", row.starts_at),
        contact_name=row.contact_name,
        contact_phone=row.contact_phone,
    )


def _in_state(state: str) -> Q:
    """The condition behind `Incident.state`."""
    now = clock.now()
    open_still = Q(ended_at__isnull=True)
    return {
        IncidentState.PREPARED: open_still & Q(starts_at__isnull=True),
        IncidentState.RUNNING: open_still & Q(lapses_at__gt=now),
        IncidentState.LAPSED: Q(end_kind=str(EndKind.LAPSED))
        | (open_still & Q(lapses_at__lte=now)),
        IncidentState.CLOSED: Q(end_kind=str(EndKind.CLOSED)),
        IncidentState.WITHDRAWN: Q(end_kind=str(EndKind.WITHDRAWN)),
    }[IncidentState(state)]
