"""One's own shifts: the next one, the days after, checking in by the post's code, the calendar."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.kernel import clock
from muster.kernel.errors import Conflict, MusterError, NotAllowed
from muster.kernel.permissions import public, signed_in
from muster.kernel.tenants import tenant_of
from muster.operations.duty import ical, queries, services
from muster.operations.duty.contracts import MyShift
from muster.operations.duty.services import UNDO_MINUTES
from muster.operations.duty.views.days import names, say_date, say_day, say_left, say_weekday
from muster.platform.access.services import take
from muster.registers.measures.queries import current_notice
from muster.registers.responders.queries import area_names
from muster.ui.filters import Asked
from muster.ui.http import Request

PER_MINUTE = 60
PAST_DAYS = 14
LATER = "later"
_CODE_IN_LINK = re.compile(r"/at/([0-9A-Za-z]+)/?\s*$")
_PHONE = re.compile(r"\+?\d[\d -]{4,}\d")


@signed_in
@require_GET
def index(request: Request) -> HttpResponse:
    """Show the next shift, and the days after; the large layout has one of them a screen."""
    actor = request.actor
    now = clock.now()
    today = clock.local(now, _zone(request)).date()
    shown = Asked(request).one_of("show", _("Days shown"), (LATER,))
    shifts = [
        one
        for one in queries.my_shifts(actor=actor, from_day=today - timedelta(days=1))
        if one.ends_at > now or (one.came_at and not one.left_at)
    ]
    places = area_names(actor=actor) if shifts else {}
    nearest = shifts[0] if shifts else None
    context = {
        "shift": nearest,
        "later": [_line(one, now, places, request) for one in shifts[1:]],
        "only_later": shown == LATER,
        "nights": sum(one.mark == "night" for one in shifts),
        "total": len(shifts),
        "code": queries.own_code(actor),
        "asked": len(queries.asked_of_me(actor=actor)),
        **(_nearest(nearest, now, places, request) if nearest else {}),
    }
    return render(request, "duty/shifts.html", context)


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def check_in(request: Request) -> HttpResponse:
    """Take the code of the post's card, typed or scanned, and say what came of it."""
    typed = request.POST.get("code", "") or request.GET.get("code", "")
    error: MusterError | None = None
    if request.method == "POST":
        try:
            done = services.check_in(
                actor=request.actor,
                post_code=_code_in(typed),
                at=_moment(request.POST.get("at", "")),
                distance_m=_metres(request.POST.get("distance_m", "")),
            )
        except MusterError as refused:
            error = refused
        else:
            _thank(request, done.assignment_id, off=done.clock_off_minutes)
            return redirect("duty:shifts")
    near = queries.now_of(request.actor, clock.now(), opens=timedelta(hours=queries.OPENS_HOURS))
    expected = near[0] if near else None
    context: dict[str, Any] = {
        "typed": _code_in(typed),
        "error": error,
        "expected": expected,
    }
    if expected:
        post_id = expected.post_id
        context["spot"] = queries.spot(expected.post)
        context["position"] = queries.position_of(actor=request.actor, post_id=post_id)
    return render(request, "duty/check_in.html", context, status=error.status if error else 200)


@signed_in
@require_POST
def leave(request: Request, assignment_id: UUID) -> HttpResponse:
    """Check oneself out."""
    try:
        services.check_out(actor=request.actor, assignment_id=assignment_id)
    except Conflict as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Checked out. Thank you; rest well."))
    return redirect("duty:shifts")


@signed_in
@require_POST
def undo(request: Request, assignment_id: UUID) -> HttpResponse:
    """Take a check-in back that was a mistake."""
    try:
        services.undo_check_in(actor=request.actor, assignment_id=assignment_id)
    except (Conflict, NotAllowed) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The check-in is taken back."))
    return redirect("duty:shifts")


@public("A calendar program has no account: the code in the address is the key.")
@never_cache
@require_GET
def calendar(request: Request, code: str) -> HttpResponse:
    """Send the shifts of the person whose code it is, for a calendar to subscribe to."""
    take(f"calendar:{request.META.get('REMOTE_ADDR', '')}", per_minute=PER_MINUTE)
    found = queries.deployment_of_code(code)
    if found is None:
        return HttpResponse(status=404, content_type="text/plain")
    with clock.drill(tenant_of(found.tenant_id).drill_offset):
        now = clock.now()
        shifts = queries.shifts_of_person(
            found.tenant_id, found.responder_id, (now - timedelta(days=PAST_DAYS)).date()
        )
        text = ical.calendar(_("My shifts"), shifts, made_at=now)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="shifts.ics"'
    return response


