"""Small instances by hand: communities on a line, people at places on it."""

from typing import Any

from muster.engines.planner.model import Instance
from muster.engines.planner.reading import read_instance

Json = dict[str, Any]
DAYS = 7


def instance(
    people: list[Json],
    sites: list[tuple[float, int]],
    *,
    units: dict[str, Json] | None = None,
    key: dict[int, int] | None = None,
    **fields: Any,
) -> Instance:
    """`people` name unit and x; `sites` are (x, gate people wanted a day); `key` posts a day."""
    extra = units or {}
    names = list(dict.fromkeys(person["unit"] for person in people))
    document = {
        "schema": "muster-plan-input/1",
        "id": "small",
        "horizon": {"start_date": "2020-02-17", "days": DAYS},
        "shifts": [{"id": "D", "start": "06:00", "end": "14:00"}],
        "post_types": [{"id": "gate"}, {"id": "key", "skills": ["key"]}],
        "weights": {"fragment": 20, "commute_km": 1},
        "communities": [
            _community(number, x, wanted, (key or {}).get(number, 0))
            for number, (x, wanted) in enumerate(sites)
        ],
        "units": [
            {"id": name, "keep_together": True, "min_team": 1}
            | extra.get(name, {})
            | {"people": [f"p{at}" for at, p in enumerate(people) if p["unit"] == name]}
            for name in names
        ],
        "people": [
            {"id": f"p{at}", "y_km": 0.0, "skills": [], **{"lead": False} | person}
            for at, person in enumerate(people)
        ],
    } | fields
    return read_instance(document)


def _community(number: int, x: float, wanted: int, key: int) -> Json:
    hours = {"shifts": ["D"]}
    posts = [{"id": f"c{number}-g", "type": "gate", "crew_min": 1, "hours_pattern": hours}]
    counts = [("gate", wanted)]
    if key:
        posts.append({"id": f"c{number}-k", "type": "key", "crew_min": 1, "hours_pattern": hours})
        counts.append(("key", key))
    return {
        "id": f"c{number}",
        "subdistrict": f"s{number}",
        "x_km": x,
        "y_km": 0.0,
        "posts": posts,
        "demand": [
            {"day": day, "shift": "D", "post_type": kind, "count": count}
            for kind, count in counts
            if count
            for day in range(DAYS)
        ],
    }


def at(unit: str, x: float, **fields: Any) -> Json:
    """One person of a unit, who lives at x km."""
    return {"unit": unit, "x_km": x, **fields}
