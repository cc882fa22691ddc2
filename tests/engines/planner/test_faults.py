"""Everything that can be wrong with an instance, one fault at a time and all at once."""

import json
import re
from collections.abc import Callable

import pytest
from tests.engines.planner.samples import Json, example

from muster.engines.planner.reading import InstanceFaults, read_instance


def faults_of(document: Json) -> dict[str, str]:
    """Path and code of every fault, which must be the same from a mapping and from its JSON."""
    found = []
    for data in (document, json.dumps(document).encode()):
        with pytest.raises(InstanceFaults) as raised:
            read_instance(data)
        found.append([(fault.path, fault.code) for fault in raised.value.faults])
    assert found[0] == found[1]
    assert len(dict(found[0])) == len(found[0])
    return dict(found[0])


def change(path: str, value: object) -> Callable[[Json], None]:
    """A change of one value; `path` as a fault would name it."""

    def apply(document: Json) -> None:
        *way, last = [int(k) if k.isdigit() else k for k in re.findall(r"\w+", path)]
        for key in way:
            document = document[key]
        document[last] = value

    return apply


def add(path: str, value: object) -> Callable[[Json], None]:
    def apply(document: Json) -> None:
        for key in re.findall(r"\w+", path):
            document = document[int(key) if key.isdigit() else key]
        document.append(value)

    return apply


def lock(**fields: object) -> Callable[[Json], None]:
    return change("locks", [fields])


def locks(*several: Json) -> Callable[[Json], None]:
    return change("locks", list(several))


