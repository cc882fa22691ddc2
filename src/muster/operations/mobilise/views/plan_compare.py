"""Two plans of a call-up side by side: their figures, and who goes or stands elsewhere."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from muster.kernel.errors import Conflict
from muster.kernel.permissions import requires
from muster.operations.mobilise import queries, rules
from muster.operations.mobilise.models import DeploymentPlan
from muster.operations.mobilise.views.plan_parts import (
    crumbs_of_plan,
    people_names,
    place_names,
    title_of,
)
from muster.ui.filters import Asked
from muster.ui.http import Request
from muster.ui.paging import page_of, paging_of
from muster.ui.parts import Chip, Crumb

MOVED, POSTS, SHIFTS = "moved", "posts", "shifts"
KINDS = (MOVED, POSTS, SHIFTS)


@requires(rules.VIEW_PLANS)
@require_GET
def choose(request: Request, call_up_id: UUID) -> HttpResponse:
    """Go to the comparison of the two plans that were chosen from the list."""
    row = queries.call_up(actor=request.actor, call_up_id=call_up_id)
    known = {str(one.id) for one in queries.plans(actor=request.actor, call_up_id=row.id)}
    first, second = request.GET.get("first", ""), request.GET.get("second", "")
    if first in known and second in known:
        return redirect("mobilise:plan_compare", first, second)
    return redirect("mobilise:plans", row.id)


@requires(rules.VIEW_PLANS)
@require_GET
def compare(request: Request, plan_id: UUID, other_id: UUID) -> HttpResponse:
    """Show two plans side by side."""
    actor, asked = request.actor, Asked(request)
    old = queries.plan(actor=actor, plan_id=plan_id)
    new = queries.plan(actor=actor, plan_id=other_id)
    if not old.summary or not new.summary:
        raise Conflict(
            _("Only plans that are made can be compared."), next_step=_("Make the plan first.")
        )
    rows = _differences(old, new)
    show = asked.one_of("show", _("Differences"), KINDS)
    shown = [one for one in rows if not show or one[show]]
    page = page_of(request, shown)
    names = people_names(actor, [one["person"] for one in page])
    places = place_names({one[side] for one in page for side in ("was", "now") if one[side]})
    here = reverse("mobilise:plan_compare", args=[old.id, new.id])
    context = {
        "old": old,
        "new": new,
        "crumbs": crumbs_of_plan(old, Crumb(_("Compared with %(plan)s") % {"plan": title_of(new)})),
        "figures": _figures(old, new),
        "rows": [
            {
                **one,
                "name": names.get(one["person"], one["person"]),
                "was": places.get(one["was"], one["was"]),
                "now": places.get(one["now"], one["now"]),
            }
            for one in page
        ],
        "paging": paging_of(request, page),
        "chips": [
            Chip(
                words,
                f"{here}?{urlencode({'show': key})}" if key else here,
                sum(not key or bool(one[key]) for one in rows),
                key == show,
            )
            for key, words in (
                ("", pgettext("differences", "All")),
                (MOVED, _("Other community")),
                (POSTS, _("Other posts")),
                (SHIFTS, _("Other shifts")),
            )
        ],
    }
    return render(request, "mobilise/plan_compare.html", context)


def _figures(old: DeploymentPlan, new: DeploymentPlan) -> list[tuple[str, str, str]]:
    """Return each figure of both plans, in words."""

    def value(row: DeploymentPlan, name: str) -> float:
        return float(row.summary.get("values", {}).get(name, 0))

    def fair(row: DeploymentPlan, name: str) -> str:
        found: Mapping[str, Any] | None = row.summary.get("fairness", {}).get(name)
        if not found:
            return "–"
        return _("%(least)s to %(most)s") % {
            "least": f"{found['least']:g}",
            "most": f"{found['most']:g}",
        }

    def covered(row: DeploymentPlan) -> str:
        wanted = sum(one["asked"] for one in row.summary["communities"])
        share = 100 * (1 - row.summary["short"] / wanted) if wanted else 100.0
        return f"{share:.2f} %"

    def nights(row: DeploymentPlan) -> str:
        return f"{sum(one['nights'] for one in row.summary.get('units', [])):,}"

    lines = (
        (_("Shifts wanted that are covered"), covered),
        (_("Shifts short"), lambda row: f"{row.summary['short']:,}"),
        (_("People sent"), lambda row: f"{row.summary['people']:,}"),
        (_("In reserve"), lambda row: f"{row.summary['reserve']:,}"),
        (_("Parts of units"), lambda row: f"{value(row, 'fragment'):,.0f}"),
        (_("Way, km"), lambda row: f"{row.summary['mean_km']:g}"),
        (_("Nights given"), nights),
        (_("Nights of one person"), lambda row: fair(row, "nights")),
        (_("Weekend shifts of one person"), lambda row: fair(row, "weekends")),
        (_("Hours of one person"), lambda row: fair(row, "hours")),
    )
    return [(words, say(old), say(new)) for words, say in lines]


def _differences(old: DeploymentPlan, new: DeploymentPlan) -> list[dict[str, Any]]:
    """Return who goes to another community, stands at other posts, or has other shifts."""
    before, after = _of_people(old), _of_people(new)
    rows = []
    for who in sorted(before.keys() | after.keys()):
        was, now = before.get(who, ("", {})), after.get(who, ("", {}))
        cells = sum(was[1].get(day) != now[1].get(day) for day in {*was[1], *now[1]})
        posts = Counter(post for _s, post in was[1].values())
        others = Counter(post for _s, post in now[1].values())
        days = {day: one[0] for day, one in was[1].items()}
        row = {
            "person": who,
            "was": was[0],
            "now": now[0],
            MOVED: was[0] != now[0],
            POSTS: set(posts) != set(others),
            SHIFTS: days != {day: one[0] for day, one in now[1].items()},
            "cells": cells,
        }
        if row[MOVED] or cells:
            rows.append(row)
    return sorted(rows, key=lambda one: (not one[MOVED], -one["cells"], one["person"]))


def _of_people(row: DeploymentPlan) -> dict[str, tuple[str, dict[int, tuple[str, str]]]]:
    """Return where each person is sent, and shift and post of each day."""
    document = row.content
    works: dict[str, dict[int, tuple[str, str]]] = defaultdict(dict)
    for one in document["roster"]:
        works[one["person"]][one["day"]] = (one["shift"], one["post"])
    return {who: (where, works[who]) for who, where in document["assignment"].items()}
