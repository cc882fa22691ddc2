"""Whether the words of a page are all in its language."""

import re
from functools import cache
from pathlib import Path

import polib

import muster

HAN = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{2,}")
SENTENCE_MARKS = re.compile(r"[。，；：？]")
NOT_WORDS = re.compile(
    r"""https?://\S+ | \S+@\S+ | \S+\.(?:xlsx|xls|csv|pdf|txt|pem|json)\b | \.(?:xlsx|xls|csv)\b
      | demo-\w+ | \b[0-9A-F]{8,}\b | \b[0-9a-z]{4,}-[0-9a-z-]{8,} | \b[0-9A-Z]{5}-?[0-9A-Z]{5}\b
      | (?-i:\b[0-9A-HJKMNP-TV-Z]{8}\b)
      | \w+\.\w+_\w+ | Mozilla/.* | (?<=\().*Chrom.*""",
    re.VERBOSE | re.IGNORECASE,
)
BUILDING = re.compile(r"\w{1,3}(?:号楼|楼|栋|幢|座|单元|门)")
"""What stands on a wall is a name."""
BORROWED = frozenset(
    {"Muster", "Excel", "English", "WeCom", "Passkey", "MB", "KB", "kB", "GB", "km", "px", "PDF"}
    | {"HTTP", "HTTPS", "SMS", "URL", "ID", "CSV", "TOTP", "Webhook", "webhook", "SMTP", "IP"}
    | {"Tab", "Esc", "Enter", "AES", "GCM", "QR", "API", "Chrome", "Linux", "Visitor", "JSON"}
)
"""Names of makes, formats, units and keys, which every language writes in Latin letters."""


def strangers(words: list[str], language: str) -> list[str]:
    """Return the texts of a page that are not in its language."""
    words = [text for text in words if not BUILDING.fullmatch(text)]
    if language == "en":
        return [text for text in words if HAN.search(text) and _is_ours(text, "zh_Hans", "zh_Hant")]
    latin = [text for text in words if _latin(text)]
    if language == "zh-hant":
        latin += [
            text for text in words if _is_ours(text, "zh_Hans") and not _is_ours(text, "zh_Hant")
        ]
    return latin


def _latin(text: str) -> bool:
    return any(word not in BORROWED for word in LATIN.findall(NOT_WORDS.sub(" ", text)))


def _is_ours(text: str, *languages: str) -> bool:
    """Tell a sentence of the product from a name, which stays as its owner writes it."""
    known = any(text in _translations(language) for language in languages)
    return known or (len(languages) > 1 and bool(SENTENCE_MARKS.search(text)))


@cache
def _translations(language: str) -> frozenset[str]:
    """Return every translated sentence that holds no placeholder and is no name of a language."""
    found = set()
    for path in Path(muster.__file__).parent.rglob(f"locale/{language}/LC_MESSAGES/django.po"):
        for entry in polib.pofile(str(path)):
            found |= {entry.msgstr, *entry.msgstr_plural.values()}
    return frozenset(found - {"", "简体", "繁體", "简体中文", "繁體中文", "集结", "集結"})
