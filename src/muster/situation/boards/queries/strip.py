"""Coverage over days: what is missing hour by hour, of an area and of what lies below it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from muster.kernel.actors import Actor
from muster.operations.duty.queries.coverage import Coverage, Gap, PostFrame
from muster.operations.duty.queries.coverage import coverage as read_coverage
from muster.operations.duty.queries.roster import current_edition
from muster.platform.places import queries as places
from muster.platform.places.contracts import AreaRef
from muster.registers.measures import queries as measures
from muster.situation.boards.queries.areas import COMMUNITY_LENGTH
from muster.situation.boards.queries.now import Moment, moment_of

DAYS_SHOWN, HOURS_A_DAY = 14, 24


@dataclass(frozen=True)
class Strip:
    """The days of an area: `days` from `first` on, and the day that is drawn in detail.

    `parts` are what the day is drawn by: posts of a community, else the areas below.
    """

    area: AreaRef
    first: date
    day: date
    cover: Coverage
    parts: Sequence[tuple[Any, Sequence[PostFrame]]]

    @property
    def days(self) -> list[date]:
        """The days drawn."""
        return [self.first + timedelta(days=n) for n in range(DAYS_SHOWN)]

    def hours_of(self, posts: Sequence[PostFrame], day: date) -> list[tuple[int, int]]:
        """Return (wanted, covered) of these posts for each hour of a day."""
        return self.cover.hours(posts, datetime.combine(day, time()), HOURS_A_DAY)

    def by_day(self) -> Mapping[date, Sequence[tuple[int, int]]]:
        """Return (wanted, covered) of all posts for each hour of each day."""
        start = datetime.combine(self.first, time())
        every = self.cover.hours(self.cover.posts, start, HOURS_A_DAY * DAYS_SHOWN)
        return {
            day: every[at * HOURS_A_DAY : (at + 1) * HOURS_A_DAY]
            for at, day in enumerate(self.days)
        }


def strip(*, actor: Actor, area: AreaRef, first: date, day: date) -> Strip:
    """Return the coverage of an area over fourteen days. The number of statements is constant."""
    starts = moment_of(actor, datetime.combine(first, time())).at
    cover = read_coverage(
        actor=actor, area=area.code, first=starts, last=starts + timedelta(days=DAYS_SHOWN)
    )
    return Strip(area, first, day, cover, _parts(area, cover))


def gaps_at(*, actor: Actor, area: str, moment: Moment) -> list[Gap]:
    """Return the posts below an area that lack people in the hour that begins at a moment."""
    cover = read_coverage(
        actor=actor, area=area, first=moment.at, last=moment.at + timedelta(minutes=1)
    )
    found = (cover.gap_at(post, moment.wall) for post in cover.posts)
    return sorted(
        (gap for gap in found if gap is not None),
        key=lambda gap: (gap.planned, gap.post.area_code, gap.post.title),
    )


def edition_in_force(*, actor: Actor) -> Any:
    """Return the roster in force of the running incident; None where none is published."""
    incident = measures.current_notice(actor)
    if incident is None:
        return None
    return current_edition(actor=actor, incident_id=incident.incident_id)


def _parts(area: AreaRef, cover: Coverage) -> Sequence[tuple[Any, Sequence[PostFrame]]]:
    if len(area.code) >= COMMUNITY_LENGTH:
        return [(post, [post]) for post in cover.posts]
    below = {one.code: one for one in places.child_refs(area.code)}
    length = len(next(iter(below), area.code))
    posts: dict[str, list[PostFrame]] = defaultdict(list)
    for post in cover.posts:
        posts[post.site or post.area_code[:length]].append(post)
    return [(below.get(key, key), posts[key]) for key in sorted(posts)]
