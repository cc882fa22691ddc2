"""The one way a published roster changes: lock, look again, judge, write anew, tell.

A shift is never rewritten: it is cancelled and another one is made, both tied to the change. While
a change is judged and written no other change of the same incident is, so that two that are each
right cannot be wrong together.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid, NotFound
from muster.kernel.events import on_commit
from muster.kernel.permissions import allowed, require
from muster.kernel.tenants import tenant_of
from muster.operations.duty import events, rules
from muster.operations.duty.breaches import Breach
from muster.operations.duty.enums import AssignmentState
from muster.operations.duty.models import (
    Assignment,
    CheckIn,
    Edition,
    PatternShift,
    Post,
    RosterChange,
)
from muster.operations.duty.models.roster import BY_LENGTH, REASON_LENGTH
from muster.operations.duty.queries.as_plan import RosterDesk, moment_of, roster_desk
from muster.operations.duty.queries.judging import Placement, Verdict, judge_change
from muster.operations.duty.services.stand_down import refuse_closed
from muster.operations.duty.services.touched import tell_touched
from muster.platform.audit.services import record
from muster.registers.responders import queries as responders


class RuleBroken(Conflict):
    """A change would break rules of the roster; `breaches` are all of them, each with its words."""

    code = "rule_broken"

    def __init__(self, breaches: Sequence[Breach]) -> None:
        first = breaches[0]
        more = len(breaches) - 1
        sentence = first.sentence
        if more:
            others = ngettext("%(n)s more rule.", "%(n)s more rules.", more) % {"n": more}
            sentence = f"{sentence} {others}"
        super().__init__(
            "%(sentence)s", next_step=str(first.next_step).replace("%", "%%"), sentence=sentence
        )
        self.breaches = tuple(breaches)


class ChangedFirst(Conflict):
    """Somebody else changed the shift first; `change` is theirs, None where it is not known."""

    code = "changed_first"

    def __init__(self, change: RosterChange | None, row: Assignment) -> None:
        super().__init__(
            _("%(by)s changed this shift at %(at)s: %(kind)s. Your change was not made."),
            next_step=_("What you entered is kept: look at the shift as it is now, then decide."),
            by=(change.approved_by_name or _("Somebody")) if change else _("Somebody"),
            at=_clock(row.tenant_id, change.at) if change else "",
            kind=change.get_kind_display() if change else "",
        )
        self.change = change


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A change somebody wants: shifts to cancel with the version they saw, and shifts to make."""

    incident_id: UUID
    kind: str
    cancel: Mapping[UUID, int]
    put: Sequence[Placement] = ()
    reason: str = ""
    despite: Collection[str] = ()
    asked_by: UUID | None = None
    asked_by_name: str = ""
    permission: str = rules.CHANGE_ROSTER
    running: bool = False
    """True where a shift that has begun may still be given to somebody else."""


@dataclass
class _Open:
    """A change while it is made: rows, posts and shifts read under the lock."""

    actor: Actor
    wanted: Wanted
    editions: Sequence[Edition]
    cancelled: list[Assignment]
    posts: Mapping[UUID, Post]
    shifts: Mapping[UUID, PatternShift]
    made: list[Assignment] = field(default_factory=list)

    def edition_on(self, day: date) -> Edition:
        """Return the edition that holds a day.

        Raises:
            Conflict: none does.
        """
        newest = max(
            (one for one in self.editions if one.starts_on <= day),
            key=lambda one: one.number,
            default=None,
        )
        if newest is None or day > newest.last_day:
            raise Conflict(
                _("No roster in force covers this day."),
                next_step=_("Publish a roster for it first."),
            )
        return newest


def rewrite(*, actor: Actor, wanted: Wanted) -> RosterChange:
    """Make a change of a published roster.

    Raises:
        NotAllowed: the actor changes no rosters there, or may not bend rules.
        NotFound: a shift or post does not exist for the actor.
        ChangedFirst: somebody else changed one of the shifts since it was seen.
        RuleBroken: a rule would be broken that nobody may bend, or was not named in `despite`.
        Conflict: a shift is over or has begun, or its person has come.
        Invalid: a rule is to be bent without a reason.
    """
    with transaction.atomic():
        opened = _opened(actor, wanted)
        _may(opened)
        _not_begun(opened)
        bent = _held_to_rules(opened)
        return _written(opened, bent)


def preview(*, actor: Actor, wanted: Wanted) -> Verdict:
    """Return what a change would break and which crews it touches; nothing is written.

    Raises:
        NotFound, ChangedFirst, Conflict: as when it is made.
    """
    with transaction.atomic():
        opened = _opened(actor, wanted, lock=False)
        _not_begun(opened)
        verdicts = [judge_change(*part) for part in _parts(opened)]
    return Verdict(
        tuple(one for verdict in verdicts for one in verdict.breaches),
        tuple(one for verdict in verdicts for one in verdict.crews),
    )


