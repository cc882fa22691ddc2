"""Fit for duty today, one tap; trips; breaks."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from muster.kernel import clock
from muster.kernel.errors import Conflict, Invalid, NotFound
from muster.kernel.permissions import requires, signed_in
from muster.kernel.tenants import tenant_of
from muster.operations.duty import queries, rules, services
from muster.operations.duty.forms import TripForm
from muster.operations.duty.services import USUAL_MINUTES
from muster.operations.duty.views.days import say_date, say_weekday
from muster.operations.duty.views.parts import as_uuid
from muster.operations.duty.views.relief import today_of
from muster.ui.forms import add_errors
from muster.ui.http import Request
from muster.ui.parts import Crumb

MINUTES = (15, 30, 45, 60)


@signed_in
@require_POST
def declare(request: Request) -> HttpResponse:
    """Say whether one is fit for duty today."""
    fit = request.POST.get("fit") == "yes"
    try:
        services.declare(actor=request.actor, fit=fit)
    except (NotFound, Conflict) as refused:
        messages.error(request, str(refused))
        return redirect("duty:shifts")
    if fit:
        messages.success(request, _("Noted: fit for duty today."))
    else:
        following = queries.next_asked(actor=request.actor, after=today_of(request))
        words = _("Noted. The lead looks for a stand-in; you need not call.")
        if following is not None:
            again = _("You are asked again before your shift on %(day)s.") % {
                "day": f"{say_date(following.day)} {say_weekday(following.day)}"
            }
            words = f"{words} {again}"
        messages.success(request, words)
    return redirect("duty:shifts")


@requires(rules.DECLARE_FOR)
@require_POST
def declare_for(request: Request, assignment_id: UUID) -> HttpResponse:
    """Record for somebody whether they are fit today."""
    found = queries.assignment(actor=request.actor, assignment_id=assignment_id)
    fit = request.POST.get("fit") == "yes"
    services.declare(actor=request.actor, fit=fit, day=found.day, responder_id=found.responder_id)
    said = _("%(name)s: fit for duty.") if fit else _("%(name)s: not fit. Find a stand-in.")
    messages.success(request, said % {"name": found.responder.name})
    if not fit:
        return redirect(
            "duty:relief",
            post_id=found.post_id,
            day=f"{found.day:%Y-%m-%d}",
            shift_id=found.shift_id,
        )
    return redirect(reverse("duty:roster", args=[found.area_code]) + f"?day={found.day:%Y-%m-%d}")


@signed_in
@require_http_methods(["GET", "POST"])
def travel(request: Request) -> HttpResponse:
    """Show and note the own trips: where to is read by nobody else."""
    actor = request.actor
    form = TripForm(request.POST or None, initial={"leaves_on": today_of(request)})
    if request.method == "POST" and form.is_valid():
        try:
            services.note_trip(actor=actor, **form.cleaned_data)
        except Invalid as refused:
            add_errors(form, refused)
        except NotFound as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Noted. Nobody plans you while you are away."))
            return redirect("duty:travel")
    context = {
        "form": form,
        "trips": [(trip, trip.place.open()) for trip in queries.own_trips(actor=actor)],
        "crumbs": [Crumb(_("My shifts"), reverse("duty:shifts")), Crumb(_("Trips"))],
    }
    return render(request, "duty/travel.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def back_from(request: Request, trip_id: UUID) -> HttpResponse:
    """Say that one is back, or does not travel."""
    try:
        services.end_trip(actor=request.actor, trip_id=trip_id)
    except Conflict as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Noted: you are here."))
    return redirect("duty:travel")


@signed_in
@require_http_methods(["GET", "POST"])
def take_break(request: Request, assignment_id: UUID) -> HttpResponse:
    """Go on a break, with somebody who stands in."""
    actor = request.actor
    shift = queries.shift_on_duty(actor=actor, assignment_id=assignment_id)
    error: Any = None
    if request.method == "POST":
        minutes = request.POST.get("minutes", "")
        try:
            row = services.begin_break(
                actor=actor,
                assignment_id=assignment_id,
                stand_in_id=as_uuid(request.POST.get("stand_in", "")),
                minutes=int(minutes) if minutes.isascii() and minutes.isdigit() else USUAL_MINUTES,
            )
        except (Conflict, Invalid) as refused:
            error = refused
        else:
            until = f"{clock.local(row.due_at, tenant_of(actor.tenant_id).time_zone):%H:%M}"
            messages.success(request, _("Break until %(at)s.") % {"at": until})
            return redirect("duty:shifts")
    context = {
        "shift": shift,
        "error": error,
        "stand_ins": queries.stand_ins_for(actor=actor, shift=shift),
        "present": queries.present_at_post(shift),
        "minutes": MINUTES,
        "usual": USUAL_MINUTES,
        "crumbs": [Crumb(_("My shifts"), reverse("duty:shifts")), Crumb(_("Break"))],
    }
    return render(request, "duty/break.html", context, status=error.status if error else 200)


@signed_in
@require_POST
def back_from_break(request: Request, assignment_id: UUID) -> HttpResponse:
    """Come back from a break."""
    try:
        services.end_break(actor=request.actor, assignment_id=assignment_id)
    except Conflict as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Welcome back."))
    return redirect("duty:shifts")
