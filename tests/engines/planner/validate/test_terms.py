"""Objective terms, sums, fairness and shortages against values worked out by hand."""

import itertools
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.planner.samples import Json, example, example_plan
from tests.engines.planner.validate.worlds import PEOPLE, of, plan, rows, world

from muster.engines.planner.validate import Report, check_plan
from muster.engines.planner.validate.metrics import gini, jain


def values(document: Json, *parts: list[Json], **changes: object) -> dict[str, float]:
    return dict(check_plan(document, plan(*parts, **changes)).values)


def demand(document: Json, *cells: tuple[int, str, str, int], community: int = 0) -> None:
    document["communities"][community]["demand"] = [
        {"day": day, "shift": shift, "post_type": kind, "count": count}
        for day, shift, kind, count in cells
    ]


def test_under_cover_counts_the_missing_by_the_weight_of_the_type() -> None:
    document = world()
    demand(document, (0, "D", "gate", 5), (0, "E", "gate", 2), (1, "D", "key", 3))
    staffed = [rows("abc", [(0, "D")]), rows("de", [(0, "E")])]
    found = check_plan(document, plan(*staffed))
    assert found.values["under_cover"] == 2 + 3 * 2
    assert found.values["over_cover"] == 0
    assert [(s.day, s.shift, s.post_type, s.missing) for s in found.shortages] == [
        (0, "D", "gate", 2),
        (1, "D", "key", 3),
    ]
    assert found.missing == 5


def test_over_cover_counts_where_nobody_is_wanted_too() -> None:
    document = world()
    demand(document, (0, "D", "gate", 2))
    assert values(document, rows("abc", [(0, "D")]))["over_cover"] == 1
    assert values(document, rows("abc", [(1, "D")]))["over_cover"] == 3
    assert values(document, rows("abc", [(1, "D")]))["under_cover"] == 2
    assert values(document, rows("ab", [(0, "D")]))["over_cover"] == 0


def test_posts_of_one_type_are_counted_together_and_communities_apart() -> None:
    document = world()
    demand(document, (0, "D", "gate", 4))
    demand(document, (0, "D", "gate", 2), community=1)
    both = [rows("ab", [(0, "D")]), rows("cd", [(0, "D")], "c1-other")]
    found = check_plan(document, plan(*both))
    assert found.values["under_cover"] == 2
    assert found.by_community["c1"]["under_cover"] == 0
    assert found.by_community["c2"]["under_cover"] == 2


@pytest.mark.parametrize(("nights", "amount"), [(0, 0), (1, 0), (2, 1), (3, 3), (5, 10)])
def test_night_is_convex_in_the_nights_of_a_person(nights: int, amount: int) -> None:
    cells = [(2 * night, "N") for night in range(nights)]
    assert values(world(), rows("a", cells))["night"] == amount
    assert values(world(), rows("ab", cells))["night"] == 2 * amount


def test_weekend_goes_by_the_day_on_which_a_shift_starts() -> None:
    friday_night, saturday, sunday_night, monday = (4, "N"), (5, "D"), (6, "N"), (7, "E")
    assert values(world(), rows("a", [friday_night, saturday, monday]))["weekend"] == 0
    assert values(world(), rows("a", [saturday, sunday_night]))["weekend"] == 1
    assert values(world(), rows("a", [saturday, sunday_night, (12, "D")]))["weekend"] == 3


@pytest.mark.parametrize(("shifts", "amount"), [(3, 0), (4, 1), (5, 3), (7, 10)])
def test_overtime_counts_shifts_above_the_target(shifts: int, amount: int) -> None:
    document = world()
    document["weights"]["target_shifts"] = 3
    cells = [(day, "D") for day in range(shifts)]
    assert values(document, rows("a", cells))["overtime"] == amount


@pytest.mark.parametrize(
    ("worked", "last_shift", "on", "off"),
    [
        ([3], None, 1, 0),
        ([3, 4], None, 0, 0),
        ([3, 5], None, 2, 1),
        ([0], None, 1, 0),
        ([0], "D", 0, 0),
        ([1], None, 1, 0),
        ([1], "D", 1, 1),
        ([12], None, 1, 0),
        ([13], None, 0, 0),
        ([11, 13], None, 1, 1),
        ([11, 12], None, 0, 0),
        ([12, 13], None, 0, 0),
        ([0, 1, 3, 4], None, 0, 1),
        ([], "D", 0, 0),
    ],
)
def test_isolated_days_with_the_day_before_known_and_the_day_after_not(
    worked: list[int], last_shift: str | None, on: int, off: int
) -> None:
    document = world()
    of(document, "a")["history"]["last_shift"] = last_shift
    found = values(document, rows("a", [(day, "D") for day in worked]))
    assert (found["isolated_on"], found["isolated_off"]) == (on, off)


