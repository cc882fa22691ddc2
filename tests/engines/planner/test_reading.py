"""Every fault of a file is listed at once, with its path; a good file reads back equal."""

import json
import tracemalloc
from pathlib import Path

import msgspec
import pytest
from tests.engines.planner.samples import everything, example, example_plan

from muster.engines.planner.model import Absence, Instance, Plan, limits_of
from muster.engines.planner.reading import (
    InstanceFaults,
    instance_hash,
    instance_to_json,
    plan_to_json,
    read_absences,
    read_instance,
    read_plan,
    write_plan,
)
from muster.engines.planner.workbook import instance_to_workbook, workbook_to_instance


def test_the_example_and_the_additions_read() -> None:
    for document in (example(), everything()):
        instance = read_instance(document)
        assert read_instance(json.dumps(document)) == instance
        assert read_instance(instance_to_json(instance)) == instance
        assert instance_to_json(instance) == instance_to_json(read_instance(document))
    limits = limits_of(instance.rules, instance.people[1])
    assert limits["max_nights"] == 2
    assert limits["max_hours"] is None
    assert limits["max_shifts"] == 12


def test_a_written_instance_holds_all_that_the_format_does_not_mark_optional() -> None:
    written = json.loads(instance_to_json(read_instance(example())))
    written["meta"] = example().get("meta", {})
    for table in ("communities", "units", "people"):
        for before, after in zip(example()[table], written[table], strict=True):
            assert before.keys() <= after.keys()
            assert after.get("history", {}) == before.get("history", {})


def test_a_fault_says_where_and_what() -> None:
    document = example()
    document["people"][1]["unit"] = "U9"
    with pytest.raises(InstanceFaults, match=r'^people\[1\]\.unit: no unit "U9"$') as raised:
        read_instance(document)
    assert raised.value.faults[0].params == {"id": "U9"}


def test_fields_that_nobody_knows_are_ignored() -> None:
    document = example()
    document["colour"] = document["people"][0]["colour"] = "red"
    assert read_instance(document) == read_instance(example())


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (b"\xff\xfe", ["not_utf8"]),
        (b"", ["not_json"]),
        (b"{", ["not_json"]),
        (b"[" * 100_000, ["too_deep"]),
        (b"[]", ["not_object"]),
        (b'{"a": 1' + b"0" * 5000 + b"}", ["not_json"]),
    ],
)
def test_what_is_no_json_object_is_refused(data: bytes, codes: list[str]) -> None:
    with pytest.raises(InstanceFaults) as raised:
        read_instance(data)
    assert [fault.code for fault in raised.value.faults] == codes


def test_a_key_that_stands_twice_is_refused_wherever_it_is() -> None:
    text = json.dumps(example()).replace('"age": 51', '"age": 51, "age": 51')
    with pytest.raises(InstanceFaults) as raised:
        read_instance(text)
    assert str(raised.value) == 'people[0].age: the key "age" stands here twice'


def test_a_byte_order_mark_is_no_fault() -> None:
    assert read_instance(b"\xef\xbb\xbf" + json.dumps(example()).encode()).id == "example"


def test_two_hundred_faults_are_shown_and_the_rest_counted() -> None:
    document = example()
    document["locks"] = [{"person": f"x{at}", "community": "c1"} for at in range(500)]
    with pytest.raises(InstanceFaults) as raised:
        read_instance(document)
    assert len(raised.value.faults) == 200
    assert raised.value.more == 300
    assert raised.value.counts == {"no_person": 500}
    assert str(raised.value).endswith("and 300 more")


def _crowd(people: int) -> bytes:
    document = example()
    person = msgspec.json.encode(document["people"][0])
    names = [f"p{at}" for at in range(people)]
    document["units"][0]["people"] = names
    document["people"] = [msgspec.Raw(person.replace(b'"p1"', f'"{n}"'.encode())) for n in names]
    return msgspec.json.encode(document)


