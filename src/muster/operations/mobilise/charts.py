"""Geometry of two pictures of a plan: the gap while it is solved, and the cohesion curve.

Sizes are units of the SVG's own view box; words and colours are the template's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log10
from typing import Any

WIDTH, HEIGHT = 640.0, 200.0
LEFT, RIGHT, TOP, BOTTOM = 8.0, 8.0, 14.0, 24.0
LEAST = 1.0


@dataclass(frozen=True, slots=True)
class Gap:
    """What was found and what is proved, over the seconds: points of two lines, and the figures.

    `percent` is how far the best found may be from the best there is; None before a proof.
    """

    found: str
    proved: str
    seconds: float
    short: int | None
    percent: float | None
    moments: Sequence[tuple[float, float, float | None]]
    width: float = WIDTH
    height: float = HEIGHT


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the cohesion curve, with its place in the picture and its table row."""

    weight: float
    fragments: int
    km: float
    x: float
    y: float
    anchor: str
    current: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """The cohesion curve: points by weight, the line through them, and what the axes span."""

    points: Sequence[Point]
    line: str
    width: float = WIDTH
    height: float = HEIGHT


def gap(moments: Sequence[Mapping[str, Any]]) -> Gap | None:
    """Draw the moments of a solving; None before whole rosters exist anywhere."""
    whole = [one for one in moments if one.get("cost") is not None]
    if not whole:
        return None
    rows = [(float(one["t"]), float(one["cost"]), one.get("bound")) for one in whole]
    least = min(value for _t, cost, bound in rows for value in (cost, bound) if value is not None)
    top = max(cost for _t, cost, _b in rows)
    first, last = rows[0][0], max(rows[-1][0], rows[0][0] + 1)

    def x(seconds: float) -> float:
        return LEFT + (seconds - first) / (last - first) * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        span = log10(top - least + LEAST + 1)
        return TOP + (1 - log10(max(value - least, 0) + 1) / span) * (HEIGHT - TOP - BOTTOM)

    cost, bound = rows[-1][1], rows[-1][2]
    percent = None
    if bound is not None:
        percent = 100 * (cost - bound) / cost if cost > 0 else 0.0
    return Gap(
        found=_line([(x(t), y(value)) for t, value, _b in rows]),
        proved=_line([(x(t), y(value)) for t, _c, value in rows if value is not None]),
        seconds=float(moments[-1]["t"]),
        short=whole[-1].get("short"),
        percent=None if percent is None else round(max(percent, 0.0), 1),
        moments=rows,
    )


def curve(rows: Sequence[Mapping[str, Any]], current: float) -> Curve | None:
    """Draw fragments (across) against mean way in km (up), a point for each weight."""
    if not rows:
        return None
    across = [int(one["fragments"]) for one in rows]
    up = [float(one["km"]) for one in rows]

    def place(value: float, values: Sequence[float], low: float, high: float) -> float:
        span = max(values) - min(values)
        return low + (value - min(values)) / span * (high - low) if span else (low + high) / 2

    points = []
    for one in sorted(rows, key=lambda one: float(one["weight"])):
        x = place(int(one["fragments"]), across, LEFT + 30, WIDTH - RIGHT - 30)
        y = place(float(one["km"]), up, HEIGHT - BOTTOM - 16, TOP + 24)
        points.append(
            Point(
                weight=float(one["weight"]),
                fragments=int(one["fragments"]),
                km=float(one["km"]),
                x=round(x, 1),
                y=round(y, 1),
                anchor="end" if x > WIDTH / 2 else "start",
                current=float(one["weight"]) == current,
            )
        )
    return Curve(points, _line([(one.x, one.y) for one in points]))


def _line(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
