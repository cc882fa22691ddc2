"""Incidents: list, page, opening, contact, renewal, end."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid
from muster.kernel.permissions import allowed, requires
from muster.platform.access.queries import account_names, area_choices
from muster.platform.places.queries import area_names
from muster.registers.measures import queries, rules, services
from muster.registers.measures.enums import IncidentState
from muster.registers.measures.forms import (
    CloseForm,
    ContactForm,
    OpenForm,
    RenewForm,
)
from muster.registers.measures.models import Incident
from muster.registers.measures.queries import Placed, Seat
from muster.registers.measures.views.pages import (
    MARKS,
    address,
    crumbs_of,
    form_page,
    lapses_soon,
    left_words,
)
from muster.ui.filters import Asked
from muster.ui.forms import add_errors
from muster.ui.http import Request
from muster.ui.paging import page_of, paging_of
from muster.ui.parts import Chip, Crumb, Entry


@requires(rules.VIEW)
@require_GET
def index(request: Request) -> HttpResponse:
    """List incidents: those that run first."""
    actor = request.actor
    asked = Asked(request)
    state = asked.one_of("state", _("State"), {*IncidentState.values, queries.ENDED})
    page = page_of(request, queries.incidents(actor=actor, state=state))
    rows = list(page)
    names = area_names({row.area_code for row in rows})
    context = {
        "rows": [
            (row, names.get(row.area_code, row.area_code), MARKS[row.state], left_words(row))
            for row in rows
        ],
        "paging": paging_of(request, page),
        "state": state,
        "chips": _chips(state),
        "may_open": allowed(actor, rules.EDIT),
    }
    return render(request, "measures/index.html", context)


@requires(rules.VIEW)
@require_GET
def incident(request: Request, incident_id: UUID) -> HttpResponse:
    """Show an incident: how long it has, its period, its staff, its liaison groups, its contact."""
    actor = request.actor
    found = queries.incident(actor=actor, incident_id=incident_id)
    may_edit = allowed(actor, rules.EDIT, found)
    context = {
        "incident": found,
        "running": found.is_running,
        "mark": MARKS[found.state],
        "left": left_words(found),
        "lapses_soon": lapses_soon(found),
        "place": area_names({found.area_code}).get(found.area_code, found.area_code),
        "confirmed_by": _confirmed_by(found),
        "history": _history(actor, found),
        "crumbs": crumbs_of(found),
        "may_edit": may_edit and found.over_at is None,
        "may_run": may_edit and found.is_running,
        "may_export": allowed(actor, rules.EXPORT),
        **_period(actor, found),
        **_staff(actor, found),
        **_liaison(actor, found),
    }
    return render(request, "measures/incident.html", context)


@requires(rules.EDIT)
@require_http_methods(["GET", "POST"])
def open_incident(request: Request) -> HttpResponse:
    """Open an incident."""
    actor, tenant = request.actor, request.tenant
    areas = area_choices(actor, rules.EDIT, tenant) if tenant else []
    first = areas[0][0] if areas else ""
    form = OpenForm(request.POST or None, areas=areas, initial={"area_code": first})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.open_incident(actor=actor, **form.cleaned_data)
        except (Invalid, Conflict) as error:
            add_errors(form, error)
        else:
            return redirect(address(made))
    heading = _("Open an incident")
    context = {
        "form": form,
        "heading": heading,
        "note": _(
            "It starts when its contact has answered, and lapses after 30 days unless somebody "
            "renews it and says why."
        ),
        "submit": heading,
        "crumbs": [Crumb(_("Incidents"), reverse("measures:index")), Crumb(heading)],
        "cancel_url": reverse("measures:index"),
    }
    status = 422 if form.errors else 200
    return render(request, "measures/form.html", context, status=status)


@requires(rules.EDIT)
@require_http_methods(["GET", "POST"])
def contact(request: Request, incident_id: UUID) -> HttpResponse:
    """Say that the contact answers, or that somebody else does now."""
    actor = request.actor
    found = queries.incident(actor=actor, incident_id=incident_id)
    known = {"contact_name": found.contact_name, "contact_phone": found.contact_phone}
    form = ContactForm(request.POST or None, initial=known)
    waiting = found.state is IncidentState.PREPARED
    return form_page(
        request,
        form,
        lambda: services.confirm_contact(
            actor=actor,
            incident_id=found.id,
            contact_name=form.cleaned_data["contact_name"],
            contact_phone=form.cleaned_data["contact_phone"],
        ),
        incident=found,
        heading=_("The contact answers"),
        submit=_("Start the incident") if waiting else _("Save the contact"),
    )


@requires(rules.EDIT)
@require_http_methods(["GET", "POST"])
def renew(request: Request, incident_id: UUID) -> HttpResponse:
    """Let an incident go on for 30 days more."""
    actor = request.actor
    found = queries.incident(actor=actor, incident_id=incident_id)
    form = RenewForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: services.renew_incident(
            actor=actor, incident_id=found.id, reason=form.cleaned_data["reason"]
        ),
        incident=found,
        heading=_("Renew the incident"),
        note=_("It then lapses 30 days from now. Nothing else changes."),
        submit=_("Renew for 30 days"),
    )


@requires(rules.EDIT)
@require_http_methods(["GET", "POST"])
def close(request: Request, incident_id: UUID) -> HttpResponse:
    """End an incident, after saying what ends with it."""
    actor = request.actor
    found = queries.incident(actor=actor, incident_id=incident_id)
    form = CloseForm(request.POST or None)
    started = found.state is not IncidentState.PREPARED

    def save() -> None:
        services.close_incident(
            actor=actor, incident_id=found.id, reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("%(incident)s has ended.") % {"incident": found.name})

    return form_page(
        request,
        form,
        save,
        template="measures/close.html",
        incident=found,
        heading=_("Close the incident") if started else _("Withdraw the incident"),
        submit=_("Close the incident for good") if started else _("Withdraw the incident"),
        period=queries.current_period(actor=actor, incident_id=found.id),
        staff=queries.staff_of(actor=actor, incident_id=found.id).count(),
        groups=queries.liaison_groups(actor=actor, incident_id=found.id).count(),
        started=started,
    )


def _chips(state: str) -> list[Chip]:
    shown = (
        ("", _("All")),
        (IncidentState.RUNNING.value, IncidentState.RUNNING.label),
        (IncidentState.PREPARED.value, IncidentState.PREPARED.label),
        (queries.ENDED, pgettext("incident", "Ended")),
    )
    base = reverse("measures:index")
    return [
        Chip(label, f"{base}?state={value}" if value else base, chosen=state == value)
        for value, label in shown
    ]


def _period(actor: Actor, found: Incident) -> dict[str, object]:
    every = queries.periods(actor=actor, incident_id=found.id)
    latest = every[0] if every else None
    return {
        "period": latest if latest and latest.ends_at is None else None,
        "periods": every,
        "next_number": latest.number + 1 if latest else 1,
        "objectives": latest.objectives.splitlines() if latest else [],
    }


def _staff(actor: Actor, found: Incident) -> dict[str, object]:
    seats = queries.seats(actor=actor, incident_id=found.id)
    return {
        "seats": [(seat, _stand_in(seat)) for seat in seats],
        "empty_seats": [seat.label for seat in seats if seat.holder is None],
    }


def _stand_in(seat: Seat) -> Placed | None:
    """Return the first deputy where nobody holds the seat."""
    return seat.deputies[0] if seat.holder is None and seat.deputies else None


def _liaison(actor: Actor, found: Incident) -> dict[str, object]:
    groups = list(queries.liaison_groups(actor=actor, incident_id=found.id))
    served = queries.served_areas(incident=found, groups=groups)
    return {
        "groups": queries.group_lines(actor=actor, groups=groups),
        "served": served,
        "unserved": [line.area for line in served if line.group is None],
    }


def _confirmed_by(found: Incident) -> str:
    by = found.contact_confirmed_by
    names = account_names(found.tenant_id, [str(by)]) if by else {}
    return names.get(str(by), "")


def _history(actor: Actor, found: Incident) -> list[Entry]:
    """Return what happened to an incident, the latest first: start, renewals, end."""
    renewals = queries.renewals(actor=actor, incident_id=found.id)
    names = account_names(
        found.tenant_id, {str(row.renewed_by) for row in renewals if row.renewed_by}
    )
    entries = [
        Entry(
            row.renewed_at, _("Renewed for 30 days"), row.reason, names.get(str(row.renewed_by), "")
        )
        for row in renewals
    ]
    if found.starts_at:
        entries.insert(0, Entry(found.starts_at, _("Started: the contact answered")))
    if over := found.over_at:
        entries.append(Entry(over, str(found.state.label), found.end_reason))
    return entries[::-1]
