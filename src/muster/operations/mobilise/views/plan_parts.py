"""What the pages of one plan share: its tabs, its names, and how a button's answer is said."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid
from muster.operations.duty.queries import places_named, shift_refs
from muster.operations.mobilise.enums import PlanState
from muster.operations.mobilise.models import DeploymentPlan
from muster.registers.responders.queries import names_of, names_of_people
from muster.ui.http import Request
from muster.ui.parts import Crumb, Tab

NOON = "12:00"
PAGES = ("plan", "plan_units", "plan_short", "plan_absence", "plan_cohesion", "plan_gear")
Mark = tuple[str, str]
"""Kind and name of a shift, as it is drawn."""


def title_of(row: DeploymentPlan) -> str:
    """Return the name of a plan."""
    return _("Plan %(number)s") % {"number": row.number}


def crumbs_of_plan(row: DeploymentPlan, *more: Crumb) -> list[Crumb]:
    """Return the way to a plan; with `more`, to a page of it."""
    here = reverse("mobilise:plan", args=[row.id]) if more else ""
    return [
        Crumb(_("Call-up"), reverse("mobilise:index")),
        Crumb(row.call_up.title, reverse("mobilise:plans", args=[row.call_up_id])),
        Crumb(title_of(row), here),
        *more,
    ]


def tabs_of_plan(row: DeploymentPlan, current: str) -> list[Tab]:
    """Return the pages of a plan that has content; none of one that has not."""
    if not row.summary or row.state == PlanState.EDITED:
        return []
    words = {
        "plan": pgettext("plan", "Review"),
        "plan_units": _("Units"),
        "plan_short": _("What is short"),
        "plan_absence": _("If some do not come"),
        "plan_cohesion": _("Units together"),
        "plan_gear": _("Gear"),
    }
    return [
        Tab(words[name], reverse(f"mobilise:{name}", args=[row.id]), current=name == current)
        for name in PAGES
    ]


def place_names(ids: Iterable[str]) -> dict[str, str]:
    """Return the name of each community or site of a plan. One query."""
    return places_named(ids)


def unit_names(actor: Actor, ids: Iterable[str]) -> dict[str, str]:
    """Return the name of each unit of a plan. One query."""
    known = names_of(actor=actor, ids=[UUID(one) for one in ids if _is_id(one)])
    return {str(one): name for one, name in known.items()}


def people_names(actor: Actor, ids: Collection[str]) -> dict[str, str]:
    """Return the name of each person of a plan; who was only assumed is said to be so."""
    known = names_of_people(actor, [UUID(one) for one in ids if _is_id(one)])
    names = {str(one): name for one, name in known.items()}
    return names | {one: _("nobody named yet") for one in ids if not _is_id(one)}


def shift_names(actor: Actor, row: DeploymentPlan) -> dict[str, str]:
    """Return the name of each shift of a plan."""
    refs = shift_refs(actor=actor, incident_id=row.call_up.incident_id)
    return {name: str(one.label) for name, one in refs.items()}


def shift_marks(actor: Actor, row: DeploymentPlan, facts: Mapping[str, Any]) -> dict[str, Mark]:
    """Return the mark of each shift of a plan."""
    labels = shift_names(actor, row)
    found = {}
    for one in facts["shifts"]:
        kind = "night" if one.get("night") else "morning" if one["start"] < NOON else "evening"
        found[one["id"]] = (kind, labels.get(one["id"], one["id"]))
    return found


def posted(
    request: Request,
    act: Callable[[], Any],
    said: str = "",
    *,
    back: str,
    to: Callable[[Any], str] | None = None,
) -> HttpResponse:
    """Do what a button asks, say what came of it, and go `back`; or on `to` what was made."""
    try:
        made = act()
    except (Conflict, Invalid) as error:
        messages.error(request, str(error))
        return redirect(back)
    if said:
        messages.success(request, said)
    return redirect(to(made) if to else back)


def plan_url(row: Any) -> str:
    """Return the page of a plan."""
    return reverse("mobilise:plan", args=[row.id])


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
