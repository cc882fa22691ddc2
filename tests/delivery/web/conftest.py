"""The small demo with something of every kind in it, and people who are signed in."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
import pytest_django
from django.test import Client
from tests.delivery.demo import made_once
from tests.platform.files.conftest import people, workbook

from muster.delivery.replay import heping
from muster.delivery.web.drill import cast_of
from muster.delivery.web.drill_events import someone_does_not_come
from muster.kernel import clock
from muster.kernel.actors import system_actor
from muster.kernel.ids import new_id
from muster.platform.access import queries as access_queries
from muster.platform.access.services import invite, issue_device_to_new
from muster.platform.files.services import start_import
from muster.platform.jobs import runner
from muster.platform.jobs.enums import JobState
from muster.platform.jobs.models import Job
from muster.platform.places.pattern import Pattern
from muster.platform.places.services import add_by_pattern, create_grid
from muster.platform.retention.models import DestructionCertificate
from muster.registers.responders import queries, services


@pytest.fixture(scope="module")
def demo_of_module(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[SimpleNamespace]:
    """The demo, filled, for all tests of a file."""
    with made_once(django_db_blocker, _filled) as made:
        yield made


@pytest.fixture
def demo(demo_of_module, db, settings):
    """The demo, with something of every kind in it: `demo.tenant`, `demo.enter("lead")`."""
    settings.DEMO = True
    return demo_of_module


def _filled(tenant):
    for job in Job.objects.filter(tenant=tenant, state=JobState.QUEUED):
        runner.run(job.id)
    cast = {member.role.value: member for member in cast_of(tenant)}
    with clock.drill(tenant.drill_offset):
        _fill(tenant, cast)
    return SimpleNamespace(tenant=tenant, cast=cast, enter=lambda role: _enter(cast[role]))


def _enter(member):
    client = Client(headers={"accept-language": "en"})
    client.cookies["muster_language"] = "en"
    client.post("/drill/act-as/", {"account": str(member.account_id)})
    return client


def _fill(tenant, cast):
    actors = {
        role: access_queries.actor_of(access_queries.account_by_id(member.account_id))
        for role, member in cast.items()
    }
    system = system_actor(tenant.id, "tests")
    _register(system, tenant)
    _community(actors["lead"])
    rows = [*people(4), ["", "", "女", "", "", "市统计局", ""]]
    start_import(
        actor=actors["clerk"],
        kind_name="responders.people",
        name="名单.xlsx",
        content=workbook(rows),
        options={},
    )
    invite(actor=actors["commander"], role="planner", area_code=heping.DISTRICT)
    area = actors["lead"].grants[0].area
    issue_device_to_new(actor=system, display_name="门岗", role="guard", area_code=area)
    Job.objects.create(tenant=tenant, name="audit.seal", requested_by=actors["clerk"].account_id)
    DestructionCertificate.objects.create(
        tenant=tenant,
        holding="notify.messages",
        clock_kind="created",
        days=90,
        before=clock.now(),
        count=7,
    )


def _register(system, tenant):
    """Close a unit, let three people be away and one have left, end a pairing."""
    closed = services.add_unit(actor=system, name="区旧局", level="district", area_code="120101")
    services.close_unit(actor=system, unit_id=closed.id)
    for _ in range(3):
        someone_does_not_come(tenant=tenant)
    unit = next(one for one in queries.units(actor=system) if one.name == "区科学技术局")
    person = queries.list_people(actor=system, filters=queries.Filters(unit_id=unit.id)).people[0]
    services.end_responder(actor=system, responder_id=person.id)
    pairing = queries.pairings(actor=system)[5]
    services.end_pairing(actor=system, pairing_id=pairing.id)
    joint = services.form_team(actor=system, name="联合队", community_code=pairing.community_code)
    member = queries.list_people(actor=system, filters=queries.Filters()).people[0]
    services.add_member(actor=system, team_id=joint.id, responder_id=member.id)


def _community(lead):
    area = lead.grants[0].area
    pattern = Pattern(buildings=2, entrances=1, floors=2, doors=2, first_building=101)
    add_by_pattern(actor=lead, parent_code=area, pattern=pattern)
    create_grid(actor=lead, area_code=area, name=f"网格 {new_id().hex[:4]}")
