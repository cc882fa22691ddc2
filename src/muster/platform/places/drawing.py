"""Places as the design system draws them: figures, tables, tiles, crumbs."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from muster.platform.places.contracts import AreaRef, Counts, PlaceFound, tile_names
from muster.platform.places.enums import PremisesKind
from muster.platform.places.gazetteer import Level
from muster.ui.marks import count
from muster.ui.parts import Chip, Column, Crumb, Figure, Table, Text, Tile, TileGroup


def level_name(level: int) -> str:
    """Return what a level is called."""
    return {
        Level.PROVINCE: _("Province"),
        Level.CITY: _("City"),
        Level.DISTRICT: _("District or county"),
        Level.SUBDISTRICT: _("Subdistrict or town"),
        Level.COMMUNITY: _("Community"),
    }[Level(level)]


def area_crumbs(path: Sequence[AreaRef], last: Text = "", *, goes_on: bool = False) -> list[Crumb]:
    """Return the way to an area; `last` names a page below it, `goes_on` leaves its end open."""
    crumbs = [Crumb(ref.name, reverse("places:area", args=[ref.code])) for ref in path]
    if last:
        return [*crumbs, Crumb(last)]
    if goes_on or not path:
        return crumbs
    return [*crumbs[:-1], Crumb(path[-1].name)]


def area_figures(row: Any, below: int, groups: Mapping[AreaRef, Sequence[AreaRef]]) -> list[Figure]:
    """Return how much lies below an area: `below` areas directly, and the communities.

    Each is a door to its rows on the same page; above the district there is no map to lead to.
    """
    figures = []
    if row.level < Level.SUBDISTRICT:
        figures.append(Figure(_("Directly below"), below, "#below"))
    if row.level >= Level.DISTRICT:
        communities = sum(len(each) for each in groups.values())
        figures.append(Figure(_("Communities"), communities, "#map"))
    return figures


def area_facts(row: Any, successor: AreaRef | None) -> list[tuple[Text, object]]:
    """Return code, level, official name and validity."""
    facts: list[tuple[Text, object]] = [
        (_("Place code"), row.code),
        (_("Level"), level_name(row.level)),
        (_("Official name"), row.name),
    ]
    if row.valid_from:
        facts.append((_("Valid from"), date_format(row.valid_from, "Y-m-d")))
    if row.valid_to:
        facts.append((_("Ended on"), date_format(row.valid_to, "Y-m-d")))
    if successor:
        facts.append((_("Covered now by"), f"{successor.name} ({successor.code})"))
    return facts


def area_table(children: Sequence[AreaRef], sizes: Mapping[str, Counts]) -> Table:
    """List the areas directly below one, with how many communities each has."""
    columns = [
        Column(
            _("Name"),
            lambda ref: ref.name,
            slot="title",
            url=lambda ref: reverse("places:area", args=[ref.code]),
        ),
        Column(_("Place code"), lambda ref: ref.code),
    ]
    if any(ref.has_children for ref in children):
        columns.append(
            Column(
                _("Communities"),
                lambda ref: count(sizes[ref.code].communities),
                slot="number",
                url=_map_of,
            )
        )
    return Table(columns, children, caption=_("Areas directly below"))


def _map_of(ref: AreaRef) -> str:
    """Return the map of an area's communities; above the district there is none."""
    return reverse("places:area", args=[ref.code]) + "#map" if ref.level >= Level.DISTRICT else ""


def found_table(found: Sequence[PlaceFound]) -> Table:
    """List what a search found, each with the way to it."""
    return Table(
        columns=[
            Column(
                _("Name"),
                lambda each: each.area.name,
                slot="title",
                url=lambda each: reverse("places:area", args=[each.area.code]),
            ),
            Column(_("Lies in"), lambda each: " › ".join(each.path)),
            Column(_("Level"), lambda each: level_name(each.area.level)),
            Column(
                _("Also called"),
                lambda each: each.also_called if each.also_called != each.area.name else "",
            ),
            Column(
                _("Ended on"),
                lambda each: date_format(each.valid_to, "Y-m-d") if each.valid_to else "",
                slot="status",
            ),
        ],
        rows=found,
        caption=_("Areas found"),
    )


def tile_groups(groups: Mapping[AreaRef, Sequence[AreaRef]]) -> list[TileGroup]:
    """Draw subdistricts as groups and their communities as tiles; schematic, not to scale."""
    return [
        TileGroup(
            label=head.name,
            url=reverse("places:area", args=[head.code]),
            note=str(len(communities)),
            note_url=reverse("places:area", args=[head.code]) + "#map",
            tiles=[
                Tile(
                    label=names[ref.code],
                    title=ref.name,
                    url=reverse("places:area", args=[ref.code]),
                )
                for ref in communities
            ],
        )
        for head, communities in groups.items()
        for names in [tile_names(communities)]
    ]


def kind_chips(code: str, counts: Mapping[str, int], chosen: str | None = None) -> list[Chip]:
    """Offer the kinds of places that lie below a code, each with its count."""
    url = reverse("places:list", args=[code])
    chips = [Chip(_("All kinds"), url, sum(counts.values()), chosen=chosen == "")]
    chips += [
        Chip(PremisesKind(kind).label, f"{url}?kind={kind}", n, chosen=chosen == kind)
        for kind, n in counts.items()
    ]
    return chips


def premises_table(rows: Sequence[models.Model]) -> Table:
    """List places below the community."""
    return Table(
        columns=[
            Column(
                _("Name"),
                lambda row: row.name,
                slot="title",
                url=lambda row: reverse("places:premises", args=[row.pk]),
            ),
            Column(_("Kind"), lambda row: row.get_kind_display(), slot="status"),
            Column(_("Place code"), lambda row: row.code),
            Column(_("What to know"), lambda row: row.needs, slot="wide"),
            Column(
                _("Ended on"),
                lambda row: date_format(row.valid_to, "Y-m-d") if row.valid_to else "",
            ),
        ],
        rows=rows,
        caption=_("Places"),
    )
