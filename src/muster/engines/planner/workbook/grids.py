"""Read a plan back from its workbook: what hands changed in the grids comes back as a plan.

The grids are what counts: who stands in a community's grid is assigned there, and a cell is the
shift of that day. The point cards say at which post; a cell that they know nothing of gets the post
where one more is needed most, or the one written after the shift: `N@c1-gate01`. Somebody who
stands in no grid is in reserve, with no shifts. Sheets are told by what is in them, so a workbook
in any language is read.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from muster.engines.planner.draft import Draft, Edit, Ground, Spot
from muster.engines.planner.model import Community, Instance, Plan, Row
from muster.engines.planner.reading.faults import Faults, InstanceFaults, fault
from muster.engines.planner.workbook.cells import Cell, is_empty, text_of
from muster.engines.planner.workbook.places import letter
from muster.engines.planner.workbook.reading import open_workbook

_HEAD = 3  # lines above the people of a grid
_SIDE = 2  # columns before the days
_OFF = frozenset({"", "-", "–", "off", "休", "休息"})
_CARD = ("community", "post", "type", "day", "date", "shift", "start", "end", "count", "crew")
Line = Sequence[Cell]
Crews = dict[tuple[str, int, str], list[str]]  # person, day, shift: posts


class _Grid(NamedTuple):
    sheet: str
    place: Community
    lines: Sequence[Line]


class _New(NamedTuple):
    """A cell that the point cards know nothing of."""

    where: str
    person: str
    day: int
    shift: str


def workbook_to_plan(content: bytes, instance: Instance) -> Plan:
    """Return the plan in an .xlsx as `plan_to_workbook` writes it, with no claims of its own.

    Raises:
        InstanceFaults: everything that is wrong, with paths like `c1!F12`.
    """
    faults = Faults()
    book = open_workbook(content, faults)
    faults.stop()
    reader = _Reader(instance, faults)
    if book is not None:
        for name in book.sheet_names:
            reader.see(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
    if not reader.grids:
        faults.add("", "no_grid")
    faults.stop()
    return reader.plan()


class _Reader:
    def __init__(self, instance: Instance, faults: Faults) -> None:
        self.instance, self.faults = instance, faults
        self.people = {person.id for person in instance.people}
        self.places = {place.id: place for place in instance.communities}
        self.posts = {post.id for place in instance.communities for post in place.posts}
        self.shifts = {shift.id for shift in instance.shifts}
        self.grids: list[_Grid] = []
        self.cards: Crews = defaultdict(list)
        self.assignment: dict[str, str] = {}
        self.secretaries: dict[str, str] = {}
        self.rows: list[Row] = []
        self.new: list[_New] = []

    def see(self, name: str, lines: Sequence[Line]) -> None:
        """Take in a grid or the point cards; every other sheet is only for people."""
        first = [_text(cell) for cell in lines[0]] if lines else []
        place = self.places.get(first[0]) if first else None
        if place is not None and len(first) > 1 and first[1] == place.subdistrict:
            self.grids.append(_Grid(name, place, lines))
        elif any(
            _at(line, 0, self.places) in self.places
            and _at(line, 1, self.posts) in self.posts
            and _at(line, _CARD.index("shift"), self.shifts) in self.shifts
            for line in lines[1:]
        ):
            self._take_cards(name, lines)

    def plan(self) -> Plan:
        """Return the plan, once all sheets are seen."""
        for grid in self.grids:
            self._take_grid(grid)
        self.faults.stop()
        draft = Plan(self.assignment, self.secretaries, tuple(self.rows))
        return self._with_new(draft) if self.new else draft

    def _with_new(self, plan: Plan) -> Plan:
        """Put in the cells that no point card knows, each at the post that needs one most."""
        edits = [Edit(one.person, one.day, None, Spot(one.shift)) for one in self.new]
        try:
            rows = Draft(Ground(self.instance, plan), edits, {}).plan().roster
        except InstanceFaults as found:
            raise InstanceFaults(
                [
                    fault(self.new[_number(one.path)].where, one.code, **one.params)
                    for one in found.faults
                ],
                found.counts,
            ) from None
        return Plan(plan.assignment, plan.first_secretary, rows)

    def _take_cards(self, name: str, lines: Sequence[Line]) -> None:
        day_at, shift_at, crew_at = (_CARD.index(title) for title in ("day", "shift", "crew"))
        for number, line in enumerate(lines[1:], 2):
            post, day = _at(line, 1, self.posts), _at(line, day_at)
            shift = _at(line, shift_at, self.shifts)
            if post not in self.posts:
                if post:
                    self.faults.add(f"{name}!B{number}", "no_post", id=post)
                continue
            if not day.isdecimal():
                self.faults.add(f"{name}!{letter(day_at)}{number}", "not_whole", found=day)
                continue
            for person in self._crew(_at(line, crew_at, None)):
                self.cards[person, int(day), shift].append(post)

    def _crew(self, text: str) -> Iterator[str]:
        """Ids joined by "; ", which may have that in them."""
        parts, at = text.split("; "), 0
        while at < len(parts):
            ends = (end for end in range(len(parts), at, -1))
            found = next((e for e in ends if "; ".join(parts[at:e]) in self.people), at + 1)
            yield "; ".join(parts[at:found])
            at = found

    def _take_grid(self, grid: _Grid) -> None:
        secretary = _at(grid.lines[0], _SIDE, None).partition(": ")[2]
        if secretary:
            if secretary not in self.people:
                self.faults.add(f"{grid.sheet}!C1", "no_person", id=secretary)
            self.secretaries[grid.place.id] = secretary
        self._check_dates(grid)
        for number, line in enumerate(grid.lines[_HEAD:], _HEAD + 1):
            person = _at(line, 0, self.people)
            where = f"{grid.sheet}!A{number}"
            if not person:
                continue
            if person not in self.people:
                self.faults.add(where, "no_person", id=person)
            elif person in self.assignment:
                self.faults.add(where, "listed_twice", id=person, first=self.assignment[person])
            else:
                self.assignment[person] = grid.place.id
                for day in range(self.instance.horizon.days):
                    cell = f"{grid.sheet}!{letter(_SIDE + day)}{number}"
                    self._take_cell(cell, person, day, _at(line, _SIDE + day, None))

    def _check_dates(self, grid: _Grid) -> None:
        """A column more or less would move every shift to another day."""
        dates = grid.lines[_HEAD - 1] if len(grid.lines) >= _HEAD else ()
        for day in range(self.instance.horizon.days):
            date = self.instance.horizon.start_date + dt.timedelta(days=day)
            cell = dates[_SIDE + day] if len(dates) > _SIDE + day else ""
            found = cell.isoformat()[5:10] if isinstance(cell, dt.date) else _text(cell)
            if found != date.isoformat()[5:]:
                where = f"{grid.sheet}!{letter(_SIDE + day)}{_HEAD}"
                self.faults.add(where, "other_title", found=found, expected=date.isoformat()[5:])
                return

    def _take_cell(self, where: str, person: str, day: int, text: str) -> None:
        if text.strip().casefold() in _OFF and text not in self.shifts:
            return
        parts = self._parts(text)
        if not parts:
            self.faults.add(where, "no_shift", id=text)
            return
        known = {shift: list(self.cards.get((person, day, shift), ())) for shift, _ in parts}
        for shift, post in parts:
            found = post or (known[shift].pop(0) if known[shift] else "")
            if found:
                self.rows.append(Row(person, day, shift, found))
            elif len(parts) > 1:
                self.faults.add(where, "post_unsaid", found=text, shift=shift)
            else:
                self.new.append(_New(where, person, day, shift))

    def _parts(self, text: str) -> list[tuple[str, str]]:
        """Shifts of a cell, each with the post written after it; none where it says no shift."""
        if (one := self._spot(text)) is not None:
            return [one]
        pieces, found, at = text.split("/"), [], 0
        while at < len(pieces):
            for end in range(at + 1, len(pieces) + 1):
                one = self._spot("/".join(pieces[at:end]))
                if one is not None:
                    break
            else:
                return []
            found.append(one)
            at = end
        return [one for one in found if one is not None]

    def _spot(self, text: str) -> tuple[str, str] | None:
        if text in self.shifts:
            return text, ""
        text = text.strip()
        alike = [shift for shift in self.shifts if shift.casefold() == text.casefold()]
        if len(alike) == 1:
            return alike[0], ""
        for at, sign in enumerate(text):
            if sign == "@" and text[at + 1 :] in self.posts:
                shift = self._spot(text[:at])
                if shift is not None and not shift[1]:
                    return shift[0], text[at + 1 :]
        return None


def _text(cell: Cell) -> str:
    return "" if is_empty(cell) else str(text_of(cell))


def _at(line: Line, at: int, known: Container[str] | None = ()) -> str:
    """The text of a cell, without spaces around it unless it is one of `known`; None is as is."""
    text = _text(line[at]) if at < len(line) else ""
    return text if known is None or text in known else text.strip()


def _number(path: str) -> int:
    return int(path.partition("[")[2].partition("]")[0])
