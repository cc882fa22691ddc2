"""Pairings of units with communities, and the five ones each is made of."""

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
from muster.registers.responders.models import Pairing, Responder, SendingUnit, Team

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
    if pairing.ends_on is not None:
        raise Conflict(_("This pairing has ended."))
    return pairing
