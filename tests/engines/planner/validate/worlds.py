"""A small legal world: five people in one community of two, every rule in force."""

from collections.abc import Iterable
from typing import Any

from tests.engines.planner.samples import NO_HISTORY, Json

PEOPLE = ("a", "b", "c", "d", "e")
Cell = tuple[str, int, str]


def person(name: str, **changes: Any) -> Json:
    return {
        "id": name,
        "unit": "u",
        "x_km": 0,
        "y_km": 0,
        "skills": [],
        "lead": name == "a",
        "age": 40,
        "excluded_shifts": [],
        "leave": [],
        "history": {**NO_HISTORY},
        **changes,
    }


def community(name: str, subdistrict: str) -> Json:
    gate = {"id": f"{name}-gate", "type": "gate", "crew_min": 2}
    other = {"id": f"{name}-other", "type": "gate", "crew_min": 2}
    key = {"id": f"{name}-key", "type": "key", "crew_min": 2}
    always = {"hours_pattern": {"shifts": ["D", "E", "N"]}}
    weekdays = {"hours_pattern": {"shifts": ["D", "N"], "weekdays": [0, 1, 2, 3, 4]}}
    return {
        "id": name,
        "subdistrict": subdistrict,
        "x_km": 3,
        "y_km": 4,
        "posts": [gate | always, other | always, key | weekdays],
        "demand": [],
    }


def world() -> Json:
    """Day 0 is a Monday."""
    return {
        "schema": "muster-plan-input/1",
        "id": "small",
        "horizon": {"start_date": "2020-02-17", "days": 14},
        "shifts": [
            {"id": "D", "start": "06:00", "end": "14:00"},
            {"id": "E", "start": "14:00", "end": "22:00"},
            {"id": "N", "start": "22:00", "end": "06:00", "night": True},
        ],
        "post_types": [{"id": "gate"}, {"id": "key", "skills": ["k"], "under_weight": 2}],
        "rules": {
            "min_rest_hours": 11,
            "max_consecutive_days": 6,
            "max_consecutive_nights": 3,
            "max_nights": 5,
            "max_shifts": 12,
            "max_hours": None,
            "min_crew": 2,
            "night_age_limit": 55,
            "first_secretary": False,
        },
        "weights": {},
        "communities": [community("c1", "s1"), community("c2", "s2")],
        "units": [
            {
                "id": "u",
                "name": "Unit",
                "level": "city",
                "people": list(PEOPLE),
                "keep_together": True,
                "min_team": 2,
            }
        ],
        "people": [person(name) for name in PEOPLE],
    }


def of(document: Json, name: str) -> Json:
    """The person of that name."""
    return next(found for found in document["people"] if found["id"] == name)


def rows(names: str, cells: Iterable[tuple[int, str]], post: str = "c1-gate") -> list[Json]:
    """Rows of everybody in `names` (one letter each) in all the cells."""
    return [
        {"person": name, "day": day, "shift": shift, "post": post}
        for day, shift in cells
        for name in names
    ]


def plan(*parts: list[Json], **changes: Any) -> Json:
    """Everybody is in c1 unless `changes` says otherwise."""
    return {
        "assignment": dict.fromkeys(PEOPLE, "c1"),
        "first_secretary": {},
        "roster": [row for part in parts for row in part],
        "meta": {},
        **changes,
    }
