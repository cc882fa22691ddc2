"""Reading the inbox, the outbox and the channels."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from muster.kernel.actors import Actor
from muster.kernel.errors import NotFound
from muster.kernel.querysets import ScopedQuerySet
from muster.kernel.tenants import tenant_of
from muster.platform.notify.enums import Way
from muster.platform.notify.models import Channel, Message


def count_messages(tenant_id: UUID) -> int:
    """Return how many messages are held."""
    return Message.objects.filter(tenant_id=tenant_id).count()


def message_days(tenant_id: UUID) -> QuerySet[Message, tuple[UUID, datetime]]:
    """Return the id and time of every message held, oldest first: neither to whom nor what."""
    rows = Message.objects.filter(tenant_id=tenant_id)
    return rows.order_by("created_at", "id").values_list("id", "created_at")


def account_names(tenant_id: UUID, ids: set[str]) -> dict[str, str]:
    """Return the display names of a command's accounts by id."""
    rows = get_user_model().objects.filter(tenant_id=tenant_id, id__in=ids)
    return {str(pk): name for pk, name in rows.values_list("id", "display_name")}


def inbox(*, actor: Actor, new: bool = False) -> ScopedQuerySet[Message]:
    """The actor's own messages, newest first; with `new` those not opened yet."""
    if actor.account_id is None:
        return Message.objects.none()
    rows = Message.objects.of_tenant(actor.tenant_id)
    rows = rows.filter(account_id=actor.account_id, way=Way.INBOX).order_by("-id")
    return rows.filter(read_at__isnull=True) if new else rows


def unread(*, actor: Actor) -> int:
    """How many messages the actor has not opened."""
    return inbox(actor=actor, new=True).count()


def own_message(*, actor: Actor, message_id: UUID) -> Message:
    """Return one message of the actor's inbox.

    Raises:
        NotFound: it is not there.

    """
    row = inbox(actor=actor).filter(pk=message_id).first()
    if row is None:
        raise NotFound(_("There is no such message in your inbox."))
    return row


def outbox(*, actor: Actor, state: str = "") -> ScopedQuerySet[Message]:
    """What left the command or would have, newest first."""
    rows = Message.objects.visible_to(actor).exclude(way=Way.INBOX).select_related("channel")
    return (rows.filter(state=state) if state else rows).order_by("-id")


def channels(*, actor: Actor) -> ScopedQuerySet[Channel]:
    """Channels of the actor's command."""
    return Channel.objects.visible_to(actor).order_by("way", "created_at")


def channel(*, actor: Actor, channel_id: UUID) -> Channel:
    """Return one channel.

    Raises:
        NotFound: there is none, or the actor may not see it.

    """
    return Channel.objects.get_visible(actor, channel_id)


def quiet_hours(*, actor: Actor) -> tuple[str, str]:
    """Return when the quiet hours begin and end; two empty strings where there are none."""
    if actor.tenant_id is None:
        return "", ""
    hours = tenant_of(actor.tenant_id).settings.get("quiet_hours") or ["", ""]
    return str(hours[0]), str(hours[1])
