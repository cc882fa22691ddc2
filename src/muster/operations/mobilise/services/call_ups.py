"""A call-up drafted, sent, reminded of, closed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor, system_actor
from muster.kernel.errors import Conflict, Invalid, Text
from muster.kernel.events import on_commit
from muster.kernel.permissions import require
from muster.kernel.roles import Role
from muster.kernel.tenants import tenant_of
from muster.operations.mobilise import events, rules
from muster.operations.mobilise.enums import CallUpState
from muster.operations.mobilise.models import CallUp, UnitAsk
from muster.operations.mobilise.queries import board
from muster.platform.access.queries import grants
from muster.platform.audit.services import record
from muster.platform.notify.contracts import Link, Note, Recipient
from muster.platform.notify.enums import Urgency
from muster.platform.notify.services import notify_many
from muster.registers.measures.queries import running_incidents

ASKED_WORDS = "mobilise.unit_asked"
REMINDED_WORDS = "mobilise.unit_reminded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a call-up says."""

    title: str
    deadline_at: datetime
    assembly_at: datetime
    assembly_place: str
    what_to_bring: str = ""
    declared_total: int | None = None
    incident_id: UUID | None = None


def draft_call_up(*, actor: Actor, draft: Draft) -> CallUp:
    """Draft a call-up of a running incident: the one named, else the one worked on.

    Raises:
        Conflict: no incident is running.
        Invalid: with a sentence for each field that cannot be taken.
    """
    require(actor, rules.EDIT_CALL_UPS)
    _check(draft)
    with transaction.atomic():
        running = running_incidents(actor)
        incident = next((one for one in running if draft.incident_id in {None, one.id}), None)
        if incident is None:
            raise Conflict(
                _("No incident is running, so there is nothing to call people up for."),
                next_step=_("Open an incident first."),
            )
        tenant = tenant_of(incident.tenant_id)
        last = CallUp.objects.of_tenant(tenant.id).aggregate(last=Max("number"))["last"]
        row = CallUp(
            tenant=tenant,
            incident_id=incident.id,
            area_code=tenant.area_code,
            number=(last or 0) + 1,
            **_facts(draft),
        )
        row.save(force_insert=True)
        record(actor, events.CALL_UP_CHANGED, row)
    return row


def change_call_up(*, actor: Actor, call_up_id: UUID, draft: Draft) -> CallUp:
    """Change what a call-up says. Once it is sent, those asked see the new words at once.

    Raises:
        Conflict: it has ended.
        Invalid: with a sentence for each field that cannot be taken.
    """
    with transaction.atomic():
        row = editable(actor, call_up_id)
        _check(draft, now=row.sent_at)
        for name, value in _facts(draft).items():
            setattr(row, name, value)
        row.save(update_fields=list(_facts(draft)))
        record(actor, events.CALL_UP_CHANGED, row)
    return row


def send_call_up(*, actor: Actor, call_up_id: UUID) -> CallUp:
    """Send a call-up: every unit with a target is asked, and its clerks are told.

    Raises:
        Conflict: it was sent before, has no targets, or its deadline has passed meanwhile.
    """
    with transaction.atomic():
        row = editable(actor, call_up_id)
        if row.state != CallUpState.DRAFT:
            raise Conflict(_("This call-up has been sent already."))
        asks = list(
            UnitAsk.objects.of_tenant(row.tenant_id)
            .filter(call_up_id=row.id)
            .select_related("unit")
        )
        if not asks:
            raise Conflict(
                _("Nobody is asked for anything yet."),
                next_step=_("Set a target for a level or a unit, then send."),
            )
        if row.deadline_at <= clock.now():
            raise Conflict(
                _("The deadline has passed already."),
                next_step=_("Set a later one, then send."),
            )
        row.state, row.sent_at = CallUpState.SENT, clock.now()
        row.save(update_fields=["state", "sent_at"])
        _tell_clerks(row, asks, ASKED_WORDS)
        record(actor, events.CALL_UP_SENT, row, units=len(asks))
        on_commit(events.CallUpSent(tenant_id=row.tenant_id, call_up_id=row.id))
    return row


