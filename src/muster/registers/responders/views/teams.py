"""Teams: list, page, forming, members, leader, end."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.kernel.errors import Conflict, Invalid
from muster.kernel.permissions import allowed, requires
from muster.registers.responders import queries, rules, services
from muster.registers.responders.forms import TeamForm
from muster.registers.responders.queries import Filters
from muster.ui.filters import Asked
from muster.ui.forms import add_errors
from muster.ui.http import Request
from muster.ui.parts import Crumb

FOUND_AT_MOST = 10


@requires(rules.VIEW_TEAMS)
@require_GET
def teams(request: Request) -> HttpResponse:
    """List teams with leader and size."""
    actor = request.actor
    names = queries.area_names(actor=actor)
    rows = [(row, names.get(row.area_code, "")) for row in queries.teams(actor=actor)]
    context = {"rows": rows, "may_edit": allowed(actor, rules.EDIT_TEAMS)}
    return render(request, "responders/teams.html", context)


@requires(rules.VIEW_TEAMS)
@require_GET
def team(request: Request, team_id: UUID) -> HttpResponse:
    """Show a team; a search finds people to take in."""
    actor = request.actor
    found = queries.team(actor=actor, team_id=team_id)
    present = queries.members(actor=actor, team_id=found.id)
    text = request.GET.get("q", "").strip()[:40]
    candidates = []
    if text:
        filters = Filters(text=text, unit_id=found.unit_id)
        page = queries.list_people(actor=actor, filters=filters, size=FOUND_AT_MOST)
        taken = {member.responder_id for member in present}
        candidates = [person for person in page.people if person.id not in taken]
    context = {
        "team": found,
        "present": present,
        "place": queries.area_names(actor=actor).get(found.area_code, ""),
        "text": text,
        "candidates": candidates,
        "crumbs": [
            Crumb(_("Teams"), reverse("responders:teams")),
            Crumb(found.name, reverse("responders:team", args=[found.id])),
        ],
        "may_edit": allowed(actor, rules.EDIT_TEAMS, found) and found.ended_on is None,
    }
    return render(request, "responders/team.html", context)


@requires(rules.EDIT_TEAMS)
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Form a team."""
    actor = request.actor
    units = [(str(unit.id), unit.name) for unit in queries.units(actor=actor)]
    form = TeamForm(
        request.POST or None,
        units=units,
        communities=queries.community_choices(actor=actor),
        initial={"unit": Asked(request).prefill("unit", _("Sending unit"), dict(units))},
    )
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            made = services.form_team(
                actor=actor,
                name=facts["name"],
                unit_id=UUID(facts["unit"]) if facts["unit"] else None,
                community_code=facts["community"],
            )
        except Invalid as error:
            add_errors(form, error)
        else:
            return redirect("responders:team", team_id=made.id)
    context = {
        "form": form,
        "heading": _("Form a team"),
        "submit": _("Form the team"),
        "cancel_url": reverse("responders:teams"),
    }
    status = 422 if form.errors else 200
    return render(request, "responders/form.html", context, status=status)


@requires(rules.EDIT_TEAMS)
@require_POST
def join(request: Request, team_id: UUID, responder_id: UUID) -> HttpResponse:
    """Take a person into the team."""
    try:
        services.add_member(actor=request.actor, team_id=team_id, responder_id=responder_id)
    except Conflict as error:
        messages.error(request, str(error))
    return redirect("responders:team", team_id=team_id)


@requires(rules.EDIT_TEAMS)
@require_POST
def leave(request: Request, team_id: UUID, responder_id: UUID) -> HttpResponse:
    """Let a person leave the team; taking the person in again undoes it."""
    services.remove_member(actor=request.actor, team_id=team_id, responder_id=responder_id)
    return redirect("responders:team", team_id=team_id)


@requires(rules.EDIT_TEAMS)
@require_POST
def lead(request: Request, team_id: UUID, responder_id: UUID) -> HttpResponse:
    """Name the leader."""
    services.set_leader(actor=request.actor, team_id=team_id, responder_id=responder_id)
    return redirect("responders:team", team_id=team_id)


@requires(rules.EDIT_TEAMS)
@require_POST
def end(request: Request, team_id: UUID) -> HttpResponse:
    """End a team."""
    found = services.end_team(actor=request.actor, team_id=team_id)
    messages.success(request, _("The team %(team)s has ended.") % {"team": found.name})
    return redirect("responders:teams")
