"""What a file is by its first bytes; its name is never trusted."""

import re
from enum import StrEnum

from muster.engines.sheets.errors import SheetError


class Format(StrEnum):
    """Formats that can be read."""

    XLSX = "xlsx"
    XLS = "xls"
    XLSB = "xlsb"
    ODS = "ods"
    CSV = "csv"
    HTML = "html"


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 4096
#: Magic bytes of things people choose by mistake, and what to call them.
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM", "a picture"),
    (b"RIFF", "a picture or recording"),
    (b"Rar!", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"\x1f\x8b", "an archive"),
    (b"BZh", "an archive"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "a text document"),
    (b"SQLite format 3", "a database"),
)


def utf16(name: str) -> bytes:
    """A name as an OLE directory spells it."""
    return name.encode("utf-16-le")


def sniff(content: bytes) -> Format:
    """The format of `content`.

    Raises:
        SheetError: `empty`, `not_a_sheet`, `unsupported_format`, `encrypted`.
    """
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise SheetError("empty")
    if content.startswith(b"PK"):
        return _zip_format(content)
    if content.startswith(_OLE):
        return _ole_format(content)
    for magic, found in _OTHERS:
        if content.startswith(magic) and not (magic == b"BM" and _is_text(content)):
            raise SheetError("not_a_sheet", found=found)
    return _text_format(content)


def _zip_format(content: bytes) -> Format:
    # Member names stand uncompressed in local headers and in the central directory.
    if b"xl/workbook.bin" in content:
        return Format.XLSB
    if b"xl/" in content and b"[Content_Types].xml" in content:
        return Format.XLSX
    if b"opendocument.spreadsheet" in content[:_HEAD]:
        return Format.ODS
    if b"word/document.xml" in content or b"opendocument.text" in content[:_HEAD]:
        raise SheetError("not_a_sheet", found="a text document")
    if b"ppt/" in content:
        raise SheetError("not_a_sheet", found="a presentation")
    raise SheetError("not_a_sheet", found="an archive")


def _ole_format(content: bytes) -> Format:
    if utf16("EncryptedPackage") in content:
        raise SheetError("encrypted")
    if utf16("Workbook") in content or utf16("Book") in content:
        return Format.XLS
    raise SheetError("not_a_sheet", found="a text document")


def _text_format(content: bytes) -> Format:
    head = content[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Format.CSV
    if not _is_text(content):
        raise SheetError("not_a_sheet", found="a binary file")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head and start.startswith(b"<?xml"):
        raise SheetError("unsupported_format", found="An XML spreadsheet of 2003")
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<div")) or (
        start.startswith(b"<")
        and re.search(rb"<(table|html)[\s>]", content[: 1 << 16], re.IGNORECASE)
    ):
        return Format.HTML
    if start.startswith((b"<?xml", b"<svg")):
        raise SheetError("not_a_sheet", found="an XML file")
    return Format.CSV


def _is_text(content: bytes) -> bool:
    """No control bytes but tab and line ends, save for the zeros of UTF-16."""
    head = content[: 1 << 16]
    controls = sum(map(head.count, (bytes([c]) for c in (*range(1, 9), 14, 15, *range(16, 26)))))
    if controls > len(head) // 500:
        return False
    zeros = head.count(0)
    return not zeros or looks_utf16(head) is not None


def looks_utf16(head: bytes) -> str | None:
    """The byte order of UTF-16 without a mark: line ends and commas have a zero half."""
    for name, at in (("utf-16-le", 1), ("utf-16-be", 0)):
        halves = head[at::2]
        if halves.count(0) * 20 > len(halves) and head[1 - at :: 2].count(0) * 50 <= len(halves):
            return name
    return None
