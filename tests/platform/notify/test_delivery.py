"""Delivering: signatures, digests, quiet hours, failures, against a real server."""

import base64
import hashlib
import hmac
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail as mailbox

from muster.kernel import clock
from muster.kernel.actors import system_actor
from muster.kernel.errors import Conflict, Invalid, NotAllowed
from muster.platform.audit.models import AuditEvent
from muster.platform.notify import services
from muster.platform.notify.contracts import GroupPost, Link, Recipient
from muster.platform.notify.enums import MessageState, Urgency, Way
from muster.platform.notify.models import Channel, Message
from muster.platform.notify.services.delivery import quiet_until
from muster.platform.places.models import Area

pytestmark = pytest.mark.django_db
PHONE = "19900000001"
SECRET = "SEC-robot"
LATER = timedelta(minutes=3)


def tell(tenant, urgency=Urgency.URGENT, **recipient):
    services.notify(
        actor=system_actor(tenant.id, "test"),
        recipients=[Recipient(language="en", **recipient)],
        words="test.shift",
        params={"count": 2},
        link=Link("/inbox/"),
        urgency=urgency,
    )


def deliver(after=timedelta(0)):
    with clock.frozen(clock.real_now() + after):
        return services.deliver_due()


def only(tenant):
    return Message.objects.filter(tenant_id=tenant.id).get()


def test_text_message_arrives_signed_with_the_secret_of_the_environment(
    tenant, sms, gateway, monkeypatch
):
    monkeypatch.setenv("MUSTER_SMS_SECRET", "from-the-environment")
    tell(tenant, phone=PHONE)

    assert deliver() == {"sent": 1}
    text = "You are on duty with 2 others.\nhttp://127.0.0.1:8000/inbox/"
    assert gateway.bodies() == [{"to": PHONE, "content": {"text": text}}]
    headers = gateway.seen[0]["headers"]
    signed = f"{headers['X-Time']}{headers['X-Nonce']}{PHONE}{text}".encode()
    expected = hmac.new(b"from-the-environment", signed, hashlib.sha256).hexdigest()
    assert headers["X-Signature"] == expected
    assert (only(tenant).state, bool(only(tenant).address)) == (MessageState.SENT, False)


def test_text_message_as_a_form_keeps_braces_and_ampersands_of_the_text(
    tenant, maintainer, gateway
):
    services.save_channel(
        actor=maintainer, way=Way.SMS, name="F", url=gateway.url, body="m={phone}&c=[M]{text}"
    )
    tell(tenant, phone="{text}&x=1")

    deliver()
    form = parse_qs(gateway.seen[0]["body"])
    assert form["m"] == ["{text}&x=1"]
    assert form["c"][0].startswith("[M]You are")


def test_ordinary_messages_wait_a_moment_and_travel_together(tenant, sms, mail, gateway):
    for _ in range(3):
        tell(tenant, Urgency.NORMAL, phone=PHONE, email="a@example.org")

    assert deliver() == {}
    assert deliver(LATER) == {"sent": 6}
    assert [body["content"]["text"] for body in gateway.bodies()] == [
        "3 messages from Muster http://127.0.0.1:8000/inbox/"
    ]
    assert [letter.subject for letter in mailbox.outbox] == ["3 messages from Muster"]
    assert mailbox.outbox[0].body.count("Your shift") == 3
    assert set(Message.objects.filter(tenant_id=tenant.id).values_list("digest_of")) == {(3,)}


def test_messages_to_different_people_do_not_travel_together(tenant, sms, gateway):
    for phone in (PHONE, "19900000002"):
        tell(tenant, Urgency.NORMAL, phone=phone)

    deliver(LATER)
    assert sorted(body["to"] for body in gateway.bodies()) == [PHONE, "19900000002"]


