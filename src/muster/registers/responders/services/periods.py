"""Duty limits, weekly availability, absences. No service takes a reason: none is kept."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid, Text
from muster.kernel.events import on_commit
from muster.platform.audit.services import record
from muster.registers.responders import events
from muster.registers.responders.enums import COUNTED_LIMITS, LimitKind
from muster.registers.responders.models import (
    DutyLimit,
    Responder,
    Unavailability,
    WeeklyAvailability,
)
from muster.registers.responders.models.periods import DAYS, HOURS
from muster.registers.responders.services.people import require_keeper_or_self, touch

LARGEST_AMOUNT = {
    LimitKind.MAX_HOURS_DAY: 24,
    LimitKind.MAX_HOURS_WEEK: 168,
    LimitKind.MAX_DAYS_RUN: 31,
}


def add_limit(
    *,
    actor: Actor,
    responder_id: UUID,
    kind: str,
    amount: int | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> DutyLimit:
    """Record that a person must not be asked to do something, `[starts_on, ends_on)`.

    The person may say so themselves. A limit of the same kind without an end is replaced.

    Raises:
        Invalid: the kind is unknown, or its number or dates do not fit.
    """
    start = starts_on or clock.today()
    _check_limit(kind, amount, start, ends_on)
    with transaction.atomic():
        person = _person(actor, responder_id)
        for earlier in DutyLimit.objects.filter(
            tenant_id=person.tenant_id, responder=person, kind=kind, ends_on__isnull=True
        ):
            earlier.ends_on = max(start, earlier.starts_on)
            earlier.save(update_fields=["ends_on"])
        limit = DutyLimit.objects.create(
            tenant_id=person.tenant_id,
            responder=person,
            kind=kind,
            amount=amount,
            starts_on=start,
            ends_on=ends_on,
        )
        _changed(actor, person, events.LIMIT_ADDED, kind=str(kind))
    return limit


def end_limit(*, actor: Actor, limit_id: UUID, on: date | None = None) -> DutyLimit:
    """End a duty limit today, or on a later day.

    Raises:
        NotFound: there is none the actor may see.
    """
    with transaction.atomic():
        limit = DutyLimit.objects.get_visible(actor, limit_id)
        person = _person(actor, limit.responder_id)
        limit.ends_on = max(on or clock.today(), limit.starts_on)
        limit.save(update_fields=["ends_on"])
        _changed(actor, person, events.LIMIT_ENDED, kind=str(limit.kind))
    return limit


def set_week(
    *, actor: Actor, responder_id: UUID, week: Sequence[Iterable[int]] | None
) -> WeeklyAvailability | None:
    """Say which hours of each day (Monday first) a person can give; None means all of them.

    Raises:
        Invalid: there are not seven days, or an hour is not between 0 and 23.
    """
    hours = "" if week is None else _hours_of(week)
    with transaction.atomic():
        person = _person(actor, responder_id)
        mine = WeeklyAvailability.objects.filter(tenant_id=person.tenant_id, responder=person)
        if week is None:
            mine.delete()
            row = None
        else:
            row = mine.first() or WeeklyAvailability(tenant_id=person.tenant_id, responder=person)
            row.hours = hours
            row.save()
        _changed(actor, person, events.WEEK_SET)
    return row


def report_absence(
    *,
    actor: Actor,
    responder_id: UUID,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    absence_id: UUID | None = None,
) -> Unavailability:
    """Say that a person does not come, from now or `starts_at` until `ends_at` or until back.

    `absence_id` may be made by the client: sending the same one again changes nothing.

    Raises:
        Invalid: the end does not lie after the start.
    """
    start = starts_at or clock.now()
    if ends_at is not None and ends_at <= start:
        raise Invalid(
            _("The absence cannot be saved as it is."),
            errors={"ends_at": [_("The end must lie after the start.")]},
        )
    with transaction.atomic():
        person = _person(actor, responder_id)
        mine = Unavailability.objects.filter(tenant_id=person.tenant_id, responder=person)
        if absence_id and (known := mine.filter(pk=absence_id).first()):
            return known
        if not person.is_active:
            raise Conflict(_("%(name)s has left the register already."), name=person.name)
        row = Unavailability(
            tenant_id=person.tenant_id, responder=person, starts_at=start, ends_at=ends_at
        )
        if absence_id:
            row.id = absence_id
        row.save(force_insert=True)
        touch(person)
        record(actor, events.ABSENCE_REPORTED, row, area=person.area_code, subject_id=person.id)
        on_commit(
            events.AbsenceReported(
                tenant_id=person.tenant_id,
                responder_id=person.id,
                absence_id=row.id,
                starts_at=start,
                ends_at=ends_at,
            )
        )
    return row


def end_absence(*, actor: Actor, absence_id: UUID, at: datetime | None = None) -> None:
    """End an absence now; one that has not begun yet is taken back whole.

    Raises:
        NotFound: there is none the actor may see.
    """
    moment = at or clock.now()
    with transaction.atomic():
        row = Unavailability.objects.get_visible(actor, absence_id)
        person = _person(actor, row.responder_id)
        record(actor, events.ABSENCE_ENDED, row, area=person.area_code, subject_id=person.id)
        if row.starts_at >= moment:
            row.delete()
        elif row.ends_at is None or row.ends_at > moment:
            row.ends_at = moment
            row.save(update_fields=["ends_at"])
        on_commit(
            events.AbsenceEnded(
                tenant_id=person.tenant_id, responder_id=person.id, absence_id=absence_id
            )
        )


def _person(actor: Actor, responder_id: UUID) -> Responder:
    person = Responder.objects.get_for_update(actor, responder_id)
    require_keeper_or_self(actor, person)
    return person


def _changed(actor: Actor, person: Responder, verb: str, **ids: str) -> None:
    touch(person)
    record(actor, verb, person, subject_id=person.id, **ids)
    on_commit(events.ResponderChanged(tenant_id=person.tenant_id, responder_id=person.id))


def _check_limit(kind: str, amount: int | None, start: date, end: date | None) -> None:
    errors: dict[str, list[Text]] = {}
    if kind not in LimitKind.values:
        errors["kind"] = [_("Choose from the list.")]
    elif kind in COUNTED_LIMITS and not 1 <= (amount or 0) <= LARGEST_AMOUNT[LimitKind(kind)]:
        errors["amount"] = [_("This limit needs a number.")]
    elif kind not in COUNTED_LIMITS and amount is not None:
        errors["amount"] = [_("This limit has no number.")]
    if end is not None and end <= start:
        errors["ends_on"] = [_("The end must lie after the start.")]
    if errors:
        raise Invalid(_("The duty limit cannot be saved as it is."), errors=errors)


def _hours_of(week: Sequence[Iterable[int]]) -> str:
    days = [set(hours) for hours in week]
    if len(days) != DAYS or any(not 0 <= hour < HOURS for day in days for hour in day):
        raise Invalid(_("A week has seven days of twenty-four hours."))
    return "".join(f"{sum(1 << hour for hour in day):06x}" for day in days)
