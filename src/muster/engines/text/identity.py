"""Identity numbers: what kind it is, whether it can be true, and what may be shown of it.

A number is never repaired. What a spreadsheet cut off stays cut off; the fifteen digits left serve
as a key for finding the person, and a human completes the number from the document.
Form of the resident number: GB 11643 (area 6, birth 8, sequence 3, ISO 7064 mod 11-2 check).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from muster.engines.text.cells import CellText, is_fraction, normal_text, read_cell
from muster.engines.text.identity_forms import (
    DOCUMENT_FORMS,
    IdentityKind,
    document_check_fails,
)

INVENTED_AREA_PREFIX = "88"
"""No province has the code 88 (GB/T 2260 uses 11–65, 71, 81–83): nobody has such a number."""

EARLIEST_BIRTH_YEAR = 1880
PREFIX_LENGTH = 15
AREA_LENGTH = 6
_SHORTEST_TO_MASK = 7

_PROVINCES = frozenset(
    str(code)
    for code in (
        *range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55),
        *range(61, 66), 71, 81, 82, 83,
    )
)  # fmt: skip
_RESIDENCE_PERMIT_AREAS = frozenset({"81", "82", "83"})
_FOREIGN_RESIDENT = "9"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_RESIDENT_18 = re.compile(r"[0-9]{17}[0-9X]")
_DIGITS = re.compile(r"[0-9]+")
_FILLERS = re.compile(r"[\s\-_.,:;'\"()\[\]]+")
_MASKED = re.compile(r"[0-9A-Z]*[*•●#]{2,}[0-9A-Z]*")
_NO_PARAMS: dict[str, str] = {}


class IdentityReason(StrEnum):
    """Why a number was taken or not. The web has a sentence for each, filled from `params`."""

    OK = "ok"
    EMPTY = "empty"
    TRUNCATED = "truncated_by_spreadsheet"
    MASKED = "masked"
    WRONG_LENGTH = "wrong_length"
    WRONG_CHARACTER = "wrong_character"
    AREA_UNKNOWN = "area_unknown"
    BIRTH_IMPOSSIBLE = "birth_impossible"
    BIRTH_IN_FUTURE = "birth_in_future"
    CHECK_WRONG = "check_wrong"
    FORM_UNKNOWN = "form_unknown"


class Sex(StrEnum):
    """Sex as the seventeenth digit tells it."""

    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """What was found. `canonical` is "" unless the whole number is there and well formed.

    `prefix` holds the leading digits that can be trusted (at most 15) even if the rest is lost;
    `may_be_truncated` says that the number ends as a spreadsheet leaves it and should be compared
    with the document.
    """

    kind: IdentityKind
    reason: IdentityReason
    canonical: str = ""
    prefix: str = ""
    area_code: str = ""
    birth: date | None = None
    sex: Sex | None = None
    may_be_truncated: bool = False
    is_invented: bool = False
    params: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def valid(self) -> bool:
        """The number is whole and nothing speaks against it."""
        return self.reason is IdentityReason.OK

    @property
    def masked(self) -> str:
        """What a list may show; see `mask_identity`. Of an unsound number at most the area."""
        if self.canonical:
            return mask_identity(self.canonical)
        rest = len(self.prefix) - AREA_LENGTH
        return self.prefix[:AREA_LENGTH] + "*" * rest if rest > 0 else "*" * len(self.prefix)


def identity_check_digit(first_17: str) -> str:
    """The eighteenth character of a resident number, "0"–"9" or "X" (ISO 7064, mod 11-2).

    Raises:
        ValueError: `first_17` is not seventeen ASCII digits.
    """
    if len(first_17) != len(_WEIGHTS) or not _DIGITS.fullmatch(first_17):
        raise ValueError("A check digit is computed from exactly seventeen digits.")
    total = sum(int(digit) * weight for digit, weight in zip(first_17, _WEIGHTS, strict=True))
    return _CHECK_DIGITS[total % 11]


def upgrade_15(number: str) -> str:
    """The 18-digit number of a person who holds an old 15-digit one (always born 19xx).

    Raises:
        ValueError: `number` is not fifteen ASCII digits.
    """
    if len(number) != PREFIX_LENGTH or not _DIGITS.fullmatch(number):
        raise ValueError("Only a number of exactly fifteen digits can be upgraded.")
    first_17 = f"{number[:6]}19{number[6:]}"
    return first_17 + identity_check_digit(first_17)


def parse_identity(value: str | float | None, *, today: date | None = None) -> IdentityNumber:
    """Read an identity number from a cell. Never raises and never repairs.

    Full-width characters, spaces, dashes and a lower-case x are tolerated. Numbers (not text) keep
    fifteen true digits. `today` (local date) lets births in the future be refused.
    """
    cell = read_cell(value)
    if cell.is_truncated:
        return _truncated(cell)
    if is_fraction(value):
        return IdentityNumber(IdentityKind.UNKNOWN, IdentityReason.FORM_UNKNOWN)
    text = _FILLERS.sub("", cell.text)
    if not text:
        return IdentityNumber(IdentityKind.NONE, IdentityReason.EMPTY)
    if _MASKED.fullmatch(text):
        return IdentityNumber(IdentityKind.UNKNOWN, IdentityReason.MASKED)
    return _whole(text, today, has_brackets="(" in cell.text)


def _whole(text: str, today: date | None, *, has_brackets: bool) -> IdentityNumber:
    if _RESIDENT_18.fullmatch(text):
        return _resident_18(text, today)
    if len(text) == PREFIX_LENGTH and _DIGITS.fullmatch(text):
        return _resident_15(text, today)
    return _document(text, has_brackets=has_brackets)


def _truncated(cell: CellText) -> IdentityNumber:
    prefix = cell.digits[:PREFIX_LENGTH]
    whole = len(prefix) == PREFIX_LENGTH and cell.length == len(_WEIGHTS) + 1
    return IdentityNumber(
        IdentityKind.RESIDENT_18 if whole else IdentityKind.UNKNOWN,
        IdentityReason.TRUNCATED,
        prefix=prefix,
        area_code=prefix[:6] if whole else "",
        birth=_birth(prefix[6:14]) if whole else None,
        is_invented=prefix.startswith(INVENTED_AREA_PREFIX),
        params={"kept": str(len(prefix)), "length": str(cell.length)},
    )


def _resident_18(text: str, today: date | None) -> IdentityNumber:
    birth = _birth(text[6:14])
    kind, reason, params = _kind_18(text), IdentityReason.OK, _NO_PARAMS
    may_be_truncated = text.endswith("000")
    if kind is IdentityKind.UNKNOWN:
        reason, params = IdentityReason.AREA_UNKNOWN, {"area": text[:6]}
    elif birth is None:
        reason, params = IdentityReason.BIRTH_IMPOSSIBLE, {"birth": text[6:14]}
    elif today is not None and birth > today:
        reason, params = IdentityReason.BIRTH_IN_FUTURE, {"birth": birth.isoformat()}
    elif identity_check_digit(text[:17]) != text[17]:
        reason, params = IdentityReason.CHECK_WRONG, {"found": text[17]}
        may_be_truncated = _is_left_by_spreadsheet(text)
        if text.endswith("000"):
            kept = {"kept": str(PREFIX_LENGTH), "length": str(len(text))}
            reason, params = IdentityReason.TRUNCATED, kept
    return IdentityNumber(
        kind,
        reason,
        canonical=text if reason is IdentityReason.OK else "",
        prefix=text[:PREFIX_LENGTH],
        area_code=text[:6],
        birth=birth,
        sex=_sex(text[16]) if reason is IdentityReason.OK else None,
        may_be_truncated=may_be_truncated,
        is_invented=text.startswith(INVENTED_AREA_PREFIX),
        params=params,
    )


def _kind_18(text: str) -> IdentityKind:
    if text.startswith(_FOREIGN_RESIDENT) and text[1:3] in _PROVINCES:
        return IdentityKind.FOREIGN_RESIDENT
    if text[:2] in _RESIDENCE_PERMIT_AREAS:
        return IdentityKind.RESIDENCE_PERMIT
    if text[:2] in _PROVINCES or text.startswith(INVENTED_AREA_PREFIX):
        return IdentityKind.RESIDENT_18
    return IdentityKind.UNKNOWN


def _is_left_by_spreadsheet(text: str) -> bool:
    """Ends as a double-precision number of that size must: in zeros or on a multiple of sixteen."""
    return text.isdecimal() and (text.endswith("000") or int(text) % 16 == 0)


def _resident_15(text: str, today: date | None) -> IdentityNumber:
    birth = _birth(f"19{text[6:12]}")
    reason, params = IdentityReason.OK, _NO_PARAMS
    if text[:2] not in _PROVINCES and not text.startswith(INVENTED_AREA_PREFIX):
        reason, params = IdentityReason.AREA_UNKNOWN, {"area": text[:6]}
    elif birth is None:
        reason, params = IdentityReason.BIRTH_IMPOSSIBLE, {"birth": f"19{text[6:12]}"}
    elif today is not None and birth > today:
        reason, params = IdentityReason.BIRTH_IN_FUTURE, {"birth": birth.isoformat()}
    ok = reason is IdentityReason.OK
    return IdentityNumber(
        IdentityKind.RESIDENT_15,
        reason,
        canonical=text if ok else "",
        prefix=text,
        area_code=text[:6],
        birth=birth,
        sex=_sex(text[14]) if ok else None,
        is_invented=text.startswith(INVENTED_AREA_PREFIX),
        params=params,
    )


def _document(text: str, *, has_brackets: bool) -> IdentityNumber:
    """Permits, passports and foreign cards, by form; else the most telling reason.

    A letter and seven digits are also a form of passport: without the brackets that mark the check
    digit of a Hong Kong card, a wrong one only says that it is not such a card.
    """
    for kind, form in DOCUMENT_FORMS:
        if form.fullmatch(text):
            if document_check_fails(kind, text):
                if kind is IdentityKind.HK_CARD and not has_brackets:
                    continue
                return IdentityNumber(kind, IdentityReason.CHECK_WRONG, params={"found": text[-1]})
            return IdentityNumber(kind, IdentityReason.OK, canonical=text)
    if _DIGITS.fullmatch(text.rstrip("X")):
        found = {"length": str(len(text))}
        return IdentityNumber(IdentityKind.UNKNOWN, IdentityReason.WRONG_LENGTH, params=found)
    if len(text) == len(_WEIGHTS) + 1:
        wrong = next((char for char in text if char not in "0123456789"), text[0])
        found = {"found": wrong, "position": str(text.index(wrong) + 1)}
        return IdentityNumber(IdentityKind.UNKNOWN, IdentityReason.WRONG_CHARACTER, params=found)
    return IdentityNumber(IdentityKind.UNKNOWN, IdentityReason.FORM_UNKNOWN)


def _birth(digits: str) -> date | None:
    try:
        birth = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
    return birth if birth.year >= EARLIEST_BIRTH_YEAR else None


def _sex(digit: str) -> Sex:
    return Sex.MALE if int(digit) % 2 else Sex.FEMALE


def mask_identity(text: str) -> str:
    """What a list may show: 120101********1234; area and last four of a resident number.

    A 15-digit number keeps area and last three, other documents the first and last two. What is too
    short to mask is starred whole. Works on anything, also on what does not parse.
    """
    clean = _FILLERS.sub("", normal_text(text))
    if _RESIDENT_18.fullmatch(clean):
        return f"{clean[:6]}{'*' * 8}{clean[-4:]}"
    if len(clean) == PREFIX_LENGTH and _DIGITS.fullmatch(clean):
        return f"{clean[:6]}{'*' * 6}{clean[-3:]}"
    if len(clean) < _SHORTEST_TO_MASK:
        return "*" * len(clean)
    return f"{clean[:2]}{'*' * (len(clean) - 4)}{clean[-2:]}"
