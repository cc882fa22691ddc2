"""Whole plans: legal by the independent validator, bounded, the same on any number of workers."""

import json
from itertools import combinations_with_replacement, product

import msgspec
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.engines.planner.drawn import documents
from tests.examples import examples

from muster.engines.planner.fanout import Inline, Local
from muster.engines.planner.generate import generate
from muster.engines.planner.planning import Cancelled
from muster.engines.planner.reading import read_instance
from muster.engines.planner.solve import solve
from muster.engines.planner.validate import check_plan

SCALES = [0.02, pytest.param(0.05, marks=pytest.mark.long)]
"""One community of Heping and 65 people; three communities and 161."""


def plain(value):
    return json.loads(msgspec.json.encode(value))


def checked(facts, **arguments):
    plan = plain(solve(read_instance(facts), engine=Inline(), **arguments))
    return plan, check_plan(facts, plan)


@settings(
    max_examples=examples(12),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # these documents shrink too slowly
)
@given(facts=documents(), seed=st.integers(0, 1000))
def test_rosters_of_any_small_instance_are_legal(facts, seed):
    """Level A may be unable to send a lead everywhere; the rosters are legal all the same."""
    _, report = checked(facts, seed=seed, effort=1)

    of_sending = {"10", "11"}
    assert [f.sentence for f in report.violations if f.rule not in of_sending] == []
    assert [f.sentence for f in report.findings if not f.violation] == []


def tiny(**changes):
    """Two people of one community for three days; small enough to try every roster."""
    shifts = [
        {"id": "D", "start": "08:00", "end": "20:00"},
        {"id": "N", "start": "20:00", "end": "08:00", "night": True},
    ]
    people = [
        {"id": f"p{i}", "unit": "u", "x_km": 0.0, "y_km": 0.0, "age": 30, "leave": []}
        for i in range(3)
    ]
    demand = [(0, "D", 2), (0, "N", 2), (1, "D", 3), (1, "N", 1), (2, "D", 2)]
    facts = {
        "schema": "muster-plan-input/1",
        "id": "tiny",
        "horizon": {"start_date": "2020-02-21", "days": 3},
        "shifts": shifts,
        "post_types": [{"id": "gate"}],
        "rules": {"min_rest_hours": 11, "max_nights": 2, "min_crew": 2},
        "weights": {
            "under_cover": 20, "over_cover": 3, "night": 2, "weekend": 3, "overtime": 5,
            "target_shifts": 1, "isolated_on": 2, "isolated_off": 1, "request": 1,
        },
        "communities": [
            {
                "id": "c", "subdistrict": "s", "x_km": 0.0, "y_km": 0.0,
                "posts": [
                    {
                        "id": "g", "type": "gate", "crew_min": 2,
                        "hours_pattern": {"shifts": ["D", "N"]},
                    }
                ],
                "demand": [
                    {"day": day, "shift": shift, "post_type": "gate", "count": count}
                    for day, shift, count in demand
                ],
            }
        ],
        "units": [{"id": "u", "people": [person["id"] for person in people]}],
        "people": people,
    }  # fmt: skip
    return facts | changes


COMPANY = {
    "apart": {"people": [{"apart": ["p1"]}, {"apart": ["p0"]}, {"leave": [[0, 2]]}]},
    "together": {"people": [{"together": ["p2"]}, {}, {"together": ["p0"], "leave": [[0, 2]]}]},
    "nobody seasoned": {"rules": {"min_rest_hours": 11, "min_crew": 2, "mixed_experience": 5}},
}


@pytest.mark.parametrize("name", COMPANY)
@pytest.mark.parametrize("seed", range(4))
def test_nobody_works_in_company_that_may_not_be(name, seed):
    facts = tiny()
    facts["rules"] = COMPANY[name].get("rules", facts["rules"])
    for person, more in zip(facts["people"], COMPANY[name].get("people", [{}] * 3), strict=True):
        person.update(more)

    plan, report = checked(facts, effort=1, seed=seed)

    assert report.legal, [finding.sentence for finding in report.violations]
    assert plan.get("roster", []) == []  # whoever came would be alone, or with the wrong one


def test_locked_alone_nobody_comes():
    facts = tiny(locks=[{"person": "p0", "day": 0, "shift": "D"}])
    for person in facts["people"][1:]:
        person["leave"] = [[0, 2]]

    plan, report = checked(facts, effort=1)

    assert plan.get("roster", []) == []  # a lock that is not kept is said; nobody is left alone
    assert {finding.code for finding in report.violations} <= {"lock_shift", "lock"}


def test_a_peak_gets_its_people_though_other_days_ask_for_few():
    facts = tiny(horizon={"start_date": "2020-02-21", "days": 7})
    facts["weights"]["overtime"] = 0
    facts["communities"][0]["demand"] = [{"day": 3, "shift": "D", "post_type": "gate", "count": 3}]

    plan, report = checked(facts, effort=1)

    assert len(plan["assignment"]) == 3
    assert report.missing == 0


