"""Telephone numbers as people write them into cells: one or several, of any kind.

A number is normalised only where nothing has to be guessed. What cannot be read is kept as it came,
with a reason, so that a person can look at it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from muster.engines.text.cells import is_fraction, normal_text, read_cell

INVENTED_MOBILE_PREFIX = "154"
"""The mobile segment 154 has never been opened to any carrier, so nobody answers such a number."""

MAX_NUMBERS_IN_CELL = 20
MAX_CELL_LENGTH = 500

_COUNTRY = "+86"
_LINE_BREAK = re.compile(r"[\r\n]+")
_HARD_BREAK = re.compile(r"(?:[/、,|\\和或及]|;(?!EXT=))+")
_LABEL = re.compile(r"^[^0-9+(]+")
_EXTENSION = re.compile(r"(?:转|分机|EXT\.?|X|#|;EXT=)[:\s]*([0-9]{1,6})$")
_DASH_EXTENSION = re.compile(
    r"^((?:\(?0?[0-9]{2,3}\)?[-\s]?)?[2-8][0-9]{6,7}|0?[48]00-?[0-9]{3}-?[0-9]{4})-([0-9]{1,6})$"
)
_PUNCTUATION = re.compile(r"[\s\-().]+")
_PREFIXES = re.compile(r"^\(?(?:\+\s?86|0086)\)?[-\s]*(?:\(0\))?")
_MOBILE = re.compile(r"0?(1[3-9][0-9]{9})")
_COUNTRY_AND_MOBILE = re.compile(r"861[3-9][0-9]{9}")
# 400 and 800 are no areas: they begin service numbers.
_CODE, _REST = "(?![48]00)[3-9][0-9]{2}", "[2-8][0-9]{6,7}"
_LANDLINE = re.compile(rf"0(10|2[0-9])([2-8][0-9]{{7}})|0({_CODE})({_REST})")
_LANDLINE_WITHOUT_ZERO = re.compile(rf"(10|2[0-9])([2-8][0-9]{{7}})|({_CODE})({_REST})")
_LOCAL = re.compile(r"[2-8][0-9]{6,7}")
_SERVICE_LONG = re.compile(r"0?([48]00[0-9]{7})")
_SERVICE_SHORT = re.compile(r"1[0-2][0-9]|1[0-2][0-9]{3}|9[56][0-9]{3,4}")
_FOREIGN = re.compile(r"(?:\+|00)([1-9][0-9]{6,14})")
_MOBILE_LENGTH = 11
_SHORTEST_TO_MASK = 7


class PhoneKind(StrEnum):
    """What answers at the other end."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    LOCAL = "local"
    SERVICE = "service"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"


class PhoneReason(StrEnum):
    """Why a number was taken or not. The web has a sentence for each, filled from `params`."""

    OK = "ok"
    EMPTY = "empty"
    SEVERAL = "several"
    TRUNCATED = "truncated_by_spreadsheet"
    MASKED = "masked"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    NOT_ISSUED = "not_issued"
    NO_DIGITS = "no_digits"


