"""A unit's list: people named, taken off, replaced."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict
from muster.kernel.events import on_commit
from muster.kernel.permissions import require
from muster.operations.mobilise import events, rules
from muster.operations.mobilise.enums import COMING, CallUpState, NominationState
from muster.operations.mobilise.models import Nomination, UnitAsk
from muster.operations.mobilise.services.differences import look_again
from muster.operations.mobilise.services.gaps import step_in
from muster.platform.audit.services import record
from muster.registers.responders.queries import active_of_tenant

CHUNK = 500


def name_people(
    *,
    actor: Actor,
    ask_id: UUID,
    responder_ids: Sequence[UUID],
    batch_id: UUID | None = None,
) -> list[Nomination]:
    """Put people on a unit's list; who is on it already stays, who was taken off comes back.

    A person of another unit is taken too: two units that name one person are a difference, which
    somebody closes. Nobody is dropped in silence.

    Raises:
        Conflict: the call-up is not open, or somebody is not on the register.
    """
    with transaction.atomic():
        ask = open_ask(actor, ask_id)
        wanted = list(dict.fromkeys(responder_ids))
        known = active_of_tenant(actor=actor, ids=wanted)
        if missing := [one for one in wanted if one not in known]:
            raise Conflict(
                _("%(count)s of these people are not on the register any more."),
                count=len(missing),
            )
        there = {row.responder_id: row for row in _list(ask, wanted)}
        back = [row for row in there.values() if row.state == NominationState.WITHDRAWN]
        for row in back:
            row.state, row.batch_id = NominationState.NAMED, batch_id
        Nomination.objects.bulk_update(back, ["state", "batch_id"])
        new = [_name(actor, ask, one, batch_id) for one in wanted if one not in there]
        Nomination.objects.bulk_create(new, batch_size=CHUNK)
        record(actor, events.PEOPLE_NAMED, ask, people=len(new) + len(back))
        _tell(ask, [*new, *back])
        look_again(ask.call_up, wanted, [ask.unit_id])
    return [there.get(one) or row for one, row in _merged(wanted, there, new)]


def withdraw(*, actor: Actor, nomination_id: UUID) -> Nomination:
    """Take a name off the list; naming the person again puts it back.

    Raises:
        Conflict: the call-up has ended, or the person has arrived already.
    """
    with transaction.atomic():
        row = changeable(actor, nomination_id)
        _off(row)
        record(actor, events.NAME_WITHDRAWN, row, subject_id=row.responder_id)
        _tell(row, [row])
        look_again(row.call_up, [row.responder_id], [row.unit_id])
    return row


def replace(*, actor: Actor, nomination_id: UUID, responder_id: UUID) -> Nomination:
    """Put another person of the unit in the place of one, in one step, before and after publishing.

    In a published roster the shifts that are still to come pass to the other person; both and
    their leads are told.

    Raises:
        Conflict: the two are the same, the other is on the list already or of another unit, or the
            first has arrived.
    """
    with transaction.atomic():
        row = changeable(actor, nomination_id)
        person = active_of_tenant(actor=actor, ids=[responder_id]).get(responder_id)
        if person is None or person.unit_id != row.unit_id:
            raise Conflict(_("Only another person of the same unit can step in."))
        ask = UnitAsk.objects.get(call_up_id=row.call_up_id, unit_id=row.unit_id)
        found = next(iter(_list(ask, [responder_id])), None)
        if found is not None and found.state in COMING:
            raise Conflict(_("%(name)s is on the list already."), name=person.name)
        new = found or _name(actor, ask, responder_id, None)
        new.state = NominationState.NAMED
        new.save()
        step_in(actor, row, new, reason=str(_("Replaced by the unit.")))
        record(
            actor, events.NAME_REPLACED, new, subject_id=responder_id, instead_of=row.responder_id
        )
        look_again(row.call_up, [row.responder_id, responder_id], [row.unit_id])
    return new


def take_back_batch(*, actor: Actor, batch_id: UUID) -> Collection[UUID]:
    """Take the names of one sheet off their list as if it had never come.

    Returns the people who stay: they have answered for themselves or arrived since.

    Raises:
        Conflict: the call-up is not open.
    """
    with transaction.atomic():
        rows = list(Nomination.objects.visible_to(actor, rules.ANSWER).filter(batch_id=batch_id))
        if not rows:
            return []
        first = rows[0]
        ask = UnitAsk.objects.get(call_up_id=first.call_up_id, unit_id=first.unit_id)
        ask = open_ask(actor, ask.id)
        gone = [row for row in rows if row.arrived_at is None and row.answered_at is None]
        people = [row.responder_id for row in gone]
        Nomination.objects.filter(tenant_id=ask.tenant_id, id__in=[row.id for row in gone]).delete()
        record(actor, events.NAME_WITHDRAWN, ask, people=len(gone))
        look_again(ask.call_up, people, [ask.unit_id])
    return [row.responder_id for row in rows if row.responder_id not in set(people)]


def open_ask(actor: Actor, ask_id: UUID) -> UnitAsk:
    """Return what a unit is asked, for somebody who may answer it, locked, with its call-up.

    Raises:
        NotFound, NotAllowed: the actor may not see it or answer for the unit.
        Conflict: the call-up is not open.
    """
    row = UnitAsk.objects.get_for_update(actor, ask_id)
    require(actor, rules.ANSWER, row)
    if not row.call_up.is_open:
        raise Conflict(_("This call-up takes no more names."))
    return row


def changeable(actor: Actor, nomination_id: UUID) -> Nomination:
    """Return a name that the actor may change, locked.

    Raises:
        NotFound, NotAllowed: the actor may not see it or answer for the unit.
        Conflict: the call-up was cancelled, or the person has arrived.
    """
    row = Nomination.objects.get_for_update(actor, nomination_id)
    require(actor, rules.ANSWER, row)
    if row.call_up.state not in {CallUpState.SENT, CallUpState.CLOSED}:
        raise Conflict(_("This call-up was called off."))
    if row.arrived_at is not None:
        raise Conflict(
            _("This person has arrived already."),
            next_step=_("Take the arrival back first, if it was a mistake."),
        )
    return row


def _list(ask: UnitAsk, people: Sequence[UUID]) -> Any:
    return Nomination.objects.filter(
        call_up_id=ask.call_up_id, unit_id=ask.unit_id, responder_id__in=people
    ).select_related("call_up")


def _name(actor: Actor, ask: UnitAsk, person: UUID, batch_id: UUID | None) -> Nomination:
    return Nomination(
        tenant_id=ask.tenant_id,
        call_up_id=ask.call_up_id,
        unit_id=ask.unit_id,
        area_code=ask.area_code,
        level=ask.level,
        responder_id=person,
        named_at=clock.now(),
        named_by=actor.account_id,
        batch_id=batch_id,
    )


def _off(row: Nomination) -> None:
    row.state, row.place = NominationState.WITHDRAWN, None
    row.save(update_fields=["state", "place"])


def _merged(
    wanted: Sequence[UUID], there: dict[UUID, Nomination], new: Sequence[Nomination]
) -> list[tuple[UUID, Any]]:
    made = {row.responder_id: row for row in new}
    return [(one, made.get(one, there.get(one))) for one in wanted]


def _tell(of: Any, rows: Sequence[Nomination]) -> None:
    for row in rows:
        on_commit(
            events.NominationChanged(
                tenant_id=of.tenant_id,
                call_up_id=row.call_up_id,
                responder_id=row.responder_id,
                state=str(row.state),
            )
        )
