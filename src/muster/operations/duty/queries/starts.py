"""When the next shift of a command begins."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min
from django.utils.timezone import make_aware

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.tenants import tenant_of
from muster.operations.duty.models import Assignment, PatternShift
from muster.operations.duty.queries.roster import IN_FORCE


def next_start(*, actor: Actor, after: datetime) -> datetime | None:
    """Return when the next shift begins, strictly later than `after`.

    The published roster says it; where it has no later shift, the shifts in which posts are open.
    None where the command has neither.
    """
    rows: Any = Assignment.objects.visible_to(actor)
    ahead = rows.filter(IN_FORCE, starts_at__gt=after, day__gte=after.date() - timedelta(days=1))
    found: datetime | None = ahead.aggregate(first=Min("starts_at"))["first"]
    return found or _by_patterns(actor, after)


def _by_patterns(actor: Actor, after: datetime) -> datetime | None:
    zone = clock.local(after, tenant_of(actor.tenant_id).time_zone).tzinfo
    shifts: Any = PatternShift.objects.visible_to(actor)
    kept = shifts.filter(
        pattern__closed_at__isnull=True,
        post_links__post__closed_at__isnull=True,
        post_links__isnull=False,
    )
    today = after.astimezone(zone).date()
    starts = (
        make_aware(shift.span(day)[0], zone)
        for shift in kept.distinct()
        for day in (today, today + timedelta(days=1))
    )
    return min((start for start in starts if start > after), default=None)
