"""Places below the community: list, one, add, change, end, undo."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muster.kernel.errors import MusterError, NotFound
from muster.kernel.permissions import allowed, requires
from muster.platform.places import queries, services
from muster.platform.places.codes import SUBDISTRICT_LENGTH, community_of
from muster.platform.places.contracts import COMMUNITY_LENGTH
from muster.platform.places.drawing import area_crumbs, kind_chips, premises_table
from muster.platform.places.enums import PremisesKind
from muster.platform.places.forms import (
    ChangeForm,
    LocalCommunityForm,
    PremisesForm,
    add_error,
    split_names,
)
from muster.platform.places.models import Premises
from muster.platform.places.rules import CHANGE_GRID, CHANGE_PREMISES, VIEW_PREMISES
from muster.platform.places.services import PremisesDraft
from muster.ui.filters import Asked
from muster.ui.http import Request
from muster.ui.paging import page_of, paging_of
from muster.ui.parts import Crumb


@requires(VIEW_PREMISES)
@require_safe
def listing(request: Request, code: str) -> HttpResponse:
    """List the places below a community or place: the rows behind every count."""
    queries.check_inside(request.actor, code, VIEW_PREMISES)
    kind = Asked(request).one_of("kind", _("Kind"), PremisesKind.values)
    typed = request.GET.get("q", "")
    rows = queries.premises_below(request.actor, code, kind=kind, typed=typed)
    page = page_of(request, rows)
    context = {
        "heading": _("Places"),
        "crumbs": [*way(request, code), Crumb(_("Places"))],
        "table": premises_table(list(page.object_list)),
        "paging": paging_of(request, page),
        "chips": kind_chips(code, queries.counts_by_kind(request.actor, code), chosen=kind),
        "q": typed,
    }
    return render(request, "places/list.html", context)


@requires(VIEW_PREMISES)
@require_safe
def premises(request: Request, premises_id: UUID) -> HttpResponse:
    """Show one place and what lies below it."""
    row = queries.premises(request.actor, premises_id)
    may_change = allowed(request.actor, CHANGE_PREMISES, row)
    counts = queries.counts_by_kind(request.actor, row.code)
    community = row.kind == PremisesKind.COMMUNITY
    context = {
        "row": row,
        "crumbs": [*way(request, row.code), Crumb(row.name)],
        "facts": _facts(row),
        "chips": kind_chips(row.code, counts) if counts else [],
        "table": premises_table(list(queries.premises_children(request.actor, row.code)[:200])),
        "may_change": may_change,
        "may_add": may_change and not row.is_door and row.valid_to is None,
        "may_pattern": row.kind in {PremisesKind.COMMUNITY, PremisesKind.COMPOUND},
        "may_grid": community and allowed(request.actor, CHANGE_GRID),
    }
    return render(request, "places/premises.html", context)


@requires(CHANGE_PREMISES)
@require_http_methods(["GET", "POST"])
def add(request: Request, code: str) -> HttpResponse:
    """Add one place below another; below a subdistrict, a community."""
    queries.check_inside(request.actor, code, CHANGE_PREMISES)
    services.check_parent(request.actor, code)
    local = len(code) == SUBDISTRICT_LENGTH
    form = (
        LocalCommunityForm(request.POST or None)
        if local
        else PremisesForm(request.POST or None, parent_code=code)
    )
    if request.method == "POST" and form.is_valid():
        draft = (
            PremisesDraft(code, PremisesKind.COMMUNITY, form.cleaned_data["name"])
            if isinstance(form, LocalCommunityForm)
            else form.draft()
        )
        try:
            row = services.add_premises(actor=request.actor, draft=draft)
        except MusterError as error:
            add_error(form, error)
        else:
            messages.success(request, _("%(name)s is added.") % {"name": row.name})
            return redirect("places:premises", premises_id=row.pk)
    heading = _("Add a community") if local else _("Add a place")
    context = {
        "form": form,
        "submit": _("Add"),
        "heading": heading,
        "crumbs": [*way(request, code), Crumb(heading)],
        "cancel_url": page_of_place(request, code),
    }
    return render(request, "places/form.html", context, status=422 if form.errors else 200)


@requires(VIEW_PREMISES)
@require_safe
def batch(request: Request, batch_id: UUID) -> HttpResponse:
    """Show what was added in one step, with the way to take it back."""
    rows = queries.batch_places(request.actor, batch_id)
    page = page_of(request, rows)
    if not page.paginator.count:
        raise NotFound(_("There is nothing left of this batch to take back."))
    first = page.object_list[0]
    count = page.paginator.count
    context = {
        "heading": ngettext("%(count)s place added", "%(count)s places added", count)
        % {"count": count},
        "crumbs": way(request, community_of(first.code)),
        "table": premises_table(list(page.object_list)),
        "paging": paging_of(request, page),
        "batch_id": batch_id,
        "may_undo": allowed(request.actor, CHANGE_PREMISES, first),
    }
    return render(request, "places/batch.html", context)


@requires(CHANGE_PREMISES)
@require_POST
def undo(request: Request, batch_id: UUID) -> HttpResponse:
    """Take back what was added in one step, as far as nothing uses it."""
    first = queries.batch_places(request.actor, batch_id).first()
    undone = services.undo_batch(actor=request.actor, batch_id=batch_id)
    if undone.kept:
        messages.warning(
            request,
            _("%(removed)s places are taken back; %(kept)s stay because something uses them.")
            % {"removed": undone.removed, "kept": len(undone.kept)},
        )
        return redirect("places:batch", batch_id=batch_id)
    messages.success(request, _("%(removed)s places are taken back.") % {"removed": undone.removed})
    return redirect(page_of_place(request, community_of(first.code)) if first else "places:index")


@requires(CHANGE_PREMISES)
@require_http_methods(["GET", "POST"])
def change(request: Request, premises_id: UUID) -> HttpResponse:
    """Change what a place is called and what to know of it."""
    row = queries.premises(request.actor, premises_id)
    initial = {"name": row.name, "other_names": ", ".join(row.other_names), "needs": row.needs}
    form = ChangeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_premises(
                actor=request.actor,
                premises_id=premises_id,
                name=form.cleaned_data["name"],
                other_names=split_names(form.cleaned_data["other_names"]),
                needs=form.cleaned_data["needs"],
            )
        except MusterError as error:
            add_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("places:premises", premises_id=premises_id)
    context = {
        "form": form,
        "submit": _("Save"),
        "heading": _("Change"),
        "note": row.name,
        "crumbs": [*way(request, row.code), Crumb(_("Change"))],
        "cancel_url": reverse("places:premises", args=[premises_id]),
    }
    return render(request, "places/form.html", context, status=422 if form.errors else 200)


@requires(CHANGE_PREMISES)
@require_POST
def end(request: Request, premises_id: UUID) -> HttpResponse:
    """Say that a place no longer stands from today on."""
    row = services.end_premises(actor=request.actor, premises_id=premises_id)
    messages.success(request, _("%(name)s has ended. Its code stays.") % {"name": row.name})
    return redirect("places:premises", premises_id=premises_id)


def way(request: Request, code: str) -> list[Crumb]:
    """Return the crumbs from the command's area down to a place, the place itself last."""
    crumbs = area_crumbs(queries.path_of(community_of(code)), goes_on=True)
    for row in queries.premises_path(request.actor, code):
        crumbs.append(Crumb(row.name, reverse("places:premises", args=[row.pk])))
    return crumbs


def page_of_place(request: Request, code: str) -> str:
    """Return the address of an area or place by its code."""
    if len(code) <= COMMUNITY_LENGTH and queries.area_names([code]):
        return reverse("places:area", args=[code])
    return reverse("places:premises", args=[queries.premises_by_code(request.actor, code).pk])


def _facts(row: Premises) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        (_("Place code"), row.code),
        (_("Kind"), row.get_kind_display()),
    ]
    if row.floor is not None:
        facts.append((_("Floor"), row.floor))
    if row.other_names:
        facts.append((_("Other names"), "、".join(row.other_names)))
    if row.needs:
        facts.append((_("What to know"), row.needs))
    if row.valid_from:
        facts.append((_("Valid from"), row.valid_from.isoformat()))
    if row.valid_to:
        facts.append((_("Ended on"), row.valid_to.isoformat()))
    return facts
