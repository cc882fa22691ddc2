"""One cell of one kind: its value, and what is wrong with it."""

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from muster.engines.sheets.dates import parse_date
from muster.engines.sheets.grid import INVISIBLE, Cell, is_blank, text_of
from muster.engines.sheets.identity import parse_id_number, parse_phones
from muster.engines.sheets.issues import Problem
from muster.engines.sheets.schema import FieldSpec, Kind
from muster.engines.sheets.signs import (
    EMPTY_SIGNS,
    FALSE_SIGNS,
    NUMBER,
    SEXES,
    TEMPERATURE,
    TRUE_SIGNS,
    UNITS,
    ticked,
)
from muster.engines.text.script import fold

Value = str | int | float | bool | dt.date | list[str] | None


class Parsed(NamedTuple):
    """A value (None if there is none) and a problem (None if there is none)."""

    value: Value
    problem: Problem | None = None
    prefix15: str = ""
    """The first 15 digits of an identity number that the spreadsheet truncated."""


NOTHING = Parsed(None)
_WIDE = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B)} | {0x3000: 0x20, 0xA0: 0x20}
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


def plain_text(cell: Cell) -> str:
    """Text as it is kept: full-width letters and digits made narrow, trimmed."""
    text = cell if isinstance(cell, str) else text_of(cell)
    return (text if text.isascii() else text.translate(_WIDE)).strip(INVISIBLE)


def _text(cell: Cell, spec: FieldSpec) -> Parsed:
    text = plain_text(cell)
    if len(text) > spec.max_length:
        return Parsed(None, Problem("too_long", {"limit": spec.max_length}))
    return Parsed(text)


def _name(cell: Cell, spec: FieldSpec) -> Parsed:
    text = " ".join(plain_text(cell).split())
    if " " in text and _HAN.match(text) and _HAN.search(text[-1]):
        text = text.replace(" ", "")  # padding to three characters: 王 芳
    if text.lower() in EMPTY_SIGNS:
        return NOTHING
    if len(text) > spec.max_length:
        return Parsed(None, Problem("too_long", {"limit": spec.max_length}))
    return Parsed(text)


def _id_number(cell: Cell, spec: FieldSpec) -> Parsed:
    del spec
    text = plain_text(cell)
    if text.lower() in EMPTY_SIGNS:
        return NOTHING
    value, problem, prefix15 = parse_id_number(cell)
    return Parsed(value, problem, prefix15)


def _phones(cell: Cell, spec: FieldSpec) -> Parsed:
    del spec
    text = plain_text(cell)
    if text.lower() in EMPTY_SIGNS:
        return NOTHING
    phones, problem = parse_phones(cell, text)
    return Parsed(phones or None, problem)


def _words(cell: Cell, spec: FieldSpec) -> Parsed:
    text = plain_text(cell)
    if text.lower() in EMPTY_SIGNS:
        return NOTHING
    if len(text) > spec.max_length:
        return Parsed(None, Problem("too_long", {"limit": spec.max_length}))
    chosen = ticked(text)
    words = re.split(r"[、,，;；/|\n]+", text) if chosen is None else chosen
    return Parsed(list(dict.fromkeys(word.strip() for word in words if word.strip())) or None)


def _date(cell: Cell, spec: FieldSpec) -> Parsed:
    if isinstance(cell, str) and cell.strip().lower() in EMPTY_SIGNS:
        return NOTHING
    return Parsed(*parse_date(cell, birth=spec.kind is Kind.BIRTH_DATE))


def _number(cell: Cell, spec: FieldSpec) -> tuple[float | None, Problem | None]:
    if isinstance(cell, bool):
        return None, Problem("not_a_number")
    if isinstance(cell, float | int):
        number = float(cell)
    else:
        text = UNITS.sub("", plain_text(cell).replace("，", ",")).strip()
        if text.lower() in EMPTY_SIGNS:
            return None, None
        if not NUMBER.match(text) or len(text) > 30:  # noqa: PLR2004 - longer is no quantity
            return None, Problem("not_a_number")
        number = float(text.replace(",", ""))
    low, high = spec.minimum, spec.maximum
    if (
        math.isnan(number)
        or (low is not None and number < low)
        or (high is not None and number > high)
    ):
        bounds: Mapping[str, str | int] = {"low": _bound(low), "high": _bound(high)}
        return None, Problem("out_of_range", bounds)
    return number, None


