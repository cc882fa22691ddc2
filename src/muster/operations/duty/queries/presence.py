"""Who is at the posts at a moment: came and not left, breaks and stand-ins taken into account."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from muster.operations.duty.models import Assignment, Break, CheckIn
from muster.operations.duty.queries.roster import IN_FORCE

Key = tuple[UUID, date, UUID]
"""Post, day and shift."""


@dataclass
class Presence:
    """How a running shift of a post stands. `uncovered` counts breaks without a stand-in."""

    area_code: str
    starts_at: datetime
    ends_at: datetime
    planned: int = 0
    came: int = 0
    left: int = 0
    uncovered: int = 0
    present: int = 0


def presence(
    tenant_id: UUID, at: datetime, *, posts: Collection[UUID] | None = None
) -> Mapping[Key, Presence]:
    """Return every shift of the roster that runs at a moment. Three queries, whatever their number.

    Who stands in at another post for a break is missing at the own one as long.
    """
    rows: Any = Assignment.objects.of_tenant(tenant_id).filter(
        IN_FORCE,
        day__gte=(at - timedelta(days=2)).date(),
        day__lte=(at + timedelta(days=1)).date(),
        starts_at__lte=at,
        ends_at__gt=at,
    )
    if posts is not None:
        rows = rows.filter(post_id__in=posts)
    found: dict[Key, Presence] = {}
    keys: dict[UUID, Key] = {}
    for shift, post, day, pattern, area, starts, ends in rows.values_list(
        "id", "post_id", "day", "shift_id", "area_code", "starts_at", "ends_at"
    ):
        key = keys[shift] = (post, day, pattern)
        found.setdefault(key, Presence(area, starts, ends)).planned += 1
    _count_came(tenant_id, rows, keys, found, at)
    _count_breaks(tenant_id, keys, found)
    return found


def presence_of_post(tenant_id: UUID, post_id: UUID, at: datetime) -> Mapping[Key, Presence]:
    """Return the running shifts of one post."""
    return presence(tenant_id, at, posts=[post_id])


def _count_came(
    tenant_id: UUID,
    rows: Any,
    keys: Mapping[UUID, Key],
    found: Mapping[Key, Presence],
    at: datetime,
) -> None:
    came: Any = CheckIn.objects.of_tenant(tenant_id).filter(
        assignment__in=rows.values("id"), undone_at__isnull=True, came_at__lte=at
    )
    for shift, left_at in came.values_list("assignment_id", "left_at"):
        state = found[keys[shift]]
        state.came += 1
        if left_at is None or left_at > at:
            state.present += 1
        else:
            state.left += 1


def _count_breaks(tenant_id: UUID, keys: Mapping[UUID, Key], found: Mapping[Key, Presence]) -> None:
    breaks: Any = Break.objects.of_tenant(tenant_id).filter(ends_at__isnull=True)
    away: dict[Key, int] = defaultdict(int)
    for shift, stand_in, lent in breaks.values_list(
        "assignment_id", "stand_in_id", "stand_in_from_id"
    ):
        if shift in keys:
            away[keys[shift]] += 0 if stand_in else 1
            found[keys[shift]].uncovered += 0 if stand_in else 1
        if lent in keys:
            away[keys[lent]] += 1
    for key, missing in away.items():
        found[key].present = max(0, found[key].present - missing)
