"""Differences kept in step with the lists, closed by a person with a reason, opened again."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor, system_actor
from muster.kernel.errors import Conflict, Invalid
from muster.kernel.events import on_commit
from muster.kernel.permissions import require
from muster.operations.mobilise import events, rules
from muster.operations.mobilise.enums import (
    ABOUT_ONE_NAME,
    LISTED,
    DifferenceKind,
    DifferenceState,
    NominationState,
)
from muster.operations.mobilise.models import CallUp, Difference, Nomination
from muster.operations.mobilise.queries import Found, found_differences
from muster.platform.audit.services import record

REASON_LENGTH = 200


def reconcile(*, actor: Actor, call_up_id: UUID) -> list[Difference]:
    """Look at the lists again and keep the rows of differences in step; return the open ones."""
    with transaction.atomic():
        row = CallUp.objects.get_for_update(actor, call_up_id)
        require(actor, rules.SETTLE, row)
        return look_again(row)


def look_again(
    call_up: CallUp,
    people: Collection[UUID] | None = None,
    units: Collection[UUID] | None = None,
) -> list[Difference]:
    """Bring the rows of a call-up in step with its lists, inside the caller's transaction.

    What is new is added, what vanished is marked so, what came back is open again. What somebody
    closed stays closed while the facts are those it was closed on. With `people` and `units` only
    their rows and the total are looked at. Returns the open ones among them.
    """
    system = system_actor(call_up.tenant_id, "mobilise")
    now = found_differences(actor=system, call_up=call_up, people=people, units=units)
    found = {one.key: one for one in now}
    kept = Difference.objects.of_tenant(call_up.tenant_id).filter(call_up_id=call_up.id)
    if people is not None:
        about = Q(responder_id__in=people) | Q(kind=DifferenceKind.TOTAL)
        kept = kept.filter(about | Q(kind=DifferenceKind.COUNT, unit_id__in=units or ()))
    rows = {row.key: row for row in kept}
    for key, row in rows.items():
        _update(row, found.get(key))
    new = [_row(call_up, one) for key, one in found.items() if key not in rows]
    Difference.objects.bulk_create(new)
    return [row for row in [*rows.values(), *new] if row.state == DifferenceState.OPEN]


def close_difference(
    *,
    actor: Actor,
    difference_id: UUID,
    reason: str,
    kept_id: UUID | None = None,
    off: bool = False,
) -> Difference:
    """Close a row with a reason; where one person stands on two lists, say which name stays.

    With `off` the person of a row about one name is taken off the lists of this call-up.

    Raises:
        Invalid: there is no reason, or no choice where one is needed.
        Conflict: somebody else has closed it already, or it is no longer there.
    """
    text = " ".join(reason.split())[:REASON_LENGTH]
    if not text:
        raise Invalid(
            _("The row cannot be closed as it is."),
            errors={"reason": [_("Say why it is settled.")]},
        )
    with transaction.atomic():
        row = Difference.objects.get_for_update(actor, difference_id)
        require(actor, rules.SETTLE, row)
        if row.state != DifferenceState.OPEN:
            raise Conflict(
                _("%(who)s has closed this row already: “%(reason)s”."),
                who=row.closed_by_name or "—",
                reason=row.reason or "—",
            )
        if row.kind == DifferenceKind.NAMED_TWICE:
            _keep_one(row, kept_id)
        elif off and row.kind in ABOUT_ONE_NAME:
            _take_off(row, _names(row))
        row.state, row.reason = DifferenceState.CLOSED, text
        row.closed_at, row.closed_by = clock.now(), actor.account_id
        row.closed_by_name = actor.name[:80]
        row.save()
        record(actor, events.DIFFERENCE_CLOSED, row, subject_id=row.responder_id)
        _look_at(row)
    return row


def close_differences(
    *,
    actor: Actor,
    reason: str,
    kept: Mapping[UUID, UUID | None],
    off: Collection[UUID] = (),
) -> list[Difference]:
    """Close several rows with one reason, all or none; `kept` says which name stays in each.

    `off` are the rows whose person is taken off the list.

    Raises:
        Invalid: there is no reason, no row, or no choice where one is needed.
        Conflict: somebody else has closed one already.
    """
    if not kept:
        raise Invalid(
            _("The row cannot be closed as it is."), errors={"row": [_("Tick at least one row.")]}
        )
    closed: list[Difference] = []
    with transaction.atomic():
        for one, name in kept.items():
            if any(row.taken for row in closed) and _is_gone(actor, one):
                continue
            closed.append(
                close_difference(
                    actor=actor, difference_id=one, reason=reason, kept_id=name, off=one in off
                )
            )
    return closed


def _is_gone(actor: Actor, difference_id: UUID) -> bool:
    """True where taking a name off has settled another row about the same person."""
    rows: Any = Difference.objects.visible_to(actor).filter(pk=difference_id)
    return bool(rows.filter(state=DifferenceState.GONE).exists())


def reopen_difference(*, actor: Actor, difference_id: UUID) -> Difference:
    """Open a closed row again; names that closing took off come back.

    Raises:
        Conflict: it is not closed.
    """
    with transaction.atomic():
        row = Difference.objects.get_for_update(actor, difference_id)
        require(actor, rules.SETTLE, row)
        if row.state != DifferenceState.CLOSED:
            raise Conflict(_("This row is not closed."))
        Nomination.objects.filter(
            tenant_id=row.tenant_id, id__in=row.taken, state=NominationState.WITHDRAWN
        ).update(state=NominationState.NAMED)
        row.state, row.reason, row.taken, row.kept = DifferenceState.OPEN, "", [], None
        row.closed_at = row.closed_by = None
        row.closed_by_name = ""
        row.save()
        record(actor, events.DIFFERENCE_REOPENED, row, subject_id=row.responder_id)
        _look_at(row)
    return row


def _look_at(row: Difference) -> None:
    """Look again at what closing or opening a row changes: its person, and the total."""
    look_again(row.call_up, [row.responder_id] if row.responder_id else (), ())


def _keep_one(row: Difference, kept_id: UUID | None) -> None:
    names = _names(row)
    kept = next((one for one in names if one.id == kept_id), None)
    if kept is None:
        raise Invalid(
            _("The row cannot be closed as it is."),
            errors={"kept": [_("Choose the unit that keeps this person.")]},
        )
    others = [one for one in names if one.id != kept.id]
    if any(one.arrived_at is not None for one in others):
        raise Conflict(_("This person has been counted in for the other unit already."))
    _take_off(row, others)
    row.kept = kept


def _names(row: Difference) -> list[Nomination]:
    """Return the names that stand for the person of a row, the first named first."""
    rows: Any = Nomination.objects.filter(
        tenant_id=row.tenant_id, call_up_id=row.call_up_id, state__in=LISTED
    )
    return list(rows.filter(responder_id=row.responder_id).order_by("named_at", "id"))


def _take_off(row: Difference, names: Sequence[Nomination]) -> None:
    """Take names off their lists; opening the row again puts them back."""
    if any(one.arrived_at is not None for one in names):
        raise Conflict(
            _("This person has arrived already."),
            next_step=_("Take the arrival back first, if it was a mistake."),
        )
    for one in names:
        one.state = NominationState.WITHDRAWN
        one.save(update_fields=["state"])
        on_commit(
            events.NominationChanged(
                tenant_id=one.tenant_id,
                call_up_id=one.call_up_id,
                responder_id=one.responder_id,
                state=str(one.state),
            )
        )
    row.taken = [str(one.id) for one in names]


def _update(row: Difference, found: Found | None) -> None:
    if found is None:
        if row.state == DifferenceState.OPEN:
            row.state = DifferenceState.GONE
            row.save(update_fields=["state"])
        return
    changed = row.people != found.people or row.facts != dict(found.facts)
    if row.state == DifferenceState.GONE or changed:
        row.state = DifferenceState.OPEN
        row.people, row.facts, row.unit_id = found.people, dict(found.facts), found.unit_id
        row.save()


def _row(call_up: CallUp, one: Found) -> Difference:
    return Difference(
        tenant_id=call_up.tenant_id,
        call_up_id=call_up.id,
        area_code=call_up.area_code,
        kind=one.kind,
        key=one.key,
        people=one.people,
        unit_id=one.unit_id,
        responder_id=one.responder_id,
        facts=dict(one.facts),
        found_at=clock.now(),
    )
