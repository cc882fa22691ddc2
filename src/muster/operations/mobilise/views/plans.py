"""Plans: capacity before solving, solving with progress, review, a second pair of eyes."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid
from muster.kernel.permissions import allowed, requires
from muster.operations.duty.queries import shift_refs
from muster.operations.mobilise import queries, rules, services
from muster.operations.mobilise.capacity_words import sentence
from muster.operations.mobilise.enums import PlanState
from muster.operations.mobilise.forms import PlanForm, add_errors
from muster.operations.mobilise.models import DeploymentPlan
from muster.operations.mobilise.views.parts import MARKS, crumbs_of, tabs_of
from muster.platform.jobs.queries import find_job
from muster.platform.places.queries import area_names
from muster.registers.responders.queries import names_of_people
from muster.ui.filters import Asked
from muster.ui.http import Request
from muster.ui.parts import Chip, Crumb, Figure

SHORT, FULL = "short", "full"
COMMUNITY_CODE = 12
NOON = "12:00"


@requires(rules.VIEW_PLANS)
@require_GET
def index(request: Request, call_up_id: UUID) -> HttpResponse:
    """List the plans of a call-up, newest first."""
    row = queries.call_up(actor=request.actor, call_up_id=call_up_id)
    plans = queries.plans(actor=request.actor, call_up_id=row.id)
    context = {
        "call_up": row,
        "tabs": tabs_of(row, "plans"),
        "crumbs": crumbs_of(row),
        "rows": [(one, MARKS[one.state]) for one in plans],
        "may_make": allowed(request.actor, rules.MAKE_PLANS, row),
    }
    return render(request, "mobilise/plans.html", context)


@requires(rules.MAKE_PLANS)
@require_http_methods(["GET", "POST"])
def begin(request: Request, call_up_id: UUID) -> HttpResponse:
    """Ask what to plan; the answer is counted before anything is solved."""
    row = queries.call_up(actor=request.actor, call_up_id=call_up_id)
    first = clock.local(row.assembly_at).date()
    initial = {"starts_on": max(first, clock.local(clock.now()).date() + timedelta(0))}
    form = PlanForm(request.POST or None, initial=initial)
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


@requires(rules.VIEW_PLANS)
@require_GET
def plan(request: Request, plan_id: UUID) -> HttpResponse:
    """Show a plan: what counting says, how far solving is, and then what was found."""
    actor, asked = request.actor, Asked(request)
    row = queries.plan(actor=actor, plan_id=plan_id)
    context: dict[str, Any] = {
        "plan": row,
        "mark": MARKS[row.state],
        "crumbs": _crumbs(row),
        "totals": row.capacity[0] if row.capacity else None,
        "capacity": [sentence(one) for one in row.capacity[1:]],
        "may_make": allowed(actor, rules.MAKE_PLANS, row),
        "own": row.made_by == actor.account_id,
        "settled": row.state in {PlanState.SOLVING, PlanState.APPROVED, PlanState.PUBLISHED},
        "until": row.starts_on + timedelta(days=row.days - 1),
    }
    if row.state == PlanState.SOLVING and row.job_id is not None:
        context["job"] = find_job(actor=actor, job_id=row.job_id)
    if row.is_solved:
        show = asked.one_of("show", _("Communities"), (SHORT, FULL))
        communities = _communities(row, show)
        context |= {
            "summary": row.summary,
            "figures": _figures(row),
            "chips": _chips(row, show),
            "communities": communities,
        }
    name = "mobilise/_plan_progress.html" if request.headers.get("HX-Request") else None
    return render(request, name or "mobilise/plan.html", context)


@requires(rules.VIEW_PLANS)
@require_GET
def community(request: Request, plan_id: UUID, area: str) -> HttpResponse:
    """Show one community of a plan: its people, and who stands where on each day."""
    row = queries.plan(actor=request.actor, plan_id=plan_id)
    facts, document = queries.plan_documents(actor=request.actor, plan_id=row.id)
    place = next((one for one in facts["communities"] if one["id"] == area), None)
    if place is None or document is None:
        raise Http404
    marks = _marks(request.actor, row, facts)
    names = area_names([area[:COMMUNITY_CODE]])
    title = names.get(area[:COMMUNITY_CODE], area)
    context = {
        "plan": row,
        "crumbs": [
            *_crumbs(row)[:-1],
            Crumb(_plan_title(row), reverse("mobilise:plan", args=[row.id])),
            Crumb(title),
        ],
        "title": title,
        "days": [row.starts_on + timedelta(days=day) for day in range(row.days)],
        "rows": _grid(request.actor, facts, document, place, marks),
        "shifts": [(*marks[one["id"]], one) for one in facts["shifts"]],
    }
    return render(request, "mobilise/plan_community.html", context)


Mark = tuple[str, str]
"""Kind of a shift by its clock, and what people call it; both empty on a day off."""


def _marks(actor: Actor, row: DeploymentPlan, facts: Mapping[str, Any]) -> dict[str, Mark]:
    """Return the mark of each shift of a plan."""
    refs = shift_refs(actor=actor, incident_id=row.call_up.incident_id)
    found = {}
    for one in facts["shifts"]:
        kind = "night" if one.get("night") else "morning" if one["start"] < NOON else "evening"
        found[one["id"]] = (kind, refs[one["id"]].label if one["id"] in refs else "")
    return found


def _grid(
    actor: Actor,
    facts: Mapping[str, Any],
    document: Mapping[str, Any],
    place: Mapping[str, Any],
    marks: Mapping[str, Mark],
) -> list[tuple[str, list[Mark], bool]]:
    """Return each person's name, the mark of each day, and who leads; the leader first."""
    people = [who for who, where in document["assignment"].items() if where == place["id"]]
    names = names_of_people(actor, [UUID(who) for who in people])
    cells: dict[str, list[Mark]] = {who: [("", "")] * facts["horizon"]["days"] for who in people}
    for one in document["roster"]:
        if one["person"] in cells:
            cells[one["person"]][one["day"]] = marks[one["shift"]]
    lead = document["first_secretary"].get(place["id"])
    rows = [(names.get(UUID(who), who), cells[who], who == lead) for who in people]
    return sorted(rows, key=lambda one: (not one[2], one[0]))


