"""Reading: the receipt of a message is the moment its reader opened it."""

from datetime import datetime
from uuid import UUID

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.platform.notify import queries
from muster.platform.notify.models import Message


def mark_read(*, actor: Actor, message_id: UUID) -> Message:
    """Note that the actor has opened a message of their own; opening it twice changes nothing.

    Raises:
        NotFound: there is no such message in the actor's inbox.

    """
    message = queries.own_message(actor=actor, message_id=message_id)
    if message.read_at is None:
        message.read_at = clock.now()
        message.save(update_fields=["read_at"])
    return message


def mark_all_read(*, actor: Actor) -> int:
    """Note that the actor has seen every message in their inbox; returns how many were new."""
    return queries.inbox(actor=actor).filter(read_at__isnull=True).update(read_at=clock.now())


def destroy_before(tenant_id: UUID, before: datetime, limit: int) -> list[UUID]:
    """Destroy the oldest messages written before `before`, at most `limit`; returns their ids."""
    rows = Message.objects.filter(tenant_id=tenant_id, shown_at__lt=before).order_by("id")
    ids = list(rows.values_list("id", flat=True)[:limit])
    Message.objects.filter(tenant_id=tenant_id, id__in=ids).delete()
    return ids
