"""What the pages of an incident share: the way back, the words for its state, a form's page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muster.kernel.errors import Conflict, Invalid, Text
from muster.registers.measures import services
from muster.registers.measures.enums import IncidentState
from muster.registers.measures.models import Incident
from muster.ui.forms import Form, add_errors
from muster.ui.http import Request
from muster.ui.parts import Crumb

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MARKS = {
    IncidentState.PREPARED: "todo",
    IncidentState.RUNNING: "doing",
    IncidentState.LAPSED: "offline",
    IncidentState.CLOSED: "ok",
    IncidentState.WITHDRAWN: "offline",
}


def crumbs_of(incident: Incident, *more: Crumb) -> list[Crumb]:
    """Return the way to a page below an incident."""
    return [
        Crumb(_("Incidents"), reverse("measures:index")),
        Crumb(incident.name, address(incident)),
        *more,
    ]


def address(incident: Incident) -> str:
    """Return the address of an incident's page."""
    return reverse("measures:incident", args=[incident.id])


def left_words(incident: Incident) -> str:
    """Say how long a running incident has until it lapses; empty for any other."""
    left = incident.left
    if left is None:
        return ""
    if left >= DAY:
        return ngettext("%(n)d day left", "%(n)d days left", left // DAY) % {"n": left // DAY}
    hours = max(left // HOUR, 1)
    return ngettext("%(n)d hour left", "%(n)d hours left", hours) % {"n": hours}


def lapses_soon(incident: Incident) -> bool:
    """Tell whether a running incident lapses so soon that somebody must decide."""
    return incident.left is not None and incident.left <= services.WARN_BEFORE


def form_page(
    request: Request,
    form: Form,
    save: Callable[[], Any],
    *,
    heading: Text,
    submit: Text,
    incident: Incident,
    template: str = "measures/form.html",
    back: Callable[[Any], str] | None = None,
    **context: Any,
) -> HttpResponse:
    """Show a form below an incident; save what was sent and go back, or say what is wrong."""
    if request.method == "POST" and form.is_valid():
        try:
            saved = save()
        except (Invalid, Conflict) as error:
            add_errors(form, error)
        else:
            return redirect(back(saved) if back else address(incident))
    page = {
        "form": form,
        "heading": heading,
        "submit": submit,
        "incident": incident,
        "crumbs": crumbs_of(incident, Crumb(heading)),
        "cancel_url": address(incident),
        **context,
    }
    return render(request, template, page, status=422 if form.errors else 200)


def person_id_of(typed: str) -> UUID | None:
    """Return the id of a person that a form sends; None where it sends none."""
    try:
        return UUID(typed) if typed else None
    except ValueError:
        return None
