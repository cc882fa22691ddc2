"""A plan's workbook read back: nothing is lost, and what hands changed comes back as a plan."""

import io
from collections.abc import Callable
from typing import Any

import msgspec
import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.engines.planner.drawn import documents
from tests.engines.planner.samples import Json
from tests.engines.planner.test_edits import crowded, plans
from tests.engines.planner.validate import worlds
from tests.examples import examples

from muster.engines.planner.fanout import Inline
from muster.engines.planner.generate import generate
from muster.engines.planner.model import Instance, Plan
from muster.engines.planner.reading import InstanceFaults, plan_to_json, read_instance, read_plan
from muster.engines.planner.solve import solve
from muster.engines.planner.workbook import plan_to_workbook, workbook_to_plan


def same(plan: Plan) -> bytes:
    """What the grids hold of a plan: all but claims and rows of people who are in reserve."""
    rows = tuple(row for row in plan.roster if row.person in plan.assignment)
    return plan_to_json(msgspec.structs.replace(plan, roster=rows, meta={}))


@settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck))
@given(crowded())
def test_what_is_written_is_read(drawn: tuple[Json, Json]) -> None:
    instance, plan = read_instance(drawn[0]), read_plan(drawn[1])
    assert same(workbook_to_plan(plan_to_workbook(instance, plan), instance)) == same(plan)


@settings(
    max_examples=examples(25),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # these documents shrink too slowly
)
@given(st.data())
def test_ids_of_any_kind_come_back(data: Any) -> None:
    document = data.draw(documents())
    facts = data.draw(plans(document))
    # Of a row that stands there twice, one is left.
    facts["roster"] = [
        one for at, one in enumerate(facts["roster"]) if one not in facts["roster"][:at]
    ]
    instance, plan = read_instance(document), read_plan(facts)
    assert same(workbook_to_plan(plan_to_workbook(instance, plan), instance)) == same(plan)


def test_a_solved_plan_comes_back() -> None:
    instance = read_instance(generate("heping", 3, scale=0.05))
    plan = solve(instance, effort=1, prove=False, engine=Inline())
    assert same(workbook_to_plan(plan_to_workbook(instance, plan), instance)) == same(plan)


def changed(change: Callable[[Any], None]) -> tuple[Instance, bytes]:
    """The small world's workbook after somebody changed the grid of c1."""
    instance = read_instance(worlds.world())
    plan = read_plan(worlds.plan(worlds.rows("ab", [(0, "D"), (1, "D"), (2, "D")])))
    book = openpyxl.load_workbook(io.BytesIO(plan_to_workbook(instance, plan)))
    change(book)
    target = io.BytesIO()
    book.save(target)
    return instance, target.getvalue()


def test_hands_change_a_cell_a_post_and_an_assignment() -> None:
    def change(book: Any) -> None:
        sheet = book["c1"]
        assert [cell.value for cell in sheet[1]][6:8] == ["D", "06:00–14:00"]
        sheet["C4"] = "休"  # a has day 0 off
        sheet["C6"] = " d "  # c comes instead, to who would be alone
        sheet["G5"] = "N@c1-other"
        assert sheet["A8"].value == "e"
        sheet.delete_rows(8)
        book["c2"]["A4"] = "e"

    instance, content = changed(change)

    plan = workbook_to_plan(content, instance)

    rows = {(row.person, row.day, row.shift, row.post) for row in plan.roster}
    assert rows == {
        ("c", 0, "D", "c1-gate"),
        ("b", 0, "D", "c1-gate"),
        *((who, day, "D", "c1-gate") for who in "ab" for day in (1, 2)),
        ("b", 4, "N", "c1-other"),
    }
    assert plan.assignment == {**dict.fromkeys("abcd", "c1"), "e": "c2"}


def test_every_fault_of_the_grids_names_its_cell() -> None:
    def change(book: Any) -> None:
        sheet = book["c1"]
        sheet["D4"] = "X"
        sheet["E4"] = "D/N"
        sheet["A9"] = "nobody"
        book["c2"]["A4"] = "a"
        book["c2"]["D3"] = "02-20"

    instance, content = changed(change)

    with pytest.raises(InstanceFaults) as refused:
        workbook_to_plan(content, instance)

    assert [(fault.path, fault.code) for fault in refused.value.faults] == [
        ("c1!D4", "no_shift"),
        ("c1!E4", "post_unsaid"),
        ("c1!A9", "no_person"),
        ("c2!D3", "other_title"),
        ("c2!A4", "listed_twice"),
    ]


def test_a_shift_that_no_post_is_open_in_is_refused_at_its_cell() -> None:
    instance = worlds.world()
    instance["shifts"].append({"id": "X", "start": "08:00", "end": "09:00"})
    given_instance = read_instance(instance)
    book = openpyxl.load_workbook(
        io.BytesIO(plan_to_workbook(given_instance, read_plan(worlds.plan())))
    )
    book["c1"]["F5"] = "X"
    target = io.BytesIO()
    book.save(target)
    with pytest.raises(InstanceFaults) as refused:
        workbook_to_plan(target.getvalue(), given_instance)
    assert [(fault.path, fault.code) for fault in refused.value.faults] == [
        ("c1!F5", "no_post_open")
    ]


def test_a_workbook_without_grids_is_no_plan() -> None:
    book = openpyxl.Workbook()
    target = io.BytesIO()
    book.save(target)
    with pytest.raises(InstanceFaults) as refused:
        workbook_to_plan(target.getvalue(), read_instance(worlds.world()))
    assert [fault.code for fault in refused.value.faults] == ["no_grid"]
