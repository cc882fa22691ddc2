"""Read an instance from a workbook; every fault names sheet and cell."""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any, NamedTuple

import python_calamine

from muster.engines.planner.model import Instance
from muster.engines.planner.model.leaves import SCHEMA
from muster.engines.planner.reading import check_instance
from muster.engines.planner.reading.faults import Faults, InstanceFaults, fault
from muster.engines.planner.reading.structure import scan, take
from muster.engines.planner.workbook.cells import Cell, is_empty, text_of, value_of
from muster.engines.planner.workbook.columns import (
    ALL,
    LIFTED,
    OF_RULE,
    PAIRS,
    REQUIRED_SHEETS,
    TABLES,
    Column,
)
from muster.engines.planner.workbook.places import Places, letter

MAX_UNPACKED_MB = 2048
Json = dict[str, Any]


class Row(NamedTuple):
    """A row with something in it; `number` counts from 1, `cells` by the column's name."""

    number: int
    cells: dict[str, Cell]


class Sheet(NamedTuple):
    """A table of the workbook: where its columns stand, and its rows."""

    name: str
    letters: dict[str, str]
    rows: list[Row]


def workbook_to_instance(content: bytes) -> Instance:
    """The instance in an .xlsx as `instance_to_workbook` writes it.

    Sheets and columns are found by name, in any order; others are ignored. A unit's people are
    those whose row names it.

    Raises:
        InstanceFaults: everything that is wrong, with paths like `people!B18`.
    """
    faults = Faults()
    sheets = _sheets(content, faults)
    faults.stop()
    draft = _Draft(sheets, faults)
    document = draft.document()
    scan(document, "", faults)
    instance: Instance = take(document, Instance, "", faults)
    check_instance(instance, faults)
    try:
        faults.stop()
    except InstanceFaults as found:
        raise InstanceFaults(
            [
                fault(draft.places.cell(one.path), one.code, **draft.places.params(one.params))
                for one in found.faults
            ],
            found.counts,
        ) from None
    return instance


def _sheets(content: bytes, faults: Faults) -> dict[str, Sheet]:
    book = open_workbook(content, faults)
    sheets: dict[str, Sheet] = {}
    for title in book.sheet_names if book is not None else ():
        name = title.strip().casefold()
        if name in {*TABLES, *PAIRS} and book is not None:
            rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
            sheets.setdefault(name, _sheet(name, rows))
    for name in REQUIRED_SHEETS:
        if book is not None and name not in sheets:
            faults.add(name, "no_sheet", sheet=name)
    for name, sheet in sheets.items():
        columns = TABLES.get(name) or (Column("name", (), "text"), Column("value", (), "text"))
        for column in columns:
            wanted = column.required or name in PAIRS
            if wanted and sheet.rows and column.name not in sheet.letters:
                faults.add(f"{name}!1", "no_column", column=column.name)
    return sheets


