"""A tiny case for each personal rule that breaks only it, and a neighbour that does not."""

import pytest
from tests.engines.planner.samples import Json
from tests.engines.planner.validate.worlds import of, plan, rows, world

from muster.engines.planner.reading import read_instance
from muster.engines.planner.validate import check_plan


def codes(document: Json, *parts: list[Json]) -> list[str]:
    """Codes found for a plan in which `a` and `b` work the rows; of `a` alone where both break."""
    read_instance(document)
    report = check_plan(document, plan(*parts))
    assert all(finding.sentence for finding in report.findings)
    return [finding.code for finding in report.findings if finding.params.get("person") != "b"]


def days(since: int, to: int, shift: str = "D") -> list[tuple[int, str]]:
    return [(day, shift) for day in range(since, to + 1)]


def work(document: Json, cells: list[tuple[int, str]]) -> list[str]:
    return codes(document, rows("ab", cells))


def test_an_ordinary_roster_breaks_nothing() -> None:
    assert work(world(), [(0, "D"), (1, "E"), (2, "N"), (3, "N"), (5, "D")]) == []


def test_rule_1_one_shift_a_day() -> None:
    document = world()
    document["shifts"][0]["end"] = "10:00"
    assert work(document, [(0, "D"), (0, "N")]) == ["two_shifts"]
    assert work(document, [(0, "D"), (1, "N")]) == []


def test_rule_1_two_posts_in_one_shift_are_two_rows_too_many() -> None:
    found = codes(world(), rows("ab", [(0, "D")]), rows("ac", [(0, "D")], "c1-other"))
    assert "two_shifts" in found
    twice = check_plan(world(), plan(rows("aab", [(0, "D")])))
    assert "two_shifts" in [finding.code for finding in twice.findings]


@pytest.mark.parametrize(
    ("first", "second", "legal"),
    [
        ("E", "D", False),  # 22:00 to 06:00
        ("N", "D", False),  # 06:00 to 06:00
        ("N", "E", False),  # 06:00 to 14:00, both on the second day
        ("N", "N", True),
        ("D", "D", True),
        ("E", "N", True),
    ],
)
def test_rule_2_rest_on_the_clock_across_midnight(first: str, second: str, legal: bool) -> None:
    assert work(world(), [(0, first), (1, second)]) == ([] if legal else ["rest"])


@pytest.mark.parametrize("lifted", ["absent", "null", "own", "nothing"])
@pytest.mark.parametrize(("end", "legal"), [("08:00", False), ("06:01", False), ("06:00", True)])
def test_two_shifts_at_one_time_are_found_where_no_rest_is_asked_for(
    lifted: str, end: str, legal: bool
) -> None:
    """A night that ends as the day begins is legal then, one that still goes on never is."""
    document = world()
    document["shifts"][2]["end"] = end
    rest = {"null": None, "nothing": 0}
    if lifted in rest:
        document["rules"]["min_rest_hours"] = rest[lifted]
    elif lifted == "absent":
        del document["rules"]["min_rest_hours"]
    else:
        for name in "ab":
            of(document, name)["limits"] = {"min_rest_hours": None}
    assert work(document, [(0, "N"), (1, "D")]) == ([] if legal else ["rest"])
    for name in "ab":
        history = {"last_shift": "N", "consecutive_days": 1, "consecutive_nights": 1, "hours": 0}
        of(document, name)["history"] = history
    assert work(document, [(0, "D")]) == ([] if legal else ["rest"])


@pytest.mark.parametrize(("start", "legal"), [("09:00", True), ("08:59", False)])
def test_rule_2_exactly_enough_rest_is_enough(start: str, legal: bool) -> None:
    document = world()
    document["shifts"][0]["start"] = start
    assert work(document, [(0, "E"), (1, "D")]) == ([] if legal else ["rest"])


def test_rule_2_rest_across_the_edge_of_the_horizon() -> None:
    document = world()
    of(document, "a")["history"] |= {"last_shift": "E", "consecutive_days": 1}
    assert work(document, [(0, "D")]) == ["rest"]
    assert work(document, [(0, "E")]) == []
    of(document, "a")["history"]["last_shift"] = "N"
    assert work(document, [(0, "E")]) == ["rest"]


def test_rule_2_a_handover_shortens_the_rest() -> None:
    document = world()
    document["shifts"][0]["start"] = "09:00"
    document["shifts"][1]["handover_minutes"] = 1
    assert work(document, [(0, "E"), (1, "D")]) == ["rest"]


