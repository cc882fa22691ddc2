"""Handing a post over from crew to crew: counted, signed twice, and chained.

Each record seals the one before it, and says of every open matter whether it is carried on or
closed with a reason: what was open cannot vanish between two shifts without the chain showing it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid, NotAllowed, Text
from muster.kernel.events import on_commit
from muster.kernel.permissions import allowed
from muster.operations.duty import events, rules
from muster.operations.duty.chain import seal_accepted, seal_offered
from muster.operations.duty.enums import LEAST_CREW
from muster.operations.duty.models import Assignment, Handover, OpenMatter, Post
from muster.operations.duty.queries.handovers import (
    counted_gear,
    crew_now,
    handover_for_update,
    last_handover,
    open_matters,
    own_next_shift,
    waiting_handover,
)
from muster.operations.duty.queries.relief import Relief, gap_of, relief_list
from muster.operations.duty.queries.roster import IN_FORCE
from muster.operations.duty.shift_enums import HandoverState
from muster.platform.audit.services import record

MOST_MATTERS, MOST_COUNTED = 20, 9999
WORDS = 200


class CrewIncomplete(Conflict):
    """Fewer than two of the incoming crew are there; `relief` says who could come."""

    def __init__(self, post: Post, present: int, relief: Sequence[Relief]) -> None:
        super().__init__(
            _("%(present)s of the next crew has checked in; a post is taken over by two."),
            next_step=_("Wait for the second person, or have the lead open the relief list."),
            present=present,
        )
        self.post, self.relief = post, relief


@dataclass(frozen=True, slots=True)
class HandoverDraft:
    """What an outgoing crew hands over.

    `counted` maps things (`item`) to how many are there; one left out is there as it should be.
    `closed` maps open matters to the reason why they are closed; all others are carried on.
    """

    counted: Mapping[str, int]
    closed: Mapping[UUID, str]
    new_matters: tuple[str, ...] = ()
    keys: str = ""
    by_name: str = ""


def offer_handover(
    *, actor: Actor, post_id: UUID, day: date, shift_id: UUID, draft: HandoverDraft
) -> Handover:
    """Sign a post over to the next crew.

    By somebody of the crew that goes, or by the lead with the name of who signs on paper.

    Raises:
        NotFound: no such shift is the actor's own or in the area.
        NotAllowed: the actor is not on this crew and records for nobody.
        Conflict: an earlier handover waits to be taken over.
        Invalid: a number or reason does not fit; `errors` names the fields.
    """
    with transaction.atomic():
        post, by_name, recorder = _signs(actor, post_id, day, shift_id, draft.by_name)
        if waiting_handover(post.tenant_id, post.id) is not None:
            raise Conflict(
                _("A handover of this post waits for the next crew."),
                next_step=_("Let them take it over or give it back; then hand over again."),
            )
        matters = open_matters(post.tenant_id, post.id)
        _check(draft, matters)
        for text in draft.new_matters:
            if text.strip():
                matters.append(_open_matter(actor, post, text, by_name))
        said = [_said(matter, draft.closed.get(matter.id, ""), by_name) for matter in matters]
        last = last_handover(post.tenant_id, post.id)
        row = Handover(
            tenant_id=post.tenant_id,
            post=post,
            area_code=post.area_code,
            day=day,
            shift_id=shift_id,
            number=last.number + 1 if last else 1,
            gear=counted_gear(post, draft.counted),
            matters=said,
            keys=draft.keys.strip()[:WORDS],
            out_by_name=by_name,
            out_account_id=actor.account_id,
            out_recorded_by=recorder,
            previous_digest=(last.accepted_digest or last.digest) if last else "",
        )
        row.digest = seal_offered(row)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            raise Conflict(_("Somebody else has just handed this post over.")) from None
        record(actor, events.HANDOVER_OFFERED, row, matters=len(said))
    return row


def accept_handover(*, actor: Actor, handover_id: UUID, by_name: str = "") -> Handover:
    """Take a post over from the crew going off duty; from now on it answers for what is open.

    Raises:
        NotFound: no such handover is the actor's to see.
        NotAllowed: the actor is not on the incoming crew and records for nobody.
        CrewIncomplete: fewer than two of the next crew are there (promise 1).
        Conflict: it was answered already; says by whom.
    """
    with transaction.atomic():
        row = _waiting(handover_id, actor)
        shift = own_next_shift(actor=actor, handover=row)
        name, recorder = _name_of(actor, row, shift, by_name)
        if shift is not None:
            present = crew_now(row.tenant_id, row.post_id, shift.day, shift.shift_id)
            if present < LEAST_CREW:
                raise CrewIncomplete(row.post, present, _relief(row, shift))
        row.in_by_name, row.in_account_id, row.in_recorded_by = name, actor.account_id, recorder
        row.answered_at, row.state = clock.now(), HandoverState.ACCEPTED
        row.accepted_digest = seal_accepted(row)
        row.save()
        record(actor, events.HANDOVER_ACCEPTED, row)
        on_commit(
            events.HandedOver(tenant_id=row.tenant_id, handover_id=row.id, post_id=row.post_id)
        )
    return row


def return_handover(*, actor: Actor, handover_id: UUID, reason: str, by_name: str = "") -> Handover:
    """Give a handover back with a reason: the crew that goes counts or writes again.

    Raises:
        NotFound: no such handover is the actor's to see.
        Invalid: no reason is given.
        Conflict: it was answered already.
    """
    if not reason.strip():
        raise Invalid(
            _("Giving a handover back needs a reason."),
            errors={"reason": [_("Write what does not fit: the other crew mends it.")]},
        )
    with transaction.atomic():
        row = _waiting(handover_id, actor)
        name, recorder = _name_of(actor, row, own_next_shift(actor=actor, handover=row), by_name)
        row.in_by_name, row.in_account_id, row.in_recorded_by = name, actor.account_id, recorder
        row.answered_at, row.state = clock.now(), HandoverState.RETURNED
        row.return_reason = reason.strip()[:WORDS]
        row.accepted_digest = seal_accepted(row)
        row.save()
        for said in row.matters:
            if said["closed"]:
                OpenMatter.objects.filter(tenant_id=row.tenant_id, pk=said["id"]).update(
                    closed_at=None, closed_by_name="", closed_reason=""
                )
        record(actor, events.HANDOVER_RETURNED, row)
    return row


def _signs(
    actor: Actor, post_id: UUID, day: date, shift_id: UUID, by_name: str
) -> tuple[Post, str, str]:
    """Return the post, who signs, and who records it for them ("" where they do so themselves)."""
    rows: Any = Assignment.objects.of_tenant(actor.tenant_id).filter(
        IN_FORCE, post_id=post_id, day=day, shift_id=shift_id, responder_id=actor.person_id
    )
    own = (
        rows.select_related("post__kind", "responder").first()
        if actor.person_id is not None
        else None
    )
    if own is not None:
        return own.post, own.responder.name[:80], ""
    gap = gap_of(actor=actor, post_id=post_id, day=day, shift_id=shift_id)
    if not allowed(actor, rules.HAND_OVER, gap.post):
        raise NotAllowed(_("Only the crew of this shift, or the lead for them, hands it over."))
    return gap.post, _signed(by_name), actor.name[:80]


def _signed(by_name: str) -> str:
    if not by_name.strip():
        raise Invalid(
            _("Write who signed."),
            errors={"by_name": [_("The name of whoever signed on paper.")]},
        )
    return by_name.strip()[:80]


def _check(draft: HandoverDraft, matters: Sequence[OpenMatter]) -> None:
    errors: dict[str, list[Text]] = {}
    for item, number in draft.counted.items():
        if not 0 <= number <= MOST_COUNTED:
            errors[f"gear_{item}"] = [_("Count again: a whole number from 0 on.")]
    known = {matter.id for matter in matters}
    for matter_id, reason in draft.closed.items():
        if matter_id not in known:
            errors[f"matter_{matter_id}"] = [_("This matter is closed already.")]
        elif not reason.strip():
            errors[f"matter_{matter_id}"] = [_("A matter is closed with a reason, or carried on.")]
    if len(draft.new_matters) + len(matters) > MOST_MATTERS:
        errors["new_matters"] = [_("That is too many open matters: close some first.")]
    if errors:
        raise Invalid(_("The handover cannot be signed as it is."), errors=errors)


def _open_matter(actor: Actor, post: Post, text: str, by_name: str) -> OpenMatter:
    matter = OpenMatter.objects.create(
        tenant_id=post.tenant_id,
        post=post,
        area_code=post.area_code,
        text=text.strip()[:WORDS],
        opened_by_name=by_name,
    )
    record(actor, events.MATTER_OPENED, matter)
    return matter


def _said(matter: OpenMatter, reason: str, by_name: str) -> dict[str, Any]:
    """Close a matter where a reason is given, and return what the record says of it."""
    if reason.strip():
        matter.closed_at, matter.closed_by_name = clock.now(), by_name
        matter.closed_reason = reason.strip()[:WORDS]
        matter.save(update_fields=["closed_at", "closed_by_name", "closed_reason"])
    return {
        "id": str(matter.id),
        "text": matter.text,
        "closed": matter.closed_at is not None,
        "reason": matter.closed_reason,
    }


def _waiting(handover_id: UUID, actor: Actor) -> Handover:
    row = handover_for_update(actor, handover_id)
    if row.state != HandoverState.OFFERED:
        raise Conflict(
            _("%(name)s has answered this handover already, at %(at)s."),
            name=row.in_by_name,
            at=f"{clock.local(row.answered_at or clock.now()):%H:%M}",
        )
    return row


def _name_of(
    actor: Actor, row: Handover, shift: Assignment | None, by_name: str
) -> tuple[str, str]:
    if shift is not None:
        return shift.responder.name[:80], ""
    if not allowed(actor, rules.HAND_OVER, row):
        raise NotAllowed(_("Only the next crew of this post, or the lead for them, takes it over."))
    return _signed(by_name), actor.name[:80]


def _relief(row: Handover, shift: Assignment) -> Sequence[Relief]:
    system = Actor(tenant_id=row.tenant_id, system="duty.handover")
    return relief_list(
        actor=system, post_id=row.post_id, day=shift.day, shift_id=shift.shift_id, limit=5
    )
