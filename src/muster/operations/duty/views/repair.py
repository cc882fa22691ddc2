"""Somebody does not come: a proposal within a second, accepted whole or in part."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from muster.kernel import clock
from muster.kernel.errors import Conflict, Invalid, MusterError, NotFound
from muster.kernel.permissions import requires
from muster.operations.duty import queries, rules, services
from muster.operations.duty.forms.changes import AbsentForm
from muster.operations.duty.models import RosterRequest
from muster.operations.duty.queries import Proposal
from muster.operations.duty.views.parts import as_uuid, incident_of, sees_whole
from muster.ui.http import Request
from muster.ui.parts import Crumb

Absent = dict[UUID, tuple[date, date | None]]


@requires(rules.CHANGE_ROSTER)
@require_http_methods(["GET", "POST"])
def community(request: Request, code: str) -> HttpResponse:
    """Enter who does not come, look at the proposal, and accept the lines that are ticked."""
    actor = request.actor
    name = queries.area_titles(actor=actor).get(code, code)
    if not sees_whole(actor, rules.CHANGE_ROSTER, code):
        raise NotFound(_("There is no such community here, or it is outside your area."))
    notice = incident_of(actor)
    today = clock.today(request.tenant.time_zone if request.tenant else None)
    asked = _asked(request)
    people = queries.roster_people(actor=actor, area=code, day=today)
    typed = request.POST if request.method == "POST" else request.GET
    form = AbsentForm(
        typed if "person" in typed else None,
        people=[(str(key), word) for key, word in people],
        today=today,
    )
    absent = _absent(asked, form)
    error: MusterError | None = None
    if request.method == "POST" and absent:
        try:
            changed = _accepted(request, notice.incident_id, absent, asked)
        except (Conflict, Invalid) as refused:
            error = refused
        else:
            messages.success(request, changed)
            return redirect("duty:roster", code)
    proposal: Proposal | None = None
    if absent:
        try:
            proposal = queries.propose_repair(
                actor=actor, incident_id=notice.incident_id, area=code, absent=absent
            )
        except Conflict as refused:
            error = error or refused
    context = {
        "name": name,
        "code": code,
        "form": form,
        "asked": asked,
        "proposal": proposal,
        "chosen": request.POST.getlist("line"),
        "posted": request.method == "POST",
        "error": error,
        "crumbs": [
            Crumb(_("Roster"), reverse("duty:rosters")),
            Crumb(name, reverse("duty:roster", args=[code])),
            Crumb(_("Somebody does not come")),
        ],
    }
    return render(request, "duty/repair.html", context, status=error.status if error else 200)


def _asked(request: Request) -> RosterRequest | None:
    """Return the request for leave that led here."""
    key = as_uuid(request.GET.get("request", "") or request.POST.get("request", ""))
    return queries.request(actor=request.actor, request_id=key) if key else None


def _absent(asked: RosterRequest | None, form: AbsentForm) -> Absent:
    if asked is not None:
        return services.leave_days(asked)
    if form.is_bound and form.is_valid():
        found = form.cleaned_data
        return {UUID(found["person"]): (found["since"], found["until"])}
    return {}


def _accepted(
    request: Request, incident_id: UUID, absent: Absent, asked: RosterRequest | None
) -> str:
    keys: list[Any] = request.POST.getlist("line")
    reason = request.POST.get("reason", "")
    if asked is not None:
        done = services.approve_request(
            actor=request.actor, request_id=asked.id, keys=keys, reason=reason
        ).change
    else:
        done = services.accept_repair(
            actor=request.actor, incident_id=incident_id, keys=keys, absent=absent, reason=reason
        )
    told = len(done.told) if done else 0
    return _("The roster is changed. Told: %(n)s people, nobody else.") % {"n": told}
