"""A district with its real communities, units of three levels, and pairings in every state."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.platform.access.conftest import session_for

from muster.kernel import clock
from muster.kernel.actors import system_actor
from muster.kernel.ids import new_id
from muster.platform.access import services as access
from muster.platform.access.enums import Factor
from muster.platform.places.services import import_areas
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
