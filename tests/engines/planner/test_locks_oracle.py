"""Whole small plans with locks against trying everything: a legal plan is found if there is one."""

import json
from itertools import product
from typing import Any

import msgspec
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.engines.planner.samples import Json
from tests.examples import examples

from muster.engines.planner.fanout import Inline
from muster.engines.planner.reading import InstanceFaults, read_instance
from muster.engines.planner.solve import solve
from muster.engines.planner.validate import check_plan

PLACES = ("c0", "c1")
PERSONAL = {"1", "2", "3", "4", "5", "6", "8"}
OF_LOCKS = {"lock_shift", "lock"}
Rows = tuple[tuple[int, str, str], ...]


FIXED: Json = {
    "schema": "muster-plan-input/1",
    "id": "locked",
    "horizon": {"start_date": "2020-02-17", "days": 2},
    "shifts": [
        {"id": "D", "start": "08:00", "end": "20:00"},
        {"id": "N", "start": "20:00", "end": "08:00", "night": True},
    ],
    "post_types": [{"id": "gate"}, {"id": "key", "skills": ["k"]}],
}


def place(name: str, at: float, crew: int, demand: int) -> Json:
    hours = {"shifts": ["D", "N"]}
    row = {"day": 0, "shift": "D", "post_type": "gate", "count": demand}
    return {
        "id": name, "subdistrict": f"s{name}", "x_km": at, "y_km": 0.0, "demand": [row],
        "posts": [
            {"id": f"{name}-a", "type": "gate", "crew_min": crew, "hours_pattern": hours},
            {"id": f"{name}-b", "type": "key", "crew_min": 2, "hours_pattern": hours},
        ],
    }  # fmt: skip


@st.composite
def instances(draw: Any) -> Json:
    """Four people of two units, two places, two days, and a few locks."""
    few = st.booleans
    people = [
        {
            "id": f"p{i}", "unit": draw(st.sampled_from("uv")),
            "x_km": float(draw(st.integers(0, 9))), "y_km": 0.0,
            "skills": draw(st.sampled_from([[], ["k"]])), "lead": draw(few()),
            "leave": draw(st.sampled_from([[], [], [], [[0, 0]], [[1, 1]]])),
            "excluded_shifts": draw(st.sampled_from([[], [], [], ["N"]])),
        }
        for i in range(4)
    ]  # fmt: skip
    company = draw(st.sampled_from(["", "", "apart", "together"]))
    if company:
        people[0][company], people[1][company] = ["p1"], ["p0"]
    names = [[p["id"] for p in people if p["unit"] == unit] for unit in "uv"]
    units = [
        {
            "id": unit,
            "people": of,
            "keep_together": draw(few()),
            "min_team": draw(st.integers(1, 3)),
        }
        for unit, of in zip("uv", names, strict=True)
        if of
    ]
    if draw(few()):
        units[0]["allowed_subdistricts"] = [f"s{draw(st.sampled_from(PLACES))}"]
    who = st.sampled_from([person["id"] for person in people])
    shift = st.fixed_dictionaries(
        {"person": who, "day": st.integers(0, 1), "shift": st.sampled_from("DN")},
        optional={"post": st.sampled_from([f"{c}-{post}" for c in PLACES for post in "ab"])},
    )
    sent = st.fixed_dictionaries({"person": who, "community": st.sampled_from(PLACES)})
    return FIXED | {
        "rules": {
            "min_rest_hours": 11, "min_crew": 2, "first_secretary": draw(few()),
            "max_shifts": draw(st.sampled_from([1, 2])),
        },
        "weights": {"over_cover": draw(st.sampled_from([0, 5000])), "fragment": 20},
        "communities": [
            place(name, 10.0 * at, draw(st.integers(2, 3)), draw(st.integers(0, 2)))
            for at, name in enumerate(PLACES)
        ],
        "units": units,
        "people": people,
        "locks": draw(st.lists(shift | sent, min_size=1, max_size=3)),
    }  # fmt: skip


