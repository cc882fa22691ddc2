"""How the posts of an area stand at one moment, past, present or to come."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.tenants import tenant_of
from muster.operations.duty.contracts import CrewMember
from muster.operations.duty.queries.coverage import (
    Coverage,
    Stand,
    due_at,
    not_there,
    on_duty,
    people_at_posts,
    stands_at,
)
from muster.operations.duty.queries.coverage import coverage as read_coverage
from muster.operations.duty.queries.presence import present_at_posts

HOURS_SHOWN = 24


@dataclass(frozen=True, slots=True)
class Moment:
    """The hour a board shows: `at` is aware, `wall` the clock of the place without a zone."""

    at: datetime
    wall: datetime
    ahead: bool = False
    chosen: bool = False

    @property
    def hour(self) -> datetime:
        """The full hour it lies in, on the wall clock."""
        return self.wall.replace(minute=0, second=0, microsecond=0)


class Lack(TextChoices):
    """What a post can lack at a moment."""

    EMPTY = "empty", _("empty")
    ALONE = "alone", _("one person")
    SHORT = "short", pgettext_lazy("post", "too few")


class Presence(TextChoices):
    """Whether somebody on the roster is there at a moment."""

    THERE = "there", _("on duty")
    MISSING = "missing", _("not there")


@dataclass(frozen=True)
class NowBoard:
    """The posts of an area at a moment.

    `there` counts people by area and post: who is on duty, or of a moment to come who is to be.
    """

    moment: Moment
    area: str
    stands: Sequence[Stand]
    cover: Coverage
    there: Mapping[tuple[str, UUID], int] = field(default_factory=dict)
    due: int = 0
    has_roster: bool = False

    @property
    def people(self) -> int:
        """How many people are on duty."""
        return sum(self.there.values())

    @property
    def missing(self) -> int:
        """How many of the roster are not there."""
        return 0 if self.moment.ahead else self.due - self.people

    def people_in(self, area: str, *, outside: bool = False) -> int:
        """Return how many are on duty in an area; `outside` leaves its communities out."""
        return sum(
            n
            for (code, _post), n in self.there.items()
            if (code == area if outside else code.startswith(area))
        )

    def lacking(self, lack: str) -> list[Stand]:
        """Return the posts that lack something; the worst first."""
        return [one for one in sorted(self.stands, key=_urgency) if lack_of(one) == lack]

    def counts(self) -> Counter[str]:
        """Return how many posts lack what; "" is how many lack nothing."""
        return Counter(lack_of(one) for one in self.stands)


def lack_of(stand: Stand) -> str:
    """Return the worst a post lacks; "" where nothing."""
    if stand.empty:
        return Lack.EMPTY
    if stand.alone:
        return Lack.ALONE
    return Lack.SHORT if stand.missing else ""


def moment_of(actor: Actor, wall: datetime | None = None) -> Moment:
    """Return the moment of the wall clock at the place; now where none is given."""
    zone = tenant_of(actor.tenant_id).time_zone
    now = clock.local(clock.now(), zone)
    if wall is None:
        return Moment(now, now.replace(tzinfo=None))
    at = wall.replace(tzinfo=now.tzinfo)
    return Moment(at, wall, ahead=at > now, chosen=True)


def now_board(*, actor: Actor, area: str, moment: Moment) -> NowBoard:
    """Return how the posts below an area stand. The number of statements is always the same."""
    first = moment.at.replace(minute=0, second=0, microsecond=0)
    cover = read_coverage(
        actor=actor, area=area, at=moment.at,
        first=first, last=max(first + timedelta(hours=HOURS_SHOWN), moment.at),
    )  # fmt: skip
    due = people_at_posts(due_at(actor=actor, area=area, at=moment.at))
    there = due
    by_post: Mapping[UUID, int] = {}
    if not moment.ahead:
        there = people_at_posts(on_duty(actor=actor, area=area, at=moment.at))
        by_post = present_at_posts(actor=actor, area=area, at=moment.at)
    return NowBoard(
        moment=moment,
        area=area,
        stands=stands_at(cover, moment.wall, by_post, ahead=moment.ahead),
        cover=cover,
        there=there,
        due=sum(due.values()),
        has_roster=cover.begins is not None,
    )


def people_now(
    *,
    actor: Actor,
    area: str,
    moment: Moment,
    presence: str = "",
    post_id: UUID | None = None,
    outside: bool = False,
) -> Any:
    """Return the shifts behind the numbers of people: everybody due, or who is or is not there."""
    read: Callable[..., Any] = due_at
    if presence and not moment.ahead:
        read = on_duty if presence == Presence.THERE else not_there
    rows = read(actor=actor, area=area, at=moment.at)
    if post_id is not None:
        rows = rows.filter(post_id=post_id)
    if outside:
        rows = rows.filter(area_code=area)
    return rows.order_by("area_code", "post_id", "starts_at", "responder__name_key", "id")


def is_there(one: CrewMember, moment: Moment) -> bool:
    """True where the person is on duty at the moment."""
    return (
        one.came_at is not None
        and one.came_at <= moment.at
        and (one.left_at is None or one.left_at > moment.at)
    )


def _urgency(stand: Stand) -> tuple[int, int, str, str]:
    return (stand.counted, -stand.missing, stand.post.area_code, stand.post.title)
