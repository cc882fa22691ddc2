"""Who can stand in: judged as the validator judges a plan in which they do."""

import json

import msgspec
import numpy as np
import pytest
from tests.engines.planner.validate.worlds import plan, rows, world

from muster.engines.planner.cover import RULES, stand_ins
from muster.engines.planner.edits import Edit, Spot, judge
from muster.engines.planner.fanout import Inline
from muster.engines.planner.generate import generate
from muster.engines.planner.reading import read_instance, read_plan
from muster.engines.planner.solve import solve
from muster.engines.planner.validate import check_plan

SAME = {
    "leave": "leave",
    "excluded_shift": "excluded_shift",
    "night_age": "night_age",
    "skills": "skills",
    "rest": "rest",
    "consecutive_days": "consecutive_days",
    "consecutive_nights": "consecutive_nights",
    "max_nights": "max_nights",
    "max_shifts": "max_shifts",
    "working": "two_shifts",
}
"""Our rule → the validator's code."""


@pytest.fixture(scope="module")
def in_force():
    facts = generate("heping", seed=11, scale=0.05)
    instance = read_instance(facts)
    plan = solve(instance, effort=2, prove=False, engine=Inline())
    return facts, instance, plan


@pytest.mark.parametrize("seed", range(8))
def test_stand_ins_bend_what_the_validator_finds(in_force, seed):
    facts, instance, plan = in_force
    rng = np.random.default_rng(seed)
    row = plan.roster[rng.integers(len(plan.roster))]
    community = plan.assignment[row.person]
    posts = {post.id: post.type for c in instance.communities for post in c.posts}
    document = json.loads(msgspec.json.encode(plan))
    known = {finding.sentence for finding in check_plan(facts, document).violations}

    found = stand_ins(
        instance,
        plan,
        community=community,
        day=row.day,
        shift=row.shift,
        post_type=posts[row.post],
    )

    assert found
    for one in [found[0], found[-1], found[len(found) // 2]]:
        extra = {"person": one.person, "day": row.day, "shift": row.shift, "post": row.post}
        report = check_plan(facts, document | {"roster": [*document["roster"], extra]})
        new = {f.code for f in report.violations if f.sentence not in known}
        bent = {SAME[bend.rule] for bend in one.bends if bend.rule in SAME}
        if "two_shifts" not in bent:  # two shifts of one day are judged as one roster by nobody
            assert new == bent


def test_the_best_bend_nothing_and_every_rule_has_words(in_force):
    _, instance, plan = in_force
    row = plan.roster[0]
    kind = next(post.type for c in instance.communities for post in c.posts if post.id == row.post)

    found = stand_ins(
        instance,
        plan,
        community=plan.assignment[row.person],
        day=row.day,
        shift=row.shift,
        post_type=kind,
    )

    bends = [len(one.bends) for one in found]
    assert (0 in bends) is (bends[0] == 0)
    for one in found:
        for bend in one.bends:
            assert bend.rule in RULES
            assert "{" not in bend.sentence


def test_who_comes_from_elsewhere_bends_what_the_validator_finds_of_them_sent(in_force):
    facts, instance, plan = in_force
    row = plan.roster[0]
    here = plan.assignment[row.person]
    kind = next(post.type for c in instance.communities for post in c.posts if post.id == row.post)
    away = [name for name, place in plan.assignment.items() if place == here][:6]
    people = [
        person | {"home_community": here} if person["id"] == away[0] else person
        for person in facts["people"]
    ]
    tight = facts | {"people": people, "rules": facts["rules"] | {"home_community": "forbid"}}
    given = read_instance(tight)
    left = msgspec.structs.replace(
        plan,
        assignment={name: to for name, to in plan.assignment.items() if name not in away},
        roster=tuple(one for one in plan.roster if one.person not in away),
        first_secretary={},
    )
    cell = {"community": here, "day": row.day, "shift": row.shift, "post_type": kind}

    found = {one.person: one for one in stand_ins(given, left, **cell, post=row.post)}

    assert all(found[name].reserve for name in away)
    for name in away:
        edit = Edit(name, row.day, None, Spot(row.shift, row.post))
        broken = {f.code for f in judge(given, left, [edit], moves={name: here}).broken}
        bent = {SAME.get(bend.rule, bend.rule) for bend in found[name].bends}
        assert broken - {"crew"} == bent
        assert all(bend.sentence for bend in found[name].bends)
    assert "home_community" in {bend.rule for bend in found[away[0]].bends}
    everywhere = {one.person for one in stand_ins(given, left, **cell, elsewhere=True)}
    assert everywhere > {one.person for one in stand_ins(given, left, **cell)}


@pytest.mark.parametrize(("ends", "bent"), [("08:00", True), ("06:00", False)])
def test_who_is_still_at_work_cannot_stand_in_where_no_rest_is_asked_for(ends, bent):
    document = world()
    del document["rules"]["min_rest_hours"]
    document["shifts"][2]["end"] = ends
    instance = read_instance(document)
    made = read_plan(json.dumps(plan(rows("ab", [(0, "N")]))), instance)

    found = stand_ins(instance, made, community="c1", day=1, shift="D", post_type="gate")

    bends = {one.person: [bend.rule for bend in one.bends] for one in found}
    assert ("rest" in bends["a"]) == bent
    assert "rest" not in bends["c"]
