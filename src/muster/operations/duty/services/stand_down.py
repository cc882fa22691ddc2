"""Ending a deployment: one asks, another confirms; shifts called off, everybody thanked once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor, system_actor
from muster.kernel.areas import covers, prefix_range
from muster.kernel.errors import Conflict, Invalid, NotAllowed
from muster.kernel.events import on_commit
from muster.kernel.permissions import areas_for, require
from muster.kernel.roles import Role
from muster.kernel.tenants import tenant_of
from muster.operations.duty import events, rules
from muster.operations.duty.change_enums import ChangeKind
from muster.operations.duty.enums import AssignmentState, Basis
from muster.operations.duty.models import (
    Assignment,
    CheckIn,
    Edition,
    GearReturn,
    Post,
    PostGear,
    RosterChange,
    StandDown,
)
from muster.operations.duty.models.roster import BY_LENGTH, REASON_LENGTH
from muster.operations.duty.models.stand_down import ITEM_LENGTH
from muster.operations.duty.queries.roster import IN_FORCE
from muster.operations.duty.queries.stand_down import (
    closed_area,
    counted_gear_of,
    sent_to,
)
from muster.operations.duty.services.telling import note, send, tell_people
from muster.operations.duty.stand_down_words import THANKS, UNIT_HOME
from muster.platform.access.queries import grants
from muster.platform.audit.services import record
from muster.platform.notify.contracts import Recipient
from muster.platform.places.queries import area_names
from muster.registers.measures import queries as measures

CHUNK = 500


def ask_stand_down(
    *, actor: Actor, incident_id: UUID, area: str, from_day: date, reason: str
) -> StandDown:
    """Ask that the deployment ends in an area from a day on; somebody else confirms it.

    Raises:
        NotAllowed: the actor ends no deployments there.
        Invalid: the day has passed, or no reason is given.
        Conflict: its end is asked for or confirmed already.
    """
    zone = ZoneInfo(tenant_of(actor.tenant_id).time_zone)
    errors: dict[str, list[Any]] = {}
    if from_day < clock.today(str(zone)):
        errors["from_day"] = [_("This day has passed.")]
    if not reason.strip():
        errors["reason"] = [_("Write why it ends: everybody sent there will read it.")]
    if errors:
        raise Invalid(_("The deployment cannot be ended so."), errors=errors)
    incident = measures.incident(actor=actor, incident_id=incident_id)
    require(actor, rules.STAND_DOWN)
    if not actor.system and not any(
        covers(own, area) for own in areas_for(actor, rules.STAND_DOWN)
    ):
        raise NotAllowed(_("This area is outside your own."))
    begins = datetime.combine(from_day, datetime.min.time(), tzinfo=zone)
    row = StandDown(
        tenant_id=actor.tenant_id,
        incident_id=incident.id,
        area_code=area,
        from_at=max(begins, clock.now()),
        reason=reason.strip()[:REASON_LENGTH],
        asked_by=actor.account_id,
        asked_by_name=actor.name[:BY_LENGTH],
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            record(actor, events.STAND_DOWN_ASKED, row, area=area)
    except IntegrityError as error:
        raise Conflict(
            _("The end of this deployment is asked for or confirmed already."),
            next_step=_("Open it in the list."),
        ) from error
    return row


def drop_stand_down(*, actor: Actor, stand_down_id: UUID) -> StandDown:
    """Let the deployment go on; what was asked stays on record.

    Raises:
        Conflict: it was confirmed or dropped.
    """
    with transaction.atomic():
        row = _waiting(actor, stand_down_id)
        row.dropped_at = clock.now()
        row.save(update_fields=["dropped_at"])
        record(actor, events.STAND_DOWN_DROPPED, row, area=row.area_code)
    return row


def confirm_stand_down(*, actor: Actor, stand_down_id: UUID) -> StandDown:
    """End the deployment: call its shifts off, thank everybody once, list the gear to come back.

    Who is on duty stays so until checked out; shifts that have begun without anybody end too.

    Raises:
        NotAllowed: the actor ends no deployments there, or asked for this one.
        Conflict: it was confirmed or dropped.
    """
    with transaction.atomic():
        row = _waiting(actor, stand_down_id)
        if actor.account_id is not None and row.asked_by == actor.account_id:
            raise NotAllowed(
                _("You asked for this yourself."),
                next_step=_("Let another commander or planner confirm it."),
            )
        now = clock.now()
        row.from_at = max(row.from_at, now)
        off = _call_off(actor, row)
        sent = _people(row) | {one.responder_id for one in off}
        row.confirmed_at, row.confirmed_by = now, actor.account_id
        row.confirmed_by_name = actor.name[:BY_LENGTH]
        row.people, row.shifts = len(sent), len(off)
        row.save()
        _list_gear(row)
        _thank(row, sent)
        record(actor, events.STOOD_DOWN, row, area=row.area_code, people=len(sent), shifts=len(off))
    return row


def reopen_stand_down(*, actor: Actor, stand_down_id: UUID, reason: str) -> StandDown:
    """Let shifts begin there again. Those called off stay so: a new roster is published.

    Raises:
        Invalid: no reason is given.
        Conflict: it is not closed.
    """
    if not reason.strip():
        raise Invalid(
            _("Opening a deployment again needs a reason."),
            errors={"reason": [_("Write why it goes on.")]},
        )
    with transaction.atomic():
        row: StandDown = StandDown.objects.get_for_update(actor, stand_down_id)
        require(actor, rules.STAND_DOWN, row)
        if not row.closed:
            raise Conflict(_("This deployment is not closed."))
        row.reopened_at, row.reopened_by_name = clock.now(), actor.name[:BY_LENGTH]
        row.reopened_reason = reason.strip()[:REASON_LENGTH]
        row.save(update_fields=["reopened_at", "reopened_by_name", "reopened_reason"])
        record(actor, events.STAND_DOWN_REOPENED, row, area=row.area_code)
    return row


def note_gear_back(*, actor: Actor, gear_id: UUID, returned: int, reason: str = "") -> GearReturn:
    """Write down how many of a thing came back; what is not as due needs a reason.

    Raises:
        Invalid: the reason is missing, or the number is below nothing.
        Conflict: the deployment was opened again.
    """
    with transaction.atomic():
        row: GearReturn = GearReturn.objects.get_for_update(actor, gear_id)
        require(actor, rules.VIEW_STAND_DOWNS, row)
        if not row.stand_down.closed:
            raise Conflict(_("This deployment is not closed."))
        errors: dict[str, list[Any]] = {}
        if returned < 0:
            errors["returned"] = [_("Write a number.")]
        if returned != row.due and not reason.strip():
            errors["reason"] = [_("This is not what was due: write why.")]
        if errors:
            raise Invalid(_("The gear is not written down yet."), errors=errors)
        row.returned, row.reason = returned, reason.strip()[:REASON_LENGTH]
        row.noted_at, row.noted_by_name = clock.now(), actor.name[:BY_LENGTH]
        row.save(update_fields=["returned", "reason", "noted_at", "noted_by_name"])
        record(actor, events.GEAR_RETURNED, row, area=row.area_code)
    return row


def refuse_closed(
    tenant_id: UUID, incident_id: UUID, starts: Iterable[tuple[str, datetime]]
) -> None:
    """Refuse shifts (area, start) that would begin where the deployment has ended.

    Raises:
        Conflict: one would.
    """
    closed = closed_area(tenant_id, incident_id, starts)
    if closed is not None:
        raise Conflict(
            _("The deployment here has ended (%(by)s: %(reason)s), so no shift begins any more."),
            next_step=_("The command opens it again with a reason, then publishes a roster."),
            by=closed.confirmed_by_name,
            reason=closed.reason,
        )


def _waiting(actor: Actor, stand_down_id: UUID) -> StandDown:
    row: StandDown = StandDown.objects.get_for_update(actor, stand_down_id)
    require(actor, rules.STAND_DOWN, row)
    if not row.waits:
        raise Conflict(_("This was confirmed or dropped already."))
    return row


def _call_off(actor: Actor, row: StandDown) -> Sequence[Assignment]:
    """Cancel what begins from the moment on, and what runs without anybody; return the shifts."""
    editions: Any = Edition.objects.of_tenant(row.tenant_id).filter(
        incident_id=row.incident_id, withdrawn_at__isnull=True
    )
    held = {one.id: one for one in editions.order_by("number").select_for_update(no_key=True)}
    came: Any = CheckIn.objects.of_tenant(row.tenant_id).filter(undone_at__isnull=True)
    rows: Any = Assignment.objects.of_tenant(row.tenant_id).filter(
        IN_FORCE,
        prefix_range("area_code", row.area_code),
        edition_id__in=held,
        ends_at__gt=row.from_at,
    )
    open_shifts = rows.exclude(id__in=came.filter(assignment__in=rows).values("assignment_id"))
    found = list(open_shifts)
    by_edition: dict[UUID, list[Assignment]] = defaultdict(list)
    for one in found:
        by_edition[one.edition_id].append(one)
    for edition_id, some in by_edition.items():
        change = RosterChange.objects.create(
            tenant_id=row.tenant_id,
            edition_id=edition_id,
            kind=ChangeKind.CALL_OFF,
            area_code=row.area_code,
            reason=row.reason,
            asked_by=row.asked_by,
            asked_by_name=row.asked_by_name,
            approved_by=actor.account_id,
            approved_by_name=actor.name[:BY_LENGTH],
        )
        for one in some:
            one.state, one.cancelled_by = AssignmentState.CANCELLED, change
            one.version += 1
        Assignment.objects.bulk_update(some, ["state", "cancelled_by", "version"], batch_size=CHUNK)
        on_commit(
            events.RosterChanged(
                tenant_id=row.tenant_id,
                incident_id=row.incident_id,
                edition_id=edition_id,
                change_id=change.id,
                kind=str(change.kind),
                responder_ids=tuple({one.responder_id for one in some}),
            )
        )
    return found


def _people(row: StandDown) -> set[UUID]:
    sent = sent_to(tenant_id=row.tenant_id, incident_id=row.incident_id, area=row.area_code)
    today = clock.today(tenant_of(row.tenant_id).time_zone)
    running = sent.filter(ended_by__isnull=True).select_related("edition")
    return {one.responder_id for one in running if one.edition.last_day >= today}


def _list_gear(row: StandDown) -> None:
    posts: Any = Post.objects.of_tenant(row.tenant_id).filter(
        prefix_range("area_code", row.area_code), incident_id=row.incident_id
    )
    known = {post.id: post for post in posts}
    gear: Any = PostGear.objects.of_tenant(row.tenant_id).filter(
        post_id__in=known, basis=Basis.POST
    )
    counted = counted_gear_of(row.tenant_id, list(known.values()))
    GearReturn.objects.bulk_create(
        [
            GearReturn(
                tenant_id=row.tenant_id,
                stand_down=row,
                post_id=line.post_id,
                area_code=known[line.post_id].area_code,
                label=line.label[:ITEM_LENGTH],
                due=line.quantity,
                counted=counted.get(line.post_id, {}).get(line.item),
            )
            for line in gear
        ],
        batch_size=CHUNK,
        ignore_conflicts=True,
    )


def _thank(row: StandDown, people: set[UUID]) -> None:
    """Write to everybody once, and to the clerks of their units."""
    system = system_actor(row.tenant_id, "duty.stand_down")
    names = area_names([row.area_code])
    at = clock.local(row.from_at, tenant_of(row.tenant_id).time_zone)
    params = {"place": names.get(row.area_code, row.area_code), "at": f"{at:%m-%d %H:%M}"}
    tell_people(row.tenant_id, people, THANKS, params, reverse("duty:own_book"))
    sent = sent_to(tenant_id=row.tenant_id, incident_id=row.incident_id, area=row.area_code)
    units = set(sent.filter(responder_id__in=people).values_list("unit_id", flat=True))
    clerks = grants(system, role=Role.CLERK).filter(scope_id__in=units)
    notes = [
        note(
            [Recipient(account_id=grant.account_id, language=grant.account.language)],
            UNIT_HOME,
            params,
            reverse("duty:ended_unit", args=[grant.scope_id]),
        )
        for grant in clerks
    ]
    send(row.tenant_id, notes)