def remind(*, actor: Actor, call_up_id: UUID) -> int:
    """Remind the units that have not answered, and only those; return how many.

    Raises:
        Conflict: the call-up is not open.
    """
    with transaction.atomic():
        row = editable(actor, call_up_id)
        if not row.is_open:
            raise Conflict(_("Only an open call-up can be reminded of."))
        asks = [line.ask for line in board(actor=actor, call_up=row).unanswered]
        for ask in asks:
            ask.reminded_at, ask.reminders = clock.now(), ask.reminders + 1
        UnitAsk.objects.bulk_update(asks, ["reminded_at", "reminders"])
        _tell_clerks(row, asks, REMINDED_WORDS)
        record(actor, events.UNITS_REMINDED, row, units=len(asks))
    return len(asks)


def close_call_up(*, actor: Actor, call_up_id: UUID) -> CallUp:
    """Take no more names; arrivals are still counted."""
    return _end(actor, call_up_id, CallUpState.CLOSED, events.CALL_UP_CLOSED)


def cancel_call_up(*, actor: Actor, call_up_id: UUID) -> CallUp:
    """Call it off; the lists stay on record."""
    return _end(actor, call_up_id, CallUpState.CANCELLED, events.CALL_UP_CANCELLED)


def editable(actor: Actor, call_up_id: UUID) -> CallUp:
    """Return a call-up that the actor may change, locked.

    Raises:
        NotFound, NotAllowed: the actor may not see or change it.
        Conflict: it has ended.
    """
    row = CallUp.objects.get_for_update(actor, call_up_id)
    require(actor, rules.EDIT_CALL_UPS, row)
    if row.state in {CallUpState.CLOSED, CallUpState.CANCELLED}:
        raise Conflict(_("This call-up has ended."))
    return row


def _end(actor: Actor, call_up_id: UUID, state: CallUpState, verb: str) -> CallUp:
    with transaction.atomic():
        row = editable(actor, call_up_id)
        if state == CallUpState.CLOSED and row.state == CallUpState.DRAFT:
            raise Conflict(_("A draft is cancelled, not closed."))
        row.state, row.ended_at = state, clock.now()
        row.save(update_fields=["state", "ended_at"])
        record(actor, verb, row)
    return row


def _facts(draft: Draft) -> dict[str, Any]:
    return {
        "title": " ".join(draft.title.split()),
        "deadline_at": draft.deadline_at,
        "assembly_at": draft.assembly_at,
        "assembly_place": " ".join(draft.assembly_place.split()),
        "what_to_bring": " ".join(draft.what_to_bring.split()),
        "declared_total": draft.declared_total,
    }


def _check(draft: Draft, *, now: datetime | None = None) -> None:
    """Refuse what cannot be; a call-up that was sent may keep a deadline that has passed since."""
    errors: dict[str, list[Text]] = {}
    if not draft.title.strip():
        errors["title"] = [_("Give the call-up a title.")]
    if not draft.assembly_place.strip():
        errors["assembly_place"] = [_("Say where people assemble.")]
    if draft.deadline_at <= (now or clock.now()):
        errors["deadline_at"] = [_("The deadline lies in the past. Choose a later one.")]
    if draft.assembly_at <= draft.deadline_at:
        errors["assembly_at"] = [_("People assemble after the deadline for names, not before.")]
    if errors:
        raise Invalid(_("The call-up cannot be saved as it is."), errors=errors)


def _tell_clerks(row: CallUp, asks: Sequence[UnitAsk], words: str) -> None:
    """Tell the clerks of these units what is asked of each."""
    system = system_actor(row.tenant_id, "mobilise")
    of_unit = {ask.unit_id: ask for ask in asks}
    deadline = f"{clock.local(row.deadline_at):%m-%d %H:%M}"
    notes = [
        Note(
            [Recipient(account_id=grant.account_id, language=grant.account.language)],
            words,
            {"unit": ask.unit.name[:80], "asked": ask.asked, "until": deadline},
            link=Link(f"/call-ups/asked/{ask.id}/"),
            urgency=Urgency.URGENT,
        )
        for grant in _clerks(system, of_unit)
        for ask in (of_unit[grant.scope_id],)
    ]
    notify_many(actor=system, notes=notes)


def _clerks(system: Actor, units: Iterable[UUID]) -> Any:
    return grants(system, role=Role.CLERK).filter(scope_id__in=list(units))
