"""What people and their keepers change in one record: contact, nights, limits, hours, absences."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Invalid, Text
from muster.kernel.permissions import requires
from muster.registers.responders import queries, rules, services
from muster.registers.responders.forms import AbsenceForm, ContactForm, LimitForm, WeekForm
from muster.registers.responders.models import Responder
from muster.ui.forms import add_errors
from muster.ui.http import Request


@requires(rules.KEEP_RECORD)
@sensitive_post_parameters("phone", "home_place")
@require_http_methods(["GET", "POST"])
def contact(request: Request, responder_id: UUID) -> HttpResponse:
    """Correct phone or home."""
    found = _keepable(request.actor, responder_id)
    form = ContactForm(request.POST or None)
    return _form(
        request,
        found,
        form,
        lambda: services.change_contact(
            actor=request.actor, responder_id=found.id, **form.changes()
        ),
        heading=_("Phone and home of %(name)s") % {"name": found.name},
        done=_("The record is changed."),
    )


@requires(rules.KEEP_RECORD)
@require_POST
def nights(request: Request, responder_id: UUID) -> HttpResponse:
    """Volunteer for nights, or no longer."""
    opt_in = request.POST.get("opt_in") == "1"
    found = services.set_night_opt_in(actor=request.actor, responder_id=responder_id, opt_in=opt_in)
    words = (
        _("%(name)s volunteers for nights.") if opt_in else _("%(name)s gets no voluntary nights.")
    )
    messages.success(request, words % {"name": found.name})
    return redirect(_back(request.actor, found))


@requires(rules.KEEP_RECORD)
@require_http_methods(["GET", "POST"])
def limit(request: Request, responder_id: UUID) -> HttpResponse:
    """Record a duty limit: what, never why."""
    found = _keepable(request.actor, responder_id)
    form = LimitForm(request.POST or None, initial={"starts_on": clock.today()})
    return _form(
        request,
        found,
        form,
        lambda: services.add_limit(actor=request.actor, responder_id=found.id, **form.cleaned_data),
        heading=_("A duty limit of %(name)s") % {"name": found.name},
        note=_("Only what must not be asked. The reason is nobody's business and is not kept."),
        done=_("The duty limit holds."),
    )


@requires(rules.KEEP_RECORD)
@require_POST
def end_limit(request: Request, limit_id: UUID) -> HttpResponse:
    """End a duty limit today."""
    row = services.end_limit(actor=request.actor, limit_id=limit_id)
    found = queries.person(actor=request.actor, responder_id=row.responder_id)
    messages.success(request, _("The duty limit has ended."))
    return redirect(_back(request.actor, found))


@requires(rules.KEEP_RECORD)
@require_http_methods(["GET", "POST"])
def week(request: Request, responder_id: UUID) -> HttpResponse:
    """Say when a volunteer can come."""
    found = _keepable(request.actor, responder_id)
    held = queries.person_history(actor=request.actor, responder_id=found.id).week
    form = WeekForm(request.POST or None, week=held.week if held else None)
    return _form(
        request,
        found,
        form,
        lambda: services.set_week(actor=request.actor, responder_id=found.id, week=form.week()),
        heading=_("When can %(name)s come?") % {"name": found.name},
        note=_("Untick what does not fit. Everything ticked means any time."),
        done=_("The hours are kept."),
    )


@requires(rules.KEEP_RECORD)
@require_http_methods(["GET", "POST"])
def absence(request: Request, responder_id: UUID) -> HttpResponse:
    """Say on which days a person does not come. No reason is asked."""
    found = _keepable(request.actor, responder_id)
    form = AbsenceForm(
        request.POST or None, initial={"first_day": clock.today(), "last_day": clock.today()}
    )
    return _form(
        request,
        found,
        form,
        lambda: services.report_absence(
            actor=request.actor, responder_id=found.id, **form.period()
        ),
        heading=_("%(name)s does not come") % {"name": found.name},
        note=_("No reason is asked. Whoever plans the shifts is told."),
        submit=_("Report the absence"),
        done=_("The absence is reported."),
    )


@requires(rules.KEEP_RECORD)
@require_POST
def end_absence(request: Request, absence_id: UUID) -> HttpResponse:
    """End an absence now, or take back one that has not begun."""
    row = queries.absence(actor=request.actor, absence_id=absence_id)
    services.end_absence(actor=request.actor, absence_id=absence_id)
    found = queries.person(actor=request.actor, responder_id=row.responder_id)
    messages.success(request, _("%(name)s is back.") % {"name": found.name})
    return redirect(_back(request.actor, found))


def _keepable(actor: Actor, responder_id: UUID) -> Responder:
    """Return a record whose pages the actor may open: its keeper's or the person's own."""
    found = queries.person(actor=actor, responder_id=responder_id)
    services.require_keeper_or_self(actor, found)
    return found


def _form(
    request: Request,
    found: Responder,
    form: Form,
    act: Callable[[], Any],
    *,
    heading: Text,
    done: Text,
    note: Text = "",
    submit: Text = "",
) -> HttpResponse:
    """Show a form; when it is sent and holds, act and go back to the record."""
    back = _back(request.actor, found)
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Invalid as error:
            add_errors(form, error)
        else:
            messages.success(request, str(done))
            return redirect(back)
    context = {
        "form": form,
        "heading": heading,
        "note": note,
        "submit": submit or _("Save"),
        "cancel_url": back,
    }
    status = 422 if form.errors else 200
    return render(request, "responders/form.html", context, status=status)


def _back(actor: Actor, found: Responder) -> str:
    if actor.person_id == found.id:
        return reverse("responders:me")
    return reverse("responders:person", args=[found.id])
