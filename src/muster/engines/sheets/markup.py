"""HTML saved as .xls, as many office portals export it: every table becomes a sheet."""

import re
from html.parser import HTMLParser

from muster.engines.sheets.delimited import decode
from muster.engines.sheets.errors import SheetError
from muster.engines.sheets.grid import MAX_CELLS, MAX_COLUMNS, Cell, Grid, Merge, grid_of

_CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_MAX_SPAN = 10_000
_MAX_TABLES = 200


class _Tables(HTMLParser):
    """Collects the cells of all tables; a nested table's text belongs to the cell around it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[Cell]]] = []
        self.merges: list[list[Merge]] = []
        self._depth = 0
        self._text: list[str] | None = None
        self._span = (1, 1)
        self._silent = 0
        self._taken: dict[tuple[int, int], bool] = {}
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style", "head"}:
            self._silent += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1 and len(self.tables) < _MAX_TABLES:
                self.tables.append([])
                self.merges.append([])
                self._taken = {}
        elif self._depth == 1 and tag == "tr":
            self._close_cell()
            self.tables[-1].append([])
        elif self._depth == 1 and tag in {"td", "th"}:
            self._close_cell()
            if not self.tables[-1]:
                self.tables[-1].append([])
            named = dict(attrs)
            self._span = (_span(named.get("rowspan")), _span(named.get("colspan")))
            self._text = []
        elif tag == "br" and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style", "head"}:
            self._silent = max(0, self._silent - 1)
        elif tag == "table" and self._depth:
            if self._depth == 1:
                self._close_cell()
            self._depth -= 1
        elif self._depth == 1 and tag in {"td", "th", "tr"}:
            self._close_cell()

    def handle_data(self, data: str) -> None:
        if self._text is not None and not self._silent:
            self._text.append(data)

    def _close_cell(self) -> None:
        if self._text is None:
            return
        rows, merges = self.tables[-1], self.merges[-1]
        text = re.sub(r"[ \t\r\n\xa0]*\n[ \t\r\n\xa0]*", "\n", "".join(self._text)).strip()
        self._text = None
        row, cells = len(rows), rows[-1]
        while self._taken.get((row, len(cells))):
            cells.append("")
        down, across = self._span
        left = len(cells)
        self._cells += across
        if left + across > MAX_COLUMNS:
            raise SheetError(
                "too_many_columns", sheet=f"Table{len(self.tables)}", limit=MAX_COLUMNS
            )
        if down * across > 1:
            self._cells += down * across
            merges.append(Merge(row, left, row + down - 1, left + across - 1))
        if self._cells > MAX_CELLS // 4:
            raise SheetError("too_many_cells", limit=MAX_CELLS // 4)
        for lower in range(row + 1, row + down):
            for column in range(left, left + across):
                self._taken[lower, column] = True
        cells.append(text)
        cells.extend([""] * (across - 1))


def _span(value: str | None) -> int:
    digits = (value or "").strip()
    return min(max(int(digits), 1), _MAX_SPAN) if digits.isdecimal() and len(digits) < 8 else 1  # noqa: PLR2004


def read_markup(content: bytes) -> list[Grid]:
    """One grid for each table of an HTML page, called Table1, Table2 and so on.

    Raises:
        SheetError: `undecodable`, `not_a_sheet` (no table), `too_many_rows`, `too_many_columns`.
    """
    found = _CHARSET.search(content[:4096])
    try:
        text = content.decode(found.group(1).decode()) if found else decode(content)
    except (LookupError, UnicodeDecodeError):
        text = decode(content)
    parser = _Tables()
    parser.feed(text)
    parser.close()
    if not any(parser.tables):
        raise SheetError("not_a_sheet", found="a web page without a table")
    return [
        grid_of(f"Table{index}", enumerate(rows, 1), merges=tuple(merges))
        for index, (rows, merges) in enumerate(zip(parser.tables, parser.merges, strict=True), 1)
    ]
