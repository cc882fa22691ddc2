"""57 people, ten of whom may work nights, 56 night shifts, five nights each at most."""

import msgspec
import pytest
from tests.engines.planner.explain.tiny import SHIFTS

from muster.engines.planner.explain import explain, menu, why_empty, why_shift
from muster.engines.planner.fanout import Inline
from muster.engines.planner.model import Instance, Plan
from muster.engines.planner.reading import read_instance
from muster.engines.planner.validate import check_plan


def community():
    people = [
        {
            "id": f"p{n}",
            "unit": "u",
            "x_km": 0,
            "y_km": 0,
            "age": 30,
            "excluded_shifts": [] if n < 10 else ["N"],
        }
        for n in range(57)
    ]
    hours = {"shifts": ["D", "E", "N"]}
    posts = [
        {"id": f"g{n}", "type": "gate", "crew_min": 2, "hours_pattern": hours} for n in range(8)
    ]
    demand = [
        {"day": day, "shift": shift, "post_type": "gate", "count": count}
        for day in range(14)
        for shift, count in (("D", 16), ("E", 14), ("N", 4))
    ]
    return {
        "schema": "muster-plan-input/1",
        "id": "worked",
        "horizon": {"start_date": "2020-02-18", "days": 14},
        "shifts": SHIFTS,
        "post_types": [{"id": "gate"}],
        "rules": {
            "min_rest_hours": 11,
            "max_consecutive_days": 6,
            "max_consecutive_nights": 3,
            "max_nights": 5,
            "max_shifts": 12,
            "min_crew": 2,
        },
        "weights": {"night": 1, "weekend": 1},
        "communities": [
            {"id": "c", "subdistrict": "s", "x_km": 0, "y_km": 0, "posts": posts, "demand": demand}
        ],
        "units": [{"id": "u", "people": [one["id"] for one in people]}],
        "people": people,
    }


@pytest.fixture(scope="module")
def answered():
    instance = read_instance(community())
    return instance, explain(instance, engine=Inline())


@pytest.fixture(scope="module")
def offered(answered):
    instance, found = answered
    return menu(instance, found.plan, found.communities[0])


def test_the_answer_is_the_nights_and_nothing_else(answered):
    _, found = answered
    (one,) = found.communities
    (cause,) = one.causes

    assert cause.said.sentence == "max 5 nights exceeded by 6"
    assert one.said.sentence == "c: 6 short. max 5 nights exceeded by 6"
    assert (one.least, one.minimal, one.sufficient) == (6, True, True)
    assert cause.amount == cause.least == 6
    assert [one.code for one in one.proofs] == ["proof_counted", "proof_roster", "proof_bound"]


def test_the_whole_says_the_same_by_counting(answered):
    _, found = answered
    (lack,) = found.lacks

    assert lack.families == ("max_nights", "excluded_shifts")
    assert lack.said.sentence.endswith("max 5 nights exceeded by 6")


def test_the_cheapest_entry_is_one_night_more(offered):
    best = offered[0]

    assert best.relaxation.said.code == "asked"
    assert best.relaxation.parts[0].kind == "raise_nights"
    assert (best.before, best.after) == (6, 0)
    assert best.bends == {"max_nights": 6.0}
    assert best.price == 6.0
    assert [entry.after for entry in offered] == sorted(entry.after for entry in offered)


def test_every_entry_removes_what_it_claims(answered, offered):
    instance, _ = answered
    assert len(offered) >= 4
    for entry in offered:
        edited: Instance = entry.adopt(instance)
        facts = msgspec.to_builtins(edited)
        read_instance(msgspec.json.encode(edited))  # a file that can be kept
        plan = Plan(assignment=dict.fromkeys(entry.assigned, "c"), roster=entry.rows)
        report = check_plan(facts, msgspec.to_builtins(plan))
        assert report.violations == ()
        assert report.missing == entry.after


def test_adopting_leaves_the_instance_as_it_was(answered, offered):
    instance, _ = answered
    before = msgspec.json.encode(instance)
    assert all(entry.adopt(instance) != instance for entry in offered)
    assert msgspec.json.encode(instance) == before


def test_why_a_gap_is_empty_groups_everybody(answered):
    instance, found = answered
    report = check_plan(msgspec.to_builtins(instance), msgspec.to_builtins(found.plan))
    gap = report.shortages[0]
    answer = why_empty(
        instance, found.plan, community="c", day=gap.day, shift=gap.shift, post_type="gate"
    )

    assert (answer.wanted, answer.present) == (gap.wanted, gap.present)
    stopped = sum(group.count for group in answer.stopped)
    assert stopped + len(answer.free) == 57 - gap.present
    assert {group.rule for group in answer.stopped} >= {"excluded_shift"}
    for group in answer.stopped:
        assert len(group.nearest) <= 3
        assert "{" not in group.said.sentence


def test_why_empty_where_nobody_is_missing(answered):
    instance, found = answered
    answer = why_empty(instance, found.plan, community="c", day=0, shift="D", post_type="gate")

    assert answer.said.code == "no_gap"
    with pytest.raises(KeyError, match="E9"):
        why_empty(instance, found.plan, community="c", day=0, shift="E9", post_type="gate")


@pytest.mark.parametrize("number", [0, 40, 200])
def test_what_an_alternative_costs_is_what_the_validator_says(answered, number):
    instance, found = answered
    row = found.plan.roster[number]
    answer = why_shift(instance, found.plan, row.person, row.day)
    facts = msgspec.to_builtins(instance)
    before = check_plan(facts, msgspec.to_builtins(found.plan))

    assert answer.row == row
    assert {(one.shift, one.post_type) for one in answer.alternatives} == {
        (None, None),
        *((shift, "gate") for shift in ("D", "E", "N") if shift != row.shift),
    }
    rest = [one for one in found.plan.roster if one != row]
    for one in answer.alternatives:
        assert one.said
        assert (one.change is None) == bool(one.bends or one.crew)
        if one.change is not None and one.shift is None:
            after = check_plan(facts, msgspec.to_builtins(Plan(
                assignment=found.plan.assignment, roster=tuple(rest),
            )))  # fmt: skip
            change = after.values["roster_objective"] - before.values["roster_objective"]
            assert one.change == pytest.approx(change)
    assert [one.person != row.person for one in answer.instead] == [True] * len(answer.instead)


def test_why_shift_of_nobody(answered):
    instance, found = answered
    with pytest.raises(KeyError, match="nobody"):
        why_shift(instance, found.plan, "nobody", 0)
    with pytest.raises(KeyError):
        why_shift(instance, found.plan, "p0", 14)
