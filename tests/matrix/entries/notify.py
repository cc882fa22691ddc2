"""Entries of platform.notify: an inbox is its owner's, channels are the whole command's."""

from tests.matrix.entries import Entry

from muster.kernel.ids import new_id
from muster.platform.notify.enums import Urgency, Way
from muster.platform.notify.models import Channel, Message

OWN = "A message is its reader's alone."
COMMAND = "A channel serves the whole command, not an area in it."


def _strangers(scene):
    return Message.objects.create(
        tenant=scene.tenant,
        way=Way.INBOX,
        account_id=new_id(),
        words="access.code",
        urgency=Urgency.LOW,
    )


def _channel(scene):
    return Channel.objects.create(tenant=scene.tenant, way=Way.EMAIL, name="Sample")


def _hidden():
    return Entry(
        _strangers,
        kwargs=lambda message: {"message_id": message.id},
        method="POST",
        other_role="hidden",
        elsewhere="hidden",
        here="hidden",
        why=OWN,
    )


def _of_channel(method, **data):
    return Entry(
        _channel,
        kwargs=lambda channel: {"channel_id": channel.id},
        method=method,
        data=data,
        elsewhere="open",
        why=COMMAND,
    )


ENTRIES = {
    "notify:open": _hidden(),
    "POST /notify/inbox/{uuid:message_id}/read": _hidden(),
    "notify:channel": _of_channel("GET"),
    "notify:try": _of_channel("POST", address="a@example.org"),
    "notify:remove": _of_channel("POST"),
}
