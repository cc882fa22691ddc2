"""The end of a deployment on screen: ask, confirm, gear, open again; certificates of hours."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.kernel import clock
from muster.kernel.areas import covers
from muster.kernel.errors import Conflict, Invalid, NotAllowed
from muster.kernel.permissions import allowed, areas_for, requires, signed_in
from muster.kernel.tenants import tenant_of
from muster.operations.duty import queries, rules, services
from muster.operations.duty.forms.stand_down import AskForm, GearForm, ReasonForm
from muster.operations.duty.models import StandDown
from muster.operations.duty.views.parts import incident_of
from muster.registers.responders.queries import area_choices, area_names
from muster.ui.forms import add_errors
from muster.ui.http import Request
from muster.ui.parts import Crumb, Figure


@requires(rules.VIEW_STAND_DOWNS)
@require_GET
def index(request: Request) -> HttpResponse:
    """List how the deployment ended where, and the units whose people are home."""
    actor = request.actor
    names = area_names(actor=actor)
    ends = allowed(actor, rules.STAND_DOWN)
    incident_id = incident_of(actor).incident_id
    rows = queries.stand_downs(actor=actor, incident_id=incident_id)
    context = {
        "gear": () if ends else queries.gear_to_come(actor=actor, incident_id=incident_id),
        "rows": [(one, names.get(one.area_code, one.area_code)) for one in rows],
        "units": queries.units_of_end(actor=actor) if allowed(actor, rules.CERTIFY_HOURS) else (),
        "may_ask": ends,
        "crumbs": [Crumb(_("Roster"), reverse("duty:rosters")), Crumb(_("End of the deployment"))],
    }
    return render(request, "duty/stand_downs.html", context)


@requires(rules.STAND_DOWN)
@require_http_methods(["GET", "POST"])
def ask(request: Request) -> HttpResponse:
    """Ask that the deployment ends in an area."""
    actor = request.actor
    own = areas_for(actor, rules.STAND_DOWN)
    areas = [
        (code, name)
        for code, name in area_choices(actor=actor)
        if any(covers(area, code) for area in own)
    ]
    today = clock.today(tenant_of(actor.tenant_id).time_zone)
    form = AskForm(request.POST or None, areas=areas, initial={"from_day": today})
    if request.method == "POST" and form.is_valid():
        try:
            row = services.ask_stand_down(
                actor=actor, incident_id=incident_of(actor).incident_id, **form.cleaned_data
            )
        except Invalid as refused:
            add_errors(form, refused)
        except Conflict as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Asked for. Another commander or planner confirms it."))
            return redirect("duty:stand_down", stand_down_id=row.id)
    context = {
        "form": form,
        "heading": _("End the deployment"),
        "note": _("Nothing happens before a second person confirms it."),
        "submit": _("Ask for it"),
        "cancel_url": reverse("duty:stand_downs"),
        "crumbs": _crumbs(_("End the deployment")),
    }
    return render(request, "duty/form.html", context, status=422 if form.errors else 200)


@requires(rules.VIEW_STAND_DOWNS)
@require_GET
def one(request: Request, stand_down_id: UUID) -> HttpResponse:
    """Show one: who asked and confirmed, what was called off, which gear came back."""
    return _page(request, queries.stand_down(actor=request.actor, stand_down_id=stand_down_id))


@requires(rules.STAND_DOWN)
@require_POST
def confirm(request: Request, stand_down_id: UUID) -> HttpResponse:
    """End it: the second pair of eyes."""
    try:
        row = services.confirm_stand_down(actor=request.actor, stand_down_id=stand_down_id)
    except (Conflict, NotAllowed) as refused:
        messages.error(request, str(refused))
    else:
        said = _("Ended: %(shifts)s shifts are called off, %(people)s people are told.")
        messages.success(request, said % {"shifts": row.shifts, "people": row.people})
    return redirect("duty:stand_down", stand_down_id=stand_down_id)


@requires(rules.STAND_DOWN)
@require_POST
def drop(request: Request, stand_down_id: UUID) -> HttpResponse:
    """Let the deployment go on."""
    try:
        services.drop_stand_down(actor=request.actor, stand_down_id=stand_down_id)
    except Conflict as refused:
        messages.error(request, str(refused))
    return redirect("duty:stand_down", stand_down_id=stand_down_id)


@requires(rules.STAND_DOWN)
@require_POST
def reopen(request: Request, stand_down_id: UUID) -> HttpResponse:
    """Let shifts begin there again, with a reason."""
    form = ReasonForm(request.POST)
    row = queries.stand_down(actor=request.actor, stand_down_id=stand_down_id)
    if form.is_valid():
        try:
            services.reopen_stand_down(
                actor=request.actor, stand_down_id=stand_down_id, **form.cleaned_data
            )
        except Conflict as refused:
            messages.error(request, str(refused))
        return redirect("duty:stand_down", stand_down_id=stand_down_id)
    return _page(request, row, form, status=422)


@requires(rules.VIEW_STAND_DOWNS)
@require_http_methods(["GET", "POST"])
def gear(request: Request, gear_id: UUID) -> HttpResponse:
    """Write down how many of a thing came back."""
    actor = request.actor
    row = queries.gear_line(actor=actor, gear_id=gear_id)
    known = row.returned if row.returned is not None else row.counted
    form = GearForm(
        request.POST or None,
        initial={"returned": row.due if known is None else known, "reason": row.reason},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.note_gear_back(actor=actor, gear_id=gear_id, **form.cleaned_data)
        except Invalid as refused:
            add_errors(form, refused)
        except Conflict as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("duty:stand_down", stand_down_id=row.stand_down_id)
    context = {
        "form": form,
        "heading": f"{queries.spot(row.post)} · {row.label}",
        "submit": _("Write it down"),
        "cancel_url": reverse("duty:stand_down", args=[row.stand_down_id]),
        "crumbs": _crumbs(row.label),
    }
    return render(request, "duty/form.html", context, status=422 if form.errors else 200)


@requires(rules.CERTIFY_HOURS)
@require_http_methods(["GET", "POST"])
def unit(request: Request, unit_id: UUID) -> HttpResponse:
    """List a unit's people with hours as worked; POST gives their signed certificates."""
    actor = request.actor
    if request.method == "POST":
        return _pdf(services.certify_unit(actor=actor, unit_id=unit_id), "hours-of-unit.pdf")
    people = queries.unit_services(actor=actor, unit_id=unit_id)
    context = {
        "people": people,
        "name": people[0].unit,
        "unit_id": unit_id,
        "worked": sum(bool(one.spans) for one in people),
        "crumbs": [Crumb(_("Certificates of hours"))],
    }
    return render(request, "duty/ended_unit.html", context)


