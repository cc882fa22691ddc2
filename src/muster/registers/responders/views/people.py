"""One person: the record, changing it, moving, ending, and looking at what is sealed."""

import math
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.engines.text import mask_identity, mask_phone
from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Invalid, NotFound, Text
from muster.kernel.permissions import allowed, require, requires
from muster.platform.audit import queries as audit
from muster.platform.places import queries as places
from muster.registers.responders import queries, rules, services
from muster.registers.responders.contracts import PersonDraft
from muster.registers.responders.enums import RevealField
from muster.registers.responders.forms import PersonForm, RevealForm, TransferForm
from muster.registers.responders.models import Responder
from muster.registers.responders.views.listing import tag_of
from muster.ui.filters import Asked
from muster.ui.forms import add_errors
from muster.ui.http import Request
from muster.ui.parts import Crumb, Entry

HISTORY_LINES = 12


@dataclass(frozen=True, slots=True)
class SealedLine:
    """A sealed field as a record shows it: its mask, and the door to it where the actor has one.

    `beside` is what the record shows openly of it.
    """

    label: Text
    mask: str
    reveal_url: str
    beside: str = ""


@requires(rules.VIEW_PEOPLE)
@require_GET
def person(request: Request, responder_id: UUID) -> HttpResponse:
    """Show a record: masked, with what a plan must know, and who looked."""
    actor = request.actor
    found = queries.person(actor=actor, responder_id=responder_id)
    context = {
        "person": found,
        "crumbs": _crumbs(request.actor, found),
        "may_edit": allowed(actor, rules.EDIT_PEOPLE, found),
        "may_transfer": allowed(actor, rules.TRANSFER, found),
        **record_context(actor, found),
    }
    return render(request, "responders/person.html", context)


