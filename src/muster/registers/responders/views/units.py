"""Sending units: list, page, adding, changing, closing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.engines.text import mask_phone
from muster.kernel.errors import Invalid
from muster.kernel.permissions import allowed, requires
from muster.kernel.roles import Role
from muster.platform.access.queries import grantable_roles
from muster.registers.responders import queries, rules, services
from muster.registers.responders.enums import LEVEL_GROUPS, Level, levels_of
from muster.registers.responders.forms import UnitForm
from muster.registers.responders.views.listing import group_labels
from muster.ui.filters import Asked
from muster.ui.forms import add_errors
from muster.ui.http import Request
from muster.ui.parts import Chip, Crumb, Figure


@requires(rules.VIEW_UNITS)
@require_GET
def units(request: Request) -> HttpResponse:
    """List units with their people; every total opens its rows."""
    actor = request.actor
    asked = Asked(request)
    level = asked.one_of("level", _("Level"), {*Level.values, *LEVEL_GROUPS})
    closed = asked.flag("closed", _("Closed"))
    names = queries.area_names(actor=actor)
    area = asked.one_of("area", _("Area"), names)
    text = request.GET.get("q", "").strip()[:40]
    rows = queries.units(actor=actor, level=level, area=area, text=text, closed=closed)
    listed = [(unit, Level(unit.level).label) for unit in rows]
    people = _address("responders:index", level=level, area=area)
    context = {
        "rows": listed,
        "chips": _chips(request, level=level, area=area, closed=closed),
        "text": text,
        "area": names.get(area, ""),
        "people": sum(unit.people_active for unit, _label in listed),
        # A search among names of units has no list of people that equals it.
        "people_url": "" if text or closed else people,
        "may_edit": allowed(actor, rules.EDIT_UNITS),
    }
    return render(request, "responders/units.html", context)


def _chips(request: Request, *, level: str, area: str, closed: bool) -> list[Chip]:
    totals = queries.level_totals(actor=request.actor, area=area)
    every = sum(units for units, _people in totals.values())
    return [
        Chip(_("All"), _address(area=area), every, not level and not closed),
        *(
            Chip(label, _address(level=group, area=area),
                 sum(totals[kind][0] for kind in levels_of(group) if kind in totals),
                 level == group)
            for group, label in group_labels(totals)
        ),
        *(
            Chip(kind.label, _address(level=kind.value, area=area), totals[kind.value][0],
                 level == kind)
            for kind in Level
            if kind.value in totals
        ),
        Chip(_("Closed"), _address(closed="1", area=area), chosen=closed),
    ]  # fmt: skip


def _address(name: str = "responders:units", **filters: str) -> str:
    query = urlencode({key: value for key, value in filters.items() if value})
    return f"{reverse(name)}?{query}" if query else reverse(name)


@requires(rules.VIEW_UNITS)
@require_GET
def unit(request: Request, unit_id: UUID) -> HttpResponse:
    """Show a unit: how many, who is away, its teams and communities."""
    actor = request.actor
    found = queries.unit(actor=actor, unit_id=unit_id)
    places = queries.area_names(actor=actor)
    people = reverse("responders:index")
    away = queries.away_count(actor=actor, unit_id=found.id)
    context = {
        "unit": found,
        "crumbs": [
            Crumb(_("Units"), reverse("responders:units")),
            Crumb(found.name, reverse("responders:unit", args=[found.id])),
        ],
        "figures": [
            Figure(_("On the register"), found.people_active, f"{people}?unit={found.id}"),
            Figure(_("Away today"), away, f"{people}?unit={found.id}&status=away"),
            Figure(_("Left"), found.people_ended, f"{people}?unit={found.id}&status=ended"),
        ],
        "facts": [
            (_("Level"), found.get_level_display()),
            (_("Area"), places.get(found.area_code, found.area_code)),
            (_("Parent body"), found.group or _("none")),
            (_("Organisation code"), found.organisation_code or _("not known")),
            (_("Staff in all"), found.headcount or _("not known")),
            (_("Smallest team in one community"), found.min_team),
            (_("Contact person"), found.clerk_name or _("not known")),
            (_("Contact phone"), mask_phone(found.clerk_phone.open()) or _("not known")),
        ],
        "teams": queries.teams(actor=actor, unit_id=found.id),
        "pairings": [
            (row, places.get(row.community_code, row.community_code))
            for row in queries.pairings(actor=actor, unit_id=found.id)
        ],
        "may_edit": allowed(actor, rules.EDIT_UNITS, found),
        "may_import": allowed(actor, rules.IMPORT_PEOPLE),
        "may_invite": Role.CLERK in grantable_roles(actor),
    }
    return render(request, "responders/unit.html", context)


@requires(rules.EDIT_UNITS)
@sensitive_post_parameters("clerk_phone")
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Add a unit."""
    actor = request.actor
    areas = queries.area_choices(actor=actor)
    form = UnitForm(
        request.POST or None,
        areas=areas,
        initial={
            "keep_together": True,
            "level": Level.DISTRICT,
            "area_code": areas[0][0] if areas else "",
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_unit(actor=actor, **form.facts())
        except Invalid as error:
            add_errors(form, error)
        else:
            messages.success(request, _("%(unit)s is added.") % {"unit": made.name})
            return redirect("responders:unit", unit_id=made.id)
    context = {
        "form": form,
        "heading": _("Add a unit"),
        "submit": _("Add the unit"),
        "cancel_url": reverse("responders:units"),
    }
    status = 422 if form.errors else 200
    return render(request, "responders/form.html", context, status=status)


@requires(rules.EDIT_UNITS)
@sensitive_post_parameters("clerk_phone")
@require_http_methods(["GET", "POST"])
def edit(request: Request, unit_id: UUID) -> HttpResponse:
    """Change a unit; its people follow its level and area."""
    actor = request.actor
    found = queries.unit(actor=actor, unit_id=unit_id)
    form = UnitForm(
        request.POST or None,
        areas=queries.area_choices(actor=actor),
        initial=UnitForm.initial_of(found),
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_unit(actor=actor, unit_id=found.id, **form.facts())
        except Invalid as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The unit is changed."))
            return redirect("responders:unit", unit_id=found.id)
    context = {
        "form": form,
        "heading": _("Change %(unit)s") % {"unit": found.name},
        "submit": _("Save"),
        "cancel_url": reverse("responders:unit", args=[found.id]),
    }
    status = 422 if form.errors else 200
    return render(request, "responders/form.html", context, status=status)


@requires(rules.EDIT_UNITS)
@require_POST
def close(request: Request, unit_id: UUID) -> HttpResponse:
    """Close a unit without people; its page offers to undo it."""
    found = services.close_unit(actor=request.actor, unit_id=unit_id)
    messages.success(request, _("%(unit)s is closed.") % {"unit": found.name})
    return redirect("responders:unit", unit_id=found.id)


@requires(rules.EDIT_UNITS)
@require_POST
def reopen(request: Request, unit_id: UUID) -> HttpResponse:
    """Take the closing of a unit back."""
    found = services.reopen_unit(actor=request.actor, unit_id=unit_id)
    messages.success(request, _("%(unit)s is open again.") % {"unit": found.name})
    return redirect("responders:unit", unit_id=found.id)
