"""The roster of a community, day by day, with who came; and all communities at a glance."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_POST

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid, NotFound
from muster.kernel.permissions import allowed, requires
from muster.operations.duty import queries, rules, services
from muster.operations.duty.contracts import CrewMember
from muster.operations.duty.queries import OPENS_HOURS, PostNow
from muster.operations.duty.views.days import day_of, say_day, say_weekday
from muster.operations.duty.views.parts import incident_chips
from muster.registers.measures.queries import current_notice
from muster.ui.filters import Asked
from muster.ui.http import Request
from muster.ui.parts import Chip, Crumb, Figure

HERE, MISSING, LEFT = "here", "missing", "left"
STATES = (HERE, MISSING, LEFT)


@requires(rules.VIEW_ROSTER)
@require_GET
def index(request: Request) -> HttpResponse:
    """List the communities: shifts today, posts now, which of them are alone or empty."""
    actor = request.actor
    now = clock.now()
    today = clock.local(now, _zone(request)).date()
    shifts = queries.people_by_area(actor=actor, day=today)
    stands = queries.board_of(actor=actor, area="", at=now)
    by_area: dict[str, list[PostNow]] = defaultdict(list)
    for one in stands:
        by_area[one.area_code].append(one)
    places = queries.area_titles(actor=actor)
    rows = [
        _summary(places.get(code, code), code, by_area[code], shifts.get(code, 0))
        for code in sorted({*shifts, *by_area})
    ]
    context = {
        "rows": sorted(rows, key=lambda row: (-row["empty"], -row["alone"], row["code"])),
        "figures": _figures(actor, stands, shifts=sum(shifts.values()), today=today),
    }
    context["may_change"] = allowed(actor, rules.CHANGE_ROSTER)
    context["incidents"] = incident_chips(actor, reverse("duty:rosters"))
    context["may_print"] = allowed(actor, rules.PRINT_ROSTERS)
    return render(request, "duty/rosters.html", context)


@requires(rules.VIEW_ROSTER)
@require_GET
def community(request: Request, code: str) -> HttpResponse:
    """Show who is on duty on a day, who came, and how the posts stand now."""
    actor = request.actor
    now = clock.now()
    today = clock.local(now, _zone(request)).date()
    day = _asked_day(request, today)
    shown = Asked(request).one_of("show", _("State"), STATES)
    crew = queries.roster_of(actor=actor, area=code, day=day)
    name = queries.area_titles(actor=actor).get(code, "")
    if not queries.sees_area(actor, code) or not (name or crew):
        raise NotFound(_("There is no such community here, or it is outside your area."))
    stands = [] if day != today else queries.board_of(actor=actor, area=code, at=now)
    context = {
        "name": name or code,
        "code": code,
        "day": day,
        "day_word": say_day(day, today),
        "weekday": say_weekday(day),
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "is_today": day == today,
        "rows": [_row(one, now) for one in crew if not shown or _state(one, now) == shown],
        "total": len(crew),
        "narrowed": bool(shown),
        "chips": _chips(crew, now, day, shown),
        "alone": [one for one in stands if one.alone],
        "empty": [one for one in stands if one.empty],
        "may_record": allowed(actor, rules.CHECK_IN_OTHERS),
        "may_change": allowed(actor, rules.CHANGE_ROSTER),
        "may_print": queries.prints_area(actor, code),
        "edition": _edition(request),
        "crumbs": [Crumb(_("Roster"), reverse("duty:rosters")), Crumb(name or code)],
    }
    return render(request, "duty/roster.html", context)


@requires(rules.CHECK_IN_OTHERS)
@require_POST
def came(request: Request, assignment_id: UUID) -> HttpResponse:
    """Record that somebody has come."""
    return _recorded(request, services.check_in_by_lead, assignment_id)


@requires(rules.CHECK_IN_OTHERS)
@require_POST
def left(request: Request, assignment_id: UUID) -> HttpResponse:
    """Record that somebody has left."""
    return _recorded(request, services.check_out, assignment_id)


@requires(rules.CHECK_IN_OTHERS)
@require_POST
def undo(request: Request, assignment_id: UUID) -> HttpResponse:
    """Take a check-in back that was a mistake."""
    return _recorded(request, services.undo_check_in, assignment_id)


def _recorded(request: Request, act: Callable[..., Any], assignment_id: UUID) -> HttpResponse:
    """Do it, say what came of it, and go back to the day."""
    found = queries.assignment(actor=request.actor, assignment_id=assignment_id)
    try:
        act(actor=request.actor, assignment_id=assignment_id)
    except (Conflict, Invalid) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(name)s: recorded.") % {"name": found.responder.name})
    back = reverse("duty:roster", args=[found.area_code])
    return redirect(f"{back}?day={found.day:%Y-%m-%d}")


def _figures(actor: Actor, stands: Sequence[PostNow], *, shifts: int, today: date) -> list[Figure]:
    """Count the command; each number opens its rows on the boards, for those who see them."""
    seen = allowed(actor, rules.EDIT_POSTS)
    people, posts = (reverse(name) if seen else "" for name in ("boards:people", "boards:posts"))
    alone, empty = sum(one.alone for one in stands), sum(one.empty for one in stands)
    return [
        Figure(_("Shifts today"), shifts, people and f"{people}?day={today:%Y-%m-%d}"),
        Figure(
            _("On duty now"), sum(one.on_duty for one in stands), people and f"{people}?show=there"
        ),
        Figure(
            _("Posts with one person"), alone, posts and f"{posts}?show=alone",
            tone="bad" if alone else "",
        ),
        Figure(
            _("Posts empty"), empty, posts and f"{posts}?show=empty",
            tone="bad" if empty else "",
        ),
    ]  # fmt: skip


def _summary(name: str, code: str, stands: Sequence[PostNow], shifts: int) -> dict[str, Any]:
    return {
        "name": name,
        "code": code,
        "shifts": shifts,
        "posts": len(stands),
        "planned": sum(one.planned for one in stands),
        "on_duty": sum(one.on_duty for one in stands),
        "alone": sum(one.alone for one in stands),
        "empty": sum(one.empty for one in stands),
        "words": _wrong(stands),
    }


def _wrong(stands: Sequence[PostNow]) -> str:
    """Say how many posts are empty or have one person; "" where none does."""
    empty, alone = sum(one.empty for one in stands), sum(one.alone for one in stands)
    words = []
    if empty:
        words.append(ngettext("%(n)s post empty", "%(n)s posts empty", empty) % {"n": empty})
    if alone:
        words.append(
            ngettext("%(n)s post with one person", "%(n)s posts with one person", alone)
            % {"n": alone}
        )
    return " · ".join(words)


def _row(one: CrewMember, now: datetime) -> dict[str, Any]:
    """Prepare a line: what is known of the person, and the one thing to do next."""
    opens = one.starts_at - timedelta(hours=OPENS_HOURS)
    return {
        "one": one,
        "state": _state(one, now),
        "may_come": one.came_at is None and opens <= now < one.ends_at,
        "may_leave": one.present,
    }


def _state(one: CrewMember, now: datetime) -> str:
    """Say how a line stands: here, missing, left, or "" where it has not begun."""
    if one.present:
        return HERE
    if one.left_at is not None:
        return LEFT
    return MISSING if one.starts_at <= now else ""


def _chips(crew: Sequence[CrewMember], now: datetime, day: date, shown: str) -> list[Chip]:
    words = {HERE: _("On duty"), MISSING: _("Not come"), LEFT: pgettext("on a roster", "Left")}
    states = [_state(one, now) for one in crew]
    address = f"?day={day:%Y-%m-%d}"
    return [
        Chip(_("All"), address, len(crew), chosen=not shown),
        *(
            Chip(word, f"{address}&show={state}", states.count(state), chosen=shown == state)
            for state, word in words.items()
            if state in states or state == shown
        ),
    ]


def _asked_day(request: Request, today: date) -> date:
    return day_of(request.GET.get("day", "")) or today


def _edition(request: Request) -> Any:
    notice = current_notice(request.actor)
    if notice is None:
        return None
    return queries.current_edition(actor=request.actor, incident_id=notice.incident_id)


def _zone(request: Request) -> str | None:
    return request.tenant.time_zone if request.tenant else None
