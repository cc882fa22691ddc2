"""An instance survives the way through a workbook; faults name sheet and cell."""

import io
from collections.abc import Callable

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from tests.engines.planner.drawn import documents
from tests.engines.planner.samples import Json, everything, example
from tests.examples import examples

from muster.engines.planner.generate import generate
from muster.engines.planner.reading import InstanceFaults, read_instance
from muster.engines.planner.workbook import (
    TooLargeForAWorkbook,
    instance_to_workbook,
    workbook_to_instance,
)

Book = openpyxl.Workbook


@settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))
@given(documents())
def test_every_instance_survives_the_round_trip(document: Json) -> None:
    instance = read_instance(document)
    assert workbook_to_instance(instance_to_workbook(instance)) == instance


@pytest.mark.parametrize("case", ["panji", "jingkai", "youth"])
def test_generated_instances_survive_the_round_trip(case: str) -> None:
    instance = read_instance(generate(case, 1))
    assert workbook_to_instance(instance_to_workbook(instance)) == instance


def test_the_same_instance_gives_the_same_bytes() -> None:
    for document in (example(), everything()):
        instance = read_instance(document)
        assert instance_to_workbook(instance) == instance_to_workbook(instance)


def test_numbers_keep_all_their_digits() -> None:
    document = example()
    document["people"][0]["x_km"] = 0.1 + 0.2
    document["declared"]["people"] = 2**60 + 1
    document["meta"] = {"long": "x" * 100_000}
    instance = read_instance(document)
    assert workbook_to_instance(instance_to_workbook(instance)) == instance


def test_a_list_that_no_cell_can_hold_is_refused() -> None:
    document = example()
    document["people"][0]["skills"] = ["x" * 200] * 200
    with pytest.raises(TooLargeForAWorkbook, match="people, row 2"):
        instance_to_workbook(read_instance(document))


def edited(edit: Callable[[Book], None], document: Json | None = None) -> bytes:
    """A workbook of the example, changed by hand."""
    content = instance_to_workbook(read_instance(document or example()))
    book = openpyxl.load_workbook(io.BytesIO(content))
    edit(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def cell(book: Book, sheet: str, column: str, row: int) -> str:
    titles = [found.value for found in book[sheet][1]]
    return f"{openpyxl.utils.get_column_letter(titles.index(column) + 1)}{row}"


def faults_of(edit: Callable[[Book], None]) -> list[str]:
    with pytest.raises(InstanceFaults) as raised:
        workbook_to_instance(edited(edit))
    return [str(fault) for fault in raised.value.faults]


def test_what_people_type_is_read() -> None:
    def edit(book: Book) -> None:
        people, shifts = book["people"], book["shifts"]
        people[cell(book, "people", "lead", 3)] = "是"
        people[cell(book, "people", "age", 3)] = "57"
        people[cell(book, "people", "skills", 3)] = "a；b, c"
        people[cell(book, "people", "excluded_shifts", 3)] = " D ; "
        people[cell(book, "people", "id", 3)] = 7
        shifts[cell(book, "shifts", "start", 2)].value = 0.25
        shifts[cell(book, "shifts", "start", 2)].number_format = "hh:mm"
        book["instance"]["B4"].value = 43879
        book["instance"]["B4"].number_format = "yyyy-mm-dd"
        people.insert_rows(3)
        people.insert_cols(1)
        people.title = " People "

    instance = workbook_to_instance(edited(edit))
    assert instance.people[1].id == "7"
    assert instance.people[1].lead
    assert instance.people[1].age == 57
    assert instance.people[1].skills == ("a", "b", "c")
    assert instance.people[1].excluded_shifts == ("D",)
    assert instance.shifts[0].start == "06:00"
    assert instance.horizon.start_date.isoformat() == "2020-02-18"
    assert instance.units[0].people == ("p1", "7")


def test_faults_name_sheet_and_cell() -> None:
    def edit(book: Book) -> None:
        book["people"][cell(book, "people", "unit", 3)] = "U9"
        book["people"][cell(book, "people", "x_km", 2)] = "far"
        book["people"][cell(book, "people", "last_shift", 2)] = "X"
        book["shifts"][cell(book, "shifts", "end", 3)] = None
        book["shifts"][cell(book, "shifts", "start", 2)] = "25:00"
        book["posts"][cell(book, "posts", "shifts", 2)] = "D; X"
        book["demand"][cell(book, "demand", "count", 2)] = -1
        book["leave"][cell(book, "leave", "to", 2)] = 99
        book["requests"][cell(book, "requests", "day", 2)] = "soon"
        book["rules"]["B4"] = "many"

    assert sorted(faults_of(edit)) == sorted(
        [
            'people!B3: no unit "U9"',
            'people!C2: "far" is no number',
            'people!M2: no shift "X"',
            "shifts!C3: is missing",
            'shifts!B2: "25:00" is no time from 00:00 to 23:59',
            'posts!E2: no shift "X"',
            "demand!E2: -1 is less than 0",
            "leave!2: day 99 is outside the horizon of 14 days (0 to 13)",
            'requests!B2: "soon" is no whole number',
            'rules!B4: "many" is no whole number',
        ]
    )


def test_rows_of_nobody_and_ids_that_stand_twice_are_found() -> None:
    def edit(book: Book) -> None:
        book["leave"]["A2"] = "p9"
        book["posts"]["A3"] = None
        book["people"]["A3"] = "p1"

    assert faults_of(edit) == [
        'people!A3: "p1" stands already at people!A2',
        'leave!A2: no person "p9"',
        'posts!A3: no community ""',
    ]


def test_sheets_and_columns_that_are_missing_are_named() -> None:
    def edit(book: Book) -> None:
        del book["units"]
        book["people"]["B1"] = "Unit id"

    assert faults_of(edit) == [
        'units: there is no sheet "units"',
        'people!1: there is no column "unit"',
    ]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"{}", b"x" * 5000])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(InstanceFaults, match=r"no \.xlsx workbook"):
        workbook_to_instance(content)


def test_a_workbook_that_unpacks_to_too_much_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    content = instance_to_workbook(read_instance(example()))
    monkeypatch.setattr("muster.engines.planner.workbook.reading.MAX_UNPACKED_MB", 0)
    with pytest.raises(InstanceFaults, match="has more than 0 MB"):
        workbook_to_instance(content)