def _nearest(shift: MyShift, now: datetime, places: Any, request: Request) -> dict[str, Any]:
    """Say of the next shift when it is, how it stands, and whom to call."""
    today = clock.local(now, _zone(request)).date()
    notice = current_notice(request.actor)
    said = queries.own_declaration(actor=request.actor, day=shift.day)
    on_break = queries.open_breaks(actor=request.actor, assignments=[shift.assignment_id])
    waits = queries.waiting_for(actor=request.actor, posts=[shift.post_id]).get(shift.post_id)
    called = _PHONE.search(shift.contacts)
    phone = called.group() if called else (notice.contact_phone if notice else "")
    return {
        "day": say_day(shift.day, today),
        "date": say_date(shift.day) if shift.day <= today + timedelta(days=1) else "",
        "weekday": say_weekday(shift.day),
        "left": "" if shift.starts_at <= now else say_left(shift.starts_at, now),
        "where": places.get(shift.area_code, ""),
        "crew": names(shift.crew),
        "phone": re.sub(r"[ -]", "", phone),
        "open": shift.starts_at - timedelta(hours=queries.OPENS_HOURS) <= now,
        "fit": said.fit if said else None,
        "ask_fit": shift.day == today and shift.came_at is None and (not said or said.fit is None),
        "on_break": on_break.get(shift.assignment_id),
        "take_over": waits if waits and _is_next(request, waits) else None,
        "handed_over": waits if waits and not _is_next(request, waits) else None,
        "shift_id": queries.shift_ids_of(request.actor, [shift.assignment_id]).get(
            shift.assignment_id
        ),
        "day_text": f"{shift.day:%Y-%m-%d}",
        "may_undo": shift.came_at is not None
        and now - shift.came_at <= timedelta(minutes=UNDO_MINUTES),
    }


def _is_next(request: Request, waits: Any) -> bool:
    """Say whether the own shift is the one that takes over."""
    return queries.own_next_shift(actor=request.actor, handover=waits) is not None


def _line(shift: MyShift, now: datetime, places: Any, request: Request) -> dict[str, Any]:
    today = clock.local(now, _zone(request)).date()
    return {
        "shift": shift,
        "day": say_day(shift.day, today),
        "weekday": say_weekday(shift.day),
        "where": places.get(shift.area_code, ""),
        "next_day": clock.local(shift.ends_at, _zone(request)).date() > shift.day,
    }


def _thank(request: Request, assignment_id: UUID, *, off: int | None) -> None:
    """Say that somebody has come, who is there too, and where the phone's clock is wrong."""
    mine = _own(request, assignment_id)
    crew = queries.crew_of(actor=request.actor, post_id=mine.post_id, day=mine.day)
    there = tuple(
        one.name
        for one in crew
        if one.present and one.assignment_id != assignment_id and one.starts_at == mine.starts_at
    )
    at = f"{clock.local(mine.came_at or clock.now(), _zone(request)):%H:%M}"
    words = {"at": at, "post": mine.post, "crew": names(there)}
    if there:
        text = _("Checked in at %(at)s, %(post)s. There too: %(crew)s.") % words
    else:
        text = _("Checked in at %(at)s, %(post)s. You are the first of your crew.") % words
    messages.success(request, text)
    if off is not None:
        minutes = {"n": abs(off)}
        fast = _("Your phone’s clock is %(n)s minutes fast. Our time was kept; set the clock.")
        slow = _("Your phone’s clock is %(n)s minutes slow. Our time was kept; set the clock.")
        messages.warning(request, (fast if off > 0 else slow) % minutes)


def _own(request: Request, assignment_id: UUID) -> MyShift:
    day = (clock.now() - timedelta(days=2)).date()
    mine: Sequence[MyShift] = queries.my_shifts(actor=request.actor, from_day=day)
    return next(one for one in mine if one.assignment_id == assignment_id)


def _zone(request: Request) -> str | None:
    return request.tenant.time_zone if request.tenant else None


def _code_in(text: str) -> str:
    """Return the code inside what a scanner typed, which may be the whole address."""
    found = _CODE_IN_LINK.search(text)
    return found.group(1) if found else text.strip()


def _moment(text: str) -> datetime | None:
    """Return the phone's own time, where it sent one with its zone; in a drill, moved with it."""
    try:
        at = parse_datetime(text)
    except ValueError:
        return None
    if at is None or at.tzinfo is None:
        return None
    return at + (clock.now() - clock.real_now()) if clock.shifted() else at


def _metres(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None  # noqa: PLR2004
