"""A unit's answer, and each person's own."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid, Text
from muster.kernel.events import on_commit
from muster.kernel.permissions import allowed
from muster.operations.mobilise import events, rules
from muster.operations.mobilise.enums import NominationState
from muster.operations.mobilise.models import Nomination, UnitAsk
from muster.operations.mobilise.services.differences import look_again
from muster.operations.mobilise.services.gaps import tell_of_gap
from muster.operations.mobilise.services.lists import changeable, open_ask
from muster.platform.audit.services import record

MOST_PEOPLE = 1_000_000
REASON_LENGTH = 200


def answer(
    *,
    actor: Actor,
    ask_id: UUID,
    promised: int,
    reason: str = "",
    stated: int | None = None,
) -> UnitAsk:
    """Say how many people a unit sends, and why it is fewer than asked.

    Raises:
        Invalid: fewer than asked without a reason, or a number out of range.
        Conflict: the call-up is not open.
    """
    text = " ".join(reason.split())[:REASON_LENGTH]
    with transaction.atomic():
        row = open_ask(actor, ask_id)
        errors: dict[str, list[Text]] = {}
        if not 0 <= promised <= MOST_PEOPLE:
            errors["promised"] = [_("A number of people lies between 0 and a million.")]
        elif promised < row.asked and not text:
            errors["reason"] = [_("Say why it is fewer than asked.")]
        if errors:
            raise Invalid(_("The answer cannot be saved as it is."), errors=errors)
        row.promised, row.reason, row.answered_at = promised, text, clock.now()
        row.stated = stated
        row.save(update_fields=["promised", "reason", "answered_at", "stated"])
        record(actor, events.ASK_ANSWERED, row, promised=promised)
        look_again(row.call_up, (), [row.unit_id])
    return row


def confirm(*, actor: Actor, nomination_id: UUID) -> Nomination:
    """Confirm that somebody comes: the unit says so, or the person."""
    return _say(actor, nomination_id, NominationState.CONFIRMED, events.NAME_CONFIRMED)


def confirm_list(*, actor: Actor, ask_id: UUID) -> int:
    """Confirm in one step that everybody still only named on a unit's list comes; return how many.

    Raises:
        Conflict: the call-up is not open.
    """
    with transaction.atomic():
        ask = open_ask(actor, ask_id)
        rows = Nomination.objects.filter(
            call_up_id=ask.call_up_id, unit_id=ask.unit_id, state=NominationState.NAMED
        )
        people = list(rows.values_list("responder_id", flat=True))
        rows.update(state=NominationState.CONFIRMED, answered_at=clock.now())
        record(actor, events.NAME_CONFIRMED, ask, people=len(people))
        for person in people:
            on_commit(
                events.NominationChanged(
                    tenant_id=ask.tenant_id,
                    call_up_id=ask.call_up_id,
                    responder_id=person,
                    state=NominationState.CONFIRMED.value,
                )
            )
    return len(people)


def decline(*, actor: Actor, nomination_id: UUID) -> Nomination:
    """Say that somebody cannot come: the unit sends another, or fewer. No cause is asked."""
    return _say(actor, nomination_id, NominationState.DECLINED, events.NAME_DECLINED)


def _say(actor: Actor, nomination_id: UUID, state: NominationState, verb: str) -> Nomination:
    with transaction.atomic():
        row = Nomination.objects.get_for_update(actor, nomination_id)
        own = actor.person_id is not None and row.responder_id == actor.person_id
        if not own or allowed(actor, rules.ANSWER, row):
            row = changeable(actor, nomination_id)
        elif row.arrived_at is not None:
            raise Conflict(_("You have been counted in already."))
        if row.state == NominationState.WITHDRAWN:
            raise Conflict(
                _("This name was taken off the list."),
                next_step=_("Ask the unit to put it back."),
            )
        if row.state != state:
            row.state, row.place, row.answered_at = state, None, clock.now()
            row.save(update_fields=["state", "place", "answered_at"])
            record(actor, verb, row, subject_id=row.responder_id)
            on_commit(
                events.NominationChanged(
                    tenant_id=row.tenant_id,
                    call_up_id=row.call_up_id,
                    responder_id=row.responder_id,
                    state=str(state),
                )
            )
            look_again(row.call_up, [row.responder_id], [row.unit_id])
            if state == NominationState.DECLINED:
                tell_of_gap(row)
    return row
