"""A sending unit's board: the start page of its clerk."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from muster.kernel.permissions import requires
from muster.operations.mobilise.enums import Stage
from muster.registers.responders.queries import area_names
from muster.situation.boards import queries, rules
from muster.situation.boards.queries import Moment, UnitBoard, UnitPerson, Where
from muster.situation.boards.views.parts import address, asked_moment, at_of, clock_of
from muster.ui.filters import Asked
from muster.ui.http import Request
from muster.ui.paging import page_of, paging_of
from muster.ui.parts import Chip, Figure

PEOPLE = "#people"
SENT = "sent"
MARKS = {
    Where.THERE: "ok", Where.MISSING: "warn", Where.LATER: "todo", Where.LEFT: "todo",
    Where.REST: "offline",
    Where.RESERVE: "todo",
}  # fmt: skip


@requires(rules.VIEW_UNIT)
@require_safe
def unit(request: Request) -> HttpResponse:
    """Show a clerk who of the unit is where, who came, and what the command still asks for."""
    units = queries.own_units(actor=request.actor)
    if not units:
        return redirect("responders:units")
    asked, moment = Asked(request), asked_moment(request)
    chosen = asked.one_of("unit", _("Sending unit"), [str(one.id) for one in units])
    found = next((one for one in units if str(one.id) == chosen), units[0])
    show = asked.one_of("show", _("State"), [*Where.values, SENT])
    board = queries.unit_board(
        actor=request.actor,
        unit=found,
        others=[one for one in units if one.id != found.id],
        moment=moment,
    )
    at = at_of(moment)
    url = partial(address, "boards:unit", anchor=PEOPLE, at=at, unit=chosen)
    shown = [
        one
        for one in board.people
        if show in {"", one.where} or (show == SENT and one.where != Where.RESERVE)
    ]
    page = page_of(request, shown)
    names = area_names(actor=request.actor)
    context = {
        "board": board,
        "moment": moment,
        "clock": clock_of(moment, request.path, unit=chosen, show=show),
        "figures": _figures(board, url),
        "call_up": [(ask, _call_up(ask, totals)) for ask, totals in board.call_ups],
        "chips": _chips(board, show, url),
        "rows": [_row(one, names, moment) for one in page],
        "paging": paging_of(request, page),
        "people_url": address("responders:index", unit=found.id),
        "register_url": address("responders:unit_home", unit=chosen),
        "import_url": f"{reverse('files:new')}?kind=responders.people&option_unit_id={found.id}",
    }
    return render(request, "boards/unit.html", context)


def _figures(board: UnitBoard, url: Any) -> list[Figure]:
    counts, register = board.counts(), address("responders:index", unit=board.unit.id)
    figures = [
        Figure(
            _("On the register"), board.unit.people_active, register,
            note=ngettext("%(n)s away today", "%(n)s away today", board.away) % {"n": board.away}
            if board.away else "",
            note_url=f"{register}&status=away" if board.away else "",
        )
    ]  # fmt: skip
    if board.people:
        figures += [
            Figure(
                _("Deployed"), len(board.people) - counts[Where.RESERVE],
                url(show=SENT if counts[Where.RESERVE] else ""),
                note=_("%(n)s in reserve") % {"n": counts[Where.RESERVE]}
                if counts[Where.RESERVE] else "",
                note_url=url(show=Where.RESERVE.value),
            ),
            Figure(_("On duty now"), counts[Where.THERE], url(show=Where.THERE.value)),
            Figure(
                _("Not there"), counts[Where.MISSING], url(show=Where.MISSING.value),
                tone="warn" if counts[Where.MISSING] else "",
            ),
            Figure(_("Later today"), counts[Where.LATER], url(show=Where.LATER.value)),
        ]  # fmt: skip
    return figures


def _call_up(ask: Any, totals: Any) -> list[Figure]:
    """Draw what the unit was asked for; each number leads to its own page of the call-up."""
    page = reverse("mobilise:ask", args=[ask.id])
    short = max(totals.asked - totals.named, 0)
    return [
        Figure(Stage.ASKED.label, totals.asked),
        Figure(
            Stage.NAMED.label, totals.named, f"{page}?show=coming#names",
            note=ngettext("%(n)s name short", "%(n)s names short", short) % {"n": short}
            if short else "",
            note_tone="warn",
        ),
        Figure(Stage.ARRIVED.label, totals.arrived, f"{page}?show=here#names"),
    ]  # fmt: skip


def _chips(board: UnitBoard, show: str, url: Any) -> list[Chip]:
    counts = board.counts()
    return [
        Chip(_("All"), url(), len(board.people), chosen=not show),
        *(
            Chip(where.label, url(show=where.value), counts[where], chosen=show == where)
            for where in Where
            if counts[where] or show == where
        ),
    ]


def _row(one: UnitPerson, names: Any, moment: Moment) -> dict[str, Any]:
    code, _sep, site = one.area_code.partition("/")
    hours, minutes = divmod(one.minutes, 60)
    return {
        "one": one,
        "url": reverse("responders:person", args=[one.responder_id]),
        "where": site or names.get(code, code),
        "mark": MARKS[one.where],
        "word": one.where.label,
        "hours": f"{hours}:{minutes:02d}",
        "ahead": moment.ahead,
    }
