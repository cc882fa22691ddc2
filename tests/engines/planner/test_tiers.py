"""Tiers: no plan that is worse in a tier is made up for by all tiers below."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.engines.planner.samples import Json
from tests.engines.planner.validate import worlds
from tests.examples import examples

from muster.engines.planner.generate import generate
from muster.engines.planner.reading import instance_to_json, read_instance
from muster.engines.planner.tiers import EXACT, ROSTER_TIERS, described, tiered
from muster.engines.planner.validate import check_plan

DAYS = 6
weights = st.sampled_from([0, 0.5, 1, 1.25, 3])


@st.composite
def asked(draw: Any) -> Json:
    """A small world with demand, requests and weights of any kind."""
    document = worlds.world()
    document["horizon"]["days"] = DAYS
    document["rules"] = {}
    document["post_types"][0]["under_weight"] = draw(st.sampled_from([0.3, 1, 2.5]))
    terms = {term for terms in ROSTER_TIERS for term in terms}
    document["weights"] = {term: draw(weights) for term in sorted(terms)}
    document["weights"]["target_shifts"] = draw(st.integers(0, 4))
    document["communities"][0]["demand"] = [
        {"day": day, "shift": "D", "post_type": "gate", "count": draw(st.integers(0, 3))}
        for day in range(DAYS)
    ]
    for name in "abc":
        worlds.of(document, name)["requests"] = [
            {"day": draw(st.integers(0, DAYS - 1)), "want": False, "weight": draw(weights)}
        ]
    return document


@st.composite
def rosters(draw: Any) -> Json:
    cells = st.lists(st.sampled_from(["", "D", "D", "N"]), min_size=DAYS, max_size=DAYS)
    return worlds.plan(
        [
            {"person": name, "day": day, "shift": shift, "post": "c1-gate"}
            for name in worlds.PEOPLE
            for day, shift in enumerate(draw(cells))
            if shift
        ]
    )


@settings(max_examples=examples(80), deadline=None, suppress_health_check=list(HealthCheck))
@given(asked(), rosters(), rosters())
def test_the_sum_orders_plans_as_the_tiers_do(document: Json, one: Json, other: Json) -> None:
    tiers = tiered(read_instance(document))
    facts = json.loads(instance_to_json(tiers.instance))

    found = [check_plan(facts, plan).values for plan in (one, other)]

    ranks = [
        tuple(
            round(sum(values[term] * facts["weights"][term] for term in tier.terms) / tier.step, 6)
            for tier in tiers.rosters
        )
        for values in found
    ]
    sums = [values["roster_objective"] for values in found]
    assert (ranks[0] < ranks[1]) == (sums[0] < sums[1])
    assert all(tier.most <= EXACT for tier in tiers.rosters)


@pytest.mark.parametrize("case", ["heping", "cangzhou", "panji", "jingkai", "youth"])
def test_each_tier_outweighs_all_below_it(case: str) -> None:
    instance = read_instance(generate(case, 3, scale=0.02))
    tiers = tiered(instance)
    for order in (tiers.rosters, tiers.assignment):
        for at, tier in enumerate(order):
            assert tier.step > sum(below.most for below in order[at + 1 :])


def test_tiers_counted_for_a_community_say_whether_they_hold() -> None:
    instance = read_instance(generate("heping", 1))
    tiers = tiered(instance)
    assert tiers.people is not None
    places = [community.id for community in instance.communities]
    few = {person.id: places[at % len(places)] for at, person in enumerate(instance.people)}
    assert described(tiers, few)["holds"] is True
    assert described(tiers, dict.fromkeys(few, "c1"))["holds"] is False


def test_too_many_people_in_one_community_are_refused() -> None:
    document = generate("heping", 1, scale=0.02)
    for row in document["communities"][0]["demand"]:
        row["count"] *= 1000
    document["people"] = [
        person | {"id": f"{person['id']}-{at}"} for at in range(60) for person in document["people"]
    ]
    for unit in document["units"]:
        unit["people"] = [p["id"] for p in document["people"] if p["unit"] == unit["id"]]
    instance = read_instance(document)
    with pytest.raises(OverflowError):
        tiered(msgspec.structs.replace(instance))
