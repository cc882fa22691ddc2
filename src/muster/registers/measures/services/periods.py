"""Operational periods: one after another, without a gap."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid
from muster.kernel.events import on_commit
from muster.kernel.permissions import require
from muster.platform.audit.services import record
from muster.registers.measures import events, queries, rules
from muster.registers.measures.models import Incident, OperationalPeriod
from muster.registers.measures.models.incidents import OBJECTIVES_LENGTH
from muster.registers.measures.services.checks import editable

LONGEST_HOURS = 168


def open_period(
    *,
    actor: Actor,
    incident_id: UUID,
    objectives: str = "",
    hours: int | None = None,
    number: int | None = None,
) -> OperationalPeriod:
    """Open the next operational period now; the one before ends at the same moment.

    `hours` is how long it is planned to last, the command's usual length where none is given
    (`queries.period_hours`). `number` is the one the actor means to open: where somebody else has
    opened it in the meantime, this is refused instead of opening one more.

    Raises:
        NotFound, NotAllowed: the incident is not the actor's to change.
        Invalid: the hours are out of range.
        Conflict: the incident is not running, or the period was opened already.
    """
    with transaction.atomic():
        incident = editable(actor, incident_id)
        length = _length(actor, hours)
        now = clock.now()
        following = _end_last(incident, now, number)
        period = OperationalPeriod.objects.create(
            tenant_id=incident.tenant_id,
            incident=incident,
            number=following,
            starts_at=now,
            planned_end=now + length,
            objectives=_objectives(objectives),
        )
        record(actor, events.PERIOD_OPENED, period, area=incident.area_code, number=following)
        on_commit(
            events.PeriodOpened(
                tenant_id=incident.tenant_id,
                incident_id=incident.id,
                period_id=period.id,
                number=following,
            )
        )
    return period


def set_objectives(*, actor: Actor, period_id: UUID, objectives: str) -> OperationalPeriod:
    """Change the objectives of the period that is running; those of an ended one stay as they are.

    Raises:
        NotFound, NotAllowed: the incident is not the actor's to change.
        Conflict: the period has ended.
    """
    with transaction.atomic():
        period: OperationalPeriod = OperationalPeriod.objects.get_for_update(actor, period_id)
        require(actor, rules.EDIT, period)
        incident = editable(actor, period.incident_id)
        if period.ends_at is not None:
            raise Conflict(
                _("%(period)s has ended; its objectives stay on record as they were."),
                period=period.label,
            )
        period.objectives = _objectives(objectives)
        period.save(update_fields=["objectives"])
        record(actor, events.OBJECTIVES_SET, period, area=incident.area_code)
    return period


def _length(actor: Actor, hours: int | None) -> timedelta:
    length = queries.period_hours(actor=actor) if hours is None else hours
    if not 1 <= length <= LONGEST_HOURS:
        raise Invalid(
            _("The period cannot be opened as it is."),
            errors={"hours": [_("Give hours from 1 to %(most)d.") % {"most": LONGEST_HOURS}]},
        )
    return timedelta(hours=length)


def _end_last(incident: Incident, now: datetime, number: int | None) -> int:
    """End the period that runs, where there is one, and return the number of the next."""
    rows = OperationalPeriod.objects.filter(tenant_id=incident.tenant_id, incident=incident)
    last = rows.order_by("-number").first()
    if last is None:
        return 1
    if last.starts_at >= now or number not in {None, last.number + 1}:
        raise Conflict(_("%(period)s has been opened already."), period=last.label)
    if last.ends_at is None:
        last.ends_at = now
        last.save(update_fields=["ends_at"])
    return last.number + 1


def _objectives(typed: str) -> str:
    lines = (" ".join(line.split()) for line in typed.splitlines())
    return "\n".join(line for line in lines if line)[:OBJECTIVES_LENGTH]
