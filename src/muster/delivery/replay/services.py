"""The demo district: Heping on 18 February, its real areas, 106 units and 3,224 invented people.

Each community also has its own staff and property guards, who are sent by nobody.
"""

from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from muster.delivery.replay import heping
from muster.delivery.replay.contracts import Outcome
from muster.delivery.replay.evening import Sender, call_the_district_up, count_in
from muster.delivery.replay.incident import open_the_incident
from muster.delivery.replay.people import TODAY, invent_locals, phone_numbers
from muster.delivery.replay.posts import set_up_posts
from muster.delivery.replay.roster import begin_the_first_shift, plan_the_night
from muster.delivery.replay.traces import leave_traces, open_channels
from muster.delivery.replay.units import InventedUnit, UnitPlan, invent_units
from muster.kernel import clock
from muster.kernel.actors import Actor, system_actor
from muster.kernel.ids import new_id
from muster.kernel.models import Tenant
from muster.kernel.roles import Role
from muster.kernel.tenants import change_settings, open_tenant
from muster.platform.access.queries import account_by_id, actor_of
from muster.platform.access.services import create_account, grant
from muster.platform.places.queries import area_by_code, areas_below
from muster.platform.places.services import import_areas
from muster.registers.responders.contracts import PersonDraft
from muster.registers.responders.enums import Level
from muster.registers.responders.services import (
    add_many,
    add_unit,
    form_team,
    open_pairing,
    set_five_ones,
)

