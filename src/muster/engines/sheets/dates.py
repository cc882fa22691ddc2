"""Dates in the forms people and spreadsheets write them; what is not certain is not a date."""

import datetime as dt
import re
from collections.abc import Callable

from muster.engines.sheets.grid import Cell, text_of
from muster.engines.sheets.issues import Problem

#: Excel's day 0 with its invented 29 February 1900: right for every day from 1 March 1900.
_EPOCH = dt.date(1899, 12, 30)
#: Serial numbers taken as days: 1 March 1900 to 31 December 2099.
_SERIALS = range(61, 73_051)
_YEARS = range(1850, 2100)
#: Two-digit years up to this are of this century, the others of the last.
_PIVOT = 49
_ROC_OFFSET = 1911
_DIGITS = str.maketrans("〇零○Ｏ一二三四五六七八九", "0000123456789")
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
         "aug august", "sep sept september", "oct october", "nov november", "dec december"), 1
    )
    for name in names.split()
}  # fmt: skip
_TIME = re.compile(
    r"[T\s]*(上午|下午|早上|晚上|晚|早)?\s*\d{1,2}\s*([:：时時点點]\s*\d{0,2}\s*([:：分]\s*\d{0,2}(\.\d+)?\s*秒?)?)"
    r"\s*(am|pm|分|左右|许)?(\s*Z|[+-]\d\d:?\d\d)?$",
    re.IGNORECASE,
)
_YMD = re.compile(
    r"(\d{4}|\d{2})\s*[-/.,、。．年 ]\s*(\d{1,2})\s*[-/.,、。．月 ]\s*(\d{1,2})\s*[日号號]?\.?$"
)
_DMY = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4})$")
_YM = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?(份)?$")
_MD = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号號]?$")
_ROC = re.compile(
    r"(?:民国|民國|roc)\s*(\d{2,3})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"(?:(?P<d1>\d{1,2})(?:st|nd|rd|th)?[\s-]+(?P<m1>[a-z]+)|(?P<m2>[a-z]+)\.?\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?)"
    r"\.?,?[\s-]+(?P<y>\d{4})$",
    re.IGNORECASE,
)

Dated = tuple[dt.date | None, Problem | None]
_UNREADABLE: Dated = (None, Problem("date_unreadable"))
_IMPOSSIBLE: Dated = (None, Problem("date_impossible"))
_INCOMPLETE: Dated = (None, Problem("date_incomplete"))
_AMBIGUOUS: Dated = (None, Problem("date_ambiguous"))


def parse_date(cell: Cell, *, birth: bool = False, year: int | None = None) -> Dated:
    """The day a cell names, or why none; a warning comes with a value.

    birth: two-digit years are refused, since 22 may be 1922 or 2022.
    year: the year of a day without one, when the sheet's own title gives it.
    """
    if isinstance(cell, dt.datetime):
        return _bounded(cell.date())
    if isinstance(cell, dt.date):
        return _bounded(cell)
    if isinstance(cell, bool) or cell is None or isinstance(cell, dt.time | dt.timedelta):
        return _UNREADABLE
    if isinstance(cell, float | int):
        return _from_number(float(cell), birth=birth)
    return _from_text(text_of(cell), birth=birth, year=year)


def _bounded(day: dt.date) -> Dated:
    if day.year in _YEARS:
        return day, None
    return None, Problem("date_out_of_range", {"value": day.isoformat()})


def _day(year: int, month: int, day: int) -> Dated:
    try:
        return _bounded(dt.date(year, month, day))
    except ValueError:
        return _IMPOSSIBLE


def _from_number(number: float, *, birth: bool) -> Dated:
    if number != number or abs(number) > 1e12:  # noqa: PLR0124, PLR2004 - NaN, or no date at all
        return _UNREADABLE
    whole = int(number)
    if len(str(whole)) == 8 and number == whole:  # noqa: PLR2004 - 20220301
        return _from_digits(str(whole), birth=birth)
    if whole in _SERIALS:
        if whole in _YEARS:  # 1958, or 2022.3: a year rather than a day of 1905
            return _INCOMPLETE
        return _bounded(_EPOCH + dt.timedelta(days=whole))
    if len(str(whole)) == 6 and number == whole:  # noqa: PLR2004 - 220301
        return _from_digits(str(whole), birth=birth)
    return _UNREADABLE


