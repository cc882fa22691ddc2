"""A district with its real communities, units of three levels, and pairings in every state."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from tests.platform.access.conftest import session_for

from muster.kernel import clock
from muster.kernel.actors import system_actor
from muster.kernel.ids import new_id
from muster.operations.duty import services as duty
from muster.operations.duty.contracts import AssignmentDraft, DeploymentDraft, PostDraft
from muster.operations.duty.models import Assignment
from muster.platform.access import services as access
from muster.platform.access.enums import Factor
from muster.platform.places.services import import_areas
from muster.registers.measures.services import open_incident
from muster.registers.responders import queries as responders
from muster.registers.responders import services
from muster.registers.responders.contracts import PersonDraft

DISTRICT, SUBDISTRICT = "120101", "120101001"
COMMUNITIES = ("120101001001", "120101001002", "120101002002")
ALL_FIVE = {f"{part}_ref": "there" for part in ("leader", "team", "plan", "ledger", "in_charge")}


@pytest.fixture
def system(tenant):
    return system_actor(tenant.id, "tests")


@pytest.fixture
def district(tenant, system):
    """66 people of three units and one closed; four are away, one of them twice, one has left."""
    import_areas(code=DISTRICT)
    people = {
        name: _unit(system, name, level, area, size)
        for name, level, area, size in (
            ("市统计局", "city", DISTRICT, 3),
            ("区教育局", "district", DISTRICT, 57),
            ("劝业场街道办事处", "subdistrict", SUBDISTRICT, 6),
        )
    }
    closed = services.add_unit(actor=system, name="区旧局", level="district", area_code=DISTRICT)
    services.close_unit(actor=system, unit_id=closed.id)
    _absences(system, people)
    units = {name: ids[0] for name, ids in people.items()}
    first, second, third = COMMUNITIES
    _pair(system, units["市统计局"], first, **ALL_FIVE)
    _pair(system, units["区教育局"], first, plan_ref="there")
    _pair(system, units["区教育局"], second, **ALL_FIVE)
    _pair(system, units["市统计局"], third)
    return tenant


def _unit(system, name, level, area, size):
    unit = services.add_unit(actor=system, name=name, level=level, area_code=area)
    drafts = [PersonDraft(name=f"王{at}", unit_id=unit.id) for at in range(size)]
    return [unit.id, *services.add_many(actor=system, drafts=drafts, batch_id=new_id())]


def _absences(system, people):
    now = clock.now()
    city, staff, sub = (ids[1:] for ids in people.values())
    for person, begins in ((city[0], 2), (city[0], 1), (staff[0], 1), (sub[0], 1), (staff[1], 1)):
        services.report_absence(
            actor=system,
            responder_id=person,
            starts_at=now - timedelta(hours=begins),
            ends_at=now + timedelta(hours=8),
        )
    services.report_absence(
        actor=system,
        responder_id=staff[2],
        starts_at=now + timedelta(days=3),
        ends_at=now + timedelta(days=4),
    )
    services.end_responder(actor=system, responder_id=staff[1])


def _pair(system, unit_id, community, **facts):
    pairing = services.open_pairing(actor=system, unit_id=unit_id, community_code=community)
    services.set_five_ones(actor=system, pairing_id=pairing.id, **facts)


@pytest.fixture
def enter(district, system):
    """Sign in as somebody: `enter("commander", "120101")`."""

    def sign_in(role, area=DISTRICT, **scope):
        account = access.create_account(
            actor=system, sign_in_name=new_id().hex, display_name=f"{role} {area}"
        )
        access.grant(actor=system, account_id=account.id, role=role, area_code=area, **scope)
        client = Client()
        client.cookies["muster_language"] = "en"
        session_for(client, account, Factor.TOTP)
        return client

    return sign_in


TODAY = date(2020, 2, 18)
MORNING, EVENING, NIGHT = "3x8.D", "3x8.E", "3x8.N"
SITE = "高速口"


@pytest.fixture
def morning():
    """It is 18 February 2020, a Tuesday, a quarter past ten at the place."""
    with clock.frozen(datetime(2020, 2, 18, 2, 15, tzinfo=UTC)):
        yield


def _posts(system, incident):
    first, second, third = COMMUNITIES

    def post(area, number, **facts):
        draft = PostDraft(area_code=area, kind="point", number=number, **facts)
        return duty.add_post(actor=system, incident_id=incident.id, draft=draft)

    return {
        "order": post(first, 1),
        "alone": post(first, 2),
        "empty": post(first, 3),
        "short": post(second, 1, crew_min=3, wanted=3),
        "nobody": post(third, 1),
        "site": post(DISTRICT, 1, site=SITE),
    }


@pytest.fixture
def manned(morning, district, system):
    """Posts of three communities and a site, all with a roster of three days, some with people.

    At ten on the first morning: the first community has one gate in order, one with somebody alone
    and one empty; the second is short of one of three; nobody is on the roster of the third's only
    gate; a site outside has its two.
    """
    incident = open_incident(
        actor=system, kind="epidemic", name="疫情防控", area_code=DISTRICT,
        contact_name="值班室", contact_phone="022-0000 0100", contact_answered=True,
    )  # fmt: skip
    posts = _posts(system, incident)
    unit = next(u for u in responders.units(actor=system) if u.name == "区教育局")
    rows = responders.list_people(
        actor=system, filters=responders.Filters(unit_id=unit.id), size=50
    ).people
    people = iter([row.id for row in rows])
    drafts, crews = [], {}
    for name, count in dict.fromkeys(("order", "alone", "empty", "short", "site"), 2).items():
        for shift in (MORNING, EVENING, NIGHT):
            crew = [next(people) for _ in range(count)]
            crews[name, shift] = crew
            drafts += [
                AssignmentDraft(responder_id=one, post_id=posts[name].id, day=day, shift=shift)
                for one in crew
                for day in range(3)
            ]
    area_of = {name: post.area_code for name, post in posts.items()}
    edition = duty.publish_edition(
        actor=system, incident_id=incident.id, starts_on=TODAY, days=3, plan_id=None,
        deployments=[
            DeploymentDraft(
                responder_id=one,
                area_code=f"{area_of[name]}/{SITE}" if name == "site" else area_of[name],
                first_secretary=name == "order" and at == 0 and shift == MORNING,
            )
            for (name, shift), crew in crews.items()
            for at, one in enumerate(crew)
        ],
        assignments=drafts,
    )  # fmt: skip
    shifts = {
        (row.responder_id, row.day): row for row in Assignment.objects.filter(edition=edition)
    }
    for name, came in (("order", 2), ("alone", 1), ("short", 2), ("site", 2)):
        for one in crews[name, MORNING][:came]:
            duty.check_in_by_lead(actor=system, assignment_id=shifts[one, TODAY].id)
    return SimpleNamespace(
        tenant=district, incident=incident, posts=posts, crews=crews, shifts=shifts, unit=unit
    )
