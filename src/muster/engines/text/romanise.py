"""Pinyin of places and people: which reading a character has depends on what the text names."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Literal, NamedTuple

from muster.engines.text.personal_names import split_name
from muster.engines.text.script import LearningTable, fold, is_assigned, simplified_char
from muster.engines.text.tables.readings import (
    COMMON_CHARS,
    FAMILY_PLACE_ENDINGS,
    FAMILY_PLACE_SURNAMES,
    GIVEN_CHARS,
    GIVEN_WORDS,
    PLACE_WORDS,
)
from muster.engines.text.tables.surnames import SURNAME_READINGS

Kind = Literal["person", "place"]
Syllables = tuple[str, ...]
Pair = tuple[str, str]

_TONES = str.maketrans("", "", "012345")
# They stand in simplified text too, where conversion would change how they are read.
_KEEP_TRADITIONAL = frozenset("乾著瞭藉徵")


class SearchKeys(NamedTuple):
    """What a name is found by. Three ASCII-or-folded strings without spaces."""

    folded: str
    pinyin: str
    initials: str


class _ReadingTable(dict[str, str]):
    """Character → toned syllable; "" for what has no reading. Learns each character once."""

    def __missing__(self, char: str) -> str:
        reading = _dictionary_reading(char)
        if is_assigned(char):
            self[char] = reading
        return reading


def _simple(char: str) -> str:
    """The simplified form that is read; some rare ones the dictionary lacks."""
    simple = char if char in _KEEP_TRADITIONAL else simplified_char(char)
    return simple if len(simple) == 1 and _READINGS[simple] else char


def _dictionary_reading(char: str) -> str:
    # Imported at the first unknown character: loading the dictionary costs a command its start.
    from pypinyin.contrib.tone_convert import to_tone3
    from pypinyin.pinyin_dict import pinyin_dict

    listed: str = pinyin_dict.get(ord(char), "").split(",")[0]
    if not listed:
        return ""
    toned = str(to_tone3(listed, neutral_tone_with_five=True)).replace("ü", "v").replace("ê", "e")
    return unicodedata.normalize("NFKD", toned).encode("ascii", "ignore").decode()


_FAMILY_PLACE = re.compile(f"[{FAMILY_PLACE_SURNAMES}][{FAMILY_PLACE_ENDINGS}]")
_SIMPLE = LearningTable(_simple)
_READINGS = _ReadingTable(COMMON_CHARS)
_GIVEN = _ReadingTable(COMMON_CHARS | GIVEN_CHARS)


def _word_finder(words: dict[str, Syllables]) -> re.Pattern[str]:
    """Matches any word; where two begin at one place, the longer."""
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


_FIND_PLACE_WORD = _word_finder(PLACE_WORDS)
_FIND_GIVEN_WORD = _word_finder(GIVEN_WORDS)


def _read(text: str, kind: Kind) -> list[Pair]:
    """Pairs of (characters, toned syllable) of simplified text; letter and digit runs whole."""
    if kind == "place":
        finder, words, readings = _FIND_PLACE_WORD, PLACE_WORDS, _READINGS
    else:
        finder, words, readings = _FIND_GIVEN_WORD, GIVEN_WORDS, _GIVEN
    pairs: list[Pair] = []
    position = 0
    for found in finder.finditer(text):
        _read_chars(text[position : found.start()], readings, pairs)
        pairs.extend(zip(found[0], words[found[0]], strict=True))
        position = found.end()
    _read_chars(text[position:], readings, pairs)
    return pairs


def _read_chars(text: str, readings: _ReadingTable, pairs: list[Pair]) -> None:
    """Append the pairs of text without special words."""
    in_run = False
    for char in text:
        if syllable := readings[char]:
            pairs.append((char, syllable))
            in_run = False
        elif kept := _run_text(char):
            pairs.append((pairs.pop()[0] + kept if in_run else kept, ""))
            in_run = True
        else:
            in_run = False


def _run_text(char: str) -> str:
    """Letters and digits as they are searched; "" for marks and for Chinese without a reading."""
    folded = fold(char)
    return folded if folded.isascii() else ""


def _place_pairs(text: str) -> list[Pair]:
    simple = text.translate(_SIMPLE)
    if _FAMILY_PLACE.match(simple):
        return [(simple[0], SURNAME_READINGS[simple[0]][0]), *_read(simple[1:], "place")]
    return _read(simple, "place")


def _person_pairs(text: str) -> list[Pair]:
    name = split_name(text)
    surname, given = name.surname.translate(_SIMPLE), name.given.translate(_SIMPLE)
    if surname in SURNAME_READINGS:
        head = list(zip(surname, SURNAME_READINGS[surname], strict=True))
    else:
        head = _read(surname, "place")
    return head + _read(given, "person")


def toned_pairs(text: str, kind: Kind) -> list[Pair]:
    """(character, syllable with tone digit) pairs; letters and digits come as (run, "")."""
    return _person_pairs(text) if kind == "person" else _place_pairs(text)


@cache
def _plain(toned: str) -> str:
    """A syllable without its tone, ü as people type it: lv, nv, but lue, nue."""
    plain = toned.translate(_TONES)
    return plain.replace("ve", "ue") if plain in {"lve", "nve"} else plain


def pinyin(text: str, kind: Kind = "place") -> Syllables:
    """Toneless lower-case syllables of `text` in either script; ü is written v (`lv`, `nv`).

    `kind="person"` reads surnames as surnames: 单田芳 is shan tian fang, 单县 is shan xian, 单元
    is dan yuan. Runs of Latin letters or digits are one element each; marks are left out. Never
    raises; text without any reading gives an empty tuple.
    """
    return tuple(_plain(toned) if toned else run for run, toned in toned_pairs(text, kind))


def initials(text: str, kind: Kind = "place") -> str:
    """First letters of the syllables; digits and Latin runs stay whole: 和平3号楼 → "hp3hl"."""
    return "".join(toned[0] if toned else run for run, toned in toned_pairs(text, kind))


def _plain_char(char: str) -> str:
    """The plain syllable of a character, or its letters and digits as searched."""
    toned = _READINGS[char]
    return _plain(toned) if toned else _run_text(char)


def _initial_char(char: str) -> str:
    """The first letter of a character, or its letters and digits as searched."""
    return _READINGS[char][:1] or _run_text(char)


_PLAIN = LearningTable(_plain_char)
_INITIAL = LearningTable(_initial_char)


def _as_key(joined: str) -> str:
    """üe typed as ve or ue is one; done on the joined text, so that key and query always agree."""
    return joined.replace("lve", "lue").replace("nve", "nue")


def search_keys(text: str, kind: Kind = "place") -> SearchKeys:
    """All keys a name is found by: `pinyin` and `initials` joined, and `fold`."""
    if kind == "place":
        simple = text.translate(_SIMPLE)
        if not _FIND_PLACE_WORD.search(simple) and not _FAMILY_PLACE.match(simple):
            joined = _as_key(simple.translate(_PLAIN))
            return SearchKeys(fold(text), joined, simple.translate(_INITIAL))
    pairs = toned_pairs(text, kind)
    return SearchKeys(
        folded=fold(text),
        pinyin=_as_key("".join([_plain(toned) if toned else run for run, toned in pairs])),
        initials="".join([toned[0] if toned else run for run, toned in pairs]),
    )


def search_keys_many(texts: Iterable[str], kind: Kind = "place") -> list[SearchKeys]:
    """`search_keys` of each text, for indexes; a text that comes again is read once.

    The 665,276 official area names of the country take some five seconds of one core.
    """
    listed = list(texts)
    known = {text: search_keys(text, kind) for text in set(listed)}
    return [known[text] for text in listed]


def pinyin_many(texts: Iterable[str], kind: Kind = "place") -> list[Syllables]:
    """`pinyin` of each text."""
    return [pinyin(text, kind) for text in texts]


def initials_many(texts: Iterable[str], kind: Kind = "place") -> list[str]:
    """`initials` of each text."""
    return [initials(text, kind) for text in texts]


def fold_typed_pinyin(typed: str) -> str:
    """What a person typed into a search box, made comparable with the keys of `search_keys`.

    Tone marks, spaces, apostrophes and case go; ü, u: and the passport's yu after l and n become v:
    "Lǚ shùn", "lv'shun" and "LYUSHUN" all give "lvshun".
    """
    text = typed.casefold().replace("u:", "ü")
    for accented in "üǖǘǚǜ":
        text = text.replace(accented, "v")
    text = fold(text).replace("lyu", "lv")
    # Only at the start: elsewhere the n may close a syllable, as in 安园 (anyuan).
    return _as_key(f"nv{text[3:]}" if text.startswith("nyu") else text)