def _from_digits(digits: str, *, birth: bool) -> Dated:
    if len(digits) == 8:  # noqa: PLR2004 - YYYYMMDD
        day = _day(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        return day if int(digits[:4]) in _YEARS else _UNREADABLE
    if len(digits) == 6:  # noqa: PLR2004 - YYMMDD or YYYYMM
        if int(digits[:4]) in _YEARS and 1 <= int(digits[4:]) <= 12:  # noqa: PLR2004 - months
            return _INCOMPLETE
        return _two_digit(int(digits[:2]), int(digits[2:4]), int(digits[4:]), birth=birth)
    if len(digits) == 5 and int(digits) in _SERIALS:  # noqa: PLR2004 - a serial kept as text
        return _bounded(_EPOCH + dt.timedelta(days=int(digits)))
    is_year = len(digits) == 4 and int(digits) in _YEARS  # noqa: PLR2004 - YYYY
    return _INCOMPLETE if is_year else _UNREADABLE


def _two_digit(short: int, month: int, day: int, *, birth: bool) -> Dated:
    year = short + (2000 if short <= _PIVOT else 1900)
    found, problem = _day(year, month, day)
    if found is None:
        return None, problem
    if birth:
        return _AMBIGUOUS
    return found, Problem("date_two_digit_year", {"year": year}, "warning")


def _from_text(raw: str, *, birth: bool, year: int | None) -> Dated:
    text = _plain(raw)
    if not text or len(text) > 60:  # noqa: PLR2004 - a sentence, not a date
        return _UNREADABLE
    if re.search(r"农历|農曆|阴历|陰曆|正月|腊月|初[一二三四五六七八九十\d]", text):
        return None, Problem("date_lunar")
    text = re.sub(r"\s*[(（]?(?:星期|周|週|礼拜)[一二三四五六日天1-7]\s*[)）]?", "", text)
    text = re.sub(r"(?<=[年月日号號])\s*(前|左右|起|止)$", "", _TIME.sub("", text)).strip()
    text = _chinese_numerals(text)
    if text.isdecimal():
        return _from_digits(text, birth=birth)
    if m := _YMD.match(text):
        full = len(m[1]) == 4  # noqa: PLR2004 - YYYY
        parts = int(m[1]), int(m[2]), int(m[3])
        return _day(*parts) if full else _two_digit(*parts, birth=birth)
    if m := _MD.match(text):
        return _without_year(int(m[1]), int(m[2]), year)
    return next((read(m) for form, read in _FORMS if (m := form.match(text))), _UNREADABLE)


def _english(m: re.Match[str]) -> Dated:
    month = _MONTHS.get((m["m1"] or m["m2"]).lower())
    return _day(int(m["y"]), month, int(m["d1"] or m["d2"])) if month else _UNREADABLE


def _plain(raw: str) -> str:
    """Full-width digits and signs to ASCII, spaces to one."""
    narrow = "".join(
        chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else (" " if c.isspace() else c) for c in raw
    )
    return re.sub(r" +", " ", narrow).strip()


def _chinese_numerals(text: str) -> str:
    """二〇二二年三月十一日 → 2022年3月11日."""
    if not re.search(r"[一二三四五六七八九十〇零]", text):
        return text
    text = re.sub(r"廿", "二十", text)
    text = re.sub(r"([二三])十([一二三四五六七八九])", r"\1\2", text)
    text = re.sub(r"([二三])十", r"\g<1>0", text)
    text = re.sub(r"十([一二三四五六七八九])", r"1\1", text)
    return text.replace("十", "10").translate(_DIGITS)


def _day_and_month(first: int, second: int, year: int) -> Dated:
    if first > 12 >= second or first == second:  # noqa: PLR2004 - months
        return _day(year, second, first)
    if second > 12 >= first:  # noqa: PLR2004 - months
        return _day(year, first, second)
    return _AMBIGUOUS if max(first, second) <= 12 else _IMPOSSIBLE  # noqa: PLR2004 - months


def _without_year(month: int, day: int, year: int | None) -> Dated:
    found, problem = _day(year or 2020, month, day)  # 2020 is a leap year: 2-29 may exist
    if found is None:
        return None, problem
    if year is None:
        return None, Problem("date_without_year")
    return found, Problem("year_from_title", {"year": year}, "warning")


#: Forms whose meaning does not depend on the column.
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Dated]], ...] = (
    (_ROC, lambda m: _day(int(m[1]) + _ROC_OFFSET, int(m[2]), int(m[3]))),
    (_DMY, lambda m: _day_and_month(int(m[1]), int(m[2]), int(m[3]))),
    (_ENGLISH, _english),
    (_YM, lambda _: _INCOMPLETE),
    (re.compile(r"\d{4}\s*年$"), lambda _: _INCOMPLETE),
)
