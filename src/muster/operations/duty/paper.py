"""Cards on paper: one typst run makes all pages of a file."""

import io
import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import segno
import typst

PAPERS = ("a4", "a6")
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
        "cards": [{**card, "qr": _qr(card["link"])} for card in cards],
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


def _qr(link: str) -> str:
    """Return the modules of a square code as an SVG of plain paths."""
    out = io.BytesIO()
    segno.make(link, error="m", micro=False).save(
        out, kind="svg", border=0, xmldecl=False, svgns=True, nl=False
    )
    return out.getvalue().decode()


@cache
def _source() -> bytes:
    return files("muster.operations.duty").joinpath("card.typ").read_bytes()
