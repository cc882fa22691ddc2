"""People in reserve go where shifts stay open, as far as that pays at the file's weights."""

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.engines.planner.test_solve import checked, plain, tiny
from tests.examples import examples

from muster.engines.planner.assign import assign
from muster.engines.planner.assign.build import read_given
from muster.engines.planner.fanout import Inline, Local
from muster.engines.planner.generate import generate
from muster.engines.planner.reading import read_instance
from muster.engines.planner.reinforce import Reserve
from muster.engines.planner.roster.build import Tables
from muster.engines.planner.roster.solve import Rosters, price
from muster.engines.planner.solve import solve
from muster.engines.planner.tasks import Shared, Site
from muster.engines.planner.validate import check_plan

DECIDED = ("assignment", "first_secretary", "roster")
DAYS = range(3)
FAR = 5  # people far away who may do everything: enough for the demand without anybody else


def facts_of(near, *, km=10.0, team=1, counts=(2, 2, 2)):
    """People nearby, of whom much may be wrong, and `FAR` people some way off."""
    facts = tiny(
        rules={"min_rest_hours": 11, "min_crew": 2},
        weights={"under_cover": 1000, "over_cover": 10, "fragment": 20, "commute_km": 1},
    )
    facts["communities"][0]["demand"] = [
        {"day": day, "shift": "D", "post_type": "gate", "count": count}
        for day, count in zip(DAYS, counts, strict=True)
    ]
    far = [{"x_km": km} for _ in range(FAR)]
    facts["people"] = [
        {"id": f"p{at}", "unit": "u" if at < len(near) else "far", "x_km": 0.0, "y_km": 0.0} | one
        for at, one in enumerate([*near, *far])
    ]
    facts["units"] = [
        {
            "id": name, "keep_together": True, "min_team": team,
            "people": [one["id"] for one in facts["people"] if one["unit"] == name],
        }
        for name in ("u", "far")
    ]  # fmt: skip
    return facts


def away(*days):
    return {"leave": [[day, day] for day in days]}


def test_reserve_goes_where_those_sent_are_all_on_leave():
    facts = facts_of([away(1)] * 5)  # they could give ten shifts of six, and none on day 1

    plan, report = checked(facts, effort=1)

    assert report.legal
    assert report.missing == 0
    assert sum(name in plan["assignment"] for name in ("p5", "p6", "p7", "p8", "p9")) == 2


@pytest.mark.parametrize(("km", "team", "gone"), [(900.0, 2, 2), (1100.0, 2, 0), (600.0, 4, 0)])
def test_whoever_is_sent_costs_less_than_the_shifts_left_open(km, team, gone):
    """Two shifts save 2,000; a team of two or of four has as many ways, and a part is 20."""
    facts = facts_of([away(1)] * 5, km=km, team=team)

    plan, report = checked(facts, effort=1)

    assert report.legal
    assert report.missing == 2 - gone
    assert sum(name in plan["assignment"] for name in ("p5", "p6", "p7", "p8", "p9")) == gone


def test_somebody_skilled_takes_the_open_post_and_the_reserve_theirs():
    facts = facts_of([{"skills": ["key"]} for _ in range(4)], counts=(2, 0, 0))
    facts["post_types"].append({"id": "key", "skills": ["key"]})
    hours = {"shifts": ["D", "N"]}
    facts["communities"][0]["posts"].append(
        {"id": "k", "type": "key", "crew_min": 2, "hours_pattern": hours}
    )
    facts["communities"][0]["demand"].append(
        {"day": 0, "shift": "D", "post_type": "key", "count": 2}
    )
    instance = read_instance(facts)
    shared = Shared(Tables.of(instance), ((0, 1),))
    problem = shared.problem(0)
    at_gates = np.zeros((2, 3), dtype=np.int32)
    at_gates[:, 0] = 1
    types = np.zeros_like(at_gates)
    rosters = Rosters(at_gates, types, price(problem, at_gates, types), legal=True)
    site = Site(instance.communities[0], shared.members(0), rosters, lacking=2)
    reserve = Reserve(read_given(instance), shared.tables, shared.sent())
    reserve.people = reserve.people[reserve.people >= 4]  # nobody with the skill is left

    found = reserve.reinforce(0, site, shared)

    assert found is not None
    assert found.short == 0
    assert found.rosters.legal
    assert found.rosters.types[:2, 0].tolist() == [1, 1]


wrong = st.fixed_dictionaries(
    {"leave": st.lists(st.sampled_from([[0, 0], [1, 1], [2, 2], [0, 1]]), max_size=2)},
    optional={"excluded_shifts": st.sampled_from([["D"], ["N"]]), "together": st.just([])},
)


@settings(
    max_examples=examples(25),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(
    near=st.lists(wrong, min_size=2, max_size=8),
    team=st.integers(1, 3),
    counts=st.tuples(*(st.integers(2, FAR) for _ in DAYS)),
)
def test_nothing_is_short_where_the_reserve_could_do_it_all(near, team, counts):
    facts = facts_of(near, team=team, counts=counts)
    names = [f"p{len(near) + at}" for at in range(FAR)]
    rows = [
        {"person": name, "day": day, "shift": "D", "post": "g"}
        for day, count in zip(DAYS, counts, strict=True)
        for name in names[:count]
    ]
    witness = check_plan(facts, {"assignment": dict.fromkeys(names, "c"), "roster": rows})
    assert witness.legal
    assert witness.missing == 0

    plan, report = checked(facts, effort=1)

    assert report.legal
    assert report.missing == 0, plan["assignment"]


def test_who_goes_where_stays_as_it_is_where_it_was_given():
    instance = read_instance(facts_of([away(1)] * 5))
    sent = assign(instance, effort=3)

    plan = plain(solve(instance, effort=1, engine=Inline(), assigned=sent))

    assert plan["assignment"] == sent.community


@pytest.fixture(scope="module")
def half():
    """Two communities of Heping with twice the people they need, most of them away at once."""
    facts = generate("heping", seed=1, scale=0.03, utilisation=0.5)
    for at, person in enumerate(facts["people"]):
        if at % 4:
            person["leave"] = [[4, 5]]
    return facts


def test_reserve_is_the_same_on_any_workers_and_bounds_hold(half):
    instance = read_instance(half)

    one, two = (plain(solve(instance, effort=2, engine=engine)) for engine in (Inline(), Local(2)))

    report = check_plan(half, one)
    assert len(one["assignment"]) > len(assign(instance, effort=12, seed=1).community)
    assert report.legal
    assert [f.code for f in report.findings if f.code in {"bound", "bounds_elsewhere"}] == []
    assert [one[part] for part in DECIDED] == [two[part] for part in DECIDED]


@pytest.mark.parametrize("seconds", [0.2, 1])
def test_effort_that_a_clock_picked_sends_the_same_reserve(half, seconds):
    instance = read_instance(half)

    by_clock = plain(solve(instance, seconds=seconds, prove=False, engine=Inline()))
    effort = by_clock["meta"]["effort"]
    again = plain(solve(instance, effort=effort, prove=False, engine=Inline()))

    assert [again[part] for part in DECIDED] == [by_clock[part] for part in DECIDED]
