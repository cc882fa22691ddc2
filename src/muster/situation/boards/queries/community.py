"""One community: who answers for it, who is on duty, who is missing, and who comes next."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from muster.kernel.actors import Actor
from muster.kernel.errors import NotAllowed, NotFound
from muster.kernel.permissions import areas_for
from muster.operations.duty.contracts import CrewMember
from muster.operations.duty.queries.coverage import (
    PostFrame,
    Stand,
    first_secretaries,
    roster_between,
)
from muster.operations.duty.queries.roster import members_of
from muster.platform.places import queries as places
from muster.platform.places.contracts import AreaRef
from muster.registers.responders import queries as responders
from muster.situation.boards.queries.areas import COMMUNITY_LENGTH, first_community
from muster.situation.boards.queries.matters import (
    CommunityMatters,
    Matters,
    community_matters,
    open_matters,
)
from muster.situation.boards.queries.now import Moment, NowBoard, is_there, now_board
from muster.situation.boards.rules import VIEW_COMMUNITY

AHEAD = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class PostLine:
    """One post: how it stands (None where it is closed now), its crew, and who comes next."""

    post: PostFrame
    stand: Stand | None
    crew: Sequence[CrewMember]
    following: Sequence[CrewMember]

    @property
    def next_at(self) -> datetime | None:
        """When the next crew begins."""
        return self.following[0].starts_at if self.following else None


@dataclass(frozen=True)
class CommunityBoard:
    """One community at a moment, and what of the five ones its pairings lack."""

    area: AreaRef
    path: Sequence[AreaRef]
    pairings: Sequence[Any]
    now: NowBoard
    lines: Sequence[PostLine] = ()
    secretaries: Sequence[Any] = ()
    teams: Sequence[Any] = ()
    matters: Matters = field(default_factory=Matters)
    waiting: CommunityMatters = field(default_factory=CommunityMatters)

    @property
    def absent(self) -> list[CrewMember]:
        """Who should be there and is not."""
        moment = self.now.moment
        if moment.ahead:
            return []
        return [one for line in self.lines for one in line.crew if not is_there(one, moment)]


def community_board(*, actor: Actor, moment: Moment, code: str = "") -> CommunityBoard:
    """Return a community's board; without a code the actor's own.

    Raises:
        NotAllowed: the community lies outside the actor's areas.
        NotFound: no community has the code.
    """
    own = areas_for(actor, VIEW_COMMUNITY)
    code = code or first_community(own)
    if not any(code.startswith(area) for area in own):
        raise NotAllowed(_("This community is outside your area."))
    if len(code) != COMMUNITY_LENGTH:
        raise NotFound(_("There is no community with the code %(code)s."), code=code)
    now = now_board(actor=actor, area=code, moment=moment)
    return CommunityBoard(
        area=places.area_by_code(code),
        path=places.path_of(code),
        pairings=list(responders.pairings(actor=actor, area=code)),
        now=now,
        lines=_lines(actor, code, now),
        secretaries=first_secretaries(actor=actor, area=code, day=moment.wall.date()),
        teams=list(responders.teams(actor=actor, area=code)),
        matters=open_matters(actor=actor, area=code, moment=moment),
        waiting=community_matters(actor=actor, area=code, moment=moment),
    )


def _lines(actor: Actor, code: str, now: NowBoard) -> list[PostLine]:
    """Put the crews of now and the next crew of each post beside it; the worst post first."""
    at = now.moment.at
    rows = roster_between(actor=actor, area=code, first=at, last=at + AHEAD)
    crews: dict[UUID, list[CrewMember]] = defaultdict(list)
    coming: dict[UUID, list[CrewMember]] = defaultdict(list)
    ordered = rows.order_by("starts_at", "responder__name_key", "id")
    for one in members_of(actor, ordered):
        (crews if one.starts_at <= at else coming)[one.post_id].append(one)
    stands: Mapping[UUID, Stand] = {one.post.id: one for one in now.stands}
    lines = [
        PostLine(post, stands.get(post.id), crews[post.id], _next(coming[post.id]))
        for post in now.cover.posts
    ]
    return sorted(lines, key=_urgency)


def _next(coming: Sequence[CrewMember]) -> Sequence[CrewMember]:
    return [one for one in coming if one.starts_at == coming[0].starts_at]


def _urgency(line: PostLine) -> tuple[bool, int]:
    stand = line.stand
    return (stand is None, 0 if stand is None else min(stand.counted, 2) - min(stand.missing, 1))
