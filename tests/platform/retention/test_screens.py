"""Screens of held data."""

import pytest
from django.urls import reverse
from tests.platform.access.conftest import session_for

from muster.kernel import clock
from muster.kernel.actors import system_actor
from muster.platform.access import services as access
from muster.platform.access.enums import Factor
from muster.platform.access.models import SignIn
from muster.platform.retention.models import DestructionCertificate, RetentionRule

pytestmark = pytest.mark.django_db


@pytest.fixture
def enter(client, tenant):
    def enter(role):
        system = system_actor(tenant.id, "test")
        account = access.create_account(actor=system, sign_in_name=role, display_name=role)
        access.grant(actor=system, account_id=account.id, role=role, area_code="")
        client.cookies["muster_language"] = "en"
        session_for(client, account, Factor.TOTP)
        return client

    return enter


def test_held_data_says_what_for_what_and_until_when(enter):
    page = enter("maintainer").get(reverse("retention:index")).content.decode()

    assert "Record of who did or saw what" in page
    assert "1095 days after it was written" in page
    assert "So that everyone can see who looked at them" in page


def test_commander_changes_a_rule_with_a_reason(enter, tenant):
    url = reverse("retention:holding", args=["audit.events"])
    answer = enter("commander").post(url, {"days": "2000", "reason": "Order 12"})

    assert answer["Location"] == url
    rule = RetentionRule.objects.of_tenant(tenant.id).get()
    assert (rule.days, rule.reason) == (2000, "Order 12")


def test_rule_without_a_reason_is_asked_for_at_the_field(enter, tenant):
    url = reverse("retention:holding", args=["audit.events"])
    answer = enter("commander").post(url, {"days": "99999", "reason": "Order 12"})

    assert answer.status_code == 422
    assert "Give a number of days from 1 to 3650." in answer.content.decode()
    assert RetentionRule.objects.of_tenant(tenant.id).count() == 0


def test_maintainer_sees_the_rule_but_cannot_change_it(enter):
    browser = enter("maintainer")
    url = reverse("retention:holding", args=["audit.events"])

    assert "Change the rule" not in browser.get(url).content.decode()
    assert browser.post(url, {"days": "5", "reason": "x"}).status_code == 403


def test_rows_of_what_nobody_may_read_are_listed_by_number_and_last_day(enter, tenant):
    browser = enter("commander")
    sign_in = SignIn.objects.get(account__tenant=tenant)
    url = reverse("retention:rows", args=["access.sign_ins"])

    assert f'href="{url}">1</a>' in browser.get(reverse("retention:index")).content.decode()
    html = browser.get(url).content.decode()

    assert str(sign_in.pk) in html
    assert sign_in.user_agent not in html or not sign_in.user_agent
    assert "Until" in html
    assert browser.get(reverse("retention:rows", args=["files.sheet"])).status_code == 404


def test_holding_nobody_declares_is_not_found(enter):
    url = reverse("retention:holding", args=["no.such"])

    assert enter("commander").get(url).status_code == 404


def test_certificate_prints_with_its_number_and_code(enter, tenant):
    paper = DestructionCertificate.objects.create(
        tenant=tenant,
        holding="audit.events",
        clock_kind="created",
        days=30,
        before=clock.now(),
        count=1240,
        code="36JEX83AJJ",
    )
    browser = enter("inspector")
    page = browser.get(reverse("retention:certificate", args=[paper.id])).content.decode()

    assert "Number 36JEX83AJJ." in page
    assert "1,240" in page
    assert "<svg" in page
    assert "36JEX83AJJ" in browser.get(reverse("retention:certificates")).content.decode()
