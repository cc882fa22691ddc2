"""Sending units: added, changed, closed; and their totals kept right."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.areas import covers
from muster.kernel.errors import Conflict, Invalid, NotAllowed
from muster.kernel.permissions import areas_for, require
from muster.kernel.tenants import tenant_of
from muster.platform.audit.services import record
from muster.registers.responders import events, rules
from muster.registers.responders.enums import LOCAL_LEVELS, Level, Status
from muster.registers.responders.models import Responder, SendingUnit
from muster.registers.responders.services.naming import name_unit

COMMUNITY_CODE_LENGTH = 12
CHANGEABLE = frozenset(
    {
        "organisation_code",
        "group",
        "level",
        "area_code",
        "headcount",
        "keep_together",
        "min_team",
        "clerk_name",
        "clerk_phone",
    }
)


def add_unit(
    *,
    actor: Actor,
    name: str,
    level: str,
    area_code: str = "",
    unit_id: UUID | None = None,
    **facts: Any,
) -> SendingUnit:
    """Add a sending unit. Without an area it belongs to the whole command.

    Raises:
        Invalid: the name is empty or taken, or the area does not fit the command or the level.
        NotAllowed: the actor may not add units in that area.
    """
    require(actor, rules.EDIT_UNITS)
    unit = SendingUnit(tenant_id=actor.tenant_id, level=level)
    if unit_id is not None:
        unit.id = unit_id
    unit.area_code = area_code or _command_area(actor)
    _apply(unit, {**facts, "name": name})
    _check(actor, unit)
    with transaction.atomic():
        _save(unit, new=True)
        record(actor, events.UNIT_ADDED, unit, level=str(unit.level))
    return unit


def change_unit(*, actor: Actor, unit_id: UUID, **facts: Any) -> SendingUnit:
    """Change facts of a unit; its people follow when its level or area changes.

    Raises:
        NotFound: no such unit is in the actor's area.
        Invalid: a fact does not fit.
    """
    with transaction.atomic():
        unit = SendingUnit.objects.get_for_update(actor, unit_id)
        require(actor, rules.EDIT_UNITS, unit)
        before = (unit.level, unit.area_code)
        _apply(unit, facts)
        _check(actor, unit)
        _save(unit, new=False)
        if (unit.level, unit.area_code) != before:
            Responder.objects.filter(tenant_id=unit.tenant_id, unit_id=unit.id).update(
                level=unit.level, area_code=unit.area_code
            )
        record(actor, events.UNIT_CHANGED, unit, fields=sorted(facts))
    return unit


def close_unit(*, actor: Actor, unit_id: UUID) -> SendingUnit:
    """Close a unit that nobody belongs to any more.

    Raises:
        Conflict: people are still on the register under it.
    """
    with transaction.atomic():
        unit = SendingUnit.objects.get_for_update(actor, unit_id)
        require(actor, rules.EDIT_UNITS, unit)
        people = Responder.objects.filter(
            tenant_id=unit.tenant_id, unit_id=unit.id, status=Status.ACTIVE
        ).count()
        if people:
            raise Conflict(
                _("%(unit)s still has %(count)s people on the register."),
                next_step=_("Move them to another unit or take them off the register first."),
                unit=unit.name,
                count=people,
            )
        unit.closed_on = clock.today()
        unit.save(update_fields=["closed_on"])
        record(actor, events.UNIT_CLOSED, unit)
    return unit


def reopen_unit(*, actor: Actor, unit_id: UUID) -> SendingUnit:
    """Take the closing of a unit back.

    Raises:
        Invalid: another open unit has taken its name meanwhile.
    """
    with transaction.atomic():
        unit = SendingUnit.objects.get_for_update(actor, unit_id)
        require(actor, rules.EDIT_UNITS, unit)
        unit.closed_on = None
        _save(unit, new=False)
        record(actor, events.UNIT_REOPENED, unit)
    return unit


def recount(tenant_id: UUID, unit_ids: Iterable[UUID]) -> None:
    """Count the people of these units again, inside the transaction that changed them.

    Counting beats adding and subtracting: a total that went wrong once would stay wrong.
    """
    wanted = set(unit_ids)
    counts = {
        row["unit_id"]: row
        for row in Responder.objects.filter(tenant_id=tenant_id, unit_id__in=wanted)
        .values("unit_id")
        .annotate(
            active=Count("id", filter=Q(status=Status.ACTIVE)),
            ended=Count("id", filter=Q(status=Status.ENDED)),
        )
    }
    units = list(SendingUnit.objects.filter(tenant_id=tenant_id, id__in=wanted))
    for unit in units:
        row = counts.get(unit.id, {"active": 0, "ended": 0})
        unit.people_active, unit.people_ended = row["active"], row["ended"]
    SendingUnit.objects.bulk_update(units, ["people_active", "people_ended"], batch_size=200)


def _apply(unit: SendingUnit, facts: dict[str, Any]) -> None:
    if "name" in facts:
        name_unit(unit, facts["name"])
    for field in CHANGEABLE & facts.keys():
        setattr(unit, field, facts[field])
    if unknown := facts.keys() - CHANGEABLE - {"name"}:
        raise TypeError(f"A unit has no such fact: {', '.join(sorted(unknown))}")


def _check(actor: Actor, unit: SendingUnit) -> None:
    errors: dict[str, list[Any]] = {}
    if not unit.name_folded:
        errors["name"] = [_("Enter the name of the unit.")]
    if unit.level not in Level.values:
        errors["level"] = [_("Choose a level from the list.")]
    if not covers(_command_area(actor), unit.area_code):
        errors["area_code"] = [_("The area must lie inside this command's own area.")]
    elif unit.level in LOCAL_LEVELS and len(unit.area_code) != COMMUNITY_CODE_LENGTH:
        errors["area_code"] = [_("Community staff and guards belong to one community: choose it.")]
    if errors:
        raise Invalid(_("The unit cannot be saved as it is."), errors=errors)
    if not actor.system and not any(
        covers(area, unit.area_code) for area in areas_for(actor, rules.EDIT_UNITS)
    ):
        raise NotAllowed(_("That area is outside yours."))


def _save(unit: SendingUnit, *, new: bool) -> None:
    others = SendingUnit.objects.filter(tenant_id=unit.tenant_id).exclude(pk=unit.pk)
    if others.filter(name_folded=unit.name_folded, closed_on__isnull=True).exists():
        raise _taken("name", _("There is already a unit with this name."))
    if unit.organisation_code and others.filter(organisation_code=unit.organisation_code).exists():
        raise _taken("organisation_code", _("There is already a unit with this code."))
    try:
        with transaction.atomic():
            unit.save(force_insert=new)
    except IntegrityError:
        raise _taken("name", _("There is already a unit with this name.")) from None


def _taken(field: str, message: Any) -> Invalid:
    return Invalid(_("The unit cannot be saved as it is."), errors={field: [message]})


def _command_area(actor: Actor) -> str:
    if actor.tenant_id is None:
        raise NotAllowed(_("Choose the command you work in first."))
    return tenant_of(actor.tenant_id).area_code
