"""Invent the places of a case: counties, subdistricts, communities, their posts and demand."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from muster.engines.planner.cases import Case
from muster.engines.planner.cases.draw import Draw
from muster.engines.planner.cases.shifts import Pattern

Floats = npt.NDArray[np.float64]
Row = dict[str, Any]
#: Point duty takes at most this part of a community's people-shifts; the rest is other work.
POINTS_AT_MOST = 0.85
#: How much of the other work is done on Saturdays and Sundays.
LULL = 0.85
#: Points manned in a night of twelve hours.
LONG_NIGHT_SHARE = 0.2
WEEKEND = 5
CREW = 2


class Subdistrict(NamedTuple):
    """Where communities lie; `county` counts from 0, `at` is in km."""

    id: str
    county: int
    at: Floats


def subdistricts_of(case: Case, rng: np.random.Generator) -> list[Subdistrict]:
    """Subdistricts, dealt to the counties in turn and spread around their centres."""
    counties = _around(np.zeros(2), case.county_km, case.counties, rng)
    places = []
    for at in range(case.subdistricts):
        county = at % case.counties
        place = _around(counties[county], case.subdistrict_km, 1, rng)[0]
        name = f"s{at + 1}" if case.counties == 1 else f"k{county + 1}s{at // case.counties + 1}"
        places.append(Subdistrict(name, county, place))
    return places


def _around(centre: Floats, radius: float, count: int, rng: np.random.Generator) -> Floats:
    """`count` points (count, 2), evenly over a disc."""
    angle = rng.uniform(0, 2 * np.pi, count)
    distance = radius * np.sqrt(rng.uniform(0, 1, count))
    offset = np.stack([np.cos(angle), np.sin(angle)], axis=1) * distance[:, None]
    return np.asarray(centre + offset)


def communities_of(draw: Draw, areas: Sequence[Subdistrict]) -> list[Row]:
    """Communities with their posts, demand still empty."""
    case, rng = draw.case, draw.rng
    points = deal(case.points, rng.uniform(0.6, 1.4, case.communities), least=1)
    sheltered = set(rng.permutation(case.points)[: case.sheltered].tolist())
    width = len(str(case.communities))
    rows: list[Row] = []
    first = 0
    for at, number in enumerate(points):
        area = areas[at % len(areas)]
        x, y = _around(area.at, case.community_km, 1, rng)[0]
        row: Row = {
            "id": f"c{at + 1:0{width}}",
            "subdistrict": area.id,
            "x_km": _km(x),
            "y_km": _km(y),
        }
        outside = [point not in sheltered for point in range(first, first + number)]
        first += number
        rows.append(row | {"posts": _posts(draw, row["id"], outside, at), "demand": []})
    return rows


def _posts(draw: Draw, community: str, outside: Sequence[bool], at: int) -> list[Row]:
    """The points, of which some stand outside without a booth, and a post of each other work."""
    case, every = draw.case, [shift["id"] for shift in draw.pattern.shifts]
    posts: list[Row] = []
    for number, cold in enumerate(outside, 1):
        name = f"{community}-{case.point_type}{number:02}"
        hard = {"hardship": 1} if cold and case.sheltered else {}
        posts.append(_post(name, case.point_type, every) | hard)
    for work in case.works:
        shifts = draw.pattern.of("day", "evening") if work.evening else draw.pattern.of("day")
        posts.append(_post(f"{community}-{work.id}", work.id, shifts, work.weekdays))
    if case.checkpoint and at == 0:
        posts.append(_post(f"{community}-checkpoint", "checkpoint", every) | {"hardship": 1})
    return posts


def _post(name: str, kind: str, shifts: list[str], weekdays: tuple[int, ...] | None = None) -> Row:
    hours: Row = {"shifts": shifts}
    if weekdays is not None:
        hours["weekdays"] = list(weekdays)
    return {"id": name, "type": kind, "crew_min": CREW, "hours_pattern": hours}


def deal(total: int, shares: Floats, least: int) -> list[int]:
    """Whole numbers that sum to `total`, near the shares, none below `least`."""
    exact = np.maximum(least, shares / shares.sum() * total)
    whole = np.floor(exact).astype(int)
    order = np.argsort(whole - exact, kind="stable")
    at = 0
    while whole.sum() < total:
        whole[order[at % len(order)]] += 1
        at += 1
    while whole.sum() > total:
        whole[np.argmax(whole)] -= 1
    return [int(number) for number in whole]


def add_demand(draw: Draw, communities: Sequence[Row], wanted: float) -> None:
    """Spread `wanted` people-shifts over the communities, by their points; days in turn."""
    case, days, rng = draw.case, draw.days, draw.rng
    points = np.array([_points(case, row) for row in communities], dtype=np.float64)
    weight = points * rng.uniform(0.95, 1.05, len(points))
    daily = wanted / days * weight / weight.sum()
    for at, community in enumerate(communities):
        if case.one_crew:
            worked = min(days, round(wanted / (CREW * len(points))))
            community["demand"] += _one_crew(draw, worked, at)
        else:
            extra = _checkpoint(draw.pattern) if case.checkpoint and at == 0 else {}
            community["demand"] += _demand_of(draw, int(points[at]), float(daily[at]), extra)


def _checkpoint(pattern: Pattern) -> dict[str, int]:
    """Five people a day take turns at it."""
    return {pattern.of("day")[0]: 3, (pattern.of("evening") or pattern.of("night"))[0]: CREW}


def _demand_of(
    draw: Draw, points: int, daily: float, at_checkpoint: Mapping[str, int]
) -> Iterator[Row]:
    """Point duty every day; what is left of `daily` people-shifts goes to the other work."""
    case = draw.case
    duty = _point_plan(case, draw.pattern, points, daily)
    spare = 0.0
    for day in range(draw.days):
        yield from (_wanted(day, shift, case.point_type, n) for shift, n in duty.items() if n)
        yield from (_wanted(day, shift, "checkpoint", n) for shift, n in at_checkpoint.items())
        spare += daily - sum(duty.values()) - sum(at_checkpoint.values())
        weekday = draw.weekday(day)
        people = int(spare * (LULL if weekday >= WEEKEND else 1))
        for row in _other_work(draw, people, day):
            spare -= row["count"]
            yield row


def _points(case: Case, community: Row) -> int:
    return sum(post["type"] == case.point_type for post in community["posts"])


def _one_crew(draw: Draw, worked: int, turn: int) -> Iterator[Row]:
    """One crew a day at one gate, on `worked` of the days, days off in turn."""
    days = draw.days
    for day in range(days):
        step = (day + turn) % days
        if (step + 1) * worked // days > step * worked // days:
            yield _wanted(day, draw.pattern.of("day")[0], draw.case.point_type, CREW)


def _point_plan(case: Case, pattern: Pattern, points: int, daily: float) -> dict[str, int]:
    """People at the points by shift, every day the same; in proportion where too few are sent."""
    manned = {"day": points, "evening": round(case.evening_share * points), "night": 0}
    night = case.night_crew
    if night and not pattern.of("evening"):  # the night shift is half evening then
        night = max(night, CREW * round(LONG_NIGHT_SHARE * points))
    full = {shift: manned[part] for shift, part in pattern.parts.items() if manned[part]}
    cut = min(1.0, (POINTS_AT_MOST * daily - night) / CREW / sum(full.values()))
    crews = deal(max(1, int(cut * sum(full.values()))), np.array(list(full.values())), least=0)
    duty = {shift: CREW * number for shift, number in zip(full, crews, strict=True)}
    return duty | dict.fromkeys(pattern.of("night"), night)


def _other_work(draw: Draw, people: int, day: int) -> Iterator[Row]:
    """Spread people over as many kinds of work as can have a crew of two, in turn."""
    weekday, pattern = draw.weekday(day), draw.pattern
    works = [w for w in draw.case.works if w.weekdays is None or weekday in w.weekdays]
    kinds = min(len(works), people // CREW)
    if kinds < 1:
        return
    if kinds < len(works):
        works = [works[(day + at) % len(works)] for at in range(kinds)]
    shares = np.array([work.share for work in works])
    for work, count in zip(works, deal(people, shares, least=CREW), strict=True):
        shifts = pattern.of("day", "evening") if work.evening else pattern.of("day")
        shifts = shifts[: count // CREW]
        for shift, part in zip(shifts, deal(count, np.ones(len(shifts)), CREW), strict=True):
            yield _wanted(day, shift, work.id, part)


def _wanted(day: int, shift: str, kind: str, count: int) -> Row:
    return {"day": day, "shift": shift, "post_type": kind, "count": count}


def _km(value: float) -> float:
    return round(float(value), 3)
