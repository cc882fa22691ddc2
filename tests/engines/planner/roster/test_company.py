"""Crews and who is with whom: no plan breaks a rule that a shift left open would keep."""

import json
from itertools import product
from typing import Any

import msgspec
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.planner.samples import Json
from tests.examples import examples

from muster.engines.planner.fanout import Inline
from muster.engines.planner.reading import read_instance
from muster.engines.planner.roster.dealing import AWAY, Hand, deal
from muster.engines.planner.solve import solve
from muster.engines.planner.validate import check_plan
from muster.engines.planner.validate.report import Report

PAIRS = st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(lambda pair: pair[0] != pair[1])


@st.composite
def hands(draw: Any) -> Hand:
    """Four members of one shift at up to three posts."""
    posts = list(range(10, 10 + draw(st.integers(1, 3))))
    few = st.integers(0, 3)
    return Hand(
        posts=posts,
        crew=[draw(st.integers(1, 3)) for _ in posts],
        costs=np.array([[float(draw(few)) for _ in posts] for _ in range(4)]),
        fixed=[draw(st.sampled_from([None, None, None, *posts])) for _ in range(4)],
        seasoned=np.array([draw(st.sampled_from([True, True, False])) for _ in range(4)]),
        together=draw(st.lists(PAIRS | st.tuples(st.integers(0, 3), st.just(AWAY)), max_size=1)),
        apart=draw(st.lists(PAIRS, max_size=2)),
    )


def kept(hand: Hand, where: tuple[int, ...]) -> bool:
    """Try every rule by name."""
    for post, least in zip(hand.posts, hand.crew, strict=True):
        crew = [i for i, at in enumerate(where) if at == post]
        if crew and (len(crew) < least or not any(hand.seasoned[i] for i in crew)):
            return False
    for i, j in hand.together:
        if where[i] != AWAY and (j == AWAY or where[j] != where[i]):
            return False
    if any(where[i] == where[j] != AWAY for i, j in hand.apart):
        return False
    return all(at in (AWAY, lock or at) for at, lock in zip(where, hand.fixed, strict=True))


@settings(max_examples=examples(60), deadline=None)
@given(hands())
def test_a_shift_is_dealt_to_as_many_as_rules_allow(hand: Hand) -> None:
    def locks(where: tuple[int, ...]) -> int:
        return sum(lock == at for at, lock in zip(where, hand.fixed, strict=True))

    def worth(where: tuple[int, ...]) -> tuple[int, int, float]:
        costs = [hand.costs[i, hand.posts.index(at)] for i, at in enumerate(where) if at != AWAY]
        return locks(where), sum(at != AWAY for at in where), -float(sum(costs))

    dealt = tuple(deal(hand))
    every = [w for w in product([AWAY, *hand.posts], repeat=4) if kept(hand, w)]
    assert kept(hand, dealt)
    assert worth(dealt) == max(map(worth, every))
    whole = product(hand.posts, repeat=4)
    assert all(hand.keeps(where) == kept(hand, where) for where in whole)


def one_place(people: list[Json], posts: list[tuple[int, str]], **rules: Any) -> Json:
    """One day and shift at one place; `posts` are least crews and types."""
    names = [f"p{i}" for i in range(len(people))]
    base = {"unit": "u", "x_km": 0.0, "y_km": 0.0, "skills": []}
    kinds = sorted({kind for _, kind in posts})
    return {
        "schema": "muster-plan-input/1",
        "id": "crews",
        "horizon": {"start_date": "2020-02-17", "days": 2},
        "shifts": [{"id": "D", "start": "08:00", "end": "20:00"}],
        "post_types": [{"id": kind} for kind in kinds],
        "rules": rules,
        "weights": {"under_cover": 1000},
        "communities": [
            {
                "id": "c", "subdistrict": "s", "x_km": 0.0, "y_km": 0.0,
                "posts": [
                    {"id": f"c{i}", "type": kind, "crew_min": crew,
                     "hours_pattern": {"shifts": ["D"]}}
                    for i, (crew, kind) in enumerate(posts)
                ],
                "demand": [
                    {"day": day, "shift": "D", "post_type": kind,
                     "count": sum(crew for crew, of in posts if of == kind)}
                    for kind in kinds for day in range(2)
                ],
            }
        ],
        "units": [{"id": "u", "people": names}],
        "people": [
            {"id": name, **base, **person} for name, person in zip(names, people, strict=True)
        ],
    }  # fmt: skip


def planned(document: Json) -> Report:
    instance = read_instance(json.dumps(document).encode())
    plan = solve(instance, effort=0.02, prove=False, engine=Inline())
    return check_plan(document, msgspec.to_builtins(plan))


def test_people_apart_do_not_share_a_shift_that_has_a_crew_for_one_post_only() -> None:
    people: list[Json] = [{"apart": ["p1"]}, {}, {}, {}]
    report = planned(one_place(people, [(2, "g"), (3, "g")], min_crew=2))
    assert report.findings == ()
    assert report.values["under_cover"] == 4  # three of the five are there each day


def test_two_crews_for_people_apart_need_two_who_know_the_work() -> None:
    people: list[Json] = [{"apart": ["p1"], "history": {"shifts": 9}}, {}, {}, {}]
    report = planned(one_place(people, [(2, "g"), (2, "g")], min_crew=2, mixed_experience=1))
    assert report.findings == ()


PERSON = st.fixed_dictionaries(
    {},
    optional={
        "history": st.builds(lambda shifts: {"shifts": shifts}, st.integers(0, 2)),
        "apart": st.lists(st.sampled_from(["p0", "p1", "p2"]), max_size=2, unique=True),
    },
)


@settings(max_examples=examples(25), deadline=None)
@given(
    st.lists(PERSON, min_size=4, max_size=6),
    st.lists(st.tuples(st.integers(2, 3), st.sampled_from("gk")), min_size=1, max_size=3),
    st.sampled_from([None, 1, 2]),
)
def test_every_plan_keeps_the_rules_of_crews(
    people: list[Json], posts: list[tuple[int, str]], experience: int | None
) -> None:
    for i, person in enumerate(people):
        person["apart"] = [name for name in person.get("apart", []) if name != f"p{i}"]
    report = planned(one_place(people, posts, min_crew=2, mixed_experience=experience))
    assert report.findings == ()
