"""Operational periods: the next one, the objectives, those there were."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from muster.kernel.permissions import requires
from muster.registers.measures import queries, rules, services
from muster.registers.measures.forms import ObjectivesForm, PeriodForm
from muster.registers.measures.views.pages import crumbs_of, form_page
from muster.ui.http import Request
from muster.ui.parts import Crumb


@requires(rules.EDIT)
@require_http_methods(["GET", "POST"])
def open_period(request: Request, incident_id: UUID) -> HttpResponse:
    """Open the next operational period; the one before ends with it."""
    actor = request.actor
    found = queries.incident(actor=actor, incident_id=incident_id)
    every = queries.periods(actor=actor, incident_id=found.id)
    last = every[0] if every else None
    number = last.number + 1 if last else 1
    initial = {
        "hours": queries.period_hours(actor=actor),
        "objectives": last.objectives if last else "",
        "number": number,
    }
    form = PeriodForm(request.POST or None, initial=initial)
    return form_page(
        request,
        form,
        lambda: services.open_period(actor=actor, incident_id=found.id, **form.cleaned_data),
        incident=found,
        heading=_("Open operational period %(number)d") % {"number": number},
        note=_("%(period)s ends at the same moment.") % {"period": last.label} if last else "",
        submit=_("Open operational period %(number)d now") % {"number": number},
    )


@requires(rules.EDIT)
@require_http_methods(["GET", "POST"])
def objectives(request: Request, period_id: UUID) -> HttpResponse:
    """Change the objectives of the period that is running."""
    actor = request.actor
    found = queries.period(actor=actor, period_id=period_id)
    form = ObjectivesForm(request.POST or None, initial={"objectives": found.objectives})
    return form_page(
        request,
        form,
        lambda: services.set_objectives(
            actor=actor, period_id=found.id, objectives=form.cleaned_data["objectives"]
        ),
        incident=found.incident,
        heading=_("Objectives of operational period %(number)d") % {"number": found.number},
        submit=_("Save"),
    )


@requires(rules.VIEW)
@require_GET
def periods(request: Request, incident_id: UUID) -> HttpResponse:
    """List the operational periods of an incident, the latest first."""
    actor = request.actor
    found = queries.incident(actor=actor, incident_id=incident_id)
    context = {
        "incident": found,
        "periods": queries.periods(actor=actor, incident_id=found.id),
        "crumbs": crumbs_of(found, Crumb(_("Operational periods"))),
    }
    return render(request, "measures/periods.html", context)
