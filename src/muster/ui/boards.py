"""Tags of boards: tile map, heat strip, capacity, unit squares."""

from collections.abc import Sequence
from typing import Any

from django import template

from muster.ui import heat as scale
from muster.ui.marks import SQUARE
from muster.ui.parts import HeatRow, Text, TileGroup

register = template.Library()


@register.inclusion_tag("ui/components/tilemap.html")
def tilemap(
    groups: Sequence[TileGroup], *, legend: bool = True, named: bool = False
) -> dict[str, Any]:
    """Draw places as tiles, grouped; `named` keeps the names on a phone (a group a line)."""
    states = [tile.state for group in groups for tile in group.tiles]
    counts = {state: states.count(state) for state in ("full", "short", "alone", "empty")}
    return {
        "groups": groups,
        "counts": counts,
        "legend": legend and any(counts.values()),
        "named": named,
    }


@register.inclusion_tag("ui/components/heat.html")
def heat(
    rows: Sequence[HeatRow], start_hour: int = 0, now_hour: int | None = None, caption: Text = ""
) -> dict[str, Any]:
    """Draw how many people are missing by hour; equal neighbours merge, the worst is hatched."""
    length = max((len(row.hours) for row in rows), default=0)
    now = None if now_hour is None else (now_hour - start_hour) % 24
    axis = [
        {"hour": f"{hour:02d}", "now": place == now, "odd": bool(place % 4)}
        for place, hour in enumerate(scale.hours_from(start_hour, length))
        if place % 2 == 0
    ]
    return {
        "rows": [(row, scale.runs(row, now=now)) for row in rows],
        "axis": axis,
        "caption": caption,
    }


@register.inclusion_tag("ui/components/capacity.html")
def capacity(
    needed: int, available: int, unit: Text, needed_how: Text = "", available_how: Text = ""
) -> dict[str, Any]:
    """Show what is needed over what is available, the shortage hatched, each with its sum."""
    widest = max(needed, available, 1)
    return {
        "needed": needed,
        "available": available,
        "unit": unit,
        "needed_how": needed_how,
        "available_how": available_how,
        "short": max(needed - available, 0),
        "needed_share": round(1000 * needed / widest, 1),
        "available_share": round(1000 * available / widest, 1),
        "short_share": round(1000 * max(needed - available, 0) / widest, 1),
    }


@register.inclusion_tag("ui/components/squares.html")
def unit_squares(total: int, done: int, label: Text, per_row: int = 10) -> dict[str, Any]:
    """Draw one square a person, ticked when explained."""
    squares = [
        {"x": (n % per_row) * SQUARE, "y": (n // per_row) * SQUARE, "done": n < done}
        for n in range(total)
    ]
    lines = -(-total // per_row)
    return {
        "squares": squares,
        "label": label,
        "width": min(total, per_row) * SQUARE,
        "height": lines * SQUARE,
    }
