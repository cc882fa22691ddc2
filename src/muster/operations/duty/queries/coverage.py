"""How posts are covered over time: wanted against planned by the hour, and present at a moment.

Boards count over a whole command, so these reads bring plain values and never a row with its parts:
hundreds of posts and weeks of shifts cost a fixed number of statements.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.utils.translation import gettext

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.areas import prefix_range
from muster.kernel.tenants import tenant_of
from muster.operations.duty import rules
from muster.operations.duty.models import (
    Assignment,
    CheckIn,
    Deployment,
    Edition,
    PatternShift,
    Post,
    PostKind,
)
from muster.operations.duty.models.posts import PostShift
from muster.operations.duty.queries.roster import IN_FORCE

ONE_HOUR, ONE_DAY = timedelta(hours=1), timedelta(days=1)
POST_VALUES = (
    "id", "area_code", "site", "name", "number", "kind_id", "wanted", "weekdays", "opens_on",
    "closes_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShiftFrame:
    """A shift of a pattern: when it begins and how long it lasts, on the wall clock."""

    id: UUID
    starts_minute: int
    minutes: int
    label: str
    night: bool

    def span(self, day: date) -> tuple[datetime, datetime]:
        """Return when the shift of `day` starts and ends, without a zone."""
        starts = datetime.combine(day, datetime.min.time()) + timedelta(minutes=self.starts_minute)
        return starts, starts + timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class PostFrame:
    """A post as boards need it."""

    id: UUID
    area_code: str
    site: str
    name: str
    number: int
    kind_key: str
    kind: str
    wanted: int
    weekdays: int
    opens_on: date
    closes_on: date | None
    shifts: Sequence[ShiftFrame] = ()

    @cached_property
    def title(self) -> str:
        """What the post is called, as `Post.title` says it."""
        words = {"kind": self.kind, "number": self.number}
        return self.name or gettext("%(kind)s no. %(number)s") % words

    def is_open_on(self, day: date) -> bool:
        """True where people are wanted on this day."""
        return (
            self.opens_on <= day
            and (self.closes_on is None or day < self.closes_on)
            and bool(self.weekdays >> day.weekday() & 1)
        )

    def shift_at(self, wall: datetime) -> tuple[ShiftFrame, datetime, datetime] | None:
        """Return the shift that runs at a moment of the wall clock, with its start and end.

        The day of the shift is that of its start.
        """
        for day in (wall.date(), wall.date() - ONE_DAY):
            if not self.is_open_on(day):
                continue
            for shift in self.shifts:
                starts, ends = shift.span(day)
                if starts <= wall < ends:
                    return shift, starts, ends
        return None


@dataclass(frozen=True, slots=True)
class Stand:
    """How a post stands at a moment: wanted, on the roster, and there.

    `counted` is who is there; of a moment to come, who is to be there.
    """

    post: PostFrame
    shift: ShiftFrame
    starts: datetime
    ends: datetime
    planned: int
    present: int
    ahead: bool = False

    @property
    def label(self) -> str:
        """What the shift is called."""
        return self.shift.label

    @property
    def wanted(self) -> int:
        """How many people the post asks for."""
        return self.post.wanted

    @property
    def counted(self) -> int:
        """Who is there, or is to be there."""
        return self.planned if self.ahead else self.present

    @property
    def missing(self) -> int:
        """How many are wanted and not there."""
        return max(self.wanted - self.counted, 0)

    @property
    def alone(self) -> bool:
        """True where one person stands there."""
        return self.counted == 1

    @property
    def empty(self) -> bool:
        """True where nobody does."""
        return self.counted == 0


@dataclass(frozen=True, slots=True)
class Gap:
    """A post that lacks people in one hour."""

    post: PostFrame
    label: str
    starts: datetime
    ends: datetime
    wanted: int
    planned: int

    @property
    def missing(self) -> int:
        """How many places are open."""
        return self.wanted - self.planned


@dataclass(frozen=True)
class Coverage:
    """Posts of an area and who is on the roster (wall clock, no zone).

    `begins` is when the first roster began: nobody was wanted before. None: no roster there.
    """

    posts: Sequence[PostFrame]
    planned: Mapping[UUID, Sequence[tuple[datetime, datetime, int]]] = field(default_factory=dict)
    begins: datetime | None = None

    def running(
        self, post: PostFrame, wall: datetime
    ) -> tuple[ShiftFrame, datetime, datetime] | None:
        """Return the shift in which a post is open at a moment; None where it is not."""
        if self.begins is not None and wall < self.begins:
            return None
        return post.shift_at(wall)

    def planned_at(self, post: PostFrame, wall: datetime) -> int:
        """Return how many are on the roster of a post at a moment."""
        spans = self.planned.get(post.id, ())
        return sum(n for starts, ends, n in spans if starts <= wall < ends)

    def gap_at(self, post: PostFrame, wall: datetime) -> Gap | None:
        """Return what a post lacks at a moment; None where nothing, or where it is closed."""
        running = self.running(post, wall)
        if running is None:
            return None
        planned = self.planned_at(post, wall)
        if planned >= post.wanted:
            return None
        shift, starts, ends = running
        return Gap(post, shift.label, starts, ends, post.wanted, planned)

    def hours(
        self, posts: Sequence[PostFrame], first: datetime, length: int
    ) -> list[tuple[int, int]]:
        """Return (wanted, covered) of these posts for each hour from `first`.

        One post's surplus never covers another's gap.
        """
        needed, covered = [0] * length, [0] * length
        for post in posts:
            for at, (wanted, there) in enumerate(self.of_post(post, first, length)):
                needed[at] += wanted
                covered[at] += min(wanted, there)
        return list(zip(needed, covered, strict=True))

    def of_post(self, post: PostFrame, first: datetime, length: int) -> list[tuple[int, int]]:
        """Return (wanted, on the roster) of one post for each hour from `first`."""
        wanted, there = [0] * length, [0] * length
        begun = 0 if self.begins is None else -((first - self.begins) // ONE_HOUR)
        for back in range(-1, length // 24 + 1):
            day = first.date() + timedelta(days=back)
            if not post.is_open_on(day):
                continue
            for shift in post.shifts:
                for at in _hours_of(*shift.span(day), first, length):
                    wanted[at] = post.wanted if at >= begun else 0
        for starts, ends, people in self.planned.get(post.id, ()):
            for at in _hours_of(starts, ends, first, length):
                there[at] += people
        return list(zip(wanted, there, strict=True))


def coverage(
    *, actor: Actor, area: str, first: datetime, last: datetime, at: datetime | None = None
) -> Coverage:
    """Return the posts below an area with their roster from `first` to `last` (aware).

    Posts that were closed before `at` (by default `first`) are left out. Seven statements.
    """
    zone = tenant_of(actor.tenant_id).time_zone
    days = clock.local(first, zone).date() - ONE_DAY, clock.local(last, zone).date()
    rows = _roster(actor, area, *days).filter(starts_at__lt=last, ends_at__gt=first)
    planned: dict[UUID, list[tuple[datetime, datetime, int]]] = defaultdict(list)
    walls: dict[datetime, datetime] = {}
    counted = rows.values_list("post_id", "starts_at", "ends_at").annotate(n=Count("id"))
    for post_id, starts, ends, people in counted.order_by().iterator():
        for moment in (starts, ends):
            if moment not in walls:
                walls[moment] = clock.local(moment, zone).replace(tzinfo=None)
        planned[post_id].append((walls[starts], walls[ends], people))
    return Coverage(_frames(actor, area, at or first), planned, _begins(actor, zone))


def people_at_posts(rows: Any) -> Mapping[tuple[str, UUID], int]:
    """Count shifts by area and post."""
    counted = rows.order_by().values_list("area_code", "post_id").annotate(n=Count("id"))
    return {(area, post): n for area, post, n in counted}


def stands_at(
    coverage: Coverage, wall: datetime, present: Mapping[UUID, int], *, ahead: bool
) -> list[Stand]:
    """Return how every post that is open at a moment stands."""
    found = []
    for post in coverage.posts:
        running = coverage.running(post, wall)
        if running is not None:
            shift, starts, ends = running
            found.append(
                Stand(
                    post=post, shift=shift, starts=starts, ends=ends,
                    planned=coverage.planned_at(post, wall), present=present.get(post.id, 0),
                    ahead=ahead,
                )
            )  # fmt: skip
    return found


def due_at(*, actor: Actor, area: str, at: datetime) -> Any:
    """Return the shifts that run at a moment, below an area."""
    zone = tenant_of(actor.tenant_id).time_zone
    today = clock.local(at, zone).date()
    return _roster(actor, area, today - ONE_DAY, today).filter(starts_at__lte=at, ends_at__gt=at)


def on_duty(*, actor: Actor, area: str, at: datetime) -> Any:
    """Return the running shifts whose person is there at a moment."""
    return due_at(actor=actor, area=area, at=at).filter(_there(at))


def not_there(*, actor: Actor, area: str, at: datetime) -> Any:
    """Return the running shifts whose person is not there: not come, or left."""
    return due_at(actor=actor, area=area, at=at).filter(~_there(at))


def roster_between(*, actor: Actor, area: str, first: datetime, last: datetime) -> Any:
    """Return the shifts in force that touch a span of time, below an area."""
    zone = tenant_of(actor.tenant_id).time_zone
    days = clock.local(first, zone).date() - ONE_DAY, clock.local(last, zone).date()
    return _roster(actor, area, *days).filter(starts_at__lt=last, ends_at__gt=first)


def shifts_of_day(*, actor: Actor, area: str, day: date) -> Any:
    """Return the shifts in force of one day, below an area."""
    return _roster(actor, area, day, day)


def first_secretaries(*, actor: Actor, area: str, day: date) -> Sequence[Any]:
    """Return who leads the people sent to an area, by the roster of a day."""
    rows: Any = Deployment.objects.visible_to(actor).filter(
        Q(edition__superseded_from__isnull=True) | Q(edition__superseded_from__gt=day),
        prefix_range("area_code", area),
        first_secretary=True,
        edition__withdrawn_at__isnull=True,
        edition__starts_on__lte=day,
    )
    found = rows.select_related("responder__unit").order_by("-edition__number", "id")
    return [row.responder for row in found]


def _begins(actor: Actor, zone: str) -> datetime | None:
    """Return when the first shift of the first roster begins, on the wall clock."""
    editions: Any = Edition.objects.visible_to(actor).filter(withdrawn_at__isnull=True)
    first = editions.aggregate(day=Min("starts_on"))["day"]
    rows: Any = Assignment.objects.of_tenant(actor.tenant_id).filter(
        day=first, edition__withdrawn_at__isnull=True
    )
    begins = rows.aggregate(at=Min("starts_at"))["at"]
    return clock.local(begins, zone).replace(tzinfo=None) if begins else None


def _roster(actor: Actor, area: str, first: date, last: date) -> Any:
    rows: Any = Assignment.objects.visible_to(actor)
    return rows.filter(IN_FORCE, prefix_range("area_code", area), day__gte=first, day__lte=last)


def _there(at: datetime) -> Exists:
    came: Any = CheckIn.objects.filter(
        Q(left_at__isnull=True) | Q(left_at__gt=at),
        assignment_id=OuterRef("pk"),
        undone_at__isnull=True,
        came_at__lte=at,
    )
    return Exists(came)


def _frames(actor: Actor, area: str, at: datetime) -> list[PostFrame]:
    """Return the posts with their shifts: posts, their shifts, kinds."""
    tenant_id = actor.tenant_id
    rows: Any = Post.objects.visible_to(actor, rules.VIEW_ROSTER)
    rows = rows.filter(
        prefix_range("area_code", area), Q(closed_at__isnull=True) | Q(closed_at__gt=at)
    )
    shifts: dict[UUID, ShiftFrame] = {
        shift.id: ShiftFrame(
            shift.id,
            60 * shift.starts.hour + shift.starts.minute,
            shift.minutes,
            shift.label,
            shift.night,
        )
        for shift in PatternShift.objects.of_tenant(tenant_id).select_related("pattern")
    }
    links: dict[UUID, list[ShiftFrame]] = defaultdict(list)
    linked: Any = PostShift.objects.of_tenant(tenant_id).filter(post__in=rows.values("id"))
    for post_id, shift_id in linked.order_by("shift__starts").values_list("post_id", "shift_id"):
        links[post_id].append(shifts[shift_id])
    kinds = {kind.id: kind for kind in PostKind.objects.of_tenant(tenant_id)}
    ordered = rows.order_by("area_code", "site", "kind__position", "number", "id")
    return [
        PostFrame(
            id=post_id, area_code=code, site=site, name=name, number=number,
            kind_key=kinds[kind_id].key, kind=kinds[kind_id].label, wanted=wanted,
            weekdays=weekdays, opens_on=opens_on, closes_on=closes_on,
            shifts=links.get(post_id, ()),
        )
        for post_id, code, site, name, number, kind_id, wanted, weekdays, opens_on, closes_on
        in ordered.values_list(*POST_VALUES)
    ]  # fmt: skip


def _hours_of(starts: datetime, ends: datetime, first: datetime, length: int) -> range:
    """Return the hours from `first` (0 to `length`) whose beginning lies in [starts, ends)."""
    begin = -((first - starts) // ONE_HOUR)
    end = -((first - ends) // ONE_HOUR)
    return range(max(begin, 0), min(end, length))
