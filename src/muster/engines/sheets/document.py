"""Readings as the JSON documents of `muster sheets read` and `muster sheets map`."""

import datetime as dt
from typing import Any

from muster.engines.sheets.issues import CellIssue
from muster.engines.sheets.reading import SheetReading, Table
from muster.engines.sheets.rows import Row


def reading_document(reading: SheetReading) -> dict[str, Any]:
    """The whole reading; unknown is null or left out, dates are ISO, phones a list."""
    by_table: dict[int, list[CellIssue]] = {index: [] for index in range(len(reading.tables))}
    loose: list[CellIssue] = []
    for issue in reading.issues:
        place = _table_of(reading, issue)
        (loose if place is None else by_table[place]).append(issue)
    counted = reading.conservation
    document: dict[str, Any] = {
        "file": reading.file,
        "sha256": reading.sha256,
        "tables": [
            _table_document(table, by_table[index]) for index, table in enumerate(reading.tables)
        ],
        "conservation": {
            "rows_in": counted.rows_in,
            "committed": counted.committed,
            "rejected": counted.rejected,
            "recognised": counted.recognised,
        },
    }
    if loose:
        document["errors"] = [issue_document(issue) for issue in loose]
    return document


def mapping_document(reading: SheetReading) -> dict[str, Any]:
    """Which column is which field, for each table."""
    return {
        "file": reading.file,
        "columns": [
            {
                "sheet": table.sheet,
                "column": column.column,
                "header": column.header,
                "field": column.field,
                "confidence": column.confidence,
            }
            for table in reading.tables
            for column in table.columns
        ],
    }


def issue_document(issue: CellIssue) -> dict[str, Any]:
    """One issue: `cell`, or `sheet` and `row`, or neither when it is about the whole file."""
    place: dict[str, Any] = {}
    if issue.cell:
        place["cell"] = issue.cell
    elif issue.sheet or issue.row:
        place["sheet"] = issue.sheet
        if issue.row:
            place["row"] = issue.row
    return {
        **place,
        "field": issue.field or None,
        "code": issue.code,
        "message": issue.message,
        "raw": issue.raw,
        "severity": issue.severity,
    }


def _table_of(reading: SheetReading, issue: CellIssue) -> int | None:
    for index, table in enumerate(reading.tables):
        if table.sheet == issue.sheet and table.first_row <= max(issue.row, 1) <= table.last_row:
            return index
    return None


def _table_document(table: Table, issues: list[CellIssue]) -> dict[str, Any]:
    return {
        "sheet": table.sheet,
        "range": table.range,
        "header_rows": list(table.header_rows),
        "orientation": table.orientation,
        "columns": [
            {
                "column": column.column,
                "header": column.header,
                "field": column.field,
                "confidence": column.confidence,
            }
            for column in table.columns
        ],
        "records": [_record_document(table, row) for row in table.rows],
        "errors": [issue_document(issue) for issue in issues],
        "skipped": [
            {"rows": list(skipped.rows), "as": str(skipped.recognised_as)}
            for skipped in table.skipped
        ],
    }


def _record_document(table: Table, row: Row) -> dict[str, Any]:
    record: dict[str, Any] = {"row": row.number}
    for name, value in table.record(row).items():
        record[name] = value.isoformat() if isinstance(value, dt.date) else value
    if row.prefix15:
        record["id_prefix15"] = row.prefix15
    extra = {
        name: value
        for name, value in zip(table.extras, row.extra, strict=True)
        if value is not None
    }
    if extra:
        record["extra"] = extra
    return record
