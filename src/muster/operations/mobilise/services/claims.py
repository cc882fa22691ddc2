"""Taking a whistle on, whole or in part; saying it is done, and confirming it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid, NotAllowed
from muster.kernel.permissions import allowed, require
from muster.operations.mobilise import events, rules
from muster.operations.mobilise.enums import ClaimState
from muster.operations.mobilise.models import Whistle, WhistleClaim, WhistlePerson
from muster.operations.mobilise.models.whistles import NAME_LENGTH, WORDS_LENGTH
from muster.operations.mobilise.services import whistle_telling as telling
from muster.operations.mobilise.services.goers import name_on
from muster.operations.mobilise.services.listeners import is_listening
from muster.operations.mobilise.services.whistles import ended, reason_of, recount, settle
from muster.platform.audit.services import record
from muster.registers.responders import queries as responders


def claim_whistle(
    *,
    actor: Actor,
    whistle_id: UUID,
    unit_id: UUID,
    people: int,
    responder_ids: Sequence[UUID] = (),
) -> WhistleClaim:
    """Take a whistle on for a unit, whole or in part; who goes may be named now or later.

    Raises:
        NotAllowed: the actor does not answer for this unit.
        Conflict: it has ended, or fewer are still missing than promised.
        Invalid: nobody is promised, or somebody named cannot go.
    """
    with transaction.atomic():
        row = _open(actor, whistle_id)
        unit = responders.unit(actor=actor, unit_id=unit_id)
        claim = WhistleClaim(
            tenant_id=row.tenant_id,
            whistle=row,
            area_code=row.area_code,
            unit=unit,
            people=people,
            claimed_by=actor.account_id,
            claimed_by_name=actor.name[:NAME_LENGTH],
        )
        require(actor, rules.CLAIM, claim)
        _promise(actor, row, claim)
        if responder_ids:
            name_on(actor, claim, responder_ids)
    return claim


def come_myself(*, actor: Actor, whistle_id: UUID) -> WhistleClaim:
    """Take one place of a whistle oneself, as a volunteer who listens.

    Raises:
        NotAllowed: the actor is not on the register, or has not said to listen.
        Conflict: it has ended, is taken on already, or the actor goes elsewhere at that time.
    """
    with transaction.atomic():
        row = _open(actor, whistle_id)
        person = responders.own_record(actor=actor)
        if not is_listening(actor=actor):
            raise NotAllowed(
                _("Only who listens to whistles takes one on by themselves."),
                next_step=_("Switch on “Tell me of whistles” first."),
            )
        claim = WhistleClaim(
            tenant_id=row.tenant_id,
            whistle=row,
            area_code=row.area_code,
            unit_id=person.unit_id,
            responder_id=person.id,
            people=1,
            claimed_by=actor.account_id,
            claimed_by_name=person.name[:NAME_LENGTH],
        )
        _promise(actor, row, claim)
        name_on(actor, claim, [person.id])
    return claim


def name_goers(
    *, actor: Actor, claim_id: UUID, responder_ids: Sequence[UUID]
) -> list[WhistlePerson]:
    """Say who of the unit goes; they are told at once.

    Raises:
        Invalid: more than promised, of another unit, or elsewhere at that time.
        Conflict: the claim stands no more.
    """
    with transaction.atomic():
        claim = _mine(actor, claim_id)
        if claim.state != ClaimState.PROMISED:
            raise Conflict(_("This promise stands no more."))
        return name_on(actor, claim, responder_ids)


def release_claim(*, actor: Actor, claim_id: UUID, reason: str = "") -> WhistleClaim:
    """Give a whistle back; it is open again for others, and the community is told.

    Raises:
        Conflict: it was reported or confirmed already.
    """
    with transaction.atomic():
        claim = _mine(actor, claim_id)
        if claim.state != ClaimState.PROMISED:
            raise Conflict(_("Only a promise that is not done yet can be given back."))
        claim.state, claim.reason = ClaimState.RELEASED, " ".join(reason.split())[:WORDS_LENGTH]
        claim.settled_at = clock.now()
        claim.save(update_fields=["state", "reason", "settled_at"])
        record(actor, events.WHISTLE_GIVEN_BACK, claim, people=claim.people)
        row = claim.whistle
        recount(row)
        telling.tell_community(row, telling.REFUSED_WORDS, claim.people)
    return claim


def report_done(*, actor: Actor, claim_id: UUID, note: str = "") -> WhistleClaim:
    """Say that what was promised is done; the community confirms it, before or after.

    Raises:
        Conflict: it was said before, or the promise stands no more.
    """
    with transaction.atomic():
        claim = _mine(actor, claim_id, ended_too=True)
        confirmed = claim.state == ClaimState.CONFIRMED
        if claim.reported_at is not None or not (confirmed or claim.state == ClaimState.PROMISED):
            raise Conflict(_("This was said already, or the promise stands no more."))
        if not confirmed:
            _live(claim.whistle)
            claim.state = ClaimState.REPORTED
        claim.reported_at = clock.now()
        claim.note = " ".join(note.split())[:WORDS_LENGTH]
        claim.save(update_fields=["state", "reported_at", "note"])
        record(actor, events.WHISTLE_REPORTED, claim)
        if not confirmed:
            telling.tell_community(claim.whistle, telling.REPORTED_WORDS, claim.people)
    return claim


def confirm_claim(*, actor: Actor, claim_id: UUID) -> WhistleClaim:
    """Confirm for the community that it was done; once all that was asked is, the whistle ends.

    Raises:
        Conflict: the promise stands no more, or was confirmed already.
    """
    with transaction.atomic():
        row, claim = _theirs(actor, claim_id)
        _settle(actor, claim, ClaimState.CONFIRMED)
        record(actor, events.WHISTLE_CONFIRMED, claim, people=claim.people)
        settle(actor, row)
    return claim


def refuse_claim(*, actor: Actor, claim_id: UUID, reason: str) -> WhistleClaim:
    """Say for the community that it was not done, and why; those places are open again.

    Raises:
        Invalid: no reason is given.
        Conflict: the promise stands no more, or was confirmed already.
    """
    words = reason_of(reason, _("Say what is still to be done."))
    with transaction.atomic():
        row, claim = _theirs(actor, claim_id)
        claim.reason = words
        _settle(actor, claim, ClaimState.REFUSED)
        record(actor, events.WHISTLE_REFUSED, claim, people=claim.people)
        recount(row)
        telling.tell_claimer(row, claim, telling.REFUSED_WORDS)
    return claim


def _open(actor: Actor, whistle_id: UUID) -> Whistle:
    require(actor, rules.SEE_WHISTLES)
    row: Whistle = Whistle.objects.get_for_update(actor, whistle_id)
    if not row.is_live:
        raise ended(row)
    if row.is_late:
        raise Conflict(_("The time for this whistle has passed."))
    return row


def _promise(actor: Actor, row: Whistle, claim: WhistleClaim) -> None:
    if claim.people < 1:
        raise Invalid(
            _("Nobody is promised."), errors={"people": [_("Say how many people you send.")]}
        )
    if not row.missing:
        raise Conflict(
            _("This whistle is taken on already."),
            next_step=_("Look at the list: another community may still be waiting."),
        )
    if claim.people > row.missing:
        raise Conflict(
            _("Only %(missing)s people are still missing."),
            next_step=_("Promise so many, or fewer."),
            missing=row.missing,
        )
    claim.save(force_insert=True)
    record(actor, events.WHISTLE_TAKEN_ON, claim, people=claim.people)
    recount(row)
    telling.tell_community(row, telling.TAKEN_ON_WORDS, claim.people)


def _mine(actor: Actor, claim_id: UUID, *, ended_too: bool = False) -> WhistleClaim:
    """Return a claim of the actor's unit, or the actor's own, with its whistle, both locked."""
    claim: WhistleClaim = WhistleClaim.objects.get_visible(actor, claim_id)
    own = actor.person_id is not None and claim.responder_id == actor.person_id
    if not own and not allowed(actor, rules.CLAIM, claim):
        require(actor, rules.CLAIM, claim)
    claim = _locked(actor, claim)
    if not ended_too:
        _live(claim.whistle)
    return claim


def _theirs(actor: Actor, claim_id: UUID) -> tuple[Whistle, WhistleClaim]:
    """Return a whistle of the actor's community and a claim to it, both locked."""
    claim: WhistleClaim = WhistleClaim.objects.get_visible(actor, claim_id)
    claim = _locked(actor, claim)
    _live(claim.whistle)
    row: Whistle = claim.whistle
    require(actor, rules.WHISTLE, row)
    if claim.state not in {ClaimState.PROMISED, ClaimState.REPORTED}:
        raise Conflict(_("This was settled already, or the promise stands no more."))
    return row, claim


def _live(row: Whistle) -> None:
    if not row.is_live:
        raise ended(row)


def _locked(actor: Actor, claim: WhistleClaim) -> WhistleClaim:
    """Lock the whistle first, then the claim: everybody takes them in this order."""
    rows: Any = Whistle.objects.of_tenant(actor.tenant_id).select_for_update()
    row: Whistle = rows.get(pk=claim.whistle_id)
    again: WhistleClaim = (
        WhistleClaim.objects.of_tenant(actor.tenant_id).select_for_update().get(pk=claim.pk)
    )
    again.whistle = row
    return again


def _settle(actor: Actor, claim: WhistleClaim, state: ClaimState) -> None:
    claim.state, claim.settled_at = state, clock.now()
    claim.settled_by_name = actor.name[:NAME_LENGTH]
    claim.save(update_fields=["state", "settled_at", "settled_by_name", "reason"])
