"""The rows behind the numbers of the boards: posts, people and open places at an hour."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from muster.kernel.permissions import areas_for, requires
from muster.operations.duty.contracts import CrewMember
from muster.operations.duty.queries.coverage import Stand, shifts_of_day
from muster.operations.duty.queries.roster import members_of
from muster.platform.places import queries as places
from muster.platform.places.contracts import AreaRef
from muster.registers.responders.queries import area_names
from muster.situation.boards import queries, rules
from muster.situation.boards.queries import Lack, Moment, Presence
from muster.situation.boards.queries.areas import area_in_reach, widest
from muster.situation.boards.queries.now import lack_of
from muster.situation.boards.views.parts import (
    address,
    asked_moment,
    at_of,
    clock_of,
    date_of,
    read_wall,
    stand_rows,
    wall_word,
)
from muster.ui.filters import Asked
from muster.ui.http import Request
from muster.ui.paging import page_of, paging_of
from muster.ui.parts import Chip, Crumb

THERE, MISSING, LEFT = "there", "missing", "left"


def asked_area(request: Request) -> Sequence[AreaRef]:
    """Return the area an address asks for, or the widest of the actor, with the way to it."""
    code = Asked(request).fitting("area", _("Area"), str.isdigit)
    if code:
        return area_in_reach(request.actor, rules.VIEW_COVERAGE, code)
    return [places.area_ref(widest(request.actor, rules.VIEW_COVERAGE))]


@requires(rules.VIEW_COVERAGE)
@require_safe
def posts(request: Request) -> HttpResponse:
    """List the posts open at an hour: all, or those that are empty, alone or short."""
    moment, asked = asked_moment(request), Asked(request)
    path = asked_area(request)
    show = asked.one_of("show", _("State"), Lack.values)
    area, at = path[-1].code, at_of(moment)
    board = queries.now_board(actor=request.actor, area=area, moment=moment)
    site = asked.one_of("site", _("Site"), {one.post.site for one in board.stands if one.post.site})
    stands = [one for one in board.stands if not site or one.post.site == site]
    shown = [one for one in stands if not show or lack_of(one) == show]
    shown.sort(key=lambda one: (one.counted, -one.missing, one.post.area_code))
    page = page_of(request, shown)
    kept = {"area": request.GET.get("area", ""), "site": site}
    context = {
        "heading": site or path[-1].name,
        "rows": stand_rows(list(page), area_names(actor=request.actor), at),
        "paging": paging_of(request, page),
        "total": len(shown),
        "clock": clock_of(moment, request.path, show=show, **kept),
        "moment": moment,
        "chips": _post_chips(stands, show, at, kept),
        "crumbs": crumbs_to_board(request, path, at, pgettext("board", "Posts")),
    }
    return render(request, "boards/posts.html", context)


@requires(rules.VIEW_COVERAGE)
@require_safe
def people(request: Request) -> HttpResponse:
    """List who is to be on duty at an hour, and who is there."""
    moment, asked = asked_moment(request), Asked(request)
    path = asked_area(request)
    show = asked.one_of("show", _("State"), Presence.values)
    post_id = asked.uuid("post", _("Post"))
    day = date_of(asked.fitting("day", _("Day"), date_of))
    area, at = path[-1].code, at_of(moment)
    read = partial(
        queries.people_now, actor=request.actor, area=area, moment=moment, post_id=post_id
    )
    if day is not None:
        return _day(request, path, moment, day)
    page = page_of(request, read(presence=show))
    rows = members_of(request.actor, page.object_list)
    counts = {key: read(presence=key).count() for key in ("", *_presences(moment))}
    kept = {"area": request.GET.get("area", ""), "post": str(post_id or "")}
    context = {
        "heading": rows[0].post if post_id and rows else path[-1].name,
        "rows": [person_row(one, moment) for one in rows],
        "paging": paging_of(request, page),
        "total": page.paginator.count,
        "clock": clock_of(moment, request.path, show=show, **kept),
        "moment": moment,
        "chips": _people_chips(counts, show, at, kept),
        "names": area_names(actor=request.actor),
        "crumbs": crumbs_to_board(request, path, at, pgettext("board", "People")),
    }
    return render(request, "boards/people.html", context)


def _day(request: Request, path: Sequence[AreaRef], moment: Moment, day: date) -> HttpResponse:
    """List every shift of one day."""
    rows = shifts_of_day(actor=request.actor, area=path[-1].code, day=day)
    ordered = rows.order_by("area_code", "starts_at", "post_id", "responder__name_key", "id")
    page = page_of(request, ordered)
    people_of_page = members_of(request.actor, page.object_list)
    context = {
        "heading": path[-1].name,
        "day": day,
        "day_word": f"{day:%Y-%m-%d}",
        "rows": [person_row(one, moment) for one in people_of_page],
        "paging": paging_of(request, page),
        "total": page.paginator.count,
        "moment": moment,
        "crumbs": crumbs_to_board(request, path, "", pgettext("board", "People")),
    }
    return render(request, "boards/people.html", context)


@requires(rules.VIEW_COVERAGE)
@require_safe
def gaps(request: Request, code: str) -> HttpResponse:
    """List the places of the roster that are open in an hour: one row for each person missing."""
    asked = Asked(request)
    path = area_in_reach(request.actor, rules.VIEW_COVERAGE, code)
    hour = read_wall(asked.fitting("hour", _("Hour"), read_wall) or "")
    moment = queries.moment_of(request.actor, hour)
    found = queries.gaps_at(actor=request.actor, area=code, moment=moment)
    kind = asked.one_of("kind", _("Kind of post"), {gap.post.kind_key for gap in found})
    post = asked.one_of("post", _("Post"), {str(gap.post.id) for gap in found})
    site = asked.one_of("site", _("Site"), {gap.post.site for gap in found if gap.post.site})
    places_open = [
        (gap, number)
        for gap in found
        if kind in {"", gap.post.kind_key}
        and post in {"", str(gap.post.id)}
        and site in {"", gap.post.site}
        for number in range(gap.planned + 1, gap.wanted + 1)
    ]
    page = page_of(request, places_open)
    names = area_names(actor=request.actor)
    context = {
        "area": path[-1],
        "rows": [_gap_row(gap, number, names, moment) for gap, number in page],
        "paging": paging_of(request, page),
        "total": len(places_open),
        "moment": moment,
        "wall": moment.wall,
        "crumbs": [
            Crumb(pgettext("board", "Coverage"), address("boards:coverage_of", code)),
            Crumb(_("Open places")),
        ],
    }
    return render(request, "boards/gaps.html", context)


def person_row(one: CrewMember, moment: Moment) -> dict[str, Any]:
    """Prepare somebody on the roster for a list: there, gone, not come, or still to come."""
    state = ""
    if queries.is_there(one, moment):
        state = THERE
    elif one.left_at is not None and one.left_at <= moment.at:
        state = LEFT
    elif one.starts_at <= moment.at and not moment.ahead:
        state = MISSING
    return {"one": one, "state": state}


def crumbs_to_board(request: Request, path: Sequence[AreaRef], at: str, here: str) -> list[Crumb]:
    """Return the way back to the board the reader came from, by what the reader may see."""
    area = path[-1]
    if areas_for(request.actor, rules.VIEW_COMMAND):
        code = area.code if len(path) > 1 else ""
        return [Crumb(area.name, address("boards:command", area=code, at=at)), Crumb(here)]
    return [Crumb(area.name, address("boards:community", at=at)), Crumb(here)]


def _presences(moment: Moment) -> Sequence[str]:
    return () if moment.ahead else Presence.values


def _post_chips(stands: Sequence[Stand], show: str, at: str, kept: Mapping[str, str]) -> list[Chip]:
    lacks = [lack_of(one) for one in stands]
    url = partial(address, "boards:posts", at=at, **kept)
    return [
        Chip(_("All"), url(), len(stands), chosen=not show),
        *(
            Chip(lack.label, url(show=lack.value), lacks.count(lack), chosen=show == lack)
            for lack in Lack
        ),
    ]


def _people_chips(
    counts: Mapping[str, int], show: str, at: str, kept: Mapping[str, str]
) -> list[Chip]:
    url = partial(address, "boards:people", at=at, **kept)
    return [
        Chip(_("All"), url(), counts[""], chosen=not show),
        *(
            Chip(Presence(key).label, url(show=key), n, chosen=show == key)
            for key, n in counts.items()
            if key
        ),
    ]


def _gap_row(gap: Any, number: int, names: Mapping[str, str], moment: Moment) -> dict[str, Any]:
    at = wall_word(moment.wall)
    return {
        "title": gap.post.title,
        "where": gap.post.site or names.get(gap.post.area_code, gap.post.area_code),
        "hours": f"{gap.starts:%H:%M}–{gap.ends:%H:%M}",
        "label": gap.label,
        "number": number,
        "wanted": gap.wanted,
        "planned": gap.planned,
        "url": address("boards:people", post=gap.post.id, at=at),
    }