def test_a_horizon_of_one_day_isolates_nothing() -> None:
    document = world()
    document["horizon"]["days"] = 1
    found = values(document, rows("a", [(0, "D")]))
    assert (found["isolated_on"], found["isolated_off"]) == (0, 0)


@pytest.mark.parametrize(
    ("shift", "want", "worked", "unmet"),
    [
        (None, False, "D", 3),
        (None, False, None, 0),
        ("E", False, "D", 0),
        ("E", False, "E", 3),
        (None, True, None, 3),
        (None, True, "N", 0),
        ("E", True, "D", 3),
        ("E", True, "E", 0),
        ("E", True, None, 3),
    ],
)
def test_requests_that_are_not_met_cost_their_weight(
    shift: str | None, want: bool, worked: str | None, unmet: int
) -> None:
    document = world()
    request = {"day": 6, "shift": shift, "want": want, "weight": 3}
    of(document, "a")["requests"] = [request]
    cells = [(6, worked)] if worked else []
    assert values(document, rows("a", cells))["request"] == unmet


def test_a_request_without_a_weight_weighs_one_and_one_of_the_reserve_counts() -> None:
    document = world()
    of(document, "a")["requests"] = [{"day": 6, "want": True}, {"day": 7, "want": False}]
    reserve = check_plan(document, plan(assignment=dict.fromkeys("bcde", "c1")))
    assert reserve.values["request"] == 1
    assert sum(place["request"] for place in reserve.by_community.values()) == 0


def test_fragments_are_units_kept_together_by_community() -> None:
    document = world()
    document["units"][0]["people"] = ["a", "b", "c"]
    document["units"].append({**document["units"][0], "id": "v", "people": ["d", "e"]})
    for name in "de":
        of(document, name)["unit"] = "v"
    split = {"a": "c1", "b": "c2", "c": "c2", "d": "c1", "e": "c2"}
    found = check_plan(document, plan(assignment=split))
    assert found.values["fragment"] == 4
    assert {name: place["fragment"] for name, place in found.by_community.items()} == {
        "c1": 2,
        "c2": 2,
    }
    document["units"][1]["keep_together"] = False
    assert values(document, assignment=split)["fragment"] == 2


def test_commute_is_straight_and_counts_once_for_everybody_assigned() -> None:
    document = world()
    of(document, "b").update(x_km=3.0, y_km=4.0)
    assert values(document, assignment={"a": "c1", "b": "c1", "c": "c2"})["commute_km"] == 10


def test_hardship_is_convex_in_the_sum_over_shifts() -> None:
    document = world()
    document["communities"][0]["posts"][0]["hardship"] = 1.5
    cells = [(0, "D"), (1, "D"), (2, "D")]
    assert values(document, rows("a", cells))["hardship"] == 4.5 * 3.5 / 2
    assert values(document, rows("a", cells, "c1-other"))["hardship"] == 0
    document["communities"][0]["posts"][0]["hardship"] = 0.5
    assert values(document, rows("a", cells[:1]))["hardship"] == 0


def test_the_two_sums_and_the_default_weights() -> None:
    document = world()
    demand(document, (0, "D", "gate", 3))
    of(document, "a")["requests"] = [{"day": 0, "want": False, "weight": 2}]
    found = values(document, rows("ab", [(0, "D")]))
    assert found["roster_objective"] == 1000 + 2
    assert found["assign_objective"] == 0
    document["weights"] = {
        "under_cover": 10, "over_cover": 7, "isolated_on": 2, "request": 0.5, "fragment": 20,
        "commute_km": 2, "hardship": 9,
    }  # fmt: skip
    document["communities"][0]["posts"][0]["hardship"] = 5
    found = values(document, rows("ab", [(0, "D")]))
    assert found["roster_objective"] == 10 + 2 * 2 + 0.5 * 2
    assert found["assign_objective"] == 20 + 2 * 25


def test_communities_add_up_to_the_whole() -> None:
    document = world()
    demand(document, (0, "D", "gate", 4), (3, "N", "gate", 2))
    document["weights"] |= {"night": 1, "commute_km": 1, "fragment": 3, "isolated_on": 2}
    found = check_plan(
        document,
        plan(
            rows("ab", [(0, "D"), (2, "N"), (3, "N")]),
            rows("de", [(1, "E")], "c2-gate"),
            assignment={**dict.fromkeys("abc", "c1"), "d": "c2", "e": "c2"},
        ),
    )
    for name, value in found.values.items():
        places = [place[name] for place in found.by_community.values()]
        assert math.isclose(sum(places), value)


def spreads(document: Json, *parts: list[Json], **changes: object) -> Report:
    return check_plan(document, plan(*parts, **changes))


def test_fairness_of_nights_is_among_those_who_may() -> None:
    document = world()
    of(document, "c")["excluded_shifts"] = ["N"]
    of(document, "d")["age"] = 60
    of(document, "e")["limits"] = {"max_nights": 0}
    nights = spreads(document, rows("a", [(0, "N"), (1, "N")])).spreads["nights"]
    assert (nights.people, nights.total, nights.max_min) == (2, 2, 2)
    assert nights.gini == 0.5
    assert nights.jain == 0.5


