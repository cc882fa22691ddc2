"""Identity and telephone numbers of cells, in the words of this engine's issues."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from muster.engines.sheets.grid import Cell
from muster.engines.sheets.issues import Problem
from muster.engines.text.identity import (
    PREFIX_LENGTH,
    IdentityReason,
    parse_identity,
)
from muster.engines.text.phones import PhoneKind, PhoneReason
from muster.engines.text.phones import parse_phones as parse_cell_phones

_MOBILE_LENGTH = 11
_RESIDENT_LENGTH = 18
#: 110 and 10086 answer, but are nobody's own.
_SHORTEST_OF_A_PERSON = 7
_EXACT = 1e15
_BEYOND = 1e20
_CODES: Mapping[IdentityReason, str] = {
    IdentityReason.TRUNCATED: "truncated_number",
    IdentityReason.MASKED: "masked",
    IdentityReason.WRONG_LENGTH: "id_length",
    IdentityReason.WRONG_CHARACTER: "id_unreadable",
    IdentityReason.AREA_UNKNOWN: "id_area",
    IdentityReason.BIRTH_IMPOSSIBLE: "id_date",
    IdentityReason.BIRTH_IN_FUTURE: "id_date",
    IdentityReason.CHECK_WRONG: "id_checksum",
    IdentityReason.FORM_UNKNOWN: "id_unreadable",
}

Identity = tuple[str | None, Problem | None, str]


def parse_id_number(cell: Cell) -> Identity:
    """(number, problem, first 15 digits of a truncated one). A cut number is never completed."""
    if not isinstance(cell, str | float | int) or isinstance(cell, bool):
        return None, Problem("id_unreadable"), ""
    found = parse_identity(_as_shown(cell) if isinstance(cell, float) else cell)
    if found.valid:
        return found.canonical, None, ""
    if found.reason is IdentityReason.EMPTY:
        return None, Problem("id_unreadable"), ""
    whole = found.reason is IdentityReason.TRUNCATED and len(found.prefix) == PREFIX_LENGTH
    params = {name: found.params[name] for name in ("length",) if name in found.params}
    return None, Problem(_CODES[found.reason], params), found.prefix if whole else ""


def _as_shown(number: float) -> str | float:
    """A long number by the fifteen digits its spreadsheet kept, not by the double next to them.

    120101199003077000 has no double of its own: the nearest one ends in …076992.
    """
    if not _EXACT <= number < _BEYOND:
        return number
    mantissa, exponent = f"{Decimal(repr(number)):.16E}".split("E")
    return f"{mantissa[: PREFIX_LENGTH + 1]}E{exponent}"


def birth_and_sex(number: str) -> tuple[dt.date, str] | None:
    """What a sound identity number says of its holder; None for documents that say nothing."""
    if len(number) == _RESIDENT_LENGTH and number[:-1].isdecimal():
        digits, odd = number[6:14], number[16] in "13579"
    elif len(number) == PREFIX_LENGTH and number.isdecimal():
        digits, odd = "19" + number[6:12], number[14] in "13579"
    else:
        return None
    day = dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    return day, "male" if odd else "female"


def parse_phones(cell: Cell, text: str) -> tuple[list[str], Problem | None]:
    """All numbers of a cell as they are dialled at home, and what speaks against the first bad one.

    `text` is the cell as shown.
    """
    if len(text) == _MOBILE_LENGTH and text.isdecimal() and text.isascii() and "13" <= text < "2":
        return [text], None
    if not isinstance(cell, str | float | int) or isinstance(cell, bool):
        return [], Problem("phone_unreadable", {"part": text[:40]})
    phones: list[str] = []
    problem: Problem | None = None
    found = parse_cell_phones(cell)
    for phone in found:
        short = phone.kind is PhoneKind.SERVICE and len(phone.canonical) < _SHORTEST_OF_A_PERSON
        if phone.valid and not short:
            if phone.national not in phones:
                phones.append(phone.national)
        elif problem is None:
            masked = phone.reason is PhoneReason.MASKED
            problem = (
                Problem("masked")
                if masked
                else Problem("phone_unreadable", {"part": phone.written.strip()[:40]})
            )
    if not found:
        problem = Problem("phone_unreadable", {"part": text[:40]})
    return phones, problem
