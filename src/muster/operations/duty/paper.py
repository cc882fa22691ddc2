"""Cards on paper: one typst run makes all pages of a file."""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import segno
import typst

PAPERS = ("a4", "a6")
LATIN = 0x2000
SANS = {
    "zh-hans": ("Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei"),
    "zh-hant": ("Noto Sans CJK TC", "PingFang TC", "Microsoft JhengHei"),
}
SERIF = {
    "zh-hans": ("Noto Serif CJK SC", "Songti SC", "SimSun"),
    "zh-hant": ("Noto Serif CJK TC", "Songti TC", "PMingLiU"),
}
TYPST_LANGUAGES = {"zh-hans": ("zh", "cn"), "zh-hant": ("zh", "tw")}


def print_cards(
    cards: Sequence[Mapping[str, Any]],
    words: Mapping[str, str],
    *,
    language: str,
    paper: str = "a4",
    drill: bool = False,
) -> bytes:
    """Return a PDF with one page for each card.

    `cards` are what `queries.Card.plain` gives; `words` the headings, in the same language.
    """
    language = language.lower()
    lang, region = TYPST_LANGUAGES.get(language, ("en", "us"))
    document = {
        "cards": [
            {**card, "qr": square_code(card["link"]), "measure": might_not_fit(card, paper)}
            for card in cards
        ],
        "words": dict(words),
        "paper": paper,
        "drill": drill,
        "lang": lang,
        "region": region,
        "sans": list(SANS.get(language, SANS["zh-hans"])),
        "serif": list(SERIF.get(language, SERIF["zh-hans"])),
    }
    source = _source()
    made: bytes = typst.compile(
        source,
        format="pdf",
        sys_inputs={"document": json.dumps(document, ensure_ascii=False)},
        pdf_tags=False,
    )
    return made


@dataclass(frozen=True, slots=True)
class _Page:
    """Heights in points, and characters of Han in a line of each width, as `card.typ` sets them."""

    room: float
    head: float
    part: float
    line: float
    row: float
    whole: int
    half: int


PAGES = {
    "a4": _Page(room=705, head=98, part=39, line=14.6, row=22, whole=43, half=19),
    "a6": _Page(room=349, head=66, part=26.5, line=11.5, row=17, whole=29, half=29),
}
STEP_ROW, STEP_LINE, STEPS_A_ROW, STEP_WIDTH = 41.0, 13.5, 4, 9
POCKET_STEPS = 16.0


def might_not_fit(card: Mapping[str, Any], paper: str) -> bool:
    """Whether a card, reckoned generously, may be longer than its page."""
    return reckoned_height(card, paper) > PAGES[paper].room


def reckoned_height(card: Mapping[str, Any], paper: str) -> float:
    """Return about how high a card is, in points, never less than it will be."""
    page = PAGES[paper]
    steps = [_lines(text, STEP_WIDTH) for _title, text in card["steps"]]
    height = page.head + page.line * _lines(card["under"], page.half)
    height += page.part + page.row * (len(card["shifts"]) + 1)
    right = _listed(card, page, "contacts") + _listed(card, page, "alone")
    if paper == "a6":
        height += right
        return height + (page.part + POCKET_STEPS if steps else _listed(card, page, "duties"))
    for at in range(0, len(steps), STEPS_A_ROW):
        height += STEP_ROW + STEP_LINE * max(steps[at : at + STEPS_A_ROW])
    left = _listed(card, page, "duties") + _listed(card, page, "rules")
    gear = page.part + page.line * _lines(card["gear"], page.whole)
    return height + (page.part if steps else 0) + max(left, right) + gear


def _listed(card: Mapping[str, Any], page: _Page, name: str) -> float:
    return page.part + page.line * sum(_lines(line, page.half) for line in card[name])


def _lines(text: str, width: int) -> int:
    em = sum(1.0 if ord(char) > LATIN else 0.53 for char in text)
    return max(1, -int(-em // width))


def square_code(link: str) -> str:
    """Return the modules of a square code as an SVG of plain paths."""
    out = io.BytesIO()
    segno.make(link, error="m", micro=False).save(
        out, kind="svg", border=0, xmldecl=False, svgns=True, nl=False
    )
    return out.getvalue().decode()


@cache
def _source() -> bytes:
    return files("muster.operations.duty").joinpath("card.typ").read_bytes()
