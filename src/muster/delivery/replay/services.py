"""The demo district: Heping on 18 February, its real areas, 106 units and 3,224 invented people.

Each community also has its own staff and property guards, who are sent by nobody.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from importlib import import_module
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import translation

from muster.delivery.replay import heping
from muster.delivery.replay.contracts import SCENARIOS, Outcome
from muster.delivery.replay.evening import at, call_the_district_up, count_in
from muster.delivery.replay.incident import open_the_incident
from muster.delivery.replay.posts import set_up_posts
from muster.delivery.replay.roster import begin_the_first_shift, plan_the_night
from muster.delivery.replay.traces import leave_traces, open_channels
from muster.delivery.replay.units import (
    FACTS_OF_PAIRING,
    InventedUnit,
    UnitPlan,
    invent_units,
    local_unit,
    pair,
)
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
)

STARTS_AT = datetime(2020, 2, 18, 8, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
PAIRING_COMPLETE_SHARE = 0.72
RESPONDER_AT = 4
"""Where the responder stands among the six."""
FIRST_WITHOUT_PART = 2
"""The first of the clerk's unit who is nobody else of the six."""

Progress = Callable[[int, int, str], None]


def play(scenario: str, *, seed: int, **options: float) -> Outcome:
    """Play one of `contracts.SCENARIOS` in an installation that holds nothing yet.

    `scale` is an option of cangzhou alone: the share of its members that is played.
    """
    player = import_module(f"{__package__}.{SCENARIOS[scenario]}")
    outcome: Outcome = player.replay(seed=seed, **options)
    return outcome


def make_demo(*, seed: int, progress: Progress) -> Tenant:
    """Make the drill's command, areas, units, people, pairings and the six who can be played."""
    progress(0, 5, "areas")
    import_areas(code=heping.DISTRICT)
    # What is named in the demo, teams and posts, is named in the language of the place.
    with transaction.atomic(), translation.override("zh-hans"):
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
            progress(4, 5, "traces")
            cast.insert(RESPONDER_AT, _let_them_work(actor, cast, people, seed))
            change_settings(tenant, cast=cast, schematic=True)
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
            plan = UnitPlan(
                name.format(community=community.name), level, community.code, rng.randint(*size)
            )
            drafts += local_unit(actor, rng, plan, ages)
    add_many(actor=actor, drafts=drafts, batch_id=new_id())


def _pair(actor: Actor, rng: Random, units: list[InventedUnit]) -> None:
    """Pair every community with a unit of city or district; most are complete."""
    senders = [unit for unit in units if unit.plan.level is not Level.SUBDISTRICT]
    for n, community in enumerate(areas_below(heping.DISTRICT, level=5)):
        lacking: Sequence[str] = ()
        if rng.random() > PAIRING_COMPLETE_SHARE:
            lacking = rng.sample(FACTS_OF_PAIRING, rng.choice((1, 1, 2)))
        pair(actor, senders[n % len(senders)], community, number=n + 1, lacking=lacking)


def _cast(actor: Actor, units: list[InventedUnit]) -> list[dict[str, str]]:
    """Make the accounts that a visitor can act as, but for the responder; none has a password."""
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
        (Role.MAINTAINER, data, 1, heping.DISTRICT, None),
    )
    return [
        _member(actor, role, (unit, rank), area_code, scope_id)
        for role, unit, rank, area_code, scope_id in parts
    ]


def _member(
    actor: Actor, role: Role, who: tuple[InventedUnit, int], area_code: str, scope_id: UUID | None
) -> dict[str, str]:
    unit, rank = who
    account = create_account(
        actor=actor,
        sign_in_name=f"demo-{role.value}",
        display_name=unit.names[rank],
        person_id=unit.people[rank],
    )
    grant(actor=actor, account_id=account.id, role=role, area_code=area_code, scope_id=scope_id)
    return {"account": str(account.id), "name": unit.names[rank], "role": role.value}


def _let_them_work(
    actor: Actor, cast: list[dict[str, str]], units: list[InventedUnit], seed: int
) -> dict[str, str]:
    """Leave what a few hours of work leave, so that no screen is empty.

    Returns the responder whom a visitor can act as: one of the clerk's unit who is at a post.
    """
    actors = {member["role"]: actor_of(account_by_id(UUID(member["account"]))) for member in cast}
    subdistrict = next(unit for unit in units if unit.plan.level is Level.SUBDISTRICT)
    incident_id = open_the_incident(
        actors[Role.COMMANDER], {unit.plan.name: unit.people for unit in units}
    )
    set_up_posts(actor, incident_id, seed=seed, units=[unit.id for unit in units])
    commander, planner = actors[Role.COMMANDER], actors[Role.PLANNER]
    open_channels(actors[Role.MAINTAINER])
    call_up_id = call_the_district_up(commander, units, STARTS_AT)
    plan_the_night(planner, commander, call_up_id, STARTS_AT)
    with at(commander, STARTS_AT - timedelta(minutes=10)):
        count_in(commander, call_up_id, units)
    came = begin_the_first_shift(commander, call_up_id, STARTS_AT, seed)
    responder = _at_a_post(actor, came, units)
    leave_traces(
        actor,
        actors,
        seed=seed,
        lead_person=subdistrict.people[2],
        unit_id=next(unit.id for unit in units if unit.plan.name == heping.EMERGENCY_UNIT),
    )
    return responder


def _at_a_post(actor: Actor, came: Collection[UUID], units: list[InventedUnit]) -> dict[str, str]:
    """Make the responder's account: of somebody who came, after those who have other parts."""
    unit = next(unit for unit in units if unit.plan.name == heping.CLERKS_UNIT)
    ranks = range(FIRST_WITHOUT_PART, len(unit.people))
    rank = next((n for n in ranks if unit.people[n] in came), FIRST_WITHOUT_PART)
    return _member(actor, Role.RESPONDER, (unit, rank), heping.DISTRICT, unit.people[rank])
