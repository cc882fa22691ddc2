"""A unit's clerk: who of the unit goes where by the roster in force, also as a sheet."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from muster.engines.sheets import WriteColumn
from muster.kernel.permissions import requires
from muster.operations.duty.contracts import PlannedPerson
from muster.operations.duty.queries import current_edition, places_named, planned_people
from muster.operations.mobilise import queries, rules
from muster.operations.mobilise.models import UnitAsk
from muster.platform.files.services import export_table
from muster.ui.http import Request
from muster.ui.parts import Crumb


@requires(rules.VIEW_ASKS)
@require_GET
def places(request: Request, ask_id: UUID) -> HttpResponse:
    """List the unit's people: community, post, first shift, shifts and nights."""
    row = queries.ask(actor=request.actor, ask_id=ask_id)
    context = {
        "ask": row,
        "rows": _rows(request, row),
        "crumbs": [
            Crumb(_("Call-up"), reverse("mobilise:asked")),
            Crumb(row.call_up.title, reverse("mobilise:ask", args=[row.id])),
            Crumb(_("Who goes where")),
        ],
    }
    return render(request, "mobilise/places.html", context)


@requires(rules.VIEW_ASKS)
@require_POST
def export(request: Request, ask_id: UUID) -> HttpResponse:
    """Give the same as a sheet."""
    row = queries.ask(actor=request.actor, ask_id=ask_id)
    made = export_table(
        actor=request.actor,
        permission=rules.VIEW_ASKS,
        title=f"{row.unit.name} {row.call_up.title}"[:120],
        columns=[
            WriteColumn(str(one))
            for one in (
                pgettext("person", "Name"),
                _("Community"),
                _("Post"),
                _("First shift"),
                _("Shifts"),
                _("Nights"),
                _("Lead"),
            )
        ],
        rows=[
            (
                one["name"],
                one["place"],
                one["post"],
                one["first"],
                one["shifts"],
                one["nights"],
                one["lead"],
            )
            for one in _rows(request, row)
        ],
        area_code=row.area_code,
    )
    response = HttpResponse(made.content, content_type=made.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="places-{made.code}.xlsx"'
    return response


def _rows(request: Request, row: UnitAsk) -> list[dict[str, Any]]:
    edition = current_edition(actor=request.actor, incident_id=row.call_up.incident_id)
    if edition is None:
        return []
    found: Sequence[PlannedPerson] = [
        one
        for one in planned_people(actor=request.actor, edition_id=edition.id)
        if one.unit_id == row.unit_id
    ]
    names = places_named({one.area_code for one in found})
    return sorted(
        (
            {
                "name": one.name,
                "place": names[one.area_code],
                "post": one.first.post if one.first else "",
                "first": f"{date_format(one.first.day, 'n/j')} {one.first.label}"
                if one.first
                else "",
                "shifts": one.shifts,
                "nights": one.nights,
                "lead": one.lead,
                "leads": one.first_secretary,
            }
            for one in found
        ),
        key=lambda one: (str(one["place"]), str(one["name"])),
    )
