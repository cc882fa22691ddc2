"""Typst runs: the pack of a day, the grid of an edition, certificates of hours."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import typst

from muster.operations.duty.paper import SANS, SERIF, TYPST_LANGUAGES, square_code


def print_packs(
    packs: Sequence[Mapping[str, Any]],
    words: Mapping[str, str],
    *,
    language: str,
    watermark: str,
    drill: bool = False,
) -> bytes:
    """Return the PDF of the day packs; each counts its own pages."""
    packs = [{**pack, "qr": square_code(pack["link"])} for pack in packs]
    document = {"packs": packs, "words": dict(words), "watermark": watermark, "drill": drill}
    return _made("day_pack.typ", document, language)


def print_grid(
    grid: Mapping[str, Any],
    words: Mapping[str, str],
    *,
    language: str,
    watermark: str,
    drill: bool = False,
) -> bytes:
    """Return the PDF of a roster as a grid: `days` are blocks of heads and rows, a page each."""
    document = {**grid, "words": dict(words), "watermark": watermark, "drill": drill}
    return _made("roster.typ", document, language)


def print_hours(
    people: Sequence[Mapping[str, Any]],
    words: Mapping[str, str],
    *,
    language: str,
    drill: bool = False,
) -> bytes:
    """Return the PDF of certificates of hours, a page each."""
    signed = [{**one, "qr": square_code(one["link"])} for one in people]
    return _made("hours.typ", {"people": signed, "words": dict(words), "drill": drill}, language)


def _made(name: str, document: dict[str, Any], language: str) -> bytes:
    language = language.lower()
    lang, region = TYPST_LANGUAGES.get(language, ("en", "us"))
    document |= {
        "lang": lang,
        "region": region,
        "sans": list(SANS.get(language, SANS["zh-hans"])),
        "serif": list(SERIF.get(language, SERIF["zh-hans"])),
    }
    made: bytes = typst.compile(
        _source(name),
        format="pdf",
        sys_inputs={"document": json.dumps(document, ensure_ascii=False)},
        pdf_tags=False,
    )
    return made


@cache
def _source(name: str) -> bytes:
    return files("muster.operations.duty").joinpath(name).read_bytes()