@signed_in
@require_POST
def own_hours(request: Request) -> HttpResponse:
    """Give the own signed certificate of hours."""
    try:
        content = services.certify_own(actor=request.actor)
    except Conflict as refused:
        messages.error(request, str(refused))
        return redirect("duty:own_book")
    return _pdf(content, "hours.pdf")


def _page(
    request: Request, row: StandDown, form: ReasonForm | None = None, status: int = 200
) -> HttpResponse:
    actor = request.actor
    lines = queries.gear_back(actor=actor, stand_down_id=row.id)
    name = area_names(actor=actor).get(row.area_code, row.area_code)
    may = allowed(actor, rules.STAND_DOWN, row)
    context: dict[str, Any] = {
        "row": row,
        "name": name,
        "gear": lines,
        "figures": [
            Figure(_("People told"), row.people),
            Figure(_("Shifts called off"), row.shifts),
        ],
        "own": row.asked_by is not None and row.asked_by == actor.account_id,
        "may": may,
        "form": (form or ReasonForm()) if may and row.closed else None,
        "crumbs": _crumbs(name),
    }
    return render(request, "duty/stand_down.html", context, status=status)


def _crumbs(last: str) -> list[Crumb]:
    return [
        Crumb(_("Roster"), reverse("duty:rosters")),
        Crumb(_("End of the deployment"), reverse("duty:stand_downs")),
        Crumb(last),
    ]


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
