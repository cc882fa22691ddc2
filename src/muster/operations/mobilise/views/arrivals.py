"""Muster: counting people in at the assembly place, by code or by name; who is missing by unit."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from muster.kernel.errors import Conflict, NotFound
from muster.kernel.permissions import allowed, requires
from muster.operations.mobilise import queries, rules, services
from muster.operations.mobilise.forms import CodeForm
from muster.operations.mobilise.models import CallUp, Nomination
from muster.operations.mobilise.views.acting import do_and_say
from muster.operations.mobilise.views.names import address_after
from muster.operations.mobilise.views.parts import crumbs_of, level_word, names_url, tabs_of
from muster.ui.filters import Asked
from muster.ui.http import Request
from muster.ui.parts import Figure

LONGEST_NAME, MOST_FOUND = 40, 20


@requires(rules.VIEW_CALL_UPS)
@require_http_methods(["GET", "POST"])
def index(request: Request, call_up_id: UUID) -> HttpResponse:
    """Count in by code; show each unit's arrivals; open a unit to count in by name."""
    actor, asked = request.actor, Asked(request)
    row = queries.call_up(actor=actor, call_up_id=call_up_id)
    form = CodeForm(request.POST or None)
    text = request.GET.get("q", "").strip()[:LONGEST_NAME]
    if request.method == "POST" and form.is_valid():
        try:
            came = services.count_in(actor=actor, call_up_id=row.id, code=form.cleaned_data["code"])
        except (NotFound, Conflict) as error:
            form.add_error("code", str(error))
        else:
            facts = {"name": came.responder.name, "unit": came.unit.name}
            messages.success(request, _("%(name)s of %(unit)s is here.") % facts)
            return redirect("mobilise:arrivals", call_up_id=row.id)
    board = queries.board(actor=actor, call_up=row)
    units = {line.ask.unit_id: line.ask.unit.name for line in board.lines}
    unit = asked.uuid("unit", _("Unit"), units.__contains__)
    there = board.totals
    context = {
        "call_up": row,
        "tabs": tabs_of(row, "arrivals"),
        "crumbs": crumbs_of(row),
        "form": form,
        "figures": [
            Figure(_("Arrived"), there.arrived, names_url(row, stage="arrived"), tone="accent"),
            Figure(_("Still to come"), there.missing, names_url(row, missing="1")),
        ],
        "lines": sorted(
            ((line, level_word(line.ask.level)) for line in board.lines if line.totals.named),
            key=lambda pair: -pair[0].totals.missing,
        ),
        "unit": units.get(unit) if unit else "",
        "text": text,
        "people": _people(request, row, unit, text),
        "here": request.get_full_path() if request.method == "GET" else "",
        "may_count": allowed(actor, rules.COUNT_IN, row),
    }
    status = 422 if form.errors else 200
    return render(request, "mobilise/arrivals.html", context, status=status)


def _people(request: Request, row: CallUp, unit: UUID | None, text: str) -> Sequence[Nomination]:
    """Return the names to count in: of one unit, or those that fit what was typed."""
    if not unit and not text:
        return ()
    rows = queries.names(
        actor=request.actor, call_up_id=row.id, unit_id=unit, stage="named", text=text
    )
    return list(rows if unit and not text else rows[:MOST_FOUND])


@requires(rules.COUNT_IN)
@require_POST
def arrive(request: Request, nomination_id: UUID) -> HttpResponse:
    """Count somebody in by name."""
    row = queries.nomination(actor=request.actor, nomination_id=nomination_id)
    do_and_say(
        request,
        lambda: services.arrive(actor=request.actor, nomination_id=row.id),
        _("%(name)s is here.") % {"name": row.responder.name},
    )
    return redirect(address_after(request, row))


@requires(rules.COUNT_IN)
@require_POST
def arrive_unit(request: Request, ask_id: UUID) -> HttpResponse:
    """Count in a unit that has come as one body."""
    row = queries.ask(actor=request.actor, ask_id=ask_id)

    def said(number: int) -> str:
        words = ngettext("%(n)s person is here.", "%(n)s people are here.", number)
        return words % {"n": number}

    do_and_say(request, lambda: services.arrive_unit(actor=request.actor, ask_id=row.id), said)
    if allowed(request.actor, rules.VIEW_CALL_UPS):
        return redirect("mobilise:arrivals", call_up_id=row.call_up_id)
    return redirect("mobilise:ask", ask_id=row.id)


@requires(rules.COUNT_IN)
@require_POST
def undo(request: Request, nomination_id: UUID) -> HttpResponse:
    """Take an arrival back."""
    row = queries.nomination(actor=request.actor, nomination_id=nomination_id)
    services.undo_arrival(actor=request.actor, nomination_id=row.id)
    messages.success(
        request, _("The arrival of %(name)s is taken back.") % {"name": row.responder.name}
    )
    return redirect(address_after(request, row))
