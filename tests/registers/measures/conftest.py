"""A district of two subdistricts, an incident that runs in it, and the people who look at it."""

from datetime import UTC, datetime, timedelta

import pytest

from muster.kernel import clock
from muster.kernel.actors import system_actor
from muster.platform.places.models import Area
from muster.registers.measures import services
from muster.registers.responders import services as responders
from muster.registers.responders.contracts import PersonDraft

DISTRICT, SUBDISTRICT, OTHER_SUBDISTRICT = "120101", "120101001", "120101002"
COMMUNITY = "120101001001"
START = datetime(2020, 2, 17, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def areas(db):
    """The district, its two subdistricts and one community; a neighbour with one subdistrict."""
    for code, parent, level, name in (
        (DISTRICT, "1201", 3, "和平区"),
        (SUBDISTRICT, DISTRICT, 4, "劝业场街道"),
        (OTHER_SUBDISTRICT, DISTRICT, 4, "小白楼街道"),
        (COMMUNITY, SUBDISTRICT, 5, "静园社区居委会"),
        ("120102", "1201", 3, "河东区"),
        ("120102001", "120102", 4, "大王庄街道"),
    ):
        Area.objects.create(
            code=code, parent_code=parent, level=level, name=name, short_name=name, areas=1,
            communities=1,
        )  # fmt: skip


@pytest.fixture
def system(tenant):
    """Do anything within the command of the tests."""
    return system_actor(tenant.id, "tests")


@pytest.fixture
def commander(make_actor):
    """The commander of the district."""
    return make_actor("commander")


@pytest.fixture
def at():
    """Stop the clock so many hours (or `days=`) after 17 February, 18:00 at the place."""

    def stop(hours=0, **more):
        return clock.frozen(START + timedelta(hours=hours, **more))

    return stop


@pytest.fixture
def make_incident(commander):
    """Open an incident: `make_incident(kind="flood", contact_answered=False)`."""

    def make(**facts):
        known = {
            "kind": "epidemic",
            "name": "新冠疫情联防联控",
            "area_code": DISTRICT,
            "contact_name": "区指挥部值班室",
            "contact_phone": "022-00000000",
            "contact_answered": True,
        }
        return services.open_incident(actor=commander, **(known | facts))

    return make


@pytest.fixture
def incident(make_incident, at):
    """An incident of the district that started on 17 February, 18:00."""
    with at():
        return make_incident()


@pytest.fixture
def make_person(system):
    """Put somebody of one district office on the register: `make_person("李芳")`."""
    unit = responders.add_unit(actor=system, name="区应急局", level="district", area_code=DISTRICT)

    def make(name="李芳"):
        draft = PersonDraft(name=name, unit_id=unit.id)
        return responders.add_responder(actor=system, draft=draft)

    return make
