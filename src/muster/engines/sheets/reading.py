"""Read a file: sniff, find tables, map columns, read rows. No row of the file is ever lost."""

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from muster.engines.sheets.archive import MAX_FILE_MB, MB, inspect
from muster.engines.sheets.delimited import read_delimited
from muster.engines.sheets.duplicates import duplicates, without_duplicates
from muster.engines.sheets.errors import SheetError
from muster.engines.sheets.fields import LEDGER
from muster.engines.sheets.grid import Cell, Grid, column_of, letter, text_of
from muster.engines.sheets.header import Block, find_blocks, unknown_block
from muster.engines.sheets.isolated import read_isolated
from muster.engines.sheets.issues import CellIssue
from muster.engines.sheets.labels import Vocabulary
from muster.engines.sheets.mapping import Column, propose_columns
from muster.engines.sheets.markup import read_markup
from muster.engines.sheets.rows import As, Row, RowReader, continues_note, recognise
from muster.engines.sheets.schema import Schema
from muster.engines.sheets.sniff import Format, sniff
from muster.engines.sheets.workbook import read_xlsx

#: (sheet, column letter) → field, or None to leave the column unmapped.
Chosen = Mapping[tuple[str, str], str | None]
#: (sheet, row, column letter) → what a person wrote in its place.
Edits = Mapping[tuple[str, int, str], str]


@dataclass(frozen=True, slots=True)
class Skipped:
    """Rows (numbers from 1) that were recognised as something else than records."""

    rows: tuple[int, ...]
    recognised_as: As


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a sheet. Its rows from `first_row` to `last_row` are all accounted for.

    `rows` are the records, `rejected` those that may not be committed as they stand (their issues
    say why); `cells` has the row's cells as they stand in the file, from column A.
    """

    sheet: str
    first_row: int
    last_row: int
    last_column: str
    header_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    fields: tuple[str, ...]
    extras: tuple[str, ...]
    rows: tuple[Row, ...]
    rejected: tuple[Row, ...]
    skipped: tuple[Skipped, ...]
    cells: Mapping[int, list[Cell]]
    reader: RowReader
    orientation: str = "rows"

    @property
    def range(self) -> str:
        """The table's place as a spreadsheet writes it: A1:H40."""
        return f"A{self.first_row}:{self.last_column}{self.last_row}"

    def record(self, row: Row) -> dict[str, object]:
        """Field → value of one row, without the empty ones."""
        return {
            name: value
            for name, value in zip(self.fields, row.values, strict=True)
            if value is not None
        }

    def texts(self, number: int) -> dict[str, str]:
        """Column letter → what the sheet shows, for the columns of this table."""
        cells = self.cells[number]
        return {
            column.column: text_of(cells[at])
            if (at := column_of(column.column)) < len(cells)
            else ""
            for column in self.columns
        }


@dataclass(frozen=True, slots=True)
class Conservation:
    """Every row of the file is exactly one of these."""

    rows_in: int
    committed: int
    rejected: int
    recognised: int

    @property
    def holds(self) -> bool:
        """Whether no row is lost and none is counted twice."""
        return self.rows_in == self.committed + self.rejected + self.recognised


@dataclass(frozen=True, slots=True)
class SheetReading:
    """What a file holds. `others` are sheets without a table, whose rows count as recognised."""

    file: str
    sha256: str
    format: Format
    tables: tuple[Table, ...]
    issues: tuple[CellIssue, ...]
    others: Mapping[str, int]

    @property
    def conservation(self) -> Conservation:
        """Counted from the rows themselves, so that a lost row shows."""
        rows_in = sum(t.last_row - t.first_row + 1 for t in self.tables) + sum(self.others.values())
        return Conservation(
            rows_in,
            sum(len(t.rows) for t in self.tables),
            sum(len(t.rejected) for t in self.tables),
            sum(len(s.rows) for t in self.tables for s in t.skipped)
            + sum(len(t.header_rows) for t in self.tables)
            + sum(self.others.values()),
        )


