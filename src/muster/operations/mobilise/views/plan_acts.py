"""Buttons of a plan: solve, stop, send, approve, send back, publish, put aside; and its files."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from muster.kernel.permissions import requires
from muster.operations.mobilise import queries, rules, services
from muster.operations.mobilise.views.plan_parts import posted
from muster.ui.http import Request


def _done(request: Request, plan_id: UUID, act: Callable[..., Any], said: str = "") -> HttpResponse:
    return posted(
        request,
        lambda: act(actor=request.actor, plan_id=plan_id),
        said,
        back=reverse("mobilise:plan", args=[plan_id]),
    )


@requires(rules.MAKE_PLANS)
@require_POST
def solve(request: Request, plan_id: UUID) -> HttpResponse:
    """Begin to solve."""
    return _done(request, plan_id, services.start_solving)


@requires(rules.MAKE_PLANS)
@require_POST
def stop(request: Request, plan_id: UUID) -> HttpResponse:
    """Stop and keep the best so far."""
    said = _("It stops at its next step; what it has found is kept.")
    return _done(request, plan_id, services.stop_solving, said)


@requires(rules.MAKE_PLANS)
@require_POST
def submit(request: Request, plan_id: UUID) -> HttpResponse:
    """Send it to a second person."""
    return _done(request, plan_id, services.submit_plan, _("The plan waits for approval."))


@requires(rules.APPROVE_PLANS)
@require_POST
def approve(request: Request, plan_id: UUID) -> HttpResponse:
    """Approve it."""
    return _done(request, plan_id, services.approve_plan, _("The plan is approved."))


@requires(rules.APPROVE_PLANS)
@require_POST
def send_back(request: Request, plan_id: UUID) -> HttpResponse:
    """Send it back."""
    return _done(request, plan_id, services.return_plan, _("The plan went back."))


@requires(rules.PUBLISH_PLANS)
@require_POST
def publish(request: Request, plan_id: UUID) -> HttpResponse:
    """Put it into force and tell everybody."""
    act = partial(services.publish_plan, uncovered=request.POST.get("uncovered") == "yes")
    return _done(request, plan_id, act, _("The plan is published."))


@requires(rules.MAKE_PLANS)
@require_POST
def drop(request: Request, plan_id: UUID) -> HttpResponse:
    """Put it aside."""
    return _done(request, plan_id, services.drop_plan, _("The plan is put aside."))


@requires(rules.VIEW_PLANS)
@require_GET
def instance_file(request: Request, plan_id: UUID) -> HttpResponse:
    """Give what was asked, in the planner's format: ids, no names, no numbers."""
    facts, _document = queries.plan_documents(actor=request.actor, plan_id=plan_id)
    return JsonResponse(facts)


@requires(rules.VIEW_PLANS)
@require_GET
def plan_file(request: Request, plan_id: UUID) -> HttpResponse:
    """Give what was found, in the planner's format."""
    _facts, document = queries.plan_documents(actor=request.actor, plan_id=plan_id)
    if document is None:
        raise Http404
    return JsonResponse(document)
