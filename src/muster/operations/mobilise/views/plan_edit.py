"""A plan changed by hand: the steps made, the grid of a community, the form of one cell."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from muster.engines.planner.reading import plan_to_json
from muster.kernel.permissions import requires
from muster.operations.duty.queries import area_of_place
from muster.operations.mobilise import queries, rules
from muster.operations.mobilise.enums import PlanState
from muster.operations.mobilise.models import DeploymentPlan
from muster.operations.mobilise.models.plans import unpacked, whole
from muster.operations.mobilise.services import by_hand
from muster.operations.mobilise.views.parts import MARKS
from muster.operations.mobilise.views.plan_grid import days_of, grid
from muster.operations.mobilise.views.plan_parts import (
    crumbs_of_plan,
    people_names,
    place_names,
    shift_marks,
    shift_names,
)
from muster.operations.mobilise.views.plan_words import consequences, post_names
from muster.ui.http import Request
from muster.ui.parts import Crumb


@requires(rules.MAKE_PLANS)
@require_GET
def edits(request: Request, plan_id: UUID) -> HttpResponse:
    """Show a plan that is being changed by hand: its steps, what they do, what is fixed."""
    row = queries.plan(actor=request.actor, plan_id=plan_id)
    if row.state != PlanState.EDITED:
        return redirect("mobilise:plan", plan_id=plan_id)
    facts = unpacked(row.instance)
    judged = by_hand.judge_all(row) if row.edits else None
    names = place_names(one["id"] for one in facts["communities"])
    context = {
        "plan": row,
        "mark": MARKS[row.state],
        "crumbs": crumbs_of_plan(row),
        "steps": _steps(request, row, row.edits),
        "locks": _steps(request, row, row.locks),
        "found": consequences(request.actor, row, judged) if judged else [],
        "legal": judged is not None and judged.legal,
        "price": round(judged.price, 1) if judged else 0,
        "places": sorted(names.items(), key=lambda one: one[1]),
    }
    return render(request, "mobilise/plan_edits.html", context)


@requires(rules.MAKE_PLANS)
@require_GET
def community(request: Request, plan_id: UUID, area: str) -> HttpResponse:
    """Show a community's grid, each cell of which can be taken to another or opened."""
    row = _open(request, plan_id)
    facts = unpacked(row.instance)
    if all(one["id"] != area for one in facts["communities"]):
        raise Http404
    _given, plan = by_hand.laid(row)
    marks = shift_marks(request.actor, row, facts)
    title = place_names([area])[area]
    document = whole(json.loads(plan_to_json(plan)))
    context = {
        "plan": row,
        "area": area,
        "title": title,
        "crumbs": crumbs_of_plan(row, Crumb(title)),
        "days": days_of(row),
        "rows": grid(request.actor, row, facts, document, area=area, marks=marks),
        "shifts": [(*marks[one["id"]], one) for one in facts["shifts"]],
        "seen": len(row.edits),
        "at": request.GET.get("at", ""),
    }
    return render(request, "mobilise/plan_edit_grid.html", context)


@requires(rules.MAKE_PLANS)
@require_GET
def cell(request: Request, plan_id: UUID, area: str, person: str, day: int) -> HttpResponse:
    """Show what somebody can do on a day; a choice that is looked at is judged without writing."""
    row = _open(request, plan_id)
    facts = unpacked(row.instance)
    _given, plan = by_hand.laid(row)
    if plan.assignment.get(person) != area or not 0 <= day < row.days:
        raise Http404
    works = next((one for one in plan.roster if (one.person, one.day) == (person, day)), None)
    chosen = request.GET.get("spot", "")
    context = {
        "plan": row,
        "area": area,
        "person": person,
        "day": day,
        "date": row.starts_on + timedelta(days=day),
        "seen": len(row.edits),
        "crumbs": crumbs_of_plan(row, Crumb(place_names([area])[area], _grid_url(row, area))),
        "name": people_names(request.actor, [person]).get(person, person),
        "current": f"{works.shift}|{works.post}" if works else "",
        "spots": _spots(request, row, facts, area, day),
        "places": sorted(
            place_names(one["id"] for one in facts["communities"] if one["id"] != area).items(),
            key=lambda one: one[1],
        ),
        "fixed_cell": any((x["person"], x.get("day")) == (person, day) for x in row.locks),
        "fixed_person": any((x["person"], x.get("day")) == (person, None) for x in row.locks),
        "chosen": chosen,
    }
    if "spot" in request.GET:
        step = by_hand.spot_step(person, day, chosen)
        judged = by_hand.judge_steps(row, [step])
        context["found"] = consequences(request.actor, row, judged)
        context["judged"] = True
    if request.headers.get("HX-Request"):
        return render(request, "mobilise/_plan_found.html", context)
    return render(request, "mobilise/plan_cell.html", context)


def say_found(request: Request, row: DeploymentPlan, judged: Any) -> None:
    """Say what changes did, the worst first; nothing bad is said as well."""
    found = consequences(request.actor, row, judged)
    for one in found:
        tell = {"bad": messages.error, "warn": messages.warning}.get(one.tone, messages.info)
        tell(request, one.sentence)
    if judged.legal:
        messages.success(request, _("No rule is broken by this change."))


def _open(request: Request, plan_id: UUID) -> DeploymentPlan:
    row = queries.plan(actor=request.actor, plan_id=plan_id)
    if row.state != PlanState.EDITED:
        raise by_hand.not_open()
    return row


def _grid_url(row: DeploymentPlan, area: str) -> str:
    return reverse("mobilise:plan_edit_grid", args=[row.id, area])


def _spots(
    request: Request, row: DeploymentPlan, facts: Mapping[str, Any], area: str, day: int
) -> list[tuple[str, str]]:
    """Return every shift and post of the community that is open on a day, in words."""
    site = next(one for one in facts["communities"] if one["id"] == area)
    shifts = shift_names(request.actor, row)
    posts = post_names(request.actor, row, area_of_place(area))
    weekday = (row.starts_on + timedelta(days=day)).weekday()
    found = []
    for one in facts["shifts"]:
        for post in site["posts"]:
            pattern = post["hours_pattern"]
            if one["id"] in pattern["shifts"] and weekday in pattern.get("weekdays", range(7)):
                words = f"{shifts.get(one['id'], one['id'])} · {posts.get(post['id'], post['id'])}"
                found.append((f"{one['id']}|{post['id']}", words))
    return found


def _steps(request: Request, row: DeploymentPlan, steps: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return each step or lock as a sentence."""
    people = people_names(request.actor, [one["person"] for one in steps])
    places = place_names({one["community"] for one in steps if one.get("community")})
    shifts = shift_names(request.actor, row) if steps else {}
    posts = post_names(request.actor, row) if steps else {}
    found = []
    for one in steps:
        who = people.get(one["person"], one["person"])
        if one.get("day") is None:
            place = places.get(one.get("community", ""), "") or _("the reserve")
            found.append(_("%(who)s: %(place)s") % {"who": who, "place": place})
            continue
        words = _("off") if not one["shift"] else shifts.get(one["shift"], one["shift"])
        where = posts.get(one.get("post", ""), "")
        found.append(
            _("%(who)s, %(day)s: %(what)s")
            % {
                "who": who,
                "day": date_format(row.starts_on + timedelta(days=one["day"]), "n/j"),
                "what": f"{words} · {where}" if where else words,
            }
        )
    return found
