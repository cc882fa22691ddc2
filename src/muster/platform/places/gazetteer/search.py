"""Finding official areas by name in 简体, 繁體, pinyin or initials, without a database.

What tells a name apart stands three times in three byte strings (folded, pinyin, initials), one
name a line in the order of codes; its ending (社区居委会, 镇, …) is a number beside it.
`bytes.find` scans the nation in milliseconds, the communities of one district are one slice, and a
match says by the bytes beside it whether it is the whole name, its beginning or its middle. Levels
above the community lie on a shelf of their own, so that a common word cannot bury a city under
villages.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

import numpy as np
import numpy.typing as npt

from muster.engines.text import fold, fold_typed_pinyin, search_keys
from muster.platform.places.gazetteer.changes import known_changes
from muster.platform.places.gazetteer.edition import ancestors_of, gazetteer
from muster.platform.places.gazetteer.names import is_filler, split_name
from muster.platform.places.gazetteer.shelves import (
    LINE,
    CharacterForms,
    Lexicon,
    Shelf,
    make_lexicon,
    make_shelf,
)

_MOST_MATCHES = 1000
"""Matches looked at in one scan; a word commoner than this is narrowed to names that begin so."""

_MOST_WORDS = 3
_MOST_PLACES = 40
_LONGEST_WORD = 60
_CHINESE_FROM = "\u2e80"
_SHELF_BIT, _LEVEL_BITS, _MATCH_BITS, _OUTSIDE_BIT = 32, 34, 38, 42


class Match(IntEnum):
    """How a name fits what was typed, best first."""

    WHOLE = 0
    BEGINNING = 1
    MIDDLE = 2


@dataclass(frozen=True, slots=True)
class Found:
    """An official area that fits. `path` holds the names above it, from the province down."""

    code: str
    name: str
    path: tuple[str, ...]
    match: Match


@dataclass(frozen=True, slots=True)
class _Pattern:
    """What to look for in one key: letters of the stem, and the beginning of an ending after it."""

    key: str
    stem: bytes
    ending: str = ""


Entries = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]
"""Entries that fit, and how (`Match`) each does."""


class SearchIndex:
    """Search over the shipped edition. Thread-safe: it is only read."""

    def __init__(self, *shelves: Shelf) -> None:
        self._shelves = shelves
        self._lexicons = [make_lexicon(shelf) for shelf in shelves]

    def name_of(self, code: str) -> str:
        """Return the official name of a code; empty where the edition has none."""
        for shelf in self._shelves:
            if (row := shelf.row_of(code)) is not None:
                return shelf.name(row)
        return ""

    def path_of(self, code: str) -> tuple[str, ...]:
        """Return the names of the areas above a code, from the province down, offices left out."""
        named = ((above, self.name_of(above)) for above in ancestors_of(code))
        return tuple(name for above, name in named if not is_filler(above, name))

    def search(
        self, typed: str, *, limit: int = 20, first: str = "", within: Iterable[str] = ("",)
    ) -> list[Found]:
        """Return at most `limit` areas whose name fits `typed`, best first.

        Order: inside the area `first`, then whole name before beginning before middle, then higher
        level, then code. `within` limits the search to these subtrees. Chinese words before the
        last narrow the place: "和平区 静园" finds 静园 below any 和平区.
        """
        words = typed[:_LONGEST_WORD].split()
        if not words:
            return []
        scopes = tuple(within)
        word = "".join(words)
        if any(character >= _CHINESE_FROM for character in typed):
            *places, word = words
            for place in places[-_MOST_WORDS:]:
                found = self._best(place, scopes, _MOST_PLACES, first)
                scopes = tuple(code for _, code in found)
        return [
            Found(code, self.name_of(code), self.path_of(code), match)
            for match, code in self._best(word, scopes, limit, first)
        ]

    def _best(
        self, word: str, scopes: tuple[str, ...], limit: int, first: str
    ) -> list[tuple[Match, str]]:
        patterns = list(_patterns(word))
        # What is near must not be lost to the cap on matches elsewhere.
        near = tuple(first for scope in scopes if first and first.startswith(scope))[:1]
        ranks = [
            self._ranks(place, pattern, scope, first)
            for place in range(len(self._shelves))
            for scope in (*near, *scopes)
            for pattern in patterns
        ]
        best: dict[int, int] = {}
        row_mask = (1 << _LEVEL_BITS) - 1
        for rank in np.sort(np.concatenate(ranks or [np.zeros(0, np.int64)])).tolist():
            best.setdefault(rank & row_mask, rank)
            if len(best) == limit:
                break
        return [self._named(rank) for rank in best.values()]

    def _ranks(
        self, place: int, pattern: _Pattern, scope: str, first: str
    ) -> npt.NDArray[np.int64]:
        """Return a rank for each row that fits: the smaller, the better, the row last."""
        shelf = self._shelves[place]
        rows, match = self._scan(place, pattern, scope)
        outside = np.ones(len(rows), dtype=np.int64)
        if first:
            near = shelf.rows_below(first)
            outside = ((rows < near.start) | (rows >= near.stop)).astype(np.int64)
        return (
            (outside << _OUTSIDE_BIT)
            | (match << _MATCH_BITS)
            | (shelf.levels[rows].astype(np.int64) << _LEVEL_BITS)
            | (place << _SHELF_BIT)
            | rows
        )

    def _scan(self, place: int, pattern: _Pattern, scope: str) -> Entries:
        """Return the rows of a shelf below `scope` that fit, and how they fit."""
        shelf, lexicon = self._shelves[place], self._lexicons[place]
        text = pattern.stem + LINE if pattern.ending else pattern.stem
        closed = bool(pattern.ending)
        if scope:
            within, starts = shelf.rows_below(scope), shelf.starts[pattern.key]
            begin, end = int(starts[within.start]), int(starts[within.stop])
            rows, match = _look(shelf, pattern.key, text, begin, end, closed=closed)
        else:
            end = len(lexicon.blobs[pattern.key])
            stems, how = _look(lexicon, pattern.key, text, 1, end, closed=closed)
            rows, which = lexicon.rows_with(stems)
            match = how[which]
        if pattern.ending:
            begins = _ending_rows(shelf.endings, pattern.key, pattern.ending)
            fits = begins[shelf.ending[rows]]
            rows, match = rows[fits], match[fits]
        return rows, match

    def _named(self, rank: int) -> tuple[Match, str]:
        shelf = self._shelves[(rank >> _SHELF_BIT) & 3]
        match = Match((rank >> _MATCH_BITS) & 3)
        return match, shelf.code(rank & ((1 << _SHELF_BIT) - 1))


def _patterns(word: str) -> Iterator[_Pattern]:
    """Yield what to look for: the word itself, and the word parted where an ending may begin."""
    folded = fold(word)
    if folded and not folded.isascii():
        yield from _parted("folded", folded)
    elif letters := fold_typed_pinyin(word):
        yield from _parted("pinyin", letters)
        yield from _parted("initials", letters)


def _parted(key: str, text: str) -> Iterator[_Pattern]:
    yield _Pattern(key, text.encode())
    for cut in range(1, len(text)):
        if text[cut:] in _beginnings(key):
            yield _Pattern(key, text[:cut].encode(), text[cut:])


@cache
def _beginnings(key: str) -> frozenset[str]:
    """Every beginning of an ending that occurs, long enough to be meant as one."""
    endings = [getattr(search_keys(ending, "place"), key) for ending in gazetteer().upper.endings]
    least = 1 if key == "folded" else 2
    return frozenset(e[:n] for e in endings if e for n in range(min(least, len(e)), len(e) + 1))


@cache
def _ending_rows(endings: tuple[str, ...], key: str, beginning: str) -> npt.NDArray[np.bool_]:
    """Say for each ending of a shelf whether it begins so."""
    keys = [getattr(search_keys(ending, "place"), key) for ending in endings]
    return np.array([each.startswith(beginning) for each in keys])


def _look(
    source: Shelf | Lexicon, key: str, text: bytes, begin: int, end: int, *, closed: bool
) -> Entries:
    """Return the entries between two places of a blob that hold `text`, and how they fit.

    With `closed`, `text` ends with the line mark: the entry ends where it does.
    """
    blob, starts = source.blobs[key], source.starts[key]
    positions = _positions(blob, text, begin, end)
    if len(positions) >= _MOST_MATCHES:
        opening = [at + 1 for at in _positions(blob, LINE + text, begin - 1, end)]
        if len(opening) >= _MOST_MATCHES and not closed:
            opening += [at + 1 for at in _positions(blob, LINE + text + LINE, begin - 1, end)]
        positions = opening
    found = np.array(positions, dtype=np.int64)
    letters = np.frombuffer(blob, dtype=np.uint8)
    opens = letters[found - 1] == LINE[0]
    closes = closed | (letters[found + len(text) - closed] == LINE[0])
    match = np.where(opens, np.where(closes, Match.WHOLE, Match.BEGINNING), Match.MIDDLE)
    return np.searchsorted(starts, found, side="right") - 1, match.astype(np.int64)


def _positions(blob: bytes, text: bytes, begin: int, end: int) -> list[int]:
    """Return where `text` stands between two places of the blob, at most `_MOST_MATCHES`."""
    found: list[int] = []
    find = blob.find
    at = find(text, begin, end)
    while at >= 0 and len(found) < _MOST_MATCHES:
        found.append(at)
        at = find(text, at + 1, end)
    return found


@cache
def search_index() -> SearchIndex:
    """Return the index over the edition and the areas known to have ended, made once a process."""
    names = gazetteer()
    return SearchIndex(names.upper, names.communities, _ended(names.forms))


def _ended(forms: CharacterForms) -> Shelf:
    changes = [change for change in known_changes() if change.kind == "ended"]
    parts = [split_name(change.name) for change in changes]
    keys = [search_keys(stem, "place") for stem, _ in parts]
    endings = tuple(dict.fromkeys(ending for _, ending in parts))
    return make_shelf(
        codes=[change.code.encode() for change in changes],
        stems="\n".join(stem for stem, _ in parts),
        ending=np.array([endings.index(ending) for _, ending in parts], dtype=np.uint16),
        endings=endings,
        readings={row: (key.pinyin, key.initials) for row, key in enumerate(keys)},
        forms=forms,
    )