@dataclass(frozen=True, slots=True)
class Phone:
    """One number. `canonical` is "+86…" (or "+…" abroad, bare digits for local and short ones).

    An extension follows as ";ext=801". `area` is the trunk code of a landline with its zero.
    `written` is what stood in the cell.
    """

    kind: PhoneKind
    reason: PhoneReason
    written: str
    canonical: str = ""
    area: str = ""
    extension: str = ""
    params: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def valid(self) -> bool:
        """It can be called as it stands (a local number: from within its area)."""
        return self.reason is PhoneReason.OK

    @property
    def can_sms(self) -> bool:
        """A mainland mobile number without extension; by form, so an invented one counts too."""
        return self.kind is PhoneKind.MOBILE and not self.extension

    @property
    def national(self) -> str:
        """As it is dialled within the country: 13800006021, 022-27123456, 022-27123456-801."""
        number = self.canonical.partition(";")[0]
        if self.kind is PhoneKind.LANDLINE:
            number = f"{self.area}-{number[len(_COUNTRY) + len(self.area) - 1 :]}"
        elif self.kind in {PhoneKind.MOBILE, PhoneKind.SERVICE}:
            number = number.removeprefix(_COUNTRY)
        return f"{number}-{self.extension}" if self.extension else number

    @property
    def is_invented(self) -> bool:
        """It lies in the segment that was never issued."""
        return self.canonical.startswith(_COUNTRY + INVENTED_MOBILE_PREFIX)

    @property
    def masked(self) -> str:
        """What a list may show: 138****6021, 022-****3456; services, which are nobody's, whole."""
        if self.kind is PhoneKind.MOBILE:
            number = self.national[:_MOBILE_LENGTH]
            return f"{number[:3]}****{number[-4:]}"
        if self.kind is PhoneKind.LANDLINE:
            number = self.national.split("-")[1]
            return f"{self.area}-{'*' * (len(number) - 4)}{number[-4:]}"
        if self.kind is PhoneKind.SERVICE:
            return self.national
        return _stars(self.canonical or self.written)


def mask_phone(text: str) -> str:
    """What a list may show of every number in `text`, joined with " / "; unreadable: stars."""
    return " / ".join(phone.masked for phone in parse_phones(text))


def is_invented_phone(text: str) -> bool:
    """Every number in `text` is one that nobody can have."""
    phones = parse_phones(text)
    return bool(phones) and all(phone.is_invented for phone in phones)


def parse_phone(value: str | float | None, *, area: str = "") -> Phone:
    """The one number of a cell. Several give reason `several` with their count in `params`.

    `area` (like "022") completes local numbers. Never raises.
    """
    phones = parse_phones(value, area=area)
    if not phones:
        return Phone(PhoneKind.UNKNOWN, PhoneReason.EMPTY, "")
    if len(phones) > 1:
        count = {"count": str(len(phones))}
        return Phone(PhoneKind.UNKNOWN, PhoneReason.SEVERAL, str(value), params=count)
    return phones[0]


def parse_phones(value: str | float | None, *, area: str = "") -> tuple[Phone, ...]:
    """Every number of a cell in the order written, at most `MAX_NUMBERS_IN_CELL`.

    A text beyond `MAX_CELL_LENGTH` is no list of numbers and comes back as one unreadable number.

    Numbers may be parted by / 、 , ; | line breaks or spaces; spaces and dashes inside a number are
    told from those between two by what makes whole numbers. An empty cell gives ().
    """
    cell = read_cell(value)
    if cell.is_truncated:
        lost = {"kept": str(len(cell.digits)), "length": str(cell.length)}
        return (Phone(PhoneKind.UNKNOWN, PhoneReason.TRUNCATED, str(value), params=lost),)
    if is_fraction(value):
        return (_unreadable(str(value), str(value)),)
    if isinstance(value, str) and len(value) > MAX_CELL_LENGTH:
        return (_unreadable(value, value),)
    text = normal_text(_LINE_BREAK.sub("/", value)) if isinstance(value, str) else cell.text
    if cell.is_number:
        text = cell.text
    phones: list[Phone] = []
    for piece in _HARD_BREAK.split(text):
        if trimmed := piece.strip():
            phones.extend(_read_piece(trimmed, area))
    return tuple(phones[:MAX_NUMBERS_IN_CELL])


def _read_piece(piece: str, area: str) -> list[Phone]:
    """Numbers of a piece that only spaces may part: the longest runs that make a valid number."""
    whole = _read_one(piece, area)
    tokens = piece.split(" ")
    if whole.valid or len(tokens) == 1:
        return [whole]
    phones: list[Phone] = []
    position = 0
    while position < len(tokens) and len(phones) < MAX_NUMBERS_IN_CELL:
        for end in range(min(len(tokens), position + 6), position, -1):
            phone = _read_one(" ".join(tokens[position:end]), area)
            if phone.valid:
                phones.append(phone)
                position = end
                break
        else:
            if any(char.isdigit() for char in tokens[position]):
                phones.append(_read_one(tokens[position], area))
            position += 1
    # Where spaces part the piece into nothing readable, it stays one unreadable number.
    return phones if any(phone.valid for phone in phones) else [whole]


