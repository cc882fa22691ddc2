"""Small places: what can be covered is covered, though a whole crew has to come or change."""

import json
from itertools import product
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.planner.assign.small import at, instance
from tests.engines.planner.samples import Json
from tests.examples import examples

from muster.engines.planner.fanout import Inline, Local
from muster.engines.planner.model import Instance, Plan
from muster.engines.planner.reading import read_instance
from muster.engines.planner.solve import solve
from muster.engines.planner.validate import check_plan

DAYS = 3
SHIFTS = ("D", "N")


def planned(given: Instance, **told: Any) -> Plan:
    return solve(given, effort=told.pop("effort", 3), prove=False, engine=Inline(), **told)


def short(given: Instance, plan: Plan) -> float:
    report = check_plan(msgspec.to_builtins(given), msgspec.to_builtins(plan))
    assert report.findings == ()
    return report.values["under_cover"]


def test_two_people_from_two_places_make_a_crew_at_a_third() -> None:
    """Three live at each of two places that need two; nobody goes to the third one alone."""
    people = [at("u", x) for x in (0.0, 0.0, 0.0, 9.0, 9.0, 9.0)]
    sites = [(0.0, 2), (9.0, 2), (4.0, 2)]
    rules = {"max_shifts": 7, "min_crew": 2}
    weights = {"under_cover": 1000, "fragment": 20, "commute_km": 1}
    units = {"u": {"keep_together": True, "min_team": 2}}
    given = instance(people, sites, units=units, rules=rules, weights=weights)
    assert short(given, planned(given)) == 0


def test_a_reserve_comes_to_a_small_place_whose_crew_takes_three() -> None:
    """One alone saves less than their way costs; three are a crew."""
    people = [at("v", 30.0) for _ in range(6)]
    units = {"v": {"keep_together": False, "min_team": 1}}
    given = instance(
        people,
        [(0.0, 1)],
        units=units,
        rules={"min_crew": 3, "max_shifts": 4},
        weights={"under_cover": 100, "commute_km": 1},
    )
    assert short(given, planned(given)) == 0


@st.composite
def tiny(draw: Any) -> Json:
    """One place, three days, two shifts and types, four people."""
    hours = {"shifts": list(SHIFTS)}
    posts = [
        {"id": f"c-{i}", "type": kind, "crew_min": draw(st.integers(2, 3)), "hours_pattern": hours}
        for i, kind in enumerate("gk")
    ]
    demand = [
        {"day": day, "shift": shift, "post_type": kind, "count": draw(st.integers(2, 3))}
        for day, shift, kind in product(range(DAYS), SHIFTS, "gk")
        if draw(st.booleans())
    ]
    people = [
        {
            "id": f"p{i}", "unit": "u", "x_km": 0.0, "y_km": 0.0,
            "skills": draw(st.sampled_from([[], ["k"], ["k"]])),
            "leave": draw(st.sampled_from([[], [], [[1, 1]]])),
        }
        for i in range(4)
    ]  # fmt: skip
    return {
        "schema": "muster-plan-input/1",
        "id": "tiny",
        "horizon": {"start_date": "2020-02-17", "days": DAYS},
        "shifts": [
            {"id": "D", "start": "08:00", "end": "20:00"},
            {"id": "N", "start": "20:00", "end": "08:00", "night": True},
        ],
        "post_types": [{"id": "g"}, {"id": "k", "skills": ["k"], "under_weight": 2}],
        "rules": {"min_rest_hours": 12, "max_shifts": draw(st.integers(1, 3)), "max_nights": 1},
        "weights": {"under_cover": 1000},
        "communities": [
            {
                "id": "c", "subdistrict": "s", "x_km": 0.0, "y_km": 0.0,
                "posts": posts, "demand": demand,
            }
        ],
        "units": [{"id": "u", "people": [person["id"] for person in people]}],
        "people": people,
    }  # fmt: skip


def _barred(work: tuple[str, str] | None, person: Json, day: int) -> bool:
    """May somebody not do this: for want of skill, or on leave?"""
    unskilled = work is not None and work[1] == "k" and not person["skills"]
    return unskilled or (work is not None and bool(person["leave"]) and day == 1)


def least(document: Json) -> int:
    """Try everything: day by day, the least shortage for each state of four people."""
    rules, people = document["rules"], document["people"]
    wanted: dict[tuple[int, str, str], int] = {}
    for row in document["communities"][0]["demand"]:
        wanted[row["day"], row["shift"], row["post_type"]] = row["count"]
    crew = {post["type"]: post["crew_min"] for post in document["communities"][0]["posts"]}
    cells = [None, *product(SHIFTS, "gk")]
    states: dict[tuple[Any, ...], int] = {((0, 0, False),) * 4: 0}
    for day in range(DAYS):
        following: dict[tuple[Any, ...], int] = {}
        for works in product(cells, repeat=4):
            if any(_barred(*each, day) for each in zip(works, people, strict=True)):
                continue
            sizes = {slot: works.count(slot) for slot in cells if slot}
            if any(0 < size < crew[slot[1]] for slot, size in sizes.items()):
                continue
            cost = sum(
                max(wanted.get((day, *slot), 0) - size, 0) * (2 if slot[1] == "k" else 1)
                for slot, size in sizes.items()
            )
            for state, before in states.items():
                after = tuple(
                    (count + 1, nights + (work[0] == "N"), work[0] == "N") if work
                    else (count, nights, False)
                    for (count, nights, _), work in zip(state, works, strict=True)
                )  # fmt: skip
                if any(
                    count > rules["max_shifts"] or nights > 1
                    or (work and work[0] == "D" and tired)
                    for (count, nights, _), (_, _, tired), work
                    in zip(after, state, works, strict=True)
                ):  # fmt: skip
                    continue
                following[after] = min(following.get(after, 10**9), before + cost)
        states = following
    return min(states.values())


@settings(max_examples=examples(12), deadline=None)
@given(tiny())
def test_nothing_that_can_be_covered_stays_open(document: Json) -> None:
    given = read_instance(json.dumps(document).encode())
    assert short(given, planned(given)) == least(document)


def test_the_plan_is_the_same_on_any_number_of_workers() -> None:
    people = [at("u", float(i)) for i in range(7)]
    given = instance(
        people,
        [(0.0, 2), (9.0, 3), (4.0, 2)],
        units={"u": {"keep_together": False}},
        rules={"max_shifts": 4, "min_crew": 2},
        weights={"under_cover": 1000, "commute_km": 1},
    )
    one, two = (solve(given, effort=2, prove=False, engine=Local(n)) for n in (1, 2))
    assert (one.assignment, one.roster) == (two.assignment, two.roster)
    assert planned(given, effort=2).roster == one.roster


def test_places_that_no_crew_can_reach_are_proved_to_be_short() -> None:
    people = [at("u", float(i)) for i in range(5)]
    weights = {"under_cover": 1000}
    given = instance(people, [(0.0, 2), (4.0, 2), (9.0, 3)], rules={"min_crew": 2}, weights=weights)
    plan = planned(given)
    bounds = plan.meta["lower_bounds"]
    assert bounds["under_cover"]["value"] == 2 * 7  # whichever of three it is, a small one at best
    empty = {"c0", "c1", "c2"} - set(plan.assignment.values())
    for name in empty:
        assert bounds["by_community"][name]["under_cover"]["value"] in {14, 21}
    assert short(given, plan) >= 14
    assert empty
