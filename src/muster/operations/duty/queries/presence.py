"""Who is at the posts at a moment: came and not left, breaks and stand-ins taken into account."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.areas import prefix_range
from muster.kernel.tenants import tenant_of
from muster.operations.duty import rules
from muster.operations.duty.models import Assignment, Break, CheckIn, Post
from muster.operations.duty.queries.posts import ORDER, with_parts
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


@dataclass(frozen=True, slots=True, kw_only=True)
class PostNow:
    """How a post stands at a moment: wanted, planned, on duty and there; `label` is the shift.

    Who is on a break is on duty, and not there unless somebody stands in.
    """

    post_id: UUID
    post: str
    area_code: str
    label: str
    wanted: int
    planned: int
    on_duty: int
    present: int

    @property
    def alone(self) -> bool:
        """True where one person stands there."""
        return self.present == 1

    @property
    def empty(self) -> bool:
        """True where nobody does."""
        return self.present == 0


def presence(
    tenant_id: UUID, at: datetime, *, posts: Collection[UUID] | QuerySet[Any, Any] | None = None
) -> Mapping[Key, Presence]:
    """Return every shift of the roster that runs at a moment. Three queries, whatever their number.

    `posts` are ids, or a query of them. Who stands in at another post for a break is missing at the
    own one as long.
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
    _count_breaks(tenant_id, keys, found, at)
    return found


def present_at_posts(*, actor: Actor, area: str, at: datetime) -> Mapping[UUID, int]:
    """Return how many are at each post below an area, of those whose roster the actor sees."""
    posts: Any = Post.objects.visible_to(actor, rules.VIEW_ROSTER)
    posts = posts.filter(prefix_range("area_code", area)).values("id")
    counted: Counter[UUID] = Counter()
    for (post, _day, _shift), state in presence(actor.tenant_id, at, posts=posts).items():
        counted[post] += state.present
    return counted


def board_of(*, actor: Actor, area: str, at: datetime) -> Sequence[PostNow]:
    """Return how the posts below an area that are open at a moment stand. Six queries."""
    there = clock.local(at, tenant_of(actor.tenant_id).time_zone)
    posts: Any = Post.objects.visible_to(actor, rules.VIEW_ROSTER).filter(
        prefix_range("area_code", area), closed_at__isnull=True
    )
    states = presence(actor.tenant_id, at, posts=posts.values("id"))
    return [
        PostNow(
            post_id=post.id,
            post=post.title,
            area_code=post.area_code,
            label=shift.label,
            wanted=post.wanted,
            planned=state.planned if state else 0,
            on_duty=state.came - state.left if state else 0,
            present=state.present if state else 0,
        )
        for post in with_parts(posts).order_by(*ORDER)
        for day, shift in _shifts_at(post, there.replace(tzinfo=None))
        for state in (states.get((post.id, day, shift.id)),)
    ]


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


def _count_breaks(
    tenant_id: UUID, keys: Mapping[UUID, Key], found: Mapping[Key, Presence], at: datetime
) -> None:
    breaks: Any = Break.objects.of_tenant(tenant_id).filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=at),
        starts_at__gt=at - timedelta(days=1),
        starts_at__lte=at,
    )
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


def _shifts_at(post: Post, wall: datetime) -> Iterable[tuple[date, Any]]:
    """Return the shifts of a post that run at a moment of the wall clock, with their days."""
    for back in (1, 0):
        day = wall.date() - timedelta(days=back)
        if not post.is_open_on(day):
            continue
        for link in post.shift_links.all():
            starts, ends = link.shift.span(day)
            if starts <= wall < ends:
                yield day, link.shift