def test_gateway_that_fails_is_asked_again_and_then_given_up(tenant, sms, gateway):
    gateway.status = 500
    tell(tenant, phone=PHONE)
    after, outcomes = timedelta(0), []
    for _ in range(5):
        outcomes += list(deliver(after))
        after += timedelta(hours=1)

    assert outcomes == ["again"] * 4 + ["failed"]
    assert (only(tenant).state, only(tenant).attempt) == (MessageState.FAILED, 5)
    assert only(tenant).error.startswith("HTTP 500")


def test_failed_message_is_not_tried_before_its_time(tenant, sms, gateway):
    gateway.status = 503
    tell(tenant, phone=PHONE)
    deliver()

    assert deliver(timedelta(seconds=20)) == {}
    gateway.status = 200
    assert deliver(timedelta(seconds=40)) == {"sent": 1}


def test_message_a_killed_worker_left_behind_is_sent_later(tenant, sms, gateway):
    tell(tenant, phone=PHONE)
    Message.objects.filter(tenant_id=tenant.id).update(state=MessageState.SENDING, attempt=1)

    assert deliver(timedelta(minutes=1)) == {}
    assert deliver(timedelta(minutes=6)) == {"sent": 1}


def robot(maintainer, gateway, way, **more):
    return services.save_channel(
        actor=maintainer, way=way, name="R", url=f"{gateway.url}/hook?key=1", **more
    )


def post(tenant, area=""):
    return services.post_to_groups(
        actor=system_actor(tenant.id, "t"),
        post=GroupPost("test.gaps", Link("/inbox/"), {"posts": 7, "people": 21}),
        area=area,
        urgency=Urgency.URGENT,
    )


POSTED = "7 posts lack 21 people.\nhttp://127.0.0.1:8000/inbox/"


def test_wecom_robot_gets_counts_and_a_link(tenant, maintainer, gateway):
    robot(maintainer, gateway, Way.WECOM)
    assert post(tenant) == 1
    deliver()

    assert gateway.bodies() == [{"msgtype": "text", "text": {"content": POSTED}}]


def test_dingtalk_robot_is_signed_in_the_address(tenant, maintainer, gateway):
    robot(maintainer, gateway, Way.DINGTALK, secret=SECRET)
    post(tenant)
    deliver()

    query = parse_qs(urlsplit(gateway.seen[0]["path"]).query)
    message = f"{query['timestamp'][0]}\n{SECRET}".encode()
    digest = hmac.new(SECRET.encode(), message, hashlib.sha256).digest()
    assert query["sign"] == [base64.b64encode(digest).decode()]
    assert gateway.bodies() == [{"msgtype": "text", "text": {"content": POSTED}}]


def test_feishu_robot_is_signed_in_the_body(tenant, maintainer, gateway):
    gateway.answer = {"code": 0, "msg": "success"}
    robot(maintainer, gateway, Way.FEISHU, secret=SECRET)
    post(tenant)
    deliver()

    (body,) = gateway.bodies()
    key = f"{body['timestamp']}\n{SECRET}".encode()
    digest = hmac.new(key, b"", hashlib.sha256).digest()
    assert body["sign"] == base64.b64encode(digest).decode()
    assert (body["msg_type"], body["content"]) == ("text", {"text": POSTED})


def test_robot_that_refuses_with_status_200_counts_as_not_sent(tenant, maintainer, gateway):
    gateway.answer = {"errcode": 93000, "errmsg": "invalid webhook url"}
    robot(maintainer, gateway, Way.WECOM)
    post(tenant)

    assert deliver() == {"again": 1}
    assert "93000" in only(tenant).error


def test_robot_of_an_area_gets_only_its_posts(tenant, maintainer, gateway):
    Area.objects.create(
        code="120101001", parent_code="120101", level=4, name="劝业场街道", short_name="劝业场",
        areas=1, communities=1,
    )  # fmt: skip
    robot(maintainer, gateway, Way.WECOM, area_code="120101001")

    assert post(tenant, area="120101001004") == 1
    assert post(tenant, area="120101002001") == 0
    assert post(tenant) == 0


