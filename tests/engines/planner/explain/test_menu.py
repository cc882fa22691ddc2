"""Every kind of entry: what it edits, and that it removes what it claims."""

import msgspec
import pytest
from tests.engines.planner.explain.test_families import CASES
from tests.engines.planner.explain.tiny import explained, tiny

from muster.engines.planner.explain import EXPLANATION_MESSAGES, menu
from muster.engines.planner.model import Plan
from muster.engines.planner.reading import read_instance
from muster.engines.planner.validate import check_plan

KINDS = {
    "max_nights": "raise_nights",
    "max_shifts": "raise_shifts",
    "max_hours": "raise_hours",
    "consecutive_days": "raise_days",
    "consecutive_nights": "raise_night_run",
    "rest": "shorter_rest",
    "excluded_shifts": "ask_excluded",
    "leave": "ask_leave",
    "availability": "ask_more",
    "night_age": "opt_in",
    "skills": "teach",
    "locks": "free_locks",
    "together": "free_together",
    "apart": "free_apart",
    "mixed_experience": "free_experience",
}


@pytest.mark.parametrize("family", KINDS)
def test_the_entry_of_a_family_removes_the_shortage(family):
    people, wanted, fields, _ = CASES[family]
    instance = tiny(people, wanted, **fields)
    plan = Plan(assignment={one.id: "c" for one in instance.people})
    entries = menu(instance, plan, explained(instance))

    assert KINDS[family] in {entry.relaxation.parts[0].kind for entry in entries}
    for entry in entries:
        edited = entry.adopt(instance)
        read_instance(msgspec.json.encode(edited))
        made = Plan(assignment=dict.fromkeys(entry.assigned, "c"), roster=entry.rows)
        report = check_plan(msgspec.to_builtins(edited), msgspec.to_builtins(made))
        assert report.violations == ()
        assert report.missing == entry.after < entry.before
        assert "{" not in entry.relaxation.said.sentence
    assert min(entry.after for entry in entries) == 0


def test_a_crew_is_never_relaxed_to_one():
    people, wanted, fields, _ = CASES["crew_min"]
    instance = tiny(people, wanted, **fields)
    entries = menu(instance, Plan(assignment={"p0": "c"}), explained(instance))

    kinds = {part.kind for entry in entries for part in entry.relaxation.parts}
    assert "smaller_crew" not in kinds
    assert "more_people" in kinds


def test_crews_of_three_may_become_crews_of_two():
    instance = tiny([{}, {}], {(0, "D"): 2}, crew=3)
    plan = Plan(assignment={"p0": "c", "p1": "c"})
    entries = menu(instance, plan, explained(instance, 2))

    assert "smaller_crew" in {entry.relaxation.parts[0].kind for entry in entries}


def test_the_reserve_is_offered_before_people_who_do_not_exist():
    instance = tiny([{}, {}, {}], {(0, "D"): 2})
    plan = Plan(assignment={"p0": "c"})
    site = tiny([{}], {(0, "D"): 2})
    entries = menu(instance, plan, explained(site))
    sent = next(entry for entry in entries if entry.relaxation.parts[0].kind == "reserve")

    assert (sent.after, sent.people) == (0, ("p1",))
    assert sent.adopt(instance).locks[0].person == "p1"


def test_points_that_share_a_reliever_need_three_for_four():
    instance = tiny([{}, {}, {}], {(0, "D"): 4}, crew=2, posts=2)
    plan = Plan(assignment={one.id: "c" for one in instance.people})
    entries = menu(instance, plan, explained(instance))
    joined = next(entry for entry in entries if entry.relaxation.parts[0].kind == "join_points")

    assert joined.after == 0
    (post,) = joined.adopt(instance).communities[0].posts
    assert (post.points, post.crew_min) == (("g0", "g1"), 3)


def test_demand_can_be_lowered_to_what_is_covered():
    instance = tiny([{}], {(0, "D"): 3})
    entries = menu(instance, Plan(assignment={"p0": "c"}), explained(instance, 2))
    lowered = next(entry for entry in entries if entry.relaxation.parts[0].kind == "lower_demand")

    assert lowered.after == 0
    assert [row.count for row in lowered.adopt(instance).communities[0].demand] == [1]


def test_rules_of_their_own_stay_with_the_people_asked():
    people, wanted, fields, _ = CASES["max_nights"]
    instance = tiny(people, wanted, **fields)
    entry = menu(instance, Plan(assignment={"p0": "c"}), explained(instance))[0]
    edited = entry.adopt(instance)

    assert edited.rules == instance.rules
    assert edited.people[0].limits.max_nights == 3


def test_every_message_has_a_sentence():
    assert all(message and not message.endswith(".") for message in EXPLANATION_MESSAGES.values())
