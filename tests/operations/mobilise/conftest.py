"""A running incident, three units with people, and a call-up that has been sent."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from muster.kernel import clock
from muster.kernel.actors import system_actor
from muster.operations.mobilise import queries, services
from muster.operations.mobilise.services import Draft
from muster.registers.measures.services import open_incident
from muster.registers.responders import services as responders
from muster.registers.responders.contracts import PersonDraft

HEPING = "120101"
EVENING = datetime(2020, 2, 17, 18, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def evening():
    """It is 18:00 on 17 February, at the place, and people read English."""
    with clock.frozen(EVENING), translation.override("en"):
        yield


@pytest.fixture
def system(tenant):
    return system_actor(tenant.id, "tests")


@pytest.fixture
def commander(make_actor):
    return make_actor("commander")


@pytest.fixture
def incident(system):
    return open_incident(
        actor=system,
        kind="epidemic",
        name="疫情联防联控",
        area_code=HEPING,
        contact_name="值班室",
        contact_phone="02200000000",
        contact_answered=True,
    )


@pytest.fixture
def make_unit(system):
    def make(name, *, level="district", headcount=None, people=0):
        unit = responders.add_unit(
            actor=system, name=name, level=level, area_code=HEPING, headcount=headcount
        )
        unit.ids = [
            responders.add_responder(
                actor=system, draft=PersonDraft(name=f"{name[:2]}{n}", unit_id=unit.id)
            ).id
            for n in range(people)
        ]
        return unit

    return make


@pytest.fixture
def education(make_unit):
    return make_unit("区教育局", headcount=10, people=4)


@pytest.fixture
def statistics(make_unit):
    return make_unit("区统计局", headcount=20, people=4)


@pytest.fixture
def draft():
    return Draft(
        title="第一批集结",
        deadline_at=EVENING + timedelta(hours=5, minutes=30),
        assembly_at=EVENING + timedelta(hours=14),
        assembly_place="和平体育馆",
        declared_total=6,
    )


@pytest.fixture
def call_up(commander, incident, education, statistics, draft):
    """A call-up that has been sent: both units are asked for four people."""
    row = services.draft_call_up(actor=commander, draft=draft)
    for unit in (education, statistics):
        services.set_target(actor=commander, call_up_id=row.id, unit_id=unit.id, number=4)
    return services.send_call_up(actor=commander, call_up_id=row.id)


@pytest.fixture
def ask_of(system, call_up):
    def find(unit):
        return queries.ask_of(actor=system, call_up_id=call_up.id, unit_id=unit.id)

    return find


@pytest.fixture
def clerk(make_actor, education):
    return make_actor("clerk", area="", scope_id=education.id)


@pytest.fixture
def named(clerk, call_up, ask_of, education):
    """Everybody of the education office on its list."""
    return services.name_people(
        actor=clerk, ask_id=ask_of(education).id, responder_ids=education.ids
    )
