"""Writing messages in the transaction that causes them. Nothing is sent here."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from muster.kernel import clock
from muster.kernel.actors import Actor, system_actor
from muster.kernel.areas import covers
from muster.kernel.models import Tenant
from muster.kernel.tenants import tenant_of
from muster.platform.access.contracts import CodeMessage
from muster.platform.jobs.services import enqueue
from muster.platform.notify.contracts import GroupPost, Link, Note, Recipient, words_of
from muster.platform.notify.enums import ROBOTS, MessageState, Urgency, Way
from muster.platform.notify.models import Channel, Message

GATHER = timedelta(minutes=2)
"""How long an ordinary message waits, so that those after it travel with it."""

SAFE_WORD = 80


def notify(
    *,
    actor: Actor,
    recipients: Iterable[Recipient],
    words: str,
    params: Mapping[str, Any] | None = None,
    secret_params: Mapping[str, str] | None = None,
    link: Link | None = None,
    urgency: Urgency = Urgency.NORMAL,
) -> list[UUID]:
    """Write a message to each recipient inside the caller's transaction; returns their ids.

    Who has an account finds it in the inbox. Who has an address gets it there too, where the
    command has a channel for it and the message is not of low urgency. `params` are ids, counts and
    short safe words, `secret_params` what must not be readable later, such as a code.

    Raises:
        LookupError: no package declares `words`.
        ValueError: a parameter is too long to be an id, a count or a word.

    """
    note = Note(
        recipients=list(recipients),
        words=words,
        params=params or {},
        secret_params=secret_params or {},
        link=link,
        urgency=urgency,
    )
    return notify_many(actor=actor, notes=[note])


def notify_many(*, actor: Actor, notes: Iterable[Note]) -> list[UUID]:
    """Write many messages at once as `notify` writes one; none where one of them may not be.

    The number of statements does not grow by one a message.

    Raises:
        LookupError, ValueError: as `notify`.

    """
    told = [(note, _values(note)) for note in notes]
    tenant = tenant_of(_tenant_id(actor))
    channels = _channels(tenant.id)
    rows = [
        row
        for note, values in told
        for recipient in note.recipients
        for row in _rows(tenant, channels, note, values, recipient)
    ]
    Message.objects.bulk_create(rows)
    _wake(actor, rows)
    return [row.id for row in rows]


def post_to_groups(
    *, actor: Actor, post: GroupPost, area: str = "", urgency: Urgency = Urgency.NORMAL
) -> int:
    """Write a post for every group robot whose area covers `area`; returns how many.

    Raises:
        LookupError: no package declares the words.
        ValueError: the words are not meant for groups.

    """
    if not words_of(post.words).robot:
        raise ValueError(f"{post.words} is not meant for chat groups")
    tenant = tenant_of(_tenant_id(actor))
    robots = [
        channel
        for channel in _channels(tenant.id)
        if channel.way in ROBOTS and covers(channel.area_code, area)
    ]
    rows = [
        Message.objects.create(
            tenant=tenant,
            way=channel.way,
            channel=channel,
            words=post.words,
            params=dict(post.counts),
            link=post.link.path,
            language=settings.LANGUAGE_CODE,
            urgency=urgency,
            **_departure(Way(channel.way), urgency, drill=tenant.drill),
        )
        for channel in robots
    ]
    _wake(actor, rows)
    return len(rows)


def send_access_code(message: CodeMessage) -> bool:
    """Queue an invitation or device code; False where no channel serves it or in a drill."""
    email = "@" in message.contact
    recipient = Recipient(
        phone="" if email else message.contact,
        email=message.contact if email else "",
        language=message.language,
    )
    until = timezone.localtime(message.expires_at).strftime("%Y-%m-%d %H:%M")
    with transaction.atomic():
        written = notify(
            actor=system_actor(message.tenant_id, "access"),
            recipients=[recipient],
            words="access.code",
            params={"until": until},
            secret_params={"code": message.code, "url": f"{settings.PUBLIC_URL}{message.path}"},
            urgency=Urgency.URGENT,
        )
    return bool(written) and not tenant_of(message.tenant_id).drill


def _values(note: Note) -> dict[str, Any]:
    """Return the parameters of a message whose words are declared."""
    words_of(note.words)
    return {name: _safe(name, value) for name, value in note.params.items()}


def _rows(
    tenant: Tenant,
    channels: Sequence[Channel],
    note: Note,
    values: Mapping[str, Any],
    recipient: Recipient,
) -> Iterator[Message]:
    """Return a message to somebody, once for each way it goes."""
    for way, address, channel in _ways(recipient, channels, note.urgency):
        row = Message(
            tenant=tenant,
            way=way,
            channel=channel,
            account_id=recipient.account_id,
            person_id=recipient.person_id,
            words=note.words,
            params=values,
            link=note.link.path if note.link else "",
            language=recipient.language or translation.get_language() or "",
            urgency=note.urgency,
            **_departure(way, note.urgency, drill=tenant.drill),
        )
        row.address = address
        row.secret_params = json.dumps(dict(note.secret_params)) if note.secret_params else ""
        yield row


def _ways(
    recipient: Recipient, channels: Sequence[Channel], urgency: Urgency
) -> list[tuple[Way, str, Channel | None]]:
    ways: list[tuple[Way, str, Channel | None]] = []
    if recipient.account_id is not None:
        ways.append((Way.INBOX, "", None))
    if urgency != Urgency.LOW:
        for way, address in ((Way.SMS, recipient.phone), (Way.EMAIL, recipient.email)):
            channel = next((c for c in channels if c.way == way), None)
            if address and channel is not None:
                ways.append((way, address, channel))
    return ways


def _departure(way: Way, urgency: Urgency, *, drill: bool) -> dict[str, Any]:
    """Say when a message goes: at once into the inbox, never out of a drill."""
    now = clock.real_now()
    if way == Way.INBOX:
        return {"state": MessageState.SENT, "sent_at": now}
    if drill:
        return {"state": MessageState.KEPT_IN}
    return {
        "state": MessageState.WAITING,
        "run_after": now if urgency == Urgency.URGENT else now + GATHER,
    }


def _wake(actor: Actor, rows: Sequence[Message]) -> None:
    """Let urgent messages go at once; the others are found by the scheduled delivery."""
    urgent = Urgency.URGENT
    if any(row.state == MessageState.WAITING and row.urgency == urgent for row in rows):
        enqueue("notify.deliver_now", actor=system_actor(actor.tenant_id, "notify"))


def _channels(tenant_id: UUID) -> list[Channel]:
    rows = Channel.objects.of_tenant(tenant_id).filter(enabled=True)
    return list(rows.order_by("created_at"))


def _tenant_id(actor: Actor) -> UUID:
    tenant_id: UUID | None = actor.tenant_id
    if tenant_id is None:
        raise ValueError("A message belongs to a command")
    return tenant_id


def _safe(name: str, value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, int) or (isinstance(value, str) and len(value) <= SAFE_WORD):
        return value
    raise ValueError(f"{name} is no id, count or short word")
