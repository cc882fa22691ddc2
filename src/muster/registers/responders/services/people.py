"""People put on the register, changed, moved and taken off it."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid
from muster.kernel.events import on_commit
from muster.kernel.permissions import allowed, require
from muster.platform.audit.services import record
from muster.registers.responders import events, rules
from muster.registers.responders.contracts import PersonDraft
from muster.registers.responders.enums import Status
from muster.registers.responders.models import (
    DutyLimit,
    Responder,
    ResponderSkill,
    SendingUnit,
    TeamMember,
    UnitPeriod,
)
from muster.registers.responders.services.draft import (
    CONTACT,
    FACTS,
    apply,
    checked,
    fill,
    identity_key,
)
from muster.registers.responders.services.skills import link_skills, skills_by_key
from muster.registers.responders.services.units import recount


def add_responder(
    *, actor: Actor, draft: PersonDraft, responder_id: UUID | None = None
) -> Responder:
    """Put a person on the register under a unit.

    `responder_id` may be made by the client: sending the same one again changes nothing.

    Raises:
        Invalid: a field cannot be taken, or the person is on the register already.
        NotFound, NotAllowed: the unit is none the actor keeps.
    """
    with transaction.atomic():
        unit = SendingUnit.objects.get_for_update(actor, draft.unit_id)
        person = Responder(tenant_id=unit.tenant_id, unit=unit)
        if responder_id is not None:
            person.id = responder_id
        person.area_code, person.level = unit.area_code, unit.level
        require(actor, rules.EDIT_PEOPLE, person)
        if responder_id is not None:
            known = Responder.objects.filter(tenant_id=unit.tenant_id, pk=responder_id).first()
            if known is not None:
                return known
        _refuse_second_row(person, fill(person, draft))
        _insert(person)
        skills = skills_by_key(unit.tenant_id, draft.skills)
        ResponderSkill.objects.bulk_create(link_skills(person, skills.values()))
        DutyLimit.objects.bulk_create(
            DutyLimit(
                tenant_id=unit.tenant_id, responder=person, kind=kind, starts_on=person.joined_on
            )
            for kind in draft.limits
        )
        UnitPeriod.objects.create(
            tenant_id=unit.tenant_id, responder=person, unit=unit, starts_on=person.joined_on
        )
        recount(unit.tenant_id, [unit.id])
        record(actor, events.PERSON_ADDED, person, subject_id=person.id, unit=unit.id)
        on_commit(events.ResponderChanged(tenant_id=unit.tenant_id, responder_id=person.id))
    return person


def change_responder(*, actor: Actor, responder_id: UUID, **facts: Any) -> Responder:
    """Change facts of a person (fields of `PersonDraft` except unit, skills and limits).

    Raises:
        NotFound, NotAllowed: the actor does not keep this person's record.
        Invalid: a fact cannot be taken.
    """
    if unknown := facts.keys() - FACTS:
        raise TypeError(f"A person has no such fact to change: {', '.join(sorted(unknown))}")
    return _change(
        actor, responder_id, facts, lambda person: require(actor, rules.EDIT_PEOPLE, person)
    )


def change_contact(*, actor: Actor, responder_id: UUID, **facts: Any) -> Responder:
    """Correct phone or home: the person, or whoever keeps the record.

    Raises:
        NotFound, NotAllowed: it is neither the actor's own record nor one the actor keeps.
        Invalid: the phone number cannot be read.
    """
    if unknown := facts.keys() - CONTACT:
        raise TypeError(f"These are not contact facts: {', '.join(sorted(unknown))}")
    return _change(actor, responder_id, facts, lambda person: require_keeper_or_self(actor, person))


def set_night_opt_in(*, actor: Actor, responder_id: UUID, opt_in: bool) -> Responder:
    """Say whether a person volunteers for nights: the person, or whoever keeps the record."""
    return _change(
        actor,
        responder_id,
        {"night_opt_in": opt_in},
        lambda person: require_keeper_or_self(actor, person),
    )


def end_responder(*, actor: Actor, responder_id: UUID, on: date | None = None) -> Responder:
    """Take a person off the register from `on` (today by default); `reinstate` takes it back.

    Raises:
        Conflict: the person has left already, or would leave before having joined.
    """
    with transaction.atomic():
        person = Responder.objects.get_for_update(actor, responder_id)
        require(actor, rules.EDIT_PEOPLE, person)
        last = on or clock.today()
        if not person.is_active:
            raise Conflict(_("%(name)s has left the register already."), name=person.name)
        if last < person.joined_on:
            raise Conflict(
                _("%(name)s joined on %(joined)s and cannot have left before."),
                name=person.name,
                joined=person.joined_on,
            )
        person.status, person.ended_on = Status.ENDED, last
        _close_periods(person, last)
        touch(person, "status", "ended_on")
        recount(person.tenant_id, [person.unit_id])
        record(actor, events.PERSON_ENDED, person, subject_id=person.id)
        on_commit(events.ResponderEnded(tenant_id=person.tenant_id, responder_id=person.id))
    return person


def reinstate_responder(*, actor: Actor, responder_id: UUID) -> Responder:
    """Put a person who left back on the register, in the unit they left from.

    Raises:
        Conflict: the person is on the register, or the unit has been closed.
    """
    with transaction.atomic():
        person = Responder.objects.get_for_update(actor, responder_id)
        require(actor, rules.EDIT_PEOPLE, person)
        if person.is_active:
            raise Conflict(_("%(name)s is on the register."), name=person.name)
        if person.unit.closed_on is not None:
            raise Conflict(
                _("%(unit)s has been closed."),
                next_step=_("Open the unit again first."),
                unit=person.unit.name,
            )
        left_on = person.ended_on
        person.status, person.ended_on = Status.ACTIVE, None
        _start_period(person, person.unit_id, reopen_from=left_on)
        touch(person, "status", "ended_on")
        recount(person.tenant_id, [person.unit_id])
        record(actor, events.PERSON_REINSTATED, person, subject_id=person.id)
        on_commit(events.ResponderChanged(tenant_id=person.tenant_id, responder_id=person.id))
    return person


def transfer_responder(*, actor: Actor, responder_id: UUID, unit_id: UUID) -> Responder:
    """Move a person to another unit from today. Moving back on the same day leaves no trace.

    Raises:
        Conflict: the person has left, is in that unit already, or the unit is closed.
    """
    with transaction.atomic():
        person = Responder.objects.get_for_update(actor, responder_id)
        require(actor, rules.TRANSFER, person)
        unit = SendingUnit.objects.get_visible(actor, unit_id)
        if not person.is_active or unit.closed_on is not None or unit.id == person.unit_id:
            raise Conflict(
                _("%(name)s cannot be moved to %(unit)s now."), name=person.name, unit=unit.name
            )
        left = person.unit_id
        _close_periods(person, clock.today())
        person.unit, person.area_code, person.level = unit, unit.area_code, unit.level
        _start_period(person, unit.id, reopen_from=clock.today())
        touch(person, "unit", "area_code", "level")
        recount(person.tenant_id, [left, unit.id])
        record(
            actor, events.PERSON_TRANSFERRED, person, subject_id=person.id, left=left, unit=unit.id
        )
        on_commit(events.ResponderChanged(tenant_id=person.tenant_id, responder_id=person.id))
    return person


def require_keeper_or_self(actor: Actor, person: Responder) -> None:
    """Let the person and those who keep the record through, nobody else."""
    own = actor.person_id == person.id and actor.tenant_id == person.tenant_id
    if not own and not allowed(actor, rules.EDIT_PEOPLE, person):
        require(actor, rules.EDIT_PEOPLE, person)


def touch(person: Responder, *fields: str) -> None:
    """Save these fields and count the change: an import's undo spares what was touched."""
    person.version += 1
    person.changed_at = clock.now()
    person.save(update_fields=[*fields, "version", "changed_at"])


