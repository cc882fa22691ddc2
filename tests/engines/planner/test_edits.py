"""Edits by hand: judged on a part of the plan as two checks of the whole would judge them."""

import json
import math
from collections import Counter
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.engines.planner.drawn import documents
from tests.engines.planner.samples import Json
from tests.engines.planner.validate import worlds
from tests.examples import examples

from muster.engines.planner.edits import Desk, Edit, InstanceFaults, Spot, judge
from muster.engines.planner.reading import read_instance, read_plan
from muster.engines.planner.validate import check_plan


@st.composite
def plans(draw: Any, document: Json) -> Json:
    """Rows of anybody anywhere, legal or not; everything named exists."""
    people = [person["id"] for person in document["people"]]
    places = [place["id"] for place in document["communities"]]
    posts = [post["id"] for place in document["communities"] for post in place.get("posts", [])]
    shifts = [shift["id"] for shift in document["shifts"]]
    rows = st.fixed_dictionaries(
        {
            "person": st.sampled_from(people),
            "day": st.integers(0, document["horizon"]["days"] - 1),
            "shift": st.sampled_from(shifts),
            "post": st.sampled_from(posts),
        }
    )
    return {
        "assignment": draw(st.dictionaries(st.sampled_from(people), st.sampled_from(places))),
        "first_secretary": draw(st.dictionaries(st.sampled_from(places), st.sampled_from(people))),
        "roster": draw(st.lists(rows, max_size=12)) if posts else [],
    }


def drawn_edits(draw: Any, document: Json, plan: Json) -> list[Edit]:
    """Edits of different cells that say what the plan has there."""
    people = [person["id"] for person in document["people"]]
    posts = [post["id"] for place in document["communities"] for post in place.get("posts", [])]
    shifts = [shift["id"] for shift in document["shifts"]]
    days = st.integers(0, document["horizon"]["days"] - 1)
    cells = draw(st.lists(st.tuples(st.sampled_from(people), days), max_size=4, unique=True))
    cells += draw(st.lists(st.sampled_from([(r["person"], r["day"]) for r in plan["roster"]]))) if (
        plan["roster"]
    ) else []  # fmt: skip
    spots = st.builds(Spot, st.sampled_from(shifts), st.sampled_from(posts)) if posts else st.none()
    edits = []
    for person, day in dict.fromkeys(cells):
        there = [r for r in plan["roster"] if (r["person"], r["day"]) == (person, day)]
        before = Spot(there[0]["shift"], there[0]["post"]) if there else None
        edits.append(Edit(person, day, before, draw(st.none() | spots)))
    return edits


@st.composite
def crowded(draw: Any) -> tuple[Json, Json]:
    """Five people in six days of three posts, most of them at work, and every rule in force."""
    document = worlds.world()
    days = document["horizon"]["days"] = 6
    document["rules"] |= {"max_consecutive_days": 3, "max_nights": 1, "max_shifts": 4}
    document["rules"]["mixed_experience"] = draw(st.sampled_from([None, 1, 2]))
    document["rules"]["first_secretary"] = True
    document["weights"] = {"night": 1, "weekend": 2, "isolated_on": 3, "target_shifts": 2}
    document["weights"] |= {"overtime": 1, "over_cover": 5, "fragment": 7, "hardship": 2}
    wanted = [(day, shift, kind) for day in range(days) for shift in "DN"
              for kind in ("gate", "key") if kind == "gate" or day < 5]  # fmt: skip
    for place in document["communities"]:
        place["posts"][0]["hardship"] = 1
        place["demand"] = [
            {"day": day, "shift": shift, "post_type": kind, "count": count}
            for day, shift, kind in wanted
            for count in [draw(st.integers(0, 3))]
        ]
    worlds.of(document, "c")["skills"] = worlds.of(document, "d")["skills"] = ["k"]
    for name, other in draw(st.lists(st.permutations("abcde").map(lambda five: five[:2]))):
        worlds.of(document, name)["apart" if name < "c" else "together"] = [other]
    posts = st.sampled_from(["c1-gate", "c1-gate", "c1-gate", "c1-other", "c1-key", "c2-gate"])
    cell = st.none() | st.tuples(st.sampled_from("DDEN"), posts)
    rows = [
        {"person": name, "day": day, "shift": spot[0], "post": spot[1]}
        for name in worlds.PEOPLE
        for day, spot in enumerate(draw(st.lists(cell, min_size=days, max_size=days)))
        if spot
    ]
    places = st.sampled_from(["c1", "c1", "c2"])
    sent = {name: draw(places) for name in worlds.PEOPLE}
    return document, worlds.plan(rows, assignment=sent, first_secretary={"c1": "a", "c2": "b"})