@requires(rules.EDIT_PEOPLE)
@sensitive_post_parameters("identity_number", "phone", "home_place")
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Put one person on the register."""
    actor = request.actor
    units = [(str(unit.id), unit.name) for unit in queries.units(actor=actor)]
    form = PersonForm(
        request.POST or None,
        units=units,
        skills=queries.skills(actor=actor),
        initial={"unit": Asked(request).prefill("unit", _("Sending unit"), dict(units))},
    )
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        unit_id, skills = UUID(facts.pop("unit")), tuple(facts.pop("skills"))
        try:
            made = services.add_responder(
                actor=actor, draft=PersonDraft(unit_id=unit_id, skills=skills, **facts)
            )
        except Invalid as error:
            add_errors(form, error)
        else:
            messages.success(request, _("%(name)s is on the register.") % {"name": made.name})
            return redirect("responders:person", responder_id=made.id)
    context = {
        "form": form,
        "heading": _("Add a responder"),
        "submit": _("Put on the register"),
        "cancel_url": reverse("responders:index"),
    }
    return render(request, "responders/form.html", context, status=_status(form))


@requires(rules.EDIT_PEOPLE)
@sensitive_post_parameters("identity_number", "phone", "home_place")
@require_http_methods(["GET", "POST"])
def edit(request: Request, responder_id: UUID) -> HttpResponse:
    """Change a record. Sealed fields stay as they are where nothing is typed."""
    actor = request.actor
    found = queries.person(actor=actor, responder_id=responder_id)
    held = queries.person_history(actor=actor, responder_id=responder_id).skills
    form = PersonForm(
        request.POST or None,
        person=found,
        skills=queries.skills(actor=actor),
        initial=PersonForm.initial_of(found, held),
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_responder(actor=actor, responder_id=found.id, **form.changes())
            services.set_skills(
                actor=actor, responder_id=found.id, keys=form.cleaned_data["skills"]
            )
        except Invalid as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The record is changed."))
            return redirect("responders:person", responder_id=found.id)
    context = {
        "form": form,
        "heading": _("Change the record of %(name)s") % {"name": found.name},
        "submit": _("Save"),
        "cancel_url": _url(found),
        "crumbs": _crumbs(request.actor, found),
    }
    return render(request, "responders/form.html", context, status=_status(form))


@requires(rules.EDIT_PEOPLE)
@require_POST
def end(request: Request, responder_id: UUID) -> HttpResponse:
    """Take a person off the register; the page offers to undo it."""
    found = services.end_responder(actor=request.actor, responder_id=responder_id)
    messages.success(request, _("%(name)s has left the register.") % {"name": found.name})
    return redirect(_url(found))


@requires(rules.EDIT_PEOPLE)
@require_POST
def reinstate(request: Request, responder_id: UUID) -> HttpResponse:
    """Put a person who left back on the register."""
    found = services.reinstate_responder(actor=request.actor, responder_id=responder_id)
    messages.success(request, _("%(name)s is on the register again.") % {"name": found.name})
    return redirect(_url(found))


@requires(rules.TRANSFER)
@require_http_methods(["GET", "POST"])
def transfer(request: Request, responder_id: UUID) -> HttpResponse:
    """Move a person to another unit."""
    actor = request.actor
    found = queries.person(actor=actor, responder_id=responder_id)
    units = [
        (str(unit.id), unit.name) for unit in queries.units(actor=actor) if unit.id != found.unit_id
    ]
    form = TransferForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        services.transfer_responder(
            actor=actor, responder_id=found.id, unit_id=UUID(form.cleaned_data["unit"])
        )
        messages.success(
            request,
            _("%(name)s is moved. Moving back today leaves no trace.") % {"name": found.name},
        )
        return redirect(_url(found))
    context = {
        "form": form,
        "heading": _("Move %(name)s to another unit") % {"name": found.name},
        "submit": _("Move from today"),
        "cancel_url": _url(found),
        "crumbs": _crumbs(request.actor, found),
    }
    return render(request, "responders/form.html", context, status=_status(form))


@requires(rules.KEEP_RECORD)
@never_cache
@require_http_methods(["GET", "POST"])
def reveal(request: Request, responder_id: UUID, field: str) -> HttpResponse:
    """Ask what a sealed field is needed for, record the look, and show it."""
    actor = request.actor
    if field not in RevealField.values:
        raise NotFound(_("There is no such field."))
    found = queries.person(actor=actor, responder_id=responder_id)
    own = actor.person_id == found.id
    if not own:
        require(actor, services.REVEAL_PERMISSIONS[RevealField(field)], found)
    sealed = own and not services.shows_own(actor, RevealField(field))
    form = RevealForm(request.POST or None)
    plain = None
    if request.method == "POST" and (own or form.is_valid()):
        plain = services.reveal_field(
            actor=actor,
            responder_id=found.id,
            field=field,
            purpose="" if own else form.cleaned_data["purpose"],
        )
    context = {
        "person": found,
        "field": RevealField(field),
        "form": form,
        "own": own,
        "sealed": sealed,
        "plain": plain,
        "shown": plain is not None,
        "tel": field == RevealField.PHONE,
        "back": reverse("responders:me") if own else _url(found),
    }
    wrong = request.method == "POST" and plain is None
    return render(request, "responders/reveal.html", context, status=422 if wrong else 200)


def record_context(actor: Actor, found: Responder) -> dict[str, Any]:
    """Return what a record shows of a person, for others and for the person."""
    held = queries.person_history(actor=actor, responder_id=found.id)
    today = clock.today()
    limits = [limit for limit in held.limits if limit.ends_on is None or limit.ends_on > today]
    return {
        "held": held,
        "limits": [(limit, tag_of(limit.kind, limit.amount)) for limit in limits],
        "absences": [row for row in held.absences if _still(row)],
        "sealed": _sealed_lines(actor, found),
        "age": _decade(found.age_on(today)),
        "week_hours": sum(map(len, held.week.week)) if held.week else None,
        "history": _history(actor, found),
    }


def _sealed_lines(actor: Actor, found: Responder) -> list[SealedLine]:
    own = actor.person_id == found.id
    masks = {
        RevealField.PHONE: mask_phone(found.phone.open()),
        RevealField.IDENTITY: mask_identity(found.identity_number.open()),
        RevealField.HOME: str(found.home_place),
    }
    lines = []
    for field, permission in services.REVEAL_PERMISSIONS.items():
        opens = services.shows_own(actor, field) if own else allowed(actor, permission, found)
        may = bool(masks[field]) and opens
        url = reverse("responders:reveal", args=[found.id, field.value]) if may else ""
        beside = _rough_home(found) if field == RevealField.HOME else ""
        lines.append(SealedLine(field.label, masks[field], url, beside))
    return lines


def _rough_home(found: Responder) -> str:
    """Say as much of the home as serves a commute: its area, and how far it is, in whole km."""
    said = [area.name for area in places.path_of(found.home_area_code)[-1:]]
    if found.home_x_km is not None and found.home_y_km is not None:
        away = max(1, round(math.hypot(found.home_x_km, found.home_y_km)))
        said.append(_("about %(n)s km from the middle of the district") % {"n": away})
    return " · ".join(said)


def _history(actor: Actor, found: Responder) -> list[Entry]:
    """What was done with the record and who looked, newest first, as far as the actor may know."""
    rows = audit.events(actor=actor).filter(subject_id=found.id)[:HISTORY_LINES]
    return [
        Entry(at=line.at, what=line.what, by=line.role or line.who, result=line.purpose)
        for line in audit.lines(list(rows))
    ]


def _still(absence: Any) -> bool:
    return absence.ends_at is None or absence.ends_at > clock.now()


def _decade(age: int | None) -> Text:
    if age is None:
        return _("not known")
    return _("%(decade)s to %(end)s") % {"decade": age // 10 * 10, "end": age // 10 * 10 + 9}


def _crumbs(actor: Actor, found: Responder) -> list[Crumb]:
    """Lead to the unit only those who may open it: a lead sees the person sent, not the sender."""
    visible = allowed(actor, rules.VIEW_UNITS, found.unit)
    return [
        Crumb(_("Responders"), reverse("responders:index")),
        Crumb(
            found.unit.name,
            reverse("responders:unit", args=[found.unit_id]) if visible else "",
        ),
        Crumb(found.name, _url(found)),
    ]


def _url(found: Responder) -> str:
    return reverse("responders:person", args=[found.id])


def _status(form: Any) -> int:
    return 422 if form.errors else 200
