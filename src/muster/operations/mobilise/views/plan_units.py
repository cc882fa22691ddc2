"""A plan by unit, and the gear that its posts need."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from muster.kernel.permissions import requires
from muster.operations.duty.queries import requisition
from muster.operations.mobilise import queries, rules
from muster.operations.mobilise.models import DeploymentPlan
from muster.operations.mobilise.views.plan_parts import (
    crumbs_of_plan,
    people_names,
    place_names,
    shift_marks,
    tabs_of_plan,
    unit_names,
)
from muster.platform.places.queries import area_names
from muster.ui.filters import Asked
from muster.ui.http import Request
from muster.ui.parts import Chip, Crumb

RESERVE, PARTED = "reserve", "parted"
SORTS = ("name", "people", "sent", "communities", "nights", "km")


@requires(rules.VIEW_PLANS)
@require_GET
def units(request: Request, plan_id: UUID) -> HttpResponse:
    """List the units of a plan: whom each sends, to how many communities, nights and way."""
    asked = Asked(request)
    row = queries.plan(actor=request.actor, plan_id=plan_id)
    show = asked.one_of("show", _("Units"), (RESERVE, PARTED))
    sort = asked.one_of("sort", _("Order"), SORTS, "people")
    query = request.GET.get("q", "").strip()
    rows: Sequence[dict[str, Any]] = row.summary.get("units", [])
    names = unit_names(request.actor, [one["id"] for one in rows])
    named = [
        {**one, "name": names.get(one["id"], one["id"])}
        for one in rows
        if query in names.get(one["id"], one["id"])
    ]
    context = {
        "plan": row,
        "crumbs": crumbs_of_plan(row, Crumb(_("Units"))),
        "tabs": tabs_of_plan(row, "plan_units"),
        "rows": _sorted([one for one in named if _shown(one, show)], sort),
        "chips": _chips(row, named, show, query),
        "query": query,
        "sort": sort,
    }
    return render(request, "mobilise/plan_units.html", context)


@requires(rules.VIEW_PLANS)
@require_GET
def unit(request: Request, plan_id: UUID, unit: str) -> HttpResponse:
    """List the people of one unit: where each goes, the first shift, how many of them by night."""
    actor = request.actor
    row = queries.plan(actor=actor, plan_id=plan_id)
    facts, document = queries.plan_documents(actor=actor, plan_id=row.id)
    people = next((one["people"] for one in facts["units"] if one["id"] == unit), None)
    if people is None or document is None:
        raise Http404
    title = unit_names(actor, [unit]).get(unit, unit)
    context = {
        "plan": row,
        "title": title,
        "crumbs": crumbs_of_plan(
            row,
            Crumb(_("Units"), reverse("mobilise:plan_units", args=[row.id])),
            Crumb(title),
        ),
        "rows": _people(request, row, facts, document, set(people)),
    }
    return render(request, "mobilise/plan_unit.html", context)


def _people(
    request: Request,
    row: DeploymentPlan,
    facts: Mapping[str, Any],
    document: Mapping[str, Any],
    here: set[str],
) -> list[dict[str, Any]]:
    names = people_names(request.actor, list(here))
    marks = shift_marks(request.actor, row, facts)
    works: dict[str, list[Any]] = defaultdict(list)
    for one in document["roster"]:
        if one["person"] in here:
            works[one["person"]].append(one)
    sent = {who: document["assignment"].get(who, "") for who in here}
    places = place_names({where for where in sent.values() if where})
    leads = set(document.get("first_secretary", {}).values())
    rows = []
    for who, where in sent.items():
        mine = sorted(works[who], key=lambda one: int(one["day"]))
        kind, label = marks[mine[0]["shift"]] if mine else ("", "")
        rows.append(
            {
                "name": names.get(who, who),
                "leads": who in leads,
                "area": where,
                "place": places.get(where, ""),
                "first": row.starts_on + timedelta(days=mine[0]["day"]) if mine else None,
                "kind": kind,
                "label": label,
                "shifts": len(mine),
                "nights": sum(marks[one["shift"]][0] == "night" for one in mine),
            }
        )
    return sorted(rows, key=lambda one: (not one["leads"], one["name"]))


@requires(rules.VIEW_PLANS)
@require_GET
def gear(request: Request, plan_id: UUID) -> HttpResponse:
    """Add up the gear of the posts for the days of the plan: by thing and shift, then by zone."""
    row = queries.plan(actor=request.actor, plan_id=plan_id)
    found = requisition(
        actor=request.actor,
        incident_id=row.call_up.incident_id,
        starts_on=row.starts_on,
        days=row.days,
    )
    letters = found.letters()
    by_zone = found.by_zone()
    zones = area_names(by_zone)
    context = {
        "plan": row,
        "crumbs": crumbs_of_plan(row, Crumb(_("Gear"))),
        "tabs": tabs_of_plan(row, "plan_gear"),
        "letters": letters,
        "rows": [
            (
                found.labels[item],
                totals,
                [totals.shifts.get(letter, 0) for letter, _name in letters],
                f"{reverse('duty:posts')}?{urlencode({'item': item})}",
            )
            for item, totals in found.by_item().items()
        ],
        "zones": [
            (
                zones.get(zone, zone),
                f"{reverse('duty:requisition')}?{urlencode({'area': zone})}",
                [(found.labels[item], totals) for item, totals in items.items()],
            )
            for zone, items in by_zone.items()
        ],
        "whole_url": reverse("duty:requisition"),
    }
    return render(request, "mobilise/plan_gear.html", context)


def _shown(one: Mapping[str, Any], show: str) -> bool:
    if show == RESERVE:
        return bool(one["reserve"])
    return show != PARTED or int(one["communities"]) > 1


def _sorted(rows: list[dict[str, Any]], sort: str) -> list[dict[str, Any]]:
    if sort == "name":
        return sorted(rows, key=lambda one: str(one["name"]))
    return sorted(rows, key=lambda one: (-one[sort], one["name"]))


def _chips(
    row: DeploymentPlan, rows: Sequence[Mapping[str, Any]], show: str, query: str
) -> list[Chip]:
    here = reverse("mobilise:plan_units", args=[row.id])
    return [
        Chip(
            words,
            f"{here}?{urlencode({k: v for k, v in (('show', key), ('q', query)) if v})}",
            sum(_shown(one, key) for one in rows),
            key == show,
        )
        for key, words in (
            ("", _("All")),
            (RESERVE, _("With people in reserve")),
            (PARTED, pgettext("units", "In several communities")),
        )
    ]
