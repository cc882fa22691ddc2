"""Breaks: somebody goes, a stand-in is named, and the post is not left to one person unseen."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid
from muster.kernel.permissions import require
from muster.operations.duty import events, rules, words
from muster.operations.duty.models import Assignment, Break, CheckIn
from muster.operations.duty.queries.breaks import stand_ins_for
from muster.operations.duty.queries.where import spot
from muster.operations.duty.services.alarms import look_at
from muster.operations.duty.services.telling import say_clock, tell_people
from muster.platform.audit.services import record

USUAL_MINUTES, MOST_MINUTES = 30, 120


def begin_break(
    *,
    actor: Actor,
    assignment_id: UUID,
    stand_in_id: UUID | None = None,
    minutes: int = USUAL_MINUTES,
) -> Break:
    """Go on a break; `stand_in_id` is one of `queries.stand_ins_for`.

    Without a stand-in the break is recorded all the same, and where it leaves one person alone the
    alarm opens at once.

    Raises:
        NotFound: no such shift is the actor's own or in the area.
        Conflict: the person is not on duty, or on a break already.
        Invalid: the stand-in is none of those who can, or the minutes are not 1 to 120.
    """
    if not 1 <= minutes <= MOST_MINUTES:
        raise Invalid(_("A break lasts 1 to %(most)s minutes."), most=MOST_MINUTES)
    with transaction.atomic():
        shift = _on_duty(actor, assignment_id)
        lent = None
        if stand_in_id is not None:
            can = {one.responder_id: one for one in stand_ins_for(actor=actor, shift=shift)}
            if stand_in_id not in can:
                raise Invalid(
                    _("This person cannot stand in now."),
                    next_step=_("Choose another one, or go without: the lead is told."),
                )
            lent = can[stand_in_id].assignment_id
        now = clock.now()
        row = Break.objects.create(
            tenant_id=shift.tenant_id,
            assignment=shift,
            starts_at=now,
            due_at=now + timedelta(minutes=minutes),
            stand_in_id=stand_in_id,
            stand_in_from_id=lent,
        )
        record(actor, events.BREAK_BEGUN, shift, subject_id=shift.responder_id, minutes=minutes)
        if stand_in_id is not None:
            until = say_clock(shift.tenant_id, row.due_at)
            facts = {"post": spot(shift.post), "until": until}
            tell_people(shift.tenant_id, [stand_in_id], words.STAND_IN, facts, "/shifts/")
        look_at(shift.tenant_id, [shift.post_id, *_lender(lent)])
    return row


def end_break(*, actor: Actor, assignment_id: UUID) -> Break:
    """Come back from a break.

    Raises:
        NotFound: no such shift is the actor's own or in the area.
        Conflict: the person is not on a break.
    """
    with transaction.atomic():
        shift = _shift(actor, assignment_id)
        row = _open_break(shift)
        if row is None:
            raise Conflict(_("No break is running."))
        row.ends_at = clock.now()
        row.save(update_fields=["ends_at"])
        record(actor, events.BREAK_ENDED, shift, subject_id=shift.responder_id)
        look_at(shift.tenant_id, [shift.post_id, *_lender(row.stand_in_from_id)])
    return row


def close_breaks(shift: Assignment, at: datetime) -> None:
    """End a break with the shift: whoever has left is not on a break."""
    rows: Any = Break.objects.of_tenant(shift.tenant_id)
    rows.filter(assignment=shift, ends_at__isnull=True).update(ends_at=at)


def _shift(actor: Actor, assignment_id: UUID) -> Assignment:
    rows: Any = Assignment.objects.select_related("post__kind")
    shift: Assignment = rows.get_visible(actor, assignment_id)
    if shift.responder_id != actor.person_id:
        require(actor, rules.CHECK_IN_OTHERS, shift)
    return shift


def _on_duty(actor: Actor, assignment_id: UUID) -> Assignment:
    shift = _shift(actor, assignment_id)
    here: Any = CheckIn.objects.of_tenant(shift.tenant_id).filter(
        assignment=shift, undone_at__isnull=True, left_at__isnull=True
    )
    if not here.exists():
        raise Conflict(
            _("Only who is on duty goes on a break."), next_step=_("Check in to the shift first.")
        )
    if _open_break(shift) is not None:
        raise Conflict(_("A break is running already."), next_step=_("Come back from it first."))
    return shift


def _open_break(shift: Assignment) -> Break | None:
    rows: Any = Break.objects.of_tenant(shift.tenant_id).select_for_update()
    found: Break | None = rows.filter(assignment=shift, ends_at__isnull=True).first()
    return found


def _lender(assignment_id: UUID | None) -> Sequence[UUID]:
    """Return the post whose person stands in elsewhere."""
    if assignment_id is None:
        return ()
    rows: Any = Assignment.objects.filter(pk=assignment_id)
    return list(rows.values_list("post_id", flat=True))