def test_rule_2_own_limits_come_first_and_null_lifts_the_rule() -> None:
    document = world()
    of(document, "a")["limits"] = {"min_rest_hours": 8}
    assert work(document, [(0, "E"), (1, "D")]) == []
    of(document, "a")["limits"] = {"min_rest_hours": None}
    assert work(document, [(0, "E"), (1, "D")]) == []
    of(document, "a")["limits"] = {"max_nights": 1}
    assert work(document, [(0, "E"), (1, "D")]) == ["rest"]
    document["rules"]["min_rest_hours"] = None
    assert work(document, [(0, "E"), (1, "D")]) == []


SPRING = ("2020-03-23", "09:00")  # 11 h by the wall, 10 on the clock; day 6 is the Sunday
AUTUMN = ("2020-10-19", "08:00")  # 10 h by the wall, 11 on the clock


@pytest.mark.parametrize(
    ("season", "zone", "legal"),
    [
        (SPRING, None, True),
        (SPRING, "Europe/Berlin", False),
        (SPRING, "Asia/Shanghai", True),
        (AUTUMN, None, False),
        (AUTUMN, "Europe/Berlin", True),
        (AUTUMN, "Asia/Shanghai", False),
    ],
)
def test_rule_2_a_clock_change_counts(
    season: tuple[str, str], zone: str | None, legal: bool
) -> None:
    document = world()
    document["horizon"] |= {"start_date": season[0], "timezone": zone}
    document["shifts"][0]["start"] = season[1]
    assert work(document, [(5, "E"), (6, "D")]) == ([] if legal else ["rest"])
    assert work(document, [(4, "E"), (5, "D")]) == ([] if season is SPRING else ["rest"])


@pytest.mark.parametrize(
    ("start", "zone", "hours"),
    [
        ("2020-03-23", None, 8),
        ("2020-03-23", "Europe/Berlin", 7),
        ("2020-10-19", "Europe/Berlin", 9),
    ],
)
def test_rule_4_a_night_of_a_clock_change_is_an_hour_shorter_or_longer(
    start: str, zone: str | None, hours: int
) -> None:
    document = world()
    document["horizon"] |= {"start_date": start, "timezone": zone}
    document["rules"]["max_hours"] = hours
    assert work(document, [(5, "N")]) == []
    document["rules"]["max_hours"] = hours - 0.5
    assert work(document, [(5, "N")]) == ["max_hours"]


def test_rule_3_days_in_a_row() -> None:
    assert work(world(), days(0, 5)) == []
    assert work(world(), days(0, 6)) == ["consecutive_days"]
    assert work(world(), days(0, 2) + days(4, 9)) == []
    assert work(world(), days(8, 13)) == []


def test_rule_3_a_run_is_noted_once() -> None:
    report = check_plan(world(), plan(rows("ab", days(0, 8))))
    found = [(finding.params["found"], finding.params["day"]) for finding in report.findings]
    assert found == [(9, 8), (9, 8)]


def test_rule_3_the_history_counts_and_a_day_off_ends_it() -> None:
    document = world()
    of(document, "a")["history"] |= {"last_shift": "D", "consecutive_days": 4}
    assert work(document, days(0, 1)) == []
    assert work(document, days(0, 2)) == ["consecutive_days"]
    assert work(document, days(1, 6)) == []
    of(document, "a")["history"]["consecutive_days"] = 9
    assert work(document, days(1, 6)) == []


def test_rule_3_nights_in_a_row() -> None:
    document = world()
    document["rules"]["min_rest_hours"] = 8
    nights = [(0, "N"), (1, "N"), (2, "N")]
    assert work(document, nights) == []
    assert work(document, [*nights, (3, "N")]) == ["consecutive_nights"]
    assert work(document, [*nights, (4, "N")]) == []
    assert work(document, [*nights, (3, "E"), (4, "N")]) == []
    of(document, "a")["history"] |= {
        "last_shift": "N", "consecutive_days": 1, "consecutive_nights": 1}  # fmt: skip
    assert work(document, nights) == ["consecutive_nights"]
    assert work(document, [(0, "E"), (1, "N"), (2, "N"), (3, "N")]) == []


def test_rule_4_nights_in_the_horizon() -> None:
    five = [(0, "N"), (1, "N"), (4, "N"), (5, "N"), (9, "N")]
    assert work(world(), five) == []
    assert work(world(), [*five, (12, "N")]) == ["max_nights"]


