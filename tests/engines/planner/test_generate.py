"""The generator draws the places of the reports, the same ones every time."""

import json
import time
from collections import Counter

import msgspec
import pytest

from muster.engines.planner.cases import CASES
from muster.engines.planner.cases.shifts import PATTERNS
from muster.engines.planner.generate import generate
from muster.engines.planner.reading import read_instance

FIGURES = {  # people, units, communities, subdistricts, points: as the reports state them
    "heping": (3224, 106, 64, 6, 430),
    "cangzhou": (79700, 1957, 1187, 160, 10600),
    "panji": (835, 59, 24, 1, 72),
    "jingkai": (208, 3, 121, 5, 121),
    "youth": (247, 14, 46, 8, 46),
}


def demand(instance: dict) -> int:
    return sum(row["count"] for community in instance["communities"] for row in community["demand"])


@pytest.mark.parametrize("case", FIGURES)
def test_a_place_has_the_figures_of_its_report_and_is_drawn_within_a_minute(case: str) -> None:
    begun = time.process_time()
    instance = generate(case, 1)
    point, places = CASES[case].point_type, instance["communities"]
    assert FIGURES[case] == (
        len(instance["people"]),
        len(instance["units"]),
        len(places),
        len({community["subdistrict"] for community in places}),
        sum(post["type"] == point for place in places for post in place["posts"]),
    )
    assert time.process_time() - begun < 60


def test_heping_declares_parts_that_do_not_add_up() -> None:
    instance = generate("heping", 1)
    levels = Counter()
    for unit in instance["units"]:
        levels[unit["level"]] += len(unit["people"])
    assert levels == {"city": 720, "district": 1775, "subdistrict": 729}
    assert instance["declared"] == {
        "people": 3224,
        "by_level": {"city": 720, "district": 1775, "subdistrict": 749},
    }
    assert "declared" not in generate("heping", 1, scale=0.5)


def test_heping_mans_every_point_by_day_seven_in_ten_at_evening_and_two_at_night() -> None:
    rows = [
        row
        for community in generate("heping", 3)["communities"]
        for row in community["demand"]
        if row["day"] == 5 and row["post_type"] == "gate"
    ]
    found = Counter()
    for row in rows:
        found[row["shift"]] += row["count"]
    assert found["D"] == 860
    assert found["N"] == 128
    assert found["E"] == pytest.approx(602, rel=0.05)


def test_heping_has_what_makes_it_hard() -> None:
    instance = read_instance(generate("heping", 2))
    people = instance.people
    opted = [person.age for person in people if person.night_opt_in]
    assert len(opted) == 9
    assert min(opted) > 50
    assert all(unit.allowed_subdistricts for unit in instance.units if unit.level == "subdistrict")
    assert {unit.min_team for unit in instance.units} == {3}
    assert 64 < sum(person.lead for person in people) < 400
    assert 200 < sum("key_person" in person.skills for person in people) < 500
    assert any(person.history.last_shift for person in people)
    assert any(person.leave for person in people)
    assert any(person.requests for person in people)
    assert any(person.excluded_shifts for person in people)
    assert max(abs(person.x_km) for person in people) > 30


def test_jingkai_sends_three_units_of_very_different_size() -> None:
    instance = generate("jingkai", 1)
    assert [len(unit["people"]) for unit in instance["units"]] == [186, 11, 11]
    assert instance["rules"]["first_secretary"] is False


def test_panji_has_thirty_one_groups_and_five_people_a_day_at_one_checkpoint() -> None:
    instance = generate("panji", 1)
    assert len({unit["group"] for unit in instance["units"]}) == 31
    rows = [
        row
        for community in instance["communities"]
        for row in community["demand"]
        if row["post_type"] == "checkpoint"
    ]
    assert sum(row["count"] for row in rows) == 5 * 14


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, marks=[pytest.mark.long] * (case == "cangzhou")) for case in FIGURES],
)
@pytest.mark.parametrize("shifts", PATTERNS)
def test_every_case_and_pattern_reads_without_a_fault(case: str, shifts: str) -> None:
    document = generate(case, 7, 0.9, shifts)
    read_instance(json.dumps(document))
    for community in document["communities"]:
        assert all(row["count"] >= 2 for row in community["demand"])


@pytest.mark.parametrize("shifts", PATTERNS)
@pytest.mark.parametrize("utilisation", [0.85, 0.9, 0.97])
def test_demand_is_as_high_as_asked(shifts: str, utilisation: float) -> None:
    instance = generate("heping", 4, utilisation, shifts)
    cap = 3224 * instance["rules"]["max_shifts"]
    assert demand(instance) / cap == pytest.approx(utilisation, rel=0.01)


@pytest.mark.parametrize("case", ["heping", "panji", "cangzhou"])
def test_the_scarce_skill_is_scarce_and_not_short(case: str) -> None:
    instance = read_instance(generate(case, 5, 0.97, scale=0.1 if case == "cangzhou" else 1.0))
    needed = {kind.id for kind in instance.post_types if kind.skills}
    wanted = sum(
        row.count
        for place in instance.communities
        for row in place.demand
        if row.post_type in needed
    )
    skilled = sum(bool(person.skills) for person in instance.people)
    assert 0.4 < wanted / (skilled * 12) < 0.9


def test_the_same_arguments_give_the_same_bytes() -> None:
    once, again, other = (
        msgspec.json.encode(generate("heping", seed, 0.9, "4x6", scale=0.1)) for seed in (1, 1, 2)
    )
    assert once == again
    assert once != other


def test_the_hash_in_meta_is_that_of_the_rest() -> None:
    documents = [generate("youth", seed) for seed in (1, 1, 2)]
    hashes = [document["meta"]["generator"]["sha256"] for document in documents]
    assert hashes[0] == hashes[1] != hashes[2]
    assert documents[0]["meta"]["generator"]["version"] == 1


def test_a_scale_cuts_everything_alike() -> None:
    instance = read_instance(generate("cangzhou", 1, scale=0.01))
    assert len(instance.communities) == 12
    assert len(instance.people) == pytest.approx(797, abs=2)


@pytest.mark.parametrize(
    "wrong",
    [
        ("nowhere", 1, 0.9, "3x8", 1.0),
        ("youth", 1, 0.9, "5x5", 1.0),
        ("youth", 1, 0.0, "3x8", 1.0),
        ("youth", 1, float("nan"), "3x8", 1.0),
        ("youth", -1, 0.9, "3x8", 1.0),
        ("youth", 1, 0.9, "3x8", 2.0),
    ],
)
def test_arguments_out_of_range_are_refused(wrong: tuple) -> None:
    with pytest.raises(ValueError, match=r"no case|no pattern|lies in"):
        generate(*wrong)
