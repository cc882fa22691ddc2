"""Finding somebody who stands in: the list, one-tap calls, asking, and the answer."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from muster.kernel import clock
from muster.kernel.errors import Conflict, NotFound
from muster.kernel.permissions import allowed, requires, signed_in
from muster.kernel.tenants import tenant_of
from muster.operations.duty import queries, rules, services
from muster.operations.duty.queries import Bend, Relief
from muster.operations.duty.shift_enums import AskedFor, ReliefAnswer
from muster.operations.duty.views.days import day_of, say_day, say_weekday
from muster.operations.duty.views.parts import as_uuid
from muster.registers.responders.queries import area_names
from muster.ui.http import Request
from muster.ui.parts import Crumb


class CallRedirect(HttpResponseRedirect):
    """Leads to the dialler of a phone."""

    allowed_schemes = ["tel"]


@requires(rules.FIND_RELIEF)
@never_cache
@require_GET
def index(request: Request, post_id: UUID, day: str, shift_id: UUID) -> HttpResponse:
    """Show who can stand in at a post for a shift, who was asked, and who is on its crew."""
    actor = request.actor
    gap = queries.gap_of(actor=actor, post_id=post_id, day=asked_day(day), shift_id=shift_id)
    asked = queries.asked_for(actor=actor, post_id=post_id, day=gap.day, shift_id=shift_id)
    waiting = {row.responder_id for row in asked}
    found = queries.relief_list(actor=actor, post_id=post_id, day=gap.day, shift_id=shift_id)
    names = area_names(actor=actor)
    context = {
        "gap": gap,
        "where": queries.place_of(gap.post),
        "day_word": say_day(gap.day, today_of(request)),
        "weekday": say_weekday(gap.day),
        "rows": lines_of(request, [one for one in found if one.responder_id not in waiting]),
        "asked": asked,
        "crew": queries.crew_to_call(actor=actor, gap=gap),
        "over": gap.ends_at <= clock.now(),
        "back": reverse("duty:relief", args=[post_id, day, shift_id]),
        "crumbs": [
            Crumb(_("Roster"), reverse("duty:rosters")),
            Crumb(
                names.get(gap.post.area_code, gap.post.area_code),
                reverse("duty:roster", args=[gap.post.area_code]),
            ),
            Crumb(_("Who can stand in")),
        ],
    }
    return render(request, "duty/relief.html", context)


@requires(rules.FIND_RELIEF)
@never_cache
@require_GET
def call(
    request: Request, post_id: UUID, day: str, shift_id: UUID, responder_id: UUID
) -> HttpResponse:
    """Dial somebody's number; that it was seen is on record. `?show=1` shows the number instead."""
    name, number = services.reveal_phone(
        actor=request.actor,
        post_id=post_id,
        day=asked_day(day),
        shift_id=shift_id,
        responder_id=responder_id,
    )
    if not request.GET.get("show"):
        return CallRedirect(f"tel:{number}")
    back = reverse("duty:relief", args=[post_id, day, shift_id])
    return render(request, "duty/call.html", {"name": name, "number": number, "back": back})


@requires(rules.FIND_RELIEF)
@require_POST
def ask(request: Request, post_id: UUID, day: str, shift_id: UUID) -> HttpResponse:
    """Ask somebody, or put them in at once where they have said yes on the phone."""
    responder_id = as_uuid(request.POST.get("person", ""))
    back = request.POST.get("back", "")
    facts: dict[str, Any] = {"post_id": post_id, "day": asked_day(day), "shift_id": shift_id}
    if responder_id is None:
        raise NotFound(_("There is no such person."))
    try:
        if request.POST.get("comes"):
            services.put_in(actor=request.actor, responder_id=responder_id, **facts)
            messages.success(request, _("The shift is on the roster now."))
        else:
            services.ask_relief(
                actor=request.actor,
                responder_id=responder_id,
                reason=_reason(request),
                alarm_id=as_uuid(request.POST.get("alarm", "")),
                **facts,
            )
            messages.success(request, _("Asked. The answer comes into your inbox."))
    except Conflict as refused:
        messages.error(request, str(refused))
    if back.startswith("/alarms/"):
        return redirect(back)
    return redirect("duty:relief", post_id=post_id, day=day, shift_id=shift_id)


