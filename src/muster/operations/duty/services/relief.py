"""Asking somebody to stand in, their answer, and calling them."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.engines.text import parse_phone
from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, NotAllowed, NotFound
from muster.kernel.events import on_commit
from muster.kernel.permissions import allowed, require
from muster.operations.duty import events, rules, words
from muster.operations.duty.models import Assignment, NoShow, ReliefAsked
from muster.operations.duty.queries.relief import Gap, Relief, crew_to_call, gap_of, reliefs_for
from muster.operations.duty.queries.roster import IN_FORCE
from muster.operations.duty.queries.where import spot
from muster.operations.duty.services.filling import bendable, fill, rules_to_bend
from muster.operations.duty.services.telling import say_clock, say_when, tell_keepers, tell_people
from muster.operations.duty.shift_enums import AskedFor, ReliefAnswer
from muster.platform.audit.services import record
from muster.registers.responders import queries as responders
from muster.registers.responders.events import FIELD_REVEALED

PURPOSE = "call"


def ask_relief(
    *,
    actor: Actor,
    post_id: UUID,
    day: date,
    shift_id: UUID,
    responder_id: UUID,
    reason: str = AskedFor.GAP,
    alarm_id: UUID | None = None,
) -> ReliefAsked:
    """Ask somebody to come to a shift; asked twice, the first question stands.

    Raises:
        NotFound: no such shift is in the actor's area.
        NotAllowed: the actor asks nobody there.
        Conflict: the shift is over, or the person has a shift that day, is absent or said no; or a
            rule would be bent that the actor may not bend.
        RuleBroken: likewise of a rule of the roster.
    """
    with transaction.atomic():
        gap = gap_of(actor=actor, post_id=post_id, day=day, shift_id=shift_id)
        require(actor, rules.FIND_RELIEF, gap.post)
        _not_over(gap)
        known = _question(gap, responder_id)
        if known is not None and known.answer == ReliefAnswer.WAITING:
            return known
        one = _candidate(actor, gap, responder_id)
        _may_ask(actor, gap, one)
        row = known or ReliefAsked(
            tenant_id=actor.tenant_id,
            post=gap.post,
            day=day,
            shift=gap.shift,
            area_code=gap.post.area_code,
            responder_id=responder_id,
            unit_id=one.unit_id,
            starts_at=gap.starts_at,
            ends_at=gap.ends_at,
        )
        row.reason, row.alarm_id = reason, alarm_id
        row.bent = list(rules_to_bend(actor, gap, responder_id))
        row.asked_at, row.asked_by_name = clock.now(), actor.name[:80]
        row.answer, row.answered_at = ReliefAnswer.WAITING, None
        row.save()
        record(actor, events.RELIEF_ASKED, gap.post, subject_id=responder_id)
        _tell_person(row, words.RELIEF_ASKED)
    return row


def answer_relief(*, actor: Actor, relief_id: UUID, comes: bool) -> ReliefAsked:
    """Say yes or no to a question, for oneself or, heard on the phone, by whoever asks there.

    Yes puts the person on the roster; once the crew is complete, the others asked are told that
    they are not needed. The same answer again changes nothing.

    Raises:
        NotFound: no such question is the actor's own or in the area.
        Conflict: it was answered otherwise, or the shift is over.
        RuleBroken: by now the shift would break a rule that was not to be bent when asking.
    """
    wanted = ReliefAnswer.YES if comes else ReliefAnswer.NO
    with transaction.atomic():
        row = _for_update(actor, relief_id)
        if row.answer == wanted:
            return row
        if row.answer != ReliefAnswer.WAITING:
            raise Conflict(
                _("This question is answered already: %(answer)s."),
                next_step=_("If that has changed, call the lead of the community."),
                answer=row.get_answer_display(),
            )
        gap = Gap(row.post, row.day, row.shift, row.starts_at, row.ends_at)
        _not_over(gap)
        row.answer, row.answered_at = wanted, clock.now()
        row.save(update_fields=["answer", "answered_at"])
        record(actor, events.RELIEF_ANSWERED, row.post, subject_id=row.responder_id, comes=comes)
        if comes:
            fill(
                gap,
                row.responder_id,
                asked_by_name=row.asked_by_name,
                reason=row.get_reason_display(),
                despite=row.bent,
            )
            _not_needed(gap)
        _tell_leads(row, words.RELIEF_ANSWERED if comes else words.RELIEF_REFUSED)
        on_commit(
            events.RosterTouched(
                tenant_id=row.tenant_id, post_id=row.post_id, day=row.day, shift_id=row.shift_id
            )
        )
    return row


def put_in(
    *, actor: Actor, post_id: UUID, day: date, shift_id: UUID, responder_id: UUID,
    reason: str = AskedFor.GAP,
) -> ReliefAsked:  # fmt: skip
    """Ask and accept in one step: somebody said yes on the phone, or a paired leader steps in."""
    with transaction.atomic():
        row = ask_relief(
            actor=actor,
            post_id=post_id,
            day=day,
            shift_id=shift_id,
            responder_id=responder_id,
            reason=reason,
        )
        return answer_relief(actor=actor, relief_id=row.id, comes=True)


def reveal_phone(
    *, actor: Actor, post_id: UUID, day: date, shift_id: UUID, responder_id: UUID
) -> tuple[str, str]:
    """Return (name, number) of somebody of the crew or the relief list; the look is on record.

    Raises:
        NotFound: the shift is not in the actor's area, or the person is neither on its crew nor
            among those who could come, or has no number.
        NotAllowed: the actor calls nobody there.
    """
    with transaction.atomic():
        gap = gap_of(actor=actor, post_id=post_id, day=day, shift_id=shift_id)
        require(actor, rules.FIND_RELIEF, gap.post)
        crew = {person for person, _name, _here in crew_to_call(actor=actor, gap=gap)}
        if responder_id not in crew and not reliefs_for(actor, gap, limit=1, only=[responder_id]):
            raise _nobody()
        person = responders.active_of_tenant(actor=actor, ids=[responder_id]).get(responder_id)
        number = responders.phones_of(actor=actor, ids=[responder_id]).get(responder_id, "")
        if person is None or not number:
            raise _nobody()
        record(
            actor,
            FIELD_REVEALED,
            ("responders.responder", responder_id),
            subject_id=responder_id,
            area=gap.post.area_code,
            purpose=PURPOSE,
            field="phone",
        )
    return person.name, parse_phone(number).national or number


def crew_counted(gap: Gap) -> int:
    """Return how many of a shift's crew are still to be counted on."""
    rows: Any = Assignment.objects.of_tenant(gap.post.tenant_id).filter(
        IN_FORCE, post_id=gap.post.id, day=gap.day, shift_id=gap.shift.id
    )
    gone: Any = NoShow.objects.of_tenant(gap.post.tenant_id).filter(
        assignment__in=rows.values("id"), came_at__isnull=True
    )
    left = rows.filter(check_ins__undone_at__isnull=True, check_ins__left_at__isnull=False)
    people = dict(rows.values_list("responder_id", "id"))
    away = responders.away_at(
        actor=_reader(gap), ids=people, moment=max(clock.now(), gap.starts_at)
    )
    lost = {*gone.values_list("assignment_id", flat=True), *left.values_list("id", flat=True)}
    return sum(shift not in lost and person not in away for person, shift in people.items())


