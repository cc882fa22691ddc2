"""Who stands when: the shifts of a community's posts over one day, as planned and as worked."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from muster.kernel.actors import Actor
from muster.operations.duty.contracts import CrewMember
from muster.operations.duty.queries.coverage import coverage as read_coverage
from muster.operations.duty.queries.coverage import roster_between
from muster.operations.duty.queries.roster import members_of
from muster.situation.boards.queries.now import Moment, moment_of

DAY_BEGINS = time(6)
"""A day of the picture lasts from six to six, so that a night is whole."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One shift of one person; hours count from the beginning of the picture.

    `came` and `left` are what was recorded; `left` of somebody still there is now. `absent` is
    true where the shift has begun and nobody came.
    """

    member: CrewMember
    starts: float
    ends: float
    came: float | None = None
    left: float | None = None
    absent: bool = False


@dataclass(frozen=True, slots=True)
class PostDay:
    """The day of one post: its people side by side, as many lanes as stand there at once."""

    post_id: UUID
    title: str
    wanted: int
    lanes: Sequence[Sequence[Bar]]


@dataclass(frozen=True, slots=True)
class Gantt:
    """A community's day; `now` is in hours from its beginning, None where it is another day."""

    day: date
    begins: datetime
    posts: Sequence[PostDay]
    now: float | None


def gantt(*, actor: Actor, area: str, day: date) -> Gantt:
    """Return the day of every post below an area, 06:00 to 06:00."""
    begins = moment_of(actor, datetime.combine(day, DAY_BEGINS)).at
    ends = begins + timedelta(days=1)
    now = moment_of(actor)
    cover = read_coverage(actor=actor, area=area, first=begins, last=ends)
    rows = roster_between(actor=actor, area=area, first=begins, last=ends)
    bars: dict[UUID, list[Bar]] = defaultdict(list)
    ordered = rows.order_by("starts_at", "responder__name_key", "id")
    for member in members_of(actor, ordered):
        bars[member.post_id].append(_bar(member, begins, now))
    posts = [
        PostDay(post.id, post.title, post.wanted, _lanes(bars.get(post.id, ())))
        for post in cover.posts
        if post.id in bars or post.is_open_on(day)
    ]
    hours = (now.at - begins).total_seconds() / 3600
    return Gantt(day, begins, posts, hours if 0 <= hours < 24 else None)  # noqa: PLR2004


def _bar(member: CrewMember, begins: datetime, now: Moment) -> Bar:
    def hours(at: datetime) -> float:
        return min(max((at - begins).total_seconds() / 3600, 0), 24)

    came = left = None
    if member.came_at is not None and member.came_at <= now.at:
        came = hours(member.came_at)
        left = hours(member.left_at or min(now.at, member.ends_at))
    absent = came is None and member.starts_at <= now.at
    return Bar(member, hours(member.starts_at), hours(member.ends_at), came, left, absent)


def _lanes(bars: Sequence[Bar]) -> Sequence[Sequence[Bar]]:
    """Put shifts into lanes, each into the first that is free when it begins."""
    lanes: list[list[Bar]] = []
    for bar in bars:
        lane = next((lane for lane in lanes if lane[-1].ends <= bar.starts), None)
        if lane is None:
            lanes.append([bar])
        else:
            lane.append(bar)
    return lanes