ONE_FAULT = {
    "end of the calendar": (
        change("horizon.start_date", "9999-12-25"),
        "horizon.start_date",
        "calendar_ends",
    ),
    "begin of the calendar": (
        change("horizon.start_date", "0001-01-01"),
        "horizon.start_date",
        "calendar_ends",
    ),
    "further than the world": (change("people[0].x_km", 1e308), "people[0].x_km", "too_far"),
    "schema of another version": (change("schema", "x/2"), "schema", "wrong_schema"),
    "empty horizon": (change("horizon.days", 0), "horizon.days", "too_small"),
    "endless horizon": (change("horizon.days", 10**9), "horizon.days", "too_large"),
    "no such date": (change("horizon.start_date", "2020-02-30"), "horizon.start_date", "not_date"),
    "unknown zone": (
        change("horizon.timezone", "Mars/Base"), "horizon.timezone", "unknown_timezone"),
    "zone outside": (
        change("horizon.timezone", "../etc/passwd"), "horizon.timezone", "unknown_timezone"),
    "25 o'clock": (change("shifts[0].start", "25:00"), "shifts[0].start", "not_clock"),
    "24 o'clock": (change("shifts[0].end", "24:00"), "shifts[0].end", "not_clock"),
    "line after time": (change("shifts[0].end", "14:00\n"), "shifts[0].end", "not_clock"),
    "shift twice": (change("shifts[1].id", "D"), "shifts[1].id", "duplicate_id"),
    "post type twice": (
        change("post_types[1].id", "gate"), "post_types[1].id", "duplicate_id"),
    "nobody qualified": (
        lambda d: (change("people[0].skills", [])(d), add("communities[0].demand", {
            "day": 0, "shift": "D", "post_type": "key_person", "count": 2})(d)),
        "post_types[1].skills", "nobody_qualified"),
    "negative rule": (change("rules.max_nights", -1), "rules.max_nights", "too_small"),
    "home rule": (
        change("rules.home_community", "maybe"), "rules.home_community", "not_choice"),
    "infinite weight": (change("weights.night", float("inf")), "weights.night", "not_finite"),
    "absurd weight": (change("weights.night", 1e308), "weights.night", "too_large"),
    "absurd wish": (
        change("people[0].requests[0].weight", 1e300), "people[0].requests[0].weight", "too_large",
    ),
    "absurd balance": (
        change("people[0].history.hours", -1e300), "people[0].history.hours", "too_small",
    ),
    "more nights in a row than days": (
        change("people[1].history.consecutive_nights", 5),
        "people[1].history.consecutive_nights", "more_nights",
    ),
    "negative weight": (change("weights.night", -1), "weights.night", "too_small"),
    "unknown type of post": (
        change("communities[0].posts[0].type", "moat"), "communities[0].posts[0].type",
        "no_post_type"),
    "unknown shift of post": (
        add("communities[0].posts[0].hours_pattern.shifts", "X"),
        "communities[0].posts[0].hours_pattern.shifts[3]", "no_shift"),
    "eighth weekday": (
        add("communities[0].posts[1].hours_pattern.weekdays", 7),
        "communities[0].posts[1].hours_pattern.weekdays[5]", "too_large"),
    "crew of none": (
        change("communities[0].posts[0].crew_min", 0), "communities[0].posts[0].crew_min",
        "too_small"),
    "relief of points": (
        change("communities[0].posts[0].points", ["a", "b"]),
        "communities[0].posts[0].crew_min", "crew_of_points"),
    "NaN": (change("communities[0].x_km", float("nan")), "communities[0].x_km", "not_finite"),
    "day outside": (
        change("communities[0].demand[0].day", 14), "communities[0].demand[0].day",
        "day_outside"),
    "negative count": (
        change("communities[0].demand[0].count", -2), "communities[0].demand[0].count",
        "too_small"),
    "demand twice": (
        add("communities[0].demand",
            {"day": 0, "shift": "D", "post_type": "gate", "count": 3}),
        "communities[0].demand[1]", "duplicate_demand"),
    "demand of a closed post": (
        add("communities[0].demand",
            {"day": 4, "shift": "D", "post_type": "key_person", "count": 2}),
        "communities[0].demand[1].post_type", "no_open_post"),
    "unknown person of a unit": (add("units[0].people", "p9"), "units[0].people[2]", "no_person"),
    "person listed twice": (
        add("units[0].people", "p1"), "units[0].people[2]", "listed_twice"),
    "unlisted": (change("units[0].people", ["p1"]), "people[1].unit", "unit_without_person"),
    "unknown unit": (change("people[1].unit", "U9"), "people[1].unit", "no_unit"),
    "unknown subdistrict": (
        change("units[0].allowed_subdistricts", ["s9"]), "units[0].allowed_subdistricts[0]",
        "no_subdistrict"),
    "local nowhere": (change("units[0].local", True), "units[0].community",
                      "local_without_community"),
    "local in the unknown": (change("units[0].community", "c9"), "units[0].community",
                             "no_community"),
    "leave after the end": (change("people[0].leave", [[20, 25]]), "people[0].leave[0]",
                            "day_outside"),
    "leave before the start": (change("people[0].leave", [[-3, 1]]), "people[0].leave[0]",
                               "day_outside"),
    "leave backwards": (change("people[0].leave", [[4, 3]]), "people[0].leave[0]", "reversed"),
    "leave of three": (change("people[0].leave", [[4, 3, 1]]), "people[0].leave[0]",
                       "wrong_length"),
    "unknown last shift": (change("people[0].history.last_shift", "X"),
                           "people[0].history.last_shift", "no_shift"),
    "unknown exclusion": (change("people[0].excluded_shifts", ["X"]),
                          "people[0].excluded_shifts[0]", "no_shift"),
    "request outside": (change("people[0].requests[0].day", 99), "people[0].requests[0].day",
                        "day_outside"),
    "request of no shift": (change("people[0].requests[0].shift", "X"),
                            "people[0].requests[0].shift", "no_shift"),
    "unknown home": (change("people[0].home_community", "c9"), "people[0].home_community",
                     "no_community"),
    "unknown company": (change("people[0].together", ["p9"]), "people[0].together[0]",
                        "no_person"),
    "with oneself": (change("people[0].apart", ["p1"]), "people[0].apart[0]", "with_oneself"),
    "both ways": (
        lambda d: d["people"][0].update(together=["p2"], apart=["p2"]),
        "people[0].apart[0]", "together_and_apart"),
    "unknown availability": (change("people[0].availability", {"shifts": ["X"]}),
                             "people[0].availability.shifts[0]", "no_shift"),
    "empty id": (change("id", ""), "id", "empty_text"),
    "long id": (change("id", "x" * 201), "id", "too_long"),
    "id with a line": (change("id", "a\nb"), "id", "bad_text"),
    "level with a line": (
        change("declared.by_level", {"a\nb": 1}), "declared.by_level", "not_right"),
    "half a character": (change("id", "\ud800"), "id", "bad_text"),
    "text for a number": (change("people[0].age", "51"), "people[0].age", "not_whole"),
    "part of a year": (change("people[0].age", 51.5), "people[0].age", "not_whole"),
    "truth for a number": (change("people[0].x_km", True), "people[0].x_km", "not_number"),
    "number for truth": (change("people[0].lead", 1), "people[0].lead", "not_bool"),
    "number for text": (change("people[0].skills", [5]), "people[0].skills[0]", "not_text"),
    "text for a list": (change("people[0].skills", "x"), "people[0].skills", "not_list"),
    "list for an object": (change("rules", []), "rules", "not_object"),
    "null people": (change("people[1]", None), "people[1]", "not_object"),
    "lock of nobody": (lock(person="p9", day=0, shift="D"), "locks[0].person", "no_person"),
    "lock of no shift": (lock(person="p1", day=0, shift="X"), "locks[0].shift", "no_shift"),
    "lock of no post": (lock(person="p1", day=0, shift="E", post="x"), "locks[0].post",
                        "no_post"),
    "lock outside": (lock(person="p1", day=14, shift="D"), "locks[0].day", "day_outside"),
    "lock of nothing": (lock(person="p1"), "locks[0]", "lock_unclear"),
    "lock of both": (lock(person="p1", day=0, shift="D", community="c1"), "locks[0]",
                     "lock_unclear"),
    "lock elsewhere": (lock(person="p1", community="c9"), "locks[0].community", "no_community"),
    "lock on a weekend": (lock(person="p1", day=5, shift="D", post="c1-key"), "locks[0].post",
                          "lock_closed"),
    "lock without skill": (lock(person="p2", day=0, shift="D", post="c1-key"), "locks[0].post",
                           "lock_skills"),
    "locks against rest": (
        locks({"person": "p2", "day": 0, "shift": "N"}, {"person": "p2", "day": 1, "shift": "D"}),
        "locks[1].shift", "lock_rest"),
    "two locks a day": (
        locks({"person": "p2", "day": 0, "shift": "D"}, {"person": "p2", "day": 0, "shift": "N"}),
        "locks[1].day", "lock_twice"),
    "four nights locked": (
        locks(*({"person": "p2", "day": day, "shift": "N"} for day in range(4))),
        "locks[3].person", "lock_limit"),
    "run with the history": (
        lambda d: (change("people[0].leave", [])(d), locks(
            *({"person": "p1", "day": day, "shift": "E"} for day in range(5)))(d)),
        "locks[4].person", "lock_limit"),
}  # fmt: skip


