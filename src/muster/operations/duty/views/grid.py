"""The roster as a grid whose cells are changed by form, by keyboard or by drag; judged at once.

An address names what is wanted: `cell=PERSON.DAY` with `put=POST.SHIFT` (or `off`), or
`to=PERSON.DAY`, where the shift is moved, given or swapped. The panel says what it would break
before anything is saved.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from muster.kernel import clock
from muster.kernel.errors import Conflict, Invalid, MusterError, NotAllowed, NotFound
from muster.kernel.permissions import allowed, requires
from muster.operations.duty import queries, rules, services
from muster.operations.duty.change_enums import ChangeKind
from muster.operations.duty.models import Assignment, Edition, PatternShift
from muster.operations.duty.queries import Grid, GridPerson, Placement, Verdict
from muster.operations.duty.services import ChangedFirst, RuleBroken, Wanted
from muster.operations.duty.views.days import day_of, say_date, say_weekday
from muster.operations.duty.views.parts import as_uuid, incident_of, sees_whole
from muster.ui.http import Request
from muster.ui.parts import Crumb

SATURDAY, NOON = 5, 12
Cell = tuple[UUID, date]


@dataclass(frozen=True)
class Action:
    """What somebody wants to do with a cell, in words, and the change it is."""

    cell: Cell
    words: str
    wanted: Wanted | None
    put: str = ""
    to: str = ""


@requires(rules.VIEW_ROSTER)
@require_http_methods(["GET", "POST"])
def community(request: Request, code: str) -> HttpResponse:
    """Show the grid; with a cell in the address, what can be done with it and what that breaks."""
    actor = request.actor
    name = queries.area_titles(actor=actor).get(code, code)
    if not sees_whole(actor, rules.VIEW_ROSTER, code):
        raise NotFound(_("There is no such community here, or it is outside your area."))
    edition = _edition(request)
    may_change = allowed(actor, rules.CHANGE_ROSTER, _Place(actor.tenant_id, code))
    context: dict[str, Any] = {
        "name": name,
        "code": code,
        "edition": edition,
        "may_change": may_change,
        "crumbs": [
            Crumb(_("Roster"), reverse("duty:rosters")),
            Crumb(name, reverse("duty:roster", args=[code])),
            Crumb(_("Grid")),
        ],
    }
    if edition is None:
        return render(request, "duty/grid.html", context)
    grid = queries.grid_of(actor=actor, edition=edition, area=code)
    context["numbers"] = _numbers(request, grid)
    status = 200
    if may_change:
        panel, done = _panel(request, grid)
        if done is not None:
            return done
        context |= panel
        status = panel.get("status", 200)
    elif request.method == "POST":
        raise NotAllowed(_("Your role does not cover changing this roster."))
    return render(request, "duty/grid.html", context | _drawn(request, grid), status=status)


def _numbers(request: Request, grid: Grid) -> str:
    """Say the editions whose days stand in the grid: a later one replaces the rest of the days."""
    edition = grid.desk.edition
    rows = queries.editions_of(actor=request.actor, incident_id=edition.incident_id)
    known = {one.id: one.number for one in rows}
    shown = {known.get(row.edition_id, edition.number) for row in grid.desk.rows.values()
             if row.area_code == grid.area}  # fmt: skip
    between = pgettext("between names", ", ")
    return between.join(map(str, sorted(shown or {edition.number})))


@dataclass(frozen=True)
class _Place:
    """The community whose roster is asked about."""

    tenant_id: UUID | None
    area_code: str
    area_field = "area_code"
    scope_field = None


def _edition(request: Request) -> Edition | None:
    """Return the edition the address names, else the one in force."""
    actor, incident_id = request.actor, incident_of(request.actor).incident_id
    number = request.GET.get("edition", "")
    if number.isascii() and number.isdigit():
        for one in queries.editions_of(actor=actor, incident_id=incident_id):
            if str(one.number) == number and one.withdrawn_at is None:
                return one
    return queries.current_edition(actor=actor, incident_id=incident_id)


def _panel(request: Request, grid: Grid) -> tuple[dict[str, Any], HttpResponse | None]:
    """Prepare what is said about the cell of the address; or save, and where to go then."""
    typed = request.POST if request.method == "POST" else request.GET
    cell = _cell(typed.get("cell", ""))
    if cell is None or cell[0] not in {one.responder_id for one in grid.people}:
        return {}, None
    action = _action(grid, cell, typed.get("put", ""), typed.get("to", ""))
    error: MusterError | None = None
    verdict: Verdict | None = None
    if action.wanted is not None:
        try:
            if request.method == "POST":
                return {}, _saved(request, grid, action)
            verdict = services.preview(actor=request.actor, wanted=action.wanted)
        except (Conflict, Invalid, NotFound) as refused:
            error = refused
    breaches = error.breaches if isinstance(error, RuleBroken) else ()
    breaches = verdict.breaches if verdict is not None else breaches
    row = grid.row(*cell)
    now = clock.now()
    panel = {
        "cell": f"{cell[0]}.{cell[1]:%Y-%m-%d}",
        "person": next(one for one in grid.people if one.responder_id == cell[0]),
        "day": cell[1],
        "day_word": f"{say_date(cell[1])} {say_weekday(cell[1])}",
        "row": row,
        "row_post": grid.post(row) if row else None,
        "action": action if action.wanted else None,
        "verdict": verdict,
        "short": verdict.short if verdict else (),
        "breaches": breaches,
        "may_save": (error is None or isinstance(error, RuleBroken | ChangedFirst | Invalid))
        and all(one.bendable for one in breaches),
        "may_bend": services.may_bend(request.actor),
        "error": error if not isinstance(error, RuleBroken) else None,
        "reason": typed.get("reason", ""),
        "versions": _versions(action),
        "places": _places(grid, cell[1]),
        "givable": [] if row is None or row.starts_at <= now else _givable(grid, cell),
        "status": error.status if error is not None and request.method == "POST" else 200,
    }
    return panel, None


def _action(grid: Grid, cell: Cell, put: str, to: str) -> Action:
    """Read what is wanted as the change it is; without one, nothing is wanted yet."""
    row = grid.row(*cell)
    incident = grid.desk.edition.incident_id
    person, day = cell
    if put == "off" and row is not None:
        wanted = Wanted(
            incident_id=incident, kind=ChangeKind.CALL_OFF, cancel={row.id: row.version}
        )
        return Action(cell, _("Call the shift off"), wanted, put)
    place = _place(put)
    if place is not None:
        kind = ChangeKind.MOVE if row is not None else ChangeKind.STAND_IN
        wanted = Wanted(
            incident_id=incident,
            kind=kind,
            cancel={row.id: row.version} if row else {},
            put=[Placement(person, *place, day)],
        )
        words = _("Move the shift") if row is not None else _("Give a shift")
        return Action(cell, words, wanted, put)
    other = _cell(to)
    if other is None or row is None or other == cell:
        return Action(cell, "", None)
    return _onto(grid, row, cell, other)


def _onto(grid: Grid, row: Assignment, cell: Cell, other: Cell) -> Action:
    """A shift put onto another cell: moved, given, or swapped with what is there."""
    there = grid.row(*other)
    person, day = other
    incident = grid.desk.edition.incident_id
    to = f"{person}.{day:%Y-%m-%d}"
    if there is None:
        kind = ChangeKind.MOVE if person == cell[0] else ChangeKind.COVER
        words = (
            _("Move the shift to another day") if person == cell[0] else _("Give the shift away")
        )
        wanted = Wanted(
            incident_id=incident,
            kind=kind,
            cancel={row.id: row.version},
            put=[Placement(person, row.post_id, row.shift_id, day)],
        )
        return Action(cell, words, wanted, to=to)
    wanted = Wanted(
        incident_id=incident,
        kind=ChangeKind.SWAP,
        cancel={row.id: row.version, there.id: there.version},
        put=[
            Placement(cell[0], there.post_id, there.shift_id, there.day),
            Placement(person, row.post_id, row.shift_id, row.day),
        ],
    )
    return Action(cell, _("Swap the two shifts"), wanted, to=to)


def _saved(request: Request, grid: Grid, action: Action) -> HttpResponse:
    """Save what the panel showed, against the versions it showed."""
    seen = dict(pair.split(":") for pair in request.POST.getlist("version") if ":" in pair)
    wanted: Any = action.wanted
    known = {key: int(seen.get(str(key), "0")) for key in wanted.cancel}
    change = services.rewrite(
        actor=request.actor,
        wanted=Wanted(
            incident_id=wanted.incident_id,
            kind=wanted.kind,
            cancel=known,
            put=wanted.put,
            reason=request.POST.get("reason", ""),
            despite=request.POST.getlist("despite"),
        ),
    )
    messages.success(
        request, _("Changed. Told: %(n)s people, nobody else.") % {"n": len(change.told)}
    )
    return redirect(f"{reverse('duty:grid', args=[grid.area])}?undo={change.id}")


def _drawn(request: Request, grid: Grid) -> dict[str, Any]:
    """Prepare the grid: days, lines of people, lines of shifts at the foot."""
    edition = grid.desk.edition
    today = clock.today(request.tenant.time_zone if request.tenant else None)
    days = [edition.starts_on + timedelta(days=n) for n in range(edition.days)]
    return {
        "days": [
            {
                "day": day,
                "date": say_date(day),
                "weekday": say_weekday(day),
                "weekend": day.weekday() >= SATURDAY,
                "today": day == today,
            }
            for day in days
        ],
        "lines": [_line(grid, one, days, today) for one in grid.people],
        "feet": [_foot(grid, shift, days, today) for shift in grid.shifts],
        "legend": [(mark(shift), shift.label, shift.hours) for shift in grid.shifts],
        "letters": " ".join(f"{one.letter}" for one in grid.shifts),
        "undo": as_uuid(request.GET.get("undo", "")),
        "by_day": [_day(grid, day) for day in days if day >= today],
    }


def _line(grid: Grid, one: GridPerson, days: Sequence[date], today: date) -> dict[str, Any]:
    cells = []
    for day in days:
        row = grid.row(one.responder_id, day)
        shift = grid.desk.shifts[row.shift_id] if row else None
        cells.append(
            {
                "key": f"{one.responder_id}.{day:%Y-%m-%d}",
                "day": day,
                "mark": mark(shift) if shift else "",
                "label": shift.label if shift else "",
                "post": grid.post(row).title if row else "",
                "away": day in one.away,
                "elsewhere": bool(row and row.area_code != grid.area),
                "weekend": day.weekday() >= SATURDAY,
                "today": day == today,
                "past": day < today,
            }
        )
    return {"one": one, "cells": cells}


def _foot(grid: Grid, shift: PatternShift, days: Sequence[date], today: date) -> dict[str, Any]:
    return {
        "label": shift.label,
        "mark": mark(shift),
        "cells": [
            {
                "short": grid.short(day, shift.id) if not _begun(shift, day) else 0,
                "open": (day, shift.id) in grid.wanted and not _begun(shift, day),
                "weekend": day.weekday() >= SATURDAY,
                "today": day == today,
            }
            for day in days
        ],
    }


def _begun(shift: PatternShift, day: date) -> bool:
    """True where nothing of a shift can be planned any more."""
    return shift.span(day)[0] <= clock.local(clock.now()).replace(tzinfo=None)


def _day(grid: Grid, day: date) -> dict[str, Any]:
    """One day as the phone lists it: each shift with its people, and what it lacks."""
    shifts = []
    names = {one.responder_id: one.name for one in grid.people}
    for shift in grid.shifts:
        rows = [
            row for row in grid.desk.rows.values()
            if row.day == day and row.shift_id == shift.id and row.area_code == grid.area
        ]  # fmt: skip
        if rows or (day, shift.id) in grid.wanted:
            people = [
                {
                    "name": names.get(row.responder_id, ""),
                    "post": grid.post(row).title,
                    "key": f"{row.responder_id}.{day:%Y-%m-%d}",
                }
                for row in sorted(rows, key=lambda row: (grid.post(row).title,
                                                         names.get(row.responder_id, "")))
            ]  # fmt: skip
            shifts.append(
                {
                    "label": shift.label,
                    "mark": mark(shift),
                    "people": people,
                    "short": grid.short(day, shift.id) if not _begun(shift, day) else 0,
                }
            )
    return {"date": say_date(day), "weekday": say_weekday(day), "shifts": shifts}


def mark(shift: PatternShift) -> str:
    """Return the mark of a shift: night, else by the hour it begins."""
    if shift.night:
        return "night"
    return "morning" if shift.starts.hour < NOON else "evening"


def _places(grid: Grid, day: date) -> list[dict[str, Any]]:
    return [
        {
            "key": f"{post.id}.{shift.id}",
            "post": post.title,
            "shift": shift.label,
            "letter": shift.letter,
            "hours": shift.hours,
            "short": short,
        }
        for post, shift, short in queries.open_places(grid, day)
    ]


def _givable(grid: Grid, cell: Cell) -> list[dict[str, Any]]:
    """Return who else could be given the shift, or swap it that day."""
    found = []
    for one in grid.people:
        if one.responder_id == cell[0] or cell[1] in one.away:
            continue
        row = grid.row(one.responder_id, cell[1])
        found.append(
            {
                "key": f"{one.responder_id}.{cell[1]:%Y-%m-%d}",
                "name": one.name,
                "shift": grid.desk.shifts[row.shift_id].label if row else "",
            }
        )
    return found


def _versions(action: Action) -> list[str]:
    if action.wanted is None:
        return []
    return [f"{key}:{version}" for key, version in action.wanted.cancel.items()]


def _cell(text: str) -> Cell | None:
    person, _dot, day = text.partition(".")
    key, when = as_uuid(person), day_of(day)
    return (key, when) if key and when else None


def _place(text: str) -> tuple[UUID, UUID] | None:
    post, _dot, shift = text.partition(".")
    keys = as_uuid(post), as_uuid(shift)
    return (keys[0], keys[1]) if keys[0] and keys[1] else None
