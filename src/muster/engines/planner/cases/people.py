"""Invent the units and people of a case: ids are plain numbers, names belong to nobody."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from muster.engines.planner.cases import Case, Level
from muster.engines.planner.cases.draw import Draw
from muster.engines.planner.cases.places import Subdistrict, deal
from muster.engines.planner.cases.shifts import Pattern

Row = dict[str, Any]
LEAVE_SHARE = 0.08
REQUEST_SHARE = 0.3
NO_NIGHTS_SHARE = 0.06
FEW_NIGHTS_SHARE = 0.02
NIGHT_AGE_LIMIT = 55
#: The report of Heping: nine people over fifty volunteered for nights.
VOLUNTEERS_FOR_NIGHTS = 9
VOLUNTEER_AGE = 50
FURTHEST_KM = 60.0


def units_of(
    case: Case, areas: Sequence[Subdistrict], rng: np.random.Generator
) -> tuple[list[Row], list[Subdistrict | None]]:
    """Units with their people's ids, and beside each the subdistrict it sits in."""
    rows: list[Row] = []
    seats: list[Subdistrict | None] = []
    last_person = 0
    for level in case.levels:
        least = min(3, level.people // level.units)
        sizes = level.sizes or deal(level.people, rng.lognormal(0, 0.6, level.units), least)
        for at, size in enumerate(sizes):
            seat = None if level.scope == "anywhere" else areas[at % len(areas)]
            row: Row = {
                "id": f"u{len(rows) + 1}",
                "name": f"Unit {len(rows) + 1}",
                "level": level.name,
                "people": [f"p{last_person + number + 1}" for number in range(size)],
                "keep_together": True,
                "min_team": case.min_team,
            }
            last_person += size
            if level.groups:
                row["group"] = f"Group {at % level.groups + 1}"
            if seat is not None:
                row["allowed_subdistricts"] = _allowed(level, seat, areas)
            rows.append(row)
            seats.append(seat)
    return rows, seats


def _allowed(level: Level, seat: Subdistrict, areas: Sequence[Subdistrict]) -> list[str]:
    if level.scope == "subdistrict":
        return [seat.id]
    return [area.id for area in areas if area.county == seat.county]


def people_of(
    draw: Draw,
    units: Sequence[Row],
    seats: Sequence[Subdistrict | None],
    communities: Sequence[Row],
) -> list[Row]:
    """Everybody of the units, in their order."""
    case, pattern, rng = draw.case, draw.pattern, draw.rng
    total = sum(len(unit["people"]) for unit in units)
    centre = np.zeros(2)
    seat_of = np.repeat(
        np.array([centre if seat is None else seat.at for seat in seats]),
        [len(unit["people"]) for unit in units], axis=0,
    )  # fmt: skip
    homes = np.round(seat_of + _spread(total, rng), 3)
    ages = np.clip(np.round(rng.normal(41, 9, total)), 22, 59).astype(int)
    leads = _some(total, max(round(total * case.lead_share), case.communities * 3 // 2), rng)
    skilled = _some(total, round(total * case.key_share), rng)
    opted = _opt_in(ages, rng)
    nights = pattern.of("night")
    no_nights = rng.random(total) < NO_NIGHTS_SHARE
    few_nights = rng.random(total) < FEW_NIGHTS_SHARE
    people: list[Row] = []
    for unit in units:
        for name in unit["people"]:
            at = len(people)
            row: Row = {
                "id": name,
                "unit": unit["id"],
                "x_km": float(homes[at, 0]),
                "y_km": float(homes[at, 1]),
                "skills": ["key_person"] if skilled[at] else [],
                "lead": bool(leads[at]),
                "age": int(ages[at]),
                "excluded_shifts": nights if no_nights[at] else [],
                "leave": [],
                "history": _no_history(),
            }
            if opted[at]:
                row["night_opt_in"] = True
            if few_nights[at]:
                row["limits"] = {"max_nights": 2}
            if unit["level"] == case.veterans:
                row["history"] = _history(pattern, rng)
            people.append(row)
    _add_leave(draw, people)
    _add_requests(draw, people)
    if case.volunteers:
        _add_volunteers(draw, people, communities)
    return people


def _spread(total: int, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """Ways from the seat to homes (total, 2) in km: a few near, most within ten, some far."""
    angle = rng.uniform(0, 2 * np.pi, total)
    distance = np.minimum(rng.lognormal(np.log(6.0), 0.75, total), FURTHEST_KM)
    return np.stack([np.cos(angle), np.sin(angle)], axis=1) * distance[:, None]


def _some(total: int, count: int, rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    chosen = np.zeros(total, dtype=np.bool_)
    chosen[rng.permutation(total)[:count]] = True
    return chosen


def _opt_in(ages: npt.NDArray[np.int_], rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    old = rng.permutation(np.flatnonzero(ages > VOLUNTEER_AGE))
    first = old[np.argsort(ages[old] <= NIGHT_AGE_LIMIT, kind="stable")]
    chosen = np.zeros(len(ages), dtype=np.bool_)
    chosen[first[:VOLUNTEERS_FOR_NIGHTS]] = True
    return chosen


def _no_history() -> Row:
    return {"last_shift": None, "consecutive_days": 0, "consecutive_nights": 0, "hours": 0}


def _history(pattern: Pattern, rng: np.random.Generator) -> Row:
    """What somebody brings along who was on duty before the call."""
    hours = int(rng.integers(-16, 25))
    if rng.random() < 1 / 3:
        return {**_no_history(), "hours": hours}
    shift = pattern.shifts[int(rng.integers(len(pattern.shifts)))]
    run = int(rng.integers(1, 5))
    nights = int(rng.integers(1, min(run, 2) + 1)) if shift.get("night") else 0
    return {
        "last_shift": shift["id"],
        "consecutive_days": run,
        "consecutive_nights": nights,
        "hours": hours,
    }


def _lucky(draw: Draw, people: Sequence[Row], share: float) -> list[int]:
    """Whom a chance of `share` picks."""
    found: list[int] = np.flatnonzero(draw.rng.random(len(people)) < share).tolist()
    return found


def _add_leave(draw: Draw, people: Sequence[Row]) -> None:
    for at in _lucky(draw, people, LEAVE_SHARE):
        since = int(draw.rng.integers(draw.days))
        people[at]["leave"] = [[since, min(draw.days - 1, since + int(draw.rng.integers(3)))]]


def _add_requests(draw: Draw, people: Sequence[Row]) -> None:
    rng, pattern = draw.rng, draw.pattern
    for at in _lucky(draw, people, REQUEST_SHARE):
        wishes = {}
        for _ in range(int(rng.integers(1, 3))):
            day = int(rng.integers(draw.days))
            shift = pattern.shifts[int(rng.integers(len(pattern.shifts)))]["id"]
            off = rng.random() < 2 / 3
            wishes[day] = {
                "day": day,
                "shift": None if off and rng.random() < 2 / 3 else shift,
                "want": not off,
                "weight": int(rng.integers(1, 4)),
            }
        people[at]["requests"] = list(wishes.values())


def _add_volunteers(draw: Draw, people: Sequence[Row], communities: Sequence[Row]) -> None:
    """Members who live where they serve; some can give certain days only, some come in pairs."""
    rng, pattern = draw.rng, draw.pattern
    homes = rng.integers(len(communities), size=len(people))
    part_time = rng.random(len(people)) < 1 / 4
    for at, person in enumerate(people):
        home = communities[int(homes[at])]
        person["home_community"] = home["id"]
        x, y = rng.normal(0, 0.4, 2)
        person["x_km"] = round(home["x_km"] + float(x), 3)
        person["y_km"] = round(home["y_km"] + float(y), 3)
        if part_time[at]:
            weekdays = sorted(rng.permutation(7)[: int(rng.integers(3, 6))].tolist())
            person["availability"] = {"weekdays": weekdays, "shifts": pattern.of("day", "evening")}
    for first in rng.permutation(len(people) - 1)[: len(people) // 100].tolist():
        person, other = people[first], people[first + 1]
        if person["unit"] == other["unit"] and not {"apart", "together"} & {*person, *other}:
            person["apart"] = [other["id"]]
