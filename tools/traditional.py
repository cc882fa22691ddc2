"""Draft traditional Chinese from simplified, in this project's wording.

OpenCC knows characters, not our words: left alone it writes 網絡 where the screens say 網路, and
its phrase profile for Taiwan turns 社区 (a residents' community) into 社群 (an online one). So the
terms of docs/glossary.csv are set first, and only the text between them is converted, by the
profile that changes shapes and leaves words alone.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

from opencc import OpenCC

GLOSSARY = Path(__file__).resolve().parent.parent / "docs" / "glossary.csv"

# Where the profile prefers a rarer shape than printed matter does.
COMMON_SHAPES = str.maketrans("臺汙", "台污")


@cache
def terms() -> dict[str, str]:
    """Return the glossary as {simplified: traditional}."""
    with GLOSSARY.open(encoding="utf-8", newline="") as rows:
        return {row["zh_Hans"]: row["zh_Hant"] for row in csv.DictReader(rows)}


@cache
def _term_pattern() -> re.Pattern[str]:
    longest_first = sorted(terms(), key=len, reverse=True)
    return re.compile("(" + "|".join(map(re.escape, longest_first)) + ")")


@cache
def _converter() -> OpenCC:
    return OpenCC("s2tw")


def draft(simplified: str) -> str:
    """Return `simplified` in traditional characters; placeholders and Latin text stay."""
    known = terms()
    pieces = _term_pattern().split(simplified)
    return "".join(
        known[piece] if piece in known else _converter().convert(piece).translate(COMMON_SHAPES)
        for piece in pieces
    )
