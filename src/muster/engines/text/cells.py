"""What a spreadsheet cell holds, as text. What befell a number on the way is told, not mended."""

import math
import re
import unicodedata
from dataclasses import dataclass
from itertools import takewhile

# Typed for the check letter X: the multiplication sign, a cross, the Cyrillic letter.
_CROSSES = str.maketrans({"×": "X", "✕": "X", "Х": "X", "х": "X"})
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_DASHES = re.compile(r"[‐‑‒–—―−﹣－]")
_FLOAT_TEXT = re.compile(r"(\d{1,25})\.0+")
_SCIENTIFIC = re.compile(r"(\d)(?:\.(\d{1,20}))?E\+?(\d{1,2})")
_EXACT_DIGITS = 15
_LONGEST_NUMBER = 30
_BEYOND_ANY_CELL = 10**_LONGEST_NUMBER


@dataclass(frozen=True, slots=True)
class CellText:
    """A cell's text after normalising, and what the spreadsheet did to a number in it.

    `digits` are the digits that can be trusted from the left; `length` is how many there were.
    """

    text: str
    is_number: bool = False
    digits: str = ""
    length: int = 0

    @property
    def is_truncated(self) -> bool:
        """Digits were lost before the cell came here; only `digits` are true."""
        return self.is_number and len(self.digits) < self.length


def normal_text(value: str) -> str:
    """Half-width, upper-case, plain dashes, single spaces; no invisible characters or quotes."""
    text = unicodedata.normalize("NFKC", value.translate(_CROSSES))
    text = _DASHES.sub("-", _INVISIBLE.sub("", text))
    return " ".join(text.split()).strip("'\"`‘’“” ").upper()


def read_cell(value: str | float | None) -> CellText:
    """Take a cell as the sheet reader gives it: text, a number, or nothing.

    A spreadsheet keeps fifteen digits of a number. Longer numbers, and numbers shown as
    `1.20101E+17`, keep only the digits that are still true.
    """
    if value is None or isinstance(value, bool):
        return CellText("")
    if isinstance(value, str):
        return _read_text(value)
    if isinstance(value, float) and not (math.isfinite(value) and value.is_integer()):
        return CellText(normal_text(str(value)))
    whole = int(value)
    # Hexadecimal, so that nothing takes what no cell can hold for a number of somebody's.
    return _number(whole) if 0 <= whole < _BEYOND_ANY_CELL else CellText(f"{whole:#x}")


def is_fraction(value: object) -> bool:
    """True of a number that is not whole, which no document or telephone has; not of its text."""
    return isinstance(value, float) and not value.is_integer()


def _read_text(value: str) -> CellText:
    text = normal_text(value)
    if whole := _FLOAT_TEXT.fullmatch(text):
        return _number(int(whole[1]))
    if scientific := _SCIENTIFIC.fullmatch(text):
        shown = scientific[1] + (scientific[2] or "")
        length = int(scientific[3]) + 1
        if len(shown) >= min(length, _EXACT_DIGITS) and length <= _LONGEST_NUMBER:
            return _number(int(shown[:length].ljust(length, "0")))
        sure = _sure_digits(int(shown), length - len(shown))
        return CellText(text, is_number=True, digits=sure[:_EXACT_DIGITS], length=length)
    return CellText(text)


def _number(whole: int) -> CellText:
    """The fifteen digits that are true of a number, and how many it had.

    The spreadsheet put zeros after the fifteenth digit and then stored the nearest binary fraction,
    which may lie below: 370000200001010000 comes back as …009984. So the number is rounded where
    that explains it. A number that other software stored with all its digits is cut instead; only
    there can the fifteenth digit be one too high, where the lost digits were nearly a thousand.
    """
    text = str(whole)
    unit = 10 ** max(0, len(text) - _EXACT_DIGITS)
    rounded = (whole + unit // 2) // unit
    if float(rounded * unit) != float(whole):
        rounded = whole // unit
    return CellText(text, is_number=True, digits=str(rounded)[:_EXACT_DIGITS], length=len(text))


def _sure_digits(shown: int, missing: int) -> str:
    """Leading digits that rounding for display cannot have changed: of 1.20101E+17 it is 12010."""
    half = 10**missing // 2
    high = str(shown * 10**missing + half)
    low = str(shown * 10**missing - half).zfill(len(high))
    return "".join(digit for digit, _ in takewhile(_are_equal, zip(high, low, strict=True)))


def _are_equal(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]
