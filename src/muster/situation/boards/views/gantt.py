"""The day of a community by post, drawn: who stands when, as planned and as worked."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from muster.kernel.errors import NotFound
from muster.kernel.permissions import requires
from muster.situation.boards import queries, rules
from muster.situation.boards.queries import Bar, PostDay
from muster.situation.boards.queries.areas import COMMUNITY_LENGTH, area_in_reach
from muster.situation.boards.views.coverage import asked_days, day_word
from muster.situation.boards.views.parts import address
from muster.ui.http import Request
from muster.ui.parts import Crumb

NAMES, HOUR, LANE, BAR, HEAD, GAP = 168, 43, 26, 20, 22, 8
"""Widths and heights of the picture in its own units: names, an hour, a lane, a bar, the axis."""
LETTER = 13
"""Width of a Chinese character in a bar."""
LONGEST_NAME = NAMES // LETTER - 1


@requires(rules.VIEW_COVERAGE)
@require_safe
def gantt(request: Request, code: str) -> HttpResponse:
    """Draw who stands at each post of a community from six in the morning to six."""
    path = area_in_reach(request.actor, rules.VIEW_COVERAGE, code)
    if len(code) < COMMUNITY_LENGTH:
        raise NotFound(_("The picture of a day is drawn for one community."))
    now = queries.moment_of(request.actor)
    day, _start = asked_days(request, now.wall.date())
    found = queries.gantt(actor=request.actor, area=code, day=day)
    area = path[-1]
    context = {
        "area": area,
        "day": day,
        "day_word": day_word(day),
        "is_today": day == now.wall.date(),
        "drawing": drawing(found.posts, found.now),
        "posts": found.posts,
        "has_people": any(post.lanes for post in found.posts),
        "before": address("boards:gantt", code, day=day - timedelta(days=1)),
        "after": address("boards:gantt", code, day=day + timedelta(days=1)),
        "coverage": address("boards:coverage_of", code, day=day),
        "roster": address("duty:roster", code, day=day),
        "crumbs": [
            Crumb(area.name, address("boards:community_of", code)),
            Crumb(pgettext("board", "Day by post")),
        ],
    }
    return render(request, "boards/gantt.html", context)


def drawing(posts: Sequence[PostDay], now: float | None) -> dict[str, Any]:
    """Lay the picture out: where each line, bar and word stands, in the picture's own units."""
    rows, y = [], HEAD
    for post in posts:
        height = LANE * max(len(post.lanes), 1) + GAP
        rows.append(
            {
                "title": shortened(post.title),
                "full": post.title,
                "y": y,
                "text_y": y + GAP // 2 + 15,
                "bars": [
                    _bar(bar, y + GAP // 2 + at * LANE)
                    for at, lane in enumerate(post.lanes)
                    for bar in lane
                ],
                "free": not post.lanes,
            }
        )
        y += height
    width = NAMES + 24 * HOUR
    return {
        "width": width,
        "height": y + 2,
        "names": NAMES,
        "rows": rows,
        "hours": [
            {"x": NAMES + at * HOUR, "label": f"{(6 + at) % 24:02d}", "strong": at % 8 == 0}
            for at in range(0, 24, 2)
        ],
        "head": HEAD,
        "now": None if now is None else round(NAMES + now * HOUR, 1),
    }


def shortened(title: str) -> str:
    """Return as much of a post's name as stands beside its bars; the whole is in the list below."""
    return title if len(title) <= LONGEST_NAME else f"{title[: LONGEST_NAME - 1]}…"


def _bar(bar: Bar, y: int) -> dict[str, Any]:
    x, width = NAMES + bar.starts * HOUR, (bar.ends - bar.starts) * HOUR
    worked = {}
    if bar.came is not None and bar.left is not None:
        worked = {"x": round(NAMES + bar.came * HOUR, 1),
                  "width": round(max(bar.left - bar.came, 0) * HOUR, 1)}  # fmt: skip
    room = int((width - 12) // LETTER)
    name = bar.member.name
    return {
        "x": round(x + 1, 1),
        "y": y,
        "width": round(max(width - 2, 2), 1),
        "text_x": round(x + 8, 1),
        "text_y": y + 14,
        "worked_y": y + BAR - 4,
        "mark": bar.member.mark,
        "name": name if len(name) <= room else f"{name[: max(room - 1, 1)]}…",
        "worked": worked,
        "absent": bar.absent,
        "hours": f"{bar.member.unit}",
    }
