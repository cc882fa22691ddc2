"""What rosters hold ends a year after the incident, each on its own certificate."""

from datetime import timedelta

import pytest
from tests.operations.duty.roster_parts import publish, shift

from muster.kernel import clock
from muster.operations.duty import services
from muster.operations.duty.models import Assignment, Deployment, Edition, Post
from muster.platform.retention.models import DestructionCertificate
from muster.platform.retention.services import destroy_due, set_rule
from muster.registers.measures.models import Incident
from muster.registers.measures.services import close_incident, destroy_ended

YEAR = timedelta(days=366)
RECORDS = (Assignment, Deployment, Edition, Post, Incident)


@pytest.fixture
def ended(system, incident, post, make_people):
    """An incident that has ended, with a post and a roster of two people for it."""
    publish(system, incident, [shift(one, post) for one in make_people(2)])
    close_incident(actor=system, incident_id=incident.id, reason="解除")
    return incident


def left(tenant_id):
    return {model.__name__: model.objects.filter(tenant_id=tenant_id).count() for model in RECORDS}


def night(days):
    with clock.frozen(clock.now() + timedelta(days=days)):
        destroy_due()


def test_shifts_are_held_from_the_end_of_the_incident_and_destroyed_lot_by_lot(
    system, incident, post, make_people
):
    publish(system, incident, [shift(one, post) for one in make_people(2)])
    count, listed, destroy = services.held("shifts")
    assert count(system.tenant_id) == 0
    close_incident(actor=system, incident_id=incident.id, reason="解除")
    assert count(system.tenant_id) == len(listed(system.tenant_id)) == 2
    assert destroy(system.tenant_id, clock.now(), 10) == []

    later = clock.now() + timedelta(seconds=1)
    assert len(destroy(system.tenant_id, later, 1)) == 1
    assert len(destroy(system.tenant_id, later, 10)) == 1


def test_an_incident_takes_neither_its_posts_nor_its_rosters_along(ended):
    before = left(ended.tenant_id)

    assert destroy_ended(ended.tenant_id, clock.now() + YEAR, 10) == []

    assert left(ended.tenant_id) == before


def test_after_a_year_everything_goes_with_certificates_that_count_it(ended):
    night(364)
    assert left(ended.tenant_id)["Assignment"] == 2

    night(367)

    assert left(ended.tenant_id) == {
        "Assignment": 0, "Deployment": 0, "Edition": 0, "Post": 0, "Incident": 1,
    }  # fmt: skip
    assert destroy_ended(ended.tenant_id, clock.now() + YEAR, 10) == [ended.id]
    rows = DestructionCertificate.objects.filter(tenant_id=ended.tenant_id)
    counted = dict(rows.values_list("holding", "count"))
    names = ("duty.shifts", "duty.deployments", "duty.editions", "duty.posts")
    assert [counted[name] for name in names] == [2, 2, 1, 1]


def test_what_still_has_shifts_stays_with_them(ended, system):
    set_rule(actor=system, holding="duty.shifts", days=900, reason="诉讼")

    night(367)

    assert left(ended.tenant_id) == {
        "Assignment": 2, "Deployment": 0, "Edition": 1, "Post": 1, "Incident": 1,
    }  # fmt: skip
