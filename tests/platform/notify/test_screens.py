"""Screens of the inbox, the channels and the outbox."""

import pytest
from django.urls import reverse
from tests.platform.access.conftest import session_for

from muster.kernel.actors import system_actor
from muster.platform.access import services as access
from muster.platform.access.enums import Factor
from muster.platform.access.queries import actor_of
from muster.platform.notify import queries, services
from muster.platform.notify.contracts import Link, Recipient
from muster.platform.notify.enums import MessageState, Way
from muster.platform.notify.models import Channel, Message
from muster.platform.places.models import Area

pytestmark = pytest.mark.django_db
PHONE = "19900000001"


@pytest.fixture
def account(tenant):
    system = system_actor(tenant.id, "test")
    account = access.create_account(actor=system, sign_in_name="li", display_name="Li")
    access.grant(actor=system, account_id=account.id, role="maintainer", area_code="")
    return account


@pytest.fixture
def browser(client, account):
    client.cookies["muster_language"] = "en"
    session_for(client, account, Factor.TOTP)
    return client


@pytest.fixture
def letter(tenant, account):
    (letter, *_more) = services.notify(
        actor=system_actor(tenant.id, "test"),
        recipients=[Recipient(account_id=account.id)],
        words="test.shift",
        params={"count": 2},
        link=Link("/jobs/"),
    )
    return letter


def test_message_is_opened_from_the_inbox_and_leads_to_its_page(browser, account, letter):
    page = browser.get(reverse("notify:inbox")).content.decode()
    assert "You are on duty with 2 others." in page
    assert "1 new message" in page

    answer = browser.post(reverse("notify:open", args=[letter]))
    assert answer["Location"] == "/jobs/"
    assert queries.unread(actor=actor_of(account)) == 0


def test_everything_is_read_by_one_button(browser, account, letter):
    browser.post(reverse("notify:read_all"))

    assert queries.unread(actor=actor_of(account)) == 0


def test_program_reads_the_inbox(browser, letter):
    assert browser.get("/api/notify/unread").json() == {"unread": 1}
    assert browser.get("/api/notify/inbox").json()[0]["text"] == "You are on duty with 2 others."


def test_channel_is_set_up_tried_and_taken_away(browser, tenant, gateway):
    fields = {"name": "SMS", "url": gateway.url, "body": "to={phone}&t={text}", "enabled": "on"}
    answer = browser.post(f"{reverse('notify:new_channel')}?way=sms", fields)
    channel = Channel.objects.of_tenant(tenant.id).get()
    assert answer["Location"] == reverse("notify:channel", args=[channel.id])

    browser.post(reverse("notify:try", args=[channel.id]), {"address": PHONE})
    assert f"to={PHONE}" in gateway.seen[0]["body"]
    page = browser.get(reverse("notify:channel", args=[channel.id])).content.decode()
    assert "The test was sent." in page
    assert gateway.url not in page

    browser.post(reverse("notify:remove", args=[channel.id]))
    assert Channel.objects.of_tenant(tenant.id).count() == 0


def test_channel_with_a_wrong_address_is_shown_at_the_field(browser, tenant):
    fields = {"name": "Group", "url": "http://elsewhere.example/", "enabled": "on"}
    answer = browser.post(f"{reverse('notify:new_channel')}?way=wecom", fields)

    assert answer.status_code == 422
    assert "must begin with https://" in answer.content.decode()
    assert Channel.objects.of_tenant(tenant.id).count() == 0


def test_hours_of_quiet_are_set_or_asked_for_again(browser, tenant):
    url = reverse("notify:channels")
    assert browser.post(url, {"begins": "25:00", "ends": "07:00"}).status_code == 422
    browser.post(url, {"begins": "22:00", "ends": "07:00"})

    tenant.refresh_from_db()
    assert tenant.settings["quiet_hours"] == ["22:00", "07:00"]


def test_outbox_shows_what_left_without_address_or_text(browser, tenant, sms):
    services.notify(
        actor=system_actor(tenant.id, "test"),
        recipients=[Recipient(phone=PHONE)],
        words="test.shift",
        params={"count": 2},
    )
    page = browser.get(reverse("notify:outbox")).content.decode()

    assert "Your shift" in page
    assert PHONE not in page
    assert "on duty with" not in page
    assert queries.outbox(actor=system_actor(tenant.id, "test")).get().way == Way.SMS


def test_outbox_gives_our_own_reason_in_the_language_of_its_reader(browser, tenant, account):
    gone = "The channel was taken away."
    Message.objects.create(
        tenant=tenant, way=Way.SMS, words="test.shift", state=MessageState.FAILED, error=gone
    )

    assert gone in browser.get(reverse("notify:outbox")).content.decode()
    browser.cookies["muster_language"] = "zh-hans"
    page = browser.get(reverse("notify:outbox")).content.decode()
    assert gone not in page
    assert "渠道已撤掉" in page


ROBOT = {"name": "Group", "url": "https://robot.example/hook", "enabled": "on"}


@pytest.fixture
def subdistrict(tenant):
    return Area.objects.create(
        code="120101001", parent_code="120101", level=4, name="劝业场街道", short_name="劝业场",
        areas=1, communities=1,
    )  # fmt: skip


@pytest.mark.parametrize("code", ["99", "110101", "120101999"])
def test_robot_of_an_area_that_is_none_of_this_command_is_refused(
    browser, tenant, subdistrict, code
):
    url = f"{reverse('notify:new_channel')}?way=wecom"
    answer = browser.post(url, ROBOT | {"area_code": code})

    assert answer.status_code == 422
    assert f"No area of this command has the code {code}." in answer.content.decode()
    assert Channel.objects.of_tenant(tenant.id).count() == 0


def test_area_of_a_robot_is_chosen_in_the_tree_and_listed_by_name(browser, tenant, subdistrict):
    url = f"{reverse('notify:new_channel')}?way=wecom"
    assert "data-picker" in browser.get(url).content.decode()

    browser.post(url, ROBOT | {"area_code": subdistrict.code})

    assert Channel.objects.of_tenant(tenant.id).get().area_code == subdistrict.code
    assert "劝业场街道" in browser.get(reverse("notify:channels")).content.decode()


def test_new_channel_needs_its_address_and_one_that_is_set_up_keeps_it(browser, tenant):
    url = f"{reverse('notify:new_channel')}?way=wecom"
    new = browser.get(url)
    assert new.context["form"].fields["url"].required
    assert "that is stored" not in new.content.decode()

    browser.post(url, ROBOT)
    channel = Channel.objects.of_tenant(tenant.id).get()
    page = reverse("notify:channel", args=[channel.id])
    assert "Leave it empty to keep the one that is stored." in browser.get(page).content.decode()
    browser.post(page, {"name": "Group 2", "url": "", "enabled": "on"})
    channel.refresh_from_db()
    assert (channel.name, channel.url.open()) == ("Group 2", ROBOT["url"])


@pytest.mark.parametrize("host", ["", "mail.example"])
def test_form_of_e_mail_says_where_its_server_is_set(browser, settings, host):
    settings.EMAIL_HOST = host
    page = browser.get(f"{reverse('notify:new_channel')}?way=email").content.decode()

    assert "MUSTER_SMTP_HOST" in page
    assert ("mail.example" in page) is bool(host)
    other = browser.get(f"{reverse('notify:new_channel')}?way=wecom").content.decode()
    assert "MUSTER_SMTP_HOST" not in other


def test_hours_of_quiet_show_how_an_hour_is_written(browser, tenant):
    page = browser.get(reverse("notify:channels")).content.decode()

    assert "Such as 22:00." in page
