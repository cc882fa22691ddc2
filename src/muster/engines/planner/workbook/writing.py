"""An instance as a workbook, one sheet a table."""

import datetime as dt
import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
import xlsxwriter
from msgspec import UNSET
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from muster.engines.planner.model import LIMITS, Instance, Person
from muster.engines.planner.workbook.columns import (
    ALL,
    LIFTED,
    OF_RULE,
    PAIRS,
    SHEETS,
    TABLES,
    Column,
    Kind,
)

MAX_ROWS = 1_048_575
MAX_TEXT = 32_767
PIECE = 30_000
SEPARATORS = re.compile(r"[;,；，、]")
#: A workbook says when it was made; the same content must give the same bytes.
MADE = dt.datetime(2020, 1, 1)  # noqa: DTZ001
Cells = list[tuple[Any, Kind]]


class TooLargeForAWorkbook(Exception):
    """A table has more rows, or a cell more characters, than a sheet can hold."""


def instance_to_workbook(instance: Instance) -> bytes:
    """The instance as .xlsx; the workbook reader gives it back equal.

    Raises:
        TooLargeForAWorkbook: more than 1,048,575 rows in a table, or a list too long for a cell.
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    book.set_properties({"created": MADE})
    head = book.add_format({"bold": True, "bottom": 1})
    tables = _tables(instance)
    try:
        for name in SHEETS:
            _write_table(book.add_worksheet(name), head, tables[name])
    finally:
        book.close()
    return target.getvalue()


def _write_table(sheet: Worksheet, head: Format, rows: Iterable[Cells]) -> None:
    titles = [column.name for column in TABLES.get(sheet.name, ())] or ["name", "value"]
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(titles) - 1, 14)
    for at, title in enumerate(titles):
        sheet.write_string(0, at, title, head)
    for number, cells in enumerate(rows, 1):
        if number > MAX_ROWS:
            raise TooLargeForAWorkbook(sheet.name)
        for at, (value, kind) in enumerate(cells):
            write_cell(sheet, number, at, value, kind)


def write_cell(sheet: Worksheet, row: int, column: int, value: Any, kind: Kind) -> None:
    """Write one value; None leaves the cell empty."""
    if value is None:
        return
    if kind in ("texts", "wholes") and not isinstance(value, str):
        value = joined(value)
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float) and float(f"{value:.16G}") == value:
        sheet.write_number(row, column, value)
    else:  # a number that would lose digits is written as text, which reads back as that number
        text = repr(value) if isinstance(value, int | float) else str(value)
        if len(text) > MAX_TEXT:
            raise TooLargeForAWorkbook(f"{sheet.name}, row {row + 1}")
        sheet.write_string(row, column, text)


def joined(items: Iterable[Any]) -> str:
    """A list in one cell: with semicolons, or as JSON where that would be ambiguous."""
    texts = [str(item) for item in items]
    odd = any(
        SEPARATORS.search(text) or text != text.strip() or text.startswith("[") or text == ALL
        for text in texts
    )
    return json.dumps(texts, ensure_ascii=False) if odd or not texts else "; ".join(texts)


def _tables(instance: Instance) -> dict[str, Iterable[Cells]]:
    places = dict(_places(instance))
    return {
        "instance": _about(instance),
        "rules": _pairs(instance.rules, "rules"),
        "weights": _pairs(instance.weights, "weights"),
        "people": (_person(person, places.get(person.id)) for person in instance.people),
        "posts": (
            _row(post, "posts", place.id) for place in instance.communities for post in place.posts
        ),
        "demand": (
            _row(row, "demand", place.id) for place in instance.communities for row in place.demand
        ),
        "leave": (
            [(person.id, "text"), (since, "whole"), (to, "whole")]
            for person in instance.people
            for since, to in person.leave
        ),
        "requests": (
            _row(request, "requests", person.id)
            for person in instance.people
            for request in person.requests
        ),
        "declared": _declared(instance),
        **{
            name: [_row(record, name) for record in getattr(instance, name)]
            for name in ("shifts", "post_types", "communities", "units", "locks")
        },
    }


def _about(instance: Instance) -> Iterator[Cells]:
    meta = json.dumps(instance.meta)
    for column in PAIRS["instance"]:
        if column.name == "meta":
            pieces = [meta[at : at + PIECE] for at in range(0, len(meta), PIECE)]
            for piece in pieces if instance.meta else ():
                yield [("meta", "text"), (piece, "text")]
        else:
            yield [(column.name, "text"), (_value(instance, column), column.kind)]


def _pairs(record: msgspec.Struct, sheet: str) -> Iterator[Cells]:
    for column in PAIRS[sheet]:
        yield [(column.name, "text"), (getattr(record, column.name), column.kind)]


def _row(record: msgspec.Struct, sheet: str, *keys: str) -> Cells:
    columns = TABLES[sheet]
    cells: Cells = [(key, "text") for key in keys]
    return cells + [(_value(record, column), column.kind) for column in columns[len(keys) :]]


def _value(record: Any, column: Column) -> Any:
    for name in column.path:
        record = getattr(record, name)
    return None if record == column.default and not column.required else record


def _person(person: Person, place: int | None) -> Cells:
    cells: Cells = []
    limits, given = person.limits, person.availability
    for column in TABLES["people"]:
        if column.path[:1] == ("limits",):
            value = None if limits is None else getattr(limits, column.name)
            value = LIFTED if limits is not None and value is None else value
            if value is UNSET:
                value = OF_RULE if column.name == LIMITS[0] else None
        elif column.path[:1] == ("availability",):
            value = None if given is None else getattr(given, column.path[1])
            value = ALL if given is not None and value is None else value
        else:
            value = place if not column.path else _value(person, column)
        cells.append((value, column.kind))
    return cells


def _places(instance: Instance) -> Iterator[tuple[str, int]]:
    """Places within their unit of the people whose unit lists them in another order."""
    in_sheet: dict[str, list[str]] = {}
    for person in instance.people:
        in_sheet.setdefault(person.unit, []).append(person.id)
    for unit in instance.units:
        if list(unit.people) != in_sheet.get(unit.id, []):
            yield from ((person, at) for at, person in enumerate(unit.people, 1))


def _declared(instance: Instance) -> Iterator[Cells]:
    declared = instance.declared
    if declared is not None:
        yield [("all", "text"), (None, "text"), (declared.people, "whole")]
        for level, people in declared.by_level.items():
            yield [("level", "text"), (level or None, "text"), (people, "whole")]
