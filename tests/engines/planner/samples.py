"""Small documents that the tests take apart; each call gives a fresh one."""

import copy
from typing import Any

Json = dict[str, Any]

NO_HISTORY = {"last_shift": None, "consecutive_days": 0, "consecutive_nights": 0, "hours": 0}

#: The example of the format, word for word but for its layout.
EXAMPLE: Json = {
    "schema": "muster-plan-input/1",
    "id": "example",
    "horizon": {"start_date": "2020-02-18", "days": 14},
    "shifts": [
        {"id": "D", "start": "06:00", "end": "14:00"},
        {"id": "E", "start": "14:00", "end": "22:00"},
        {"id": "N", "start": "22:00", "end": "06:00", "night": True},
    ],
    "post_types": [
        {"id": "gate"},
        {"id": "key_person", "skills": ["key_person"], "under_weight": 2},
    ],
    "rules": {
        "min_rest_hours": 11,
        "max_consecutive_days": 6,
        "max_consecutive_nights": 3,
        "max_nights": 5,
        "max_shifts": 12,
        "max_hours": None,
        "min_crew": 2,
        "night_age_limit": 55,
        "first_secretary": True,
    },
    "weights": {
        "under_cover": 1000,
        "over_cover": 10,
        "night": 1,
        "weekend": 1,
        "overtime": 1,
        "target_shifts": 10,
        "isolated_on": 2,
        "isolated_off": 1,
        "request": 1,
        "fragment": 20,
        "commute_km": 1,
        "changed_cell": 4,
        "person_touched": 8,
    },
    "communities": [
        {
            "id": "c1",
            "subdistrict": "s1",
            "x_km": 0.0,
            "y_km": 0.0,
            "posts": [
                {
                    "id": "c1-gate01",
                    "type": "gate",
                    "crew_min": 2,
                    "hours_pattern": {"shifts": ["D", "E", "N"]},
                },
                {
                    "id": "c1-key",
                    "type": "key_person",
                    "crew_min": 2,
                    "hours_pattern": {"shifts": ["D"], "weekdays": [0, 1, 2, 3, 4]},
                },
            ],
            "demand": [{"day": 0, "shift": "D", "post_type": "gate", "count": 2}],
        }
    ],
    "units": [
        {
            "id": "u1",
            "name": "Unit 1",
            "level": "district",
            "people": ["p1", "p2"],
            "keep_together": True,
            "min_team": 2,
        }
    ],
    "people": [
        {
            "id": "p1",
            "unit": "u1",
            "x_km": 1.2,
            "y_km": -0.4,
            "skills": ["key_person"],
            "lead": True,
            "age": 51,
            "excluded_shifts": [],
            "leave": [[3, 4]],
            "history": {
                "last_shift": "D",
                "consecutive_days": 2,
                "consecutive_nights": 0,
                "hours": 16,
            },
            "requests": [{"day": 6, "shift": None, "want": False, "weight": 2}],
        },
        {
            "id": "p2",
            "unit": "u1",
            "x_km": 2.0,
            "y_km": 0.7,
            "skills": [],
            "lead": False,
            "age": 57,
            "excluded_shifts": [],
            "leave": [],
            "night_opt_in": True,
            "history": NO_HISTORY,
        },
    ],
    "declared": {"people": 3, "by_level": {"district": 3}},
}

EXAMPLE_PLAN: Json = {
    "assignment": {"p1": "c1", "p2": "c1"},
    "first_secretary": {"c1": "p1"},
    "roster": [
        {"person": "p1", "day": 0, "shift": "D", "post": "c1-gate01"},
        {"person": "p2", "day": 0, "shift": "D", "post": "c1-gate01"},
    ],
    "meta": {
        "objective_terms": {"under_cover": 0, "fragment": 1},
        "lower_bounds": {
            "fragment": {"value": 1, "method": "trivial"},
            "by_community": {
                "c1": {"roster_objective": {"value": 0, "method": "column generation"}}
            },
        },
    },
}


def example() -> Json:
    """The example instance."""
    return copy.deepcopy(EXAMPLE)


def example_plan() -> Json:
    """The example plan."""
    return copy.deepcopy(EXAMPLE_PLAN)


def everything() -> Json:
    """The example with every optional addition in use."""
    found = example()
    _add_guards(found)
    found["horizon"]["timezone"] = "Europe/Berlin"
    found["shifts"][0]["handover_minutes"] = 15
    found["rules"] |= {"home_community": "prefer", "mixed_experience": 1}
    found["weights"]["hardship"] = 2
    found["communities"][0]["posts"].append(
        {
            "id": "c1-gate02",
            "type": "gate",
            "crew_min": 3,
            "hours_pattern": {"shifts": ["D"]},
            "points": ["east", "west"],
            "hardship": 1.5,
        }
    )
    found["units"][0] |= {"group": "Group 1", "allowed_subdistricts": ["s1"]}
    found["people"][1] |= {"limits": {"max_nights": 2, "max_hours": None}}
    found["locks"] = [
        {"person": "p2", "day": 1, "shift": "D", "post": "c1-gate01"},
        {"person": "p1", "community": "c1"},
    ]
    found["meta"] = {"source": "invented", "numbers": [1, 2.5, None]}
    return found


def _add_guards(found: Json) -> None:
    found["units"].append(
        {
            "id": "u2",
            "name": "Property guards",
            "level": "local",
            "people": ["g1", "g2"],
            "keep_together": False,
            "min_team": 1,
            "local": True,
            "community": "c1",
        }
    )
    guard = {
        "unit": "u2",
        "x_km": 0,
        "y_km": 0,
        "skills": [],
        "lead": False,
        "age": None,
        "excluded_shifts": ["N"],
        "leave": [],
        "history": {**NO_HISTORY, "shifts": 30},
    }
    found["people"] += [
        {"id": "g1", **guard, "apart": ["p1"], "availability": {"weekdays": [0, 1, 2]}},
        {"id": "g2", **guard, "together": ["g1"], "home_community": "c1"},
    ]
