"""Reads of call-ups and of what units were asked."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from muster.kernel.actors import Actor
from muster.operations.mobilise.enums import CallUpState
from muster.operations.mobilise.models import CallUp, UnitAsk
from muster.registers.responders.queries import units


def call_ups(*, actor: Actor) -> QuerySet[CallUp]:
    """Call-ups the actor may see, newest first."""
    rows: Any = CallUp.objects.visible_to(actor)
    result: QuerySet[CallUp] = rows.select_related("incident").order_by("-number")
    return result


def call_up(*, actor: Actor, call_up_id: UUID) -> CallUp:
    """Return one call-up.

    Raises:
        NotFound: there is none the actor may see.
    """
    found: CallUp = CallUp.objects.get_visible(actor, call_up_id)
    return found


def open_call_ups(*, actor: Actor) -> list[CallUp]:
    """Return the call-ups that wait for answers or people, the next assembly first."""
    return list(call_ups(actor=actor).filter(state=CallUpState.SENT).order_by("assembly_at"))


def asks_of_units(*, actor: Actor) -> list[UnitAsk]:
    """Return what the actor's own units are asked for in call-ups that were sent, newest first."""
    rows: Any = UnitAsk.objects.visible_to(actor).exclude(call_up__state=CallUpState.DRAFT)
    return list(rows.select_related("call_up", "unit").order_by("-call_up__number", "id"))


def ask(*, actor: Actor, ask_id: UUID) -> UnitAsk:
    """Return what one unit is asked for, with unit and call-up.

    Raises:
        NotFound: there is none the actor may see.
    """
    rows: Any = UnitAsk.objects.select_related("call_up", "unit")
    found: UnitAsk = rows.get_visible(actor, ask_id)
    return found


def ask_of(*, actor: Actor, call_up_id: UUID, unit_id: UUID) -> UnitAsk:
    """Return what this unit is asked for in this call-up.

    Raises:
        NotFound: nothing, or nothing the actor may see.
    """
    rows: Any = UnitAsk.objects.visible_to(actor).filter(call_up_id=call_up_id, unit_id=unit_id)
    return ask(actor=actor, ask_id=rows.values_list("id", flat=True).first())


def asks_with_ids(*, actor: Actor, ids: Collection[UUID]) -> list[UUID]:
    """Return which of these the actor may see."""
    rows: Any = UnitAsk.objects.visible_to(actor).filter(id__in=list(ids))
    return list(rows.values_list("id", flat=True))


def unit_sizes(*, actor: Actor, levels: Iterable[str] = ()) -> Mapping[UUID, int]:
    """Return how many staff each open unit has: as stated, else as on the register."""
    wanted = set(levels)
    return {
        unit.id: unit.headcount if unit.headcount is not None else unit.people_active
        for unit in units(actor=actor)
        if not wanted or unit.level in wanted
    }
