"""The shipped edition: one compressed file of columns.

The file is xz. Its first line is a JSON header: format, source, date, counts, and the sections that
follow with their lengths in bytes. Text is UTF-8 with one entry a line, numbers are little-endian:

    characters          character, folded form, pinyin (tabs between)
    endings             endings of names (社区居委会, 镇, …); the first is empty
    upper.*             areas above the community, in the order of codes
    communities.*       communities, in the order of codes
        .codes          12 bytes each, filled up with zero bytes
        .stems          names without their endings
        .ending         uint16 each, the number of the ending
        .readings       row, pinyin, initials of stems that characters alone would read wrongly
    upper.areas         uint32 each, areas at or below
    upper.communities   uint32 each, communities at or below

`tools/build_gazetteer.py` writes it.
"""

import json
import lzma
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cache
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from muster.platform.places.gazetteer.shelves import CODE_LENGTHS, CharacterForms, Shelf, make_shelf

FILE = Path(__file__).resolve().parent.parent / "data" / "areas-2023.xz"
FORMAT = 1
_COUNT = np.dtype("<u4")
_ENDING = np.dtype("<u2")


class Level(IntEnum):
    """Levels of official areas, from the top."""

    PROVINCE = 1
    CITY = 2
    DISTRICT = 3
    SUBDISTRICT = 4
    COMMUNITY = 5


@dataclass(frozen=True, slots=True)
class Edition:
    """What the shipped file holds, and the date it describes."""

    source: str
    as_of: date
    areas: int
    communities: int


class GazetteerArea(NamedTuple):
    """One official area.

    `areas` and `communities` count what lies at or below it; `pinyin` and `initials` are of the
    short name.
    """

    code: str
    name: str
    short_name: str
    level: int
    areas: int
    communities: int
    pinyin: str
    initials: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The whole edition in memory, some 50 MB: levels above the community, and communities."""

    upper: Shelf
    communities: Shelf
    areas_below: npt.NDArray[np.uint32]
    communities_below: npt.NDArray[np.uint32]
    forms: CharacterForms

    def areas(self, scope: str = "") -> Iterator[GazetteerArea]:
        """Yield the areas above `scope`, then those at or below it: upper levels, communities."""
        for code in ancestors_of(scope):
            if (row := self.upper.row_of(code)) is not None:
                yield from self._upper(range(row, row + 1))
        yield from self._upper(self.upper.rows_below(scope))
        rows = self.communities.rows_below(scope)
        yield from _areas(self.communities, rows, repeat(1), repeat(1))

    def _upper(self, rows: range) -> Iterator[GazetteerArea]:
        areas = self.areas_below[rows.start : rows.stop].tolist()
        communities = self.communities_below[rows.start : rows.stop].tolist()
        return _areas(self.upper, rows, areas, communities)

    def has(self, code: str) -> bool:
        """Say whether the edition has an area with this code."""
        return self.upper.row_of(code) is not None or self.communities.row_of(code) is not None


def level_of(code: str) -> Level:
    """Return the level a code names by its length.

    Raises:
        ValueError: no official area has a code of this form.

    """
    if not code.isascii() or not code.isdigit() or len(code) not in CODE_LENGTHS:
        raise ValueError(f"{code!r} is not the code of an official area")
    return Level(CODE_LENGTHS.index(len(code)) + 1)


def ancestors_of(code: str) -> tuple[str, ...]:
    """Return the codes above an official or longer code, from the province down."""
    return tuple(code[:length] for length in CODE_LENGTHS if length < len(code))


_PARENT_LENGTH = {2: 0, 4: 2, 6: 4, 9: 6, 12: 9}


def parent_of(code: str) -> str:
    """Return the official code one level up; empty for a province."""
    return code[: _PARENT_LENGTH[len(code)]]


@cache
def edition() -> Edition:
    """Return what the shipped file says about itself."""
    with lzma.open(FILE) as file:
        header = json.loads(file.readline())
    return Edition(
        source=header["source"],
        as_of=date.fromisoformat(header["as_of"]),
        areas=header["areas"],
        communities=header["communities"],
    )


@cache
def gazetteer() -> Gazetteer:
    """Return the edition, read once a process (one to two seconds of one core)."""
    sections = _sections(lzma.decompress(FILE.read_bytes()))
    forms = _forms(sections["characters"].decode())
    endings = tuple(sections["endings"].decode().split("\n"))
    upper, communities = (
        make_shelf(
            codes=sections[f"{name}.codes"],
            stems=sections[f"{name}.stems"].decode(),
            ending=np.frombuffer(sections[f"{name}.ending"], dtype=_ENDING),
            endings=endings,
            readings=_readings(sections[f"{name}.readings"].decode()),
            forms=forms,
        )
        for name in ("upper", "communities")
    )
    return Gazetteer(
        upper=upper,
        communities=communities,
        areas_below=np.frombuffer(sections["upper.areas"], dtype=_COUNT),
        communities_below=np.frombuffer(sections["upper.communities"], dtype=_COUNT),
        forms=forms,
    )


def _sections(content: bytes) -> Mapping[str, bytes]:
    end = content.index(b"\n")
    header = json.loads(content[:end])
    if header["format"] != FORMAT:
        raise ValueError(f"{FILE.name} is not a gazetteer of format {FORMAT}")
    sections, begin = {}, end + 1
    for name, length in header["sections"]:
        sections[name] = content[begin : begin + length]
        begin += length
    return sections


def _forms(text: str) -> CharacterForms:
    rows = [line.split("\t") for line in text.split("\n")]
    points = [ord(character) for character, _, _ in rows]
    return CharacterForms(
        folded=dict(zip(points, (folded for _, folded, _ in rows), strict=True)),
        pinyin=dict(zip(points, (pinyin for _, _, pinyin in rows), strict=True)),
        # A letter or digit is kept whole, a syllable gives its first letter.
        initials=dict(zip(points, (pinyin[:1] for _, _, pinyin in rows), strict=True)),
    )


def _readings(text: str) -> dict[int, tuple[str, str]]:
    rows = (line.split("\t") for line in text.split("\n") if line)
    return {int(row): (pinyin, initials) for row, pinyin, initials in rows}


def _areas(
    shelf: Shelf,
    rows: range,
    areas: Iterable[int],
    communities: Iterable[int],
) -> Iterator[GazetteerArea]:
    codes = map(bytes.decode, shelf.codes[rows.start : rows.stop].tolist())
    levels = shelf.levels[rows.start : rows.stop].tolist()
    for code, stem, ending, level, below, lived, pinyin, initials in zip(
        codes,
        shelf.lines("name", rows),
        shelf.ending_of(rows),
        levels,
        areas,
        communities,
        shelf.lines("pinyin", rows),
        shelf.lines("initials", rows),
        strict=False,
    ):
        yield GazetteerArea(code, stem + ending, stem, level, below, lived, pinyin, initials)
