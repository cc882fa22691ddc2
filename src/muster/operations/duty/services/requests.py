"""What people on a roster ask for and how it is answered: swap, cover, leave. No cause asked."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor, system_actor
from muster.kernel.areas import covers
from muster.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from muster.kernel.events import on_commit
from muster.kernel.permissions import require
from muster.kernel.roles import Role
from muster.kernel.tenants import all_tenants, tenant_of
from muster.operations.duty import change_words, events, rules
from muster.operations.duty.change_enums import OPEN_STATES, ChangeKind, RequestKind, RequestState
from muster.operations.duty.models import Assignment, RosterRequest
from muster.operations.duty.models.roster import BY_LENGTH, REASON_LENGTH
from muster.operations.duty.queries.roster import IN_FORCE
from muster.operations.duty.queries.where import spot
from muster.operations.duty.services.changes import cover, swap
from muster.operations.duty.services.repairs import accept_repair
from muster.operations.duty.services.telling import note, recipients_of, send
from muster.operations.duty.services.touched import say_shift
from muster.platform.access import queries as access
from muster.platform.audit.services import record
from muster.platform.notify.contracts import Recipient

OWN, LEADS = "/shifts/requests/", "/roster/requests/"


def ask_swap(*, actor: Actor, assignment_id: UUID, with_assignment_id: UUID) -> RosterRequest:
    """Ask somebody of the same community to take each other's shift.

    Raises:
        NotFound: the shift is not the actor's own, or the other is not of the same roster.
        Conflict: one of them has begun, or an open request holds the shift.
    """
    with transaction.atomic():
        mine = _own(actor, assignment_id)
        other = _of_roster(mine, with_assignment_id)
        row = _request(actor, RequestKind.SWAP, mine, deadline=min(mine.starts_at, other.starts_at))
        row.other_id, row.with_assignment = other.responder_id, other
        _save(actor, row)
        facts = {"name": mine.responder.name, "when": say_shift(other), "other": say_shift(mine)}
        _tell(row, [other.responder_id], change_words.REQUEST_SWAP, facts)
    return row


def ask_cover(
    *, actor: Actor, assignment_id: UUID, of_responder_id: UUID | None = None
) -> RosterRequest:
    """Ask somebody to take the own shift; without a name the lead finds somebody.

    Raises:
        NotFound: the shift is not the actor's own, or the other is not of the same roster.
        Conflict: it has begun, or an open request holds the shift.
    """
    with transaction.atomic():
        mine = _own(actor, assignment_id)
        row = _request(actor, RequestKind.COVER, mine, deadline=mine.starts_at)
        if of_responder_id is None:
            row.state, row.agreed_at = RequestState.AGREED, clock.now()
        else:
            row.other_id = _colleague(mine, of_responder_id)
        _save(actor, row)
        if row.other_id is None:
            _tell_leads(row)
        else:
            facts = {
                "name": mine.responder.name, "post": spot(mine.post), "when": say_shift(mine)
            }  # fmt: skip
            _tell(row, [row.other_id], change_words.REQUEST_COVER, facts)
    return row


def ask_leave(
    *, actor: Actor, starts_at: datetime, ends_at: datetime | None = None
) -> RosterRequest:
    """Report that one cannot come from then to then; the lead finds who covers.

    Raises:
        Invalid: the end does not lie after the start, or lies in the past.
        Conflict: no shift lies in that time, or one is reported already.
    """
    if ends_at is not None and ends_at <= max(starts_at, clock.now()):
        raise Invalid(
            _("The leave cannot be asked for as it is."),
            errors={"ends_at": [_("The end must lie after the start, and not in the past.")]},
        )
    with transaction.atomic():
        touched = _shifts_in(actor, starts_at, ends_at)
        if not touched:
            raise Conflict(
                _("You have no shift in that time, so nobody needs to be asked."),
                next_step=_("If you are away, say so in your record."),
            )
        first = touched[0]
        mine: Any = RosterRequest.objects.of_tenant(actor.tenant_id).filter(
            responder_id=actor.person_id, kind=RequestKind.LEAVE, state__in=OPEN_STATES
        )
        if mine.exists():
            raise Conflict(
                _("You have reported leave already, and it waits for an answer."),
                next_step=_("Take it back first, then report it anew."),
            )
        row = _request(actor, RequestKind.LEAVE, first, deadline=first.ends_at)
        row.assignment, row.starts_at, row.ends_at = None, starts_at, ends_at
        row.state, row.agreed_at = RequestState.AGREED, clock.now()
        _save(actor, row)
        _tell_leads(row)
    return row


def answer_request(*, actor: Actor, request_id: UUID, agrees: bool) -> RosterRequest:
    """Say yes or no as the person who was asked.

    Raises:
        NotFound: nobody asked the actor that.
        Conflict: it was answered, or has run out.
    """
    with transaction.atomic():
        row = _locked(actor, request_id, other_id=actor.person_id)
        _still(row, RequestState.ASKED)
        if agrees:
            row.state, row.agreed_at = RequestState.AGREED, clock.now()
            row.save(update_fields=["state", "agreed_at"])
            _note(actor, row)
            _tell_leads(row)
        else:
            _end(actor, row, RequestState.DECLINED)
    return row


def withdraw_request(*, actor: Actor, request_id: UUID) -> RosterRequest:
    """Take the own request back.

    Raises:
        NotFound: the actor asked no such thing.
        Conflict: it has ended already.
    """
    with transaction.atomic():
        row = _locked(actor, request_id, responder_id=actor.person_id)
        _still(row, *OPEN_STATES)
        _end(actor, row, RequestState.WITHDRAWN, tell=False)
    return row


def approve_request(
    *, actor: Actor, request_id: UUID, by_responder_id: UUID | None = None,
    despite: Collection[str] = (), reason: str = "", keys: Sequence[str] = (),
) -> RosterRequest:  # fmt: skip
    """Approve a request: the change is made and judged at once.

    Cover without a name needs `by_responder_id`; leave the chosen lines of a repair (`keys`).

    Raises:
        Conflict: the other has not agreed yet, it has ended, or the shift was changed since.
        Invalid: nobody is named for a cover, or no line is chosen for a leave.
        NotAllowed, ChangedFirst, RuleBroken: see `rewriting.rewrite`.
    """
    with transaction.atomic():
        row = _locked(actor, request_id)
        require(actor, rules.CHANGE_ROSTER, row)
        _still(row, RequestState.AGREED)
        asked_by = (row.responder_id, row.asked_by_name)
        mine = row.assignment
        if row.kind == RequestKind.LEAVE:
            change = accept_repair(
                actor=actor, incident_id=row.edition.incident_id, keys=keys, reason=reason,
                absent=leave_days(row), kind=ChangeKind.LEAVE,
            )  # fmt: skip
        elif row.kind == RequestKind.SWAP and mine is not None and row.with_assignment:
            change = swap(
                actor=actor, assignment_id=mine.id, with_assignment_id=row.with_assignment.id,
                versions=(mine.version, row.with_assignment.version), reason=reason,
                despite=despite, asked_by=asked_by,
            )  # fmt: skip
        else:
            by = row.other_id or by_responder_id
            if by is None or mine is None:
                raise Invalid(
                    _("Choose who takes the shift."),
                    errors={"by": [_("Nobody is named yet.")]},
                )
            change = cover(
                actor=actor, assignment_id=mine.id, version=mine.version, by_responder_id=by,
                reason=reason, despite=despite, asked_by=asked_by,
            )  # fmt: skip
        row.change = change
        _end(actor, row, RequestState.APPROVED, tell=row.kind == RequestKind.LEAVE)
    return row


def refuse_request(*, actor: Actor, request_id: UUID, answer: str) -> RosterRequest:
    """Say no as the lead, with a reason; who asked is told.

    Raises:
        Invalid: no reason is given.
        Conflict: it has ended already.
    """
    answer = answer.strip()[:REASON_LENGTH]
    with transaction.atomic():
        row = _locked(actor, request_id)
        require(actor, rules.CHANGE_ROSTER, row)
        if not answer:
            raise Invalid(
                _("A no needs a reason."),
                errors={"answer": [_("Write why; the person reads it.")]},
            )
        _still(row, *OPEN_STATES)
        row.answer = answer
        _end(actor, row, RequestState.REFUSED)
    return row


def expire_requests() -> int:
    """End what nobody answered before its shift began, in every command; returns how many."""
    done = 0
    for tenant in all_tenants():
        with clock.drill(tenant.drill_offset):
            done += _expire(tenant.id)
    return done


def _expire(tenant_id: UUID) -> int:
    rows: Any = RosterRequest.objects.of_tenant(tenant_id).filter(
        state__in=OPEN_STATES, deadline_at__lte=clock.now()
    )
    system = system_actor(tenant_id, "duty.requests")
    done = 0
    for request_id in list(rows.values_list("id", flat=True)):
        with transaction.atomic():
            row = _locked(system, request_id)
            if row.is_open and row.deadline_at <= clock.now():
                _end(system, row, RequestState.EXPIRED)
                done += 1
    return done


def leave_days(row: RosterRequest) -> dict[UUID, tuple[Any, Any]]:
    """Return the days of a leave, as a repair takes them."""
    zone = tenant_of(row.tenant_id).time_zone
    first = clock.local(row.starts_at or row.asked_at, zone).date()
    last = clock.local(row.ends_at, zone).date() if row.ends_at else None
    return {row.responder_id: (first, last)}


def _own(actor: Actor, assignment_id: UUID) -> Assignment:
    rows: Any = Assignment.objects.of_tenant(actor.tenant_id).filter(
        IN_FORCE, responder_id=actor.person_id, id=assignment_id
    )
    found: Assignment | None = rows.select_related("edition", "post__kind", "responder").first()
    if found is None or actor.person_id is None:
        raise NotFound(_("This is not a shift of yours, or it was changed."))
    _to_come(found)
    return found


def _of_roster(mine: Assignment, assignment_id: UUID) -> Assignment:
    """Return a shift of somebody else in the same community or of the same unit."""
    rows: Any = Assignment.objects.of_tenant(mine.tenant_id).filter(IN_FORCE, id=assignment_id)
    found: Assignment | None = rows.select_related("post__kind", "responder").first()
    if (
        found is None
        or found.responder_id == mine.responder_id
        or (found.area_code != mine.area_code and found.unit_id != mine.unit_id)
    ):
        raise NotFound(_("There is no such shift in your community or unit."))
    _to_come(found)
    return found


def _colleague(mine: Assignment, responder_id: UUID) -> UUID:
    rows: Any = Assignment.objects.of_tenant(mine.tenant_id).filter(
        IN_FORCE, responder_id=responder_id, edition__incident_id=mine.edition.incident_id
    )
    near = rows.filter(area_code=mine.area_code) | rows.filter(unit_id=mine.unit_id)
    if responder_id == mine.responder_id or not near.exists():
        raise NotFound(_("This person is not on the roster of your community or unit."))
    return responder_id


def _to_come(row: Assignment) -> None:
    if row.starts_at <= clock.now():
        raise Conflict(
            _("This shift has begun."),
            next_step=_("Call the lead: a shift that runs is covered by hand."),
        )


def _shifts_in(actor: Actor, starts_at: datetime, ends_at: datetime | None) -> list[Assignment]:
    if actor.person_id is None:
        raise NotAllowed(_("Only somebody on a roster asks for leave."))
    rows: Any = Assignment.objects.of_tenant(actor.tenant_id).filter(
        IN_FORCE, responder_id=actor.person_id, ends_at__gt=max(starts_at, clock.now())
    )
    if ends_at is not None:
        rows = rows.filter(starts_at__lt=ends_at)
    return list(rows.select_related("edition", "post__kind", "responder").order_by("starts_at"))


def _request(actor: Actor, kind: str, mine: Assignment, *, deadline: datetime) -> RosterRequest:
    return RosterRequest(
        tenant_id=actor.tenant_id,
        edition=mine.edition,
        kind=kind,
        responder_id=mine.responder_id,
        unit_id=mine.unit_id,
        area_code=mine.area_code,
        assignment=mine,
        asked_at=clock.now(),
        asked_by_name=mine.responder.name[:BY_LENGTH],
        deadline_at=deadline,
    )


def _save(actor: Actor, row: RosterRequest) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Conflict(
            _("This shift is in an open request already."),
            next_step=_("Take that one back first, or wait for the answer."),
        ) from None
    record(actor, events.ROSTER_REQUESTED, row, subject_id=row.responder_id, kind=str(row.kind))
    _announce(row)


def _locked(actor: Actor, request_id: UUID, **facts: Any) -> RosterRequest:
    """Return a request for a change of it: visible to the actor, or about the actor.

    Raises:
        NotFound: there is none.
    """
    rows: Any = (
        RosterRequest.objects.of_tenant(actor.tenant_id).filter(**facts)
        if facts
        else RosterRequest.objects.visible_to(actor, rules.CHANGE_ROSTER)
    )
    found: RosterRequest | None = rows.select_for_update(of=("self",)).filter(id=request_id).first()
    if found is None or (facts and actor.person_id is None):
        raise NotFound(_("There is no such request here, or it is outside your area."))
    return found


def _still(row: RosterRequest, *states: str) -> None:
    if row.is_open and row.deadline_at <= clock.now():
        raise Conflict(
            _("This request has run out: the shift has begun."),
            next_step=_("If somebody is missing, repair the roster."),
        )
    if row.state not in states:
        raise Conflict(
            _("This request stands at “%(state)s” already."), state=row.get_state_display()
        )


def _end(actor: Actor, row: RosterRequest, state: str, *, tell: bool = True) -> None:
    row.state, row.ended_at = state, clock.now()
    row.ended_by_name = actor.name[:BY_LENGTH]
    row.save()
    _note(actor, row)
    if not tell:
        return
    words = (
        change_words.REQUEST_EXPIRED if state == RequestState.EXPIRED
        else change_words.REQUEST_ENDED
    )  # fmt: skip
    _tell(row, [row.responder_id], words, _facts(row))


def _note(actor: Actor, row: RosterRequest) -> None:
    record(actor, events.REQUEST_ANSWERED, row, subject_id=row.responder_id, state=str(row.state))
    _announce(row)


def _announce(row: RosterRequest) -> None:
    on_commit(
        events.RosterRequested(
            tenant_id=row.tenant_id,
            request_id=row.id,
            area_code=row.area_code,
            state=str(row.state),
        )
    )


def _facts(row: RosterRequest) -> dict[str, Any]:
    return {
        "name": row.asked_by_name,
        "kind": row.get_kind_display(),
        "state": row.get_state_display(),
        "when": say_shift(row.assignment) if row.assignment else f"{row.starts_at:%m-%d}",
    }


def _tell(row: RosterRequest, people: Sequence[UUID], words: str, facts: dict[str, Any]) -> None:
    found = recipients_of(row.tenant_id, people)
    send(row.tenant_id, [note([found[one] for one in people], words, facts, OWN)])


def _tell_leads(row: RosterRequest) -> None:
    """Tell the leads of the community; where it has none, the command."""
    system = system_actor(row.tenant_id, "duty.requests")
    for roles in ((Role.LEAD,), (Role.COMMANDER, Role.PLANNER)):
        accounts = {
            grant.account_id: grant.account
            for role in roles
            for grant in access.grants(system, role=role)
            if covers(grant.area_code, row.area_code) and grant.account.is_active
        }
        if accounts:
            some = [
                Recipient(account_id=one.id, person_id=one.person_id, language=one.language)
                for one in accounts.values()
            ]
            told = note(some, change_words.REQUEST_FOR_LEAD, _facts(row), LEADS)
            send(row.tenant_id, [told])
            return