def _plan_title(row: DeploymentPlan) -> str:
    return _("Plan %(number)s") % {"number": row.number}


def _crumbs(row: DeploymentPlan) -> list[Crumb]:
    call_up = row.call_up
    return [
        Crumb(_("Call-up"), reverse("mobilise:index")),
        Crumb(call_up.title, reverse("mobilise:plans", args=[call_up.id])),
        Crumb(_plan_title(row)),
    ]


def _figures(row: DeploymentPlan) -> list[Figure]:
    facts = row.summary
    here = reverse("mobilise:plan", args=[row.id])
    return [
        Figure(
            _("People sent"),
            facts["people"],
            note=_("%(n)s in reserve") % {"n": f"{facts['reserve']:,}"},
        ),
        Figure(_("Shifts given"), facts["shifts"]),
        Figure(
            _("Shifts short"),
            facts["short"],
            note=_("in %(n)s communities") % {"n": len(_communities(row, SHORT))},
            note_url=f"{here}?show={SHORT}" if facts["short"] else "",
            tone="warn" if facts["short"] else "",
        ),
        Figure(_("Alone at a post"), facts["alone"], tone="bad" if facts["alone"] else ""),
        Figure(_("Way, km"), facts["mean_km"], note=_("on average, one way")),
    ]


def _communities(row: DeploymentPlan, show: str) -> list[dict[str, Any]]:
    rows: Sequence[dict[str, Any]] = row.summary["communities"]
    found = [one for one in rows if not show or bool(one["short"]) == (show == SHORT)]
    names = area_names([one["id"][:COMMUNITY_CODE] for one in found])
    return [
        {**one, "name": names.get(one["id"][:COMMUNITY_CODE], one["id"])}
        for one in sorted(found, key=lambda one: (-one["short"], one["id"]))
    ]


def _chips(row: DeploymentPlan, show: str) -> list[Chip]:
    here = reverse("mobilise:plan", args=[row.id])
    return [
        Chip(words, f"{here}?show={key}" if key else here, len(_communities(row, key)), key == show)
        for key, words in (
            ("", _("All")),
            (SHORT, _("Short")),
            (FULL, pgettext("plan", "Complete")),
        )
    ]


def _posted(request: Request, plan_id: UUID, act: Callable[..., Any], said: str) -> HttpResponse:
    try:
        act(actor=request.actor, plan_id=plan_id)
    except Conflict as error:
        messages.error(request, str(error))
    else:
        if said:
            messages.success(request, said)
    return redirect("mobilise:plan", plan_id=plan_id)


@requires(rules.MAKE_PLANS)
@require_POST
def solve(request: Request, plan_id: UUID) -> HttpResponse:
    """Begin to solve."""
    return _posted(request, plan_id, services.start_solving, "")


@requires(rules.MAKE_PLANS)
@require_POST
def stop(request: Request, plan_id: UUID) -> HttpResponse:
    """Stop and keep the best so far."""
    said = _("It stops at its next step; what it has found is kept.")
    return _posted(request, plan_id, services.stop_solving, said)


@requires(rules.MAKE_PLANS)
@require_POST
def submit(request: Request, plan_id: UUID) -> HttpResponse:
    """Send it to a second person."""
    return _posted(request, plan_id, services.submit_plan, _("The plan waits for approval."))


@requires(rules.APPROVE_PLANS)
@require_POST
def approve(request: Request, plan_id: UUID) -> HttpResponse:
    """Approve it."""
    return _posted(request, plan_id, services.approve_plan, _("The plan is approved."))


@requires(rules.APPROVE_PLANS)
@require_POST
def send_back(request: Request, plan_id: UUID) -> HttpResponse:
    """Send it back."""
    return _posted(request, plan_id, services.return_plan, _("The plan went back."))


@requires(rules.PUBLISH_PLANS)
@require_POST
def publish(request: Request, plan_id: UUID) -> HttpResponse:
    """Put it into force and tell everybody."""
    try:
        return _posted(request, plan_id, services.publish_plan, _("The plan is published."))
    except Invalid as error:
        messages.error(request, str(error))
        return redirect("mobilise:plan", plan_id=plan_id)


@requires(rules.MAKE_PLANS)
@require_POST
def drop(request: Request, plan_id: UUID) -> HttpResponse:
    """Put it aside."""
    return _posted(request, plan_id, services.drop_plan, _("The plan is put aside."))


@requires(rules.VIEW_PLANS)
@require_GET
def instance_file(request: Request, plan_id: UUID) -> HttpResponse:
    """Give what was asked, in the planner's format: ids, no names, no numbers."""
    facts, _document = queries.plan_documents(actor=request.actor, plan_id=plan_id)
    return JsonResponse(facts)


@requires(rules.VIEW_PLANS)
@require_GET
def plan_file(request: Request, plan_id: UUID) -> HttpResponse:
    """Give what was found, in the planner's format."""
    _facts, document = queries.plan_documents(actor=request.actor, plan_id=plan_id)
    if document is None:
        raise Http404
    return JsonResponse(document)
