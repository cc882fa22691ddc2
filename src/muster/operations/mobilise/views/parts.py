"""What the pages of one call-up share: tabs, levels in words, addresses of lists."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.operations.mobilise.enums import CallUpState, NominationState, PlanState
from muster.operations.mobilise.models import CallUp
from muster.registers.measures.queries import notices_to_choose
from muster.registers.responders.enums import Level
from muster.ui.parts import Chip, Crumb, Tab

MARKS: Mapping[str, str] = {
    CallUpState.DRAFT: "todo",
    CallUpState.SENT: "doing",
    CallUpState.CLOSED: "ok",
    CallUpState.CANCELLED: "offline",
    PlanState.DRAFT: "todo",
    PlanState.SOLVING: "doing",
    PlanState.SOLVED: "doing",
    PlanState.SUBMITTED: "warn",
    PlanState.APPROVED: "ok",
    PlanState.PUBLISHED: "ok",
    PlanState.FAILED: "bad",
    PlanState.DROPPED: "offline",
    PlanState.EDITED: "doing",
    NominationState.NAMED: "todo",
    NominationState.CONFIRMED: "ok",
    NominationState.DECLINED: "warn",
    NominationState.WAITING: "doing",
    NominationState.WITHDRAWN: "offline",
}


def level_word(level: str) -> str:
    """Return the level in the reader's language."""
    return str(Level(level).label) if level in Level.values else level


def tabs_of(row: CallUp, current: str, *, open_rows: int | None = None) -> list[Tab]:
    """Return the pages of one call-up."""
    pages = [
        ("call_up", pgettext("call-up", "Progress"), None),
        ("targets", _("Targets"), None),
        ("reconciliation", _("Reconciliation"), open_rows),
        ("waiting", _("Waiting list"), None),
        ("plans", _("Plans"), None),
        ("arrivals", _("Arrivals"), None),
        ("gaps", pgettext("arrivals", "Gaps"), None),
    ]
    return [
        Tab(label, reverse(f"mobilise:{name}", args=[row.id]), count, name == current)
        for name, label, count in pages
    ]


def crumbs_of(row: CallUp) -> list[Crumb]:
    """Return the way to a call-up."""
    return [Crumb(_("Call-up"), reverse("mobilise:index")), Crumb(row.title)]


def units_by_level(units: Iterable[Any], prefix: str = "") -> list[tuple[str, Any]]:
    """Return units for a choice, grouped by level: city, district, subdistrict first."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in units:
        groups.setdefault(one.level, []).append((f"{prefix}{one.id}", one.name))
    return [(str(level.label), groups[level]) for level in Level if level in groups]


def incident_chips(actor: Actor, here: str) -> list[Chip]:
    """Return the running incidents to choose from, the one worked on first; none of one alone."""
    return [
        Chip(one.name, f"{here}?work_on={one.incident_id}", None, chosen=not at)
        for at, one in enumerate(notices_to_choose(actor))
    ]


def names_url(row: CallUp, **filters: Any) -> str:
    """Return the address of the names behind a number."""
    query = urlencode({name: value for name, value in filters.items() if value})
    address = reverse("mobilise:names", args=[row.id])
    return f"{address}?{query}" if query else address


def until(row: CallUp) -> tuple[str, int]:
    """Return what comes next and the minutes left until then; negative ones have passed."""
    now = clock.now()
    what, at = (
        (_("until answers are due"), row.deadline_at)
        if now < row.deadline_at
        else (_("until assembly"), row.assembly_at)
    )
    return what, int((at - now).total_seconds() // 60)