def test_rule_4_shifts_in_the_horizon() -> None:
    document = world()
    document["rules"]["max_shifts"] = 3
    assert work(document, days(0, 2)) == []
    assert work(document, days(0, 3)) == ["max_shifts"]
    of(document, "a")["limits"] = {"max_shifts": 4}
    assert work(document, days(0, 3)) == []
    of(document, "a")["limits"] = {"max_shifts": 1}
    assert work(document, days(0, 1)) == ["max_shifts"]


def test_rule_4_hours_in_the_horizon() -> None:
    document = world()
    document["rules"]["max_hours"] = 16
    assert work(document, days(0, 1)) == []
    assert work(document, days(0, 2)) == ["max_hours"]
    document["shifts"][0]["handover_minutes"] = 15
    assert work(document, days(0, 1)) == ["max_hours"]


def test_rule_5_leave_is_of_shifts_that_start_on_its_days() -> None:
    document = world()
    of(document, "a")["leave"] = [[3, 4]]
    assert work(document, [(2, "N")]) == []
    assert work(document, [(3, "N")]) == ["leave"]
    assert work(document, [(4, "D")]) == ["leave"]
    assert work(document, [(5, "D")]) == []


def test_rule_5_excluded_shifts() -> None:
    document = world()
    of(document, "a")["excluded_shifts"] = ["E"]
    assert work(document, [(0, "E")]) == ["excluded_shift"]
    assert work(document, [(0, "D")]) == []


@pytest.mark.parametrize(
    ("age", "opted", "legal"),
    [(55, False, True), (56, False, False), (56, True, True), (None, False, True)],
)
def test_rule_5_the_age_limit_of_nights(age: int | None, opted: bool, legal: bool) -> None:
    document = world()
    of(document, "a").update(age=age, night_opt_in=opted)
    assert work(document, [(0, "N")]) == ([] if legal else ["night_age"])
    assert work(document, [(0, "E")]) == []


def test_rule_5_opting_in_does_not_lift_an_exclusion() -> None:
    document = world()
    of(document, "a").update(age=60, night_opt_in=True, excluded_shifts=["N"])
    assert work(document, [(0, "N")]) == ["excluded_shift"]


def test_what_a_volunteer_offers() -> None:
    document = world()
    of(document, "a")["availability"] = {"weekdays": [0, 2], "shifts": ["D", "E"]}
    assert work(document, [(0, "D"), (2, "E")]) == []
    assert work(document, [(1, "D")]) == ["availability"]
    assert work(document, [(0, "N")]) == ["availability"]
    of(document, "a")["availability"] = {"shifts": ["D"]}
    assert work(document, [(1, "D")]) == []


def test_locked_shifts_and_posts() -> None:
    document = world()
    document["locks"] = [{"person": "a", "day": 0, "shift": "E"}]
    assert work(document, [(0, "E")]) == []
    assert work(document, [(0, "D")]) == ["lock"]
    document["locks"][0]["post"] = "c1-other"
    assert work(document, [(0, "E")]) == ["lock_post"]
    assert codes(document, rows("ab", [(0, "E")], "c1-other")) == []


def test_rules_that_are_null_or_absent_limit_nothing() -> None:
    for rules in ({}, dict.fromkeys(world()["rules"])):
        document = world()
        document["rules"] = rules
        of(document, "a")["age"] = 90
        assert work(document, days(0, 13, "N")) == []
        report = check_plan(document, plan(rows("ab", [*days(0, 13, "N"), (3, "D")])))
        assert {finding.code for finding in report.findings} == {"two_shifts"}
    del document["rules"]
    assert check_plan(document, plan(rows("ab", days(0, 13)))).legal


def test_rows_that_name_nothing_are_found_and_left_out() -> None:
    document = world()
    strange = [
        {"person": "z", "day": 0, "shift": "D", "post": "c1-gate"},
        {"person": "a", "day": 0, "shift": "X", "post": "nowhere"},
        {"person": "a", "day": 14, "shift": "D", "post": "c1-gate"},
        {"person": "a", "day": -1, "shift": "D", "post": "c1-gate"},
    ]
    report = check_plan(document, plan(strange, assignment={"z": "c1", "a": "c9"}))
    assert [finding.code for finding in report.findings] == [
        "no_person", "no_community", "no_row", "no_row", "no_row", "day_outside", "day_outside",
    ]  # fmt: skip
    assert report.figures["shifts"] == 0
