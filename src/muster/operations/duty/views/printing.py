"""Printing the cards of many posts."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from muster.kernel.areas import covers
from muster.kernel.permissions import areas_for, requires
from muster.operations.duty import queries, rules, services
from muster.operations.duty.forms import CardsForm
from muster.operations.duty.views.parts import incident_of
from muster.registers.responders.queries import area_choices
from muster.ui.filters import Asked
from muster.ui.http import Request
from muster.ui.parts import Crumb


@requires(rules.PRINT_CARDS)
@require_http_methods(["GET", "POST"])
def cards(request: Request) -> HttpResponse:
    """Choose which cards to print; the work goes on when the page is closed."""
    actor = request.actor
    incident = incident_of(actor)
    own = areas_for(actor, rules.PRINT_CARDS)
    counts = queries.counts_by_area(actor=actor, incident_id=incident.incident_id)
    areas = [
        (code, _("%(name)s (%(n)s cards)") % {"name": name, "n": number})
        for code, name in area_choices(actor=actor)
        if any(covers(area, code) for area in own)
        and (number := sum(n for at, n in counts.items() if at.startswith(code)))
    ]
    form = CardsForm(
        request.POST or None,
        areas=areas,
        languages=settings.LANGUAGES,
        initial={
            "area": Asked(request).one_of("area", _("Area"), dict(areas)),
            "language": get_language(),
        },
    )
    if request.method == "POST" and form.is_valid():
        job_id = services.ask_print(
            actor=actor, incident_id=incident.incident_id, **form.cleaned_data
        )
        return redirect("jobs:job", job_id=job_id)
    context = {
        "form": form if areas else None,
        "heading": _("Print point cards"),
        "submit": _("Print"),
        "cancel_url": reverse("duty:posts"),
        "crumbs": [
            Crumb(pgettext("duty", "Posts"), reverse("duty:posts")),
            Crumb(_("Print point cards")),
        ],
    }
    return render(request, "duty/form.html", context, status=422 if form.errors else 200)