def _bound(limit: float | None) -> str:
    return "…" if limit is None else format(limit, "g")


def _float(cell: Cell, spec: FieldSpec) -> Parsed:
    return Parsed(*_number(cell, spec))


def _integer(cell: Cell, spec: FieldSpec) -> Parsed:
    number, problem = _number(cell, spec)
    if problem is not None:
        return Parsed(
            None, Problem("not_an_integer") if problem.code == "not_a_number" else problem
        )
    if number is None:
        return NOTHING
    if not number.is_integer() or abs(number) > 1e15:  # noqa: PLR2004 - exact in a double
        return Parsed(None, Problem("not_an_integer"))
    return Parsed(int(number))


def _temperature(cell: Cell, spec: FieldSpec) -> Parsed:
    if isinstance(cell, str):
        text = plain_text(cell)
        if text.lower() in EMPTY_SIGNS:
            return NOTHING
        match = TEMPERATURE.match(text)
        if match is None:
            return Parsed(None, Problem("temperature_unreadable"))
        cell = float(f"{match[2]}.{match[3] or 0}")
    if isinstance(cell, bool) or not isinstance(cell, float | int):
        return Parsed(None, Problem("temperature_unreadable"))
    value, problem = _number(round(float(cell), 2), spec)
    return Parsed(value, problem)


def _chosen(cell: Cell) -> tuple[str, Problem | None]:
    """The one option of a cell, folded."""
    text = plain_text(cell)
    options = ticked(text)
    if options is None:
        return fold(text) or text, None
    if len(options) > 1:
        return "", Problem("several_choices")
    return (fold(options[0]) if options else ""), None


def _sex(cell: Cell, spec: FieldSpec) -> Parsed:
    del spec
    text, problem = _chosen(cell)
    if problem or not text or text in EMPTY_SIGNS:
        return Parsed(None, problem)
    sex = SEXES.get(text)
    return Parsed(sex) if sex else Parsed(None, Problem("sex_unreadable"))


def _tick(cell: Cell, spec: FieldSpec) -> Parsed:
    del spec
    if isinstance(cell, bool):
        return Parsed(cell)
    text = plain_text(cell).lower()
    if options := ticked(text):
        text = options[0] if len(options) == 1 else text
    if text in TRUE_SIGNS:
        return Parsed(value=True)
    if text in FALSE_SIGNS:
        return Parsed(value=False)
    if text in EMPTY_SIGNS:
        return NOTHING
    folded = fold(text)
    if folded in TRUE_SIGNS or folded in FALSE_SIGNS:
        return Parsed(folded in TRUE_SIGNS)
    return Parsed(None, Problem("tick_unreadable"))


def _choice(cell: Cell, spec: FieldSpec) -> Parsed:
    text, problem = _chosen(cell)
    if problem or not text or text in EMPTY_SIGNS:
        return Parsed(None, problem)
    for choice, names in spec.choices.items():
        if text == fold(choice) or any(text == fold(name) for name in names):
            return Parsed(choice)
    named = "、".join(names[0] if names else choice for choice, names in spec.choices.items())
    return Parsed(
        None, Problem("choice_unknown", {"value": plain_text(cell)[:60], "choices": named})
    )


_PARSERS: Mapping[Kind, Callable[[Cell, FieldSpec], Parsed]] = {
    Kind.TEXT: _text,
    Kind.NAME: _name,
    Kind.ID_NUMBER: _id_number,
    Kind.PHONES: _phones,
    Kind.WORDS: _words,
    Kind.DATE: _date,
    Kind.BIRTH_DATE: _date,
    Kind.INTEGER: _integer,
    Kind.NUMBER: _float,
    Kind.TEMPERATURE: _temperature,
    Kind.SEX: _sex,
    Kind.TICK: _tick,
    Kind.CHOICE: _choice,
}


def parse_cell(cell: Cell, spec: FieldSpec) -> Parsed:
    """Read one cell as `spec` wants it; an empty cell is `NOTHING`, also where it is required."""
    return NOTHING if is_blank(cell) else _PARSERS[spec.kind](cell, spec)
