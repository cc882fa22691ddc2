"""A plan's workbook says what the validator says, and every community has its roster."""

import io
import re
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.planner.samples import everything, example_plan
from tests.engines.planner.validate.worlds import PEOPLE, plan, rows, world

from muster.engines.planner import workbook
from muster.engines.planner.reading import read_instance, read_plan
from muster.engines.planner.validate import check_plan
from muster.engines.planner.workbook import WORDS, plan_to_workbook
from muster.engines.planner.workbook.roster import sheet_names

SPLIT = {**dict.fromkeys("abc", "c1"), "d": "c2"}


def book(**changes: object) -> openpyxl.Workbook:
    document = world()
    document["communities"][0]["demand"] = [
        {"day": 0, "shift": "D", "post_type": "gate", "count": 4}
    ]
    parts = [rows("ab", [(0, "D"), (1, "N")]), rows("ac", [(4, "E")], "c1-other")]
    decided = plan(*parts, assignment=SPLIT, first_secretary={"c1": "a"}, **changes)
    content = plan_to_workbook(read_instance(document), read_plan(decided))
    return openpyxl.load_workbook(io.BytesIO(content))


def lines(sheet: openpyxl.worksheet.worksheet.Worksheet) -> list[list[object]]:
    found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    return [[value for value in row if value is not None] for row in found]


def test_the_sheets_and_their_order() -> None:
    assert book().sheetnames == [
        "Summary", "Findings", "Shortages", "Point cards", "Reserve", "c1", "c2",
    ]  # fmt: skip


def test_a_grid_has_people_by_days() -> None:
    sheet = book()["c1"]
    assert [cell.value for cell in sheet[1]][:3] == ["c1", "s1", "First secretary: a"]
    assert [cell.value for cell in sheet[2]][:4] == ["Person", "Unit", "Mon", "Tue"]
    assert [cell.value for cell in sheet[3]][2:4] == ["02-17", "02-18"]
    assert lines(sheet)[3:] == [
        ["a", "u", "D", "N", "E", 3, 1],
        ["b", "u", "D", "N", 2, 1],
        ["c", "u", "E", 1, 0],
    ]
    assert lines(book()["c2"])[3:] == [["d", "u", 0, 0]]


def test_point_cards_name_the_crew_of_each_post_day_and_shift() -> None:
    assert lines(book()["Point cards"])[1:] == [
        ["c1", "c1-gate", "gate", 0, "2020-02-17", "D", "06:00", "14:00", 2, "a; b"],
        ["c1", "c1-gate", "gate", 1, "2020-02-18", "N", "22:00", "06:00", 2, "a; b"],
        ["c1", "c1-other", "gate", 4, "2020-02-21", "E", "14:00", "22:00", 2, "a; c"],
    ]


def test_shortages_the_reserve_and_findings() -> None:
    found = book()
    assert lines(found["Shortages"])[1:] == [["c1", 0, "2020-02-17", "D", "gate", 4, 2, 2]]
    assert lines(found["Reserve"])[1:] == [["e", "u"]]
    assert lines(found["Findings"])[1:] == [
        ["10", "1 of unit u are in c2; 2 is the least."],
    ]


def test_the_summary_is_the_validators() -> None:
    meta = {"lower_bounds": {"roster_objective": {"value": 1500, "method": "x"}}}
    summary = {row[0]: row[1:] for row in lines(book(meta=meta)["Summary"]) if row}
    assert summary["Missing people-shifts"] == [2]
    assert summary["Hard rules broken"] == [1]
    assert summary["People missing, by the weight of the post type"] == [2, 1000, 2000]
    assert summary["Roster objective"] == [2000, 1500]
    assert summary["Nights, of those who may"][:3] == [4, 0, 1]
    assert summary["c1"] == ["s1", 3, "a", 2, 2000]


def test_the_same_plan_gives_the_same_bytes_and_a_report_is_not_made_twice() -> None:
    instance, decided = read_instance(everything()), read_plan(example_plan())
    report = check_plan(everything(), example_plan())
    once = plan_to_workbook(instance, decided)
    assert once == plan_to_workbook(instance, decided, report)


def test_every_word_can_be_another() -> None:
    words = {code: f"<{code}>" for code in WORDS}
    content = plan_to_workbook(
        read_instance(world()), read_plan(plan(assignment=SPLIT)), words=words
    )
    found = openpyxl.load_workbook(io.BytesIO(content))
    texts = {str(value) for sheet in found for line in lines(sheet) for value in line}
    texts |= set(found.sheetnames)
    assert not [text for text in texts if text in WORDS.values() and text not in {*PEOPLE, "Unit"}]


def test_every_word_is_used() -> None:
    source = "".join(
        path.read_text()
        for path in Path(workbook.__file__).parent.glob("*.py")
        if path.name != "words.py"
    )
    for code in WORDS:
        if not re.match("term_|spread_|mon|tue|wed|thu|fri|sat|sun", code):
            assert f'"{code}"' in source or f"'{code}'" in source, code


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (["a", "A", "a"], ["a", "A (2)", "a (3)"]),
        (["x/y", "x:y"], ["x-y", "x-y (2)"]),
        (["x" * 30 + "'y"], ["x" * 30]),
        (["'quoted'", "", "History"], ["quoted", "-", "History (2)"]),
        (["社区" * 20, "社区" * 20], [("社区" * 20)[:31], ("社区" * 20)[:27] + " (2)"]),
    ],
)
def test_names_of_sheets(wanted: list[str], names: list[str]) -> None:
    assert sheet_names(wanted) == names


@given(st.lists(st.text(max_size=40), max_size=40))
def test_names_of_sheets_are_short_and_all_different(wanted: list[str]) -> None:
    names = sheet_names(wanted)
    assert len({name.casefold() for name in names}) == len(wanted)
    assert all(0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)
    assert all(name == name.strip("'") for name in names)
