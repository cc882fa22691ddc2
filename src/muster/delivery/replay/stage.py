"""A command on a drill clock, with two people to run it: what every scenario begins with."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from muster.delivery.replay import evening as evening_of
from muster.delivery.replay import roster
from muster.delivery.replay.evening import at
from muster.delivery.replay.units import InventedUnit, UnitPlan, invent_units
from muster.kernel import clock
from muster.kernel.actors import Actor, system_actor
from muster.kernel.models import Tenant
from muster.kernel.roles import Role
from muster.kernel.tenants import open_tenant
from muster.operations.duty import queries as duty
from muster.operations.mobilise import queries, services
from muster.platform.access.queries import account_by_id, actor_of
from muster.platform.access.services import create_account, grant
from muster.platform.places.queries import area_by_code
from muster.platform.places.services import import_areas
from muster.registers.measures.enums import IncidentKind
from muster.registers.measures.services import open_incident

CONTACT, CONTACT_PHONE = "指挥部值班室", "022-0000 0100"
SECONDS = 8
PLANNING = timedelta(hours=3)
"""From the call to the plan: lists come in for two hours and a half."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A command of its own: who runs it, its incident, the morning on which people start."""

    tenant: Tenant
    system: Actor
    commander: Actor
    planner: Actor
    incident_id: UUID
    starts_at: datetime
    rng: Random


def open_stage(*, area_code: str, incident: str, starts_at: datetime, seed: int) -> Stage:
    """Open a drill of this area and its incident, the evening before `starts_at`."""
    import_areas(code=area_code)
    tenant = open_tenant(
        area_code=area_code,
        name=area_by_code(area_code).name,
        drill_starts_at=starts_at - timedelta(hours=14),
    )
    system = system_actor(tenant.id, "replay")
    with clock.drill(tenant.drill_offset):
        commander, planner = (
            _account(system, role, name, area_code)
            for role, name in ((Role.COMMANDER, "总指挥"), (Role.PLANNER, "排班员"))
        )
        row = open_incident(
            actor=commander,
            kind=IncidentKind.EPIDEMIC,
            name=incident,
            area_code=area_code,
            contact_name=CONTACT,
            contact_phone=CONTACT_PHONE,
            contact_answered=True,
        )
    return Stage(
        tenant=tenant,
        system=system,
        commander=commander,
        planner=planner,
        incident_id=row.id,
        starts_at=starts_at,
        rng=Random(f"{incident} {seed}"),  # noqa: S311
    )


def enrol(stage: Stage, plans: Sequence[UnitPlan], **how: Any) -> list[InventedUnit]:
    """Put units and people on the register; see `units.invent_units`."""
    with at(stage.system, _evening(stage)):
        return invent_units(stage.system, stage.rng, plans, homes=False, **how)


def call_up(stage: Stage, units: Sequence[InventedUnit], *, title: str, place: str) -> UUID:
    """Call these units up in the evening; each answers with all its people. Returns the call-up."""
    evening = _evening(stage)
    draft = services.Draft(
        title=title,
        deadline_at=evening + timedelta(hours=4),
        assembly_at=stage.starts_at,
        assembly_place=place,
        declared_total=sum(len(one.people) for one in units),
    )
    return evening_of.call_up(stage.commander, units, draft=draft, evening=evening)


def count_first(stage: Stage, call_up_id: UUID, **draft: Any) -> Any:
    """Begin a plan: what is asked and what can be given, counted before anything is solved."""
    with at(stage.planner, _evening(stage) + PLANNING):
        return services.begin_plan(
            actor=stage.planner,
            call_up_id=call_up_id,
            draft=services.PlanDraft(
                starts_on=stage.starts_at.date(), **({"seconds": SECONDS} | draft)
            ),
        )


def solve_and_publish(stage: Stage, plan_id: UUID) -> Mapping[str, Any]:
    """Solve, approve as somebody else, publish; return the figures of the review."""
    planned_at = _evening(stage) + PLANNING
    return roster.solve_and_publish(stage.planner, stage.commander, plan_id, planned_at)


def crews(stage: Stage, communities: Iterable[str], days: int) -> Counter[tuple[UUID, Any, str]]:
    """Count the crews of the published roster, by post, day and shift."""
    found: Counter[tuple[UUID, Any, str]] = Counter()
    for code in communities:
        for day in range(days):
            on = stage.starts_at.date() + timedelta(days=day)
            for member in duty.roster_of(actor=stage.commander, area=code, day=on):
                found[member.post_id, member.day, member.label] += 1
    return found


def sent_to(stage: Stage, plan_id: UUID) -> Mapping[str, str]:
    """Return the community of everybody in a plan."""
    _facts, plan = queries.plan_documents(actor=stage.commander, plan_id=plan_id)
    places: Mapping[str, str] = (plan or {})["assignment"]
    return places


def _evening(stage: Stage) -> datetime:
    return stage.starts_at - timedelta(hours=14)


def _account(system: Actor, role: Role, name: str, area_code: str) -> Actor:
    account = create_account(
        actor=system, sign_in_name=f"replay-{area_code}-{role.value}", display_name=name
    )
    grant(actor=system, account_id=account.id, role=role, area_code=area_code)
    return actor_of(account_by_id(account.id))
