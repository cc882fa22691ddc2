"""The command's board: one page for the hour, every number a door to its rows."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, cast
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from muster.kernel.permissions import requires
from muster.operations.duty.queries.coverage import Coverage, PostFrame, Stand
from muster.platform.places.contracts import AreaRef, tile_names
from muster.situation.boards import queries, rules
from muster.situation.boards.queries import CommandBoard, Lack, NowBoard, Presence
from muster.situation.boards.queries.matters import SHOWN
from muster.situation.boards.queries.now import HOURS_SHOWN, lack_of
from muster.situation.boards.views.command_calls import called_up
from muster.situation.boards.views.parts import (
    address,
    asked_moment,
    at_of,
    clock_of,
    command_tabs,
    stand_rows,
    wall_word,
)
from muster.ui.filters import Asked
from muster.ui.http import Request
from muster.ui.parts import Chip, Crumb, Figure, HeatRow, Tile, TileGroup, Tone

WORST_SHOWN = 8
STATES = ("full", "short", "alone", "empty")
MAP = "#communities"
REFRESH_SECONDS = 60


@requires(rules.VIEW_COMMAND)
@require_safe
def command(request: Request) -> HttpResponse:
    """Show how the command stands at an hour, by default now."""
    moment = asked_moment(request)
    asked = Asked(request)
    area = asked.fitting("area", _("Area"), str.isdigit)
    board = queries.command_board(actor=request.actor, moment=moment, area=area)
    at, now = at_of(moment), board.now
    groups = tile_groups(board, at)
    show = asked.one_of("show", _("Communities shown"), STATES)
    names = _names(board)
    worst = [*now.lacking(Lack.EMPTY), *now.lacking(Lack.ALONE)]
    shown = worst[:WORST_SHOWN]
    here = "" if board.whole else board.area.code
    context = {
        "board": board,
        "moment": moment,
        "tabs": command_tabs("command") if board.whole else [],
        "crumbs": _crumbs(board, at),
        "clock": clock_of(moment, request.path, area=here),
        "refresh": REFRESH_SECONDS if not moment.chosen else 0,
        "call_ups": called_up(board),
        "figures": _figures(board, here, at),
        "groups": _narrowed(groups, show),
        "legend": _legend(groups, show, here, at),
        "narrowed": address("boards:command", area=here, at=at, anchor=MAP) if show else "",
        "worst": stand_rows(shown, names, at, alarms=board.matters.alarm_of),
        "worst_title": _worst_title(now),
        "worst_more": [
            (lack.label, n, address("boards:posts", area=here, show=lack.value, at=at))
            for lack, n in ((lack, now.counts()[lack]) for lack in (Lack.EMPTY, Lack.ALONE))
            if n and len(worst) > WORST_SHOWN
        ],
        "alarms": alarm_rows(board.matters, names, beside={one.post.id for one in shown}),
        "whistles": whistle_rows(board.matters, names),
        "heat": kind_rows(now.cover, moment.hour, board.area.code),
        "heat_start": moment.hour.hour,
    }
    return render(request, "boards/command.html", context)


def _names(board: CommandBoard) -> Mapping[str, str]:
    names = {board.area.code: board.area.name}
    for group, communities in board.groups.items():
        names |= {group.code: group.name} | {one.code: one.name for one in communities}
    return names


def _crumbs(board: CommandBoard, at: str) -> list[Crumb]:
    if board.whole:
        return []
    steps = [
        Crumb(step.name, address("boards:command", at=at, area="" if n == 0 else step.code))
        for n, step in enumerate(board.path)
    ]
    return [*steps[:-1], Crumb(board.area.name)]


def _figures(board: CommandBoard, area: str, at: str) -> list[Figure]:
    now, counts = board.now, board.now.counts()
    people, posts = (
        partial(address, name, area=area, at=at) for name in ("boards:people", "boards:posts")
    )
    short, matters = counts[Lack.SHORT], board.matters
    figures = [
        Figure(
            _("To be on duty then") if now.moment.ahead else _("On duty now"),
            now.people, people(show=Presence.THERE.value),
            note=_("%(n)s on the roster not there") % {"n": now.missing} if now.missing else "",
            note_url=people(show=Presence.MISSING.value) if now.missing else "", note_tone="warn",
        ),
        Figure(
            _("Posts open"), len(now.stands), posts(),
            note=ngettext("%(n)s post too few", "%(n)s posts too few", short) % {"n": short}
            if short else "",
            note_url=posts(show=Lack.SHORT.value) if short else "", note_tone="warn",
        ),
        *(
            Figure(label, counts[lack], posts(show=lack.value), tone="bad" if counts[lack] else "")
            for lack, label in (
                (Lack.ALONE, _("With one person")),
                (Lack.EMPTY, pgettext("posts", "Empty")),
            )
        ),
    ]  # fmt: skip
    return figures + matter_figures(matters, area)


def matter_figures(matters: queries.Matters, area: str) -> list[Figure]:
    """Draw what waits for somebody, as far as it is of this hour."""
    alarms = partial(address, "duty:alarms", area=area)
    whistles = partial(address, "mobilise:whistles", area=area)
    doors = (
        (_("Alarms open"), matters.alarms, alarms(), "bad"),
        (_("Whistles open"), matters.whistles, whistles(state="live"), "warn"),
        (_("Tired"), matters.tired, alarms(show="tired"), "warn"),
    )
    return [
        Figure(label, number, url, tone=cast("Tone", tone) if number else "")
        for label, number, url, tone in doors
        if number is not None
    ]


def alarm_rows(
    matters: queries.Matters, names: Mapping[str, str], *, beside: Collection[UUID]
) -> list[dict[str, Any]]:
    """Prepare the alarms open longest, but for those that the lines of posts show (`beside`)."""
    alarm_of = matters.alarm_of
    stands_there = {alarm_of[post].id for post in beside if post in alarm_of}
    left = [row for row in matters.open_alarms if row.id not in stands_there]
    return [
        {
            "one": row,
            "where": row.post.site or names.get(row.area_code, row.area_code),
            "url": reverse("duty:alarm", args=[row.id]),
        }
        for row in left[:SHOWN]
    ]


def whistle_rows(matters: queries.Matters, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Prepare the whistles that lack somebody first."""
    return [
        {
            "one": row,
            "where": names.get(row.area_code, row.area_code),
            "url": reverse("mobilise:whistle", args=[row.id]),
        }
        for row in matters.first_whistles
    ]


