"""The cells of one sheet as they stand, each with its address; blank rows are only counted."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from muster.engines.sheets.errors import SheetError

Cell = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None

MAX_ROWS = 200_000
MAX_COLUMNS = 1_000
MAX_CELLS = 6_000_000
INVISIBLE = "\u200b\ufeff\u200e\u200f \t\r\n\u3000\xa0"
#: Titles, headers and footers do not count against MAX_ROWS.
HEAD_ROOM = 50


class Merge(NamedTuple):
    """A merged range, both ends included: rows from 1, columns from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Grid:
    """One sheet. `rows[i]` is row `numbers[i]` (from 1); only rows with something in them are kept.

    A row is a list from column A, cut after its last filled cell; an empty cell is "".
    `last_row` is the last row with content, so `last_row - len(rows)` rows are blank.
    """

    sheet: str
    numbers: list[int]
    rows: list[list[Cell]]
    merges: tuple[Merge, ...] = ()
    hidden: bool = False
    faults: Mapping[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    """(row, column) of cells whose formula failed: issue code and what the sheet shows."""

    @property
    def last_row(self) -> int:
        """Number of the last row that shows something; 0 in an empty sheet."""
        return self.numbers[-1] if self.numbers else 0

    @property
    def width(self) -> int:
        """Columns up to the last filled one."""
        return max(map(len, self.rows), default=0)

    def cell(self, row: int, column: int) -> Cell:
        """The value at `row` (index into `rows`) and `column` (from 0); "" beyond the edge."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""


def is_blank(cell: Cell) -> bool:
    """Whether a cell shows nothing."""
    if isinstance(cell, str):
        return not cell or (cell[0] in INVISIBLE and not cell.strip(INVISIBLE))
    return cell is None


def letter(column: int) -> str:
    """Column number from 0 as a spreadsheet letters it: 0 → A, 26 → AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_of(name: str) -> int:
    """The inverse of `letter`."""
    number = 0
    for character in name.upper():
        number = number * 26 + ord(character) - 64
    return number - 1


def text_of(cell: Cell) -> str:
    """A cell as a person reads it: no “.0” behind whole numbers, ISO dates, trimmed."""
    if cell is None or isinstance(cell, str):
        return (cell or "").strip()
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        whole = cell.is_integer() and abs(cell) < 1e15  # noqa: PLR2004 - exact in a double
        return str(int(cell)) if whole else format(cell, ".15g").upper()
    if isinstance(cell, dt.datetime):
        midnight = cell.time() == dt.time()
        return cell.date().isoformat() if midnight else cell.isoformat(" ", "minutes")
    return str(cell)


def grid_of(
    sheet: str,
    numbered_rows: Iterable[tuple[int, list[Cell]]],
    *,
    merges: tuple[Merge, ...] = (),
    hidden: bool = False,
) -> Grid:
    """Keep the rows that show something, with their numbers.

    Raises:
        SheetError: `too_many_rows` or `too_many_columns`.
    """
    numbers: list[int] = []
    rows: list[list[Cell]] = []
    for number, cells in numbered_rows:
        if cells.count("") == len(cells):  # far quicker than looking at each
            continue
        while cells and is_blank(cells[-1]):
            cells.pop()
        if not cells or all(map(is_blank, cells)):
            continue
        if len(cells) > MAX_COLUMNS:
            raise SheetError("too_many_columns", sheet=sheet, limit=MAX_COLUMNS)
        numbers.append(number)
        rows.append(cells)
        if len(rows) > MAX_ROWS + HEAD_ROOM:
            raise SheetError("too_many_rows", sheet=sheet, limit=MAX_ROWS)
    return Grid(sheet, numbers, rows, merges, hidden)
