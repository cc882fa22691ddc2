"""Look into a zip before any parser does: real sizes, real positions, failed formulas.

A central directory can lie, and a sheet with two cells in opposite corners makes a dense reader ask
for 500 GB. So every member is inflated here once, in pieces and up to a cap, and the cell
references are counted on the way.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from muster.engines.sheets.errors import SheetError
from muster.engines.sheets.grid import MAX_CELLS, column_of

MAX_FILE_MB = 64
MAX_UNPACKED_MB = 512
#: Strings are held in memory by every reader, so their part has a lower cap than the sheets'.
MAX_STRINGS_MB = 128
#: No honest sheet of more than 64 MB packs this well; runs of one byte pack 1,000 : 1.
MAX_RATIO = 400
RATIO_COUNTS_FROM_MB = 64
MAX_MEMBERS = 5_000
MB = 1 << 20
#: A report of more failed formulas nobody would read further.
MAX_FAULTS = 10_000
_ZIP_FAULTS = (
    zipfile.BadZipFile, OSError, ValueError, EOFError, struct.error, NotImplementedError,
)  # fmt: skip
_PIECE = 1 << 20
_SLICE = 1 << 16
_LOCAL_HEADER = 30

#: Reference of a cell with something in it; a formatted empty one closes itself.
_REFERENCE = re.compile(
    rb"""\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["'](?!(?:\s+[\w:]+="[^"<>]*")*\s*/>)"""
)
#: A cell beyond column BZ or row 99,999, or one without a plain reference: each is counted then.
_FAR = re.compile(rb"""r="(?:[A-Za-z]{3}[0-9]|[C-Zc-z][A-Za-z][0-9]|[A-Za-z]{1,2}[0-9]{6})""")
_UNPLACED = re.compile(rb"""<c(?=[\s/>])(?! (?:[\w:]+="[^"<>]*" )*r=")""")
_ODD_SPELLINGS = (b":c ", b":c>", b"r='", b"r =", b"r= ")
_FAULT = re.compile(
    rb"""<(?:\w+:)?c(\s[^<>]*?)\br="([A-Za-z]{1,3})([0-9]{1,7})"([^<>]*)>"""
    rb"""(<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>))?"""
    rb"""(?:<(?:\w+:)?v>(#[^<]{2,20})<|(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>)"""
)


@dataclass(slots=True)
class Part:
    """What one sheet's XML holds: filled cells, furthest corner, failed formulas.

    Cells are counted only where one lies far out; else a dense read has at most 7.8 million.
    """

    filled: int = 0
    last_row: int = 0
    last_column: int = 0
    unplaced: int = 0
    far: bool = False
    faults: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)


@dataclass(slots=True)
class Archive:
    """A zip that is safe to open. `parts` has every member with cell references in it."""

    names: frozenset[str]
    parts: dict[str, Part]

    @property
    def dense_cells(self) -> int:
        """Cells a dense reader would allocate for the largest sheet."""
        return max((p.last_row * (p.last_column + 1) for p in self.parts.values()), default=0)

    @property
    def unplaced(self) -> bool:
        """Whether cells without a reference occur: their place is only known by counting."""
        return any(p.unplaced for p in self.parts.values())


def inspect(content: bytes) -> Archive:
    """Check a zip and count what is in it, without trusting what it says of itself.

    Raises:
        SheetError: `zip_bomb`, `encrypted`, `too_many_cells`, `damaged`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except _ZIP_FAULTS as e:
        raise SheetError("damaged") from e
    declared = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or declared > MAX_UNPACKED_MB * MB:
        raise SheetError("zip_bomb", limit_mb=MAX_UNPACKED_MB)
    if any(member.flag_bits & 0x1 for member in members):
        raise SheetError("encrypted")
    parts: dict[str, Part] = {}
    left = MAX_UNPACKED_MB * MB
    filled = 0
    for member in members:
        cap = left if not member.filename.endswith("sharedStrings.xml") else MAX_STRINGS_MB * MB
        part, size = _read_part(content, member, min(cap, left), exact=False)
        if part.far:
            part, size = _read_part(content, member, min(cap, left), exact=True)
        left -= size
        filled += part.filled
        if part.filled or part.unplaced or part.faults:
            parts[member.filename] = part
        if filled > MAX_CELLS:
            raise SheetError("too_many_cells", limit=MAX_CELLS)
    return Archive(frozenset(member.filename for member in members), parts)


def _read_part(
    content: bytes, member: zipfile.ZipInfo, cap: int, *, exact: bool
) -> tuple[Part, int]:
    part = Part()
    size = 0
    tail = b""
    for piece in _inflated(content, member):
        size += len(piece)
        packed_too_well = size > RATIO_COUNTS_FROM_MB * MB and size > MAX_RATIO * max(
            member.compress_size, 1
        )
        if size > cap or packed_too_well:
            raise SheetError("zip_bomb", limit_mb=MAX_UNPACKED_MB)
        window = tail + piece
        # Cut before a cell so that none is split; a tag longer than a piece is no cell.
        cut = max(window.rfind(b"<c"), window.rfind(b":c") - _LOCAL_HEADER)
        cut = cut if 0 < len(window) - cut < _PIECE else len(window)
        _count(part, window[:cut], exact=exact)
        tail = window[cut:]
        if part.filled > MAX_CELLS:
            raise SheetError("too_many_cells", limit=MAX_CELLS)
    _count(part, tail, exact=exact)
    return part, size


def _count(part: Part, xml: bytes, *, exact: bool) -> None:
    if b"<f" in xml or b":f" in xml or b'"e"' in xml:
        _note_faults(part, xml)
    if not exact:
        part.far = part.far or _is_far(xml)
        return
    part.unplaced += len(_UNPLACED.findall(xml))
    references = _REFERENCE.findall(xml)
    if references:
        part.filled += len(references)
        part.last_row = max([part.last_row, *(int(row) for _, row in references)])
        columns = {column for column, _ in references}
        part.last_column = max(
            part.last_column, *(column_of(column.decode()) for column in columns)
        )


def _is_far(xml: bytes) -> bool:
    if _FAR.search(xml) or _UNPLACED.search(xml):
        return True
    return any(spelling in xml for spelling in _ODD_SPELLINGS)


def _note_faults(part: Part, xml: bytes) -> None:
    for before, column, row, after, formula, shown in _FAULT.findall(xml):
        if len(part.faults) >= MAX_FAULTS:
            return
        place = (int(row), column_of(column.decode()))
        if shown and b't="e"' in before + after:
            part.faults[place] = ("formula_error", shown.decode("utf-8", "replace"))
        elif formula and not shown and b't="str"' not in before + after:
            part.faults[place] = ("formula_without_value", "")


def _inflated(content: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member's bytes in pieces, as long as its stream really goes on."""
    start = member.header_offset
    header = content[start : start + _LOCAL_HEADER]
    if len(header) < _LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
        raise SheetError("damaged")
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    start += _LOCAL_HEADER + name_length + extra_length
    packed = memoryview(content)[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        for at in range(0, len(packed), _PIECE):
            yield bytes(packed[at : at + _PIECE])
        return
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise SheetError("damaged")
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for at in range(0, len(packed), _SLICE):
            rest: bytes | memoryview = packed[at : at + _SLICE]
            while rest and not stream.eof:
                piece = stream.decompress(rest, _PIECE)
                if piece:
                    yield piece
                rest = stream.unconsumed_tail
        yield stream.flush(_PIECE)
    except zlib.error as e:
        raise SheetError("damaged") from e