def open_workbook(content: bytes, faults: Faults) -> python_calamine.CalamineWorkbook | None:
    """Return the workbook; None, and noted, where it is none or too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > MAX_UNPACKED_MB << 20:
            faults.add("", "workbook_too_large", most=MAX_UNPACKED_MB)
            return None
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # noqa: BLE001  a panic of the reader is no Exception in Python
        faults.add("", "not_workbook")
        return None


def _sheet(name: str, rows: list[list[Cell]]) -> Sheet:
    """The header is the first row with something in it."""
    numbered = [(number, row) for number, row in enumerate(rows, 1) if not all(map(is_empty, row))]
    if not numbered:
        return Sheet(name, {}, [])
    titles = [str(title).strip().casefold() for title in numbered[0][1]]
    letters: dict[str, str] = {}
    for at, title in enumerate(titles):
        letters.setdefault(title, letter(at))
    found = [
        Row(number, {t: cell for t, cell in zip(titles, row, strict=False) if not is_empty(cell)})
        for number, row in numbered[1:]
    ]
    return Sheet(name, letters, found)


class _Draft:
    """The document that a workbook says, built record by record, and where each came from."""

    def __init__(self, sheets: dict[str, Sheet], faults: Faults) -> None:
        self.sheets = sheets
        self.faults = faults
        self.places = Places({name: sheet.letters for name, sheet in sheets.items()})

    def document(self) -> Json:
        """Everything, as the JSON of an instance."""
        whole: Json = {"schema": SCHEMA}
        self._pairs("instance", whole, "")
        for name in ("rules", "weights"):
            if name in self.sheets:
                self._pairs(name, whole.setdefault(name, {}), name)
        for name in ("shifts", "post_types", "communities", "units", "people", "locks"):
            whole[name] = [record for record, _ in self._records(name, name)]
        self._children(whole["communities"], "communities", "posts", "community")
        self._children(whole["communities"], "communities", "demand", "community")
        self._children(whole["people"], "people", "requests", "person")
        self._leave(whole["people"])
        self._members(whole["units"], whole["people"])
        self._declared(whole)
        return whole

    def _pairs(self, name: str, target: Json, path: str) -> None:
        columns = {column.name: column for column in PAIRS[name]}
        meta = ""
        for row in self.sheets[name].rows if name in self.sheets else ():
            column = columns.get(text_of(row.cells.get("name", "")).strip().casefold())
            if column is None or "value" not in row.cells:
                continue
            where = ".".join((path, *column.path)).lstrip(".")
            self.places.add(where, name, row.number, "value")
            if column.name == "meta":
                meta += text_of(row.cells["value"])
            else:
                _put(target, column.path, value_of(row.cells["value"], column.kind))
        if meta:
            try:
                target["meta"] = json.loads(meta)
            except ValueError:
                target["meta"] = meta

    def _records(self, name: str, path: str) -> Iterator[tuple[Json, Row]]:
        rows = self.sheets[name].rows if name in self.sheets else []
        for at, row in enumerate(rows):
            self.places.add(f"{path}[{at}]", name, row.number)
            yield _record(row, TABLES[name]), row

    def _children(self, parents: list[Json], table: str, name: str, key: str) -> None:
        """Give each row of the sheet `name` to the record of `table` that its key names."""
        owners: dict[Any, int] = {}
        for at, parent in enumerate(parents):
            owners.setdefault(parent.get("id"), at)
        for at, row in enumerate(self.sheets[name].rows if name in self.sheets else ()):
            found = text_of(row.cells.get(key, ""))
            owner = owners.get(found)
            if owner is None:
                where = f"{name}-of-nobody[{at}]"
                self.places.add(where, name, row.number)
                self.faults.add(f"{where}.{key}", f"no_{key}", id=found)
                continue
            items = parents[owner].setdefault(name, [])
            self.places.add(f"{table}[{owner}].{name}[{len(items)}]", name, row.number)
            items.append(_record(row, TABLES[name]))

    def _leave(self, people: list[Json]) -> None:
        self._children(people, "people", "leave", "person")
        for person in people:
            if "leave" in person:
                person["leave"] = [[one.get("from"), one.get("to")] for one in person["leave"]]

    def _members(self, units: list[Json], people: list[Json]) -> None:
        """List the people of each unit, in the order of the sheet or of their places."""
        rows = self.sheets["people"].rows
        members: dict[Any, list[tuple[float, int]]] = {}
        seen: set[Any] = set()
        for at, (person, row) in enumerate(zip(people, rows, strict=True)):
            if person.get("id") not in seen:
                seen.add(person.get("id"))
                place = value_of(row.cells.get("place", at + 1), "number")
                order = place if isinstance(place, float | int) else at + 1
                members.setdefault(person.get("unit"), []).append((order, at))
        for unit in units:
            found = sorted(members.pop(unit.get("id"), []))
            unit["people"] = [people[at].get("id", "") for _, at in found]

    def _declared(self, whole: Json) -> None:
        for row in self.sheets["declared"].rows if "declared" in self.sheets else ():
            declared = whole.setdefault("declared", {})
            people = value_of(row.cells["people"], "whole") if "people" in row.cells else None
            if text_of(row.cells.get("of", "")).strip().casefold() == "level":
                level = text_of(row.cells.get("level", ""))
                declared.setdefault("by_level", {})[level] = people
                path = f"declared.by_level.{level}"
            else:
                declared["people"] = people
                path = "declared.people"
            self.places.add(path, "declared", row.number, "people")


def _record(row: Row, columns: tuple[Column, ...]) -> Json:
    record: Json = {}
    for column in columns:
        if not column.path or column.name not in row.cells:
            continue
        cell = row.cells[column.name]
        parent = column.path[0]
        if parent == "limits" and cell == OF_RULE:
            record.setdefault(parent, {})
        elif (parent, cell) in (("limits", LIFTED), ("availability", ALL)):
            _put(record, column.path, None)
        else:
            _put(record, column.path, value_of(cell, column.kind))
    return record


def _put(record: Json, path: tuple[str, ...], value: Any) -> None:
    for name in path[:-1]:
        record = record.setdefault(name, {})
    record[path[-1]] = value
