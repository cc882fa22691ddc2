"""The commander's staff: a seat, who had which, the sheet of it."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.engines.sheets import WriteColumn
from muster.kernel import clock
from muster.kernel.errors import NotFound
from muster.kernel.permissions import allowed, requires
from muster.platform.files.contracts import register_title
from muster.platform.files.services import export_table
from muster.registers.measures import queries, rules, services
from muster.registers.measures.enums import StaffRole
from muster.registers.measures.forms import DEPUTY, HOLDER, SeatForm
from muster.registers.measures.models import IncidentStaff
from muster.registers.measures.queries import Placed
from muster.registers.measures.views.pages import crumbs_of, form_page
from muster.registers.measures.views.persons import choice_of
from muster.ui.http import Request
from muster.ui.parts import Crumb

STAFF_LIST = register_title("measures.staff", pgettext_lazy("incident", "Staff"))


@requires(rules.EDIT)
@require_http_methods(["GET", "POST"])
def seat(request: Request, incident_id: UUID, role: str) -> HttpResponse:
    """Show who has a seat, end their time, and give it to somebody found by name."""
    actor = request.actor
    found = queries.incident(actor=actor, incident_id=incident_id)
    if role not in StaffRole.values:
        raise NotFound(_("There is no such seat."))
    words = request.GET.get("words", "").strip() if role == StaffRole.OTHER else ""
    choice = choice_of(request)
    held = [
        line
        for line in queries.staff_history(actor=actor, incident_id=found.id)
        if (line.row.role, line.row.role_words) == (role, words)
    ]
    present = [line for line in held if line.row.ends_at is None]
    form = SeatForm(
        request.POST or None,
        chosen=choice.person is not None,
        named=bool(words) or role != StaffRole.OTHER,
        initial={"place": DEPUTY if any(not line.row.rank for line in present) else HOLDER},
    )
    label = words or str(StaffRole(role).label if role != StaffRole.OTHER else _("Another seat"))
    return form_page(
        request,
        form,
        lambda: services.assign_staff(
            actor=actor,
            incident_id=found.id,
            role=role,
            role_words=words or form.cleaned_data.get("role_words", ""),
            person_id=choice.person_id,
            person_name=form.cleaned_data.get("person_name", ""),
            deputy=form.cleaned_data["place"] == DEPUTY,
        ),
        template="measures/seat.html",
        incident=found,
        heading=label,
        submit=_("Give this seat to %(name)s") % {"name": choice.person.name}
        if choice.person
        else _("Give this seat"),
        choice=choice,
        present=present,
        ended=[line for line in held if _ended_today(line.row)],
        back=seat_url,
    )


@requires(rules.EDIT)
@require_POST
def end(request: Request, staff_id: UUID) -> HttpResponse:
    """End somebody's time in a seat; the page offers to take it back the same day."""
    return redirect(seat_url(services.end_staff(actor=request.actor, staff_id=staff_id)))


@requires(rules.EDIT)
@require_POST
def reopen(request: Request, staff_id: UUID) -> HttpResponse:
    """Take an end of today back."""
    return redirect(seat_url(services.reopen_staff(actor=request.actor, staff_id=staff_id)))


@requires(rules.VIEW)
@require_GET
def history(request: Request, incident_id: UUID) -> HttpResponse:
    """List everybody who had a seat, and when."""
    actor = request.actor
    found = queries.incident(actor=actor, incident_id=incident_id)
    context = {
        "incident": found,
        "lines": [
            (line, place_of(line.row))
            for line in queries.staff_history(actor=actor, incident_id=found.id)
        ],
        "crumbs": crumbs_of(found, Crumb(pgettext("incident", "Staff"))),
        "may_export": allowed(actor, rules.EXPORT),
    }
    return render(request, "measures/staff.html", context)


@requires(rules.EXPORT)
@require_POST
def export(request: Request, incident_id: UUID) -> HttpResponse:
    """Write the staff and its history as a sheet; it is on record."""
    actor = request.actor
    found = queries.incident(actor=actor, incident_id=incident_id)
    lines = queries.staff_history(actor=actor, incident_id=found.id)
    table = export_table(
        actor=actor,
        permission=rules.EXPORT,
        title=STAFF_LIST,
        area_code=found.area_code,
        columns=[
            WriteColumn(label, width, text=True)
            for label, width in (
                (_("Seat"), 20),
                (pgettext("seat", "Place"), 14),
                (pgettext("person", "Name"), 14),
                (_("Unit"), 28),
                (pgettext("seat", "From"), 18),
                (pgettext("seat", "Until"), 18),
            )
        ],
        rows=(_export_row(line) for line in lines),
    )
    response = HttpResponse(table.content, content_type=table.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="staff-{table.code}.xlsx"'
    return response


def seat_url(row: IncidentStaff) -> str:
    """Return the address of the page of the seat somebody has."""
    base = reverse("measures:seat", args=[row.incident_id, row.role])
    return f"{base}?{urlencode({'words': row.role_words})}" if row.role_words else base


def place_of(row: IncidentStaff) -> str:
    """Say whether somebody holds a seat or is which deputy."""
    if not row.rank:
        return pgettext("seat", "holder")
    return _("deputy %(rank)d") % {"rank": row.rank}


def _ended_today(row: IncidentStaff) -> bool:
    return row.ends_at is not None and clock.local(row.ends_at).date() == clock.today()


def _export_row(line: Placed) -> Sequence[object]:
    row = line.row
    times = (
        clock.local(at).strftime("%Y-%m-%d %H:%M") if at else ""
        for at in (row.starts_at, row.ends_at)
    )
    return (str(row.role_label), place_of(row), line.person.name, line.person.detail, *times)
