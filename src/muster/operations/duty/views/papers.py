"""Rosters on paper and as a workbook: what a community prints."""

from datetime import date
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.kernel import clock
from muster.kernel.areas import covers
from muster.kernel.errors import NotFound
from muster.kernel.permissions import allowed, areas_for, requires
from muster.kernel.tenants import tenant_of
from muster.operations.duty import queries, rules, services
from muster.operations.duty.forms.papers import AreaPackForm, PackForm
from muster.operations.duty.views.days import day_of
from muster.platform.files.services import Exported
from muster.registers.responders.queries import area_choices
from muster.ui.http import Request
from muster.ui.parts import Crumb

WORKBOOK, PAPER = "workbook", "pdf"


@requires(rules.PRINT_ROSTERS)
@require_GET
def of_community(request: Request, code: str) -> HttpResponse:
    """Choose what to print of a community."""
    return _page(request, code, _form(request, code))


@requires(rules.PRINT_ROSTERS)
@require_POST
def day_pack(request: Request, code: str) -> HttpResponse:
    """Return the papers of a day of one community."""
    form = _form(request, code, request.POST)
    if not form.is_valid():
        return _page(request, code, form)
    return _sent(services.print_day_pack(actor=request.actor, area=code, **form.cleaned_data))


@requires(rules.PRINT_ROSTERS)
@require_POST
def export(request: Request, code: str, form: str) -> HttpResponse:
    """Return the roster of a community as a workbook or as a PDF; it is on record."""
    made = {WORKBOOK: services.roster_workbook, PAPER: services.roster_paper}.get(form)
    if made is None:
        raise Http404
    return _sent(made(actor=request.actor, area=code))


@requires(rules.PRINT_ROSTERS)
@require_http_methods(["GET", "POST"])
def of_area(request: Request) -> HttpResponse:
    """Print the papers of a day for all communities of an area; the work goes on by itself."""
    actor = request.actor
    own = areas_for(actor, rules.PRINT_ROSTERS)
    areas = [
        (code, name)
        for code, name in area_choices(actor=actor)
        if any(covers(area, code) for area in own)
    ]
    form = AreaPackForm(
        request.POST or None,
        areas=areas,
        numbers=allowed(actor, rules.FIND_RELIEF),
        initial={"day": _today(request)},
    )
    if request.method == "POST" and form.is_valid():
        job_id = services.ask_day_packs(actor=actor, **form.cleaned_data)
        return redirect("jobs:job", job_id=job_id)
    context = {
        "form": form if areas else None,
        "heading": _("Print the papers of a day"),
        "note": _("For each community: roster, sign-in sheet, phones and what to do."),
        "submit": _("Print"),
        "cancel_url": reverse("duty:rosters"),
        "crumbs": [Crumb(_("Roster"), reverse("duty:rosters")), Crumb(_("Papers of the day"))],
    }
    return render(request, "duty/form.html", context, status=422 if form.errors else 200)


def _form(request: Request, code: str, posted: Any = None) -> PackForm:
    if not queries.prints_area(request.actor, code):
        raise NotFound(_("There is no such community here, or it is outside your area."))
    numbers = any(covers(own, code) for own in areas_for(request.actor, rules.FIND_RELIEF))
    day = day_of(request.GET.get("day", "")) or _today(request)
    return PackForm(posted, numbers=numbers, initial={"day": day})


def _page(request: Request, code: str, form: PackForm) -> HttpResponse:
    name = queries.area_titles(actor=request.actor).get(code, code)
    context = {
        "code": code,
        "name": name,
        "form": form,
        "crumbs": [
            Crumb(_("Roster"), reverse("duty:rosters")),
            Crumb(name, reverse("duty:roster", args=[code])),
            Crumb(_("Print")),
        ],
    }
    return render(request, "duty/papers.html", context, status=422 if form.errors else 200)


def _sent(made: Exported) -> HttpResponse:
    response = HttpResponse(made.content, content_type=made.media_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(made.name)}"
    return response


def _today(request: Request) -> date:
    return clock.today(tenant_of(request.actor.tenant_id).time_zone)
