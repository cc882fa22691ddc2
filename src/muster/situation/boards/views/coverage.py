"""Coverage over fourteen days: which hour of which day lacks people, and where."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from muster.kernel.permissions import areas_for, requires
from muster.operations.duty.queries.coverage import PostFrame
from muster.platform.places import queries as places
from muster.platform.places.contracts import AreaRef
from muster.situation.boards import queries, rules
from muster.situation.boards.queries import Strip
from muster.situation.boards.queries.areas import COMMUNITY_LENGTH, area_in_reach, widest
from muster.situation.boards.queries.strip import DAYS_SHOWN
from muster.situation.boards.views.parts import address, command_tabs, date_of, wall_word
from muster.ui.filters import Asked
from muster.ui.http import Request
from muster.ui.parts import Crumb, HeatRow

TWO_WEEKS = timedelta(days=DAYS_SHOWN)


@requires(rules.VIEW_COVERAGE)
@require_safe
def coverage(request: Request, code: str = "") -> HttpResponse:
    """Show fourteen days by the hour, and one of them by post or by area."""
    actor = request.actor
    own = widest(actor, rules.VIEW_COVERAGE)
    path = area_in_reach(actor, rules.VIEW_COVERAGE, code) if code else [places.area_ref(own)]
    area = path[-1]
    now = queries.moment_of(actor)
    day, first = asked_days(request, now.wall.date())
    found = queries.strip(actor=actor, area=area, first=first, day=day)
    whole = len(path) == 1 and bool(areas_for(actor, rules.VIEW_COMMAND))
    context = {
        "area": area,
        "day": day,
        "day_word": day_word(day),
        "tabs": command_tabs("coverage") if whole else [],
        "crumbs": _crumbs(path),
        "has_posts": bool(found.cover.posts),
        "has_roster": found.cover.begins is not None,
        "days": _days(found, area.code),
        "parts": _parts(found, area.code),
        "is_community": len(area.code) == COMMUNITY_LENGTH,
        "before": _here(area.code, day - timedelta(days=1), first),
        "after": _here(area.code, day + timedelta(days=1), first),
        "earlier": address("boards:coverage_of", area.code, start=first - TWO_WEEKS),
        "later": address("boards:coverage_of", area.code, start=first + TWO_WEEKS),
        "now_hour": now.wall.hour if day == now.wall.date() else None,
        "gantt": address("boards:gantt", area.code, day=day),
    }
    return render(request, "boards/coverage.html", context)


def asked_days(request: Request, today: date) -> tuple[date, date]:
    """Return the day an address asks for and the first of the days around it."""
    asked = Asked(request)
    day = date_of(asked.fitting("day", _("Day"), date_of))
    start = date_of(asked.fitting("start", _("First day"), date_of))
    if start is None:
        start = _first_day(request, today) if day is None or day >= today else day
        if day is not None and not start <= day < start + TWO_WEEKS:
            start = day
    if day is None or not start <= day < start + TWO_WEEKS:
        day = today if start <= today < start + TWO_WEEKS else start
    return day, start


def day_word(day: date) -> str:
    """Say a day with its weekday."""
    return f"{say_date(day)} {dateformat.format(day, 'D')}"


def say_date(day: date) -> str:
    """Say the day and the month."""
    return dateformat.format(day, pgettext("date", "j M"))


def _first_day(request: Request, today: date) -> date:
    """Begin where the roster in force begins, so that the strip shows it whole."""
    edition = queries.edition_in_force(actor=request.actor)
    if edition is None or not edition.starts_on <= today <= edition.last_day:
        return today
    starts: date = edition.starts_on
    return starts if today < starts + TWO_WEEKS else today


def _days(found: Strip, code: str) -> list[HeatRow]:
    return [
        HeatRow(
            label=say_date(day),
            hours=hours,
            url=_here(code, day, found.first),
            gaps=partial(_gaps, code, day, {}),
        )
        for day, hours in found.by_day().items()
    ]


def _parts(found: Strip, code: str) -> list[HeatRow]:
    rows = []
    for part, posts in found.parts:
        hours = found.hours_of(posts, found.day)
        if isinstance(part, PostFrame):
            at = wall_word(datetime.combine(found.day, time(12)))
            label, url = part.title, address("boards:people", post=part.id, at=at)
            gaps: Callable[[int], str] = partial(_gaps, code, found.day, {"post": str(part.id)})
        elif isinstance(part, AreaRef):
            label, url = part.name, _here(part.code, found.day, found.first)
            gaps = partial(_gaps, part.code, found.day, {})
        else:
            label, url = part, address("boards:posts", site=part)
            gaps = partial(_gaps, code, found.day, {"site": part})
        rows.append(HeatRow(label=label, hours=hours, url=url, gaps=gaps))
    return rows


def _here(code: str, day: date, first: date) -> str:
    return address("boards:coverage_of", code, day=day, start=first)


def _gaps(code: str, day: date, more: dict[str, str], hour: int) -> str:
    wall = datetime.combine(day, time(hour))
    return address("boards:gaps", code, hour=wall_word(wall), **more)


def _crumbs(path: Any) -> list[Crumb]:
    steps = [Crumb(step.name, address("boards:coverage_of", step.code)) for step in path[:-1]]
    return [*steps, Crumb(path[-1].name)] if steps else []
