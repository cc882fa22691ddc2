"""A district office with two people, and the people who look at them."""

import pytest

from muster.kernel.actors import system_actor
from muster.registers.responders import services
from muster.registers.responders.contracts import PersonDraft

IDENTITY = "880001197503120015"


@pytest.fixture
def system(tenant):
    """Do anything within the command of the tests."""
    return system_actor(tenant.id, "tests")


@pytest.fixture
def make_unit(system):
    """Add a unit: `make_unit("区统计局", level="district", area_code="120101")`."""

    def make(name="区统计局", *, level="district", area_code="120101", **facts):
        return services.add_unit(actor=system, name=name, level=level, area_code=area_code, **facts)

    return make


@pytest.fixture
def unit(make_unit):
    """The district's statistics office."""
    return make_unit()


@pytest.fixture
def make_person(system, unit):
    """Put a person on the register: `make_person("李芳", phone="15400006021")`."""

    def make(name="李芳", *, of=None, **facts):
        draft = PersonDraft(name=name, unit_id=(of or unit).id, **facts)
        return services.add_responder(actor=system, draft=draft)

    return make


@pytest.fixture
def person(make_person):
    """A person with a phone and an identity number that nobody can have."""
    return make_person("吴海涛", phone="15400006021", identity_number=IDENTITY)


@pytest.fixture
def commander(make_actor):
    """The commander of the district."""
    return make_actor("commander")


@pytest.fixture
def clerk(make_actor, unit):
    """The clerk of the statistics office, whose grant names that unit alone."""
    return make_actor("clerk", area="", scope_id=unit.id)
