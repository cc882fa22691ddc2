"""Plans: capacity before solving, solving as it goes, the review of what was found."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from muster.kernel import clock
from muster.kernel.errors import Conflict, Invalid
from muster.kernel.permissions import allowed, requires
from muster.operations.duty.queries.replacing import last_day_in_force
from muster.operations.mobilise import charts, planner_words, queries, rules, services
from muster.operations.mobilise.enums import PlanState
from muster.operations.mobilise.forms import PlanForm
from muster.operations.mobilise.models import CallUp, DeploymentPlan
from muster.operations.mobilise.services import again
from muster.operations.mobilise.views import plan_capacity, plan_replaces
from muster.operations.mobilise.views.parts import MARKS, crumbs_of, tabs_of
from muster.operations.mobilise.views.plan_parts import (
    crumbs_of_plan,
    people_names,
    place_names,
    shift_names,
    tabs_of_plan,
    unit_names,
)
from muster.platform.jobs.queries import find_job
from muster.ui.filters import Asked
from muster.ui.forms import add_errors
from muster.ui.http import Request
from muster.ui.parts import Chip, Figure

SHORT, FULL = "short", "full"
SORTS = ("name", "people", "units", "posts", "asked")
SETTLED = {PlanState.SOLVING, PlanState.APPROVED, PlanState.PUBLISHED}


@requires(rules.VIEW_PLANS)
@require_GET
def index(request: Request, call_up_id: UUID) -> HttpResponse:
    """List the plans of a call-up, newest first; two of them can be compared."""
    row = queries.call_up(actor=request.actor, call_up_id=call_up_id)
    plans = list(queries.plans(actor=request.actor, call_up_id=row.id))
    context = {
        "call_up": row,
        "tabs": tabs_of(row, "plans"),
        "crumbs": crumbs_of(row),
        "rows": [(one, MARKS[one.state]) for one in plans],
        "comparable": [one for one in plans if one.summary],
        "may_make": allowed(request.actor, rules.MAKE_PLANS, row),
    }
    return render(request, "mobilise/plans.html", context)


@requires(rules.MAKE_PLANS)
@require_http_methods(["GET", "POST"])
def begin(request: Request, call_up_id: UUID) -> HttpResponse:
    """Ask what to plan; the answer is counted before anything is solved."""
    row = queries.call_up(actor=request.actor, call_up_id=call_up_id)
    form = PlanForm(request.POST or None, initial=_usual_days(request, row))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.begin_plan(actor=request.actor, call_up_id=row.id, draft=form.draft())
        except Invalid as error:
            add_errors(form, error)
        except Conflict as error:
            form.add_error(None, str(error))
        else:
            return redirect("mobilise:plan", plan_id=made.id)
    context = {
        "form": form,
        "heading": _("Plan who goes where"),
        "submit": _("Count first"),
        "cancel_url": reverse("mobilise:plans", args=[row.id]),
    }
    return render(request, "mobilise/form.html", context, status=422 if form.errors else 200)


def _usual_days(request: Request, row: CallUp) -> dict[str, Any]:
    """Return first day and days to begin with: as far as the roster that runs, where one does."""
    today = clock.local(clock.now()).date()
    first = max(clock.local(row.assembly_at).date(), today)
    last = last_day_in_force(actor=request.actor, incident_id=row.incident_id, starts_on=first)
    return {"starts_on": first, **({"days": (last - first).days + 1} if last else {})}


@requires(rules.VIEW_PLANS)
@require_GET
def plan(request: Request, plan_id: UUID) -> HttpResponse:
    """Show a plan: what counting says, how far solving is, and then what was found."""
    actor = request.actor
    row = queries.plan(actor=actor, plan_id=plan_id)
    if row.state == PlanState.EDITED:
        return redirect("mobilise:plan_edits", plan_id=plan_id)
    context: dict[str, Any] = {
        "plan": row,
        "mark": MARKS[row.state],
        "crumbs": crumbs_of_plan(row),
        "tabs": tabs_of_plan(row, "plan"),
        "totals": row.capacity[0] if row.capacity else None,
        "capacity": plan_capacity.counted(actor, row),
        "may_make": allowed(actor, rules.MAKE_PLANS, row),
        "own": row.made_by == actor.account_id,
        "settled": row.state in SETTLED,
        "until": row.starts_on + timedelta(days=row.days - 1),
        "origin": _origin(row),
        "children": list(queries.children(actor=actor, plan_id=row.id)),
        "gap": charts.gap(row.progress),
    }
    if row.state == PlanState.SOLVING and row.job_id is not None:
        context["job"] = find_job(actor=actor, job_id=row.job_id)
    if request.headers.get("HX-Request") and request.headers.get("HX-Target") != "communities":
        return render(request, "mobilise/_plan_progress.html", context)
    if row.is_solved:
        context |= _reviewed(request, row)
        context["replaces"] = plan_replaces.replaced(actor, row)
        context["publish_lines"] = plan_replaces.question_of(context["replaces"])
    return render(request, "mobilise/plan.html", context)


def _reviewed(request: Request, row: DeploymentPlan) -> dict[str, Any]:
    """Return what was found: figures, broken rules, batches, and the communities asked for."""
    asked = Asked(request)
    show = asked.one_of("show", _("Communities"), (SHORT, FULL))
    sort = asked.one_of("sort", _("Order"), SORTS)
    query = request.GET.get("q", "").strip()
    communities = _communities(row, show="", query=query)
    broken = row.summary.get("broken", [])
    words = ids_named(request, row, broken)
    return {
        "summary": row.summary,
        "figures": _figures(row),
        "broken": [planner_words.say_finding(one, words) for one in broken],
        "chips": _chips(row, show, query, communities),
        "query": query,
        "sort": sort,
        "communities": _sorted([one for one in communities if _shown(one, show)], sort),
        "batches": _batches(row),
        "fairness": row.summary.get("fairness", {}),
    }


def ids_named(request: Request, row: DeploymentPlan, said: Sequence[Any]) -> Mapping[str, str]:
    """Return words for the ids in sentences of the planner. Five queries at most."""
    ids = planner_words.ids_in(said)
    if not ids:
        return {}
    actor = request.actor
    places = {one["id"] for one in row.summary["communities"]}
    return {
        **people_names(actor, [one for one in ids if one.count("-") == 4]),  # noqa: PLR2004
        **unit_names(actor, ids),
        **place_names(ids & places),
        **shift_names(actor, row),
    }


def _figures(row: DeploymentPlan) -> list[Figure]:
    facts = row.summary
    here = reverse("mobilise:plan", args=[row.id])
    units = reverse("mobilise:plan_units", args=[row.id])
    short = sum(_shown(one, SHORT) for one in facts["communities"])
    return [
        Figure(
            _("People sent"),
            facts["people"],
            note=_("%(n)s in reserve") % {"n": f"{facts['reserve']:,}"},
            note_url=f"{units}?show=reserve" if facts["reserve"] else "",
        ),
        Figure(_("Shifts given"), facts["shifts"]),
        Figure(
            _("Shifts short"),
            facts["short"],
            note=_("in %(n)s communities") % {"n": short},
            note_url=f"{here}?show={SHORT}" if facts["short"] else "",
            tone="warn" if facts["short"] else "",
        ),
        Figure(_("Alone at a post"), facts["alone"], tone="bad" if facts["alone"] else ""),
        Figure(_("Way, km"), facts["mean_km"], note=_("on average, one way")),
        Figure(
            _("Parts of units"),
            round(facts.get("values", {}).get("fragment", 0)),
            note=_("a unit in one community is one part"),
        ),
    ]


def _communities(row: DeploymentPlan, show: str, query: str = "") -> list[dict[str, Any]]:
    rows: Sequence[dict[str, Any]] = row.summary["communities"]
    names = place_names(one["id"] for one in rows)
    named = [{**one, "name": names[one["id"]]} for one in rows]
    return [one for one in named if query in one["name"] and _shown(one, show)]


def _shown(one: Mapping[str, Any], show: str) -> bool:
    return not show or bool(one["short"]) == (show == SHORT)


def _sorted(rows: list[dict[str, Any]], sort: str) -> list[dict[str, Any]]:
    if not sort:
        return sorted(rows, key=lambda one: (-one["short"], one["id"]))
    if sort == "name":
        return sorted(rows, key=lambda one: str(one["name"]))
    return sorted(rows, key=lambda one: (-one[sort], one["id"]))


def _chips(
    row: DeploymentPlan, show: str, query: str, rows: Sequence[Mapping[str, Any]]
) -> list[Chip]:
    here = reverse("mobilise:plan", args=[row.id])
    with_query = f"&q={query}" if query else ""
    return [
        Chip(
            words,
            f"{here}?show={key}{with_query}" if key else f"{here}?{with_query[1:]}",
            sum(_shown(one, key) for one in rows),
            key == show,
        )
        for key, words in (
            ("", _("All")),
            (SHORT, _("Short")),
            (FULL, pgettext("plan", "Complete")),
        )
    ]


def _batches(row: DeploymentPlan) -> list[dict[str, Any]]:
    """Return the batches, each with its turns as days of the calendar."""
    found = []
    for number, one in enumerate(row.summary.get("batches", [])):
        turns = [
            "–".join(
                date_format(row.starts_on + timedelta(days=day), "n/j")
                for day in dict.fromkeys(turn)
            )
            for turn in one["turns"]
        ]
        found.append({**one, "turns": turns, "number": number})
    return found


def _origin(row: DeploymentPlan) -> str:
    """Return in a sentence how a plan came from another one; empty for one that did not."""
    how, parent = row.origin.get("how"), row.parent
    if parent is None:
        return ""
    facts = {"number": parent.number}
    if how == again.RELAXED:
        words = planner_words.say(row.origin["said"], {})
        place = place_names([row.origin["community"]])[row.origin["community"]]
        return _("From plan %(number)s, with this in %(place)s: %(words)s.") % {
            **facts,
            "place": place,
            "words": words,
        }
    if how == again.WEIGHED:
        return _("From plan %(number)s, a part of a unit priced at %(price)s km.") % {
            **facts,
            "price": f"{row.origin['fragment']:g}",
        }
    if how == again.LOCKED:
        return _("From plan %(number)s, around %(n)s shifts and people fixed by hand.") % {
            **facts,
            "n": row.origin["number"],
        }
    return _("From plan %(number)s, with %(n)s changes by hand.") % {
        **facts,
        "n": len(row.edits),
    }
