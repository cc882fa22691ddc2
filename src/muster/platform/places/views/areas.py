"""Official areas: browse, search, one area with all that lies below it, its names."""

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
from muster.platform.places.drawing import (
    area_crumbs,
    area_facts,
    area_figures,
    area_table,
    found_table,
    kind_chips,
    tile_groups,
)
from muster.platform.places.enums import AliasKind
from muster.platform.places.forms import AliasForm, RenameForm, add_error
from muster.platform.places.gazetteer import Level
from muster.platform.places.models import Area
from muster.platform.places.rules import (
    CHANGE_AREA,
    CHANGE_GRID,
    CHANGE_PREMISES,
    VIEW,
    VIEW_PREMISES,
)
from muster.ui.http import Request

MOST_FOUND = 50


@requires(VIEW)
@require_safe
def index(request: Request) -> HttpResponse:
    """Show the command's own area, or what a search finds in it."""
    typed = request.GET.get("q", "").strip()
    if not typed:
        return _show(request, queries.area(queries.tenant_area(request.actor)), home=True)
    found = queries.search_areas(request.actor, typed, limit=MOST_FOUND, with_ended=True)
    return render(request, "places/found.html", {"q": typed, "table": found_table(found)})


@requires(VIEW)
@require_safe
def area(request: Request, code: str) -> HttpResponse:
    """Show one area: its way from the top, what lies below it, its names."""
    return _show(request, queries.area(code))


@requires(CHANGE_AREA)
@require_http_methods(["GET", "POST"])
def rename(request: Request, code: str) -> HttpResponse:
    """Give an area another name from a day on."""
    queries.check_inside(request.actor, code, CHANGE_AREA)
    row = queries.area(code)
    form = RenameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.rename_area(actor=request.actor, code=code, **form.cleaned_data)
        except MusterError as error:
            add_error(form, error)
        else:
            messages.success(request, _("Renamed. The former name still finds it."))
            return redirect("places:area", code=code)
    return _form(request, row, form, _("Rename"), _("Rename the area"))


@requires(CHANGE_AREA)
@require_http_methods(["GET", "POST"])
def add_alias(request: Request, code: str) -> HttpResponse:
    """Add another name people use for an area."""
    queries.check_inside(request.actor, code, CHANGE_AREA)
    row = queries.area(code)
    form = AliasForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_alias(
                actor=request.actor,
                code=code,
                name=form.cleaned_data["name"],
                kind=AliasKind(form.cleaned_data["kind"]),
            )
        except MusterError as error:
            add_error(form, error)
        else:
            messages.success(request, _("Added. The area is now found by this name too."))
            return redirect("places:area", code=code)
    return _form(request, row, form, _("Add the name"), _("Add another name"))


@requires(CHANGE_AREA)
@require_POST
def remove_alias(request: Request, code: str, alias_id: UUID) -> HttpResponse:
    """Take back another name given by mistake."""
    queries.check_inside(request.actor, code, CHANGE_AREA)
    services.remove_alias(actor=request.actor, code=code, alias_id=alias_id)
    messages.success(request, _("The name is removed."))
    return redirect("places:area", code=code)


def _form(
    request: Request, row: Area, form: RenameForm | AliasForm, submit: str, heading: str
) -> HttpResponse:
    context = {
        "form": form,
        "submit": submit,
        "heading": heading,
        "note": row.spoken,
        "crumbs": area_crumbs(queries.path_of(row.code), last=heading),
        "cancel_url": reverse("places:area", args=[row.code]),
    }
    status = 422 if form.errors else 200
    return render(request, "places/form.html", context, status=status)


def _show(request: Request, row: Area, *, home: bool = False) -> HttpResponse:
    actor, code = request.actor, row.code
    tenant_code = queries.tenant_area(actor)
    inside = code.startswith(tenant_code)
    context = {
        "area": row,
        "home": home,
        "crumbs": [] if home else area_crumbs(queries.path_of(code)),
        "facts": area_facts(row, queries.successor_of(row)),
        "aliases": queries.aliases_of(code),
        "may_name": inside and allowed(actor, CHANGE_AREA, row),
        "removable": (AliasKind.EVERYDAY, AliasKind.SPELLING),
    }
    if row.level < Level.COMMUNITY:
        below = queries.child_refs(code)
        groups = queries.communities_by_subdistrict(code) if row.level >= Level.DISTRICT else {}
        context |= {
            "table": area_table(below, queries.sizes_below(code)),
            "figures": area_figures(row, len(below), groups),
            "groups": tile_groups(groups),
        }
        if row.level == Level.SUBDISTRICT and inside:
            context["local"] = queries.local_communities(actor, code)
            context["may_add_community"] = allowed(actor, CHANGE_PREMISES, row)
    elif inside and allowed(actor, VIEW_PREMISES, row):
        context |= {
            "shows_premises": True,
            "chips": kind_chips(code, queries.counts_by_kind(actor, code)),
            "premises": queries.premises_children(actor, code)[:MOST_FOUND],
            "grids": queries.grids_of(actor, code),
            "may_change": allowed(actor, CHANGE_PREMISES, row),
            "may_grid": allowed(actor, CHANGE_GRID, row),
        }
    return render(request, "places/area.html", context)
