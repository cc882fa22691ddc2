"""What a sheet would become: every row with its values, its issues and what is to be done.

Made from the stored file, the chosen columns and the mended cells; the same input gives the same
preview, so nothing of it needs to be kept apart from a cache.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from muster.engines import sheets
from muster.engines.sheets import SheetReading, Table
from muster.kernel.actors import Actor
from muster.kernel.imports import FieldSpec, ImportKind, Issue
from muster.platform.files.enums import RowState
from muster.platform.files.kinds import schema_of


@dataclass(frozen=True, slots=True)
class RowIssue:
    """What is wrong in one cell: `letter` is empty where the whole row is meant.

    `severity` is "error", "warning", or "known" for a record that the register has already.
    """

    letter: str
    field: str
    code: str
    sentence: str
    params: Mapping[str, Any]
    severity: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row of the file that is a record."""

    sheet: str
    number: int
    texts: Mapping[str, str]
    values: Mapping[str, Any]
    issues: tuple[RowIssue, ...]
    state: RowState

    @property
    def key(self) -> str:
        """The row's name in forms: its sheet and number."""
        return f"{self.sheet}!{self.number}"


@dataclass(frozen=True, slots=True)
class Aside:
    """A row that is no record: a title, a header, a total, a blank line. `kind` says which.

    A sheet without a table is one aside of `rows` rows.
    """

    sheet: str
    number: int
    kind: str
    rows: int = 1


@dataclass(frozen=True, slots=True)
class PreviewTable:
    """One table of the file: its columns (letter, header, field, confidence) and rows.

    `missing` are required fields that no column holds; none of the rows can be committed then.
    """

    sheet: str
    columns: Sequence[sheets.Column]
    rows: Sequence[PreviewRow]
    issues: Sequence[RowIssue] = ()
    missing: Sequence[FieldSpec] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """The whole file. `counts` has a number for each `RowState`, and `recognised`, `rows_in`.

    `asides` are the recognised rows.
    """

    tables: Sequence[PreviewTable]
    counts: Mapping[str, int]
    asides: Sequence[Aside] = ()

    @property
    def rows(self) -> list[PreviewRow]:
        """Every record, in the file's order."""
        return [row for table in self.tables for row in table.rows]

    def of_keys(self, keys: frozenset[str]) -> list[PreviewRow]:
        """Return the records of these keys, in the file's order."""
        return [row for row in self.rows if row.key in keys] if keys else []


_ABOUT_COLUMNS = frozenset({"missing_column", "no_known_column"})
Edits = Mapping[str, str]
"""`sheet!C6` → what somebody wrote there."""


def split_cell(address: str) -> tuple[str, int, str]:
    """Return sheet, row and column letter of `Sheet1!C6`. Raises ValueError for anything else."""
    sheet, mark, cell = address.rpartition("!")
    letters = cell.rstrip("0123456789")
    if not mark or not letters.isalpha() or not letters.isascii():
        raise ValueError(address)
    return sheet, int(cell[len(letters) :]), letters


def make_preview(
    *,
    actor: Actor,
    kind: ImportKind,
    content: bytes,
    name: str,
    mapping: Mapping[str, str | None],
    edits: Edits,
    left_out: Sequence[str],
    done: frozenset[str],
    options: Mapping[str, Any],
) -> Preview:
    """Read the file and check every row against the register.

    Raises:
        SheetError: the file as a whole cannot be read.
    """
    chosen = {(key.rpartition("!")[0], key.rpartition("!")[2]): f for key, f in mapping.items()}
    written = {split_cell(address): value for address, value in edits.items()}
    left = frozenset(left_out)
    reading = sheets.read(
        content,
        schema_of(kind),
        name=name,
        mapping=chosen,
        edits=written,
        left_out=[(sheet, int(row)) for sheet, _mark, row in (k.rpartition("!") for k in left)],
    )
    issues = _engine_issues(reading)
    tables = [
        _table(table, actor=actor, kind=kind, options=options, issues=issues, left=left, done=done)
        for table in reading.tables
    ]
    counts = Counter(row.state.value for table in tables for row in table.rows)
    conservation = reading.conservation
    return Preview(
        tables,
        {
            **{state.value: counts.get(state.value, 0) for state in RowState},
            "recognised": conservation.recognised,
            "rows_in": conservation.rows_in,
        },
        _asides(reading),
    )


