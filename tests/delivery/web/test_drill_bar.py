"""The drill bar stands on every page of a demo, also for a stranger, and works there."""

import pytest
from django.test import Client
from tests.pages import read
from tests.platform.access.conftest import session_for

from muster.kernel.actors import system_actor
from muster.kernel.models import Tenant
from muster.platform.access.enums import Factor
from muster.platform.access.middleware import DEVICE_COOKIE
from muster.platform.access.services import (
    create_account,
    grant,
    issue_device_to_new,
    redeem_device,
)
from muster.platform.audit.models import AuditEvent
from muster.platform.retention.models import DestructionCertificate

PUBLIC = ["/", "/verify/", "/verify/7K3QX9M2PA/", "/signin/", "/invite/", "/nothing/here/"]


def bars(client, address):
    page = read(client.get(address).content.decode())
    return list(page.every(lambda e: "drill-bar" in e.classes))


@pytest.mark.parametrize("address", PUBLIC)
def test_stranger_has_the_bar_with_all_its_buttons(demo, address):
    [bar] = bars(Client(), address)

    forms = [one.attributes["action"] for one in bar.every(lambda e: e.tag == "form")]
    assert forms == ["/drill/act-as/", "/drill/clock/", "/drill/absent/"]


def chosen(client):
    [bar] = bars(client, "/account/")
    [option] = bar.every(lambda e: e.tag == "option" and "selected" in e.attributes)
    return option.attributes["value"], option.text


def test_bar_names_who_is_really_signed_in(demo):
    lead = demo.cast["lead"]
    guard = Client(headers={"accept-language": "en"})
    system = system_actor(demo.tenant.pk, "tests")
    issued = issue_device_to_new(
        actor=system, display_name="北门岗", role="guard", area_code=demo.tenant.area_code
    )
    guard.cookies[DEVICE_COOKIE] = redeem_device(code=issued.code)[1]
    guard.cookies["muster_language"] = "en"

    assert chosen(demo.enter("lead")) == (str(lead.account_id), f"Community lead · {lead.name}")
    assert chosen(guard) == ("", "北门岗, on this phone")
    assert chosen_after_signing_in(demo) == ("", "Community lead · 副手")


def chosen_after_signing_in(demo):
    """Return what the bar says to a deputy who is none of the six."""
    system = system_actor(demo.tenant.pk, "tests")
    account = create_account(actor=system, sign_in_name="deputy", display_name="副手")
    grant(actor=system, account_id=account.id, role="lead", area_code=demo.tenant.area_code)
    client = Client()
    session_for(client, account, Factor.TOTP)
    client.cookies["muster_language"] = "en"
    return chosen(client)


def test_switch_pressed_without_a_choice_changes_nobody(demo):
    client = Client()

    answer = client.post("/drill/act-as/", {"account": ""}, headers={"referer": "/verify/"})

    assert answer["Location"] == "/verify/"


def test_papers_carry_the_drill_bar_and_the_mark_that_is_printed(demo):
    paper = DestructionCertificate.objects.of_tenant(demo.tenant.pk).first()
    commander = demo.enter("commander")
    area = demo.tenant.area_code
    asked = {"display_name": "何秀英", "role": "planner", "area_code": area, "contact": ""}
    answers = [
        commander.get(f"/retention/certificates/{paper.pk}/"),
        commander.post("/access/invitations/new/", asked),
    ]

    for answer in answers:
        assert answer.templates[0].name.endswith(("certificate.html", "invitation_sheet.html"))
        page = read(answer.content.decode())
        assert len(list(page.every(lambda e: "drill-bar" in e.classes))) == 1
        sheets = list(page.every(lambda e: "sheet" in e.classes))
        marks = list(page.every(lambda e: "sheet-drill" in e.classes))
        assert len(marks) == len(sheets) > 0


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