def _read_one(written: str, area: str) -> Phone:
    if "*" in written:
        return Phone(PhoneKind.UNKNOWN, PhoneReason.MASKED, written)
    last_digit = max(map(written.rfind, "0123456789"))
    text = _LABEL.sub("", written[: last_digit + 1])
    has_country = bool(_PREFIXES.match(text))
    text, extension = _cut_extension(_PREFIXES.sub("", text))
    number = _PUNCTUATION.sub("", text)
    if _COUNTRY_AND_MOBILE.fullmatch(number):
        number = number[2:]
    kind, canonical, trunk = _recognise(number, has_country=has_country, area=area)
    if kind is PhoneKind.UNKNOWN:
        return _unreadable(written, number)
    if extension:
        canonical = f"{canonical};ext={extension}"
    return Phone(kind, PhoneReason.OK, written, canonical, trunk, extension)


def _cut_extension(text: str) -> tuple[str, str]:
    if found := _EXTENSION.search(text):
        return text[: found.start()].strip(), found[1]
    if found := _DASH_EXTENSION.match(text):
        return found[1], found[2]
    return text, ""


def _recognise(number: str, *, has_country: bool, area: str) -> tuple[PhoneKind, str, str]:
    """Kind, canonical number and trunk code of bare digits (a leading + may stand)."""
    if mobile := _MOBILE.fullmatch(number):
        return PhoneKind.MOBILE, _COUNTRY + mobile[1], ""
    if service := _SERVICE_LONG.fullmatch(number):
        return PhoneKind.SERVICE, _COUNTRY + service[1], ""
    if landline := _LANDLINE.fullmatch(number) or _LANDLINE_WITHOUT_ZERO.fullmatch(number):
        code, rest = landline[1] or landline[3], landline[2] or landline[4]
        return PhoneKind.LANDLINE, f"{_COUNTRY}{code}{rest}", f"0{code}"
    if has_country:
        return PhoneKind.UNKNOWN, "", ""
    if _LOCAL.fullmatch(number) and _LANDLINE.fullmatch(area + number):
        return PhoneKind.LANDLINE, f"{_COUNTRY}{area[1:]}{number}", area
    return _recognise_without_area(number)


def _recognise_without_area(number: str) -> tuple[PhoneKind, str, str]:
    if _SERVICE_SHORT.fullmatch(number):
        return PhoneKind.SERVICE, number, ""
    if _LOCAL.fullmatch(number):
        return PhoneKind.LOCAL, number, ""
    foreign = _FOREIGN.fullmatch(number)
    if foreign and not foreign[1].startswith("86"):
        return PhoneKind.FOREIGN, f"+{foreign[1]}", ""
    return PhoneKind.UNKNOWN, "", ""


def _unreadable(written: str, number: str) -> Phone:
    digits = sum(char in "0123456789" for char in number)
    if digits == 0:
        reason = PhoneReason.NO_DIGITS
    elif digits < _MOBILE_LENGTH:
        reason = PhoneReason.TOO_SHORT
    elif digits > _MOBILE_LENGTH:
        reason = PhoneReason.TOO_LONG
    else:
        reason = PhoneReason.NOT_ISSUED
    return Phone(PhoneKind.UNKNOWN, reason, written, params={"digits": str(digits)})


def _stars(text: str) -> str:
    """Stars for everything but the last two characters; for short text, for all of it."""
    clean = text.partition(";")[0]
    if len(clean) < _SHORTEST_TO_MASK:
        return "*" * len(clean)
    return f"{'*' * (len(clean) - 2)}{clean[-2:]}"
