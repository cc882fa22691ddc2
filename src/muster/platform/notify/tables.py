"""Channels and the outbox as the design system draws them."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from muster.platform.notify.enums import MessageState
from muster.platform.notify.gateway import said
from muster.platform.notify.models import Channel, Message
from muster.ui.marks import mark, when
from muster.ui.parts import Chip, Column, Table

STATUS = {
    MessageState.WAITING: "todo",
    MessageState.SENDING: "doing",
    MessageState.SENT: "ok",
    MessageState.FAILED: "bad",
    MessageState.KEPT_IN: "offline",
}


def channel_table(rows: list[Channel], areas: Mapping[str, str]) -> Table:
    """List channels: name, kind, whether in use, and the area by its name in `areas`."""
    return Table(
        columns=[
            Column(
                _("Channel name"),
                lambda row: row.name,
                slot="title",
                url=lambda row: reverse("notify:channel", args=[row.id]),
            ),
            Column(_("Kind"), lambda row: row.get_way_display()),
            Column(
                _("State"),
                lambda row: (
                    mark("ok", _("In use")) if row.enabled else mark("offline", _("Not in use"))
                ),
                slot="status",
            ),
            Column(_("Area"), lambda row: areas.get(row.area_code, row.area_code)),
        ],
        rows=rows,
        caption=_("Message channels"),
    )


def outbox_table(rows: list[Message]) -> Table:
    """List what left or would have left: title, way, state, time; no address and no text."""
    return Table(
        columns=[
            Column(_("Message"), lambda row: row.title, slot="title"),
            Column(_("State"), _state, slot="status"),
            Column(_("Way"), lambda row: row.get_way_display()),
            Column(_("Written"), lambda row: when(row.shown_at)),
            Column(_("Answer of the other side"), lambda row: said(row.error), slot="wide"),
        ],
        rows=rows,
        caption=_("Outbox"),
    )


def state_chips(chosen: str) -> list[Chip]:
    """Offer each state as a filter."""
    chips = [Chip(_("All"), "?", chosen=not chosen)]
    return chips + [
        Chip(state.label, f"?state={state.value}", chosen=chosen == state.value)
        for state in MessageState
    ]


def _state(row: Message) -> str:
    state = MessageState(row.state)
    return mark(STATUS[state], state.label)