def _not_needed(gap: Gap) -> None:
    """Tell those who have not answered that the crew is complete, where it is."""
    if crew_counted(gap) < gap.post.wanted:
        return
    waiting: Any = ReliefAsked.objects.of_tenant(gap.post.tenant_id).filter(
        post=gap.post, day=gap.day, shift=gap.shift, answer=ReliefAnswer.WAITING
    )
    for row in list(waiting.select_related("post__kind")):
        row.answer, row.answered_at = ReliefAnswer.FILLED, clock.now()
        row.save(update_fields=["answer", "answered_at"])
        _tell_person(row, words.RELIEF_FILLED)


def _candidate(actor: Actor, gap: Gap, responder_id: UUID) -> Relief:
    found = reliefs_for(actor, gap, limit=1, only=[responder_id])
    if not found:
        raise Conflict(
            _("This person cannot be asked: on duty that day, absent, or the answer was no."),
            next_step=_("Choose somebody else from the list."),
        )
    return found[0]


def _may_ask(actor: Actor, gap: Gap, one: Relief) -> None:
    """Refuse to ask somebody who could not come without bending a rule."""
    firm = [bend for bend in one.bends if not bendable(bend)]
    if firm or (one.bends and not allowed(actor, rules.BEND_RULES, gap.post)):
        bend = (firm or one.bends)[0]
        until = say_clock(gap.post.tenant_id, bend.until) if bend.until else ""
        raise Conflict(
            _("%(name)s is not asked: %(rule)s."),
            next_step=_("Choose somebody else from the list.")
            if firm
            else _("Choose somebody else, or ask the commander, who may bend rules of rest."),
            name=one.name,
            rule=bend.words(until),
        )


def _question(gap: Gap, responder_id: UUID) -> ReliefAsked | None:
    rows: Any = ReliefAsked.objects.of_tenant(gap.post.tenant_id).select_for_update()
    found: ReliefAsked | None = rows.filter(
        post=gap.post, day=gap.day, shift=gap.shift, responder_id=responder_id
    ).first()
    return found


def _for_update(actor: Actor, relief_id: UUID) -> ReliefAsked:
    row: ReliefAsked = ReliefAsked.objects.get_for_update(actor, relief_id)
    if row.responder_id != actor.person_id and not allowed(actor, rules.FIND_RELIEF, row):
        raise NotAllowed(_("Only the person asked, or whoever asks there, answers."))
    return row


def _not_over(gap: Gap) -> None:
    if gap.ends_at <= clock.now():
        raise Conflict(
            _("This shift is over."), next_step=_("Open the roster of today and look again.")
        )


def _tell_person(row: ReliefAsked, key: str) -> None:
    when = say_when(row.tenant_id, row.starts_at, row.ends_at)
    facts = {"post": spot(row.post), "when": when}
    tell_people(row.tenant_id, [row.responder_id], key, facts, "/shifts/asked/")


def _tell_leads(row: ReliefAsked, key: str) -> None:
    named: Any = ReliefAsked.objects.of_tenant(row.tenant_id).select_related("responder")
    facts = {
        "name": named.get(pk=row.pk).responder.name,
        "post": spot(row.post),
        "when": say_when(row.tenant_id, row.starts_at, row.ends_at),
    }
    path = f"/roster/relief/{row.post_id}/{row.day:%Y-%m-%d}/{row.shift_id}/"
    tell_keepers(row.tenant_id, row.area_code, key, facts, path, roles=("lead",))


def _reader(gap: Gap) -> Actor:
    return Actor(tenant_id=gap.post.tenant_id, system="duty.relief")


def _nobody() -> NotFound:
    return NotFound(
        _("Nobody to call here: not on this crew, not on the list, or no number is known."),
        next_step=_("Open the list again: somebody may have been faster."),
    )