@pytest.mark.parametrize(
    ("hours", "at", "morning"),
    [
        (["22:00", "07:00"], (15, 0), (23, 0)),
        (["22:00", "07:00"], (22, 59), (23, 0)),
        (["22:00", "07:00"], (23, 0), None),
        (["22:00", "07:00"], (13, 59), None),
        (["12:00", "14:00"], (5, 0), (6, 0)),
        (["12:00", "12:00"], (4, 0), None),
        ([], (15, 0), None),
    ],
)
def test_quiet_hours_follow_the_clock_of_the_place(tenant, frozen_clock, hours, at, morning):
    tenant.settings = {"quiet_hours": hours}
    with frozen_clock(2026, 3, 1, *at):
        ends = quiet_until(tenant, clock.real_now())

    assert (ends and (ends.astimezone(clock.UTC).hour, ends.minute)) == morning


def test_at_night_only_urgent_messages_leave(tenant, maintainer, sms, gateway, frozen_clock):
    services.set_quiet_hours(actor=maintainer, begins="22:00", ends="07:00")
    with frozen_clock(2026, 3, 1, 16, 0):
        tell(tenant, Urgency.NORMAL, phone=PHONE)
        tell(tenant, Urgency.URGENT, phone="19900000002")
    with frozen_clock(2026, 3, 1, 16, 5):
        assert services.deliver_due() == {"quiet": 1, "sent": 1}
    with frozen_clock(2026, 3, 1, 22, 59):
        assert services.deliver_due() == {}
    with frozen_clock(2026, 3, 1, 23, 1):
        assert services.deliver_due() == {"sent": 1}


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"url": "http://gateway.example/send"}, {"url"}),
        ({"url": "gateway.example"}, {"url"}),
        ({"body": "to={phon}"}, {"body"}),
        ({"headers": "Authorization: x"}, {"headers"}),
        ({"name": " "}, {"name"}),
    ],
)
def test_channel_that_cannot_work_is_refused_at_the_field(maintainer, fields, wrong):
    good = {"name": "SMS", "url": "https://gateway.example", "body": "to={phone}&t={text}"}
    with pytest.raises(Invalid) as refused:
        services.save_channel(actor=maintainer, way=Way.SMS, **(good | fields))

    assert set(refused.value.errors) == wrong


def test_channel_keeps_its_secret_when_saved_without_one(maintainer, sms):
    services.save_channel(
        actor=maintainer, way=Way.SMS, channel_id=sms.id, name="New", body="p={phone}"
    )

    row = Channel.objects.get_visible(maintainer, sms.id)
    assert (row.name, row.url.open()) == ("New", sms.url.open())


def test_channel_is_set_up_by_a_maintainer_only_and_on_record(tenant, make_actor, sms):
    with pytest.raises(NotAllowed):
        services.save_channel(actor=make_actor("lead"), way=Way.EMAIL, name="x")

    event = AuditEvent.objects.get(tenant_id=tenant.id, verb="notify.channel_saved")
    assert (event.object_id, event.ids) == (str(sms.id), {"way": "sms", "enabled": True})


def test_trying_a_channel_sends_one_message_and_says_what_went_wrong(maintainer, sms, gateway):
    services.try_channel(actor=maintainer, channel_id=sms.id, address=PHONE)
    assert gateway.bodies()[0]["to"] == PHONE

    gateway.status = 401
    with pytest.raises(Conflict, match="HTTP 401"):
        services.try_channel(actor=maintainer, channel_id=sms.id, address=PHONE)
    with pytest.raises(Invalid):
        services.try_channel(actor=maintainer, channel_id=sms.id)


def test_trying_a_channel_in_a_drill_is_refused(tenant, maintainer, sms, gateway):
    tenant.drill = True
    tenant.save()

    with pytest.raises(Conflict):
        services.try_channel(actor=maintainer, channel_id=sms.id, address=PHONE)
    assert gateway.seen == []


def test_gateway_that_is_not_there_is_named_without_its_address(tenant, maintainer, sms, gateway):
    gateway.close()
    tell(tenant, phone=PHONE)
    deliver()

    assert only(tenant).error == "ConnectError"
