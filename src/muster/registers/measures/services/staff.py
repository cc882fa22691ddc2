"""The commander's staff: who takes a seat, who deputises, who leaves it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid
from muster.kernel.permissions import require
from muster.platform.audit.services import record
from muster.registers.measures import events, rules
from muster.registers.measures.enums import StaffRole
from muster.registers.measures.models import Incident, IncidentStaff
from muster.registers.measures.models.incidents import WORDS_LENGTH
from muster.registers.measures.services.checks import Errors, checked_person, clean, editable


def assign_staff(
    *,
    actor: Actor,
    incident_id: UUID,
    role: str,
    role_words: str = "",
    person_id: UUID | None = None,
    person_name: str = "",
    deputy: bool = False,
) -> IncidentStaff:
    """Give a seat to somebody from now on: the seat itself, or the next free place as deputy.

    Whoever held the seat ends now, and stays on record. A deputy who takes the seat leaves their
    place. A person on the register is given by id; anybody else by name.

    Raises:
        NotFound, NotAllowed: incident or person are not the actor's to choose.
        Invalid: the seat is unknown, or nobody is named.
        Conflict: the incident is not running, or the person has this place already.
    """
    words = clean(role_words, WORDS_LENGTH) if role == StaffRole.OTHER else ""
    _check_role(role, words)
    with transaction.atomic():
        incident = editable(actor, incident_id)
        person, name = checked_person(actor, person_id, person_name)
        now = clock.now()
        seat = _seat(incident, role, words)
        own = [row for row in seat if (row.person_id, row.person_name) == (person, name)]
        if any(deputy or row.rank == 0 for row in own):
            raise Conflict(_("This person has this seat already."), next_step=_("Choose another."))
        leaving = own if deputy else [*own, *(row for row in seat if row.rank == 0)]
        for row in leaving:
            _end(row, now)
        taken = {row.rank for row in seat}
        rank = next(n for n in range(1, len(seat) + 2) if n not in taken) if deputy else 0
        row = IncidentStaff.objects.create(
            tenant_id=incident.tenant_id,
            incident=incident,
            role=role,
            role_words=words,
            rank=rank,
            person_id=person,
            person_name=name,
            starts_at=now,
        )
        _record(actor, events.STAFF_ASSIGNED, incident, row)
    return row


def end_staff(*, actor: Actor, staff_id: UUID) -> IncidentStaff:
    """End somebody's time in a seat now; it stays on record.

    Raises:
        NotFound, NotAllowed: it is not the actor's to change.
        Conflict: the incident is not running, or the time has ended already.
    """
    with transaction.atomic():
        incident, row = _row(actor, staff_id)
        if row.ends_at is not None:
            raise Conflict(_("This time in the seat has ended already."))
        _end(row, clock.now())
        _record(actor, events.STAFF_ENDED, incident, row)
    return row


def reopen_staff(*, actor: Actor, staff_id: UUID) -> IncidentStaff:
    """Take an end back that was written today, where nobody has the place by now.

    Raises:
        NotFound, NotAllowed: it is not the actor's to change.
        Conflict: it ended on an earlier day, or somebody else has the place.
    """
    with transaction.atomic():
        incident, row = _row(actor, staff_id)
        if row.ends_at is None:
            return row
        if clock.local(row.ends_at).date() != clock.today():
            raise Conflict(
                _("Only an end of today can be taken back."),
                next_step=_("Assign the seat anew; both times stay on record."),
            )
        seat = _seat(incident, row.role, row.role_words)
        same = (row.person_id, row.person_name)
        if any(
            each.rank == row.rank or (each.person_id, each.person_name) == same for each in seat
        ):
            raise Conflict(_("The place has been given to somebody in the meantime."))
        row.ends_at = None
        row.save(update_fields=["ends_at"])
        _record(actor, events.STAFF_REOPENED, incident, row)
    return row


def _check_role(role: str, words: str) -> None:
    errors: Errors = {}
    if role not in StaffRole.values:
        errors["role"] = [_("Choose from the list.")]
    elif role == StaffRole.OTHER and not words:
        errors["role_words"] = [_("Say in a few words which seat it is.")]
    if errors:
        raise Invalid(_("The seat cannot be given as it is."), errors=errors)


def _seat(incident: Incident, role: str, words: str) -> list[IncidentStaff]:
    """Return who has the seat now, and its deputies, in order."""
    rows = IncidentStaff.objects.filter(
        tenant_id=incident.tenant_id,
        incident=incident,
        role=role,
        role_words=words,
        ends_at__isnull=True,
    )
    return list(rows.order_by("rank"))


def _row(actor: Actor, staff_id: UUID) -> tuple[Incident, IncidentStaff]:
    row: IncidentStaff = IncidentStaff.objects.get_for_update(actor, staff_id)
    require(actor, rules.EDIT, row)
    return editable(actor, row.incident_id), row


def _end(row: IncidentStaff, at: datetime) -> None:
    row.ends_at = max(at, row.starts_at)
    row.save(update_fields=["ends_at"])


def _record(actor: Actor, verb: str, incident: Incident, row: IncidentStaff) -> None:
    facts: dict[str, Any] = {"role": row.role, "rank": row.rank}
    record(actor, verb, row, area=incident.area_code, subject_id=row.person_id, **facts)