def test_a_large_file_costs_a_small_multiple_of_its_size() -> None:
    data = _crowd(5_000)
    tracemalloc.start()
    instance = read_instance(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(instance.people) == 5_000
    assert peak < 6 * len(data)


@pytest.mark.long
def test_a_million_people_read() -> None:
    assert len(read_instance(_crowd(10**6)).people) == 10**6


def test_the_hash_is_that_of_what_is_said_not_of_the_layout() -> None:
    document = example()
    again = dict(reversed(document.items())) | {"locks": [], "unknown": 1}
    again["weights"] = {**document["weights"], "night": 1.0}
    hashes = {instance_hash(read_instance(found)) for found in (document, again)}
    assert len(hashes) == 1
    said = json.loads(json.dumps(document))
    for name, default in (("hardship", 0.0), ("request", 1.0), ("isolated_on", 2.0)):
        said["weights"][name] = default
    said["post_types"][1]["skills"] = list(said["post_types"][1]["skills"])
    said["post_types"][0] |= {"skills": [], "under_weight": 1.0}
    said["people"][0] |= {"limits": {}, "availability": {}, "together": [], "night_opt_in": False}
    said["communities"][0]["x_km"] = -0.0
    said |= {"declared": document["declared"] | {"by_level": {"district": 3}}, "meta": {}}
    document["communities"][0]["x_km"] = 0
    instances = [read_instance(document), read_instance(said)]
    instances.append(workbook_to_instance(instance_to_workbook(instances[1])))
    assert len({instance_hash(found) for found in instances}) == 1
    document["people"][0]["age"] = 52
    assert instance_hash(read_instance(document)) not in hashes


def test_a_plan_reads_and_is_written_the_same_in_any_order(tmp_path: Path) -> None:
    instance = read_instance(example())
    plan = read_plan(example_plan(), instance)
    turned = msgspec.structs.replace(plan, roster=plan.roster[::-1])
    assert plan_to_json(turned) == plan_to_json(plan)
    write_plan(plan, tmp_path / "plan.json")
    assert read_plan((tmp_path / "plan.json").read_bytes(), instance) == plan
    assert [path.name for path in tmp_path.iterdir()] == ["plan.json"]


def test_an_empty_roster_is_written() -> None:
    written = json.loads(plan_to_json(Plan({"p1": "c1"})))
    assert written == {"assignment": {"p1": "c1"}, "first_secretary": {}, "roster": [], "meta": {}}


def test_a_plan_that_names_what_is_not_there_is_refused() -> None:
    plan = example_plan()
    plan["roster"].append({"person": "x", "day": 99, "shift": "X", "post": "x"})
    plan["assignment"]["x"] = "c9"
    plan["first_secretary"]["c9"] = "x"
    with pytest.raises(InstanceFaults) as raised:
        read_plan(plan, read_instance(example()))
    assert [(fault.path, fault.code) for fault in raised.value.faults] == [
        ("assignment.x", "no_person"),
        ("first_secretary.c9", "no_community"),
        ("roster[2].person", "no_person"),
        ("roster[2].day", "day_outside"),
        ("roster[2].shift", "no_shift"),
        ("roster[2].post", "no_post"),
    ]


def test_absences_read_with_an_end_or_without() -> None:
    instance = read_instance(example())
    text = '[{"person": "p1", "from_day": 3}, {"person": "p2", "from_day": 3, "to_day": 4}]'
    assert read_absences(text, instance) == (Absence("p1", 3), Absence("p2", 3, 4))
    wrong = [{"person": "x", "from_day": 5, "to_day": 4}, {"person": "p1"}]
    wrong.append({"person": "p1", "from_day": 14, "to_day": 15})
    with pytest.raises(InstanceFaults) as raised:
        read_absences(json.dumps(wrong), instance)
    assert [(fault.path, fault.code) for fault in raised.value.faults] == [
        ("[0]", "reversed"),
        ("[1].from_day", "missing"),
        ("[2].from_day", "day_outside"),
        ("[2].to_day", "day_outside"),
    ]


def test_every_record_is_frozen() -> None:
    instance: Instance = read_instance(example())
    with pytest.raises(AttributeError):
        instance.people[0].age = 3
