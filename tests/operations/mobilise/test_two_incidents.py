"""Two incidents run: a call-up and a post say for which, and pages follow the one chosen."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from tests.operations.mobilise.conftest import HEPING
from tests.operations.mobilise.plans.test_views import page
from tests.platform.access.conftest import session_for

from muster.kernel.ids import new_id
from muster.operations.duty.models import Post
from muster.operations.mobilise import services
from muster.operations.mobilise.models import CallUp
from muster.platform.access import services as access
from muster.platform.access.enums import Factor
from muster.platform.places.models import Area
from muster.registers.measures.queries import current_notice, running_notices, working_on
from muster.registers.measures.services import open_incident

pytestmark = pytest.mark.django_db

SITE = "津塘高速卡口"
FORM = {
    "title": "防汛集结",
    "deadline_at": "2020-02-17T22:00",
    "assembly_at": "2020-02-18T08:00",
    "assembly_place": "体育馆",
}


@pytest.fixture
def flood(system, incident):
    return open_incident(
        actor=system, kind="flood", name="防汛应急", area_code=HEPING,
        contact_name="值班室", contact_phone="02200000000", contact_answered=True,
    )  # fmt: skip


@pytest.fixture
def command(system):
    account = access.create_account(
        actor=system, sign_in_name=f"command-{new_id().hex[:8]}", display_name="command"
    )
    access.grant(actor=system, account_id=account.id, role="commander", area_code=HEPING)
    client = Client()
    session_for(client, account, Factor.TOTP)
    client.cookies["muster_language"] = "en"
    return client


def test_one_incident_is_not_asked_for(command, incident):
    assert "incident_id" not in page(command, "add")
    assert "work_on" not in page(command, "index")
    assert "incident_id" not in command.get(reverse("duty:add")).content.decode()


def test_a_call_up_says_which_of_two_incidents(command, incident, flood):
    form = page(command, "add")
    assert "防汛应急" in form
    assert command.post(reverse("mobilise:add"), FORM).status_code == 422
    command.post(reverse("mobilise:add"), FORM | {"incident_id": str(flood.id)})
    row = CallUp.objects.of_tenant(flood.tenant_id).get(title="防汛集结")
    assert row.incident_id == flood.id
    assert "防汛应急" in page(command, "index")
    assert "防汛应急" in page(command, "call_up", row.id)


def test_a_post_says_which_of_two_incidents(command, incident, flood):
    Area.objects.create(
        code=HEPING, parent_code="1201", level=3, name="和平区", short_name="和平", areas=1,
        communities=1,
    )  # fmt: skip
    url = reverse("duty:add")
    assert "防汛应急" in command.get(url).content.decode()
    facts = {"kind": "point", "area_code": HEPING, "site": SITE, "weekdays": list("0123456")}
    assert command.post(url, facts).status_code == 422
    command.post(url, facts | {"incident_id": str(flood.id)})
    assert Post.objects.of_tenant(flood.tenant_id).get(site=SITE).incident_id == flood.id


def test_what_is_chosen_is_worked_on_by_every_page_that_follows(command, incident, flood):
    first = command.get(reverse("duty:posts")).content.decode()
    assert f"work_on={flood.id}" in first
    command.get(reverse("duty:posts"), {"work_on": str(flood.id)})
    chosen = command.get(reverse("duty:posts"))
    assert chosen.context["incident"].incident_id == flood.id
    assert command.get(reverse("mobilise:index")).context["incident"].id == flood.id
    command.get(reverse("duty:posts"), {"work_on": "no id"})
    assert command.get(reverse("duty:posts")).context["incident"].incident_id == flood.id


def test_the_choice_ends_where_it_was_made(commander, incident, flood):
    with working_on(flood.id):
        assert current_notice(commander).incident_id == flood.id
    assert current_notice(commander).incident_id == incident.id
    assert [one.incident_id for one in running_notices(commander)] == [incident.id, flood.id]


def test_a_draft_names_an_incident(commander, incident, flood, draft):
    row = services.draft_call_up(actor=commander, draft=replace(draft, incident_id=flood.id))
    assert row.incident_id == flood.id