def _change(
    actor: Actor, responder_id: UUID, facts: dict[str, Any], check: Callable[[Responder], None]
) -> Responder:
    with transaction.atomic():
        person = Responder.objects.get_for_update(actor, responder_id)
        check(person)
        kept = checked(facts)
        _refuse_second_row(person, kept.get("identity_number", ""))
        columns = apply(person, kept)
        try:
            with transaction.atomic():
                touch(person, *columns)
        except IntegrityError:
            raise _second_row() from None
        if "name" in facts:
            ResponderSkill.objects.filter(tenant_id=person.tenant_id, responder=person).update(
                name_key=person.name_key
            )
        record(
            actor,
            events.PERSON_CHANGED,
            person,
            subject_id=person.id,
            fields=sorted(facts),
        )
        on_commit(events.ResponderChanged(tenant_id=person.tenant_id, responder_id=person.id))
    return person


def _refuse_second_row(person: Responder, identity_number: str) -> None:
    if not identity_number:
        return
    key = identity_key(person, identity_number)
    same = Responder.objects.filter(tenant_id=person.tenant_id, identity_index=key)
    if same.exclude(pk=person.pk).exists():
        raise _second_row()


def _insert(person: Responder) -> None:
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:
        raise _second_row() from None


def _second_row() -> Invalid:
    return Invalid(
        _("This person is on the register already."),
        errors={"identity_number": [_("Somebody on the register has this identity number.")]},
        next_step=_("Search for the name; ask the command to move the person if need be."),
    )


def _close_periods(person: Responder, last: date) -> None:
    """End what is open. A period that began after `last` ends the day it began."""
    for rows in (
        UnitPeriod.objects.filter(
            tenant_id=person.tenant_id, responder=person, ends_on__isnull=True
        ),
        TeamMember.objects.filter(
            tenant_id=person.tenant_id, responder=person, ends_on__isnull=True
        ),
    ):
        for row in rows:
            row.ends_on = max(last, row.starts_on)
            row.save(update_fields=["ends_on"])


def _start_period(person: Responder, unit_id: UUID, *, reopen_from: date | None) -> None:
    """Start a time in a unit, or go on with one that ended on `reopen_from`."""
    mine = UnitPeriod.objects.filter(tenant_id=person.tenant_id, responder=person)
    earlier = mine.filter(unit_id=unit_id, ends_on=reopen_from).order_by("-starts_on").first()
    today = clock.today()
    if earlier is None:
        UnitPeriod.objects.create(
            tenant_id=person.tenant_id, responder=person, unit_id=unit_id, starts_on=today
        )
        return
    mine.filter(starts_on=today, ends_on=today).exclude(pk=earlier.pk).delete()
    earlier.ends_on = None
    earlier.save(update_fields=["ends_on"])