def read(
    source: bytes | str | Path,
    schema: Schema = LEDGER,
    *,
    name: str = "",
    mapping: Chosen | None = None,
    edits: Edits | None = None,
    left_out: Collection[tuple[str, int]] = (),
) -> SheetReading:
    """Read a sheet file (a path or its bytes; then `name` is what to call it).

    `mapping` overrules the proposal for single columns, `edits` the text of single cells; both as a
    preview collects them, so the same call serves the first look and every later one. Rows
    `left_out` (sheet, number) are read, and no other row is held against them.

    Raises:
        SheetError: the file as a whole cannot be read.
    """
    content, name = _content(source, name)
    found = sniff(content)
    grids = _grids(content, found, PurePath(name).stem or "Sheet1")
    if not any(grid.rows for grid in grids):
        raise SheetError("empty")
    _apply(grids, edits or {})
    digest = hashlib.sha256(content).hexdigest()
    tables, issues, others = _tables(grids, schema, mapping or {}, left_out)
    return SheetReading(name, digest, found, tables, tuple(issues), others)


def _content(source: bytes | str | Path, name: str) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        content = source
    else:
        path = Path(source)
        name = name or path.name
        try:
            if path.stat().st_size > MAX_FILE_MB * MB:
                raise SheetError("too_big", limit_mb=MAX_FILE_MB)
            content = path.read_bytes()
        except OSError as e:
            raise SheetError("no_such_file", path=str(source)) from e
    if len(content) > MAX_FILE_MB * MB:
        raise SheetError("too_big", limit_mb=MAX_FILE_MB)
    return content, name


def _grids(content: bytes, found: Format, stem: str) -> list[Grid]:
    if found is Format.XLSX:
        return read_xlsx(content, inspect(content))
    if found is Format.HTML:
        return read_markup(content)
    if found is Format.CSV:
        return read_delimited(content, stem)
    if found is not Format.XLS:
        inspect(content)
    return read_isolated(content)


def _apply(grids: list[Grid], edits: Edits) -> None:
    by_sheet = {grid.sheet: grid for grid in grids}
    for (sheet, number, column), text in edits.items():
        grid = by_sheet.get(sheet)
        if grid is None or number not in grid.numbers:
            continue
        row = grid.rows[grid.numbers.index(number)]
        at = column_of(column)
        row.extend([""] * (at + 1 - len(row)))
        row[at] = text


def _tables(
    grids: list[Grid], schema: Schema, mapping: Chosen, left_out: Collection[tuple[str, int]]
) -> tuple[tuple[Table, ...], list[CellIssue], dict[str, int]]:
    vocabulary = Vocabulary(schema)
    blocks = {index: find_blocks(grid, vocabulary) for index, grid in enumerate(grids)}
    if not any(blocks.values()):
        blocks = {
            index: [block] if (block := unknown_block(grid)) else []
            for index, grid in enumerate(grids)
        }
    if not any(blocks.values()):
        raise SheetError("no_header")
    tables: list[Table] = []
    issues: list[CellIssue] = []
    others: dict[str, int] = {}
    for index, grid in enumerate(grids):
        if not blocks[index]:
            others[grid.sheet] = grid.last_row
            if grid.rows and not grid.hidden:
                issues.append(_about_sheet(grid.sheet))
            continue
        _fill_down(grid, blocks[index])
        first_row = 1
        for at, block in enumerate(blocks[index]):
            later = blocks[index][at + 1 :]
            last_row = _start(grid, later[0]) - 1 if later else grid.last_row
            chosen = {c: field for (sheet, c), field in mapping.items() if sheet == grid.sheet}
            columns = propose_columns(grid, block, vocabulary, chosen)
            table, found_issues = _table(grid, block, columns, schema, (first_row, last_row))
            tables.append(table)
            issues.extend(found_issues)
            first_row = last_row + 1
    issues.extend(duplicates(tables, schema, left_out))
    return without_duplicates(tables, issues), issues, others


