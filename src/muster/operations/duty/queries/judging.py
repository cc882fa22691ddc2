"""What a change would break in the roster in force, said with names, figures and the next step."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from muster.engines.planner.edits import Edit, Judgement, Spot
from muster.engines.planner.model import limits_of
from muster.engines.planner.validate import Finding
from muster.kernel.actors import system_actor
from muster.kernel.tenants import tenant_of
from muster.operations.duty.breaches import BENDABLE, Breach, words_of
from muster.operations.duty.models import Assignment
from muster.operations.duty.queries.as_plan import RosterDesk, moment_of
from muster.operations.duty.queries.instance import shift_name
from muster.registers.responders import queries as responders

IGNORED = frozenset(
    {"other_community", "not_assigned", "min_team", "allowed_subdistricts", "home_community",
     "local", "lock", "lock_post", "lock_community", "no_first_secretary", "secretary_not_lead",
     "secretary_elsewhere"}
)  # fmt: skip
"""Where people are sent is settled by who approves the change; these are rules of the plan."""
HOUR = timedelta(hours=1)
LESS_IS_WORSE = frozenset({"crew", "rest", "mixed_experience"})


@dataclass(frozen=True, slots=True)
class Placement:
    """Somebody is to work a shift."""

    responder_id: UUID
    post_id: UUID
    shift_id: UUID
    day: date


@dataclass(frozen=True, slots=True)
class CrewLine:
    """A crew that a change touches: people before and after, wanted, and the least there may be."""

    post_id: UUID
    post: str
    day: date
    shift_id: UUID
    shift: str
    wanted: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a change would do: rules it breaks, crews it touches, and the judgement behind it."""

    breaches: tuple[Breach, ...]
    crews: tuple[CrewLine, ...]
    judgement: Judgement | None = None

    @property
    def legal(self) -> bool:
        """True where no rule is broken."""
        return not self.breaches

    @property
    def short(self) -> tuple[CrewLine, ...]:
        """Crews with fewer people than wanted afterwards, and fewer than before."""
        return tuple(one for one in self.crews if one.after < min(one.wanted, one.before))

    def left(self, despite: Collection[str]) -> tuple[Breach, ...]:
        """Breaches that these exceptions do not excuse."""
        return tuple(
            one for one in self.breaches if not (one.bendable and one.code in frozenset(despite))
        )


def judge_change(
    desk: RosterDesk, cancel: Sequence[Assignment], put: Sequence[Placement]
) -> Verdict:
    """Return what cancelling these shifts and making those would do to the roster."""
    gone = {(row.responder_id, row.day): row for row in cancel}
    breaches: list[Breach] = []
    wanted: dict[tuple[UUID, date], Placement] = {}
    for one in put:
        cell = (one.responder_id, one.day)
        if cell in wanted or (cell in desk.rows and cell not in gone):
            breaches.append(_breach(desk, "two_shifts", one))
            continue
        if breach := _cannot(desk, one):
            breaches.append(breach)
            continue
        wanted[cell] = one
    edits = [
        Edit(str(person), desk.number(day), _was(desk, person, day),
             _spot(desk, wanted.get((person, day))))
        for person, day in sorted({*wanted, *(cell for cell in gone if cell in desk.rows)})
    ]  # fmt: skip
    if breaches or not edits:
        return Verdict(tuple(breaches), ())
    judged = desk.desk.judge(edits)
    found = [*_found(desk, judged), *_edges(desk, wanted.values(), gone)]
    return Verdict(tuple(found), tuple(_crews(desk, judged)), judged)


def _was(desk: RosterDesk, person: UUID, day: date) -> Spot | None:
    row = desk.rows.get((person, day))
    if row is None:
        return None
    return Spot(shift_name(desk.shifts[row.shift_id]), str(row.post_id))


def _spot(desk: RosterDesk, one: Placement | None) -> Spot | None:
    if one is None:
        return None
    return Spot(shift_name(desk.shifts[one.shift_id]), str(one.post_id))


def _cannot(desk: RosterDesk, one: Placement) -> Breach | None:
    """Say why a placement cannot even be tried."""
    if str(one.responder_id) not in desk.people:
        return _breach(desk, "not_here", one)
    post = desk.posts.get(one.post_id)
    linked = post is not None and any(
        link.shift_id == one.shift_id for link in post.shift_links.all()
    )
    if post is None or not linked or post.is_closed or not post.is_open_on(one.day):
        return _breach(desk, "closed", one)
    name = shift_name(desk.shifts[one.shift_id])
    if (str(one.responder_id), desk.number(one.day), name) in desk.away:
        return _breach(desk, "leave", one)
    return None


