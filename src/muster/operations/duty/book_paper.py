"""A duty book on paper: one typst run."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import typst
from django.conf import settings

from muster.operations.duty.paper import SANS, SERIF, TYPST_LANGUAGES, square_code


def print_book(
    book: Mapping[str, Any],
    words: Mapping[str, str],
    *,
    code: str,
    language: str,
    drill: bool = False,
) -> bytes:
    """Return the PDF of a signed duty book; `code` and its square lead to the check page."""
    language = language.lower()
    lang, region = TYPST_LANGUAGES.get(language, ("en", "us"))
    link = f"{settings.PUBLIC_URL}/verify/{code}/"
    document = {
        "book": dict(book),
        "words": dict(words),
        "code": code,
        "qr": square_code(link),
        "link": link,
        "drill": drill,
        "lang": lang,
        "region": region,
        "sans": list(SANS.get(language, SANS["zh-hans"])),
        "serif": list(SERIF.get(language, SERIF["zh-hans"])),
    }
    made: bytes = typst.compile(
        _source(),
        format="pdf",
        sys_inputs={"document": json.dumps(document, ensure_ascii=False)},
        pdf_tags=False,
    )
    return made


@cache
def _source() -> bytes:
    return files("muster.operations.duty").joinpath("book.typ").read_bytes()
