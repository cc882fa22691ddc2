"""The rules of one community as rows of the elastic program; each row holds for every roster.

Sums of people who are alike stand for single persons, which loses nothing: the mean of their
rosters is a solution as well.
"""

from collections import defaultdict
from collections.abc import Iterator

from muster.engines.planner.clock import span
from muster.engines.planner.explain.classes import Cell, Kind, Slot, kinds_of, slots_of
from muster.engines.planner.explain.company import add_company, add_locks
from muster.engines.planner.explain.families import PEOPLE
from muster.engines.planner.explain.program import Program
from muster.engines.planner.model import Instance, Person, limits_of

_HOUR = 60


class Crowd:
    """One kind of people in the program: how many there are, and a column for each cell.

    `head` is the column of their number where that is not given: people who could be added.
    """

    def __init__(self, program: Program, kind: Kind, cells: list[Cell], head: int | None) -> None:
        self.program, self.kind, self.head = program, kind, head
        self.count = len(kind.people)
        self.at = {cell: program.column(kind.barred.get(cell, ())) for cell in cells}

    def most(self, cells: list[Cell], each: float, *extra: tuple[int, float]) -> None:
        """Add: no more than `each` a person in these cells, but for `extra` columns."""
        terms = [(self.at[cell], 1.0) for cell in cells if cell in self.at]
        if not terms:
            return
        if self.head is not None:
            self.program.row([*terms, *extra, (self.head, -each)], most=0.0)
        else:
            self.program.row([*terms, *extra], most=self.count * each)


def build(instance: Instance) -> Program:
    """Return the elastic program of an instance of one community."""
    program = Program()
    slots = slots_of(instance)
    cells = sorted({(slot.day, slot.shift) for slot in slots})
    crowds = [Crowd(program, kind, cells, None) for kind in kinds_of(instance)]
    head = program.column([PEOPLE])
    crowds.append(Crowd(program, _fresh(instance), cells, head))
    for crowd in crowds:
        _add_person(instance, crowd)
    posts = _add_posts(program, instance, crowds, slots)
    shorts = {slot: _add_cover(program, slot, posts[slot]) for slot in slots if slot.wanted}
    add_locks(program, instance, crowds, posts)
    add_company(program, instance, posts, shorts)
    return program


def _fresh(instance: Instance) -> Kind:
    """Return somebody who could be added: every skill asked for, no past, free on every day."""
    skills = frozenset[str]().union(*(kind.skills for kind in instance.post_types))
    person = Person(id="-", unit="-", x_km=0.0, y_km=0.0)
    limits = dict(limits_of(instance.rules, person))
    return Kind((), person, {}, limits, skills, instance.rules.mixed_experience or 0, "")


def _add_person(instance: Instance, crowd: Crowd) -> None:
    days, limits = range(instance.horizon.days), crowd.kind.limits
    by_day = {day: [cell for cell in crowd.at if cell[0] == day] for day in days}
    for cells in by_day.values():
        crowd.most(cells, 1.0)
    nights = [cell for cell in crowd.at if instance.shifts[cell[1]].night]
    program = crowd.program
    for rule, cells in (("max_shifts", list(crowd.at)), ("max_nights", nights)):
        limit = limits[rule]
        if limit is not None and cells:
            crowd.most(cells, limit, (program.column([rule]), -1.0))
    _add_hours(instance, crowd)
    past = crowd.kind.person.history
    before = max(past.consecutive_days, 1) if past.last_shift is not None else 0
    _add_runs(instance, crowd, list(crowd.at), "consecutive_days", before)
    _add_runs(instance, crowd, nights, "consecutive_nights", past.consecutive_nights)
    _add_rest(instance, crowd)


def _add_hours(instance: Instance, crowd: Crowd) -> None:
    limit = crowd.kind.limits["max_hours"]
    if limit is None:
        return
    terms = []
    for (day, s), column in crowd.at.items():
        begin, end = span(instance.horizon, instance.shifts[s], day)
        terms.append((column, (end - begin) / _HOUR))
    terms.append((crowd.program.column(["max_hours"]), -1.0))
    if crowd.head is not None:
        crowd.program.row([*terms, (crowd.head, -limit)], most=0.0)
    else:
        crowd.program.row(terms, most=crowd.count * limit)