def _about_sheet(sheet: str) -> CellIssue:
    return CellIssue(sheet, 0, "", "", "sheet_without_table", {"sheet": sheet}, severity="warning")


def _start(grid: Grid, block: Block) -> int:
    first = [*block.titles, *block.headers, block.body.start][0]
    return grid.numbers[first]


def _fill_down(grid: Grid, blocks: list[Block]) -> None:
    """A cell merged over several rows is true of each of them."""
    body = {i for block in blocks for i in block.body}
    places = {number: index for index, number in enumerate(grid.numbers)}
    for merge in grid.merges:
        top = places.get(merge.top)
        if merge.bottom == merge.top or merge.right != merge.left or top not in body:
            continue
        value = grid.cell(top, merge.left)
        for number in range(merge.top + 1, min(merge.bottom, grid.last_row) + 1):
            index = places.get(number)
            if index in body and value != "":
                row = grid.rows[index]
                row.extend([""] * (merge.left + 1 - len(row)))
                row[merge.left] = value


def _table(
    grid: Grid, block: Block, columns: list[Column], schema: Schema, span: tuple[int, int]
) -> tuple[Table, list[CellIssue]]:
    reader = RowReader(schema, grid.sheet, columns, _year(grid, block))
    by_index = {column_of(column.column): column for column in columns}
    issues = _about_columns(grid, block, reader, columns)
    kept: dict[As, list[int]] = {As.TITLE: [grid.numbers[i] for i in block.titles]}
    rows: list[Row] = []
    rejected: list[Row] = []
    cells: dict[int, list[Cell]] = {}
    repeats = set(block.repeats)
    below_note = False
    for index in block.body:
        number = grid.numbers[index]
        known = As.HEADER if index in repeats else recognise(grid, index, block, by_index, schema)
        if known is None and below_note and continues_note(grid.rows[index], width=grid.width):
            known = As.NOTE
        if known is not None:
            below_note = known in {As.NOTE, As.FOOTER}
            kept.setdefault(known, []).append(number)
            continue
        below_note = False
        row, found, refused = reader.read(number, grid.rows[index], grid.faults)
        issues.extend(found)
        cells[number] = grid.rows[index]
        (rejected if refused else rows).append(row)
    kept.setdefault(As.BLANK, []).extend(_blanks(grid, span))
    table = Table(
        grid.sheet, span[0], span[1], letter(max(grid.width - 1, 0)),
        tuple(grid.numbers[i] for i in block.headers), tuple(columns),
        reader.fields, reader.extras, tuple(rows), tuple(rejected),
        tuple(Skipped(tuple(sorted(numbers)), as_) for as_, numbers in kept.items() if numbers),
        cells, reader,
    )  # fmt: skip
    return table, issues


def _about_columns(
    grid: Grid, block: Block, reader: RowReader, columns: list[Column]
) -> list[CellIssue]:
    row = grid.numbers[block.headers[0]] if block.headers else 0
    if not any(column.field for column in columns):
        return [CellIssue(grid.sheet, row, "", "", "no_known_column")]
    return [
        CellIssue(grid.sheet, row, "", field, "missing_column", {"field": field})
        for field in reader.missing
    ]


def _blanks(grid: Grid, span: tuple[int, int]) -> list[int]:
    filled = set(grid.numbers)
    return [number for number in range(span[0], span[1] + 1) if number not in filled]


def _year(grid: Grid, block: Block) -> int | None:
    """The one year that the title lines name."""
    text = " ".join(text_of(cell) for index in block.titles for cell in grid.rows[index])
    years = {int(year) for year in re.findall(r"(?<!\d)(20\d\d)\s*[年.\-/]", text)}
    return years.pop() if len(years) == 1 else None
