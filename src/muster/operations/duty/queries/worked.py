"""Hours as they were worked: from who came and who left, not from what was planned."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from muster.kernel import clock
from muster.operations.duty.models import Assignment, CheckIn
from muster.operations.duty.queries.load import Span
from muster.operations.duty.queries.roster import IN_FORCE

EARLY = timedelta(minutes=30)
"""Who comes earlier than this before the shift waits; it is not counted as work."""
CHUNK = 500


def worked_spans(
    tenant_id: UUID, people: Collection[UUID], since: datetime, until: datetime
) -> Mapping[UUID, Sequence[Span]]:
    """Return what these people worked between two moments, by person, in order.

    Who forgot to check out worked until the end of the shift.
    """
    rows: Any = CheckIn.objects.of_tenant(tenant_id).filter(
        undone_at__isnull=True,
        came_at__gte=since - timedelta(days=1),
        came_at__lt=until,
    )
    found: dict[UUID, list[Span]] = defaultdict(list)
    for some in _chunks(people):
        for row in rows.filter(assignment__responder_id__in=some).values_list(
            "assignment__responder_id",
            "came_at",
            "left_at",
            "assignment__starts_at",
            "assignment__ends_at",
            "assignment__day",
            "assignment__night",
            "assignment__post_id",
        ):
            span = _span(*row[1:])
            if span.ends_at > since:
                found[row[0]].append(span)
    for spans in found.values():
        spans.sort(key=lambda span: span.starts_at)
    return found


def planned_spans(
    tenant_id: UUID, people: Collection[UUID], since: datetime, until: datetime
) -> Mapping[UUID, Sequence[Span]]:
    """Return the shifts in force to which these people have not come yet, by person, in order."""
    rows: Any = Assignment.objects.of_tenant(tenant_id).filter(
        IN_FORCE,
        day__gte=(since - timedelta(days=2)).date(),
        day__lte=(until + timedelta(days=1)).date(),
        ends_at__gt=since,
        starts_at__lt=until,
    )
    came: Any = CheckIn.objects.of_tenant(tenant_id).filter(undone_at__isnull=True)
    found: dict[UUID, list[Span]] = defaultdict(list)
    for some in _chunks(people):
        mine = rows.filter(responder_id__in=some).exclude(
            id__in=came.filter(assignment__responder_id__in=some).values("assignment_id")
        )
        for person, starts_at, ends_at, day, night, post_id in mine.order_by(
            "starts_at"
        ).values_list("responder_id", "starts_at", "ends_at", "day", "night", "post_id"):
            found[person].append(Span(starts_at, ends_at, day, night, post_id, worked=False))
    return found


def _span(
    came_at: datetime, left_at: datetime | None, starts_at: datetime, ends_at: datetime, *facts: Any
) -> Span:
    begins = max(came_at, starts_at - EARLY)
    ends = left_at or max(min(clock.now(), ends_at), begins)
    return Span(begins, max(ends, begins), *facts)


def _chunks(people: Iterable[UUID]) -> Iterable[Sequence[UUID]]:
    wanted = list(people)
    for start in range(0, len(wanted), CHUNK):
        yield wanted[start : start + CHUNK]
