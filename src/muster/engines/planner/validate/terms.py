"""The objective, term by term and community by community, as the format defines each."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from muster.engines.planner.validate.report import ASSIGN_TERMS, ROSTER_TERMS, TERMS, Shortage
from muster.engines.planner.validate.sending import parts_of_units
from muster.engines.planner.validate.world import Json, Work, World

Cell = tuple[str, int, str, str]  # community, day, shift, post type
#: What weighs where the file says nothing; everything else weighs 0.
DEFAULT_WEIGHTS = {"under_cover": 1000, "request": 1}
NOWHERE = ""


def cover_cells(world: World) -> Iterator[tuple[Cell, int, int]]:
    """Each cell that is wanted or worked, with the people wanted and the people present."""
    wanted: Counter[Cell] = Counter()
    for community in world.communities.values():
        for row in community.get("demand") or ():
            wanted[community["id"], row["day"], row["shift"], row["post_type"]] += row["count"]
    present: dict[Cell, set[str]] = defaultdict(set)
    for (post, day, shift), crew in world.crews.items():
        present[world.community_of_post[post], day, shift, world.posts[post]["type"]].update(crew)
    for cell in sorted(wanted.keys() | present.keys()):
        yield cell, wanted[cell], len(present.get(cell, ()))


def shortages(world: World) -> tuple[Shortage, ...]:
    """Every cell with fewer people than wanted."""
    return tuple(
        Shortage(community, day, shift, kind, wanted, present)
        for (community, day, shift, kind), wanted, present in cover_cells(world)
        if present < wanted
    )


def values(world: World) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """Amounts and weighted sums of the whole plan, and of each community.

    A person's terms belong to the community of the assignment; those of the reserve to none.
    """
    places = {name: dict.fromkeys([*TERMS, "hardship"], 0.0) for name in world.communities}
    places[NOWHERE] = dict.fromkeys([*TERMS, "hardship"], 0.0)
    for (community, _, _, kind), wanted, present in cover_cells(world):
        weight = world.post_types[kind].get("under_weight")
        missing = max(0, wanted - present)
        places[community]["under_cover"] += missing * (1 if weight is None else weight)
        places[community]["over_cover"] += max(0, present - wanted)
    for name, person in world.people.items():
        place = places[world.assignment.get(name, NOWHERE)]
        for term, amount in personal_terms(world, person, world.works.get(name, [])).items():
            place[term] += amount
    for unit, community in parts_of_units(world):
        places[community]["fragment"] += bool(world.units[unit].get("keep_together"))
    for name, community in world.assignment.items():
        person, there = world.people[name], world.communities[community]
        way = math.hypot(person["x_km"] - there["x_km"], person["y_km"] - there["y_km"])
        places[community]["commute_km"] += way
    whole = {
        term: math.fsum(place[term] for place in places.values())
        for term in (*TERMS, "hardship")
    }  # fmt: skip
    del places[NOWHERE]
    for found in (whole, *places.values()):
        found["roster_objective"] = _weighted(world, found, ROSTER_TERMS)
        found["assign_objective"] = _weighted(world, found, ASSIGN_TERMS)
    return whole, places


def _weighted(world: World, amounts: Mapping[str, float], terms: tuple[str, ...]) -> float:
    return math.fsum(amounts[term] * weight_of(world, term) for term in terms)


def weight_of(world: World, term: str) -> float:
    """The weight of a term, with the defaults of the format."""
    weight = world.weights.get(term)
    return float(DEFAULT_WEIGHTS.get(term, 0) if weight is None else weight)


def personal_terms(world: World, person: Json, works: list[Work]) -> dict[str, float]:
    """What one person's roster adds to the terms."""
    shifts = {(work.day, work.shift) for work in works}
    nights = sum(world.is_night(shift) for _, shift in shifts)
    weekends = sum(world.is_weekend(day) for day, _ in shifts)
    target = world.weights.get("target_shifts") or 0
    above = max(0, len(shifts) - target)
    hard = sum(world.posts[work.post].get("hardship") or 0 for work in works)
    on, off = _isolated(world, person, {day for day, _ in shifts})
    return {
        "night": nights * (nights - 1) / 2,
        "weekend": weekends * (weekends - 1) / 2,
        "overtime": above * (above + 1) / 2,
        "isolated_on": on,
        "isolated_off": off,
        "request": _unmet(person, shifts),
        "hardship": max(0, hard * (hard - 1) / 2),
    }


def _isolated(world: World, person: Json, worked: set[int]) -> tuple[int, int]:
    """Single working days and single days off; the day after the last is not known."""
    if (person.get("history") or {}).get("last_shift") is not None:
        worked = worked | {-1}
    on = off = 0
    for day in range(world.days - 1):
        neighbours = (day - 1 in worked, day + 1 in worked)
        on += day in worked and neighbours == (False, False)
        off += day not in worked and neighbours == (True, True)
    return on, off


def _unmet(person: Json, shifts: set[tuple[int, str]]) -> float:
    """Weights of the requests that are not met."""
    unmet = 0.0
    for request in person.get("requests") or ():
        day, shift = request["day"], request.get("shift")
        works = any(d == day and (shift is None or s == shift) for d, s in shifts)
        if works != request["want"]:
            weight = request.get("weight")
            unmet += 1 if weight is None else weight
    return unmet
