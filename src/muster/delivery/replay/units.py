"""Units and people to invent, for the demo and for every scenario."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from uuid import UUID

from muster.delivery.replay.people import invent_people, phone_numbers
from muster.kernel.actors import Actor
from muster.kernel.ids import new_id
from muster.registers.responders.contracts import PersonDraft
from muster.registers.responders.enums import Level
from muster.registers.responders.services import add_many, add_unit


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """A unit to invent: its name, level, area and size."""

    name: str
    level: Level
    area_code: str
    size: int


@dataclass(frozen=True, slots=True)
class InventedUnit:
    """A unit that was made, with its people's ids in order (the first leads it)."""

    id: UUID
    plan: UnitPlan
    people: list[UUID]
    names: list[str]


def invent_units(
    actor: Actor,
    rng: Random,
    plans: Sequence[UnitPlan],
    *,
    night_volunteers: tuple[str, int] = ("", 0),
    homes: bool = True,
    lead_every: int = 0,
) -> list[InventedUnit]:
    """Put units and their people on the register.

    `night_volunteers` are a unit and how many of its oldest volunteer for nights. Without `homes`
    people live so far from the middle, in no area by name. One in `lead_every` may lead.
    """
    phones = phone_numbers(rng, sum(plan.size for plan in plans))
    made = []
    for plan in plans:
        unit = add_unit(
            actor=actor,
            name=plan.name,
            level=plan.level,
            area_code=plan.area_code,
            headcount=round(plan.size / rng.uniform(0.7, 0.85)),
        )
        numbers, phones = phones[: plan.size], phones[plan.size :]
        drafts = invent_people(rng, unit_id=unit.id, count=plan.size, phones=numbers)
        if plan.name == night_volunteers[0]:
            drafts = _volunteer_nights(drafts, night_volunteers[1])
        if lead_every:
            drafts = [replace(d, can_lead=n % lead_every == 0) for n, d in enumerate(drafts)]
        if not homes:
            drafts = [replace(draft, home_area_code="", home_place="") for draft in drafts]
        ids = add_many(actor=actor, drafts=drafts, batch_id=new_id())
        made.append(InventedUnit(unit.id, plan, ids, [draft.name for draft in drafts]))
    return made


def _volunteer_nights(drafts: list[PersonDraft], count: int) -> list[PersonDraft]:
    """Let the oldest `count` people volunteer for nights, without a limit that forbids it."""
    oldest = sorted(range(len(drafts)), key=lambda at: drafts[at].birth_date or date.max)[:count]
    return [
        replace(draft, night_opt_in=True, limits=()) if at in oldest else draft
        for at, draft in enumerate(drafts)
    ]
