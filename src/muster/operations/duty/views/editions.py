"""Editions of the roster and what was changed in them: what, who, why, who was told."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.kernel import clock
from muster.kernel.errors import Conflict, Invalid
from muster.kernel.permissions import allowed, requires
from muster.operations.duty import queries, rules, services
from muster.operations.duty.forms.changes import WithdrawForm
from muster.operations.duty.services import UNDO_HOURS
from muster.operations.duty.views.days import names
from muster.operations.duty.views.parts import incident_of
from muster.ui.filters import Asked
from muster.ui.http import Request
from muster.ui.paging import page_of, paging_of
from muster.ui.parts import Crumb

HOUR_SECONDS = 3600


@requires(rules.VIEW_ROSTER)
@require_GET
def index(request: Request) -> HttpResponse:
    """List the editions of the running incident."""
    actor = request.actor
    today = clock.today(request.tenant.time_zone if request.tenant else None)
    rows = queries.editions_of(actor=actor, incident_id=incident_of(actor).incident_id)
    may = allowed(actor, rules.PUBLISH_ROSTER)
    context = {
        "rows": [
            {
                "one": one,
                "may_withdraw": may and one.withdrawn_at is None and today < one.starts_on,
                "running": one.withdrawn_at is None and one.starts_on <= today <= one.last_day,
            }
            for one in rows
        ],
        "crumbs": [Crumb(_("Roster"), reverse("duty:rosters")), Crumb(_("Editions"))],
    }
    return render(request, "duty/editions.html", context)


@requires(rules.PUBLISH_ROSTER)
@require_http_methods(["GET", "POST"])
def withdraw(request: Request, edition_id: UUID) -> HttpResponse:
    """Take an edition back before its first day, with a reason."""
    edition = queries.edition(actor=request.actor, edition_id=edition_id)
    form = WithdrawForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_edition(
                actor=request.actor, edition_id=edition_id, reason=form.cleaned_data["reason"]
            )
        except (Conflict, Invalid) as error:
            form.add_error(None, str(error))
            status = error.status
        else:
            messages.success(request, _("Edition %(n)s is taken back.") % {"n": edition.number})
            return redirect("duty:editions")
    context = {
        "form": form,
        "heading": _("Take edition %(n)s back") % {"n": edition.number},
        "note": _(
            "What it had replaced is in force again. After its first day has begun, an edition is "
            "not taken back any more."
        ),
        "submit": _("Take the edition back"),
        "cancel_url": reverse("duty:editions"),
        "crumbs": [
            Crumb(_("Roster"), reverse("duty:rosters")),
            Crumb(_("Editions"), reverse("duty:editions")),
            Crumb(str(edition.number)),
        ],
    }
    return render(request, "duty/form.html", context, status=422 if form.errors else status)


@requires(rules.VIEW_ROSTER)
@require_GET
def changes(request: Request) -> HttpResponse:
    """List what was changed, the newest first."""
    actor = request.actor
    places = queries.area_titles(actor=actor)
    asked = Asked(request)
    area = asked.one_of("area", _("Community"), tuple(places))
    person = asked.uuid("person", _("Person"))
    rows = queries.changes_of_roster(
        actor=actor,
        incident_id=incident_of(actor).incident_id,
        area=area,
        responder_id=person,
    )
    page = page_of(request, rows)
    now = clock.now()
    lines = [
        {
            "line": line,
            "told": names(tuple(line.told)),
            "where": places.get(line.change.area_code, line.change.area_code),
            "may_undo": allowed(actor, rules.CHANGE_ROSTER, line.change)
            and not line.undone
            and (now - line.change.at).total_seconds() < UNDO_HOURS * HOUR_SECONDS
            and all(row.starts_at > now for row in (*line.cancelled, *line.made)),
        }
        for line in queries.change_lines(actor, list(page))
    ]
    context = {
        "lines": lines,
        "paging": paging_of(request, page),
        "area": area,
        "crumbs": [Crumb(_("Roster"), reverse("duty:rosters")), Crumb(_("Changes"))],
    }
    return render(request, "duty/changes.html", context)


@requires(rules.CHANGE_ROSTER)
@require_POST
def undo(request: Request, change_id: UUID) -> HttpResponse:
    """Take a change back."""
    try:
        done = services.undo_change(actor=request.actor, change_id=change_id)
    except (Conflict, Invalid) as error:
        messages.error(request, str(error))
        return redirect("duty:changes")
    messages.success(
        request, _("Taken back. Told: %(n)s people, nobody else.") % {"n": len(done.told)}
    )
    return redirect(_back(request) or reverse("duty:changes"))


def _back(request: Request) -> str:
    """Return the grid the change was made on."""
    code = request.POST.get("grid", "")
    return reverse("duty:grid", args=[code]) if code.isascii() and code.isdigit() else ""