#: Where one id goes missing, what refers to it is at fault too.
UNAVOIDABLE_MORE = {"shift twice", "post type twice", "null people"}


@pytest.mark.parametrize("name", ONE_FAULT)
def test_one_fault_is_named_alone(name: str) -> None:
    apply, path, code = ONE_FAULT[name]
    document = example()
    apply(document)
    found = faults_of(document)
    assert found.get(path) == code
    assert len(found) == 1 or name in UNAVOIDABLE_MORE


@pytest.mark.parametrize(
    ("cell", "person", "code"),
    [
        ({"shift": "N"}, {"age": 57, "night_opt_in": False}, "lock_age"),
        ({"shift": "N"}, {"excluded_shifts": ["N"]}, "lock_excluded"),
        ({"shift": "D"}, {"availability": {"weekdays": []}}, "lock_unavailable"),
        ({"shift": "D"}, {"availability": {"shifts": ["E"]}}, "lock_unavailable"),
        ({"shift": "D"}, {"leave": [[0, 2]]}, "lock_leave"),
        ({"shift": "D"}, {"limits": {"max_shifts": 0}}, "lock_limit"),
        ({"shift": "D"}, {"history": {"last_shift": "N"}}, "lock_rest"),
        ({"shift": "D"}, {"history": {"consecutive_days": 6}}, "lock_limit"),
    ],
)
def test_a_locked_cell_that_breaks_a_personal_rule_is_a_fault(
    cell: Json, person: Json, code: str
) -> None:
    document = example()
    document["locks"] = [{"person": "p2", "day": 0, **cell}]
    document["people"][1] |= person
    assert list(faults_of(document).values()) == [code]


