"""Heping with its real subdistricts and communities, and who acts in it."""

import pytest

from muster.platform.places.services import PremisesDraft, add_premises, import_areas

JINGYUAN = "120101001014"
SUBDISTRICT = "120101001"


@pytest.fixture
def heping(tenant):
    """The command of Heping, its areas loaded."""
    import_areas(code="120101")
    return tenant


@pytest.fixture
def planner(heping, make_actor):
    return make_actor("planner", "120101")


@pytest.fixture
def lead(heping, make_actor):
    """The lead of 静园社区 alone."""
    return make_actor("lead", JINGYUAN)


@pytest.fixture
def neighbour(heping, make_actor):
    """The lead of another community of the district."""
    return make_actor("lead", "120101001001")


@pytest.fixture
def add(planner):
    """Add one place: `add("building", "3号楼", JINGYUAN)`."""
    from muster.platform.places.enums import PremisesKind

    def make(kind: str, name: str, parent: str = JINGYUAN, **facts):
        draft = PremisesDraft(parent, PremisesKind(kind), name, **facts)
        return add_premises(actor=planner, draft=draft)

    return make