def said(findings: Any) -> Counter[str]:
    return Counter(
        f"{f.rule} {f.code} {json.dumps(dict(f.params), sort_keys=True)}" for f in findings
    )


@settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # these documents shrink too slowly
)
@given(st.data())
def test_a_judgement_of_anything_is_the_difference_of_two_checks_of_the_whole(data: Any) -> None:
    document = data.draw(documents())
    judged_as_the_whole_is(data.draw, document, data.draw(plans(document)))


@settings(max_examples=examples(100), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_judgement_in_a_crowd_is_the_difference_of_two_checks_of_the_whole(data: Any) -> None:
    judged_as_the_whole_is(data.draw, *data.draw(crowded()))


def judged_as_the_whole_is(draw: Any, document: Json, facts: Json) -> None:
    """Draw edits and hold what they are judged to do against two checks."""
    instance, plan = read_instance(document), read_plan(json.dumps(facts))
    edits = drawn_edits(draw, document, facts)
    people = [person["id"] for person in document["people"]]
    places = [place["id"] for place in document["communities"]]
    moves = draw(
        st.dictionaries(st.sampled_from(people), st.none() | st.sampled_from(places), max_size=2)
    )

    judged = judge(instance, plan, edits, moves=moves)

    whole_before = check_plan(document, facts)
    whole_after = check_plan(document, json.loads(msgspec.json.encode(judged.plan)))
    before, after = said(whole_before.violations), said(whole_after.violations)
    worse = [new for _, new in judged.changed]
    better = [old for old, _ in judged.changed]
    assert said([*judged.broken, *worse]) == after - before
    assert said([*judged.healed, *better]) == before - after
    grown = {change.term: change.amount for change in judged.terms}
    for term, value in whole_after.values.items():
        if not term.endswith("_objective"):
            there = whole_before.values[term]
            close = 1e-9 * max(1, abs(value), abs(there))
            assert math.isclose(grown.get(term, 0), value - there, rel_tol=1e-9, abs_tol=2 * close)
    short = {
        (s.community, s.day, s.shift, s.post_type): (s.wanted, s.present)
        for s in whole_after.shortages
    }
    for cell in judged.cover:
        found = short.get((cell.community, cell.day, cell.shift, cell.post_type))
        assert found == ((cell.wanted, cell.after) if cell.after < cell.wanted else None)
    assert {(c.post, c.day, c.shift) for c in judged.lone} == lone(judged.plan) - lone(plan)


def lone(plan: Any) -> set[tuple[str, int, str]]:
    crews: dict[tuple[str, int, str], set[str]] = {}
    for row in plan.roster:
        crews.setdefault((row.post, row.day, row.shift), set()).add(row.person)
    return {crew for crew, people in crews.items() if len(people) == 1}


@pytest.fixture
def small() -> tuple[Any, Any]:
    """Five people; a and b work the day shift of days 0 to 2 at the gate."""
    document = worlds.world()
    for day in range(4):
        document["communities"][0]["demand"] += [
            {"day": day, "shift": shift, "post_type": "gate", "count": 2} for shift in "DN"
        ]
    plan = worlds.plan(worlds.rows("ab", [(0, "D"), (1, "D"), (2, "D")]))
    return read_instance(document), read_plan(json.dumps(plan))


def test_an_edit_that_breaks_rest_and_leaves_somebody_alone_says_both(small):
    instance, plan = small

    judged = judge(instance, plan, [Edit("a", 1, Spot("D"), Spot("N", "c1-other"))])

    assert sorted(finding.sentence for finding in judged.broken) == [
        "a rests 0 h, not 11, between shift N of day 1 and shift D of day 2.",
        "c1-gate has a crew of 1 on day 1, shift D; 2 is the least.",
        "c1-other has a crew of 1 on day 1, shift N; 2 is the least.",
    ]
    assert [(crew.post, crew.before, crew.after) for crew in judged.lone] == [
        ("c1-gate", ("a", "b"), ("b",)),
        ("c1-other", (), ("a",)),
    ]
    assert [(c.shift, c.wanted, c.before, c.after) for c in judged.cover] == [
        ("D", 2, 2, 1),
        ("N", 2, 0, 1),
    ]
    assert not judged.legal


def test_a_crew_that_is_put_together_again_is_healed(small):
    instance, plan = small
    alone = judge(instance, plan, [Edit("a", 2, Spot("D"), None)]).plan

    judged = judge(instance, alone, [Edit("c", 2, None, Spot("D", post_type="gate"))])

    assert judged.rows[0].post == "c1-gate"  # where one alone needs a second
    assert [finding.code for finding in judged.healed] == ["crew"]
    assert judged.legal
    assert {change.term: change.price for change in judged.terms}["under_cover"] == -1000
    assert judged.plan.meta["edited"] == 2


def test_a_breach_that_only_grows_is_one_breach_that_changed(small):
    instance, _ = small
    cells = [(day, "D") for day in range(7)]
    plan = read_plan(json.dumps(worlds.plan(worlds.rows("ab", cells))))

    judged = judge(instance, plan, [Edit("a", 7, None, Spot("D", "c1-gate"))])

    assert [(old.params["found"], new.params["found"]) for old, new in judged.changed] == [(7, 8)]
    assert [finding.code for finding in judged.broken] == ["crew"]
    assert not judged.legal


def test_somebody_of_the_reserve_is_moved_and_works(small):
    instance, plan = small
    gone = judge(instance, plan, [], moves={"e": None}).plan

    judged = judge(instance, gone, [Edit("e", 0, None, Spot("D", "c1-gate"))], moves={"e": "c1"})

    assert judged.legal
    assert judged.plan.assignment["e"] == "c1"
    assert [f.code for f in judge(instance, gone, [Edit("e", 0, None, Spot("D", "c1-gate"))]).broken
            ] == ["not_assigned"]  # fmt: skip


def test_edits_that_make_no_sense_are_refused_all_at_once(small):
    instance, plan = small
    spot = Spot("D", "c1-gate")

    with pytest.raises(InstanceFaults) as refused:
        judge(
            instance,
            plan,
            [
                Edit("a", 0, Spot("N"), None),
                Edit("c", 0, spot, None),
                Edit("nobody", 99, None, Spot("X", "")),
                Edit("c", 0, None, Spot("E", post_type="key")),
            ],
            moves={"b": "nowhere"},
        )

    assert [(fault.path, fault.code) for fault in refused.value.faults] == [
        ("moves.b", "no_community"),
        ("edits[0]", "stale"),
        ("edits[1]", "stale"),
        ("edits[2].day", "day_outside"),
        ("edits[2].person", "no_person"),
        ("edits[2].after.shift", "no_shift"),
        ("edits[2].after.post", "empty_text"),
        ("edits[3].after", "no_post_open"),
    ]


def test_a_swap_is_two_edits_and_the_plan_in_force_stays(small):
    instance, plan = small
    before = msgspec.json.encode(plan)
    desk = Desk(instance, plan)

    judged = desk.judge([Edit("a", 0, Spot("D"), None), Edit("c", 0, None, Spot("D"))])

    assert judged.legal
    assert {row.person for row in judged.plan.roster if row.day == 0} == {"b", "c"}
    assert msgspec.json.encode(plan) == before
