"""A sign-in sheet of one shift entered on one screen; the shifts of a community's day."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from muster.kernel import clock
from muster.kernel.errors import Invalid, NotFound, Text
from muster.kernel.permissions import allowed, requires
from muster.kernel.tenants import tenant_of
from muster.operations.duty import queries, rules, services
from muster.operations.duty.contracts import CrewMember
from muster.operations.duty.queries.relief import Gap
from muster.operations.duty.services import Times
from muster.operations.duty.views.days import day_of, say_day, say_weekday
from muster.operations.duty.views.relief import asked_day, today_of
from muster.ui.http import Request
from muster.ui.parts import Crumb

_TIME = re.compile(r"([01]?\d|2[0-3])[:：.]?([0-5]\d)")
HALF_DAY = timedelta(hours=12)


@requires(rules.CHECK_IN_OTHERS)
@require_http_methods(["GET", "POST"])
def times(request: Request, post_id: UUID, day: str, shift_id: UUID) -> HttpResponse:
    """Enter when everybody of a shift came and left, as the paper says."""
    actor = request.actor
    gap = queries.gap_of(actor=actor, post_id=post_id, day=asked_day(day), shift_id=shift_id)
    crew = [
        one
        for one in queries.crew_of(actor=actor, post_id=post_id, day=gap.day)
        if one.starts_at == gap.starts_at
    ]
    error: Invalid | None = None
    wrong: dict[str, list[Text]] = {}
    if request.method == "POST":
        wanted, wrong = _read(request, crew, gap)
        if not wrong:
            try:
                changed = services.enter_times(
                    actor=actor, post_id=post_id, day=gap.day, shift_id=shift_id, times=wanted
                )
            except Invalid as refused:
                error, wrong = refused, refused.errors
            else:
                said = ngettext("%(n)s line is saved.", "%(n)s lines are saved.", len(changed))
                messages.success(request, said % {"n": len(changed)})
                return redirect(_back(gap))
        error = error or Invalid(
            _("Nothing is saved yet: some times do not fit."),
            next_step=_("Mend the marked times; the others are kept as you entered them."),
        )
    where = queries.place_of(gap.post)
    context = {
        "gap": gap,
        "where": where,
        "day_word": say_day(gap.day, today_of(request)),
        "weekday": say_weekday(gap.day),
        "rows": [_row(request, one, wrong) for one in crew],
        "error": error,
        "crumbs": [
            Crumb(_("Roster"), reverse("duty:rosters")),
            Crumb(where, reverse("duty:roster", args=[gap.post.area_code])),
            Crumb(_("Times of the sheet")),
        ],
    }
    return render(request, "duty/times.html", context, status=error.status if error else 200)


@requires(rules.VIEW_ROSTER)
@require_GET
def shifts_of_day(request: Request, code: str) -> HttpResponse:
    """List the shifts of a community's day: who is there, and what to do about each."""
    actor = request.actor
    day = day_of(request.GET.get("day", "")) or today_of(request)
    name = queries.area_titles(actor=actor).get(code, "")
    crew = queries.roster_of(actor=actor, area=code, day=day)
    if not queries.sees_area(actor, code) or not (name or crew):
        raise NotFound(_("There is no such community here, or it is outside your area."))
    keys: dict[tuple[UUID, datetime], list[CrewMember]] = {}
    for one in crew:
        keys.setdefault((one.post_id, one.starts_at), []).append(one)
    shifts = queries.shift_ids(actor=actor, assignments=[rows[0] for rows in keys.values()])
    context = {
        "name": name or code,
        "code": code,
        "day_text": f"{day:%Y-%m-%d}",
        "day_word": say_day(day, today_of(request)),
        "weekday": say_weekday(day),
        "rows": [
            {
                "first": rows[0],
                "shift_id": shifts.get(rows[0].assignment_id),
                "planned": len(rows),
                "present": sum(row.present for row in rows),
                "came": sum(row.came_at is not None for row in rows),
            }
            for rows in keys.values()
        ],
        "may_record": allowed(actor, rules.CHECK_IN_OTHERS),
        "may_find": allowed(actor, rules.FIND_RELIEF),
        "crumbs": [
            Crumb(_("Roster"), reverse("duty:rosters")),
            Crumb(name or code, reverse("duty:roster", args=[code])),
            Crumb(_("Shifts of the day")),
        ],
    }
    return render(request, "duty/day_shifts.html", context)


def _read(
    request: Request, crew: Sequence[CrewMember], gap: Gap
) -> tuple[dict[UUID, Times], dict[str, list[Text]]]:
    """Read the cells: 6:05, 06:05, 0605 or 6.05; an hour before the shift is of the next day."""
    wrong: dict[str, list[Text]] = {}
    wanted: dict[UUID, Times] = {}
    for one in crew:
        moments: dict[str, datetime | None] = {}
        for field in ("came", "left"):
            text = request.POST.get(f"{field}_{one.assignment_id}", "").strip()
            found = _TIME.fullmatch(text)
            if text and not found:
                wrong[f"{field}_{one.assignment_id}"] = [_("Write the time as 06:05 or 0605.")]
            moments[field] = _moment(found, gap) if found else None
        wanted[one.assignment_id] = Times(moments["came"], moments["left"])
    return wanted, wrong


def _moment(found: re.Match[str], gap: Gap) -> datetime:
    """Return the moment nearest to the shift that a clock shows so."""
    zone = ZoneInfo(tenant_of(gap.post.tenant_id).time_zone)
    middle = gap.starts_at + (gap.ends_at - gap.starts_at) / 2
    local = middle.astimezone(zone)
    at = local.replace(hour=int(found[1]), minute=int(found[2]), second=0, microsecond=0)
    if at - local > HALF_DAY:
        at -= 2 * HALF_DAY
    elif local - at > HALF_DAY:
        at += 2 * HALF_DAY
    return at


def _row(request: Request, one: CrewMember, wrong: Mapping[str, Sequence[Text]]) -> dict[str, Any]:
    cells = []
    for field, known in (("came", one.came_at), ("left", one.left_at)):
        name = f"{field}_{one.assignment_id}"
        kept = f"{clock.local(known, _zone(request)):%H:%M}" if known else ""
        cells.append(
            {
                "name": name,
                "value": request.POST.get(name, kept),
                "wrong": [str(text) for text in wrong.get(name, ())],
            }
        )
    return {"one": one, "came": cells[0], "left": cells[1]}


def _back(gap: Gap) -> str:
    return reverse("duty:day_shifts", args=[gap.post.area_code]) + f"?day={_text(gap.day)}"


def _text(day: date) -> str:
    return f"{day:%Y-%m-%d}"


def _zone(request: Request) -> str:
    return tenant_of(request.actor.tenant_id).time_zone
