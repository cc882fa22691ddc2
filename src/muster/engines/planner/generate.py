"""Draw instances of the five places the reports tell of, at any utilisation, seed and scale."""

import hashlib
from typing import Any

import msgspec
import numpy as np

from muster.engines.planner.cases import CASES, KEY, Case
from muster.engines.planner.cases.draw import Draw
from muster.engines.planner.cases.people import NIGHT_AGE_LIMIT, people_of, units_of
from muster.engines.planner.cases.places import add_demand, communities_of, subdistricts_of
from muster.engines.planner.cases.shifts import PATTERNS, Pattern
from muster.engines.planner.model.leaves import SCHEMA

#: Raised with every change that draws other instances from the same seed.
VERSION = 1
DAYS = 14
MOST_UTILISATION = 2


def generate(
    case: str, seed: int, utilisation: float = 0.9, shifts: str = "3x8", scale: float = 1.0
) -> dict[str, Any]:
    """An Instance as JSON holds it; the same arguments give the same bytes.

    `case` is one of `CASES`, `shifts` one of `PATTERNS`. `utilisation` is what is wanted of what
    everybody could give: people-shifts of demand over the sum of each person's cap in 14 days,
    where days that a volunteer cannot give count off. `scale` below 1 cuts the place down.

    Raises:
        ValueError: an unknown case or pattern, or a number out of range.
    """
    if case not in CASES:
        raise ValueError(f"no case {case!r}; there are {', '.join(CASES)}")
    if shifts not in PATTERNS:
        raise ValueError(f"no pattern {shifts!r}; there are {', '.join(PATTERNS)}")
    if not (0 < utilisation <= MOST_UTILISATION and 0 < scale <= 1 and seed >= 0):
        raise ValueError(
            f"utilisation lies in (0, {MOST_UTILISATION}], scale in (0, 1], seed from 0 on"
        )
    place, pattern = CASES[case].scaled(scale), PATTERNS[shifts]
    rng = np.random.Generator(np.random.PCG64([VERSION, seed, *case.encode()]))
    areas = subdistricts_of(place, rng)
    draw = Draw(place, pattern, DAYS, rng)
    communities = communities_of(draw, areas)
    units, seats = units_of(place, areas, rng)
    people = people_of(draw, units, seats, communities)
    wanted = utilisation * sum(_cap(person, pattern) for person in people)
    add_demand(draw, communities, wanted)
    instance = _instance(place, pattern, communities, units, people)
    instance["id"] = f"{case}-{shifts}-{seed}"
    demand = sum(row["count"] for community in communities for row in community["demand"])
    digest = hashlib.sha256(msgspec.json.encode(instance, order="sorted")).hexdigest()
    instance["meta"] = {
        "generator": {
            "version": VERSION, "case": case, "seed": seed, "utilisation": utilisation,
            "shifts": shifts, "scale": scale, "shifts_per_person": round(demand / len(people), 2),
            "sha256": digest,
        }
    }  # fmt: skip
    return instance


def _cap(person: dict[str, Any], pattern: Pattern) -> float:
    """Shifts that this person can give at most."""
    given = person.get("availability", {}).get("weekdays", range(7))
    return min(pattern.max_shifts, DAYS * len(given) / 7)


def _instance(
    case: Case,
    pattern: Pattern,
    communities: list[dict[str, Any]],
    units: list[dict[str, Any]],
    people: list[dict[str, Any]],
) -> dict[str, Any]:
    types: list[dict[str, Any]] = [{"id": case.point_type}]
    for work in case.works:
        types.append({"id": work.id})
        if work.skills:
            types[-1] |= {"skills": list(KEY), "under_weight": work.under_weight}
    if case.checkpoint:
        types.append({"id": "checkpoint"})
    instance: dict[str, Any] = {
        "schema": SCHEMA,
        "id": "",
        "horizon": {"start_date": case.start.isoformat(), "days": DAYS},
        "shifts": [dict(shift) for shift in pattern.shifts],
        "post_types": types,
        "rules": {
            "min_rest_hours": 11, "max_consecutive_days": 6, "max_consecutive_nights": 3,
            "max_nights": 5, "max_shifts": pattern.max_shifts, "max_hours": None, "min_crew": 2,
            "night_age_limit": NIGHT_AGE_LIMIT, "first_secretary": case.first_secretary,
        },
        "weights": {
            "under_cover": 1000, "over_cover": 10, "night": 1, "weekend": 1, "overtime": 1,
            "target_shifts": pattern.target_shifts, "isolated_on": 2, "isolated_off": 1,
            "request": 1, "fragment": 20, "commute_km": 1, "changed_cell": 4, "person_touched": 8,
        },
        "communities": communities,
        "units": units,
        "people": people,
    }  # fmt: skip
    if case.sheltered or case.checkpoint:
        instance["weights"]["hardship"] = 1
    if case.volunteers:
        instance["rules"]["home_community"] = "prefer"
    if case.declared is not None:
        instance["declared"] = dict(case.declared)
    return instance