def test_hours_per_available_day() -> None:
    document = world()
    of(document, "a")["leave"] = [[0, 6]]
    of(document, "b")["availability"] = {"weekdays": [0]}
    of(document, "c")["leave"] = [[0, 13]]
    of(document, "a")["history"]["hours"] = -4
    report = spreads(document, rows("ab", [(7, "D")]), assignment=dict.fromkeys("abc", "c1"))
    per_day = report.spreads["hours_per_day"]
    assert (per_day.people, per_day.least, per_day.most) == (2, 8 / 7, 8 / 2)
    assert report.spreads["hours"].total == 16
    carried = report.spreads["hours_carried"]
    assert (carried.least, carried.most, carried.gini) == (0, 8, pytest.approx(4 / 9))


def test_an_even_load_and_no_load_are_even() -> None:
    for cells in ([], [(0, "D"), (3, "N")]):
        report = spreads(world(), rows("".join(PEOPLE), cells))
        for name in ("nights", "weekends", "hours"):
            assert report.spreads[name].gini == pytest.approx(0)
            assert report.spreads[name].jain == pytest.approx(1)
            assert report.spreads[name].max_min == 0
    assert check_plan(world(), plan(assignment={})).spreads == {}


@given(st.lists(st.integers(0, 50), min_size=1, max_size=12))
def test_gini_and_jain_are_those_of_the_textbook(numbers: list[int]) -> None:
    number, total = len(numbers), sum(numbers)
    pairs = sum(abs(one - other) for one, other in itertools.product(numbers, repeat=2))
    assert gini(numbers) == pytest.approx(pairs / (2 * number * total) if total else 0)
    squares = sum(x * x for x in numbers)
    assert jain(numbers) == pytest.approx(total**2 / (number * squares) if total else 1)
    assert gini([*numbers, -1]) is None
    assert jain([*numbers, -1]) is None


def test_figures_count_posts_and_crews_of_one() -> None:
    document = world()
    of(document, "a")["home_community"] = "c1"
    report = spreads(
        document,
        rows("ab", [(0, "D"), (1, "D")]),
        rows("a", [(2, "D")], "c1-other"),
        assignment=dict.fromkeys("abc", "c1"),
    )
    assert report.figures == {
        "people": 5, "assigned": 3, "reserve": 2, "working": 2, "shifts": 5, "crews": 3,
        "crews_of_one": 1, "distinct_posts_mean": 1.5, "distinct_posts_most": 2,
        "in_home_community": 1,
    }  # fmt: skip


def test_the_example_of_the_format_is_legal_and_its_claims_hold() -> None:
    report = check_plan(example(), example_plan())
    assert report.findings == ()
    assert [(bound.name, bound.community, bound.value) for bound in report.bounds] == [
        ("fragment", "", 1),
        ("roster_objective", "c1", 2),
    ]
    assert [bound.gap for bound in report.bounds] == [0, 1]
    document = json.loads(json.dumps(report.document()))
    assert document["legal"] is True
    assert document["bounds"][1]["gap"] == 1


@pytest.mark.parametrize(
    ("meta", "codes"),
    [
        ({}, []),
        ({"objective_terms": {"night": 0, "fragment": 1.0000001}}, []),
        ({"objective_terms": {"night": 1}}, ["claim"]),
        ({"objective_terms": {"nigth": 1}}, ["claim_unknown"]),
        ({"objective_terms": {"changed_cell": 1}}, []),
        ({"objective_terms": {"night": None}}, ["claim_unclear"]),
        ({"objective_terms": {"night": float("nan")}}, ["claim_unclear"]),
        ({"objective_terms": []}, []),
        ({"lower_bounds": {"fragment": {"value": 1}}}, []),
        ({"lower_bounds": {"fragment": {"value": 1.1}}}, ["bound"]),
        ({"lower_bounds": {"fragment": 1}}, ["claim_unclear"]),
        ({"lower_bounds": {"roster_objective": {"value": 0.5}}}, ["bound"]),
        ({"lower_bounds": {"by_community": {"c2": {"fragment": {"value": 0}}}}}, []),
        ({"lower_bounds": {"by_community": {"c2": {"fragment": {"value": 1}}}}}, ["bound"]),
        (
            {"lower_bounds": {"by_community": {"c9": {"fragment": {"value": 1}}}}},
            ["claim_of_no_community"],
        ),
    ],
)
def test_claims_are_compared_and_break_no_rule(meta: Json, codes: list[str]) -> None:
    report = check_plan(world(), plan(meta=meta))
    assert [finding.code for finding in report.findings] == codes
    assert all(finding.sentence for finding in report.findings)
    assert report.legal
    assert all(bound.bound <= bound.value + 1e-6 for bound in report.bounds)
