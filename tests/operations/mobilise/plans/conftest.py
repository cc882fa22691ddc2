"""A plan of one post with two people by day, solved anew for each test that asks for it."""

from datetime import date

import pytest
from tests.operations.mobilise.conftest import HEPING

from muster.operations.duty.contracts import PostDraft
from muster.operations.duty.services import add_post
from muster.operations.mobilise import services
from muster.operations.mobilise.models.plans import unpacked
from muster.operations.mobilise.services.solving import judged, keep_solved
from muster.platform.places.models import Area
from muster.registers.responders import services as responders

COMMUNITY = "120101001001"
DRAFT = services.PlanDraft(starts_on=date(2020, 2, 18), days=3, seconds=1)


@pytest.fixture
def areas():
    """The district, a subdistrict and a community."""
    for code, parent, level in (
        (HEPING, "1201", 3), (COMMUNITY[:9], HEPING, 4), (COMMUNITY, COMMUNITY[:9], 5),
    ):  # fmt: skip
        Area.objects.create(
            code=code, parent_code=parent, level=level, name=code, short_name=code, areas=1,
            communities=1,
        )  # fmt: skip


@pytest.fixture
def posts(system, incident, areas):
    """One post of two people in the day, one community."""
    draft = PostDraft(area_code=COMMUNITY, kind="point", letters="D")
    return [add_post(actor=system, incident_id=incident.id, draft=draft)]


@pytest.fixture
def ready(system, named, posts, education):
    responders.change_responder(actor=system, responder_id=education.ids[0], can_lead=True)
    return named


@pytest.fixture
def begun(commander, call_up, ready):
    return services.begin_plan(actor=commander, call_up_id=call_up.id, draft=DRAFT)


@pytest.fixture
def solved(commander, begun):
    """A legal plan that sends all four people, however much time the machine had to solve it."""
    row = services.solve_plan(actor=commander, plan_id=begun.id, listener=lambda _now: None)
    facts = unpacked(row.instance)
    content = {**row.content, "meta": {}}
    content["assignment"] |= {one["id"]: COMMUNITY for one in facts["people"]}
    return keep_solved(commander, row.id, content, judged(facts, content))


@pytest.fixture
def second(make_actor):
    return make_actor("planner")


@pytest.fixture
def approved(commander, second, solved):
    services.submit_plan(actor=commander, plan_id=solved.id)
    return services.approve_plan(actor=second, plan_id=solved.id)