def _worst_title(now: NowBoard) -> str:
    counts = now.counts()
    words = []
    if empty := counts[Lack.EMPTY]:
        words.append(ngettext("%(n)s post empty", "%(n)s posts empty", empty) % {"n": empty})
    if alone := counts[Lack.ALONE]:
        words.append(
            ngettext("%(n)s post with one person", "%(n)s posts with one person", alone)
            % {"n": alone}
        )
    return " · ".join(words)


def _legend(groups: Sequence[TileGroup], show: str, area: str, at: str) -> list[tuple[str, Chip]]:
    """Count the communities by how they stand, each kind a door to the map of such alone."""
    states = [tile.state for group in groups for tile in group.tiles]
    words = (
        pgettext("communities", "every post manned"),
        pgettext("communities", "too few"),
        pgettext("communities", "somebody alone"),
        pgettext("communities", "a post empty"),
    )
    url = partial(address, "boards:command", anchor=MAP, area=area, at=at)
    return [
        (state, Chip(word, url(show=state), states.count(state), show == state))
        for state, word in zip(STATES, words, strict=True)
        if state in states or state == show
    ]


def _narrowed(groups: Sequence[TileGroup], show: str) -> list[TileGroup]:
    """Keep the tiles of one state, and the groups that have any."""
    if not show:
        return list(groups)
    kept = [
        replace(group, tiles=[tile for tile in group.tiles if tile.state == show])
        for group in groups
    ]
    return [group for group in kept if group.tiles]


def tile_groups(board: CommandBoard, at: str) -> list[TileGroup]:
    """Draw the communities of each subdistrict, and what stands outside of them."""
    by_area: dict[str, list[Stand]] = defaultdict(list)
    sites: dict[str, list[Stand]] = defaultdict(list)
    for stand in board.now.stands:
        (sites[stand.post.site] if stand.post.site else by_area[stand.post.area_code]).append(stand)
    groups = [
        _group(board, group, communities, by_area, at)
        for group, communities in board.groups.items()
    ]
    if sites:
        groups.append(
            TileGroup(
                label=_("Outside the communities"),
                tiles=[
                    _tile(site, site, stands, address("boards:posts", site=site, at=at))
                    for site, stands in sites.items()
                ],
            )
        )
    return groups


def _group(
    board: CommandBoard,
    group: AreaRef,
    communities: Sequence[AreaRef],
    by_area: Mapping[str, Sequence[Stand]],
    at: str,
) -> TileGroup:
    names = tile_names(communities)
    wanted = sum(one.wanted for area in communities for one in by_area.get(area.code, ()))
    there = board.now.people_in(group.code)
    return TileGroup(
        label=group.name,
        tiles=[
            _tile(
                names[area.code], area.name, by_area.get(area.code, ()),
                address("boards:community_of", area.code, at=at),
            )
            for area in communities
        ],
        url=address("boards:command", area=group.code, at=at),
        note=f"{there} / {wanted}" if board.now.stands else "",
        note_url=address("boards:people", area=group.code, show=Presence.THERE.value, at=at),
    )  # fmt: skip


def _tile(label: str, name: str, stands: Sequence[Stand], url: str) -> Tile:
    if not stands:
        return Tile(label, url, name)
    lacks = {lack_of(one) for one in stands}
    missing = sum(one.missing for one in stands)
    pips = 0 if Lack.EMPTY in lacks else 1 if Lack.ALONE in lacks else None
    there = sum(one.counted for one in stands)
    facts = {"name": name, "there": there, "missing": missing}
    return Tile(
        label=label,
        url=url,
        title=_("%(name)s: %(there)s there, %(missing)s missing") % facts,
        present=there,
        missing=missing,
        pips=pips,
    )  # fmt: skip


def kind_rows(cover: Coverage, first: datetime, area: str) -> list[HeatRow]:
    """Draw what is missing by kind of post, hour by hour."""
    kinds: dict[str, list[PostFrame]] = defaultdict(list)
    for post in sorted(cover.posts, key=lambda post: post.kind):
        kinds[post.kind_key].append(post)
    return [
        HeatRow(
            label=posts[0].kind,
            hours=cover.hours(posts, first, HOURS_SHOWN),
            gaps=partial(_gaps_url, first, area, key),
        )
        for key, posts in kinds.items()
    ]


def _gaps_url(first: datetime, area: str, kind: str, hour: int) -> str:
    wall = first + timedelta(hours=hour)
    return address("boards:gaps", area, hour=wall_word(wall), kind=kind)