def _add_runs(instance: Instance, crowd: Crowd, cells: list[Cell], rule: str, before: int) -> None:
    """Of every `limit + 1` days in a row one is free; `before` days ran up to day -1."""
    limit = crowd.kind.limits[f"max_{rule}"]
    if limit is None:
        return
    length = int(limit) + 1
    for first in range(-min(before, int(limit)), instance.horizon.days - length + 1):
        inside = [cell for cell in cells if first <= cell[0] < first + length]
        if inside:
            slack = crowd.program.column([rule])
            crowd.most(inside, limit - max(-first, 0), (slack, -1.0))


def _add_rest(instance: Instance, crowd: Crowd) -> None:
    """Between two shifts, nothing worked between them, lies the rest that is due."""
    due = (crowd.kind.limits["min_rest_hours"] or 0.0) * _HOUR
    slacks: dict[tuple[int, int], int] = {}
    for since, to, early, late in _clashes(instance, crowd, due):
        pair = (since, to)
        if pair not in slacks:
            slacks[pair] = crowd.program.column(["rest"])
        between = [(crowd.at[cell], -1.0) for cell in crowd.at if since < cell[0] < to]
        extra = [(slacks[pair], -1.0), *between]
        cells = [(since, s) for s in early] + [(to, s) for s in late]
        crowd.most(cells, 0.0 if since < 0 else 1.0, *extra)


def _clashes(
    instance: Instance, crowd: Crowd, due: float
) -> Iterator[tuple[int, int, frozenset[int], frozenset[int]]]:
    """Yield (day, later day, shifts, shifts of the later day): any two of them lie too close."""
    horizon, shifts = instance.horizon, instance.shifts
    last = crowd.kind.person.history.last_shift
    ends: dict[int, list[tuple[int, int]]] = defaultdict(list)
    if last is not None:
        place = next(s for s, shift in enumerate(shifts) if shift.id == last)
        ends[-1].append((place, span(horizon, shifts[place], -1)[1]))
    begins: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for day, s in crowd.at:
        begin, end = span(horizon, shifts[s], day)
        begins[day].append((s, begin))
        ends[day].append((s, end))
    for since, leaving in ends.items():
        for to in range(since + 1, horizon.days):
            tight = {
                s: frozenset(t for t, begin in begins[to] if begin - end < due - 1e-6)
                for s, end in leaving
            }
            late_sets = {late for late in tight.values() if late}
            if not late_sets and to > since + 1:
                break
            for late in sorted(late_sets, key=sorted):
                yield since, to, frozenset(s for s, given in tight.items() if late <= given), late


Posts = dict[tuple[object, ...], int]
"""A column for each team: how many of it stand in a slot."""


def _add_posts(
    program: Program, instance: Instance, crowds: list[Crowd], slots: list[Slot]
) -> dict[Slot, Posts]:
    """Deal the people of each team and cell out to the post types they may do."""
    needed = [frozenset(kind.skills) for kind in instance.post_types]
    members: dict[tuple[object, ...], list[Crowd]] = defaultdict(list)
    for crowd in crowds:
        members[crowd.kind.team].append(crowd)
    posts: dict[Slot, Posts] = {slot: {} for slot in slots}
    by_cell: dict[Cell, list[Slot]] = defaultdict(list)
    for slot in slots:
        by_cell[slot.day, slot.shift].append(slot)
    for team, group in members.items():
        held = group[0].kind.skills
        for cell, here in by_cell.items():
            terms = [(crowd.at[cell], 1.0) for crowd in group]
            for slot in here:
                lacking = () if needed[slot.kind] <= held else ("skills",)
                column = posts[slot][team] = program.column(lacking)
                terms.append((column, -1.0))
            program.row(terms, least=0.0, most=0.0)
    return posts


def _add_cover(program: Program, slot: Slot, posts: Posts) -> int:
    """Add: as many people as wanted, and a crew; return the column of demand left open."""
    terms = [(column, 1.0) for column in posts.values()]
    short = program.column(upper=slot.wanted, short=True)
    terms.append((short, slot.least / slot.wanted))
    if slot.crew > slot.wanted:
        terms.append((program.column(["crew_min"], upper=slot.crew - slot.wanted), 1.0))
    program.row(terms, least=float(slot.least))
    return short
