"""Write a table for people to open: nothing becomes a formula, no number loses digits."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import xlsxwriter

#: Characters that make a spreadsheet program calculate what stands behind them.
_FORMULA = re.compile(r"^[\s\x00]*[=+\-@\t\r]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?$")
_CELL_LIMIT = 32_767
_DAY_FORMAT = "yyyy-mm-dd"
_TIME_FORMAT = "yyyy-mm-dd hh:mm"

Written = str | int | float | bool | dt.date | dt.datetime | Sequence[str] | None


@dataclass(frozen=True, slots=True)
class WriteColumn:
    """One column of an export: its header and width in characters; `text` keeps digits as typed."""

    header: str
    width: float = 14
    text: bool = False


def write_table(
    target: str | Path | IO[bytes],
    columns: Sequence[WriteColumn],
    rows: Iterable[Sequence[Written]],
    *,
    sheet: str = "Sheet1",
    watermark: str = "",
) -> int:
    """Write an .xlsx with one sheet and return the number of rows.

    Text is written as text whatever it begins with, so neither formulas nor links come to life;
    identity numbers and phones keep all digits. The watermark (who exported what, when) stands
    above the header and in the printed footer.
    """
    workbook = xlsxwriter.Workbook(
        target,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": True,
        },
    )
    try:
        formats = _formats(workbook)
        page = workbook.add_worksheet(_sheet_name(sheet))
        top = 0
        for at, column in enumerate(columns):
            page.set_column(at, at, column.width, formats["text"] if column.text else None)
        if watermark:
            page.write_string(0, 0, _clean(watermark), formats["watermark"])
            page.set_footer("&L" + _clean(watermark).replace("&", "&&")[:200])
            top = 1
        for at, column in enumerate(columns):
            page.write_string(top, at, _clean(column.header), formats["header"])
        page.freeze_panes(top + 1, 0)
        page.repeat_rows(top)
        count = 0
        for count, row in enumerate(rows, 1):
            for at, (column, value) in enumerate(zip(columns, row, strict=True)):
                _write_cell(page, (top + count, at), value, formats, as_text=column.text)
        if count:
            page.autofilter(top, 0, top + count, max(len(columns) - 1, 0))
    finally:
        workbook.close()
    return count


def write_csv(
    target: str | Path | IO[bytes],
    columns: Sequence[WriteColumn],
    rows: Iterable[Sequence[Written]],
) -> int:
    """Write a .csv in UTF-8 with a mark, so that spreadsheet programs know it; return the rows.

    A text that a program would calculate gets an apostrophe in front, the way a person types it.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_inert(column.header) for column in columns])
    count = 0
    for row in rows:
        writer.writerow([_inert(_shown(value)) for _, value in zip(columns, row, strict=True)])
        count += 1
    content = b"\xef\xbb\xbf" + text.getvalue().encode()
    if isinstance(target, str | Path):
        Path(target).write_bytes(content)
    else:
        target.write(content)
    return count


def _formats(workbook: Any) -> dict[str, Any]:
    return {
        "header": workbook.add_format(
            {
                "bold": True,
                "bottom": 1,
                "text_wrap": True,
                "valign": "vcenter",
                "bg_color": "#EFEDE6",
            }
        ),
        "watermark": workbook.add_format({"italic": True, "font_color": "#6B6B6B"}),
        "text": workbook.add_format({"num_format": "@"}),
        "day": workbook.add_format({"num_format": _DAY_FORMAT}),
        "time": workbook.add_format({"num_format": _TIME_FORMAT}),
    }


def _write_cell(
    page: Any, place: tuple[int, int], value: Written, formats: dict[str, Any], *, as_text: bool
) -> None:
    if value is None:
        return
    if as_text or not isinstance(value, bool | int | float | dt.date):
        page.write_string(*place, _clean(_shown(value)), formats["text"])
    elif isinstance(value, bool):
        page.write_boolean(*place, value)
    elif isinstance(value, dt.datetime):
        page.write_datetime(*place, value.replace(tzinfo=None), formats["time"])
    elif isinstance(value, dt.date):
        page.write_datetime(*place, value, formats["day"])
    else:
        page.write_number(*place, value)


def _shown(value: Written) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str):
        return value
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, dt.date | int | float):
        return str(value)
    return "、".join(value)


def _clean(text: str) -> str:
    return _CONTROLS.sub("", text)[:_CELL_LIMIT]


def _inert(text: str) -> str:
    text = _CONTROLS.sub("", text)
    return "'" + text if _FORMULA.match(text) and not _PLAIN_NUMBER.match(text) else text


def _sheet_name(name: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", _clean(name)).strip()[:31] or "Sheet1"
