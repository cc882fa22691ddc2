"""What a visitor of the demo finds on the screens: something on each, and nothing that left."""

import pytest
from tests.delivery.web.conftest import SMALL

from muster.delivery.replay import heping
from muster.delivery.replay.services import make_demo
from muster.kernel import clock
from muster.kernel.actors import system_actor
from muster.platform.files.models import Batch, Export
from muster.platform.jobs import runner
from muster.platform.jobs.models import Job
from muster.platform.notify.enums import MessageState, Way
from muster.platform.notify.models import Channel, Message
from muster.platform.places.models import Grid, GridBuilding, Premises
from muster.platform.retention.models import DestructionCertificate
from muster.registers.responders.models import Responder


@pytest.fixture
def tenant(db, settings, monkeypatch):
    settings.DEMO = True
    for name, value in SMALL.items():
        monkeypatch.setattr(heping, name, value)
    return make_demo(seed=1, progress=lambda *_: None)


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


def test_the_sheet_of_shops_becomes_a_finished_job(tenant):
    [batch] = Batch.objects.of_tenant(tenant.id)

    runner.run(batch.job_id)

    batch.refresh_from_db()
    assert (batch.state, batch.counts["done"]) == ("committed", 3)
    assert Job.objects.get(pk=batch.job_id).state == "done"
    with clock.drill(tenant.drill_offset):
        shops = Premises.objects.visible_to(system_actor(tenant.id, "tests")).filter(kind="shop")
        assert sorted(shops.values_list("name", flat=True)) == sorted(heping.SHOPS)
