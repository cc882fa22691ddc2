"""What a visitor of the demo finds on the screens: something on each, and nothing that left."""

import math
from random import Random

import pytest
from tests.delivery.demo import made_once

from muster.delivery.replay import heping
from muster.delivery.replay.people import invent_locals, phone_numbers
from muster.kernel import clock
from muster.kernel.actors import system_actor
from muster.kernel.ids import new_id
from muster.platform.access.models import Account
from muster.platform.access.queries import actor_of
from muster.platform.access.services import issue_device_to_new
from muster.platform.files.models import Batch, Export
from muster.platform.jobs import runner
from muster.platform.jobs.models import Job
from muster.platform.notify.enums import MessageState, Way
from muster.platform.notify.models import Channel, Message
from muster.platform.places.models import Grid, GridBuilding, Premises
from muster.platform.retention.models import DestructionCertificate
from muster.registers.responders.enums import LOCAL, LOCAL_LEVELS
from muster.registers.responders.models import Responder
from muster.registers.responders.queries import Filters, level_totals, list_people


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    with made_once(django_db_blocker, lambda tenant: tenant) as tenant:
        yield tenant


@pytest.fixture
def tenant(made, db, settings):
    settings.DEMO = True
    return made


def test_demo_has_something_on_every_screen_and_nothing_left_the_house(tenant):
    def rows(model):
        return model.objects.of_tenant(tenant.id)

    assert {channel.way for channel in rows(Channel)} == {Way.SMS, Way.EMAIL}
    outside = rows(Message).exclude(way=Way.INBOX)
    assert outside.count() == 4
    assert {message.state for message in outside} == {MessageState.KEPT_IN}
    [export] = rows(Export)
    assert (export.rows, len(export.code)) == (10, 8)
    [certificate] = DestructionCertificate.objects.filter(tenant_id=tenant.id)
    assert (certificate.holding, certificate.count) == ("responders.people", 3)
    assert rows(Responder).filter(ended_on__isnull=False).count() == 0
    assert GridBuilding.objects.filter(grid__in=rows(Grid)).count() == 3
    assert rows(Premises).count() == 1 + 3 + 3 + 24


def test_each_community_has_its_own_staff_and_guards_and_nobody_sent_is_counted_twice(tenant):
    system = system_actor(tenant.id, "tests")
    levels = level_totals(actor=system)
    sent = [n for level, n in levels.items() if level not in LOCAL_LEVELS]

    assert [sum(part) for part in zip(*sent, strict=True)] == [10, 94]
    assert levels["community"][0] == levels["property"][0] == 64
    lead = actor_of(Account.objects.get(tenant=tenant, sign_in_name="demo-lead"))
    own = list_people(actor=lead, filters=Filters(level=LOCAL)).people
    assert {person.unit.name for person in own} == {"静园社区居委会", "静园社区物业服务处"}
    assert len(own) == 3
    guard = next(person for person in own if person.level == "property")
    issued = issue_device_to_new(
        actor=lead,
        display_name=guard.name,
        role="guard",
        area_code=lead.grants[0].area,
        person_id=guard.id,
    )
    assert issued.device.account.person_id == guard.id


def test_guards_are_often_over_sixty_and_live_near():
    rng = Random(1)
    guards = invent_locals(
        rng, unit_id=new_id(), phones=phone_numbers(rng, 300), ages=heping.AGES_OF_GUARDS
    )

    over = sum(guard.birth_date.year < 1960 for guard in guards)
    assert over > 75
    assert not any(guard.can_lead for guard in guards)
    assert max(math.hypot(guard.home_x_km, guard.home_y_km) for guard in guards) < 7


def test_the_sheet_of_shops_becomes_a_finished_job(tenant):
    [batch] = Batch.objects.of_tenant(tenant.id)

    runner.run(batch.job_id)

    batch.refresh_from_db()
    assert (batch.state, batch.counts["done"]) == ("committed", 3)
    assert Job.objects.get(pk=batch.job_id).state == "done"
    with clock.drill(tenant.drill_offset):
        shops = Premises.objects.visible_to(system_actor(tenant.id, "tests")).filter(kind="shop")
        assert sorted(shops.values_list("name", flat=True)) == sorted(heping.SHOPS)
