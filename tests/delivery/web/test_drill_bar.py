"""The drill bar stands on every page of a demo, also for a stranger, and works there."""

import pytest
from django.test import Client
from tests.pages import read

from muster.kernel.models import Tenant
from muster.platform.audit.models import AuditEvent

PUBLIC = ["/", "/verify/", "/verify/7K3QX9M2PA/", "/signin/", "/invite/", "/nothing/here/"]


def bars(client, address):
    page = read(client.get(address).content.decode())
    return list(page.every(lambda e: "drill-bar" in e.classes))


@pytest.mark.parametrize("address", PUBLIC)
def test_stranger_has_the_bar_with_all_its_buttons(demo, address):
    [bar] = bars(Client(), address)

    forms = [one.attributes["action"] for one in bar.every(lambda e: e.tag == "form")]
    assert forms == ["/drill/act-as/", "/drill/clock/", "/drill/absent/"]


def test_front_page_leads_to_checking_once(demo):
    page = read(Client().get("/").content.decode())
    links = list(page.every(lambda e: e.attributes.get("href") == "/verify/"))

    assert len(links) == 1


def test_stranger_moves_the_clock_and_the_command_records_it(demo):
    before = Tenant.objects.get(pk=demo.tenant.pk).drill_offset

    Client().post("/drill/clock/", {"to": "hour"})

    after = Tenant.objects.get(pk=demo.tenant.pk).drill_offset
    assert (after - before).total_seconds() == 3600
    moved = AuditEvent.objects.filter(tenant_id=demo.tenant.pk, verb="web.drill_clock_moved")
    assert moved.count() == 1


def test_outside_a_demo_a_stranger_has_no_bar_and_no_clock(client, tenant):
    assert bars(client, "/verify/") == []
    assert client.post("/drill/clock/").status_code == 404
