"""Pairings of units with communities, and the five ones each is made of."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid
from muster.kernel.permissions import require
from muster.kernel.tenants import tenant_of
from muster.platform.audit.services import record
from muster.registers.responders import events, rules
from muster.registers.responders.contracts import PairingDraft
from muster.registers.responders.enums import Status
from muster.registers.responders.models import (
    Pairing,
    PairingReport,
    Responder,
    SendingUnit,
    Team,
)

COMMUNITY_CODE_LENGTH = 12
REFERENCES = ("leader_ref", "team_ref", "plan_ref", "ledger_ref", "in_charge_ref")
PEOPLE = ("leader_id", "in_charge_id")


def open_pairing(*, actor: Actor, unit_id: UUID, community_code: str) -> Pairing:
    """Pair a unit with a community from today.

    Raises:
        Invalid: the code is no community of this command.
        Conflict: the two are paired already.
    """
    with transaction.atomic():
        unit = SendingUnit.objects.get_visible(actor, unit_id)
        command = tenant_of(unit.tenant_id).area_code
        if len(community_code) != COMMUNITY_CODE_LENGTH or not community_code.startswith(command):
            raise Invalid(
                _("The pairing cannot be saved as it is."),
                errors={"community_code": [_("Choose a community of this command's area.")]},
            )
        pairing = Pairing(tenant_id=unit.tenant_id, unit=unit, community_code=community_code)
        require(actor, rules.EDIT_PAIRINGS, pairing)
        if Pairing.objects.filter(
            tenant_id=unit.tenant_id,
            unit=unit,
            community_code=community_code,
            ends_on__isnull=True,
        ).exists():
            raise Conflict(_("%(unit)s is paired with this community already."), unit=unit.name)
        pairing.save(force_insert=True)
        record(actor, events.PAIRING_CHANGED, pairing, area=community_code, change="opened")
    return pairing


def set_five_ones(*, actor: Actor, pairing_id: UUID, **facts: Any) -> Pairing:
    """Fill or empty some of the five ones.

    They are `leader_id` and `in_charge_id` (responders), `team_id`, and the references
    `leader_ref`, `team_ref`, `plan_ref`, `ledger_ref`, `in_charge_ref`.

    Raises:
        NotFound: a person or team is outside what the actor sees.
        Conflict: the pairing has ended.
    """
    if unknown := facts.keys() - {*REFERENCES, *PEOPLE, "team_id"}:
        raise TypeError(f"A pairing has no such part: {', '.join(sorted(unknown))}")
    with transaction.atomic():
        pairing = _pairing(actor, pairing_id)
        for part in PEOPLE:
            if facts.get(part):
                Responder.objects.get_visible(actor, facts[part])
        if facts.get("team_id"):
            Team.objects.get_visible(actor, facts["team_id"])
        for part, value in facts.items():
            setattr(pairing, part, value)
        pairing.batch_id = None
        pairing.save()
        record(
            actor,
            events.PAIRING_CHANGED,
            pairing,
            area=pairing.community_code,
            fields=sorted(facts),
            missing=len(pairing.missing),
        )
    return pairing


def open_pairings(*, actor: Actor, drafts: Sequence[PairingDraft], batch_id: UUID) -> list[UUID]:
    """Pair many units with communities, as a sheet gives them; return their ids in order.

    Raises:
        NotAllowed: the actor does not change pairings.
        Conflict: two of them are paired already.
    """
    with transaction.atomic():
        made = []
        for draft in drafts:
            pairing = open_pairing(
                actor=actor, unit_id=draft.unit_id, community_code=draft.community_code
            )
            for part, value in draft.facts.items():
                setattr(pairing, part, value)
            pairing.batch_id = batch_id
            pairing.save()
            made.append(pairing.id)
    return made


def take_back_pairings(*, actor: Actor, ids: Sequence[UUID], batch_id: UUID) -> list[UUID]:
    """Take back the pairings of a sheet that nobody has changed since; return those that stay."""
    with transaction.atomic():
        rows = Pairing.objects.visible_to(actor, rules.EDIT_PAIRINGS).filter(
            id__in=list(ids), batch_id=batch_id, reported_at__isnull=True
        )
        gone = set(rows.values_list("id", flat=True))
        rows.delete()
        for one in gone:
            record(actor, events.PAIRING_CHANGED, ("responders.pairing", one), change="taken_back")
    return [one for one in ids if one not in gone]


def report_in(
    *, actor: Actor, pairing_id: UUID, responder_ids: Sequence[UUID] = (), unit: bool = False
) -> Pairing:
    """Record that the unit (with `unit`), or people of it, have reported to the community.

    Who has reported already keeps the first time.

    Raises:
        NotAllowed: the actor keeps neither the unit nor the community.
        Conflict: the pairing has ended, or somebody is of another unit.
    """
    with transaction.atomic():
        pairing = Pairing.objects.get_for_update(actor, pairing_id)
        own = actor.person_id is not None and list(responder_ids) == [actor.person_id]
        if not own or unit:
            require(actor, rules.REPORT_IN, pairing)
        _stands(pairing)
        if unit and pairing.reported_at is None:
            pairing.reported_at, pairing.reported_by_name = clock.now(), actor.name[:80]
            pairing.save(update_fields=["reported_at", "reported_by_name"])
        people = Responder.objects.filter(
            tenant_id=pairing.tenant_id,
            id__in=list(responder_ids),
            unit_id=pairing.unit_id,
            status=Status.ACTIVE,
        )
        found = list(people)
        if len(found) < len(set(responder_ids)):
            raise Conflict(_("Only people of the paired unit report to this community."))
        PairingReport.objects.bulk_create(
            [
                PairingReport(
                    tenant_id=pairing.tenant_id,
                    pairing=pairing,
                    responder=person,
                    recorded_by_name=actor.name[:80],
                )
                for person in found
            ],
            ignore_conflicts=True,
        )
        record(
            actor,
            events.REPORTED_IN,
            pairing,
            area=pairing.community_code,
            people=len(found),
            unit=unit,
        )
    return pairing


def end_pairing(*, actor: Actor, pairing_id: UUID) -> Pairing:
    """End a pairing today."""
    with transaction.atomic():
        pairing = _pairing(actor, pairing_id)
        pairing.ends_on = max(clock.today(), pairing.starts_on)
        pairing.save(update_fields=["ends_on"])
        record(actor, events.PAIRING_CHANGED, pairing, area=pairing.community_code, change="ended")
    return pairing


def _pairing(actor: Actor, pairing_id: UUID) -> Pairing:
    pairing = Pairing.objects.get_for_update(actor, pairing_id)
    require(actor, rules.EDIT_PAIRINGS, pairing)
    _stands(pairing)
    return pairing


def _stands(pairing: Pairing) -> None:
    if pairing.ends_on is not None:
        raise Conflict(_("This pairing has ended."))
