"""Incidents: prepared, started once the contact answers, renewed for a reason, ended."""

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.areas import covers
from muster.kernel.errors import Conflict, Invalid, Text
from muster.kernel.events import on_commit
from muster.kernel.permissions import require
from muster.kernel.tenants import tenant_of
from muster.platform.audit.services import record
from muster.platform.places import queries as places
from muster.registers.measures import events, rules
from muster.registers.measures.enums import EndKind, IncidentKind, IncidentState
from muster.registers.measures.models import Incident, Renewal
from muster.registers.measures.models.incidents import NAME_LENGTH, REASON_LENGTH, WORDS_LENGTH
from muster.registers.measures.services.checks import (
    Errors,
    checked_phone,
    clean,
    editable,
    locked,
)
from muster.registers.measures.services.ending import end_incident, write_lapse

LAPSE_AFTER = timedelta(days=30)


def open_incident(
    *,
    actor: Actor,
    kind: str,
    name: str,
    area_code: str,
    contact_name: str,
    contact_phone: str,
    kind_words: str = "",
    contact_answered: bool = False,
) -> Incident:
    """Open an incident. It starts at once where its contact has answered, else it waits for that.

    An incident always has somebody who answers the telephone (promise 6), so `contact_answered`
    says that the actor has called the number just now. From the start it has 30 days.

    Raises:
        NotAllowed: the area is wider than the actor's.
        Invalid: a field cannot be taken; the area lies outside the command's.
        Conflict: an incident of this kind is open in this area.
    """
    incident = Incident(tenant_id=actor.tenant_id, kind=kind, area_code=area_code)
    incident.kind_words = clean(kind_words, WORDS_LENGTH) if kind == IncidentKind.OTHER else ""
    incident.name = clean(name, NAME_LENGTH)
    incident.contact_name = clean(contact_name, NAME_LENGTH)
    require(actor, rules.EDIT)
    _check(incident, contact_phone)
    with transaction.atomic():
        require(actor, rules.EDIT, incident)
        _make_room(incident)
        try:
            with transaction.atomic():
                incident.save(force_insert=True)
        except IntegrityError as error:
            raise _taken(incident) from error
        record(actor, events.PREPARED, incident, kind=kind)
        if contact_answered:
            _confirm(actor, incident)
    return incident


def confirm_contact(
    *, actor: Actor, incident_id: UUID, contact_name: str = "", contact_phone: str = ""
) -> Incident:
    """Record that the contact answers; an incident that waited for it starts now.

    With a name and a phone the contact changes to somebody else, who has answered.

    Raises:
        NotFound, NotAllowed: the incident is not the actor's to change.
        Invalid: name or phone of the new contact cannot be taken.
        Conflict: the incident is over.
    """
    with transaction.atomic():
        incident = locked(actor, incident_id)
        if contact_name.strip() or contact_phone.strip():
            errors: Errors = {}
            incident.contact_name = clean(contact_name, NAME_LENGTH)
            incident.contact_phone = checked_phone(contact_phone, errors, "contact_phone")
            if not incident.contact_name:
                errors["contact_name"] = [_("Write who answers the telephone.")]
            if errors:
                raise Invalid(_("The contact cannot be saved as it is."), errors=errors)
        _confirm(actor, incident)
    return incident


def renew_incident(*, actor: Actor, incident_id: UUID, reason: str) -> Renewal:
    """Let an incident go on for 30 days from now, for a written reason.

    Raises:
        NotFound, NotAllowed: the incident is not the actor's to change.
        Invalid: no reason is given.
        Conflict: the incident has not started, or has lapsed or was closed.
    """
    with transaction.atomic():
        incident = editable(actor, incident_id)
        why = _reason(reason, _("Write why it has to go on: whoever looks at this later will ask."))
        now = clock.now()
        incident.lapses_at = now + LAPSE_AFTER
        incident.save(update_fields=["lapses_at"])
        renewal = Renewal.objects.create(
            tenant_id=incident.tenant_id,
            incident=incident,
            renewed_at=now,
            renewed_by=actor.account_id,
            lapses_at=incident.lapses_at,
            reason=why,
        )
        record(actor, events.RENEWED, incident)
    return renewal


def close_incident(*, actor: Actor, incident_id: UUID, reason: str) -> Incident:
    """End an incident for a written reason; one that never started is withdrawn.

    Its period, its staff's seats and its liaison groups end at the same moment, and the days of
    everything held for it begin to run.

    Raises:
        NotFound, NotAllowed: the incident is not the actor's to change.
        Invalid: no reason is given.
        Conflict: the incident is over already.
    """
    with transaction.atomic():
        incident = locked(actor, incident_id)
        why = _reason(reason, _("Write why it ends: whoever looks at this later will ask."))
        started = incident.state is not IncidentState.PREPARED
        kind = EndKind.CLOSED if started else EndKind.WITHDRAWN
        end_incident(actor, incident, kind=kind, at=clock.now(), reason=why)
    return incident


def _check(incident: Incident, contact_phone: str) -> None:
    errors: Errors = {}
    incident.contact_phone = checked_phone(contact_phone, errors, "contact_phone")
    if not incident.contact_name:
        errors["contact_name"] = [_("Write who answers the telephone.")]
    if not incident.name:
        errors["name"] = [_("Give the incident a name.")]
    if incident.kind not in IncidentKind.values:
        errors["kind"] = [_("Choose from the list.")]
    elif incident.kind == IncidentKind.OTHER and not incident.kind_words:
        errors["kind_words"] = [_("Say in a few words what it is.")]
    command = tenant_of(incident.tenant_id).area_code
    known = incident.area_code == command or places.area_names({incident.area_code})
    if not covers(command, incident.area_code) or not known:
        errors["area_code"] = [_("Choose an area of this command.")]
    if errors:
        raise Invalid(_("The incident cannot be opened as it is."), errors=errors)


def _make_room(incident: Incident) -> None:
    """Refuse where one of the kind is open in the area; one that has lapsed is written down."""
    earlier = (
        Incident.objects.select_for_update()
        .filter(
            tenant_id=incident.tenant_id,
            area_code=incident.area_code,
            kind=incident.kind,
            kind_words=incident.kind_words,
            ended_at__isnull=True,
        )
        .first()
    )
    if earlier is None:
        return
    if earlier.state is not IncidentState.LAPSED:
        raise _taken(earlier)
    write_lapse(earlier)


def _taken(incident: Incident) -> Conflict:
    return Conflict(
        _("An incident of this kind is open in this area: %(incident)s."),
        next_step=_("Go on with that one, or close it first."),
        incident=incident.name,
    )


def _confirm(actor: Actor, incident: Incident) -> None:
    now = clock.now()
    incident.contact_confirmed_at = now
    incident.contact_confirmed_by = actor.account_id
    starting = incident.starts_at is None
    if starting:
        incident.starts_at, incident.lapses_at = now, now + LAPSE_AFTER
    incident.save()
    record(actor, events.CONTACT_CONFIRMED, incident)
    if starting:
        record(actor, events.STARTED, incident)
        on_commit(
            events.IncidentOpened(
                tenant_id=incident.tenant_id,
                incident_id=incident.id,
                area_code=incident.area_code,
                kind=incident.kind,
                lapses_at=now + LAPSE_AFTER,
            )
        )


def _reason(typed: str, missing: Text) -> str:
    reason = clean(typed, REASON_LENGTH)
    if not reason:
        raise Invalid(_("A reason is missing."), errors={"reason": [missing]})
    return reason
