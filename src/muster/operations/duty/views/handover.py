"""Handing a post over and taking it over, on the phone of the crew or at the lead's desk."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.kernel.errors import Conflict, Invalid, MusterError
from muster.kernel.permissions import allowed, requires, signed_in
from muster.operations.duty import queries, rules, services
from muster.operations.duty.models import Handover, OpenMatter, Post
from muster.operations.duty.services import CrewIncomplete, HandoverDraft
from muster.operations.duty.shift_enums import HandoverState
from muster.operations.duty.views.days import say_day
from muster.operations.duty.views.relief import asked_day, today_of
from muster.ui.http import Request
from muster.ui.parts import Crumb


@signed_in
@require_http_methods(["GET", "POST"])
def offer(request: Request, post_id: UUID, day: str, shift_id: UUID) -> HttpResponse:
    """Count, say what is open, sign. What should be there is filled in already."""
    actor = request.actor
    wanted = asked_day(day)
    shift = queries.crew_place(actor=actor, post_id=post_id, day=wanted, shift_id=shift_id)
    waiting = queries.waiting_handover(actor.tenant_id, post_id)
    if waiting is not None and request.method == "GET":
        return redirect("duty:handover", handover_id=waiting.id)
    error: MusterError | None = None
    if request.method == "POST":
        try:
            row = services.offer_handover(
                actor=actor,
                post_id=post_id,
                day=wanted,
                shift_id=shift_id,
                draft=_draft(request.POST),
            )
        except (Conflict, Invalid) as refused:
            error = refused
        else:
            messages.success(request, _("Signed. The next crew takes over from its own phone."))
            return redirect("duty:handover", handover_id=row.id)
    wrong = error.errors if isinstance(error, Invalid) else {}
    context = {
        "post": shift.post,
        "spot": queries.spot(shift.post),
        "shift": shift.shift,
        "error": error,
        "gear": _gear(shift.post, request.POST, wrong),
        "matters": _matters(actor.tenant_id, post_id, request.POST, wrong),
        "keys": request.POST.get("keys", _last_keys(actor.tenant_id, post_id)),
        "new_matters": request.POST.get("new_matters", ""),
        "by_name": request.POST.get("by_name", ""),
        "by_name_wrong": wrong.get("by_name", ()),
        "own": shift.own,
        "day_word": say_day(wanted, today_of(request)),
        "crumbs": [_home(shift.own, shift.post), Crumb(_("Hand over"))],
    }
    return render(request, "duty/hand_over.html", context, status=error.status if error else 200)


@signed_in
@require_GET
def handover(request: Request, handover_id: UUID) -> HttpResponse:
    """Show a handover; the next crew takes it over or gives it back here."""
    return _page(request, queries.handover(actor=request.actor, handover_id=handover_id))


@signed_in
@require_POST
def accept(request: Request, handover_id: UUID) -> HttpResponse:
    """Take a post over."""
    by_name = request.POST.get("by_name", "")
    try:
        services.accept_handover(actor=request.actor, handover_id=handover_id, by_name=by_name)
    except (Conflict, Invalid) as refused:
        return _refused(request, handover_id, refused)
    messages.success(request, _("Taken over. What is open is yours now."))
    return redirect("duty:handover", handover_id=handover_id)


@signed_in
@require_POST
def give_back(request: Request, handover_id: UUID) -> HttpResponse:
    """Give a handover back, with the reason."""
    try:
        services.return_handover(
            actor=request.actor,
            handover_id=handover_id,
            reason=request.POST.get("reason", ""),
            by_name=request.POST.get("by_name", ""),
        )
    except (Conflict, Invalid) as refused:
        return _refused(request, handover_id, refused)
    messages.success(request, _("Given back. The other crew counts again."))
    return redirect("duty:handover", handover_id=handover_id)


@requires(rules.VIEW_ROSTER)
@require_GET
def chain(request: Request, post_id: UUID) -> HttpResponse:
    """Show all handovers of a post, and whether their chain holds."""
    actor = request.actor
    post = queries.post(actor=actor, post_id=post_id)
    rows = list(queries.handovers(actor=actor, post_id=post_id)[:100])
    context = {
        "post": post,
        "spot": queries.spot(post),
        "rows": rows,
        "matters": queries.open_matters(actor.tenant_id, post_id)
        if allowed(actor, rules.VIEW_ROSTER, post)
        else (),
        "broken": queries.chain_break(actor=actor, post_id=post_id),
        "crumbs": [
            Crumb(post.title, reverse("duty:post", args=[post.id])),
            Crumb(pgettext("list", "Handovers")),
        ],
    }
    return render(request, "duty/handovers.html", context)


def _page(request: Request, row: Handover, error: MusterError | None = None) -> HttpResponse:
    actor = request.actor
    waits = row.state == HandoverState.OFFERED
    own = queries.own_next_shift(actor=actor, handover=row) is not None
    context = {
        "row": row,
        "spot": queries.spot(row.post),
        "error": error,
        "relief": error.relief if isinstance(error, CrewIncomplete) else (),
        "gear": queries.gear_lines(row),
        "open": [matter for matter in row.matters if not matter["closed"]],
        "closed": [matter for matter in row.matters if matter["closed"]],
        "own": own,
        "may_answer": waits and (own or allowed(actor, rules.HAND_OVER, row)),
        "waits": waits,
        "day_word": say_day(row.day, today_of(request)),
        "crumbs": [
            _home(not allowed(actor, rules.VIEW_ROSTER, row), row.post),
            Crumb(_("Handover")),
        ],
    }
    return render(request, "duty/handover.html", context, status=error.status if error else 200)


def _refused(request: Request, handover_id: UUID, refused: MusterError) -> HttpResponse:
    row = queries.handover(actor=request.actor, handover_id=handover_id)
    return _page(request, row, refused)


def _draft(sent: Any) -> HandoverDraft:
    """Read what was filled in; a number that cannot be read is refused by the service."""
    counted = {
        name.removeprefix("gear_"): int(value) if value.isascii() and value.isdigit() else -1
        for name, value in sent.items()
        if name.startswith("gear_")
    }
    closed = {
        UUID(name.removeprefix("close_")): sent.get(f"reason_{name.removeprefix('close_')}", "")
        for name in sent
        if name.startswith("close_") and _is_id(name.removeprefix("close_"))
    }
    lines = tuple(line.strip() for line in sent.get("new_matters", "").splitlines() if line.strip())
    return HandoverDraft(
        counted=counted,
        closed=closed,
        new_matters=lines,
        keys=sent.get("keys", ""),
        by_name=sent.get("by_name", ""),
    )


def _gear(post: Post, sent: Any, wrong: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return [
        {
            "item": item,
            "label": label,
            "due": due,
            "value": sent.get(f"gear_{item}", due),
            "wrong": wrong.get(f"gear_{item}", ()),
        }
        for item, label, due in queries.due_gear(post)
    ]


def _matters(
    tenant_id: UUID, post_id: UUID, sent: Any, wrong: Mapping[str, Any]
) -> Sequence[Mapping[str, Any]]:
    rows: Sequence[OpenMatter] = queries.open_matters(tenant_id, post_id)
    return [
        {
            "one": row,
            "closed": f"close_{row.id}" in sent,
            "reason": sent.get(f"reason_{row.id}", ""),
            "wrong": wrong.get(f"matter_{row.id}", ()),
        }
        for row in rows
    ]


def _last_keys(tenant_id: UUID, post_id: UUID) -> str:
    last = queries.last_handover(tenant_id, post_id)
    return last.keys if last else ""


def _home(own: bool, post: Post) -> Crumb:  # noqa: FBT001
    if own:
        return Crumb(_("My shifts"), reverse("duty:shifts"))
    return Crumb(post.title, reverse("duty:handovers", args=[post.id]))


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
