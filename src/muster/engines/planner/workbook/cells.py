"""What a cell of a workbook says, as the JSON value that the format wants there.

A cell that does not fit is handed on as it is: the reader of the format knows what is wrong.
"""

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from muster.engines.planner.workbook.columns import Kind

Cell = Any
_SEPARATORS = re.compile(r"[;,；，、]")
_WHOLE = re.compile(r"[+-]?[0-9]{1,300}")
_YES, _NO = {"true", "yes", "1", "是"}, {"false", "no", "0", "否"}


def is_empty(cell: Cell) -> bool:
    """Whether nothing stands in the cell."""
    return cell is None or cell == ""


def value_of(cell: Cell, kind: Kind) -> Any:
    """The JSON value of a cell that is not empty."""
    if kind in ("texts", "wholes"):
        return [_whole(item) if kind == "wholes" else text_of(item) for item in _items(cell)]
    return _READERS[kind](cell)


def text_of(cell: Cell) -> Any:
    """Text as it stands; a whole number that a spreadsheet made of an id, without its point."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _whole(cell: Cell) -> Any:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, str) and _WHOLE.fullmatch(cell.strip()):
        return int(cell)
    return _plain(cell)


def _number(cell: Cell) -> Any:
    if isinstance(cell, str):
        try:
            return float(cell)
        except ValueError:
            return cell
    return _plain(cell)


def _flag(cell: Cell) -> Any:
    text = text_of(cell).strip().casefold()
    if isinstance(cell, bool) or text in _YES | _NO:
        return text in _YES
    return _plain(cell)


def _date(cell: Cell) -> Any:
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, dt.date) else _plain(cell)


def _clock(cell: Cell) -> Any:
    if isinstance(cell, dt.datetime):
        cell = cell.time()
    if isinstance(cell, dt.time) and not (cell.second or cell.microsecond):
        return cell.isoformat("minutes")
    return _plain(cell)


def _items(cell: Cell) -> list[Any]:
    if not isinstance(cell, str):
        return [cell]
    if cell.startswith("["):
        try:
            items = json.loads(cell)
        except ValueError:
            return [cell]
        return items if isinstance(items, list) else [cell]
    return [part for part in (part.strip() for part in _SEPARATORS.split(cell)) if part]


def _plain(cell: Cell) -> Any:
    return cell if isinstance(cell, str | float | int | bool) else str(cell)


_READERS: Mapping[Kind, Callable[[Cell], Any]] = {
    "text": text_of,
    "whole": _whole,
    "number": _number,
    "flag": _flag,
    "date": _date,
    "clock": _clock,
}
