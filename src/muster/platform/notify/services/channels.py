"""Setting up the ways out, trying them, and the hours of quiet."""

import json
import re
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from muster.kernel.actors import Actor
from muster.kernel.areas import covers
from muster.kernel.errors import Conflict, Invalid, Text
from muster.kernel.models import Tenant
from muster.kernel.permissions import require
from muster.kernel.tenants import tenant_of
from muster.platform.audit.services import record
from muster.platform.notify import gateway
from muster.platform.notify.enums import ROBOTS, Way
from muster.platform.notify.models import Channel
from muster.platform.notify.rules import SET_CHANNELS
from muster.platform.places.queries import area_names

QUIET_HOURS = "quiet_hours"
_HOUR = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d\Z")


def save_channel(
    *,
    actor: Actor,
    way: Way,
    name: str,
    channel_id: UUID | None = None,
    area_code: str = "",
    url: str = "",
    secret: str = "",
    headers: str = "",
    body: str = "",
    enabled: bool = True,
) -> Channel:
    """Set up a channel or change it. An address or secret left empty stays as it was.

    Raises:
        NotFound: the channel to change is not there.
        Invalid: a field cannot be taken as it is.

    """
    require(actor, SET_CHANNELS)
    with transaction.atomic():
        channel = (
            Channel.objects.get_for_update(actor, channel_id)
            if channel_id
            else Channel(tenant_id=actor.tenant_id, way=way)
        )
        errors = _problems(channel, name=name, url=url, headers=headers, body=body)
        errors |= _area_problem(channel, area_code)
        if errors:
            raise Invalid(_("The channel was not saved."), errors=errors)
        channel.name, channel.area_code, channel.enabled = name.strip(), area_code, enabled
        if url:
            channel.url = url.strip()
        if secret:
            channel.secret = secret.strip()
        channel.headers = json.loads(headers) if headers.strip() else {}
        channel.body = body.strip()
        channel.save()
        record(actor, "notify.channel_saved", channel, way=str(channel.way), enabled=enabled)
    return channel


def remove_channel(*, actor: Actor, channel_id: UUID) -> None:
    """Take a channel away; messages that wait for it are not sent."""
    require(actor, SET_CHANNELS)
    with transaction.atomic():
        channel = Channel.objects.get_for_update(actor, channel_id)
        record(actor, "notify.channel_removed", channel, way=str(channel.way))
        channel.delete()


def try_channel(*, actor: Actor, channel_id: UUID, address: str = "") -> None:
    """Send a test message now.

    Raises:
        Conflict: this is a drill, which sends nothing outside, or the gateway refused; the answer
            is in the message.
        Invalid: there is no address to send to.

    """
    require(actor, SET_CHANNELS)
    channel = Channel.objects.get_visible(actor, channel_id)
    if channel.tenant_id and tenant_of(channel.tenant_id).drill:
        raise Conflict(
            _("This is a drill: nothing leaves the house."),
            next_step=_("Try the channel in the real command."),
        )
    text = _("This is a test from Muster. Nothing needs to be done.")
    if channel.way not in ROBOTS and not address.strip():
        problem = _("Write down where the test should go.")
        raise Invalid(_("The test was not sent."), errors={"address": [problem]})
    try:
        if channel.way == Way.EMAIL:
            gateway.send_email(address.strip(), _("A test from Muster"), text)
        elif channel.way == Way.SMS:
            gateway.send_sms(channel, address.strip(), text)
        else:
            gateway.post_to_group(channel, f"{text}\n{settings.PUBLIC_URL}/")
    except gateway.NotDelivered as error:
        raise Conflict(
            _("The test did not arrive. The other side answered: %(answer)s"),
            next_step=_("Check address, secret and template, then try again."),
            answer=gateway.said(str(error)),
        ) from None
    with transaction.atomic():
        record(actor, "notify.channel_tried", channel, way=str(channel.way))


def set_quiet_hours(*, actor: Actor, begins: str, ends: str) -> None:
    """Set when ordinary messages stay in until morning ("22:00" to "07:00"); both empty: never.

    Raises:
        Invalid: an hour cannot be read.

    """
    require(actor, SET_CHANNELS)
    errors: dict[str, list[Any]] = {
        field: [_("Write the time as 22:00.")]
        for field, hour in (("begins", begins), ("ends", ends))
        if not _HOUR.match(hour) and (begins or ends)
    }
    if errors:
        raise Invalid(_("The hours were not saved."), errors=errors)
    with transaction.atomic():
        tenant = Tenant.objects.select_for_update().get(pk=actor.tenant_id)
        tenant.settings = {**tenant.settings, QUIET_HOURS: [begins, ends] if begins else []}
        tenant.save(update_fields=["settings"])
        record(actor, "notify.quiet_hours_set", tenant)


def _problems(
    channel: Channel, *, name: str, url: str, headers: str, body: str
) -> dict[str, list[Text]]:
    errors: dict[str, list[Text]] = {}
    if not name.strip():
        errors["name"] = [_("Give it a name, so that others know which one it is.")]
    if channel.way != Way.EMAIL:
        problem = gateway.address_problem(url.strip()) if url or not channel.url else ""
        if problem:
            errors["url"] = [problem]
    if channel.way == Way.SMS and "{phone}" not in body:
        errors["body"] = [_("The body must say {phone} and {text} where they belong.")]
    if headers.strip() and not _is_headers(headers):
        errors["headers"] = [_('Write headers as JSON, such as {"Authorization": "…"}.')]
    return errors


def _area_problem(channel: Channel, code: str) -> dict[str, list[Text]]:
    """Return what is wrong with the area of a group: it would never get a message."""
    if not code:
        return {}
    command = tenant_of(channel.tenant_id).area_code
    if covers(command, code) and (code == command or area_names([code])):
        return {}
    problem = _("No area of this command has the code %(code)s. Choose one from the list.")
    return {"area_code": [problem % {"code": code}]}


def _is_headers(text: str) -> bool:
    try:
        found = json.loads(text)
    except ValueError:
        return False
    return isinstance(found, dict) and all(isinstance(value, str) for value in found.values())