@signed_in
@require_GET
def asked_of_me(request: Request) -> HttpResponse:
    """Show what one is asked for: yes or no."""
    rows = queries.asked_of_me(actor=request.actor)
    queries.name_spots(row.post for row in rows)
    context = {
        "rows": [
            {
                "one": row,
                "day": say_day(row.day, today_of(request)),
                "weekday": say_weekday(row.day),
            }
            for row in rows
        ]
    }
    return render(request, "duty/asked.html", context)


@signed_in
@require_POST
def answer(request: Request, relief_id: UUID) -> HttpResponse:
    """Say yes or no."""
    comes = bool(request.POST.get("comes"))
    try:
        row = services.answer_relief(actor=request.actor, relief_id=relief_id, comes=comes)
    except Conflict as refused:
        messages.error(request, str(refused))
        return _after(request, None)
    if comes:
        messages.success(request, _("Thank you. The shift is among your shifts now."))
    else:
        messages.success(request, _("Noted. Somebody else will be asked."))
    return _after(request, row)


def lines_of(request: Request, found: Sequence[Relief]) -> list[dict[str, Any]]:
    """Prepare the lines of a relief list: in words what is near, rested and bent."""
    names = area_names(actor=request.actor) if found else {}
    may_bend = allowed(request.actor, rules.BEND_RULES)
    return [
        {
            "one": one,
            "near": _near(one, names.get(one.place[:12], "")),
            "rested": _rested(one),
            "bends": [say_bend(request, bend) for bend in one.bends],
            "may_ask": one.fits or (may_bend and all(services.bendable(b) for b in one.bends)),
        }
        for one in found
    ]


def say_bend(request: Request, bend: Bend) -> str:
    """Say which rule would be bent, with the hour at the place."""
    until = ""
    if bend.until is not None:
        local = clock.local(bend.until, _zone(request))
        until = f"{say_day(local.date(), today_of(request))} {local:%H:%M}"
    return bend.words(until)


def _near(one: Relief, place: str) -> str:
    words = []
    if one.paired:
        words.append(_("paired leader"))
    words.append(_("same community") if one.here else place)
    if one.km is not None:
        words.append(_("%(km)s km from home") % {"km": one.km})
    return " · ".join(word for word in words if word)


def _rested(one: Relief) -> str:
    if one.rested_hours is None:
        return _("no shift worked yet")
    return _("%(n)s h rested") % {"n": one.rested_hours}


def _reason(request: Request) -> str:
    asked = request.POST.get("reason", "")
    return asked if asked in AskedFor.values else AskedFor.GAP


def _after(request: Request, row: Any) -> HttpResponse:
    """Go back to where the answer was given: the own questions, or the list of the lead."""
    back = request.POST.get("back", "")
    if (
        row is not None
        and row.responder_id != request.actor.person_id
        and (back.startswith(("/alarms/", "/roster/relief/")))
    ):
        return redirect(back)
    if row is not None and row.answer == ReliefAnswer.YES:
        return redirect("duty:shifts")
    return redirect("duty:asked")


def asked_day(text: str) -> date:
    """Return the day an address names.

    Raises:
        NotFound: it names none.
    """
    found = day_of(text)
    if found is None:
        raise NotFound(pgettext("address", "There is no such day."))
    return found


def _zone(request: Request) -> str:
    return tenant_of(request.actor.tenant_id).time_zone


def today_of(request: Request) -> date:
    """Return the day at the place."""
    return clock.local(clock.now(), _zone(request)).date()