def sendings(facts: Json) -> list[dict[str, str]]:
    """Every assignment that breaks no rule of sending."""
    names = [person["id"] for person in facts["people"]]
    leads = {person["id"] for person in facts["people"] if person["lead"]}
    found = []
    for where in product((None, *PLACES), repeat=len(names)):
        sent = {name: place for name, place in zip(names, where, strict=True) if place}
        first = {place: name for name, place in sent.items() if name in leads}
        report = check_plan(facts, {"assignment": sent, "first_secretary": first})
        if all(finding.code in OF_LOCKS for finding in report.violations):
            found.append(sent)
    return found


def rosters_of(facts: Json, name: str, place_: str) -> list[Rows]:
    """What one person may work there, in the shifts that locks name, whoever else comes."""
    cells = sorted({(lock["day"], lock["shift"]) for lock in facts["locks"] if "shift" in lock})
    options = [(None, *(f"{place_}-{post}" for post in "ab")) for _ in cells]
    mine = {
        (lock["day"], lock["shift"]): lock.get("post")
        for lock in facts["locks"]
        if lock["person"] == name and "shift" in lock
    }
    found = []
    for chosen in product(*options):
        rows = tuple(
            (day, shift, post) for (day, shift), post in zip(cells, chosen, strict=True) if post
        )
        worked = {(day, shift): post for day, shift, post in rows}
        if any(
            worked.get(cell) is None or post not in {None, worked[cell]}
            for cell, post in mine.items()
        ):
            continue
        plan = {"assignment": {name: place_}, "roster": [row(name, each) for each in rows]}
        report = check_plan(facts, plan)
        if not any(finding.rule in PERSONAL for finding in report.violations):
            found.append(rows)
    return found


def row(name: str, each: tuple[int, str, str]) -> Json:
    return {"person": name, "day": each[0], "shift": each[1], "post": each[2]}


def has_rosters(facts: Json, place_: str, people: tuple[str, ...]) -> bool:
    """Can all locks of these people be kept there, nobody being in a crew too small?"""
    (community,) = (c for c in facts["communities"] if c["id"] == place_)
    least = {post["id"]: post["crew_min"] for post in community["posts"]}
    persons = {person["id"]: person for person in facts["people"]}
    for chosen in product(*(rosters_of(facts, name, place_) for name in people)):
        crews: dict[Any, set[str]] = {}
        for name, rows in zip(people, chosen, strict=True):
            for each in rows:
                crews.setdefault(each, set()).add(name)
        if all(
            len(crew) >= least[each[2]]
            and all(set(persons[name].get("together", ())) <= crew for name in crew)
            and not any(set(persons[name].get("apart", ())) & crew for name in crew)
            for each, crew in crews.items()
        ):
            return True
    return False


def can_be_legal(facts: Json) -> bool:
    holders = {lock["person"] for lock in facts["locks"] if "shift" in lock}
    known: dict[Any, bool] = {}
    for sent in sendings(facts):
        if not holders <= sent.keys():
            continue
        groups = [(c, tuple(n for n, where in sent.items() if where == c)) for c in PLACES]
        for group in groups:
            if group not in known:
                known[group] = has_rosters(facts, *group)
        if all(known[group] for group in groups):
            return True
    return False


@settings(max_examples=examples(30))
@given(instances())
def test_every_lock_is_kept_where_a_legal_plan_keeps_it(facts: Json) -> None:
    try:
        instance = read_instance(facts)
    except InstanceFaults:
        assume(False)
    plan = json.loads(msgspec.json.encode(solve(instance, effort=0.2, engine=Inline())))

    report = check_plan(facts, plan)

    assert report.legal or not can_be_legal(facts), [f.sentence for f in report.violations]


@settings(max_examples=examples(15))
@given(instances())
def test_rules_of_sending_are_kept_where_that_can_be(facts: Json) -> None:
    facts["locks"] = [lock for lock in facts["locks"] if "community" in lock]
    try:
        instance = read_instance(facts)
    except InstanceFaults:
        assume(False)
    plan = json.loads(msgspec.json.encode(solve(instance, effort=0.2, engine=Inline())))

    report = check_plan(facts, plan)

    assert report.legal or not sendings(facts), [f.sentence for f in report.violations]
