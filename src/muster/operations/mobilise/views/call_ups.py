"""Call-ups: list, draft, targets, live board, sending, reminding, closing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.kernel import clock
from muster.kernel.errors import Conflict, Invalid
from muster.kernel.permissions import allowed, requires
from muster.operations.mobilise import queries, rules, services
from muster.operations.mobilise.enums import CallUpState, Stage
from muster.operations.mobilise.forms import CallUpForm, TargetForm
from muster.operations.mobilise.models import CallUp
from muster.operations.mobilise.queries import Board
from muster.operations.mobilise.views.parts import (
    MARKS,
    crumbs_of,
    incident_chips,
    level_word,
    names_url,
    tabs_of,
    units_by_level,
    until,
)
from muster.registers.measures.queries import current_incident, notices_to_choose
from muster.registers.responders import queries as responders
from muster.registers.responders.enums import Level
from muster.ui.filters import Asked
from muster.ui.forms import add_errors
from muster.ui.http import Request
from muster.ui.parts import Chip, Figure

UNANSWERED = "unanswered"
DEADLINE_IN, ASSEMBLY_IN = timedelta(hours=5), timedelta(hours=14)


@requires(rules.VIEW_CALL_UPS)
@require_GET
def index(request: Request) -> HttpResponse:
    """List call-ups, newest first."""
    actor = request.actor
    rows = [(row, MARKS[row.state]) for row in queries.call_ups(actor=actor)]
    context = {
        "rows": rows,
        "may_edit": allowed(actor, rules.EDIT_CALL_UPS),
        "incident": current_incident(actor),
        "incidents": incident_chips(actor, reverse("mobilise:index")),
    }
    return render(request, "mobilise/index.html", context)


@requires(rules.EDIT_CALL_UPS)
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Draft a call-up."""
    now = clock.local(clock.now()).replace(minute=0, second=0, microsecond=0)
    initial = {"deadline_at": now + DEADLINE_IN, "assembly_at": now + ASSEMBLY_IN}
    form = CallUpForm(
        request.POST or None,
        initial=initial,
        incidents=[(str(one.incident_id), one.name) for one in notices_to_choose(request.actor)],
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.draft_call_up(actor=request.actor, draft=form.draft())
        except Invalid as error:
            add_errors(form, error)
        except Conflict as error:
            form.add_error(None, str(error))
        else:
            return redirect("mobilise:targets", call_up_id=made.id)
    return _form(request, form, _("Call people up"), _("Save and set targets"))


@requires(rules.EDIT_CALL_UPS)
@require_http_methods(["GET", "POST"])
def edit(request: Request, call_up_id: UUID) -> HttpResponse:
    """Change what a call-up says."""
    row = queries.call_up(actor=request.actor, call_up_id=call_up_id)
    form = CallUpForm(request.POST or None, initial=CallUpForm.initial_of(row))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_call_up(actor=request.actor, call_up_id=row.id, draft=form.draft())
        except Invalid as error:
            add_errors(form, error)
        except Conflict as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The call-up is changed."))
            return redirect("mobilise:call_up", call_up_id=row.id)
    back = reverse("mobilise:call_up", args=[row.id])
    return _form(request, form, row.title, _("Save"), back)


def _form(
    request: Request, form: CallUpForm, heading: str, submit: str, back: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "submit": submit,
        "cancel_url": back or reverse("mobilise:index"),
    }
    return render(request, "mobilise/form.html", context, status=422 if form.errors else 200)


@requires(rules.EDIT_CALL_UPS)
@require_http_methods(["GET", "POST"])
def targets(request: Request, call_up_id: UUID) -> HttpResponse:
    """Ask levels and units for people; what was set stands beside it."""
    actor = request.actor
    row = queries.call_up(actor=actor, call_up_id=call_up_id)
    form = TargetForm(request.POST or None, whom=_whom(request))
    if request.method == "POST" and form.is_valid():
        kind, _sep, chosen = form.cleaned_data["whom"].partition(":")
        about: dict[str, Any] = {"level": chosen} if kind == "level" else {"unit_id": UUID(chosen)}
        amounts = {name: form.cleaned_data[name] for name in ("number", "share")}
        try:
            asks = services.set_target(actor=actor, call_up_id=row.id, **about, **amounts)
        except Invalid as error:
            add_errors(form, error)
        except Conflict as error:
            form.add_error("whom", str(error))
        else:
            people = sum(ask.asked for ask in asks)
            messages.success(
                request,
                _("%(units)s units are asked for %(people)s people.")
                % {"units": len(asks), "people": people},
            )
            return redirect("mobilise:targets", call_up_id=row.id)
    board = queries.board(actor=actor, call_up=row)
    context = {
        "call_up": row,
        "tabs": tabs_of(row, "targets"),
        "crumbs": crumbs_of(row),
        "form": form,
        "rows": [(level_word(level), totals.asked) for level, totals in board.by_level.items()],
        "units": sorted(board.lines, key=lambda line: -line.ask.asked),
        "total": board.totals.asked,
        "open": row.state in {CallUpState.DRAFT, CallUpState.SENT},
        "draft": row.state == CallUpState.DRAFT,
    }
    status = 422 if form.errors else 200
    return render(request, "mobilise/targets.html", context, status=status)


def _whom(request: Request) -> list[tuple[str, Any]]:
    units = [unit for unit in responders.units(actor=request.actor) if unit.closed_on is None]
    there = {unit.level for unit in units}
    levels = [(f"level:{one.value}", one.label) for one in Level if one.value in there]
    return [(_("Every unit of a level"), levels), *units_by_level(units, "unit:")]


@requires(rules.VIEW_CALL_UPS)
@require_GET
def progress(request: Request, call_up_id: UUID) -> HttpResponse:
    """Show the live board: asked, promised, named, confirmed, arrived, with the clock."""
    actor, asked = request.actor, Asked(request)
    row = queries.call_up(actor=actor, call_up_id=call_up_id)
    board = queries.board(actor=actor, call_up=row)
    level = asked.one_of("level", _("Level"), board.by_level)
    state = asked.one_of("state", _("State"), (UNANSWERED,))
    lines = [
        line
        for line in (board.unanswered if state else board.lines)
        if not level or line.ask.level == level
    ]
    rows = queries.differences(actor=actor, call_up_id=row.id)
    context = {
        "call_up": row,
        "mark": MARKS[row.state],
        "tabs": tabs_of(row, "call_up", open_rows=sum(1 for one in rows if not one.closed_at)),
        "crumbs": crumbs_of(row),
        "figures": _figures(row, board),
        "until": until(row),
        "several": bool(notices_to_choose(actor)),
        "chips": _chips(row, board, level, state),
        "lines": [(line, level_word(line.ask.level)) for line in lines],
        "unanswered": len(board.unanswered),
        "open": row.is_open,
        "draft": row.state == CallUpState.DRAFT,
        "may_edit": allowed(actor, rules.EDIT_CALL_UPS, row),
    }
    return render(request, "mobilise/progress.html", context)


def _figures(row: CallUp, board: Board) -> list[Figure]:
    totals, silent = board.totals, len(board.unanswered)
    note = ngettext("%(n)s unit has not answered", "%(n)s units have not answered", silent) % {
        "n": silent
    }
    here = reverse("mobilise:call_up", args=[row.id])
    return [
        Figure(
            Stage.ASKED.label,
            totals.asked,
            note=ngettext("of %(n)s unit", "of %(n)s units", len(board.lines))
            % {"n": len(board.lines)},
            note_url=here,
        ),
        Figure(
            Stage.PROMISED.label,
            totals.promised,
            note=note if silent else _("every unit has answered"),
            note_tone="warn" if silent else "",
            note_url=f"{here}?state={UNANSWERED}" if silent else "",
        ),
        Figure(Stage.NAMED.label, totals.named, names_url(row, stage=Stage.NAMED.value)),
        Figure(
            Stage.CONFIRMED.label, totals.confirmed, names_url(row, stage=Stage.CONFIRMED.value)
        ),
        Figure(
            Stage.ARRIVED.label,
            totals.arrived,
            names_url(row, stage=Stage.ARRIVED.value),
            note=_("%(n)s still to come") % {"n": totals.missing} if totals.missing else "",
            note_tone="warn" if totals.missing and clock.now() > row.assembly_at else "",
            note_url=names_url(row, missing="1") if totals.missing else "",
            tone="accent",
        ),
    ]


def _chips(row: CallUp, board: Board, level: str, state: str) -> list[Chip]:
    here = reverse("mobilise:call_up", args=[row.id])
    counts: dict[str, int] = {}
    for line in board.lines:
        counts[line.ask.level] = counts.get(line.ask.level, 0) + 1
    return [
        Chip(_("All"), here, len(board.lines), not level and not state),
        Chip(_("Not answered"), f"{here}?state={UNANSWERED}", len(board.unanswered), bool(state)),
        *(
            Chip(level_word(one), f"{here}?level={one}", n, level == one)
            for one, n in counts.items()
        ),
    ]


def _posted(
    request: Request, call_up_id: UUID, act: Callable[..., Any], said: Callable[[Any], str]
) -> HttpResponse:
    try:
        result = act(actor=request.actor, call_up_id=call_up_id)
    except Conflict as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said(result))
    return redirect("mobilise:call_up", call_up_id=call_up_id)


@requires(rules.EDIT_CALL_UPS)
@require_POST
def send(request: Request, call_up_id: UUID) -> HttpResponse:
    """Send it."""
    return _posted(
        request, call_up_id, services.send_call_up, lambda _row: _("The call-up is sent.")
    )


@requires(rules.EDIT_CALL_UPS)
@require_POST
def remind(request: Request, call_up_id: UUID) -> HttpResponse:
    """Remind the units that have not answered."""

    def said(number: int) -> str:
        return ngettext("%(n)s unit was reminded.", "%(n)s units were reminded.", number) % {
            "n": number
        }

    return _posted(request, call_up_id, services.remind, said)


@requires(rules.EDIT_CALL_UPS)
@require_POST
def close(request: Request, call_up_id: UUID) -> HttpResponse:
    """Take no more names."""
    return _posted(
        request, call_up_id, services.close_call_up, lambda _row: _("The lists are closed.")
    )


@requires(rules.EDIT_CALL_UPS)
@require_POST
def cancel(request: Request, call_up_id: UUID) -> HttpResponse:
    """Call it off."""
    return _posted(
        request, call_up_id, services.cancel_call_up, lambda _row: _("The call-up is called off.")
    )
