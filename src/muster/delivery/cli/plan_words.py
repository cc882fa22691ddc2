"""The language of help and of `muster plan`, from the catalogues: Django would take a second."""

import gettext as catalogues
import math
from functools import cache
from pathlib import Path
from typing import Any

from muster.delivery.cli.terminal import fail, terminal_language

_PACKAGE = Path(__file__).resolve().parents[2]
_LOCALES = (_PACKAGE / "delivery" / "cli" / "locale", _PACKAGE / "engines" / "planner" / "locale")
_NAMES = {"zh-hans": "zh_Hans", "zh-hant": "zh_Hant"}

MOST = 1e7
"""The most seconds, or units of effort, that can be asked for: seconds of a third of a year."""


def gettext(sentence: str) -> str:
    """Return the sentence in the reader's language."""
    return _translations(terminal_language()).gettext(sentence)


def pgettext(context: str, sentence: str) -> str:
    """Return a word in the reader's language that means something else elsewhere."""
    return _translations(terminal_language()).pgettext(context, sentence)


def finite(number: float | None) -> float | None:
    """Return the number of an option; leave with exit code 2 where it is none: nan is no less."""
    if number is not None and not math.isfinite(number):
        fail(gettext("%(found)s is no finite number.") % {"found": number})
    return number


def said(spoken: Any) -> str:
    """Return what the planner says, in the reader's language."""
    from muster.engines.planner.words import spoken as sentence

    return sentence(spoken, gettext)


@cache
def _translations(language: str) -> catalogues.NullTranslations:
    if language not in _NAMES:
        return catalogues.NullTranslations()
    first, second = (
        catalogues.translation("django", locale, [_NAMES[language]], fallback=True)
        for locale in _LOCALES
    )
    first.add_fallback(second)
    return first
