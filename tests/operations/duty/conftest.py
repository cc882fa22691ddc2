"""A district of two subdistricts, a running incident, and the people who keep its posts."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from muster.kernel import clock
from muster.kernel.actors import system_actor
from muster.operations.duty import queries, services
from muster.operations.duty.contracts import PostDraft
from muster.platform.places.models import Area
from muster.registers.measures.services import open_incident
from muster.registers.responders import services as responders
from muster.registers.responders.contracts import PersonDraft

DISTRICT, SUBDISTRICT, OTHER_SUBDISTRICT = "120101", "120101001", "120101002"
COMMUNITY, NEIGHBOUR, FAR = "120101001001", "120101001002", "120101002001"


@pytest.fixture(autouse=True)
def areas(db):
    """The district, its two subdistricts and three communities; two of them are placed."""
    for code, parent, level, name, at in (
        (DISTRICT, "1201", 3, "和平区", None),
        (SUBDISTRICT, DISTRICT, 4, "劝业场街道", (0.5, 0.5)),
        (OTHER_SUBDISTRICT, DISTRICT, 4, "小白楼街道", None),
        (COMMUNITY, SUBDISTRICT, 5, "静园社区居委会", (0.25, 0.75)),
        (NEIGHBOUR, SUBDISTRICT, 5, "兆丰路社区居委会", None),
        (FAR, OTHER_SUBDISTRICT, 5, "开封道社区居委会", None),
    ):
        east, north = at or (None, None)
        Area.objects.create(
            code=code, parent_code=parent, level=level, name=name, short_name=name[:2],
            areas=1, communities=1, east_km=east, north_km=north,
        )  # fmt: skip


@pytest.fixture(autouse=True)
def morning():
    """It is 18 February 2020, a Tuesday, five past eight."""
    with clock.frozen(datetime(2020, 2, 18, 0, 5, tzinfo=UTC)):
        yield


@pytest.fixture(autouse=True)
def english():
    """Let sentences and names of standards be read in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def system(tenant):
    """Do anything within the command of the tests."""
    return system_actor(tenant.id, "tests")


@pytest.fixture
def incident(system):
    """An epidemic that runs in the district."""
    return open_incident(
        actor=system, kind="epidemic", name="疫情防控", area_code=DISTRICT,
        contact_name="值班室", contact_phone="022-0000 0100", contact_answered=True,
    )  # fmt: skip


@pytest.fixture
def commander(make_actor):
    """The commander of the district."""
    return make_actor("commander")


@pytest.fixture
def lead(make_actor):
    """The lead of one community."""
    return make_actor("lead", COMMUNITY)


@pytest.fixture
def make_post(system, incident):
    """Set up a post: `make_post(kind="point", number=3, crew_min=2)`, by default in 静园."""

    def make(kind="point", *, actor=None, area_code=COMMUNITY, **facts):
        draft = PostDraft(area_code=area_code, kind=kind, **facts)
        return services.add_post(actor=actor or system, incident_id=incident.id, draft=draft)

    return make


@pytest.fixture
def post(make_post):
    """A gate open day and night."""
    return make_post(name="3 号门岗", number=3, place="静园东门")


@pytest.fixture
def shown(incident):
    """Titles of the posts an actor sees: `shown(lead, kind="point")`."""

    def titles(actor, **filters):
        rows = queries.posts(
            actor=actor, incident_id=incident.id, filters=queries.Filters(**filters)
        )
        return [row.title for row in rows]

    return titles


@pytest.fixture
def make_people(system):
    """Put people of one unit on the register: `make_people(3, level="district")`; their ids."""

    def make(count, *, level="district", area_code=DISTRICT, unit="区统计局", **facts):
        made = responders.add_unit(actor=system, name=unit, level=level, area_code=area_code)
        drafts = [
            PersonDraft(name=f"王{'一二三四五六七八九十'[at % 10]}", unit_id=made.id, **facts)
            for at in range(count)
        ]
        return responders.add_many(actor=system, drafts=drafts, batch_id=made.id)

    return make