def _asides(reading: SheetReading) -> list[Aside]:
    found = []
    for table in reading.tables:
        kinds = dict.fromkeys(table.header_rows, sheets.As.HEADER) | {
            number: skipped.recognised_as for skipped in table.skipped for number in skipped.rows
        }
        found += [Aside(table.sheet, number, kinds[number].value) for number in sorted(kinds)]
    return found + [Aside(name, 0, "sheet", rows) for name, rows in reading.others.items()]


def _table(
    table: Table,
    *,
    actor: Actor,
    kind: ImportKind,
    options: Mapping[str, Any],
    issues: Mapping[tuple[str, int], list[RowIssue]],
    left: frozenset[str],
    done: frozenset[str],
) -> PreviewTable:
    every = sorted((*table.rows, *table.rejected), key=lambda row: row.number)
    # A row left out counts for nothing: what it repeats is free again.
    closed = done | left
    open_rows = [row for row in every if f"{table.sheet}!{row.number}" not in closed]
    records = [table.record(row) for row in open_rows]
    letters = {column.field: column.column for column in table.columns if column.field}
    missing = [spec for spec in kind.fields if spec.required and spec.name not in letters]
    lacking = [_no_column(spec) for spec in missing]
    own: dict[int, list[RowIssue]] = {row.number: lacking for row in open_rows if missing}
    # Untranslated, so that the sentence can be said later in any reader's language.
    with translation.override(None):
        # Without its columns a sheet says nothing that could be compared with a register.
        checked = [] if missing else kind.check(actor=actor, rows=records, options=options)
        for row, found in zip([] if missing else open_rows, checked, strict=True):
            named = {issue.field for issue in issues.get((table.sheet, row.number), ())}
            own[row.number] = [
                _own_issue(issue, letters) for issue in found if issue.field not in named
            ]
    rejected = frozenset(row.number for row in table.rejected)
    rows = []
    for row in every:
        found_here = [*issues.get((table.sheet, row.number), ()), *own.get(row.number, ())]
        key = f"{table.sheet}!{row.number}"
        state = _state(key, found_here, left, done, rejected=row.number in rejected)
        if state is RowState.DONE:
            found_here = []
        rows.append(
            PreviewRow(
                table.sheet,
                row.number,
                table.texts(row.number),
                table.record(row),
                tuple(found_here),
                state,
            )
        )
    whole = [i for i in issues.get((table.sheet, 0), ()) if i.code not in _ABOUT_COLUMNS]
    return PreviewTable(table.sheet, table.columns, rows, whole, missing)


def _no_column(spec: FieldSpec) -> RowIssue:
    return RowIssue("", spec.name, "missing_column", "", {"labels": spec.label}, "error")


def _own_issue(issue: Issue, letters: Mapping[str, str]) -> RowIssue:
    letter = letters.get(issue.field, "")
    sentence = str(issue.message)
    params = dict(issue.params)
    return RowIssue(letter, issue.field, issue.code, sentence, params, issue.severity, issue.fix)


def _state(
    key: str,
    issues: Sequence[RowIssue],
    left: frozenset[str],
    done: frozenset[str],
    *,
    rejected: bool,
) -> RowState:
    if key in done:
        return RowState.DONE
    if key in left:
        return RowState.LEFT_OUT
    if rejected or any(issue.severity == "error" for issue in issues):
        return RowState.WRONG
    if any(issue.severity == "known" for issue in issues):
        return RowState.KNOWN
    return RowState.LOOK if issues else RowState.GOOD


def _engine_issues(reading: SheetReading) -> dict[tuple[str, int], list[RowIssue]]:
    found: dict[tuple[str, int], list[RowIssue]] = {}
    for issue in reading.issues:
        found.setdefault((issue.sheet, issue.row), []).append(
            RowIssue(issue.column, issue.field, issue.code, "", dict(issue.params), issue.severity)
        )
    return found
