"""A proposal when somebody does not come: who moves, who is asked, what stays short, and why.

Only the shifts that are lost are filled: what was short or broke a rule before is not mended with
them. What has begun stays as it is. A shift of the same people elsewhere counts as a day off here,
and what is accepted is judged again on the whole roster.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from django.utils.translation import gettext_lazy as _

from muster.engines.planner.model import Instance, Person, Plan, Row
from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict
from muster.kernel.tenants import tenant_of
from muster.operations.duty.models import Assignment
from muster.operations.duty.queries.as_plan import RosterDesk, edition_on, roster_desk
from muster.operations.duty.queries.instance import place_name, shift_name
from muster.operations.duty.queries.judging import (
    CrewLine,
    Placement,
    Verdict,
    judge_change,
    people_names,
)
from muster.operations.duty.queries.standing_in import StandIns

ABSENT, COVERS, RELIEVED, MOVES = "absent", "covers", "relieved", "moves"


@dataclass(frozen=True, slots=True)
class RepairLine:
    """One day of one person that would differ: the shift now, and the post and shift then."""

    responder_id: UUID
    name: str
    day: date
    reason: str
    before: Assignment | None
    before_post: str
    after: Placement | None
    after_post: str
    after_shift: str
    after_mark: str

    @property
    def key(self) -> str:
        """The line as a form posts it: person, day, shift now with its version, post and shift."""
        before = f"{self.before.id}:{self.before.version}" if self.before else "-"
        after = f"{self.after.post_id}:{self.after.shift_id}" if self.after else "-"
        return f"{self.responder_id}|{self.day:%Y-%m-%d}|{before}|{after}"


@dataclass(frozen=True)
class Proposal:
    """What would be changed, and which crews stay short of what is wanted."""

    lines: tuple[RepairLine, ...]
    verdict: Verdict
    short: tuple[CrewLine, ...]

    @property
    def asked(self) -> int:
        """How many people would get a shift they do not have."""
        return len({one.responder_id for one in self.lines if one.after is not None})


def propose_repair(
    *, actor: Actor, incident_id: UUID, area: str, absent: Mapping[UUID, tuple[date, date | None]]
) -> Proposal:
    """Return how the roster of a community could be mended while these people are absent.

    `absent` says from which day to which, both included; None is to the end.

    Raises:
        Conflict: no roster covers today.
    """
    today = clock.today(tenant_of(actor.tenant_id).time_zone)
    first = max(today, min(since for since, _until in absent.values()))
    edition = edition_on(actor, incident_id, first)
    if edition is None:
        raise Conflict(
            _("No roster in force covers this day."),
            next_step=_("Publish a roster for it first."),
        )
    desk = roster_desk(edition=edition, areas={area}, people=())
    since = desk.number(first)
    away = _away(desk, absent, first)
    here = _rows_here(desk)
    begun = _begun(desk, here, first)
    found = StandIns.open(desk, _bound_all(desk, here), here, away | begun)
    lost = [row for row in here if (row.person, row.day) in away - begun]
    found.cover(lost)
    for row in here:
        if (row.person, row.day) in away & begun and not _needed(found, row):
            del found.rows[row.person, row.day]
    after = msgspec.structs.replace(desk.plan, roster=tuple(found.rows.values()))
    before = msgspec.structs.replace(desk.plan, roster=tuple(here))
    lines = _lines(desk, before, after, since, away)
    verdict = judge_change(
        desk,
        [one.before for one in lines if one.before is not None],
        [one.after for one in lines if one.after is not None],
    )
    short = tuple(one for one in verdict.crews if one.after < one.wanted)
    return Proposal(tuple(lines), verdict, short)


def _away(
    desk: RosterDesk, absent: Mapping[UUID, tuple[date, date | None]], first: date
) -> set[tuple[str, int]]:
    """Return the days of the roster on which somebody is absent, from the first that may change."""
    last = desk.edition.days - 1
    return {
        (str(person), day)
        for person, (since, until) in absent.items()
        for day in range(
            desk.number(max(since, first)),
            (last if until is None else min(desk.number(until), last)) + 1,
        )
    }


def _rows_here(desk: RosterDesk) -> list[Row]:
    """Return the shifts of people where they are sent; what they work elsewhere is not moved."""
    here = {str(post.id): place_name(post) for post in desk.posts.values()}
    return [
        row for row in desk.plan.roster
        if here.get(row.post) == desk.plan.assignment.get(row.person)
    ]  # fmt: skip


def _begun(desk: RosterDesk, rows: Iterable[Row], first: date) -> set[tuple[str, int]]:
    """Return the cells of the first day whose shift has begun: they stay as they are."""
    now = clock.now()
    return {
        (row.person, row.day)
        for row in rows
        if row.day == desk.number(first)
        and desk.rows[UUID(row.person), desk.day(row.day)].starts_at <= now
    }


def _needed(found: StandIns, row: Row) -> bool:
    """True where a crew that has begun would be too small without somebody."""
    return 0 < len(found.crew(row)) - 1 < found.least(row)


def _bound_all(desk: RosterDesk, here: Iterable[Row]) -> Instance:
    """Return who could be asked: a shift elsewhere is a day off here."""
    cells = {(row.person, row.day) for row in here}
    elsewhere = {(row.person, row.day) for row in desk.plan.roster} - cells
    return msgspec.structs.replace(
        desk.instance, people=tuple(_bound(person, elsewhere) for person in desk.instance.people)
    )


def _bound(person: Person, elsewhere: set[tuple[str, int]]) -> Person:
    """Turn shifts elsewhere into days off."""
    days = tuple((day, day) for name, day in sorted(elsewhere) if name == person.id)
    return msgspec.structs.replace(person, leave=(*person.leave, *days)) if days else person


def _lines(
    desk: RosterDesk, before: Plan, after: Plan, since: int, away: set[tuple[str, int]]
) -> list[RepairLine]:
    """Return the days that differ, absences first, then by day and name."""
    was, now = (_cells(plan.roster, since) for plan in (before, after))
    cells = sorted({cell for cell in was.keys() | now.keys() if was.get(cell) != now.get(cell)})
    names = people_names(desk, {UUID(person) for person, _day in cells})
    shifts = {shift_name(one): one for one in desk.shifts.values()}
    found = []
    for person, number in cells:
        new = now.get((person, number))
        row = desk.rows.get((UUID(person), desk.day(number)))
        shift = shifts[new[0]] if new else None
        found.append(
            RepairLine(
                responder_id=UUID(person),
                name=names.get(person, ""),
                day=desk.day(number),
                reason=_reason((person, number) in away, row is not None, new is not None),
                before=row,
                before_post=desk.posts[row.post_id].title if row else "",
                after=Placement(UUID(person), UUID(new[1]), shift.id, desk.day(number))
                if new and shift
                else None,
                after_post=desk.posts[UUID(new[1])].title if new else "",
                after_shift=shift.label if shift else "",
                after_mark=_mark(shift),
            )
        )
    order = {ABSENT: 0, MOVES: 1, COVERS: 1, RELIEVED: 2}
    return sorted(found, key=lambda one: (one.day, order[one.reason], one.name))


def _reason(absent: bool, had: bool, has: bool) -> str:  # noqa: FBT001
    if absent:
        return ABSENT
    if had and has:
        return MOVES
    return COVERS if has else RELIEVED


def _cells(rows: Iterable[Row], since: int) -> dict[tuple[str, int], tuple[str, str]]:
    return {(row.person, row.day): (row.shift, row.post) for row in rows if row.day >= since}


def _mark(shift: Any) -> str:
    if shift is None:
        return ""
    noon = 12
    return "night" if shift.night else "morning" if shift.starts.hour < noon else "evening"


def lines_of(keys: Sequence[str]) -> tuple[dict[UUID, int], list[Placement]]:
    """Read lines as a form posts them: shifts to cancel with their version, shifts to make.

    Raises:
        ValueError: a line was not written by `RepairLine.key`.
    """
    cancel: dict[UUID, int] = {}
    put = []
    for key in keys:
        person, day, before, after = key.split("|")
        if before != "-":
            row, version = before.split(":")
            cancel[UUID(row)] = int(version)
        if after != "-":
            post, shift = after.split(":")
            put.append(Placement(UUID(person), UUID(post), UUID(shift), date.fromisoformat(day)))
    return cancel, put
