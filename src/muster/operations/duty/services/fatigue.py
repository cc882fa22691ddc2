"""Watching over hours as they were worked: who is at a limit, and who would go beyond it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from muster.kernel import clock
from muster.kernel.tenants import tenant_of
from muster.operations.duty.models import Assignment, CheckIn, Tired
from muster.operations.duty.queries.load import (
    STANDARD,
    WEEK,
    Bend,
    FatigueRules,
    Load,
    Rule,
    Span,
    bends_of,
    load_of,
)
from muster.operations.duty.queries.roster import IN_FORCE
from muster.operations.duty.queries.worked import planned_spans, worked_spans

AHEAD = timedelta(hours=24)
LOOK_BACK = timedelta(days=9)
CHUNK = 400


def watch_fatigue(tenant_id: UUID) -> int:
    """Find who must rest now and whose next shift would bend a rule; returns how many rows.

    What is found replaces what was found before, so that a list never says what is past.
    """
    now = clock.now()
    today = clock.today(tenant_of(tenant_id).time_zone)
    people = _people(tenant_id, now)
    rows = []
    for start in range(0, len(people), CHUNK):
        some = dict(people[start : start + CHUNK])
        worked = worked_spans(tenant_id, some, now - LOOK_BACK, now)
        planned = planned_spans(tenant_id, some, now, now + AHEAD)
        for person, (unit, area) in some.items():
            mine, ahead = worked.get(person, ()), planned.get(person, ())
            for bend, load, shift_at in warnings_of(mine, ahead, now, today):
                rows.append(
                    Tired(
                        tenant_id=tenant_id,
                        responder_id=person,
                        unit_id=unit,
                        area_code=area,
                        rule=str(bend.rule),
                        amount=bend.amount,
                        limit=bend.limit,
                        must_rest_until=bend.until,
                        shift_at=shift_at,
                        hours=round(load.hours),
                        nights=load.nights,
                        noted_at=now,
                    )
                )
    with transaction.atomic():
        Tired.objects.of_tenant(tenant_id).delete()
        Tired.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def warnings_of(
    worked: Sequence[Span],
    planned: Sequence[Span],
    now: datetime,
    today: date,
    rules: FatigueRules = STANDARD,
) -> Iterable[tuple[Bend, Load, datetime | None]]:
    """Return what to warn of, each rule once: rest that is compulsory, and the next shift."""
    load = load_of(worked, now, today, rules)
    following = planned[0] if planned else None
    found: dict[Rule, tuple[Bend, Load, datetime | None]] = {}
    if load.must_rest_until is not None:
        until = load.must_rest_until
        near = following.starts_at if following and following.starts_at < until else None
        found[Rule.MUST_REST] = (Bend(Rule.MUST_REST, until=until), load, near)
    if following is not None:
        since = following.ends_at - WEEK
        recent = [span for span in worked if span.ends_at > since - WEEK]
        for bend in bends_of(recent, following, following.day, rules):
            found.setdefault(bend.rule, (bend, load, following.starts_at))
    return list(found.values())


def _people(tenant_id: UUID, now: datetime) -> list[tuple[UUID, tuple[UUID, str]]]:
    """Return (person, (unit, community)) of everybody who worked lately or is about to."""
    lately: Any = CheckIn.objects.of_tenant(tenant_id).filter(
        undone_at__isnull=True, came_at__gte=now - WEEK
    )
    soon: Any = Assignment.objects.of_tenant(tenant_id).filter(
        IN_FORCE,
        day__gte=(now - timedelta(days=1)).date(),
        day__lte=(now + timedelta(days=2)).date(),
        starts_at__gt=now,
        starts_at__lt=now + AHEAD,
    )
    found: dict[UUID, tuple[UUID, str]] = {}
    facts = ("assignment__responder_id", "assignment__unit_id", "assignment__area_code")
    for person, unit, area in lately.order_by("came_at").values_list(*facts):
        found[person] = (unit, area)
    # Only who has worked lately can be tired before a shift; the shift says where they are warned.
    for person, unit, area in soon.values_list("responder_id", "unit_id", "area_code"):
        if person in found:
            found[person] = (unit, area)
    return sorted(found.items(), key=lambda pair: str(pair[0]))
