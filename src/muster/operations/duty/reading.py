"""How people write shifts, weekdays and gear in one cell, read and written back the same way."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from django.conf import settings
from django.utils import translation
from django.utils.translation import pgettext

from muster.engines.text import fold
from muster.operations.duty.contracts import GearLine
from muster.operations.duty.enums import (
    ALL_WEEK,
    STANDARD_ITEMS,
    STANDARD_PATTERNS,
    WEEKDAY_WORDS,
    Basis,
)
from muster.operations.duty.models import PatternShift

ALL_DAY = ("全天", "24小时", "24h", "全部", "all")
SHIFT_WORDS: Mapping[str, tuple[str, ...]] = {
    "D": ("早", "早班", "白", "白班", "m", "morning", "early", "day"),
    "E": ("中", "中班", "晚", "晚班", "evening"),
    "N": ("夜", "夜班", "night"),
    "A": ("上午",),
    "B": ("下午",),
    "C": ("晚上", "晚"),
}
NIGHT_WORDS = frozenset(map(fold, SHIFT_WORDS["N"])) | {fold("夜間")}
EVERY_DAY = ("每天", "每日", "天天", "daily", "everyday")
WORKDAYS, WEEKEND = ("工作日", "weekdays"), ("周末", "双休日", "weekend")
WHOLE_CELLS: Mapping[str, int] = {
    **dict.fromkeys(map(fold, EVERY_DAY), ALL_WEEK),
    **dict.fromkeys(map(fold, WORKDAYS), 0b001_1111),
    **dict.fromkeys(map(fold, WEEKEND), 0b110_0000),
}
DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
BASIS_WORDS: Mapping[str, tuple[str, ...]] = {
    Basis.PERSON: ("人", "每人", "person"),
    Basis.SHIFT: ("班", "每班", "shift"),
}
_SPLIT = re.compile(r"[,，、;；/\s]+")
_LINES = re.compile(r"[,，、;；\n]+")
_GEAR = re.compile(
    r"\s*(?P<item>.+?)\s*[x×*]?\s*(?P<number>\d{1,5})\s*(?:/\s*(?P<basis>\w+))?\s*\Z"
)
_NAME = "(mon|tue|wed|thu|fri|sat|sun)"
_ENGLISH_RANGE = re.compile(rf"{_NAME}[a-z]*\s*(?:to|-|–)\s*{_NAME}")
_DAY = "[一二三四五六日天1-7]"
_RANGE = re.compile(rf"({_DAY})\s*(?:至|到|-|–|~)\s*(?:周|星期)?({_DAY})")


def letters_in(text: str, shifts: Iterable[PatternShift]) -> str | None:
    """Return the letters of the shifts a cell names; None where it says something else."""
    shifts = list(shifts)
    folded = fold(text)
    if not folded:
        return ""
    if folded in {fold(word) for word in ALL_DAY}:
        return "".join(shift.letter for shift in shifts)
    words = {fold(shift.label): shift.letter for shift in shifts}
    for shift in shifts:
        words[fold(shift.letter)] = shift.letter
        for word in SHIFT_WORDS.get(shift.letter, ()):
            words.setdefault(fold(word), shift.letter)
    found: list[str] = []
    for part in filter(None, map(fold, _SPLIT.split(text))):
        if part in words:
            found.append(words[part])
        elif all(char in words for char in part):
            found += [words[char] for char in part]
        else:
            return None
    return "".join(dict.fromkeys(found))


def weekdays_in(text: str) -> int | None:
    """Return the weekdays a cell names as bits; 0 where it is empty, None where it is unread."""
    folded = fold(text)
    if not folded or folded in WHOLE_CELLS:
        return WHOLE_CELLS.get(folded, 0)
    parts = [fold(part)[:3] for part in _SPLIT.split(text)]
    if spread := _ENGLISH_RANGE.search(text.lower()):
        return _from_to(*map(DAY_NAMES.index, spread.groups()))
    names = [name for name in parts if name in DAY_NAMES]
    if names:
        return sum(1 << DAY_NAMES.index(name) for name in set(names))
    if spread := _RANGE.search(folded):
        return _from_to(*map(_day, spread.groups()))
    days = {_day(char) for char in re.sub(r"周|星期|[,，、;；\s]", "", folded)}
    return None if -1 in days else sum(1 << day for day in days)


def write_weekdays(bits: int) -> str:
    """Return weekdays as `weekdays_in` reads them, in the reader's language."""
    if bits == ALL_WEEK:
        return pgettext("weekdays", "daily")
    days = [day for day in range(7) if bits >> day & 1]
    if translation.get_language() == "en":
        return " ".join(DAY_NAMES[day].capitalize() for day in days)
    return "周" + "".join(WEEKDAY_WORDS[day] for day in days)


def in_every_language(words: Callable[[], Iterable[tuple[object, str]]]) -> dict[str, str]:
    """Return keys by folded words, as `words()` says them in each language."""
    found: dict[str, str] = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found |= {fold(str(word)): key for word, key in words()}
    return found


def item_labels() -> Mapping[str, str]:
    """Return the key of every standard thing by its folded name in each language."""
    return in_every_language(lambda: [(label, key) for key, label in STANDARD_ITEMS.items()])


def read_gear(text: str, items: Mapping[str, str]) -> tuple[Sequence[GearLine], Sequence[str]]:
    """Return the gear of a cell such as `测温枪 2，口罩 2/人`, and the parts nobody can read."""
    lines: dict[tuple[str, str], GearLine] = {}
    unread = []
    for part in filter(str.strip, _LINES.split(text)):
        found = _GEAR.match(part)
        basis = _basis(found["basis"]) if found else None
        if found is None or basis is None or not int(found["number"]):
            unread.append(part.strip())
            continue
        label = found["item"].strip()
        key = items.get(fold(label))
        item = key or fold(label)[:24]
        line = GearLine(item, int(found["number"]), basis, "" if key else label[:40])
        lines[item, basis] = line
    return list(lines.values()), unread


def write_gear(lines: Iterable[GearLine], labels: Mapping[str, object] = STANDARD_ITEMS) -> str:
    """Return gear as `read_gear` reads it, in the reader's language."""
    suffixes = {
        Basis.PERSON: "/" + pgettext("gear is counted for each", "person"),
        Basis.SHIFT: "/" + pgettext("gear is counted for each", "shift"),
    }
    return "; ".join(
        f"{line.label or labels.get(line.item, line.item)} {line.quantity}"
        f"{suffixes.get(Basis(line.basis), '')}"
        for line in lines
    )


def standard_letters() -> str:
    """Return every letter of the standard patterns, for the help beside a field."""
    return " · ".join(
        f"{pattern.label}: " + " ".join(f"{s.letter} {s.label}" for s in pattern.shifts)
        for pattern in STANDARD_PATTERNS.values()
    )


def _basis(word: str | None) -> str | None:
    if not word:
        return Basis.POST
    folded = fold(word)
    for basis, words in BASIS_WORDS.items():
        if folded in words:
            return basis
    return None


def _from_to(first: int, last: int) -> int:
    return sum(1 << day % 7 for day in range(first, last + 1 + 7 * (last < first)))


def _day(char: str) -> int:
    if char in "1234567":
        return int(char) - 1
    return WEEKDAY_WORDS.find("日" if char == "天" else char)
