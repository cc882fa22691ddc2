"""Units and people to invent, for the demo and for every scenario."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from uuid import UUID

from muster.delivery.replay.people import TODAY, invent_locals, invent_people, phone_numbers
from muster.kernel.actors import Actor
from muster.kernel.ids import new_id
from muster.platform.places.contracts import AreaRef
from muster.registers.responders.contracts import PersonDraft
from muster.registers.responders.enums import Level
from muster.registers.responders.services import (
    add_many,
    add_unit,
    form_team,
    open_pairing,
    set_five_ones,
)

TEAM = "{unit}{community}工作队"
PLAN_OF_PAIRING, LEDGERS = "{year} 年第 {number} 号包联方案", "居民台账、来津返津台账"
FACTS_OF_PAIRING = ("in_charge_id", "leader_id", "ledger_ref", "plan_ref", "team_id")
"""The five ones, as the register calls them."""


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


def local_unit(
    actor: Actor, rng: Random, plan: UnitPlan, ages: tuple[int, int, int]
) -> list[PersonDraft]:
    """Add a unit that belongs to a community, and return its people, to be added with others."""
    unit = add_unit(
        actor=actor,
        name=plan.name,
        level=plan.level,
        area_code=plan.area_code,
        headcount=plan.size,
    )
    phones = phone_numbers(rng, plan.size)
    return invent_locals(rng, unit_id=unit.id, phones=phones, ages=ages)


def pair(
    actor: Actor,
    unit: InventedUnit,
    community: AreaRef,
    *,
    number: int,
    lacking: Sequence[str] = (),
) -> None:
    """Pair a unit with a community, with the five ones but for those lacking."""
    pairing = open_pairing(actor=actor, unit_id=unit.id, community_code=community.code)
    team = form_team(
        actor=actor,
        name=TEAM.format(unit=unit.plan.name, community=community.short_name or community.name),
        unit_id=unit.id,
        community_code=community.code,
        leader_id=unit.people[0],
    )
    facts = {
        "leader_id": unit.people[0],
        "team_id": team.id,
        "plan_ref": PLAN_OF_PAIRING.format(year=TODAY.year, number=number),
        "ledger_ref": LEDGERS,
        "in_charge_id": unit.people[1 % len(unit.people)],
    }
    there = {name: fact for name, fact in facts.items() if name not in lacking}
    set_five_ones(actor=actor, pairing_id=pairing.id, **there)
