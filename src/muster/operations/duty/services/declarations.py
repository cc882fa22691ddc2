"""Fit for duty today, yes or no; and trips. Nobody is asked why, and no table could hold it."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor, system_actor
from muster.kernel.errors import Conflict, Invalid, NotFound, Text
from muster.kernel.permissions import require
from muster.kernel.tenants import tenant_of
from muster.operations.duty import events, rules, words
from muster.operations.duty.models import Assignment, CheckIn, Declaration, Deployment, Trip
from muster.operations.duty.queries.roster import IN_FORCE
from muster.operations.duty.queries.where import spots_of
from muster.operations.duty.services.alarms import look_at
from muster.operations.duty.services.telling import (
    SYSTEM,
    say_clock,
    say_when,
    tell_keepers,
    tell_people,
)
from muster.platform.audit.services import record
from muster.platform.notify.enums import Urgency
from muster.registers.responders import services as responders

LONGEST_TRIP_DAYS = 60
PLACE_LENGTH = 60
ASK_BEFORE = timedelta(hours=2)
COVER_AHEAD = timedelta(hours=36)


def declare(
    *, actor: Actor, fit: bool, day: date | None = None, responder_id: UUID | None = None
) -> Declaration:
    """Say whether one is fit for duty on a day (today), for oneself or as the lead for somebody.

    "No" is an absence until the end of the day and of its last shift; the leads are told and find
    who could stand in. "Yes" after "no" ends that absence.

    Raises:
        NotFound: the person has no duty the actor may see.
        NotAllowed: the actor declares for nobody else.
    """
    wanted = day or clock.today(tenant_of(actor.tenant_id).time_zone)
    with transaction.atomic():
        area, unit, last = _duty_of(actor, responder_id, wanted)
        person = responder_id or actor.person_id
        rows: Any = Declaration.objects.of_tenant(actor.tenant_id).select_for_update()
        row = rows.filter(responder_id=person, day=wanted).first() or Declaration(
            tenant_id=actor.tenant_id, responder_id=person, day=wanted
        )
        row.area_code, row.unit_id = area, unit
        system = system_actor(actor.tenant_id, SYSTEM)
        if fit and row.absence_id is not None:
            _end_absence(system, row.absence_id)
            row.absence_id = None
        elif not fit and row.fit is not False:
            made = responders.report_absence(
                actor=system,
                responder_id=person,
                ends_at=max(_midnight(actor.tenant_id, wanted + timedelta(days=1)), last),
            )
            row.absence_id = made.id
        row.fit, row.declared_at, row.by_name = fit, clock.now(), actor.name[:80]
        row.save()
        record(actor, events.DECLARED, row, subject_id=person)
    return row


def ask_fit(tenant_id: UUID) -> int:
    """Ask everybody whose first shift of a day begins within two hours and who has not said.

    Each is asked once a day, in the inbox. Returns how many were asked.
    """
    now = clock.now()
    rows: Any = Assignment.objects.of_tenant(tenant_id).filter(
        IN_FORCE,
        starts_at__gt=now,
        starts_at__lte=now + ASK_BEFORE,
        day__gte=(now - timedelta(days=2)).date(),
        day__lte=(now + timedelta(days=2)).date(),
    )
    said: Any = Declaration.objects.of_tenant(tenant_id).filter(
        day__gte=(now - timedelta(days=1)).date()
    )
    known = set(said.values_list("responder_id", "day"))
    asked: dict[datetime, list[UUID]] = defaultdict(list)
    made = []
    for row in rows.order_by("starts_at"):
        if (row.responder_id, row.day) in known:
            continue
        known.add((row.responder_id, row.day))
        asked[row.starts_at].append(row.responder_id)
        made.append(
            Declaration(
                tenant_id=tenant_id,
                responder_id=row.responder_id,
                unit_id=row.unit_id,
                area_code=row.area_code,
                day=row.day,
                asked_at=now,
            )
        )
    with transaction.atomic():
        Declaration.objects.bulk_create(made, batch_size=500, ignore_conflicts=True)
        for starts_at, people in asked.items():
            facts = {"at": say_clock(tenant_id, starts_at)}
            tell_people(tenant_id, people, words.ASK_FIT, facts, "/shifts/", urgency=Urgency.LOW)
    return len(made)


def cover_absence(
    tenant_id: UUID, responder_id: UUID, starts_at: datetime, ends_at: datetime | None
) -> int:
    """Tell the leads of every shift that an absence leaves open soon; returns how many shifts."""
    now = clock.now()
    rows: Any = Assignment.objects.of_tenant(tenant_id).filter(
        IN_FORCE,
        responder_id=responder_id,
        ends_at__gt=max(starts_at, now),
        starts_at__lt=min(ends_at or now + COVER_AHEAD, now + COVER_AHEAD),
    )
    came: Any = CheckIn.objects.of_tenant(tenant_id).filter(undone_at__isnull=True)
    open_shifts = list(
        rows.exclude(
            id__in=came.filter(assignment__responder_id=responder_id).values("assignment_id")
        )
        .select_related("post__kind", "responder")
        .order_by("starts_at")
    )
    spots = spots_of(row.post for row in open_shifts)
    with transaction.atomic():
        for row in open_shifts:
            facts = {
                "name": row.responder.name,
                "post": spots[row.post_id],
                "when": say_when(tenant_id, row.starts_at, row.ends_at),
            }
            path = f"/roster/relief/{row.post_id}/{row.day:%Y-%m-%d}/{row.shift_id}/"
            tell_keepers(tenant_id, row.area_code, words.UNFIT, facts, path, roles=("lead",))
        if open_shifts:
            look_at(tenant_id, {row.post_id for row in open_shifts})
    return len(open_shifts)


def note_trip(
    *,
    actor: Actor,
    place: str,
    leaves_on: date,
    back_on: date,
    responder_id: UUID | None = None,
) -> Trip:
    """Note a trip, both days included; on duty again from the day after.

    Where to is sealed: only the person reads it again. It counts as an absence, so that nobody is
    planned meanwhile and shifts already planned are covered.

    Raises:
        NotFound: the person has no duty the actor may see.
        Invalid: the place is missing, or the days have passed, run backwards or are too many.
    """
    today = clock.today(tenant_of(actor.tenant_id).time_zone)
    errors: dict[str, list[Text]] = {}
    if not place.strip():
        errors["place"] = [_("Write the place, as you would tell a colleague.")]
    if leaves_on < today:
        errors["leaves_on"] = [_("This day has passed.")]
    if back_on < leaves_on or (back_on - leaves_on).days > LONGEST_TRIP_DAYS:
        errors["back_on"] = [_("The last day lies on or after the first, within sixty days.")]
    if errors:
        raise Invalid(_("The trip cannot be noted as it is."), errors=errors)
    with transaction.atomic():
        area, unit, _last = _duty_of(actor, responder_id, leaves_on)
        person = responder_id or actor.person_id
        absence = responders.report_absence(
            actor=system_actor(actor.tenant_id, SYSTEM),
            responder_id=person,
            starts_at=max(clock.now(), _midnight(actor.tenant_id, leaves_on)),
            ends_at=_midnight(actor.tenant_id, back_on + timedelta(days=1)),
        )
        row = Trip(
            tenant_id=actor.tenant_id,
            responder_id=person,
            unit_id=unit,
            area_code=area,
            leaves_on=leaves_on,
            back_on=back_on,
            absence_id=absence.id,
            noted_by_name=actor.name[:80],
        )
        row.place = place.strip()[:PLACE_LENGTH]
        row.save(force_insert=True)
        record(actor, events.TRIP_NOTED, row, subject_id=person)
    return row


def end_trip(*, actor: Actor, trip_id: UUID) -> Trip:
    """Say that one is back, or does not travel: the absence ends now.

    Raises:
        NotFound: no such trip is the actor's own or in the area.
        Conflict: it has ended.
    """
    with transaction.atomic():
        row: Trip = Trip.objects.get_for_update(actor, trip_id)
        if row.responder_id != actor.person_id:
            require(actor, rules.DECLARE_FOR, row)
        if row.ended_at is not None:
            raise Conflict(_("This trip has ended already."))
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        if row.absence_id is not None:
            _end_absence(system_actor(actor.tenant_id, SYSTEM), row.absence_id)
        record(actor, events.TRIP_ENDED, row, subject_id=row.responder_id)
    return row


def _duty_of(actor: Actor, responder_id: UUID | None, day: date) -> tuple[str, UUID, datetime]:
    """Return community, unit and end of the last shift of a person's day.

    Raises:
        NotFound: the person is nowhere on the roster as the actor sees it.
    """
    person = responder_id or actor.person_id
    own = person is not None and person == actor.person_id
    shifts: Any = Assignment.objects.visible_to(actor).filter(
        IN_FORCE, responder_id=person, day__gte=day - timedelta(days=1)
    )
    sent: Any = Deployment.objects.visible_to(actor).filter(
        responder_id=person, edition__withdrawn_at__isnull=True
    )
    found = list(shifts.order_by("day", "-ends_at")[:3]) if person is not None else []
    row = next((one for one in found if one.day == day), found[0] if found else None)
    row = row or (sent.order_by("-edition__number").first() if person is not None else None)
    if row is None:
        raise NotFound(
            _("This person has no duty here."),
            next_step=_("Only those on a roster in force say whether they are fit."),
        )
    if not own:
        require(actor, rules.DECLARE_FOR, row)
    ends = [one.ends_at for one in found if one.day == day]
    return row.area_code[:12], row.unit_id, max(ends, default=clock.now())


def _end_absence(system: Actor, absence_id: UUID) -> None:
    try:
        responders.end_absence(actor=system, absence_id=absence_id)
    except NotFound:
        return  # somebody has taken it back already


def _midnight(tenant_id: UUID, day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(tenant_of(tenant_id).time_zone))
