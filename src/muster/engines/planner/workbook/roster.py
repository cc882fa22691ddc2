"""A plan as a workbook to print and hang up: summary, point cards, a roster for each community."""

import datetime as dt
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from muster.engines.planner.model import Community, Instance, Plan, Row
from muster.engines.planner.validate import Report, check_plan
from muster.engines.planner.workbook.summary import SummarySheet
from muster.engines.planner.workbook.words import WEEKDAYS, WORDS
from muster.engines.planner.workbook.writing import MADE

MAX_SHEET_NAME = 31
SATURDAY = 5
MAX_OPEN_SHEETS = 200
_LEGEND = 6  # column where the legend begins: the name of the first secretary goes before it
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
#: Fills of the shifts, by their order in the file; a night has white letters on dark.
_FILLS = ("#FCE8B2", "#CFE2F3", "#D9EAD3", "#EAD1DC", "#FCE5CD", "#D0E0E3")
_NIGHT = "#434B66"


def plan_to_workbook(
    instance: Instance,
    plan: Plan,
    report: Report | None = None,
    words: Mapping[str, str] = WORDS,
) -> bytes:
    """The plan as .xlsx. Every figure in it comes from the validator's report.

    Sheets: summary, findings where there are any, shortages, point cards (post, day and shift with
    the crew), the reserve, and one grid of people by days for each community. `words` translates:
    it has the codes of `WORDS`. The same plan gives the same bytes.
    """
    found = report or check_plan(msgspec.to_builtins(instance), msgspec.to_builtins(plan))
    target = io.BytesIO()
    # Rows that need not stay in memory each keep a file open for their sheet.
    few = len(instance.communities) <= MAX_OPEN_SHEETS
    book = xlsxwriter.Workbook(target, {"constant_memory": few})
    book.set_properties({"created": MADE})
    try:
        _Rosters(book, instance, plan, {**WORDS, **words}).write(found)
    finally:
        book.close()
    return target.getvalue()


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Names that a workbook accepts: at most 31 characters, each once, near to those wanted."""
    taken: set[str] = {"history"}  # a spreadsheet program keeps that one for itself
    names = []
    for text in wanted:
        base = _NOT_IN_A_NAME.sub("-", text).strip("' ") or "-"
        name, number = base[:MAX_SHEET_NAME].rstrip("' "), 1
        while name.casefold() in taken:
            number += 1
            tail = f" ({number})"
            name = base[: MAX_SHEET_NAME - len(tail)] + tail
        taken.add(name.casefold())
        names.append(name)
    return names


class _Rosters:
    """Writes the sheets one after the other."""

    def __init__(self, book: Any, instance: Instance, plan: Plan, words: Mapping[str, str]) -> None:
        self.book = book
        self.instance = instance
        self.plan = plan
        self.words = words
        self.shifts = {shift.id: shift for shift in instance.shifts}
        self.bold: Format = book.add_format({"bold": True, "bottom": 1})
        self.weekend: Format = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EEEEEE"})
        self.fills = self._fills()
        self.unit_of = {person.id: person.unit for person in instance.people}
        self.rows_of: dict[str, list[Row]] = defaultdict(list)
        for row in plan.roster:
            self.rows_of[row.person].append(row)

    def _fills(self) -> dict[str, Format]:
        fills = {}
        for at, shift in enumerate(self.instance.shifts):
            look = {"bg_color": _FILLS[at % len(_FILLS)], "align": "center"}
            if shift.night:
                look |= {"bg_color": _NIGHT, "font_color": "#FFFFFF"}
            fills[shift.id] = self.book.add_format(look)
        return fills

    def write(self, report: Report) -> None:
        """Write everything."""
        communities = self.instance.communities
        fixed = ("summary", "findings", "shortages", "point_cards", "reserve")
        names = sheet_names(
            [*(self.words[name] for name in fixed), *(place.id for place in communities)]
        )
        sheets = dict(zip(fixed, names, strict=False))
        summary = SummarySheet(self.book.add_worksheet(sheets["summary"]), self.bold, self.words)
        summary.write(self.instance, self.plan, report)
        if report.findings:
            rows = [(finding.rule, finding.sentence) for finding in report.findings]
            self._list(sheets["findings"], ("rule", "what"), rows, (8, 100))
        self._list(
            sheets["shortages"],
            ("community", "day", "date", "shift", "type", "wanted", "present", "missing"),
            (
                (one.community, one.day, self._date(one.day), one.shift, one.post_type,
                 one.wanted, one.present, one.missing)
                for one in report.shortages
            ),
        )  # fmt: skip
        self._point_cards(sheets["point_cards"])
        self._list(
            sheets["reserve"],
            ("person", "unit", "lead"),
            (
                (person.id, person.unit, "✓" if person.lead else "")
                for person in self.instance.people
                if person.id not in self.plan.assignment
            ),
        )
        people: dict[str, list[str]] = defaultdict(list)
        for person in self.instance.people:
            people[self.plan.assignment.get(person.id, "")].append(person.id)
        for place, name in zip(communities, names[len(fixed) :], strict=True):
            self._grid(self.book.add_worksheet(name), place, people[place.id])

    def _date(self, day: int) -> str:
        return (self.instance.horizon.start_date + dt.timedelta(days=day)).isoformat()

    def _list(
        self, name: str, titles: Sequence[str], rows: Iterable[Sequence[Any]],
        widths: Sequence[int] = (),
    ) -> None:  # fmt: skip
        sheet: Worksheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for at in range(len(titles)):
            sheet.set_column(at, at, widths[at] if widths else 16)
        _write(sheet, 0, [self.words[title] for title in titles], self.bold)
        for number, row in enumerate(rows, 1):
            _write(sheet, number, row)

    def _point_cards(self, name: str) -> None:
        crews: dict[tuple[str, int, str], list[str]] = defaultdict(list)
        for row in self.plan.roster:
            crews[row.post, row.day, row.shift].append(row.person)
        order = {shift: at for at, shift in enumerate(self.shifts)}
        posts = {
            post.id: (at, place.id, post.type)
            for at, (place, post) in enumerate(
                (place, post) for place in self.instance.communities for post in place.posts
            )
        }
        known = [key for key in crews if key[0] in posts and key[2] in order]
        known.sort(key=lambda key: (posts[key[0]][0], key[1], order[key[2]]))
        self._list(
            name,
            ("community", "post", "type", "day", "date", "shift", "start", "end", "count", "crew"),
            (
                (*posts[post][1:2], post, posts[post][2], day, self._date(day), shift,
                 self.shifts[shift].start, self.shifts[shift].end,
                 len(crews[post, day, shift]), "; ".join(sorted(crews[post, day, shift])))
                for post, day, shift in known
            ),
            (14, 18, 14, 6, 12, 8, 8, 8, 8, 60),
        )  # fmt: skip

    def _grid(self, sheet: Worksheet, place: Community, people: Sequence[str]) -> None:
        """People by days, a shift in each cell; then how many shifts and nights."""
        days = self.instance.horizon.days
        secretary = self.plan.first_secretary.get(place.id, "")
        sheet.freeze_panes(3, 2)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, 2)
        sheet.set_column(0, 1, 14)
        sheet.set_column(2, 1 + days, 6)
        _write(sheet, 0, [place.id, place.subdistrict], self.bold)
        if secretary:
            sheet.write_string(0, 2, f"{self.words['first_secretary']}: {secretary}", self.bold)
        self._legend(sheet)
        _write(sheet, 1, [self.words["person"], self.words["unit"]], self.bold)
        for day in range(days):
            weekday = self.instance.horizon.weekday(day)
            look = self.weekend if weekday >= SATURDAY else self.bold
            sheet.write_string(1, 2 + day, self.words[WEEKDAYS[weekday]], look)
        for at, title in enumerate(("shifts", "nights")):
            sheet.write_string(1, 2 + days + at, self.words[title], self.bold)
        for day in range(days):
            sheet.write_string(2, 2 + day, self._date(day)[5:], self.bold)
        for number, person in enumerate(people, 3):
            _write(sheet, number, [person, self.unit_of[person]])
            self._line(sheet, number, self.rows_of.get(person, ()))

    def _legend(self, sheet: Worksheet) -> None:
        """When each shift begins and ends, beside the first secretary."""
        for at, shift in enumerate(self.instance.shifts):
            column = _LEGEND + 3 * at
            sheet.write_string(0, column, shift.id, self.fills[shift.id])
            sheet.write_string(0, column + 1, f"{shift.start}–{shift.end}")

    def _line(self, sheet: Worksheet, number: int, rows: Sequence[Row]) -> None:
        days = self.instance.horizon.days
        by_day: dict[int, list[str]] = defaultdict(list)
        for row in rows:
            by_day[row.day].append(row.shift)
        for day in sorted(by_day.keys() & set(range(days))):
            text = "/".join(by_day[day])
            sheet.write_string(number, 2 + day, text, self.fills.get(by_day[day][0]))
        nights = sum(
            self.shifts[row.shift].night for row in rows if row.shift in self.shifts
        )  # fmt: skip
        sheet.write_number(number, 2 + days, len(rows))
        sheet.write_number(number, 3 + days, nights)


def _write(
    sheet: Worksheet, number: int, values: Sequence[Any], look: Format | None = None
) -> None:
    for at, value in enumerate(values):
        if isinstance(value, int | float):
            sheet.write_number(number, at, value, look)
        elif value:
            sheet.write_string(number, at, value, look)
