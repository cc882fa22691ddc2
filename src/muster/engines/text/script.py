"""One search key for every way of writing the same text.

`fold` is for comparing and searching only. It throws away what a person sees (script, case, width,
spaces, punctuation), so its result must never be shown, printed or stored as a name.
"""

import unicodedata
from collections.abc import Callable, Iterable
from functools import cache

from opencc import OpenCC

from muster.engines.text.tables.variants import VARIANT_PAIRS

FOLD_VERSION = 1
"""Raise it when a fold changes, so that whoever stores keys knows to build them again."""

_COMBINING_MARKS = range(0x0300, 0x0370)
_MAX_ROUNDS = 8
_FIRST_HAN = "\u2e80"


@cache
def _to_simplified() -> tuple[OpenCC, ...]:
    return OpenCC("hk2s"), OpenCC("tw2s"), OpenCC("t2s")


def simplified_char(char: str) -> str:
    """The simplified form of one character by its commonest meaning, or the character itself."""
    if char < _FIRST_HAN:
        return char
    for converter in _to_simplified():
        char = converter.convert(char)
    return char


def _fold_char(char: str) -> str:
    """Fold one character until nothing changes: folding a key must give the same key."""
    text = char
    for _ in range(_MAX_ROUNDS):
        before = text
        text = unicodedata.normalize("NFKD", text).casefold()
        text = "".join(
            VARIANT_PAIRS.get(simple, simple)
            for simple in map(simplified_char, text)
            if _is_kept(simple)
        )
        if text == before:
            break
    return text


def _is_kept(char: str) -> bool:
    return unicodedata.category(char[0])[0] in "LNM" and ord(char[0]) not in _COMBINING_MARKS


def is_assigned(char: str) -> bool:
    """True of a character that texts are made of. The other million is not worth remembering."""
    return unicodedata.category(char)[0] != "C"


class LearningTable(dict[int, str]):
    """A table for `str.translate` that asks `find` once for each assigned character."""

    def __init__(self, find: Callable[[str], str]) -> None:
        self._find = find

    def __missing__(self, codepoint: int) -> str:
        char = chr(codepoint)
        found = self._find(char)
        if is_assigned(char):
            self[codepoint] = found
        return found


_TABLE = LearningTable(_fold_char)


def fold(text: str) -> str:
    """The search key of `text`: 简/繁/variant, full-width, case, accents, spaces, marks made one.

    `fold("靜園 社區") == fold("静园社区")`, `fold("ＡＢ－1") == "ab1"`. Two texts of different
    meaning may share a key (乾 and 干), two spellings of one text never differ. Idempotent, never
    raises. Not for display.
    """
    return text.translate(_TABLE)


def fold_many(texts: Iterable[str]) -> list[str]:
    """`fold` of each text, for indexes: about a million short names a second."""
    table = _TABLE
    return [text.translate(table) for text in texts]
