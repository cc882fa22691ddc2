"""Whistling, taking care of a whistle, and its end."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor, system_actor
from muster.kernel.areas import covers
from muster.kernel.errors import Conflict, Invalid, Text
from muster.kernel.events import on_commit
from muster.kernel.permissions import require
from muster.kernel.tenants import tenant_of
from muster.operations.mobilise import events, rules
from muster.operations.mobilise.enums import CARRYING, ClaimState, Source, WhistleState
from muster.operations.mobilise.models import Whistle, WhistleClaim, WhistleKind
from muster.operations.mobilise.models.whistles import MOST_PEOPLE, NAME_LENGTH, WORDS_LENGTH
from muster.operations.mobilise.services import whistle_telling as telling
from muster.operations.mobilise.services.whistle_kinds import whistle_kinds
from muster.platform.audit.services import record
from muster.platform.places.queries import area_names
from muster.registers.measures.queries import running_incidents

COMMUNITY_CODE = 12
LONGEST = timedelta(days=14)
EARLY = 3
"""A whistle that is needed soon climbs after a third and two thirds of the time that is left."""


def whistle(
    *,
    actor: Actor,
    area_code: str,
    kind: str = "",
    what: str = "",
    people: int | None = None,
    skills: Sequence[str] | None = None,
    from_at: datetime | None = None,
    deadline_at: datetime | None = None,
    place: str = "",
    post_id: UUID | None = None,
    source: str = Source.COMMUNITY,
    source_id: UUID | None = None,
) -> Whistle:
    """Ask for people or a task, for a community; what is left out comes from the kind.

    This is also the door of other packages: `source` says where it comes from and `source_id` what
    it answers to. Whistling twice for the same source gives the first one. Everybody who may take
    it on reads `what` and `place`, so they name no person, no illness and no flat.

    Raises:
        Invalid: no such kind or community, nobody asked for, a time that has passed.
        Conflict: no incident is running there.
    """
    with transaction.atomic():
        if found := _of_source(actor, source, source_id):
            return found
        chosen = _kind(actor, kind)
        ends = deadline_at or (from_at or clock.now()) + timedelta(
            hours=chosen.hours if chosen else 1
        )
        asked = people if people is not None else (chosen.people if chosen else 1)
        command = tenant_of(actor.tenant_id).area_code
        in_place = len(area_code) == COMMUNITY_CODE and covers(command, area_code)
        _check(chosen, asked, from_at, ends, in_place=in_place)
        row = Whistle(
            tenant_id=actor.tenant_id, area_code=area_code, kind=chosen, wants=chosen.wants,
            what=what, place=place, post_id=post_id, asked=asked, from_at=from_at,
            deadline_at=ends, source=source, source_id=source_id,
            skills=list(chosen.skills if skills is None else skills),
        )  # fmt: skip
        return _raise(actor, row)


def _raise(actor: Actor, row: Whistle) -> Whistle:
    """Let a whistle that was checked go out."""
    require(actor, rules.WHISTLE, row)
    names = area_names([row.area_code])
    row.what = " ".join(row.what.split())[:WORDS_LENGTH] or row.kind.label
    row.place = " ".join(row.place.split())[:WORDS_LENGTH] or names.get(row.area_code, "")
    row.raised_by, row.raised_by_name = actor.account_id, actor.name[:NAME_LENGTH]
    row.incident = _incident(row)
    needed = row.from_at or row.deadline_at
    row.subdistrict_at, row.command_at = _climbs(row.kind, clock.now(), needed)
    row.number = _next_number(row.tenant_id)
    row.held_by = telling.tell_units(row)
    row.save(force_insert=True)
    record(actor, events.WHISTLED, row, people=row.asked, kind=row.kind.key)
    on_commit(
        events.WhistleRaised(
            tenant_id=row.tenant_id,
            whistle_id=row.id,
            area_code=row.area_code,
            source=str(row.source),
            source_id=row.source_id,
        )
    )
    return row


def withdraw_whistle(*, actor: Actor, whistle_id: UUID, reason: str) -> Whistle:
    """Take a whistle back: it is not needed any more. Who had promised is told.

    Raises:
        Invalid: no reason is given.
        Conflict: it has ended.
    """
    words = reason_of(reason, _("Say why it is not needed any more: those who promised will ask."))
    with transaction.atomic():
        row = live(actor, whistle_id)
        end(actor, row, WhistleState.WITHDRAWN, words)
    return row


def end_whistle(*, actor: Actor, whistle_id: UUID, answer: str) -> Whistle:
    """End a whistle as done though fewer came than asked, or though one side has not confirmed.

    Raises:
        Invalid: no answer is given.
        Conflict: it has ended, or nobody has taken it on: then it is withdrawn.
    """
    words = reason_of(answer, _("Say what came of it."))
    with transaction.atomic():
        row = live(actor, whistle_id)
        if not row.claimed:
            raise Conflict(
                _("Nobody has taken this whistle on, so it is not done."),
                next_step=_("Withdraw it with a reason, if it is not needed any more."),
            )
        end(actor, row, WhistleState.DONE, words)
    return row


def take_care(*, actor: Actor, whistle_id: UUID) -> Whistle:
    """Say that one takes care of a whistle that has climbed: others see who has it now.

    Raises:
        Conflict: it has ended.
    """
    with transaction.atomic():
        row = live(actor, whistle_id)
        row.held_by = actor.name[:WORDS_LENGTH]
        row.save(update_fields=["held_by"])
        record(actor, events.WHISTLE_HELD, row)
    return row


def live(actor: Actor, whistle_id: UUID) -> Whistle:
    """Return a whistle of the actor's area that has not ended, locked.

    Raises:
        NotFound, NotAllowed: the actor may not see or change it.
        Conflict: it has ended.
    """
    row: Whistle = Whistle.objects.get_for_update(actor, whistle_id)
    require(actor, rules.WHISTLE, row)
    if not row.is_live:
        raise ended(row)
    return row


def ended(row: Whistle) -> Conflict:
    """Return what to say where a whistle has ended."""
    return Conflict(
        _("This whistle has ended: %(answer)s"),
        next_step=_("Whistle again, if there is still something to do."),
        answer=row.answer_words,
    )


def end(actor: Actor, row: Whistle, state: WhistleState, answer: Text) -> None:
    """Write the end of a locked whistle with its answer, and tell those who had promised it."""
    with translation.override(None):  # a standard answer is said in the reader's language
        row.answer = str(answer)[:WORDS_LENGTH]
    row.state, row.ended_at = state, clock.now()
    row.save(update_fields=["state", "ended_at", "answer"])
    record(actor, events.WHISTLE_ENDED, row, state=str(state))
    telling.tell_claimers(row, telling.ENDED_WORDS)
    changed(row)


def recount(row: Whistle) -> None:
    """Count what is promised of a locked whistle, and say whether it is covered."""
    claims = WhistleClaim.objects.filter(
        tenant_id=row.tenant_id, whistle_id=row.id, state__in=[str(one) for one in CARRYING]
    )
    counted = list(claims.values_list("people", "state"))
    row.claimed = sum(people for people, _state in counted)
    row.state = WhistleState.OPEN if row.missing else WhistleState.COVERED
    row.save(update_fields=["claimed", "state"])
    changed(row)


def settle(actor: Actor, row: Whistle) -> None:
    """End a locked whistle as done where the community has confirmed all that was asked."""
    claims = WhistleClaim.objects.filter(tenant_id=row.tenant_id, whistle_id=row.id)
    confirmed = sum(
        claims.filter(state=ClaimState.CONFIRMED).values_list("people", flat=True), start=0
    )
    if confirmed >= row.asked:
        end(actor, row, WhistleState.DONE, _("Done, and confirmed by both sides."))


def changed(row: Whistle) -> None:
    """Tell boards that a whistle has changed."""
    on_commit(
        events.WhistleChanged(
            tenant_id=row.tenant_id,
            whistle_id=row.id,
            area_code=row.area_code,
            state=str(row.state),
            source=str(row.source),
            source_id=row.source_id,
        )
    )


def reason_of(text: str, missing: Text) -> str:
    """Return a reason in one line.

    Raises:
        Invalid: there is none.
    """
    words = " ".join(text.split())[:WORDS_LENGTH]
    if not words:
        raise Invalid(_("A reason is missing."), errors={"reason": [missing]})
    return words


def _of_source(actor: Actor, source: str, source_id: UUID | None) -> Whistle | None:
    if source_id is None:
        return None
    rows: Any = Whistle.objects.of_tenant(actor.tenant_id)
    found: Whistle | None = rows.filter(source=source, source_id=source_id).first()
    return found


def _kind(actor: Actor, key: str) -> Any:
    offered = [row for row in whistle_kinds(actor.tenant_id) if row.closed_at is None]
    return next((row for row in offered if row.key == key), None)


def _incident(row: Whistle) -> Any:
    running = running_incidents(system_actor(row.tenant_id, "mobilise"))
    found = next((one for one in running if covers(one.area_code, row.area_code)), None)
    if found is None:
        raise Conflict(
            _("No incident is running there, so nobody is called."),
            next_step=_("The command opens an incident first."),
        )
    return found


def _climbs(kind: WhistleKind, now: datetime, needed: datetime) -> tuple[datetime, datetime]:
    """Return when it climbs to the subdistrict and to the command, sooner where it is urgent."""
    part = max(needed - now, timedelta()) / EARLY
    first = min(timedelta(minutes=kind.to_subdistrict), part)
    return now + first, now + max(min(timedelta(minutes=kind.to_command), 2 * part), first)


def _next_number(tenant_id: UUID) -> int:
    rows = Whistle.objects.of_tenant(tenant_id)
    return int(rows.aggregate(last=Max("number"))["last"] or 0) + 1


def _check(
    kind: WhistleKind | None,
    asked: int,
    begins: datetime | None,
    ends: datetime,
    *,
    in_place: bool,
) -> None:
    now = clock.now()
    errors: dict[str, list[Text]] = {}
    if kind is None:
        errors["kind"] = [_("Choose what is needed.")]
    if not in_place:
        errors["area_code"] = [_("Choose a community.")]
    if not 1 <= asked <= MOST_PEOPLE:
        errors["people"] = [_("A whistle asks for 1 to 1,000 people.")]
    if ends <= now:
        errors["deadline_at"] = [_("This time has passed. Choose a later one.")]
    elif begins is not None and ends <= begins:
        errors["deadline_at"] = [_("The end comes after the beginning.")]
    elif ends > (begins or now) + LONGEST:
        errors["deadline_at"] = [_("A whistle lasts at most 14 days. Longer is a post of a plan.")]
    if errors:
        raise Invalid(_("The whistle cannot go out as it is."), errors=errors)
