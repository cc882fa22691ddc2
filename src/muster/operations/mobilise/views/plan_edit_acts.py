"""Buttons of a plan that is changed by hand: begin, change, exchange, send, fix, undo, finish."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from muster.kernel.errors import Conflict, Invalid
from muster.kernel.permissions import requires
from muster.operations.mobilise import queries, rules
from muster.operations.mobilise.services import again, by_hand
from muster.operations.mobilise.services.by_hand import Step
from muster.operations.mobilise.views.plan_edit import say_found
from muster.operations.mobilise.views.plan_parts import plan_url, posted
from muster.ui.http import Request


@requires(rules.MAKE_PLANS)
@require_POST
def begin(request: Request, plan_id: UUID) -> HttpResponse:
    """Begin another plan that says what this one does, and open the grid it was asked from."""
    area = request.POST.get("area", "")

    def to(made: Any) -> str:
        if area:
            return reverse("mobilise:plan_edit_grid", args=[made.id, area])
        return reverse("mobilise:plan_edits", args=[made.id])

    return posted(
        request,
        lambda: by_hand.begin_by_hand(actor=request.actor, plan_id=plan_id),
        _("This is another plan now. The one before stays as it is."),
        back=reverse("mobilise:plan", args=[plan_id]),
        to=to,
    )


@requires(rules.MAKE_PLANS)
@require_POST
def change(request: Request, plan_id: UUID, area: str) -> HttpResponse:
    """Give somebody another shift on a day, send somebody elsewhere, or exchange two cells."""
    facts = request.POST
    person, day = facts.get("person", ""), _number(facts.get("day", ""))

    def steps() -> Sequence[Step]:
        if "to_person" in facts:
            row = queries.plan(actor=request.actor, plan_id=plan_id)
            other = facts["to_person"], _number(facts.get("to_day", ""))
            return by_hand.exchange(row, (person, day), other)
        if "community" in facts:
            return [Step(person=person, community=facts["community"])]
        return [by_hand.spot_step(person, day, facts.get("spot", ""))]

    back = reverse("mobilise:plan_edit_grid", args=[plan_id, area])
    try:
        judged = by_hand.make_steps(
            actor=request.actor,
            plan_id=plan_id,
            steps=steps(),
            seen=_number(facts.get("seen", "")),
        )
    except (Conflict, Invalid) as error:
        messages.error(request, str(error))
    else:
        row = queries.plan(actor=request.actor, plan_id=plan_id)
        say_found(request, row, judged)
        person = facts.get("to_person", person)
        day = _number(facts.get("to_day", "")) if "to_person" in facts else day
    return redirect(f"{back}?at={person}.{day}")


@requires(rules.MAKE_PLANS)
@require_POST
def fix(request: Request, plan_id: UUID, area: str) -> HttpResponse:
    """Fix a shift or where somebody is sent, or let it free."""
    facts = request.POST
    day = facts.get("day", "")
    return posted(
        request,
        lambda: by_hand.fix(
            actor=request.actor,
            plan_id=plan_id,
            person=facts.get("person", ""),
            day=_number(day) if day else None,
            fixed=facts.get("fixed") == "1",
        ),
        _("It is fixed.") if facts.get("fixed") == "1" else _("It is free again."),
        back=reverse("mobilise:plan_edit_grid", args=[plan_id, area]),
    )


@requires(rules.MAKE_PLANS)
@require_POST
def undo(request: Request, plan_id: UUID) -> HttpResponse:
    """Take the last change back."""
    area = request.POST.get("area", "")
    back = reverse("mobilise:plan_edits", args=[plan_id])
    if area:
        back = reverse("mobilise:plan_edit_grid", args=[plan_id, area])
    return _done(request, plan_id, by_hand.undo_step, _("The last change is taken back."), back)


@requires(rules.MAKE_PLANS)
@require_POST
def finish(request: Request, plan_id: UUID) -> HttpResponse:
    """Let the validator judge the whole plan."""
    back = reverse("mobilise:plan_edits", args=[plan_id])
    said = _("The whole plan was checked: no rule is broken.")
    return _done(request, plan_id, by_hand.finish_by_hand, said, back)


@requires(rules.MAKE_PLANS)
@require_POST
def around(request: Request, plan_id: UUID) -> HttpResponse:
    """Plan again around what is fixed."""
    return posted(
        request,
        lambda: again.plan_again_locked(actor=request.actor, plan_id=plan_id),
        _("Another plan is being made with this. The one before stays as it is."),
        back=reverse("mobilise:plan_edits", args=[plan_id]),
        to=plan_url,
    )


def _done(
    request: Request, plan_id: UUID, act: Callable[..., Any], said: str, back: str
) -> HttpResponse:
    return posted(request, lambda: act(actor=request.actor, plan_id=plan_id), said, back=back)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else -1
