"""Text tables: which encoding, which delimiter, then the rows."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from muster.engines.sheets.errors import SheetError
from muster.engines.sheets.grid import Cell, Grid, grid_of
from muster.engines.sheets.sniff import looks_utf16

_DELIMITERS = (",", "\t", ";", "|", "，")
_SAMPLE_CHARACTERS = 200_000
_SAMPLE_RECORDS = 200
_FIELD_LIMIT = 1 << 20
#: Characters of column names: they tell GB18030 from Big5, which decode each other's bytes.
_TELLTALE = frozenset(
    "姓名性别別电電话話身份证證件号號码碼日期地址体體温溫年龄齡住街道社区區户戶备備注註人员員时時间間单單位手机機"
    "月市男女是否有無无的一二三四五六七八九十省县縣村小门門楼樓"
)


def decode(content: bytes) -> str:
    """Text of `content` in UTF-8, UTF-16, GB18030 or Big5.

    Raises:
        SheetError: `undecodable`.
    """
    if content.startswith(b"\xef\xbb\xbf"):
        return content[3:].decode("utf-8", "replace")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    head = content[: 1 << 16]
    if 0 in head and (order := looks_utf16(head)):
        return content.decode(order, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    texts = []
    for encoding in ("gb18030", "big5hkscs"):
        try:
            texts.append(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    if not texts:
        raise SheetError("undecodable")
    return max(texts, key=_plausibility)


def _plausibility(text: str) -> float:
    sample = text[:_SAMPLE_CHARACTERS]
    foreign = sum(1 for c in sample if c > "\x7f")
    return sum(1 for c in sample if c in _TELLTALE) / max(foreign, 1)


def delimiter_of(text: str) -> str:
    """The delimiter that parts most records into equally many fields; "," if none does."""
    sample = text[:_SAMPLE_CHARACTERS]
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        if delimiter not in sample:
            continue
        widths: Counter[int] = Counter()
        try:
            for number, record in enumerate(_records(sample, delimiter)):
                if number >= _SAMPLE_RECORDS:
                    break
                if any(field.strip() for field in record):
                    widths[len(record)] += 1
        except csv.Error:
            continue
        wide = {width: count for width, count in widths.items() if width > 1}
        if not wide:
            continue
        width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
        score = count / widths.total() + min(width, 20) / 100
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def read_delimited(content: bytes, sheet: str) -> list[Grid]:
    """The one grid of a text table, called `sheet`.

    Raises:
        SheetError: `undecodable`, `damaged`, `too_many_rows`, `too_many_columns`.
    """
    text = decode(content)
    named = re.match(r"\ufeff?sep=(.)\r?\n", text)
    delimiter = named.group(1) if named else delimiter_of(text)
    csv.field_size_limit(_FIELD_LIMIT)
    try:
        rows: Iterable[tuple[int, list[Cell]]] = (
            (number, list(record))
            for number, record in enumerate(_records(text, delimiter), 1)
            if not (named and number == 1)
        )
        return [grid_of(sheet, rows)]
    except csv.Error as e:
        raise SheetError("damaged") from e
