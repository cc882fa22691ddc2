"""A community's board: who is on duty, who is missing, who comes next, who answers for it."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from muster.kernel.permissions import areas_for, requires
from muster.operations.duty.contracts import CrewMember
from muster.situation.boards import queries, rules
from muster.situation.boards.queries import CommunityBoard, Lack, Moment, Presence
from muster.situation.boards.views.command import (
    REFRESH_SECONDS,
    alarm_rows,
    matter_figures,
    whistle_rows,
)
from muster.situation.boards.views.lists import person_row
from muster.situation.boards.views.parts import address, asked_moment, at_of, clock_of, lack_words
from muster.ui.http import Request
from muster.ui.parts import Crumb, Figure


@requires(rules.VIEW_COMMUNITY)
@require_safe
def community(request: Request, code: str = "") -> HttpResponse:
    """Show a community's board at an hour; without a code the actor's own."""
    moment = asked_moment(request)
    board = queries.community_board(actor=request.actor, moment=moment, code=code)
    at = at_of(moment)
    alarm_of = board.matters.alarm_of
    context = {
        "board": board,
        "moment": moment,
        "clock": clock_of(moment, request.path),
        "refresh": REFRESH_SECONDS if not moment.chosen else 0,
        "figures": _figures(board, at),
        "lines": [_line(line, moment, at, alarm_of) for line in board.lines],
        "absent": [person_row(one, moment) for one in board.absent],
        "crumbs": _crumbs(request, board, at),
        "alarms": alarm_rows(
            board.matters,
            {board.area.code: board.area.name},
            beside={line.post.id for line in board.lines},
        ),
        "whistles": whistle_rows(board.matters, {board.area.code: board.area.name}),
        "requests": board.waiting.requests,
        "handovers": board.waiting.handovers,
        "roster": address("duty:roster", board.area.code),
        "day": address("boards:gantt", board.area.code, day=moment.wall.date()),
        "coverage": address("boards:coverage_of", board.area.code),
    }
    return render(request, "boards/community.html", context)


def _figures(board: CommunityBoard, at: str) -> list[Figure]:
    now, counts = board.now, board.now.counts()
    people, posts = (
        partial(address, name, area=board.area.code, at=at)
        for name in ("boards:people", "boards:posts")
    )
    figures = [
        Figure(
            _("To be on duty then") if now.moment.ahead else _("On duty now"),
            now.people, people(show=Presence.THERE.value),
        ),
        Figure(
            _("Not there"), now.missing, people(show=Presence.MISSING.value),
            tone="warn" if now.missing else "",
        ),
        *(
            Figure(label, counts[lack], posts(show=lack.value), tone="bad" if counts[lack] else "")
            for lack, label in (
                (Lack.ALONE, _("With one person")),
                (Lack.EMPTY, pgettext("posts", "Empty")),
            )
        ),
    ]  # fmt: skip
    if now.moment.ahead:
        del figures[1]
    return figures + matter_figures(board.matters, board.area.code)


def _line(line: Any, moment: Moment, at: str, alarm_of: Mapping[UUID, Any]) -> dict[str, Any]:
    """Prepare a post: its crew with who has not come, the crew after it, and its alarm."""
    return {
        "post": line.post,
        "stand": line.stand,
        "words": lack_words(line.stand) if line.stand else "",
        "bad": line.stand is not None and (line.stand.alone or line.stand.empty),
        "crew": [(one, queries.is_there(one, moment) or moment.ahead) for one in line.crew],
        "next_at": line.next_at,
        "next": _names(line.following),
        "url": address("boards:people", post=line.post.id, at=at),
        "alarm": alarm_of.get(line.post.id),
    }


def _names(people: Sequence[CrewMember]) -> str:
    return pgettext("between names", ", ").join(one.name for one in people)


def _crumbs(request: Request, board: CommunityBoard, at: str) -> list[Crumb]:
    """Return the way to the command's board, for those who see it."""
    if not areas_for(request.actor, rules.VIEW_COMMAND):
        return []
    subdistrict = board.path[-2]
    return [
        Crumb(subdistrict.name, address("boards:command", area=subdistrict.code, at=at)),
        Crumb(board.area.name),
    ]
