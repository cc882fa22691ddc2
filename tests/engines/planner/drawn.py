"""Draws small instances that use everything the format has; every one of them reads."""

import datetime as dt
from typing import Any

from hypothesis import strategies as st
from tests.engines.planner.samples import Json

#: Ids with everything in them that a cell could mistake for something else.
SIGNS = "aZ0 1;,；[]{}()\"'=+-_x*#é汉😀\u200b.%:/\\"
ids = st.text(SIGNS, min_size=1, max_size=6)
amounts = st.floats(0, 1e6) | st.integers(0, 9)
coordinates = st.floats(-1e4, 1e4)
few = st.integers(0, 5)


def names(draw: Any, least: int, most: int) -> list[str]:
    return draw(st.lists(ids, min_size=least, max_size=most, unique=True))


def some(draw: Any, of: list[Any]) -> list[Any]:
    return draw(st.lists(st.sampled_from(of), max_size=3, unique=True)) if of else []


def maybe(draw: Any, target: Json, **fields: Any) -> None:
    """Put each field in, or leave it out."""
    for name, strategy in fields.items():
        if draw(st.booleans()):
            target[name] = draw(strategy) if isinstance(strategy, st.SearchStrategy) else strategy


@st.composite
def documents(draw: Any) -> Json:
    """The JSON of an instance."""
    days = draw(st.integers(1, 20))
    shifts, types, skills = names(draw, 1, 3), names(draw, 1, 3), names(draw, 1, 2)
    start = draw(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)))
    horizon: Json = {"start_date": start.isoformat(), "days": days}
    maybe(draw, horizon, timezone=st.sampled_from(["Asia/Shanghai", "Europe/Berlin"]))
    communities = [_community(draw, name, shifts, types, days) for name in names(draw, 1, 3)]
    _posts(draw, communities, shifts, types)
    units, people = _people(draw, communities, shifts, skills, days)
    document: Json = {
        "schema": "muster-plan-input/1",
        "id": draw(ids),
        "horizon": horizon,
        "shifts": [_shift(draw, name) for name in shifts],
        "post_types": [_type(draw, name, skills) for name in types],
        "rules": _rules(draw),
        "communities": communities,
        "units": units,
        "people": people,
    }
    levels = st.dictionaries(st.sampled_from(["", "a", "all"]), few, max_size=3)
    maybe(
        draw,
        document,
        weights=st.fixed_dictionaries({}, optional={"night": amounts, "target_shifts": few}),
        declared=st.fixed_dictionaries({}, optional={"people": few, "by_level": levels}),
        meta=st.dictionaries(ids, st.none() | few | ids | st.lists(coordinates, max_size=2)),
    )
    free = {unit["id"] for unit in units if "allowed_subdistricts" not in unit}
    if people[0]["unit"] in free and not document["rules"].get("home_community"):
        lock = {"person": people[0]["id"], "community": communities[0]["id"]}
        maybe(draw, document, locks=[lock])
    return document


def _shift(draw: Any, name: str) -> Json:
    clock = st.times().map(lambda time: time.strftime("%H:%M"))
    shift = {"id": name, "start": draw(clock), "end": draw(clock)}
    maybe(draw, shift, night=st.booleans(), handover_minutes=st.integers(0, 90))
    return shift


def _type(draw: Any, name: str, skills: list[str]) -> Json:
    kind: Json = {"id": name}
    maybe(draw, kind, skills=some(draw, skills), under_weight=amounts)
    return kind


def _rules(draw: Any) -> Json:
    rules: Json = {}
    counts = ("max_consecutive_days", "max_consecutive_nights", "max_nights", "max_shifts",
              "min_crew", "night_age_limit", "mixed_experience")  # fmt: skip
    maybe(draw, rules, **dict.fromkeys(counts, st.none() | few))
    maybe(draw, rules, min_rest_hours=st.none() | amounts, max_hours=st.none() | amounts)
    maybe(draw, rules, first_secretary=st.none() | st.booleans())
    maybe(draw, rules, home_community=st.sampled_from(["forbid", "prefer", "ignore", None]))
    return rules


