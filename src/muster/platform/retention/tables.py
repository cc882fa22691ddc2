"""Holdings and certificates as the design system draws them."""

from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muster.platform.retention.contracts import Held
from muster.platform.retention.models import DestructionCertificate
from muster.ui.marks import count, mark, wall, when
from muster.ui.parts import Column, Table


def until(held: Held) -> str:
    """Say until when a row is held: so many days after its clock starts."""
    return ngettext("%(n)d day %(clock)s", "%(n)d days %(clock)s", held.days) % {
        "n": held.days,
        "clock": held.clock,
    }


def rows_url(held: Held) -> str:
    """Return the address of the list of a holding's rows; empty where the reader has none."""
    if listing := held.listing:
        return reverse(listing.url_name) + listing.query
    return reverse("retention:rows", args=[held.name]) if held.has_rows else ""


def rows_table(rows: list[tuple[UUID, datetime]], days: int) -> Table:
    """List what is held by number and day alone: since when, and when it ends."""
    return Table(
        columns=[
            Column(_("Number"), lambda row: format_html("<code>{}</code>", row[0]), slot="title"),
            Column(_("Held since"), lambda row: wall(row[1])),
            Column(_("Until"), lambda row: wall(row[1] + timedelta(days=days), "date")),
        ],
        rows=rows,
        caption=_("Rows held"),
    )


def held_table(rows: list[Held]) -> Table:
    """List what is held, for what, and until when."""
    return Table(
        columns=[
            Column(
                _("What is held"),
                lambda held: held.label,
                slot="title",
                url=lambda held: reverse("retention:holding", args=[held.name]),
            ),
            Column(_("Rows"), lambda held: count(held.count), slot="number", url=rows_url),
            Column(_("For what"), lambda held: held.purpose, slot="wide"),
            Column(_("Until"), until),
            Column(
                _("Rule"),
                lambda held: _("by this command") if held.reason else _("as delivered"),
            ),
        ],
        rows=rows,
        caption=_("Held data"),
    )


def certificate_table(rows: list[DestructionCertificate]) -> Table:
    """List certificates of destruction."""
    return Table(
        columns=[
            Column(
                _("What was held"),
                label_of,
                slot="title",
                url=lambda paper: reverse("retention:certificate", args=[paper.id]),
            ),
            Column(
                _("State"),
                lambda paper: (
                    mark("ok", _("Signed")) if paper.code else mark("doing", _("Not finished"))
                ),
                slot="status",
            ),
            Column(
                _("Rows"),
                lambda paper: count(paper.count),
                slot="number",
                url=lambda paper: reverse("retention:certificate", args=[paper.id]),
            ),
            Column(_("Destroyed"), lambda paper: when(paper.begun_at)),
            Column(_("Number"), lambda paper: paper.code),
        ],
        rows=rows,
        caption=_("Certificates of destruction"),
    )


def label_of(paper: DestructionCertificate) -> object:
    """Return what was held, in the reader's language while its package still knows it."""
    return paper.declared.label if paper.declared else paper.holding