def _opened(actor: Actor, wanted: Wanted, *, lock: bool = True) -> _Open:
    editions: Any = Edition.objects.of_tenant(actor.tenant_id).filter(
        incident_id=wanted.incident_id, withdrawn_at__isnull=True
    )
    editions = editions.order_by("number")
    if lock:
        editions = editions.select_for_update(no_key=True)
    held = list(editions)
    rows: Any = Assignment.objects.of_tenant(actor.tenant_id).filter(id__in=list(wanted.cancel))
    found = list(
        rows.select_related(
            "post__kind", "shift__pattern", "responder", "edition", "cancelled_by"
        ).order_by("starts_at", "id")
    )
    if len(found) < len(wanted.cancel):
        raise NotFound(_("There is no such shift here, or it is outside your area."))
    for row in found:
        if row.state != AssignmentState.PLANNED or row.version != wanted.cancel[row.id]:
            raise ChangedFirst(row.cancelled_by, row)
    posts: Any = Post.objects.of_tenant(actor.tenant_id).select_related("kind", "pattern")
    shifts: Any = PatternShift.objects.of_tenant(actor.tenant_id).select_related("pattern")
    opened = _Open(
        actor=actor,
        wanted=wanted,
        editions=held,
        cancelled=found,
        posts={
            post.id: post
            for post in posts.filter(
                id__in={one.post_id for one in wanted.put}, incident_id=wanted.incident_id
            )
        },
        shifts={one.id: one for one in shifts.filter(id__in={one.shift_id for one in wanted.put})},
    )
    if any(p.post_id not in opened.posts or p.shift_id not in opened.shifts for p in wanted.put):
        raise NotFound(_("There is no such post or shift in this incident."))
    return opened


def _may(opened: _Open) -> None:
    actor, wanted = opened.actor, opened.wanted
    for row in opened.cancelled:
        require(actor, wanted.permission, row)
    if wanted.permission == rules.CHANGE_ROSTER:
        for post in opened.posts.values():
            require(actor, wanted.permission, post)


def _not_begun(opened: _Open) -> None:
    now = clock.now()
    zone = ZoneInfo(tenant_of(opened.actor.tenant_id).time_zone)
    ids = [row.id for row in opened.cancelled]
    came: Any = CheckIn.objects.of_tenant(opened.actor.tenant_id).filter(
        assignment_id__in=ids, undone_at__isnull=True
    )
    present = set(came.values_list("assignment_id", flat=True)) if ids else set()
    for row in opened.cancelled:
        if row.id in present:
            raise Conflict(
                _("%(name)s has come to this shift already, so it is not changed."),
                next_step=_("Record that the person has left, or take the check-in back."),
                name=row.responder.name,
            )
    ends = [(row.starts_at, row.ends_at) for row in opened.cancelled]
    put = [
        (opened.posts[p.post_id].area_code, *moment_of(opened.shifts[p.shift_id], p.day, zone))
        for p in opened.wanted.put
    ]
    refuse_closed(
        opened.actor.tenant_id,
        opened.wanted.incident_id,
        [(area, starts_at) for area, starts_at, _ends_at in put],
    )
    ends += [(starts_at, ends_at) for _area, starts_at, ends_at in put]
    for starts_at, ends_at in ends:
        if ends_at <= now or (starts_at <= now and not opened.wanted.running):
            raise Conflict(
                _("This shift has begun or is over; the past is not changed."),
                next_step=_("Choose a shift that has not begun, or find a stand-in for this one."),
            )


def _parts(
    opened: _Open,
) -> Iterable[tuple[RosterDesk, Sequence[Assignment], Sequence[Placement]]]:
    """Part a change by the editions whose days it touches; each is judged on its own desk."""
    cancel: dict[UUID, list[Assignment]] = defaultdict(list)
    put: dict[UUID, list[Placement]] = defaultdict(list)
    editions: dict[UUID, Edition] = {}
    for row in opened.cancelled:
        edition = opened.edition_on(row.day)
        editions[edition.id] = edition
        cancel[edition.id].append(row)
    for one in opened.wanted.put:
        edition = opened.edition_on(one.day)
        editions[edition.id] = edition
        put[edition.id].append(one)
    for key, edition in editions.items():
        areas = {row.area_code for row in cancel[key]}
        areas |= {opened.posts[one.post_id].area_code for one in put[key]}
        people = {one.responder_id for one in put[key]}
        yield roster_desk(edition=edition, areas=areas, people=people), cancel[key], put[key]


