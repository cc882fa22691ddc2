"""Incidents for programs: what runs, until when, and whom to call."""

from datetime import datetime
from uuid import UUID

from ninja import Router, Schema

from muster.kernel.permissions import requires
from muster.registers.measures import queries, rules
from muster.registers.measures.enums import IncidentState
from muster.registers.measures.models import Incident
from muster.ui.http import Request

router = Router()
LARGEST_LIST = 200


class PeriodOut(Schema):
    """The operational period an incident is in."""

    id: UUID
    number: int
    starts_at: datetime
    planned_end: datetime
    objectives: str


class IncidentOut(Schema):
    """An incident. `lapses_at` is null before it starts."""

    id: UUID
    kind: str
    kind_words: str
    name: str
    area: str
    state: IncidentState
    starts_at: datetime | None
    lapses_at: datetime | None
    ended_at: datetime | None
    contact_name: str
    contact_phone: str


class CurrentOut(Schema):
    """The running incident of the widest area and its period; both null where none runs."""

    incident: IncidentOut | None
    period: PeriodOut | None


@router.get("/incidents", response=list[IncidentOut])
@requires(rules.VIEW)
def incidents(request: Request, state: IncidentState | None = None) -> list[IncidentOut]:
    """List incidents, those that run first; the 200 latest."""
    rows = queries.incidents(actor=request.actor, state=state or "")
    return [_out(row) for row in rows[:LARGEST_LIST]]


@router.get("/incidents/current", response=CurrentOut)
@requires(rules.VIEW)
def current(request: Request) -> CurrentOut:
    """Show the running incident of the widest area and the operational period it is in."""
    found = queries.current_incident(request.actor)
    if found is None:
        return CurrentOut(incident=None, period=None)
    period = queries.current_period(actor=request.actor, incident_id=found.id)
    return CurrentOut(
        incident=_out(found),
        period=PeriodOut(
            id=period.id,
            number=period.number,
            starts_at=period.starts_at,
            planned_end=period.planned_end,
            objectives=period.objectives,
        )
        if period
        else None,
    )


@router.get("/incidents/{uuid:incident_id}", response=IncidentOut)
@requires(rules.VIEW)
def incident(request: Request, incident_id: UUID) -> IncidentOut:
    """Show one incident."""
    return _out(queries.incident(actor=request.actor, incident_id=incident_id))


def _out(row: Incident) -> IncidentOut:
    return IncidentOut(
        id=row.id,
        kind=row.kind,
        kind_words=row.kind_words,
        name=row.name,
        area=row.area_code,
        state=row.state,
        starts_at=row.starts_at,
        lapses_at=row.lapses_at,
        ended_at=row.over_at,
        contact_name=row.contact_name,
        contact_phone=row.contact_phone,
    )
