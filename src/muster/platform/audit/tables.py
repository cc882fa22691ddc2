"""The record as the design system draws it."""

from datetime import datetime
from itertools import groupby

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from muster.platform.audit.contracts import Line
from muster.platform.audit.queries import SEALED, WAITING
from muster.ui.marks import when
from muster.ui.parts import Chip, Column, Entry, Table


def event_table(rows: list[Line]) -> Table:
    """List events: when, who in which capacity, what, where and for what."""
    return Table(
        columns=[
            Column(_("What happened"), lambda line: line.what, slot="title"),
            Column(_("Time"), lambda line: when(line.at), slot="status"),
            Column(
                _("By whom"),
                lambda line: line.who,
                url=lambda line: f"?account={line.account_id}" if line.account_id else "",
            ),
            Column(_("Role"), lambda line: line.role),
            Column(_("Object"), _object, url=lambda line: line.url),
            Column(_("Area"), lambda line: line.area),
            Column(_("For what"), lambda line: line.purpose),
        ],
        rows=rows,
        caption=_("Who did what"),
    )


def _object(line: Line) -> SafeString:
    """Write the kind of object and the end of its id, which tells it from others of the kind."""
    return format_html('{} <code class="second">{}</code>', line.object, line.object_id)


def seal_chips(chosen: str, waiting: int) -> list[Chip]:
    """Offer what is sealed into the chain and what waits for the next seal."""
    return [
        Chip(_("All"), "?", chosen=not chosen),
        Chip(_("Sealed"), f"?seal={SEALED}", chosen=chosen == SEALED),
        Chip(_("Waiting for the seal"), f"?seal={WAITING}", waiting, chosen=chosen == WAITING),
    ]


def looks(rows: list[Line]) -> list[tuple[datetime, list[Entry]]]:
    """List day by day who looked at a person: role and place are enough, names are not shown.

    Each day is headed by the latest moment in it.
    """
    days = groupby(rows, key=lambda line: timezone.localtime(line.at).date())
    return [(entries[0].at, entries) for _day, lines in days if (entries := [*map(_look, lines)])]


def _look(line: Line) -> Entry:
    return Entry(at=line.at, what=line.what, result=line.purpose, by=line.role or line.who)
