"""Writing messages: the right ways, nothing readable at rest, nothing out of a drill."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from muster.kernel import clock
from muster.kernel.actors import system_actor
from muster.kernel.errors import NotFound
from muster.kernel.ids import new_id
from muster.platform.access.contracts import CodeMessage, send_code
from muster.platform.jobs.models import Job
from muster.platform.notify import queries, services
from muster.platform.notify.contracts import GroupPost, Link, Note, Recipient
from muster.platform.notify.enums import MessageState, Urgency, Way
from muster.platform.notify.models import Message

pytestmark = pytest.mark.django_db
PHONE = "19900000001"


@pytest.fixture
def reader(make_actor):
    return make_actor("responder")


def tell(tenant, recipient, **more):
    return services.notify(
        actor=system_actor(tenant.id, "test"),
        recipients=[recipient],
        words=more.pop("words", "test.shift"),
        params=more.pop("params", {"count": 2}),
        **more,
    )


def test_message_lies_in_the_readers_inbox_until_opened(tenant, reader, make_actor):
    (message_id,) = tell(tenant, Recipient(account_id=reader.account_id), link=Link("/jobs/"))

    message = queries.inbox(actor=reader).get()
    assert (message.id, message.text, message.link) == (
        message_id,
        "You are on duty with 2 others.",
        "/jobs/",
    )
    assert queries.unread(actor=reader) == 1
    services.mark_read(actor=reader, message_id=message_id)
    assert queries.unread(actor=reader) == 0
    with pytest.raises(NotFound):
        services.mark_read(actor=make_actor("responder"), message_id=message_id)


def test_all_messages_are_read_at_once_and_nobody_elses(tenant, reader, make_actor):
    other = make_actor("responder")
    for who in (reader, reader, other):
        tell(tenant, Recipient(account_id=who.account_id))

    assert services.mark_all_read(actor=reader) == 2
    assert queries.unread(actor=other) == 1


def test_receipt_keeps_the_first_reading(tenant, reader, frozen_clock):
    (message_id,) = tell(tenant, Recipient(account_id=reader.account_id))
    with frozen_clock(2030, 1, 1):
        first = services.mark_read(actor=reader, message_id=message_id).read_at
    assert services.mark_read(actor=reader, message_id=message_id).read_at == first


@pytest.mark.parametrize(
    ("urgency", "ways"),
    [
        (Urgency.LOW, {Way.INBOX}),
        (Urgency.NORMAL, {Way.INBOX, Way.SMS, Way.EMAIL}),
        (Urgency.URGENT, {Way.INBOX, Way.SMS, Way.EMAIL}),
    ],
)
@pytest.mark.usefixtures("sms", "mail")
def test_message_takes_the_ways_its_urgency_and_addresses_allow(tenant, reader, urgency, ways):
    recipient = Recipient(account_id=reader.account_id, phone=PHONE, email="a@example.org")
    tell(tenant, recipient, urgency=urgency)

    rows = Message.objects.filter(tenant_id=tenant.id)
    assert {row.way for row in rows} == ways


def test_message_without_a_channel_for_its_address_stays_inside(tenant):
    assert tell(tenant, Recipient(phone=PHONE)) == []


@pytest.mark.unguarded
def test_address_and_code_cannot_be_read_in_the_database(tenant, sms):
    tell(
        tenant,
        Recipient(phone=PHONE),
        words="test.code",
        params={},
        secret_params={"code": "7XK2M"},
    )

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM notify_message")
        row = str(cursor.fetchall())
    assert PHONE not in row
    assert "7XK2M" not in row


def test_drill_sends_nothing_outside_and_says_what_it_would_have_sent(tenant, reader, sms, gateway):
    tenant.drill, tenant.drill_offset = True, timedelta(0)
    tenant.save()
    tell(
        tenant,
        Recipient(account_id=reader.account_id, phone=PHONE),
        urgency=Urgency.URGENT,
    )
    services.deliver_due()

    states = dict(Message.objects.filter(tenant_id=tenant.id).values_list("way", "state"))
    assert states == {Way.INBOX: MessageState.SENT, Way.SMS: MessageState.KEPT_IN}
    assert gateway.seen == []


def test_urgent_message_queues_its_delivery_at_once(tenant, sms):
    tell(tenant, Recipient(phone=PHONE))
    assert Job.objects.filter(tenant_id=tenant.id).count() == 0
    tell(tenant, Recipient(phone=PHONE), urgency=Urgency.URGENT)
    assert Job.objects.filter(tenant_id=tenant.id).get().name == "notify.deliver_now"


def note(number, **more):
    return Note(
        [Recipient(account_id=new_id(), person_id=new_id(), phone=f"199{number:08d}")],
        more.pop("words", "test.shift"),
        more.pop("params", {"count": number}),
        **more,
    )


def tell_many(tenant, notes):
    return services.notify_many(actor=system_actor(tenant.id, "test"), notes=notes)


def test_many_messages_are_written_as_each_would_be_alone(tenant, sms):
    notes = [
        note(1, link=Link("/jobs/"), secret_params={"code": "7XK2M"}, words="test.code"),
        note(2, urgency=Urgency.LOW),
        note(3, urgency=Urgency.URGENT),
    ]

    def facts(ids):
        rows = [Message.objects.get(tenant_id=tenant.id, id=one) for one in ids]
        own = ("account_id", "person_id", "way", "channel_id", "address_key", "words", "params",
               "link", "language", "urgency", "state")  # fmt: skip
        return [
            (*(getattr(row, name) for name in own), row.address.open(), row.secret_params.open())
            for row in rows
        ]

    at_once = tell_many(tenant, notes)
    one_by_one = [
        one
        for said in notes
        for one in services.notify(
            actor=system_actor(tenant.id, "test"),
            **{name: getattr(said, name) for name in Note.__dataclass_fields__},
        )
    ]

    assert [fact[2] for fact in facts(at_once)] == ["inbox", "sms", "inbox", "inbox", "sms"]
    assert facts(at_once) == facts(one_by_one)
    assert at_once == sorted(at_once)


def test_many_messages_cost_as_many_statements_as_few_and_one_delivery(tenant, sms):
    costs = []
    for many in (2, 20):
        with CaptureQueriesContext(connection) as cost:
            tell_many(tenant, [note(number, urgency=Urgency.URGENT) for number in range(many)])
        costs.append(len(cost))

    assert costs[0] == costs[1]
    assert Job.objects.filter(tenant_id=tenant.id).count() == 2


def test_none_of_many_is_written_where_one_may_not_be(tenant):
    with pytest.raises(ValueError, match="count is no id"):
        tell_many(tenant, [note(1), note(2, params={"count": "x" * 81})])
    with pytest.raises(LookupError):
        tell_many(tenant, [note(1), note(2, words="test.unknown")])

    assert not Message.objects.filter(tenant_id=tenant.id).exists()


def test_parameter_that_is_a_text_is_refused(tenant, reader):
    with pytest.raises(ValueError, match="count is no id"):
        tell(tenant, Recipient(account_id=reader.account_id), params={"count": "x" * 81})


@pytest.mark.parametrize("path", ["https://elsewhere.example/", "//elsewhere", "jobs/", "/\\e"])
def test_link_that_leads_elsewhere_is_refused(path):
    with pytest.raises(ValueError, match="path of this installation"):
        Link(path)


@pytest.mark.parametrize("value", ["李芳", True, 1.5, None, new_id()])
def test_group_post_takes_whole_numbers_only(value):
    with pytest.raises(TypeError):
        GroupPost("test.gaps", Link("/"), {"posts": value})


def test_words_not_meant_for_groups_are_refused(tenant):
    with pytest.raises(ValueError, match="not meant for chat groups"):
        services.post_to_groups(
            actor=system_actor(tenant.id, "t"), post=GroupPost("test.shift", Link("/"))
        )


def test_access_code_travels_by_text_message(tenant, sms, gateway):
    queued = send_code(
        CodeMessage(tenant.id, PHONE, "en", "7XK2M", "/join/7XK2M/", clock.real_now())
    )
    services.deliver_due()

    assert queued
    assert gateway.bodies()[0]["to"] == PHONE
    assert "7XK2M. Open http://127.0.0.1:8000/join/7XK2M/" in gateway.seen[0]["body"]
    message = Message.objects.filter(tenant_id=tenant.id).get()
    assert (str(message.address), message.address_key) == ("", "")
    assert "•••" in message.text


def test_access_code_without_a_channel_is_not_queued(tenant):
    message = CodeMessage(tenant.id, "a@example.org", "en", "7XK2M", "/j/", clock.real_now())

    assert send_code(message) is False


def test_message_of_another_command_is_not_seen(tenant, other_tenant, sms, make_actor):
    tell(tenant, Recipient(phone=PHONE))

    here = queries.outbox(actor=make_actor("maintainer"))
    there = queries.outbox(actor=make_actor("maintainer", tenant_id=other_tenant.id))
    assert (here.count(), there.count()) == (1, 0)
