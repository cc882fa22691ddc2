"""Liaison groups: forming, page, members, end."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.kernel.errors import Conflict, Invalid
from muster.kernel.permissions import allowed, requires
from muster.registers.measures import queries, rules, services
from muster.registers.measures.forms import GroupForm, MemberForm
from muster.registers.measures.models import Incident, LiaisonGroup
from muster.registers.measures.views.pages import crumbs_of, form_page, person_id_of
from muster.registers.measures.views.persons import choice_of
from muster.ui.http import Request
from muster.ui.parts import Crumb


@requires(rules.EDIT)
@require_http_methods(["GET", "POST"])
def form_group(request: Request, incident_id: UUID) -> HttpResponse:
    """Form a group for subdistricts that have none."""
    actor = request.actor
    found = queries.incident(actor=actor, incident_id=incident_id)
    choices = _choices(request, found)
    asked = [code for code, _name in choices if code == request.GET.get("area")]
    form = GroupForm(
        request.POST or None,
        areas=choices,
        initial={"area_codes": asked, "name": _name_for(dict(choices), asked)},
    )
    return form_page(
        request,
        form,
        lambda: services.form_liaison_group(actor=actor, incident_id=found.id, **form.cleaned_data),
        incident=found,
        heading=_("Form a liaison group"),
        submit=_("Form the group"),
        back=group_url,
    )


@requires(rules.VIEW)
@require_GET
def group(request: Request, group_id: UUID) -> HttpResponse:
    """Show a group; a search finds people to take in."""
    actor = request.actor
    found = queries.liaison_group(actor=actor, group_id=group_id)
    (line,) = queries.group_lines(actor=actor, groups=[found])
    may_edit = (
        allowed(actor, rules.EDIT, found) and found.ends_at is None and found.incident.is_running
    )
    context = {
        "group": found,
        "line": line,
        "members": [each for each in (line.leader, *line.members) if each],
        "may_edit": may_edit,
        "choice": choice_of(request) if may_edit else None,
        "form": MemberForm(),
        "crumbs": crumbs_of(found.incident, Crumb(found.name)),
    }
    return render(request, "measures/group.html", context)


@requires(rules.EDIT)
@require_http_methods(["GET", "POST"])
def change(request: Request, group_id: UUID) -> HttpResponse:
    """Change name, phone and areas of a group."""
    actor = request.actor
    found = queries.liaison_group(actor=actor, group_id=group_id)
    form = GroupForm(
        request.POST or None,
        areas=_choices(request, found.incident, found),
        initial={
            "name": found.name,
            "phone": found.phone,
            "area_codes": [row.area_code for row in found.areas.all()],
        },
    )
    return form_page(
        request,
        form,
        lambda: services.change_liaison_group(actor=actor, group_id=found.id, **form.cleaned_data),
        incident=found.incident,
        heading=_("Change %(group)s") % {"group": found.name},
        submit=_("Save"),
        cancel_url=group_url(found),
        back=group_url,
    )


@requires(rules.EDIT)
@require_POST
def end(request: Request, group_id: UUID) -> HttpResponse:
    """End a group."""
    ended = services.end_liaison_group(actor=request.actor, group_id=group_id)
    messages.success(request, _("The group %(group)s has ended.") % {"group": ended.name})
    return redirect("measures:incident", incident_id=ended.incident_id)


@requires(rules.EDIT)
@require_POST
def join(request: Request, group_id: UUID) -> HttpResponse:
    """Take somebody in, from the register or by name; or let a member lead."""
    try:
        services.add_liaison_member(
            actor=request.actor,
            group_id=group_id,
            person_id=person_id_of(request.POST.get("person_id", "")),
            person_name=request.POST.get("person_name", ""),
            leads=bool(request.POST.get("leads")),
        )
    except (Invalid, Conflict) as error:
        messages.error(request, str(error))
    return redirect("measures:group", group_id=group_id)


@requires(rules.EDIT)
@require_POST
def leave(request: Request, member_id: UUID) -> HttpResponse:
    """Let a member leave the group; taking them in again undoes it."""
    member = services.end_liaison_member(actor=request.actor, member_id=member_id)
    return redirect("measures:group", group_id=member.group_id)


def group_url(group: LiaisonGroup) -> str:
    """Return the address of a group's page."""
    return reverse("measures:group", args=[group.id])


def _choices(
    request: Request, incident: Incident, own: LiaisonGroup | None = None
) -> list[tuple[str, str]]:
    """Return the areas a group may serve: those without one, and its own."""
    groups = queries.liaison_groups(actor=request.actor, incident_id=incident.id)
    return [
        (line.area.code, line.area.name)
        for line in queries.served_areas(incident=incident, groups=groups)
        if line.group is None or (own and line.group.id == own.id)
    ]


def _name_for(names: dict[str, str], codes: list[str]) -> str:
    """Suggest a name for a group of one area."""
    return _("%(area)s liaison group") % {"area": names[codes[0]]} if codes else ""
