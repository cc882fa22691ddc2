"""Targets: so many people, or a share of the staff, by level or by unit."""

from collections.abc import Mapping
from math import ceil
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid
from muster.operations.mobilise import events
from muster.operations.mobilise.enums import Basis
from muster.operations.mobilise.models import MOST_PER_CENT, CallUp, Nomination, UnitAsk
from muster.operations.mobilise.queries import unit_sizes
from muster.operations.mobilise.services.call_ups import editable
from muster.platform.audit.services import record
from muster.registers.responders.queries import units

MOST_ASKED = 1_000_000


def set_target(
    *,
    actor: Actor,
    call_up_id: UUID,
    level: str = "",
    unit_id: UUID | None = None,
    number: int | None = None,
    share: int | None = None,
) -> list[UnitAsk]:
    """Ask one unit, or every open unit of a level, for a number of people or a share of staff.

    A number for a level is spread over its units by their staff. Setting a target again replaces
    it; what a unit has answered stays.

    Raises:
        Invalid: neither or both of number and share, or one out of range.
        Conflict: nobody is at this level, or nothing is known of the staff.
    """
    _check(number, share)
    with transaction.atomic():
        row = editable(actor, call_up_id)
        chosen = {
            unit.id: unit
            for unit in units(actor=actor)
            if unit.closed_on is None and (unit.id == unit_id if unit_id else unit.level == level)
        }
        if not chosen:
            raise Conflict(_("There is no open unit to ask."))
        sizes = {one: size for one, size in unit_sizes(actor=actor).items() if one in chosen}
        wanted = _shares(sizes, share) if share else spread(number or 0, sizes)
        asks = [_ask(row, chosen[one], amount, share) for one, amount in wanted.items()]
        record(actor, events.TARGET_SET, row, units=len(asks), people=sum(a.asked for a in asks))
    return asks


def set_targets(*, actor: Actor, call_up_id: UUID, numbers: Mapping[UUID, int]) -> list[UnitAsk]:
    """Ask each of these units for its own number of people.

    Raises:
        Invalid: a number is out of range.
        NotFound: a unit is none the actor keeps.
    """
    for number in numbers.values():
        _check(number, None)
    with transaction.atomic():
        row = editable(actor, call_up_id)
        known = {unit.id: unit for unit in units(actor=actor) if unit.closed_on is None}
        if numbers.keys() - known.keys():
            raise Conflict(_("A unit of the targets is closed or outside your area."))
        asks = [_ask(row, known[one], number, None) for one, number in numbers.items()]
        record(actor, events.TARGET_SET, row, units=len(asks), people=sum(a.asked for a in asks))
    return asks


def drop_target(*, actor: Actor, call_up_id: UUID, unit_id: UUID) -> None:
    """Ask a unit for nobody any more.

    Raises:
        Conflict: the unit has named people already.
    """
    with transaction.atomic():
        row = editable(actor, call_up_id)
        if Nomination.objects.filter(call_up_id=row.id, unit_id=unit_id).exists():
            raise Conflict(
                _("This unit has named people already."),
                next_step=_("Take its names off the list first."),
            )
        UnitAsk.objects.filter(call_up_id=row.id, unit_id=unit_id).delete()
        record(actor, events.TARGET_SET, row, units=1, people=0)


def spread(number: int, sizes: Mapping[UUID, int]) -> dict[UUID, int]:
    """Spread `number` over units by their staff, whole people, the sum exact (largest remainder).

    Where nothing is known of anybody's staff all count alike.
    """
    total = sum(sizes.values())
    weights = sizes if total else dict.fromkeys(sizes, 1)
    whole = sum(weights.values())
    parts = {one: divmod(number * weight, whole) for one, weight in weights.items()}
    found = {one: quotient for one, (quotient, _rest) in parts.items()}
    left = number - sum(found.values())
    for one in sorted(parts, key=lambda key: (-parts[key][1], str(key)))[:left]:
        found[one] += 1
    return found


def _shares(sizes: Mapping[UUID, int], share: int) -> dict[UUID, int]:
    """At least `share` per cent of each unit's staff, rounded up."""
    if not any(sizes.values()):
        raise Conflict(
            _("Nothing is known of the staff of these units."),
            next_step=_("Enter their staff, or set a number of people instead."),
        )
    return {one: ceil(size * share / MOST_PER_CENT) for one, size in sizes.items()}


def _ask(row: CallUp, unit: object, amount: int, share: int | None) -> UnitAsk:
    basis = Basis.SHARE if share else Basis.NUMBER
    found, _made = UnitAsk.objects.update_or_create(
        tenant_id=row.tenant_id,
        call_up_id=row.id,
        unit_id=unit.id,  # type: ignore[attr-defined]
        defaults={
            "area_code": unit.area_code,  # type: ignore[attr-defined]
            "level": unit.level,  # type: ignore[attr-defined]
            "basis": basis,
            "share": share,
            "asked": amount,
        },
    )
    return found


def _check(number: int | None, share: int | None) -> None:
    if (number is None) == (share is None):
        raise Invalid(
            _("The target cannot be saved as it is."),
            errors={"number": [_("Give a number of people or a share of staff, not both.")]},
        )
    if number is not None and not 0 <= number <= MOST_ASKED:
        raise Invalid(
            _("The target cannot be saved as it is."),
            errors={"number": [_("A number of people lies between 0 and a million.")]},
        )
    if share is not None and not 1 <= share <= MOST_PER_CENT:
        raise Invalid(
            _("The target cannot be saved as it is."),
            errors={"share": [_("A share lies between 1 and 100 per cent.")]},
        )
