"""Grids: open one, choose its buildings, name who answers for it, close it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muster.kernel.errors import MusterError
from muster.kernel.permissions import allowed, requires
from muster.platform.places import queries, services
from muster.platform.places.contracts import candidates_for
from muster.platform.places.drawing import area_crumbs
from muster.platform.places.forms import GridForm, ResponsibleForm, add_error
from muster.platform.places.models import Grid
from muster.platform.places.rules import CHANGE_GRID, VIEW_PREMISES
from muster.ui.http import Request


@requires(CHANGE_GRID)
@require_http_methods(["GET", "POST"])
def new(request: Request, code: str) -> HttpResponse:
    """Open a grid in a community."""
    queries.check_inside(request.actor, code, CHANGE_GRID)
    form = GridForm(request.POST or None, free=_choices(request, code))
    if request.method == "POST" and form.is_valid():
        try:
            row = services.create_grid(
                actor=request.actor,
                area_code=code,
                name=form.cleaned_data["name"],
                building_ids=form.building_ids(),
            )
        except MusterError as error:
            add_error(form, error)
        else:
            return redirect("places:grid", grid_id=row.pk)
    heading = _("Open a grid")
    context = {
        "form": form,
        "submit": _("Open the grid"),
        "heading": heading,
        "crumbs": area_crumbs(queries.path_of(code), last=heading),
        "cancel_url": reverse("places:area", args=[code]),
    }
    return render(request, "places/form.html", context, status=422 if form.errors else 200)


@requires(VIEW_PREMISES)
@require_safe
def grid(request: Request, grid_id: UUID) -> HttpResponse:
    """Show a grid: its buildings, who answers for it now, and who did before."""
    row = queries.grid(request.actor, grid_id)
    may_change = allowed(request.actor, CHANGE_GRID, row) and row.closed_on is None
    context = {
        "grid": row,
        "crumbs": area_crumbs(queries.path_of(row.area_code), last=row.name),
        "buildings": queries.buildings_in(row),
        "history": queries.grid_history(request.actor, row),
        "may_change": may_change,
        "form": _responsible_form(request, row) if may_change else None,
    }
    return render(request, "places/grid.html", context)


@requires(CHANGE_GRID)
@require_http_methods(["GET", "POST"])
def buildings(request: Request, grid_id: UUID) -> HttpResponse:
    """Choose the buildings of a grid."""
    row = queries.grid(request.actor, grid_id)
    held = [str(building.pk) for building in queries.buildings_in(row)]
    form = GridForm(
        request.POST or None,
        free=_choices(request, row.area_code, row),
        initial={"name": row.name, "buildings": held},
    )
    del form.fields["name"]
    if request.method == "POST" and form.is_valid():
        try:
            services.set_buildings(
                actor=request.actor, grid_id=grid_id, building_ids=form.building_ids()
            )
        except MusterError as error:
            add_error(form, error)
        else:
            messages.success(request, _("Saved from today on. What was before stays on record."))
            return redirect("places:grid", grid_id=grid_id)
    context = {
        "form": form,
        "submit": _("Save"),
        "heading": _("Buildings of the grid"),
        "note": row.name,
        "crumbs": area_crumbs(queries.path_of(row.area_code), last=row.name),
        "cancel_url": reverse("places:grid", args=[grid_id]),
    }
    return render(request, "places/form.html", context, status=422 if form.errors else 200)


@requires(CHANGE_GRID)
@require_POST
def responsible(request: Request, grid_id: UUID) -> HttpResponse:
    """Name who answers for a grid from a day on."""
    row = queries.grid(request.actor, grid_id)
    form = _responsible_form(request, row)
    if form.is_valid():
        try:
            services.assign_responsible(
                actor=request.actor,
                grid_id=grid_id,
                person_id=form.person_id(),
                since=form.cleaned_data["since"],
            )
        except MusterError as error:
            add_error(form, error)
        else:
            messages.success(request, _("Saved. The period before stays on record."))
            return redirect("places:grid", grid_id=grid_id)
    context = {
        "form": form,
        "submit": _("Save"),
        "heading": _("Who answers for the grid"),
        "note": row.name,
        "crumbs": area_crumbs(queries.path_of(row.area_code), last=row.name),
        "cancel_url": reverse("places:grid", args=[grid_id]),
    }
    return render(request, "places/form.html", context, status=422)


@requires(CHANGE_GRID)
@require_POST
def close(request: Request, grid_id: UUID) -> HttpResponse:
    """End a grid; its buildings are free from today."""
    row = services.close_grid(actor=request.actor, grid_id=grid_id)
    messages.success(request, _("The grid %(name)s is closed.") % {"name": row.name})
    return redirect("places:area", code=row.area_code)


def _choices(request: Request, code: str, keep: Grid | None = None) -> list[tuple[str, str]]:
    rows = queries.free_buildings(request.actor, code, keep)
    return [(str(row.pk), f"{row.name} ({row.code[12:]})") for row in rows]


def _responsible_form(request: Request, row: Grid) -> ResponsibleForm:
    people = list(candidates_for(request.actor, row.area_code))
    return ResponsibleForm(request.POST or None, people=people)
