"""The contenders on a place small enough to try every roster of it, one judge for all."""

from functools import cache
from itertools import product

import pytest

from benchmarks import planner_cpsat
from benchmarks.planner_contest import climb
from benchmarks.planner_facts import Facts, sub_instance
from benchmarks.planner_greedy import greedy
from muster.engines.planner import check_plan
from muster.engines.planner.generate import generate

SHIFTS = (
    {"id": "D", "start": "06:00", "end": "14:00"},
    {"id": "E", "start": "14:00", "end": "22:00"},
    {"id": "N", "start": "22:00", "end": "06:00", "night": True},
)
EVERY = {"shifts": ["D", "E", "N"]}


def post(name, **more):
    return {"id": name, "type": "gate", "crew_min": 2, "hours_pattern": EVERY, **more}


def person(name, **more):
    plain = {"unit": "u", "x_km": 0, "y_km": 0, "skills": [], "lead": True, "age": 40}
    return {"id": name, **plain, "excluded_shifts": [], "leave": [], **more}


def community(demand, people, rules, posts):
    """Two days from a Sunday on."""
    return {
        "schema": "muster-plan-input/1",
        "id": "tiny",
        "horizon": {"start_date": "2020-02-23", "days": 2},
        "shifts": list(SHIFTS),
        "post_types": [{"id": "gate"}],
        "rules": {"min_rest_hours": 11, "min_crew": 2, **rules},
        "weights": {
            "under_cover": 10, "over_cover": 3, "night": 1, "weekend": 1, "overtime": 2,
            "target_shifts": 1, "isolated_on": 2, "isolated_off": 1, "request": 1,
        },
        "communities": [
            {
                "id": "c", "subdistrict": "s", "x_km": 0, "y_km": 0, "posts": posts,
                "demand": [
                    {"day": day, "shift": shift, "post_type": "gate", "count": count}
                    for (day, shift), count in demand.items()
                ],
            }
        ],
        "units": [{"id": "u", "people": [one["id"] for one in people]}],
        "people": people,
    }  # fmt: skip


CASES = {
    "rest, history and wishes": community(
        {(0, "N"): 2, (1, "D"): 3, (1, "E"): 2},
        [
            person("a", requests=[{"day": 1, "shift": "E", "want": False, "weight": 4}]),
            person("b", history={"last_shift": "N", "consecutive_days": 1}),
            person("c", requests=[{"day": 0, "shift": None, "want": True}]),
        ],
        {"max_consecutive_days": 2},
        [post("p1")],
    ),
    "limits, age and leave": community(
        {(0, "D"): 2, (0, "N"): 2, (1, "N"): 2},
        [
            person("a", limits={"max_shifts": 1}),
            person("b", age=60, history={"last_shift": "D", "consecutive_days": 4}),
            person("c", leave=[[0, 0]], excluded_shifts=["D"]),
        ],
        {"max_consecutive_days": 5, "max_consecutive_nights": 1, "night_age_limit": 55},
        [post("p1")],
    ),
    "two posts, crews of three": community(
        {(0, "D"): 3, (1, "D"): 2},
        [person("a"), person("b"), person("c")],
        {"max_nights": 1, "max_hours": 12},
        [post("p1"), post("p2", crew_min=3)],
    ),
}


def cost(instance, rows):
    plan = {"assignment": {one["id"]: "c" for one in instance["people"]}, "roster": rows}
    report = check_plan(instance, plan)
    return report.values["roster_objective"] if report.legal else None


@cache
def best_of_all(name):
    """Try every roster; as there is one type of post, whole crews at the first post are enough."""
    instance = CASES[name]
    names = [one["id"] for one in instance["people"]]
    costs = []
    for labels in product(range(4), repeat=2 * len(names)):
        rows = [
            {"person": names[at // 2], "day": at % 2, "shift": SHIFTS[s - 1]["id"], "post": "p1"}
            for at, s in enumerate(labels)
            if s
        ]
        costs.append(cost(instance, rows))
    return min(found for found in costs if found is not None)


@pytest.mark.parametrize("name", CASES)
def test_the_models_find_the_best_of_all_rosters(name):
    instance = CASES[name]
    best = best_of_all(name)

    for naive in (False, True):
        found = planner_cpsat.solve(instance, naive=naive, seconds=10, workers=1)

        assert found.status == "OPTIMAL"
        assert cost(instance, found.rows) == best
        assert found.bound == pytest.approx(best)


@pytest.mark.parametrize("name", CASES)
def test_greedy_and_ours_are_legal_and_not_below_the_best(name):
    instance = CASES[name]
    best = best_of_all(name)
    plan = {"assignment": {one["id"]: "c" for one in instance["people"]}, "first_secretary": {}}

    ours = climb(instance, plan, best, efforts=(0.05, 0.1))

    assert cost(instance, greedy(instance)) >= best
    assert ours.legal
    assert ours.cost >= best  # the search alone; the whole planner settles so few people exactly


def test_rules_that_the_contenders_do_not_know_are_refused():
    instance = CASES["rest, history and wishes"]
    people = [{**instance["people"][0], "apart": ["b"]}, *instance["people"][1:]]

    with pytest.raises(ValueError, match="know no"):
        Facts.of({**instance, "people": people})


def test_greedy_is_legal_on_a_drawn_community():
    instance = generate("heping", seed=3, scale=0.02)
    (only,) = instance["communities"]
    leads = [one["id"] for one in instance["people"] if one["lead"]]
    whole = {
        "assignment": {one["id"]: only["id"] for one in instance["people"]},
        "first_secretary": {only["id"]: leads[0]},
    }
    alone, plan = sub_instance(instance, whole, only["id"])

    report = check_plan(alone, {**plan, "roster": greedy(alone)})

    assert report.violations == ()
    assert report.figures["shifts"] > 0
