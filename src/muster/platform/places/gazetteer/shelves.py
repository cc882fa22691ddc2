"""Names of areas as flat byte strings and arrays: what is searched, and what is loaded from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

LINE = b"\n"
CODE_WIDTH = 12
CODE_LENGTHS = (2, 4, 6, 9, 12)


@dataclass(frozen=True, slots=True)
class CharacterForms:
    """How single characters are searched: tables for `str.translate`."""

    folded: Mapping[int, str]
    pinyin: Mapping[int, str]
    initials: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Names of some levels in the order of codes; n rows.

    A name is a stem, which tells it apart, and one of few `endings`. `codes` (n, S12) are sorted;
    `levels` (n, uint8) and `ending` (n, uint16) go with them. `blobs[key]` holds a line mark, then
    every stem with a line mark after it; `starts[key]` (n + 1, uint32) says where each stem begins
    and, last, where the blob ends. Keys: `name` (as written), `folded`, `pinyin`, `initials`.
    """

    codes: npt.NDArray[np.bytes_]
    levels: npt.NDArray[np.uint8]
    ending: npt.NDArray[np.uint16]
    endings: tuple[str, ...]
    blobs: Mapping[str, bytes]
    starts: Mapping[str, npt.NDArray[np.uint32]]

    def code(self, row: int) -> str:
        """Return the code of a row."""
        return bytes(self.codes[row]).decode()

    def name(self, row: int) -> str:
        """Return the official name of a row."""
        starts = self.starts["name"]
        stem = self.blobs["name"][int(starts[row]) : int(starts[row + 1]) - 1]
        return stem.decode() + self.endings[int(self.ending[row])]

    def row_of(self, code: str) -> int | None:
        """Return the row of a code, or None."""
        row = int(np.searchsorted(self.codes, code.encode()))
        return row if row < len(self.codes) and self.codes[row] == code.encode() else None

    def rows_below(self, scope: str) -> range:
        """Return the rows whose code begins with `scope`; all of them for an empty scope."""
        if not scope:
            return range(len(self.codes))
        begin = np.searchsorted(self.codes, scope.encode())
        end = np.searchsorted(self.codes, (scope + ":").encode())
        return range(int(begin), int(end))

    def lines(self, key: str, rows: range) -> list[str]:
        """Return what a blob holds for some rows."""
        starts = self.starts[key]
        begin, end = int(starts[rows.start]), int(starts[rows.stop])
        return self.blobs[key][begin : end - 1].decode().split("\n") if rows else []

    def ending_of(self, rows: range) -> Iterator[str]:
        """Yield the ending of each row's name."""
        return map(self.endings.__getitem__, self.ending[rows.start : rows.stop].tolist())


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The distinct stems of a shelf: a third of its size, so the nation is searched through it.

    `blobs` and `starts` are as a shelf's, one entry a stem. The rows that have stem s are
    `rows[first[s] : first[s + 1]]`, in the order of codes.
    """

    blobs: Mapping[str, bytes]
    starts: Mapping[str, npt.NDArray[np.uint32]]
    rows: npt.NDArray[np.int64]
    first: npt.NDArray[np.int64]

    def rows_with(
        self, stems: npt.NDArray[np.int64]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return the rows of the stems, and for each the place of its stem in `stems`."""
        begin, many = self.first[stems], self.first[stems + 1] - self.first[stems]
        which = np.repeat(np.arange(len(stems)), many)
        within = np.arange(len(which)) - np.repeat(np.cumsum(many) - many, many)
        return self.rows[begin[which] + within], which


def make_lexicon(shelf: Shelf) -> Lexicon:
    """Return the distinct stems of a shelf."""
    every = range(len(shelf.codes))
    numbers: dict[str, int] = {}
    stems = np.fromiter(
        (numbers.setdefault(stem, len(numbers)) for stem in shelf.lines("name", every)),
        dtype=np.int64,
        count=len(every),
    )
    rows = np.argsort(stems, kind="stable")
    first = np.concatenate([[0], np.cumsum(np.bincount(stems, minlength=len(numbers)))])
    chosen = rows[first[:-1]].tolist()
    blobs = {}
    for key in ("folded", "pinyin", "initials"):
        lines = shelf.lines(key, every)
        blobs[key] = _blob("\n".join([lines[row] for row in chosen]))
    starts = {key: _starts(blob) for key, blob in blobs.items()}
    return Lexicon(blobs, starts, rows, first)


def make_shelf(
    *,
    codes: Sequence[bytes] | bytes,
    stems: str,
    ending: npt.NDArray[np.uint16],
    endings: tuple[str, ...],
    readings: Mapping[int, tuple[str, str]],
    forms: CharacterForms,
) -> Shelf:
    """Return a shelf of `stems` (one a line), read by characters but for the rows in `readings`."""
    width = f"S{CODE_WIDTH}"
    listed = (
        np.frombuffer(codes, dtype=width)
        if isinstance(codes, bytes)
        else np.array(codes, dtype=width)
    )
    blobs = {
        "name": _blob(stems),
        "folded": _blob(stems.translate(forms.folded)),
        "pinyin": _blob(_read(stems.translate(forms.pinyin), readings, 0)),
        "initials": _blob(_read(stems.translate(forms.initials), readings, 1)),
    }
    starts = {key: _starts(blob) for key, blob in blobs.items()}
    return Shelf(listed, _levels(listed), ending, endings, blobs, starts)


def _read(text: str, readings: Mapping[int, tuple[str, str]], form: int) -> str:
    lines = text.split("\n")
    for row, reading in readings.items():
        lines[row] = reading[form]
    return "\n".join(lines)


def _blob(text: str) -> bytes:
    return LINE + text.encode() + LINE


def _starts(blob: bytes) -> npt.NDArray[np.uint32]:
    marks = np.flatnonzero(np.frombuffer(blob, dtype=np.uint8) == LINE[0])
    return (marks + 1).astype(np.uint32)


def _levels(codes: npt.NDArray[np.bytes_]) -> npt.NDArray[np.uint8]:
    digits = codes.view(np.uint8).reshape(len(codes), CODE_WIDTH) != 0
    lengths = digits.sum(axis=1)
    levels: npt.NDArray[np.uint8] = np.searchsorted(CODE_LENGTHS, lengths).astype(np.uint8)
    return levels + np.uint8(1)