def test_locks_of_communities_are_held_against_each_other_and_the_unit() -> None:
    document = example()
    second = {**document["communities"][0], "id": "c2", "subdistrict": "s2", "posts": []}
    document["communities"].append(second | {"demand": []})
    both = [{"person": "p1", "community": "c1"}, {"person": "p1", "community": "c2"}]
    document["locks"] = both
    assert faults_of(document) == {"locks[1].community": "lock_twice"}
    document["locks"] = [both[1], {"person": "p1", "day": 0, "shift": "E", "post": "c1-gate01"}]
    assert faults_of(document) == {"locks[1].post": "lock_elsewhere"}
    document["locks"] = both[1:]
    document["units"][0]["allowed_subdistricts"] = ["s1"]
    assert faults_of(document) == {"locks[0].community": "lock_subdistrict"}
    document["units"][0] |= {"allowed_subdistricts": None, "local": True, "community": "c1"}
    assert faults_of(document) == {"locks[0].community": "lock_local"}
    document["units"][0] |= {"local": False}
    document["people"][0]["home_community"] = "c2"
    document["rules"]["home_community"] = "forbid"
    assert faults_of(document) == {"locks[0].community": "lock_home"}


def test_two_who_are_never_in_one_crew_are_not_locked_into_one() -> None:
    document = example()
    cell = {"day": 0, "shift": "E", "post": "c1-gate01"}
    document["locks"] = [{"person": "p1", **cell}, {"person": "p2", **cell}]
    read_instance(document)
    document["people"][0]["apart"] = ["p2"]
    assert faults_of(document) == {"locks[1].post": "lock_apart"}


def test_people_and_units_that_differ_are_refused() -> None:
    document = example()
    document["units"].append({**document["units"][0], "id": "u2", "people": []})
    document["people"][0]["unit"] = "u2"
    assert faults_of(document) == {"units[0].people[0]": "person_of_other_unit"}


def test_all_faults_are_listed_at_once_and_none_follows_from_another() -> None:
    document = example()
    del document["shifts"][1]["end"]
    document["people"][1]["unit"] = "U9"
    document["people"][0]["x_km"] = float("nan")
    document["communities"][0]["demand"][0]["count"] = -1
    document["communities"][0]["posts"][0]["type"] = 5
    document["locks"] = [{"person": "p1", "day": 0, "shift": "E"}, 5]
    assert faults_of(document) == {
        "people[0].x_km": "not_finite",
        "shifts[1].end": "missing",
        "communities[0].posts[0].type": "not_text",
        "communities[0].demand[0].count": "too_small",
        "locks[1]": "not_object",
        "people[1].unit": "no_unit",
    }


def test_a_broken_horizon_does_not_blame_every_day() -> None:
    document = example()
    document["horizon"] = 7
    assert faults_of(document) == {"horizon": "not_object"}


def test_a_bad_start_hides_no_day_outside() -> None:
    """How many days there are is known, so all is said at once; rows in the file's order."""
    for start in ("18 February", "9999-12-25"):
        document = example()
        document["horizon"]["start_date"] = start
        document["people"][0]["leave"] = [[3, 99]]
        document["people"][0]["requests"][0]["day"] = 14
        document["people"][1]["x_km"] = float("nan")
        document["communities"][0]["demand"][0]["day"] = 77
        document["locks"] = [{"person": "p1", "day": 20, "shift": "D"}]
        found = faults_of(document)
        assert list(found) == [
            "horizon.start_date",
            "communities[0].demand[0].day",
            "people[0].leave[0]",
            "people[0].requests[0].day",
            "people[1].x_km",
            "locks[0].day",
        ]


def test_zero_people_are_refused() -> None:
    document = example()
    document["people"] = []
    document["units"][0]["people"] = []
    assert faults_of(document) == {"people": "empty_list"}
