"""Delivering what is due: one digest instead of many, quiet at night, again after a failure.

A message is marked as being sent before the gateway is called and as sent after. A worker killed
between the two leaves it for another try after a few minutes: rather twice than never.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import ngettext

from muster.kernel import clock
from muster.kernel.crosstenant import across_tenants
from muster.kernel.models import Tenant
from muster.kernel.tenants import tenant_of
from muster.platform.notify import gateway
from muster.platform.notify.enums import ROBOTS, MessageState, Urgency, Way
from muster.platform.notify.models import Message
from muster.platform.notify.services.channels import QUIET_HOURS

LOT = 500
FORGET = {"address": "", "address_key": "", "secret_params": ""}
"""What is not kept once a message has gone."""

ABANDONED_AFTER = timedelta(minutes=5)
BACK_OFF = tuple(timedelta(seconds=s) for s in (30, 120, 600, 1800))


def deliver_due(tenant_id: UUID | None = None) -> dict[str, int]:
    """Deliver what is due, in one command or in all; returns how many were sent, kept, failed."""
    tally: dict[str, int] = defaultdict(int)
    for tenant in [tenant_of(tenant_id)] if tenant_id else _tenants_with_post():
        for group in _groups(tenant):
            tally[_deliver(tenant, group)] += len(group)
    return dict(tally)


def quiet_until(tenant: Tenant, at: datetime) -> datetime | None:
    """Return when the quiet hours that hold at `at` end; None outside them."""
    hours = tenant.settings.get(QUIET_HOURS) or []
    if len(hours) != 2 or hours[0] == hours[1]:  # noqa: PLR2004
        return None
    begins, ends = hours
    local = clock.local(at, tenant.time_zone)
    now = local.strftime("%H:%M")
    over_midnight = begins > ends
    if not ((now >= begins or now < ends) if over_midnight else begins <= now < ends):
        return None
    hour, minute = map(int, ends.split(":"))
    morning = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return morning if morning > local else morning + timedelta(days=1)


def _tenants_with_post() -> list[Tenant]:
    with across_tenants("notify.due"):
        ids = list(_due().values_list("tenant_id", flat=True).distinct())
    return [tenant_of(tenant_id) for tenant_id in ids]


def _due() -> Any:
    now = clock.real_now()
    abandoned = Q(state=MessageState.SENDING, run_after__lte=now - ABANDONED_AFTER)
    return Message.objects.filter(Q(state=MessageState.WAITING, run_after__lte=now) | abandoned)


def _groups(tenant: Tenant) -> list[list[Message]]:
    """Gather what travels together: same way, same address or robot; an urgent message alone."""
    rows = _due().filter(tenant_id=tenant.id).select_related("channel").order_by("id")[:LOT]
    groups: dict[tuple[Any, ...], list[Message]] = defaultdict(list)
    for row in rows:
        alone = row.id if row.urgency == Urgency.URGENT else None
        where = row.way, row.channel_id, row.address_key, row.language
        groups[*where, row.state, row.attempt, alone].append(row)
    return list(groups.values())


def _deliver(tenant: Tenant, group: Sequence[Message]) -> str:
    rows = Message.objects.filter(tenant_id=tenant.id, id__in=[row.id for row in group])
    if tenant.drill:
        rows.update(state=MessageState.KEPT_IN)
        return "kept_in"
    morning = quiet_until(tenant, clock.real_now())
    if morning is not None and group[0].urgency != Urgency.URGENT:
        rows.update(state=MessageState.WAITING, run_after=morning)
        return "quiet"
    if not _claim(rows, group):
        return "taken"
    try:
        _send(group)
    except gateway.NotDelivered as error:
        return _put_back(rows, group, str(error))
    rows.update(
        state=MessageState.SENT,
        sent_at=clock.real_now(),
        digest_of=len(group),
        error="",
        **FORGET,
    )
    return "sent"


def _claim(rows: Any, group: Sequence[Message]) -> bool:
    """Take all of a group; False where another worker has some of it."""
    first = group[0]
    taken = rows.filter(state=first.state, attempt=first.attempt).update(
        state=MessageState.SENDING, attempt=F("attempt") + 1, run_after=clock.real_now()
    )
    if taken == len(group):
        return True
    rows.filter(state=MessageState.SENDING, attempt=first.attempt + 1).update(
        state=MessageState.WAITING
    )
    return False


def _send(group: Sequence[Message]) -> None:
    first = group[0]
    if first.channel is None or not first.channel.enabled:
        raise gateway.NotDelivered(gateway.CHANNEL_GONE)
    title, text = _digest(group) if len(group) > 1 else _single(first)
    if first.way == Way.EMAIL:
        gateway.send_email(first.address.open(), title, text)
    elif first.way == Way.SMS:
        gateway.send_sms(first.channel, first.address.open(), text)
    else:
        gateway.post_to_group(first.channel, text)


def _single(message: Message) -> tuple[str, str]:
    title, text = message.in_own_language()
    if message.link:
        text = f"{text}\n{settings.PUBLIC_URL}{message.link}"
    return title, text


def _digest(group: Sequence[Message]) -> tuple[str, str]:
    """Say many things at once: a text message only how many, the others what each is about."""
    first = group[0]
    with translation.override(first.language or settings.LANGUAGE_CODE):
        title = ngettext(
            "%(count)d message from Muster", "%(count)d messages from Muster", len(group)
        ) % {"count": len(group)}
        inbox = f"{settings.PUBLIC_URL}/inbox/"
        if first.way == Way.SMS:
            return title, f"{title} {inbox}"
        lines = [_single(message)[1] if first.way in ROBOTS else message.title for message in group]
    ending = [] if first.way in ROBOTS else [inbox]
    return title, "\n".join([title, *lines, *ending])


def _put_back(rows: Any, group: Sequence[Message], error: str) -> str:
    attempt = group[0].attempt
    if attempt < len(BACK_OFF):
        rows.update(
            state=MessageState.WAITING,
            run_after=clock.real_now() + BACK_OFF[attempt],
            error=error[:300],
        )
        return "again"
    rows.update(state=MessageState.FAILED, error=error[:300], **FORGET)
    return "failed"