SCENARIOS = {
    "youth": "youth",
    "jingkai": "jingkai",
    "heping": "heping_day",
    "panji": "panji",
    "cangzhou": "cangzhou",
}
"""Scenario and the module here that plays it."""
STARTS_AT = datetime(2020, 2, 18, 8, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
PAIRING_COMPLETE_SHARE = 0.72

Progress = Callable[[int, int, str], None]


def play(scenario: str, *, seed: int, scale: float = 1.0) -> Outcome:
    """Play one of the scenarios in an installation that holds nothing yet."""
    player = import_module(f"{__package__}.{SCENARIOS[scenario]}")
    outcome: Outcome = player.replay(seed=seed, scale=scale)
    return outcome


def make_demo(*, seed: int, progress: Progress) -> Tenant:
    """Make the drill's command, areas, units, people, pairings and the six who can be played."""
    progress(0, 5, "areas")
    import_areas(code=heping.DISTRICT)
    with transaction.atomic():
        tenant = open_tenant(
            area_code=heping.DISTRICT,
            name=area_by_code(heping.DISTRICT).name,
            drill_starts_at=STARTS_AT,
        )
        actor = system_actor(tenant.id, "demo")
        with clock.drill(tenant.drill_offset):
            rng = Random(seed)  # noqa: S311
            progress(1, 5, "units and people")
            people = _invent_units(actor, rng)
            _invent_locals(actor, Random(f"locals {seed}"))  # noqa: S311
            progress(2, 5, "pairings")
            _pair(actor, rng, people)
            progress(3, 5, "accounts")
            cast = _cast(actor, people)
            change_settings(tenant, cast=cast, schematic=True)
            progress(4, 5, "traces")
            _let_them_work(actor, cast, people, seed)
    progress(5, 5, "done")
    return tenant


def unit_plans(subdistricts: list[tuple[str, str]]) -> list[UnitPlan]:
    """Return the 106 units; `subdistricts` are (code, name) pairs."""
    city = heping.shares(heping.CITY_TOTAL, len(heping.CITY_UNITS), spread=6)
    district = heping.shares(heping.DISTRICT_TOTAL, len(heping.DISTRICT_UNITS), spread=8)
    staff = heping.shares(heping.STAFF_OF_SUBDISTRICTS, len(subdistricts), spread=1.4)
    return [
        *(
            UnitPlan(name, Level.CITY, heping.DISTRICT, size)
            for name, size in zip(heping.CITY_UNITS, city, strict=True)
        ),
        *(
            UnitPlan(name, Level.DISTRICT, heping.DISTRICT, size)
            for name, size in zip(heping.DISTRICT_UNITS, district, strict=True)
        ),
        *(
            UnitPlan(heping.SUBDISTRICT_OFFICE.format(name=name), Level.SUBDISTRICT, code, size)
            for (code, name), size in zip(subdistricts, staff, strict=True)
        ),
    ]


def _invent_units(actor: Actor, rng: Random) -> list[InventedUnit]:
    subdistricts = [(area.code, area.name) for area in areas_below(heping.DISTRICT, level=4)]
    return invent_units(
        actor, rng, unit_plans(subdistricts), night_volunteers=heping.OLDER_NIGHT_VOLUNTEERS
    )


def _invent_locals(actor: Actor, rng: Random) -> None:
    """Give each community its own staff and its property guards: nobody sends them."""
    drafts: list[PersonDraft] = []
    for community in areas_below(heping.DISTRICT, level=5):
        for name, level, size, ages in (
            (heping.STAFF_OF_COMMUNITY, Level.COMMUNITY, heping.COMMUNITY_STAFF,
             heping.AGES_OF_STAFF),
            (heping.PROPERTY_OF_COMMUNITY, Level.PROPERTY, heping.PROPERTY_GUARDS,
             heping.AGES_OF_GUARDS),
        ):  # fmt: skip
            count = rng.randint(*size)
            unit = add_unit(
                actor=actor,
                name=name.format(community=community.name),
                level=level,
                area_code=community.code,
                headcount=count,
            )
            phones = phone_numbers(rng, count)
            drafts += invent_locals(rng, unit_id=unit.id, phones=phones, ages=ages)
    add_many(actor=actor, drafts=drafts, batch_id=new_id())


def _pair(actor: Actor, rng: Random, units: list[InventedUnit]) -> None:
    """Pair every community with one or two units of city and district; most are complete."""
    senders = [unit for unit in units if unit.plan.level is not Level.SUBDISTRICT]
    communities = areas_below(heping.DISTRICT, level=5)
    for at, community in enumerate(communities):
        for unit in {senders[at % len(senders)].id: senders[at % len(senders)]}.values():
            pairing = open_pairing(actor=actor, unit_id=unit.id, community_code=community.code)
            team = form_team(
                actor=actor,
                name=heping.TEAM_OF_PAIRING.format(
                    unit=unit.plan.name, community=community.short_name
                ),
                unit_id=unit.id,
                community_code=community.code,
                leader_id=unit.people[0],
            )
            facts = {
                "leader_id": unit.people[0],
                "team_id": team.id,
                "plan_ref": heping.PLAN_OF_PAIRING.format(year=TODAY.year, number=at + 1),
                "ledger_ref": heping.LEDGERS_OF_PAIRING,
                "in_charge_id": unit.people[1 % len(unit.people)],
            }
            if rng.random() > PAIRING_COMPLETE_SHARE:
                for missing in rng.sample(sorted(facts), rng.choice((1, 1, 2))):
                    facts.pop(missing)
            set_five_ones(actor=actor, pairing_id=pairing.id, **facts)


def _cast(actor: Actor, units: list[InventedUnit]) -> list[dict[str, str]]:
    """Make the six accounts that a visitor can act as; none has a password."""
    by_name = {unit.plan.name: unit for unit in units}
    clerk_unit = by_name[heping.CLERKS_UNIT]
    emergency, data = by_name[heping.EMERGENCY_UNIT], by_name[heping.MAINTAINERS_UNIT]
    subdistrict = next(unit for unit in units if unit.plan.level is Level.SUBDISTRICT)
    community = next(
        area
        for area in areas_below(heping.DISTRICT, level=5)
        if heping.LEADS_COMMUNITY in area.name
    )
    parts = (
        (Role.COMMANDER, emergency, 0, heping.DISTRICT, None),
        (Role.PLANNER, emergency, 1, heping.DISTRICT, None),
        (Role.CLERK, clerk_unit, 1, heping.DISTRICT, clerk_unit.id),
        (Role.LEAD, subdistrict, 1, community.code, None),
        (Role.RESPONDER, clerk_unit, 2, heping.DISTRICT, clerk_unit.people[2]),
        (Role.MAINTAINER, data, 1, heping.DISTRICT, None),
    )
    cast = []
    for role, unit, at, area_code, scope_id in parts:
        account = create_account(
            actor=actor,
            sign_in_name=f"demo-{role.value}",
            display_name=unit.names[at],
            person_id=unit.people[at],
        )
        grant(
            actor=actor, account_id=account.id, role=role, area_code=area_code, scope_id=scope_id,
        )  # fmt: skip
        cast.append({"account": str(account.id), "name": unit.names[at], "role": role.value})
    return cast


def _let_them_work(
    actor: Actor, cast: list[dict[str, str]], units: list[InventedUnit], seed: int
) -> None:
    """Leave what a few hours of work leave, so that no screen is empty."""
    actors = {member["role"]: actor_of(account_by_id(UUID(member["account"]))) for member in cast}
    subdistrict = next(unit for unit in units if unit.plan.level is Level.SUBDISTRICT)
    incident_id = open_the_incident(
        actors[Role.COMMANDER], {unit.plan.name: unit.people for unit in units}
    )
    set_up_posts(actor, incident_id, seed=seed, units=[unit.id for unit in units])
    senders = [Sender(unit.id, unit.plan.level, unit.people) for unit in units]
    commander, planner = actors[Role.COMMANDER], actors[Role.PLANNER]
    open_channels(actors[Role.MAINTAINER])
    call_up_id = call_the_district_up(commander, senders, STARTS_AT)
    plan_the_night(planner, commander, call_up_id, STARTS_AT)
    count_in(commander, call_up_id, senders, STARTS_AT)
    begin_the_first_shift(commander, call_up_id, STARTS_AT, seed)
    leave_traces(
        actor,
        actors,
        seed=seed,
        lead_person=subdistrict.people[2],
        unit_id=next(unit.id for unit in units if unit.plan.name == heping.EMERGENCY_UNIT),
    )