def _held_to_rules(opened: _Open) -> list[str]:
    """Return the rules that are bent.

    Raises:
        RuleBroken: one is broken that is not excused.
        NotAllowed: the actor may not bend any.
        Invalid: it is to be bent without a reason.
    """
    despite = frozenset(opened.wanted.despite)
    breaches = [one for part in _parts(opened) for one in judge_change(*part).breaches]
    left = [one for one in breaches if not (one.bendable and one.code in despite)]
    if left:
        raise RuleBroken(left)
    bent = sorted({one.code for one in breaches})
    if bent:
        for row in (*opened.cancelled, *opened.posts.values()):
            require(opened.actor, rules.BEND_RULES, row)
        if not opened.wanted.reason.strip():
            raise Invalid(
                _("Bending a rule needs a reason."),
                errors={"reason": [_("Write why: the person may ask.")]},
            )
    return bent


def _written(opened: _Open, bent: Sequence[str]) -> RosterChange:
    actor, wanted = opened.actor, opened.wanted
    areas = [row.area_code for row in opened.cancelled]
    areas += [post.area_code for post in opened.posts.values()]
    first = min([row.day for row in opened.cancelled] + [one.day for one in wanted.put])
    change = RosterChange(
        tenant_id=actor.tenant_id,
        edition=opened.edition_on(first),
        kind=wanted.kind,
        area_code=areas[0],
        reason=wanted.reason.strip()[:REASON_LENGTH],
        asked_by=wanted.asked_by or actor.person_id or actor.account_id,
        asked_by_name=(wanted.asked_by_name or actor.name)[:BY_LENGTH],
        approved_by=actor.account_id,
        approved_by_name=actor.name[:BY_LENGTH],
        bent=list(bent),
    )
    change.save(force_insert=True)
    _cancel(opened, change)
    _make(opened, change)
    told = tell_touched(actor.tenant_id, opened.cancelled, opened.made, by=actor.name or "Muster")
    change.told = [str(one) for one in told]
    change.save(update_fields=["told"])
    record(actor, events.ROSTER_CHANGED, change, kind=wanted.kind, people=len(told),
           cancelled=len(opened.cancelled), made=len(opened.made), bent=len(bent))  # fmt: skip
    _announce(opened, change, told)
    return change


def _cancel(opened: _Open, change: RosterChange) -> None:
    for row in opened.cancelled:
        rows: Any = Assignment.objects.of_tenant(row.tenant_id)
        done = rows.filter(
            id=row.id, state=AssignmentState.PLANNED, version=row.version
        ).update(
            state=AssignmentState.CANCELLED, cancelled_by=change, version=row.version + 1
        )  # fmt: skip
        if not done:
            raise ChangedFirst(None, row)
        row.state, row.cancelled_by, row.version = (
            AssignmentState.CANCELLED, change, row.version + 1
        )  # fmt: skip


def _make(opened: _Open, change: RosterChange) -> None:
    wanted, tenant_id = opened.wanted, change.tenant_id
    zone = ZoneInfo(tenant_of(tenant_id).time_zone)
    known = responders.active_of_tenant(
        actor=opened.actor, ids={one.responder_id for one in wanted.put}
    )
    for one in wanted.put:
        post, shift = opened.posts[one.post_id], opened.shifts[one.shift_id]
        starts_at, ends_at = moment_of(shift, one.day, zone)
        opened.made.append(
            Assignment(
                tenant_id=tenant_id,
                edition=opened.edition_on(one.day),
                responder_id=one.responder_id,
                post=post,
                unit_id=known[one.responder_id].unit_id,
                area_code=post.area_code,
                day=one.day,
                shift=shift,
                starts_at=starts_at,
                ends_at=ends_at,
                night=shift.night,
                made_by=change,
            )
        )
    try:
        with transaction.atomic():
            Assignment.objects.bulk_create(opened.made)
    except IntegrityError:
        raise Conflict(_("Somebody put this person into another shift a moment ago.")) from None


def _announce(opened: _Open, change: RosterChange, told: Sequence[UUID]) -> None:
    on_commit(
        events.RosterChanged(
            tenant_id=change.tenant_id,
            incident_id=opened.wanted.incident_id,
            edition_id=change.edition_id,
            change_id=change.id,
            kind=str(change.kind),
            responder_ids=tuple(told),
        )
    )
    crews = {(row.post_id, row.day, row.shift_id) for row in (*opened.cancelled, *opened.made)}
    for post_id, day, shift_id in sorted(crews):
        on_commit(
            events.RosterTouched(
                tenant_id=change.tenant_id, post_id=post_id, day=day, shift_id=shift_id
            )
        )


def may_bend(actor: Actor) -> bool:
    """True where the actor may bend rules somewhere."""
    return allowed(actor, rules.BEND_RULES)


def _clock(tenant_id: UUID, at: datetime) -> str:
    return f"{clock.local(at, tenant_of(tenant_id).time_zone):%H:%M}"
