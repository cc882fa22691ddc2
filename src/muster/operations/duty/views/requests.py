"""Swap, cover and leave: asked on the phone, answered by the other, approved by one tap."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.kernel import clock
from muster.kernel.errors import Conflict, Invalid, MusterError, NotFound
from muster.kernel.permissions import requires, signed_in
from muster.operations.duty import queries, rules, services
from muster.operations.duty.change_enums import RequestKind
from muster.operations.duty.forms.changes import LeaveForm
from muster.operations.duty.models import Assignment, RosterRequest
from muster.operations.duty.services.changes import shift_of
from muster.operations.duty.views.parts import as_uuid
from muster.ui.http import Request
from muster.ui.parts import Crumb

SWAP_DAYS = 7


@signed_in
@require_GET
def own(request: Request) -> HttpResponse:
    """Show what one asked for and how it stands, and what others ask of one."""
    actor = request.actor
    rows = queries.own_requests(actor=actor)
    queries.name_spots(one.post for row in rows for one in _shifts(row))
    now = clock.now()
    context = {
        "asked": [one for one in rows if one.other_id == actor.person_id and one.state == "asked"
                  and one.deadline_at > now],
        "mine": [one for one in rows if one.responder_id == actor.person_id],
        "crumbs": [Crumb(_("My shifts"), reverse("duty:shifts")), Crumb(_("My requests"))],
    }  # fmt: skip
    return render(request, "duty/own_requests.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def ask(request: Request, assignment_id: UUID) -> HttpResponse:
    """Ask somebody to swap or to take the shift; those shown break no rule."""
    actor = request.actor
    mine = shift_of(actor, assignment_id)
    if actor.person_id is None or mine.responder_id != actor.person_id:
        raise NotFound(_("This is not a shift of yours, or it was changed."))
    error: MusterError | None = None
    if request.method == "POST":
        try:
            _ask(request, assignment_id)
        except (Conflict, Invalid) as refused:
            error = refused
        else:
            messages.success(request, _("Asked. You are told as soon as there is an answer."))
            return redirect("duty:own_requests")
    swaps, others = queries.swappable(actor=actor, assignment=mine, days=SWAP_DAYS)
    queries.name_spots(one.post for one in (mine, *swaps))
    context = {
        "shift": mine,
        "swaps": swaps,
        "others": others,
        "coverers": queries.coverers(actor=actor, assignment=mine),
        "error": error,
        "crumbs": [Crumb(_("My shifts"), reverse("duty:shifts")), Crumb(_("Swap or cover"))],
    }
    return render(request, "duty/ask_change.html", context, status=error.status if error else 200)


def _shifts(row: RosterRequest) -> list[Assignment]:
    """Return the shifts a request is about."""
    return [one for one in (row.assignment, row.with_assignment) if one is not None]


def _ask(request: Request, assignment_id: UUID) -> None:
    """Ask whom the form names: `swap:SHIFT`, `cover:PERSON`, or `cover:` for whoever is found.

    Raises:
        Invalid: nobody is named.
        Conflict: as the services do.
    """
    kind, _colon, key = request.POST.get("with", "").partition(":")
    other = as_uuid(key)
    if kind == RequestKind.SWAP and other:
        services.ask_swap(
            actor=request.actor, assignment_id=assignment_id, with_assignment_id=other
        )
    elif kind == RequestKind.COVER:
        services.ask_cover(actor=request.actor, assignment_id=assignment_id, of_responder_id=other)
    else:
        raise Invalid(_("Choose whom you ask."))


@signed_in
@require_http_methods(["GET", "POST"])
def leave(request: Request) -> HttpResponse:
    """Report that one cannot come."""
    form = LeaveForm(request.POST or None, initial={"starts_at": clock.local(clock.now())})
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_leave(
                actor=request.actor,
                starts_at=form.cleaned_data["starts_at"],
                ends_at=form.cleaned_data["ends_at"],
            )
        except Invalid as error:
            for field, texts in error.errors.items():
                form.add_error(field, [str(text) for text in texts])
        except MusterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Reported. The lead sees it now and finds who covers."))
            return redirect("duty:own_requests")
    context = {
        "form": form,
        "heading": _("I cannot come"),
        "note": _("The lead is told at once. If your shift is about to begin, call the lead too."),
        "submit": _("Report it"),
        "cancel_url": reverse("duty:shifts"),
        "crumbs": [Crumb(_("My shifts"), reverse("duty:shifts")), Crumb(_("I cannot come"))],
    }
    return render(request, "duty/form.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def answer(request: Request, request_id: UUID) -> HttpResponse:
    """Say yes or no to what somebody asks."""
    agrees = request.POST.get("answer") == "yes"
    try:
        services.answer_request(actor=request.actor, request_id=request_id, agrees=agrees)
    except Conflict as error:
        messages.error(request, str(error))
    else:
        done = _("You said yes; the lead approves it next.") if agrees else _("You said no.")
        messages.success(request, done)
    return redirect("duty:own_requests")


@signed_in
@require_POST
def withdraw(request: Request, request_id: UUID) -> HttpResponse:
    """Take one's own request back."""
    try:
        services.withdraw_request(actor=request.actor, request_id=request_id)
    except Conflict as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your request is taken back."))
    return redirect("duty:own_requests")


