"""Noting who has not come, some minutes after the start, and telling them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from muster.kernel import clock
from muster.kernel.actors import system_actor
from muster.kernel.tenants import tenant_of
from muster.operations.duty import events, words
from muster.operations.duty.models import Assignment, CheckIn, NoShow
from muster.operations.duty.queries.roster import IN_FORCE
from muster.operations.duty.queries.where import spots_of
from muster.operations.duty.services.alarms import GRACE, posts_in_use
from muster.operations.duty.services.telling import SYSTEM, hour_at, note, recipients_of, send
from muster.platform.audit.services import record
from muster.platform.notify.enums import Urgency
from muster.registers.responders.queries import away_at


def mark_no_shows(tenant_id: UUID) -> int:
    """Note everybody who is fifteen minutes late for a running shift and not known to be away.

    Done again, nobody is noted twice. Posts where nobody checks in are left alone: their people
    are there, on paper. Returns how many were noted.
    """
    now = clock.now()
    rows: Any = Assignment.objects.of_tenant(tenant_id).filter(
        IN_FORCE,
        day__gte=(now - timedelta(days=2)).date(),
        day__lte=(now + timedelta(days=1)).date(),
        starts_at__lte=now - GRACE,
        ends_at__gt=now,
        no_show__isnull=True,
    )
    came: Any = CheckIn.objects.of_tenant(tenant_id).filter(undone_at__isnull=True)
    missing = list(
        rows.exclude(id__in=came.filter(came_at__gte=now - timedelta(days=2)).values("assignment"))
        .select_related("post__kind")
        .order_by("starts_at", "id")
    )
    if not missing:
        return 0
    in_use = posts_in_use(tenant_id, {row.post_id for row in missing}, now)
    system = system_actor(tenant_id, SYSTEM)
    away = away_at(actor=system, ids={row.responder_id for row in missing}, moment=now)
    late = [row for row in missing if row.post_id in in_use and row.responder_id not in away]
    with transaction.atomic():
        NoShow.objects.bulk_create([NoShow(tenant_id=tenant_id, assignment=row) for row in late])
        for row in late:
            record(system, events.NO_SHOW, row, subject_id=row.responder_id)
        _tell(tenant_id, late)
    return len(late)


def _tell(tenant_id: UUID, late: Sequence[Assignment]) -> None:
    recipients = recipients_of(tenant_id, {row.responder_id for row in late})
    zone = tenant_of(tenant_id).time_zone
    spots = spots_of(row.post for row in late)
    notes = [
        note(
            [recipients[row.responder_id]],
            words.EXPECTED,
            {"post": spots[row.post_id], "at": hour_at(zone, row.starts_at)},
            "/shifts/",
            urgency=Urgency.URGENT,
        )
        for row in late
    ]
    send(tenant_id, notes)