def best_by_trying(facts):
    """The cheapest legal roster objective over every roster, as the validator sees it.

    All but the first person are alike, so that their weeks are tried in one order only; and a week
    that is against the rules when all three have it is against them for one.
    """
    names = [person["id"] for person in facts["people"]]

    def seen(weeks):
        rows = [
            {"person": name, "day": day, "shift": shift, "post": "g"}
            for name, week in zip(names, weeks, strict=True)
            for day, shift in enumerate(week)
            if shift
        ]
        return check_plan(facts, {"assignment": dict.fromkeys(names, "c"), "roster": rows})

    every = list(product((None, "D", "N"), repeat=3))
    weeks = [week for week in every if seen([week] * 3).legal]
    assert len(weeks) > len(every) / 2
    alike = list(combinations_with_replacement(weeks, 2))
    reports = [seen([first, *others]) for first in weeks for others in alike]
    return min(report.values["roster_objective"] for report in reports if report.legal)


@pytest.mark.parametrize(
    "requests",
    [[], [{"day": 0, "want": False, "weight": 4}], [{"day": 1, "shift": "N", "want": True}]],
)
def test_smallest_cases_are_solved_to_the_optimum(requests):
    facts = tiny()
    facts["people"][0]["requests"] = requests

    plan, report = checked(facts, effort=2)

    best = best_by_trying(facts)
    assert report.values["roster_objective"] == best
    assert (
        plan["meta"]["lower_bounds"]["by_community"]["c"]["roster_objective"]["value"]
        <= best + 1e-6
    )


@pytest.mark.parametrize(
    ("case", "scale"), [("youth", 0.1), pytest.param("heping", 0.05, marks=pytest.mark.long)]
)
def test_plan_is_the_same_on_one_two_and_four_workers(case, scale):
    instance = read_instance(generate(case, seed=3, scale=scale))

    plans = [
        plain(solve(instance, seed=5, effort=1, engine=engine))
        for engine in (Inline(), Local(2), Local(4))
    ]

    for plan in plans:
        del plan["meta"]["seconds"]
    assert plans[0] == plans[1] == plans[2]


@pytest.mark.parametrize("scale", SCALES)
def test_more_effort_is_never_worse(scale):
    facts = generate("heping", seed=4, scale=scale)

    values = [
        checked(facts, effort=effort, prove=False)[1].values["roster_objective"]
        for effort in (2, 4, 8)
    ]

    assert values == sorted(values, reverse=True)


def test_cancelled_plan_is_the_best_so_far():
    facts = generate("heping", seed=4, scale=0.02)
    stages = []

    def cancel_late(progress):
        stages.append(progress.stage)
        if progress.stage == "bounds":
            raise Cancelled

    _, report = checked(facts, effort=20, listener=cancel_late)

    assert "better rosters" not in stages
    assert report.legal
    assert report.figures["shifts"] > 0


@pytest.mark.parametrize("scale", SCALES)
def test_bounds_hold_and_shortages_are_proved(scale):
    facts = generate("heping", seed=2, scale=scale, utilisation=1.3)

    plan, report = checked(facts, effort=5)

    assert report.missing > 0
    assert all(bound.bound <= bound.value + 1e-6 for bound in report.bounds)
    proved = plan["meta"]["lower_bounds"]["by_community"]
    assert sum("under_cover" in bounds for bounds in proved.values()) > 0


def test_bounds_say_what_they_hold_for_and_bind_no_other_assignment():
    facts = generate("heping", seed=4, scale=0.03)
    plan, report = checked(facts, effort=2)
    claimed = plan["meta"]["lower_bounds"]

    assert {bound.holds_for for bound in report.bounds} == {"targets", "assignment"}
    assert claimed["assign_objective"]["holds_for"] == "targets"
    nobody = plan | {"assignment": {}, "first_secretary": {}, "roster": []}
    other = check_plan(facts, nobody)
    assert "bounds_elsewhere" in {found.code for found in other.findings}
    assert "bound" not in {found.code for found in other.findings}
    assert other.bounds == ()
    # Of the same assignment a bound that is beaten is false, and said so.
    for bound in claimed["by_community"].values():
        bound["roster_objective"]["value"] = 1e9
    assert "bound" in {found.code for found in check_plan(facts, plan).findings}


def test_nobody_works_where_nobody_is_wanted_though_it_costs_nothing():
    facts = tiny(weights={"under_cover": 20})
    facts["communities"][0]["demand"] = [{"day": 0, "shift": "D", "post_type": "gate", "count": 2}]

    plan, _ = checked(facts, effort=2)

    assert [(row["day"], row["shift"]) for row in plan["roster"]] == [(0, "D")] * 2
