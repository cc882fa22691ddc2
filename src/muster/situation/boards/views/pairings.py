"""The register and the pairings at a glance. Every number is a door to as many rows as it says."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from muster.kernel.errors import Text
from muster.kernel.permissions import requires
from muster.platform.places.contracts import AreaRef, tile_names
from muster.registers.responders.enums import SENT, FiveOnes, Level
from muster.registers.responders.queries import AWAY
from muster.situation.boards import queries, rules
from muster.situation.boards.queries import CommunityTile, Pairedness, RegisterBoard
from muster.situation.boards.views.parts import command_tabs
from muster.ui.filters import Asked
from muster.ui.http import Request
from muster.ui.parts import Chip, Figure, Tile, TileGroup

DISTRICT_LENGTH = 6
MAP = "#communities"


@requires(rules.VIEW_COMMAND)
@require_safe
def register(request: Request) -> HttpResponse:
    """Show who was sent and who answers where; the map can be narrowed to one state."""
    board = queries.register_board(actor=request.actor)
    asked = Asked(request)
    shown = asked.one_of("show", _("Communities shown"), Pairedness.values)
    below = asked.one_of("below", _("Subdistrict"), [group.code for group in board.tiles])
    doors = _Doors(request, board)
    context = {
        "board": board,
        "tabs": command_tabs("register"),
        "figures": _figures(board, doors),
        "total": board.communities.total(),
        "legend": _legend(board, shown),
        "narrowed": bool(shown or below),
        "groups": _groups(board, shown, below),
        "levels": _levels(board.sent, doors),
        "local": _levels(board.local, doors),
        "units": board.units,
        "units_url": doors.units(**doors.sent),
        "people": board.people,
        "people_url": doors.people(**doors.sent),
        "lacking": [
            (part.label, n, doors.pairings(lacking=part)) for part, n in board.lacking.items()
        ],
    }
    return render(request, "boards/register.html", context)


class _Doors:
    """Addresses of the lists behind a board, narrowed to its area where that is not everything."""

    def __init__(self, request: Request, board: RegisterBoard) -> None:
        whole = request.tenant is not None and request.tenant.area_code == board.area.code
        self._area = "" if whole else board.area.code
        self.sent = {"level": SENT} if board.local else {}

    def people(self, **filters: str) -> str:
        """Return the list of people."""
        return self._address("responders:index", filters)

    def units(self, **filters: str) -> str:
        """Return the list of units."""
        return self._address("responders:units", filters)

    def pairings(self, **filters: str) -> str:
        """Return the list of pairings."""
        return self._address("responders:pairings", filters)

    def _address(self, name: str, filters: dict[str, str]) -> str:
        query = urlencode(filters | ({"area": self._area} if self._area else {}))
        return f"{reverse(name)}?{query}" if query else reverse(name)


def _figures(board: RegisterBoard, doors: _Doors) -> list[Figure]:
    return [
        Figure(_("Sent people"), board.people, doors.people(**doors.sent),
               note=ngettext("%(n)s unit", "%(n)s units", board.units) % {"n": board.units},
               note_url=doors.units(**doors.sent)),
        Figure(_("Away today"), board.away, doors.people(status=AWAY),
               note=_("reported by their unit or by themselves")),
        _communities(board),
        Figure(_("Pairings complete"), board.complete, doors.pairings(state="complete"),
               note=ngettext("%(n)s pairing lacks something", "%(n)s pairings lack something",
                             board.incomplete) % {"n": board.incomplete},
               note_tone="warn" if board.incomplete else "ok",
               note_url=doors.pairings(state="incomplete")),
    ]  # fmt: skip


def _communities(board: RegisterBoard) -> Figure:
    """Count the communities; a district also says how many subdistricts it has."""
    figure = Figure(_("Communities"), board.communities.total(), f"?{MAP}")
    if len(board.area.code) != DISTRICT_LENGTH:
        return figure
    return replace(
        figure,
        note=ngettext("%(n)s subdistrict", "%(n)s subdistricts", board.below) % {"n": board.below},
        note_url=f"{_area_page(board.area.code)}#below",
    )


def _legend(board: RegisterBoard, shown: str) -> list[tuple[str, Chip]]:
    """Explain the tiles, each kind a door to the map of such communities alone."""
    swatches = {Pairedness.COMPLETE: "swatch-full", Pairedness.LACKING: "swatch-short"}
    return [
        (
            swatches.get(state, ""),
            Chip(state.label, f"?show={state}{MAP}", board.communities[state], shown == state),
        )
        for state in Pairedness
        if board.communities[state] or shown == state
    ]


def _levels(
    levels: Mapping[Level, tuple[int, int]], doors: _Doors
) -> list[tuple[Level, int, str, int, str]]:
    return [
        (level, units, doors.units(level=level), people, doors.people(level=level))
        for level, (units, people) in levels.items()
    ]


def _area_page(code: str) -> str:
    return reverse("places:area", args=[code])


def _groups(board: RegisterBoard, shown: str, below: str) -> list[TileGroup]:
    """Draw the subdistricts that have a community to show."""
    drawn = []
    for group, tiles in board.tiles.items():
        wanted = [tile for tile in tiles if not shown or tile.state == shown]
        if wanted and below in {"", group.code}:
            drawn.append(_group(group, tiles, wanted))
    return drawn


def _group(
    group: AreaRef, tiles: Sequence[CommunityTile], wanted: Sequence[CommunityTile]
) -> TileGroup:
    complete = sum(tile.state == Pairedness.COMPLETE for tile in tiles)
    names = tile_names([tile.area for tile in tiles])
    return TileGroup(
        label=group.name,
        tiles=[_tile(tile, names[tile.area.code]) for tile in wanted],
        url=_area_page(group.code),
        note=f"{complete} / {len(tiles)}",
        note_url=f"?show={Pairedness.COMPLETE}&below={group.code}{MAP}",
    )


def _tile(tile: CommunityTile, name: str) -> Tile:
    """Draw a community: how many of the five ones are missing, or that none is."""
    drawn = Tile(
        label=name,
        url=reverse("boards:community_of", args=[tile.area.code]),
        title=_title(tile),
    )
    if not tile.pairings:
        return drawn
    wanted = tile.pairings * len(FiveOnes)
    note = "" if tile.missing else pgettext("five ones", "all")
    return replace(drawn, present=wanted - tile.missing, missing=tile.missing, note=note)


def _title(tile: CommunityTile) -> str:
    """Say in words what the tile shows."""
    said: Text = tile.state.label
    if tile.missing:
        said = ngettext(
            "%(n)s of the five ones is missing", "%(n)s of the five ones are missing", tile.missing
        ) % {"n": tile.missing}
    return f"{tile.area.name} · {said}"
