"""Muster: who stands at the assembly place, by code or by name."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid, NotFound
from muster.kernel.events import on_commit
from muster.kernel.ids import fold_code
from muster.kernel.permissions import require
from muster.operations.mobilise import events, rules
from muster.operations.mobilise.enums import COMING, CallUpState, NominationState
from muster.operations.mobilise.models import CallUp, Nomination, UnitAsk, personal_code
from muster.platform.audit.services import record

OPENS_BEFORE, OPEN_AFTER = timedelta(hours=3), timedelta(hours=12)
"""Around the assembly: when people may count themselves in."""


def arrive(*, actor: Actor, nomination_id: UUID) -> Nomination:
    """Count somebody in. Who is counted in already stays so, with the first time.

    Raises:
        Conflict: the name was taken off, waits, or the call-up was never sent or called off.
    """
    with transaction.atomic():
        row = Nomination.objects.get_for_update(actor, nomination_id)
        return _arrive(actor, row)


def count_in(*, actor: Actor, call_up_id: UUID, code: str) -> Nomination:
    """Count somebody in by the code of the personal page.

    Raises:
        NotFound: the code belongs to nobody on the lists the actor sees.
    """
    with transaction.atomic():
        rows = Nomination.objects.visible_to(actor, rules.COUNT_IN).select_for_update()
        row = rows.filter(call_up_id=call_up_id, code=fold_code(code)).first()
        if row is None:
            raise NotFound(
                _("This code is on no list of this call-up."),
                next_step=_("Look the person up by name or unit instead."),
            )
        return _arrive(actor, row)


def assembly_code(*, actor: Actor, call_up_id: UUID, renew: bool = False) -> str:
    """Return the code that hangs at the assembly place; made when it is first asked for.

    With `renew` a new one takes its place, such as where a picture of the old one went around.

    Raises:
        Conflict: the call-up was never sent, or called off.
    """
    with transaction.atomic():
        row = CallUp.objects.get_for_update(actor, call_up_id)
        require(actor, rules.COUNT_IN, row)
        _require_assembling(row)
        if renew or not row.place_code:
            row.place_code = personal_code()
            row.save(update_fields=["place_code"])
            record(actor, events.ASSEMBLY_CODE_SHOWN, row, renewed=renew)
    return row.place_code


def here_myself(*, actor: Actor, nomination_id: UUID, place_code: str) -> Nomination:
    """Count oneself in, by scanning what hangs at the assembly place.

    Raises:
        Invalid: this is no code of this assembly place.
        Conflict: it is not the time, or the name was taken off, or waits.
    """
    with transaction.atomic():
        row = Nomination.objects.get_for_update(actor, nomination_id)
        call_up = row.call_up
        if not call_up.place_code or fold_code(place_code) != call_up.place_code:
            raise Invalid(
                _("This code does not hang at your assembly place."),
                next_step=_("Scan the code at the entrance, or tell the desk your name."),
                errors={"code": [_("This code does not hang at your assembly place.")]},
            )
        if not -OPENS_BEFORE <= clock.now() - call_up.assembly_at <= OPEN_AFTER:
            raise Conflict(
                _("One counts oneself in from three hours before assembly on."),
                next_step=_("Come back then, or tell the desk your name."),
            )
        return _counted(actor, row)


def arrive_unit(*, actor: Actor, ask_id: UUID) -> int:
    """Count in everybody of a unit's list who is not here yet; return how many.

    For a unit that comes as one body: its leader counts, one tap records it.

    Raises:
        Conflict: the call-up was never sent, or called off.
    """
    with transaction.atomic():
        ask = UnitAsk.objects.get_for_update(actor, ask_id)
        require(actor, rules.COUNT_IN, ask)
        _require_assembling(ask.call_up)
        rows = Nomination.objects.of_tenant(ask.tenant_id).filter(
            call_up_id=ask.call_up_id,
            unit_id=ask.unit_id,
            state__in=COMING,
            arrived_at__isnull=True,
        )
        people = list(rows.values_list("responder_id", flat=True))
        rows.update(state=NominationState.CONFIRMED, arrived_at=clock.now())
        record(actor, events.ARRIVAL_RECORDED, ask, people=len(people))
        for person in people:
            on_commit(_arrived(ask.tenant_id, ask.call_up_id, person))
    return len(people)


def undo_arrival(*, actor: Actor, nomination_id: UUID) -> Nomination:
    """Take an arrival back that was recorded by mistake."""
    with transaction.atomic():
        row = Nomination.objects.get_for_update(actor, nomination_id)
        require(actor, rules.COUNT_IN, row)
        if row.arrived_at is not None:
            row.arrived_at = None
            row.save(update_fields=["arrived_at"])
            record(actor, events.ARRIVAL_UNDONE, row, subject_id=row.responder_id)
    return row


def _arrive(actor: Actor, row: Nomination) -> Nomination:
    require(actor, rules.COUNT_IN, row)
    return _counted(actor, row)


def _counted(actor: Actor, row: Nomination) -> Nomination:
    _require_assembling(row.call_up)
    if row.arrived_at is not None:
        return row
    if row.state in {NominationState.WITHDRAWN, NominationState.WAITING}:
        raise Conflict(
            _("%(name)s is not among those who were to come."),
            next_step=_("Put the person on the unit's list first, then count them in."),
            name=row.responder.name,
        )
    row.state, row.arrived_at = NominationState.CONFIRMED, clock.now()
    row.save(update_fields=["state", "arrived_at"])
    record(actor, events.ARRIVAL_RECORDED, row, subject_id=row.responder_id)
    on_commit(_arrived(row.tenant_id, row.call_up_id, row.responder_id))
    return row


def _require_assembling(call_up: CallUp) -> None:
    if call_up.state not in {CallUpState.SENT, CallUpState.CLOSED}:
        raise Conflict(_("Nobody assembles for this call-up."))


def _arrived(tenant_id: UUID, call_up_id: UUID, person: UUID) -> events.Arrived:
    return events.Arrived(tenant_id=tenant_id, call_up_id=call_up_id, responder_id=person)