@requires(rules.CHANGE_ROSTER)
@require_GET
def index(request: Request) -> HttpResponse:
    """List what waits for an answer, with what the rules say."""
    actor = request.actor
    rows = queries.open_requests(actor=actor)
    verdicts = queries.verdicts_of(rows)
    places = queries.area_titles(actor=actor) if rows else {}
    context = {
        "rows": [
            {
                "one": one,
                "where": places.get(one.area_code, one.area_code),
                "verdict": verdicts.get(one.id),
                "agreed": one.state == "agreed",
            }
            for one in rows
        ],
        "crumbs": [Crumb(_("Roster"), reverse("duty:rosters")), Crumb(_("Requests"))],
    }
    return render(request, "duty/requests.html", context)


@requires(rules.CHANGE_ROSTER)
@require_http_methods(["GET", "POST"])
def request_page(request: Request, request_id: UUID) -> HttpResponse:
    """Show one request with what the rules say; approve it by one tap."""
    actor = request.actor
    row = queries.request(actor=actor, request_id=request_id)
    error: MusterError | None = None
    if request.method == "POST":
        try:
            services.approve_request(
                actor=actor,
                request_id=request_id,
                by_responder_id=as_uuid(request.POST.get("by", "")),
                despite=request.POST.getlist("despite"),
                reason=request.POST.get("reason", ""),
            )
        except (Conflict, Invalid) as refused:
            error = refused
        else:
            messages.success(request, _("Approved. Those touched have been told, nobody else."))
            return redirect("duty:requests")
    context = _page(request, row) | {
        "error": error,
        "reason": request.POST.get("reason", ""),
        "chosen": request.POST.get("by", ""),
    }
    return render(request, "duty/request.html", context, status=error.status if error else 200)


@requires(rules.CHANGE_ROSTER)
@require_POST
def refuse(request: Request, request_id: UUID) -> HttpResponse:
    """Say no with a reason."""
    try:
        services.refuse_request(
            actor=request.actor, request_id=request_id, answer=request.POST.get("answer", "")
        )
    except (Conflict, Invalid) as error:
        messages.error(request, str(error))
        return redirect("duty:request", request_id)
    messages.success(request, _("Refused. Who asked has been told why."))
    return redirect("duty:requests")


def _page(request: Request, row: RosterRequest) -> dict[str, Any]:
    actor = request.actor
    queries.name_spots(one.post for one in _shifts(row))
    verdict = queries.verdicts_of([row]).get(row.id) if row.is_open else None
    names_by = row.kind == RequestKind.COVER and row.other_id is None and row.is_open
    repair = ""
    if row.kind == RequestKind.LEAVE:
        repair = f"{reverse('duty:repair', args=[row.area_code])}?request={row.id}"
    return {
        "row": row,
        "where": queries.area_titles(actor=actor).get(row.area_code, row.area_code),
        "verdict": verdict,
        "coverers": queries.coverers(actor=actor, assignment=row.assignment)
        if names_by and row.assignment
        else [],
        "names_by": names_by,
        "repair_url": repair,
        "may_approve": row.state == "agreed" and row.deadline_at > clock.now() and not repair,
        "may_bend": services.may_bend(actor),
        "crumbs": [
            Crumb(_("Roster"), reverse("duty:rosters")),
            Crumb(_("Requests"), reverse("duty:requests")),
            Crumb(row.responder.name),
        ],
    }
