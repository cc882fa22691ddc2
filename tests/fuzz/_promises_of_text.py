"""What the text engine promises of any text; each function asks one input and asserts."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal

from muster.engines import text as engine
from muster.engines.sheets.dates import parse_date
from muster.engines.text.cells import normal_text, read_cell

TODAY = dt.date(2020, 2, 18)
STAR = "*"
SHOWN_OF_IDENTITY = {18: 10, 15: 9}
"""Characters of a number of so many digits that a list may show; of any other document four."""
SHOWN_OF_DOCUMENT, SHOWN_OF_UNREADABLE = 4, 2
SHORTEST = 7
"""What is shorter is starred whole."""
MOBILE = re.compile(r"1[3-9][0-9]{9}")
RESIDENT = re.compile(r"[1-9][0-9]{16}[0-9X]")
AS_NUMBER = re.compile(r"[0-9]+(\.0+|(\.[0-9]+)?E\+?[0-9]{1,2})")
KEY = re.compile(r"[a-z0-9]*")


def visible(masked: str) -> int:
    """How many characters a mask shows."""
    return len(masked) - masked.count(STAR)


def identity(text: str) -> None:
    """Identity numbers: what was read is read again as itself; a mask hides the birth date."""
    for cell in cells(text):
        found = engine.parse_identity(cell, today=TODAY)
        assert found.valid == bool(found.canonical), found
        assert len(found.prefix) <= 15, found
        assert visible(found.masked) <= SHOWN_OF_IDENTITY[18], found
        if not found.valid:
            assert visible(found.masked) <= 6, found
            continue
        assert found.masked == engine.mask_identity(found.canonical), found
        assert found.canonical in as_typed(cell), found
        again = engine.parse_identity(" ".join(found.canonical), today=TODAY)
        assert (again.kind, again.canonical) == (found.kind, found.canonical), (found, again)
        if found.kind is engine.IdentityKind.RESIDENT_15:
            assert engine.parse_identity(engine.upgrade_15(found.canonical)).birth == found.birth
    masked = engine.mask_identity(text)
    allowed = SHOWN_OF_IDENTITY.get(len(masked), SHOWN_OF_DOCUMENT)
    assert visible(masked) <= (allowed if len(masked) >= SHORTEST else 0), masked
    assert not RESIDENT.search(masked), masked
    assert visible(engine.mask_identity(masked)) <= visible(masked), masked


def phones(text: str) -> None:
    """Phones: nothing is lost, a canonical number is itself again, no mobile number is shown."""
    for cell in cells(text):
        for area in ("", "022", "0311"):
            found = engine.parse_phones(cell, area=area)
            assert len(found) <= 20, found
            for phone in found:
                check_phone(phone)
                if phone.kind is engine.PhoneKind.MOBILE:
                    number = phone.canonical[3:14]
                    assert any(number in re.sub("[A-Z]", "", typed) for typed in as_typed(cell))
    if any(char in "0123456789" for char in text):
        assert engine.parse_phones(text), "A cell with digits was taken for an empty one."
    assert not MOBILE.search(engine.mask_phone(text)), engine.mask_phone(text)
    engine.parse_phone(text)
    engine.is_invented_phone(text)


def check_phone(phone: engine.Phone) -> None:
    assert phone.valid == bool(phone.canonical), phone
    if phone.valid:
        assert engine.mask_phone(phone.canonical) == phone.masked, phone
        again = engine.parse_phone(phone.canonical)
        assert (again.kind, again.canonical) == (phone.kind, phone.canonical), (phone, again)
    if phone.kind in {engine.PhoneKind.MOBILE, engine.PhoneKind.LANDLINE}:
        digits = visible(phone.masked) - phone.masked.count("-")
        assert digits <= (len(phone.area) or 3) + 4, phone.masked
        assert phone.masked.count(STAR) >= 3, phone.masked
    elif phone.kind is not engine.PhoneKind.SERVICE:
        assert visible(phone.masked) <= SHOWN_OF_UNREADABLE, phone.masked


def names(text: str) -> None:
    """Names: a mask shows the surname and one character, a key suits every database."""
    name = engine.split_name(text)
    masked = engine.mask_name(text)
    if name.form is engine.NameForm.HAN:
        of_given = {0: -1, 1: 0}.get(len(name.given), 1)  # a name of one character is starred whole
        assert visible(masked) <= max(0, len(name.surname) + of_given), masked
    elif name.form is engine.NameForm.DOTTED:
        assert visible(masked) <= 1 + masked.count("·"), masked
    elif name.form is engine.NameForm.LATIN:
        assert all(len(word) == 2 for word in masked.split(" ")), masked
    assert visible(engine.mask_name(masked)) <= visible(masked), masked
    key = engine.name_sort_key(text)
    assert engine.name_sort_key(f" {text}\u3000") == key, key
    assert KEY.fullmatch(key), key
    assert len(key) <= engine.SORT_KEY_LENGTH, key


def script(text: str) -> None:
    """Search keys: folding folds once, pinyin is plain letters, bulk equals one by one."""
    folded = engine.fold(text)
    assert engine.fold(folded) == folded, folded
    assert engine.fold_many([text]) == [folded]
    for kind in ("place", "person"):
        keys = engine.search_keys(text, kind)
        assert keys.folded == folded
        assert keys.pinyin.isascii(), keys
        assert keys.initials.isascii(), keys
        assert keys.initials == engine.initials(text, kind), keys
        if not re.search(r"[a-z0-9]", folded):
            assert engine.fold_typed_pinyin(keys.pinyin) == keys.pinyin, keys
        assert engine.search_keys_many([text, text], kind) == [keys, keys]
    engine.fold_typed_pinyin(text)
    engine.in_traditional(text)


def dates(text: str) -> None:
    """Cells and dates: only days somebody can have been born on or will see, only true digits."""
    for cell in cells(text):
        found = read_cell(cell)
        assert len(found.digits) <= found.length or not found.is_number, found
        assert not found.digits or found.digits.isdecimal(), found
        assert not found.is_truncated or len(found.digits) <= 15, found
        for birth in (False, True):
            day, problem = parse_date(cell, birth=birth, year=2020)
            assert (day is not None) or (problem is not None), cell
            assert day is None or 1850 <= day.year < 2100, day
            assert day is None or problem is None or problem.severity == "warning", problem
    normal_text(text)


def as_typed(cell: str | float) -> set[str]:
    """Letters and digits of a cell in narrow capitals; also the digits of the number it may be."""
    if not isinstance(cell, str):
        return {f"{cell:.0f}"}
    text = "".join("X" if char in "×✕Хх" else char for char in cell)
    text = unicodedata.normalize("NFKC", text).upper()
    readings = {re.sub(r"[\W_]", "", text)}
    number = re.sub(r"[^0-9E.+]", "", text)
    if AS_NUMBER.fullmatch(number):
        readings.add(str(int(Decimal(number))))
    return readings


def cells(text: str) -> list[str | int | float]:
    """A cell as text, and as the number it may be."""
    found: list[str | int | float] = [text]
    for number in (int, float):
        try:
            found.append(number(text))
        except ValueError:
            continue
    return found


ASKED: tuple[Callable[[str], None], ...] = (identity, phones, names, script, dates)
