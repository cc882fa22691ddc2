"""Alarms of posts, and the lists behind the numbers of running shifts."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from muster.kernel import clock
from muster.kernel.areas import is_code
from muster.kernel.errors import Conflict
from muster.kernel.permissions import allowed, requires
from muster.kernel.tenants import tenant_of
from muster.operations.duty import queries, rules, services
from muster.operations.duty.models import Assignment, LoneAlarm, Post, Tired
from muster.operations.duty.queries import Bend, Rule
from muster.operations.duty.queries.relief import Gap
from muster.operations.duty.shift_enums import CheckInFlag
from muster.operations.duty.views.relief import lines_of, say_bend
from muster.registers.responders.queries import area_names
from muster.ui.filters import Asked
from muster.ui.http import Request
from muster.ui.parts import Chip, Crumb, Entry

ALARMS, MISSING, ABSENT, TIRED, FLAGGED = "alarms", "missing", "absent", "tired", "flagged"
LISTS = {
    ALARMS: gettext_lazy("Alarms"),
    MISSING: pgettext_lazy("on a roster", "Not come"),
    ABSENT: gettext_lazy("Absent today"),
    TIRED: gettext_lazy("Tired"),
    FLAGGED: gettext_lazy("To look at"),
}


@requires(rules.ANSWER_ALARMS)
@never_cache
@require_GET
def index(request: Request) -> HttpResponse:
    """List open alarms, who has not come, who is absent, tired, and what looks odd."""
    actor, asked = request.actor, Asked(request)
    shown = asked.one_of("show", _("List"), LISTS, ALARMS)
    names = area_names(actor=actor)
    area = asked.fitting("area", _("Area"), lambda code: is_code(code) and (code in names or None))
    rows = _rows(request, str(area or ""))
    address = f"&area={area}" if area else ""
    ended: Sequence[LoneAlarm] = ()
    if shown == ALARMS:
        ended = list(queries.ended_alarms(actor=actor, area=str(area or ""))[:20])
    queries.name_spots(_posts([*rows[shown], *ended]))
    context = {
        "shown": shown,
        "rows": rows[shown],
        "area_name": names.get(str(area), "") if area else "",
        "ended": ended,
        "chips": [
            Chip(label, f"?show={key}{address}", len(rows[key]), chosen=key == shown)
            for key, label in LISTS.items()
        ],
    }
    return render(request, "duty/alarms.html", context)


@requires(rules.ANSWER_ALARMS)
@never_cache
@require_GET
def alarm(request: Request, alarm_id: UUID) -> HttpResponse:
    """Show an alarm: who is there, whom to call, who could come, and what was done when."""
    actor = request.actor
    row = queries.alarm(actor=actor, alarm_id=alarm_id)
    where = queries.spot(row.post)
    gap = Gap(row.post, row.day, row.shift, row.starts_at, row.ends_at)
    facts: dict[str, Any] = {"post_id": row.post_id, "day": row.day, "shift_id": row.shift_id}
    asked = queries.asked_for(actor=actor, **facts)
    waiting = {one.responder_id for one in asked}
    may_ask = row.is_open and allowed(actor, rules.FIND_RELIEF, row)
    found = queries.relief_list(actor=actor, **facts) if may_ask else ()
    context = {
        "alarm": row,
        "gap": gap,
        "where": where,
        "minutes": int((clock.now() - row.opened_at).total_seconds() // 60),
        "day_text": f"{row.day:%Y-%m-%d}",
        "crew": queries.crew_to_call(actor=actor, gap=gap),
        "asked": asked,
        "rows": lines_of(request, [one for one in found if one.responder_id not in waiting]),
        "may_ask": may_ask,
        "timeline": _timeline(row),
        "back": reverse("duty:alarm", args=[row.id]),
        "crumbs": [Crumb(_("Alarms"), reverse("duty:alarms")), Crumb(where)],
    }
    return render(request, "duty/alarm.html", context)


@requires(rules.ANSWER_ALARMS)
@require_POST
def answer(request: Request, alarm_id: UUID) -> HttpResponse:
    """Say that one takes care."""
    try:
        services.answer_alarm(actor=request.actor, alarm_id=alarm_id)
    except Conflict as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("You take care. The alarm ends when a second person is there."))
    return redirect("duty:alarm", alarm_id=alarm_id)


def _rows(request: Request, area: str) -> dict[str, list[Any]]:
    actor = request.actor
    today = clock.today(tenant_of(actor.tenant_id).time_zone)
    return {
        ALARMS: list(queries.open_alarms(actor=actor, area=area)),
        MISSING: list(queries.no_shows(actor=actor, area=area)),
        ABSENT: queries.absent(actor=actor, area=area, day=today),
        TIRED: _tired(request, area),
        FLAGGED: _flagged(request, area, today),
    }


def _posts(rows: Iterable[Any]) -> list[Post]:
    """Return the post of each line that has one."""
    found = []
    for row in rows:
        one = row["one"] if isinstance(row, dict) else row
        one = getattr(one, "assignment", one)
        if isinstance(one, (LoneAlarm, Assignment)):
            found.append(one.post)
    return found


def _tired(request: Request, area: str) -> list[dict[str, Any]]:
    """Return one line a person, with everything the watch found of them."""
    people: dict[UUID, dict[str, Any]] = {}
    for row in queries.tired(actor=request.actor, area=area):
        line = people.setdefault(row.responder_id, {"one": row, "words": [], "must": None})
        line["words"].append(say_bend(request, _bend(row)))
        line["must"] = line["must"] or row.must_rest_until
    return sorted(people.values(), key=lambda line: line["must"] is None)


def _bend(row: Tired) -> Bend:
    return Bend(Rule(row.rule), row.amount, row.limit, row.must_rest_until)


def _flagged(request: Request, area: str, day: date) -> list[dict[str, Any]]:
    return [
        {
            "one": row,
            "words": [
                *(str(CheckInFlag(flag).label) for flag in row.flags),
                *([_("phone’s clock was off")] if row.clock_off_minutes else []),
            ],
        }
        for row in queries.flagged(actor=request.actor, area=area, day=day)
    ]


def _timeline(row: LoneAlarm) -> list[Entry]:
    entries = [Entry(row.opened_at, row.get_cause_display())]
    if row.answered_at:
        entries.append(Entry(row.answered_at, _("Somebody takes care"), by=row.answered_by_name))
    if row.escalated_at:
        entries.append(Entry(row.escalated_at, _("Passed on to the command")))
    if row.ended_at:
        entries.append(Entry(row.ended_at, row.get_end_kind_display()))
    return sorted(entries, key=lambda entry: entry.at, reverse=True)