def _found(desk: RosterDesk, judged: Judgement) -> list[Breach]:
    worse = [now for was, now in judged.changed if _worse(was, now)]
    findings = [
        one for one in (*judged.broken, *worse) if one.code not in IGNORED and one.violation
    ]
    return _said(desk, findings)


def _worse(was: Finding, now: Finding) -> bool:
    """True where a breach that was there before has grown."""
    name = "hours" if "hours" in now.params else "found"
    if name not in now.params or name not in was.params:
        return True
    old, new = float(was.params[name]), float(now.params[name])
    return new < old if now.code in LESS_IS_WORSE else new > old


def _said(desk: RosterDesk, findings: Sequence[Finding]) -> list[Breach]:
    if not findings:
        return []
    names = _names(desk, findings)
    shifts = {shift_name(one): one.label for one in desk.shifts.values()}
    posts = {str(post.id): post.title for post in desk.posts.values()}
    found = []
    for one in findings:
        facts: dict[str, Any] = dict(one.params)
        for key in ("person", "other"):
            if key in facts:
                facts[f"{key}_id"] = facts[key]
                facts[key] = names.get(str(facts[key]), "")
        for key in ("shift", "before"):
            if key in facts:
                facts[key] = shifts.get(str(facts[key]), facts[key])
        if "post" in facts:
            facts["post_id"], facts["post"] = facts["post"], posts.get(str(facts["post"]), "")
        for key in ("day", "since"):
            if key in facts:
                facts[key] = desk.day(int(facts[key]))
        found.append(Breach(one.code, facts, words_of(one.code, facts), one.code in BENDABLE))
    return found


def _breach(desk: RosterDesk, code: str, one: Placement) -> Breach:
    facts = _facts(desk, one)
    return Breach(code, facts, words_of(code, facts), code in BENDABLE)


def _facts(desk: RosterDesk, one: Placement) -> dict[str, Any]:
    names = people_names(desk, [one.responder_id])
    post, shift = desk.posts.get(one.post_id), desk.shifts.get(one.shift_id)
    return {
        "person": names.get(str(one.responder_id), ""),
        "person_id": str(one.responder_id),
        "day": one.day,
        "post": post.title if post else "",
        "shift": shift.label if shift else "",
    }


def _edges(
    desk: RosterDesk, put: Collection[Placement], gone: Mapping[tuple[UUID, date], Assignment]
) -> list[Breach]:
    """Rest between the last days of this edition and the first of the next."""
    zone = ZoneInfo(tenant_of(desk.edition.tenant_id).time_zone)
    found = []
    for one in put:
        after = [row for row in desk.beyond if row.responder_id == one.responder_id
                 and (row.responder_id, row.day) not in gone]  # fmt: skip
        least = limits_of(desk.instance.rules, desk.people[str(one.responder_id)])["min_rest_hours"]
        shift = desk.shifts[one.shift_id]
        _starts, ends = moment_of(shift, one.day, zone)
        ends += timedelta(minutes=shift.handover_minutes)
        for row in after:
            hours = (row.starts_at - ends) / HOUR
            if least is not None and hours < least:
                facts = {
                    **_facts(desk, one), "hours": hours, "least": least, "before": shift.label,
                    "since": one.day, "shift": row.shift.label, "day": row.day,
                }  # fmt: skip
                found.append(Breach("rest", facts, words_of("rest", facts), "rest" in BENDABLE))
    return found


def _crews(desk: RosterDesk, judged: Judgement) -> list[CrewLine]:
    shifts = {shift_name(one): one for one in desk.shifts.values()}
    return [
        CrewLine(
            post_id=UUID(crew.post),
            post=desk.posts[UUID(crew.post)].title,
            day=desk.day(crew.day),
            shift_id=shifts[crew.shift].id,
            shift=shifts[crew.shift].label,
            wanted=desk.posts[UUID(crew.post)].wanted,
            before=len(crew.before),
            after=len(crew.after),
        )
        for crew in judged.crews
    ]


def _names(desk: RosterDesk, findings: Sequence[Finding]) -> Mapping[str, str]:
    ids = {
        UUID(str(one.params[key]))
        for one in findings
        for key in ("person", "other")
        if key in one.params
    }
    return people_names(desk, ids)


def people_names(desk: RosterDesk, ids: Collection[UUID]) -> Mapping[str, str]:
    """Return the names of people by id as text."""
    reader = system_actor(desk.edition.tenant_id, "duty.roster")
    found = responders.active_of_tenant(actor=reader, ids=ids)
    return {str(key): row.name for key, row in found.items()}