def _community(draw: Any, name: str, shifts: list[str], types: list[str], days: int) -> Json:
    rows = st.fixed_dictionaries(
        {
            "day": st.integers(0, days - 1),
            "shift": st.sampled_from(shifts),
            "post_type": st.sampled_from(types),
            "count": st.just(0),
        }
    )
    unique = st.lists(
        rows, max_size=3, unique_by=lambda row: (row["day"], row["shift"], row["post_type"])
    )
    place = {"id": name, "subdistrict": draw(ids)}
    place |= {"x_km": draw(coordinates), "y_km": draw(coordinates)}
    maybe(draw, place, demand=unique)
    return place


def _posts(draw: Any, communities: list[Json], shifts: list[str], types: list[str]) -> None:
    points = iter(names(draw, 6, 6))
    for name in names(draw, 0, 3):
        hours: Json = {"shifts": some(draw, shifts)}
        maybe(draw, hours, weekdays=st.lists(st.integers(0, 6), max_size=3) | st.none())
        post = {"id": name, "type": draw(st.sampled_from(types)), "hours_pattern": hours}
        post["crew_min"] = draw(st.integers(1, 3))
        maybe(draw, post, hardship=amounts)
        if draw(st.booleans()):
            post |= {"points": [next(points), next(points)], "crew_min": 3}
        draw(st.sampled_from(communities)).setdefault("posts", []).append(post)


def _people(
    draw: Any, communities: list[Json], shifts: list[str], skills: list[str], days: int
) -> tuple[list[Json], list[Json]]:
    places = [place["id"] for place in communities]
    units = [_unit(draw, name, communities) for name in names(draw, 1, 3)]
    everybody = names(draw, 1, 5)
    people = []
    for name in everybody:
        unit = draw(st.sampled_from(units))
        unit["people"].insert(draw(st.integers(0, len(unit["people"]))), name)
        others = [other for other in everybody if other != name]
        together = some(draw, others)
        person = _person(draw, shifts, skills, days) | {"id": name, "unit": unit["id"]}
        maybe(
            draw,
            person,
            home_community=st.sampled_from(places),
            together=together,
            apart=[other for other in some(draw, others) if other not in together],
        )
        people.append(person)
    return units, people


def _unit(draw: Any, name: str, communities: list[Json]) -> Json:
    unit: Json = {"id": name, "people": []}
    areas = some(draw, sorted({place["subdistrict"] for place in communities}))
    maybe(draw, unit, name=ids, level=ids, group=ids, keep_together=st.booleans())
    maybe(draw, unit, min_team=st.integers(1, 3), community=communities[0]["id"])
    if draw(st.booleans()):
        unit["allowed_subdistricts"] = sorted({communities[0]["subdistrict"], *areas})
    return unit


def _nights_are_days(history: Json) -> Json:
    if nights := history.get("consecutive_nights", 0):
        history["consecutive_nights"] = min(nights, history.get("consecutive_days", 0))
    return history


def _person(draw: Any, shifts: list[str], skills: list[str], days: int) -> Json:
    person: Json = {"x_km": draw(coordinates), "y_km": draw(coordinates)}
    spans = st.tuples(st.integers(0, days - 1), st.integers(0, days - 1)).map(sorted)
    wish = st.fixed_dictionaries(
        {"day": st.integers(0, days - 1), "want": st.booleans()},
        optional={"shift": st.none() | st.sampled_from(shifts), "weight": amounts},
    )
    history = st.fixed_dictionaries(
        {},
        optional={
            "last_shift": st.none() | st.sampled_from(shifts), "consecutive_days": few,
            "consecutive_nights": few, "hours": coordinates, "shifts": st.none() | few,
        },
    ).map(_nights_are_days)  # fmt: skip
    offered = st.fixed_dictionaries(
        {},
        optional={
            "weekdays": st.none() | st.lists(st.integers(0, 6), max_size=3),
            "shifts": st.none() | st.lists(st.sampled_from(shifts), max_size=2),
        },
    )
    limits = st.fixed_dictionaries(
        {}, optional={"max_nights": st.none() | few, "min_rest_hours": st.none() | amounts}
    )
    maybe(
        draw, person, skills=some(draw, skills), lead=st.booleans(), age=st.none() | few,
        excluded_shifts=some(draw, shifts), night_opt_in=st.booleans(),
        leave=st.lists(spans, max_size=2), history=history,
        requests=st.lists(wish, max_size=2), limits=st.none() | limits,
        availability=st.none() | offered,
    )  # fmt: skip
    return person
