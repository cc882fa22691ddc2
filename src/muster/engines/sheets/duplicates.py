"""Rows that give the same value in a field that must be unique.

A row that repeats an earlier one of the same name is told so, and the first stays. Where the names
differ nobody can know which of the rows is right: every one of them is told, and none is taken.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from muster.engines.sheets.issues import CellIssue
from muster.engines.sheets.rows import Row
from muster.engines.sheets.schema import FieldSpec, Kind, Schema
from muster.engines.text import fold

if TYPE_CHECKING:
    from muster.engines.sheets.reading import Table

_CODES = frozenset({"duplicate", "duplicate_other_name"})


class _Holder(NamedTuple):
    """A row that holds a value: where it stands, and the names it gives."""

    sheet: str
    number: int
    column: str
    names: tuple[str, ...]


def duplicates(
    tables: "Sequence[Table]", schema: Schema, left_out: Collection[tuple[str, int]] = ()
) -> list[CellIssue]:
    """Return what is to be said of rows with the same value; rows `left_out` count for nothing."""
    found: list[CellIssue] = []
    for spec in (spec for spec in schema.fields if spec.unique):
        for value, holders in _holders(tables, schema, spec, frozenset(left_out)).items():
            found += _issues(spec, value, holders)
    return sorted(found, key=lambda issue: (issue.sheet, issue.row))


def without_duplicates(
    tables: "Sequence[Table]", issues: Sequence[CellIssue]
) -> "tuple[Table, ...]":
    """Move rows that share a unique value from the committed to the rejected ones."""
    shared = {(i.sheet, i.row) for i in issues if i.code in _CODES and i.severity == "error"}
    if not shared:
        return tuple(tables)
    return tuple(
        replace(
            table,
            rows=tuple(r for r in table.rows if (table.sheet, r.number) not in shared),
            rejected=tuple(
                sorted(
                    table.rejected
                    + tuple(r for r in table.rows if (table.sheet, r.number) in shared)
                )
            ),
        )
        for table in tables
    )


def _holders(
    tables: "Sequence[Table]",
    schema: Schema,
    spec: FieldSpec,
    left_out: frozenset[tuple[str, int]],
) -> dict[str, list[_Holder]]:
    """Return who holds each value, in the file's order."""
    naming = {field.name for field in schema.fields if field.kind is Kind.NAME}
    holders: dict[str, list[_Holder]] = {}
    for table in tables:
        if spec.name not in table.fields:
            continue
        position = table.fields.index(spec.name)
        column = next(c.column for c in table.columns if c.field == spec.name)
        named = [at for at, name in enumerate(table.fields) if name in naming]
        rows: list[Row] = sorted((*table.rows, *table.rejected), key=lambda row: row.number)
        for row in rows:
            value = row.values[position]
            if value is not None and (table.sheet, row.number) not in left_out:
                names = tuple(fold(str(row.values[at] or "")) for at in named)
                holder = _Holder(table.sheet, row.number, column, names)
                holders.setdefault(str(value), []).append(holder)
    return holders


def _issues(spec: FieldSpec, value: str, holders: Sequence[_Holder]) -> list[CellIssue]:
    first, *later = holders
    contested = any(holder.names != first.names for holder in later)
    code = "duplicate_other_name" if contested else "duplicate"
    found = []
    for holder in holders if contested else later:
        others = [str(each.number) for each in holders if each is not holder]
        found.append(
            CellIssue(
                holder.sheet, holder.number, holder.column, spec.name, code,
                {"other": ", ".join(others) if contested else first.number}, value,
                "error" if spec.strict else "warning",
            )
        )  # fmt: skip
    return found
