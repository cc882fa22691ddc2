"""From the path of a fault to the cell it stands in."""

import re
from collections.abc import Mapping

from muster.engines.planner.reading.faults import Param, Params
from muster.engines.planner.workbook.columns import TABLES

_ITEM = re.compile(r"\[[0-9]+\]$")


def letter(column: int) -> str:
    """The letters of a column, which counts from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


class Places:
    """Where each record of the document came from."""

    def __init__(self, letters: Mapping[str, Mapping[str, str]]) -> None:
        self.letters = letters
        self.rows: dict[str, tuple[str, int, str]] = {}
        self.names = {
            sheet: {".".join(column.path): column.name for column in columns if column.path}
            for sheet, columns in TABLES.items()
        }
        self.names["leave"] = {"[0]": "from", "[1]": "to"}

    def add(self, path: str, sheet: str, row: int, column: str = "") -> None:
        """Note that the value at `path` stands in a row, or in one column of it."""
        self.rows[path] = (sheet, row, column)

    def cell(self, path: str) -> str:
        """The cell as a spreadsheet names it, the row or the sheet where it is no single cell."""
        field = path
        while field and field not in self.rows:
            field = field[: max(field.rfind("."), field.rfind("["), 0)]
        if not field:
            return path.partition(".")[0]
        sheet, row, column = self.rows[field]
        rest = path[len(field) :].lstrip(".")
        while rest and not column:
            column = self.names.get(sheet, {}).get(rest, "") or (
                rest if rest in self.letters[sheet] else ""
            )
            rest = _ITEM.sub("", rest) if _ITEM.search(rest) else rest.rpartition(".")[0]
        return f"{sheet}!{self.letters[sheet].get(column, '')}{row}"

    def params(self, params: Params) -> dict[str, Param]:
        """The same, with paths in them as cells."""
        return {
            name: self.cell(str(value)) if name in ("first", "before") else value
            for name, value in params.items()
        }
