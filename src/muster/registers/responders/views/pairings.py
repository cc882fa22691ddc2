"""Pairings of units with communities, and the board of what is missing of the five ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.kernel.actors import Actor
from muster.kernel.areas import covers
from muster.kernel.errors import Conflict, Invalid
from muster.kernel.permissions import allowed, areas_for, requires
from muster.registers.responders import queries, rules, services
from muster.registers.responders.enums import FiveOnes
from muster.registers.responders.forms import FiveOnesForm, PairingForm, ReportForm
from muster.registers.responders.models import Pairing
from muster.registers.responders.queries import FiveOnesBoard
from muster.registers.responders.sheets_pairings import PairingsImport
from muster.ui.filters import Asked
from muster.ui.forms import add_errors
from muster.ui.http import Request
from muster.ui.parts import Chip, Figure

STATES = ("complete", "incomplete", "unreported")


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A pairing on the board: its community's name, and the words of each of the five."""

    pairing: Pairing
    community: str
    parts: list[tuple[FiveOnes, str]]


@requires(rules.VIEW_PAIRINGS)
@require_GET
def pairings(request: Request) -> HttpResponse:
    """Show the board: what lacks most stands first; each count opens its rows."""
    actor = request.actor
    names, asked = queries.area_names(actor=actor), Asked(request)
    area = asked.one_of("area", _("Area"), names)
    lacking = asked.one_of("lacking", _("What is missing"), FiveOnes.values)
    state = asked.one_of("state", _("State"), STATES)
    board = queries.five_ones_board(actor=actor, area=area)
    chosen = FiveOnes(lacking) if lacking else None
    rows = [
        BoardRow(
            row,
            names.get(row.community_code, row.community_code),
            [(part, row.words_of(part)) for part in FiveOnes],
        )
        for row in board.pairings
        if (chosen is None or chosen in row.missing) and _fits(row, state)
    ]
    unpaired = _unpaired(actor, names, board, area)
    context = {
        "figures": _figures(board, unpaired, area),
        "chips": [
            Chip(_("All"), _address(area=area), len(board.pairings), not chosen and not state),
            *(
                Chip(
                    _("without %(part)s") % {"part": part.label},
                    _address(lacking=part.value, area=area),
                    board.missing[part],
                    chosen is part,
                )
                for part in FiveOnes
            ),
        ],
        "area": names.get(area, ""),
        "rows": rows,
        "unpaired": unpaired,
        "may_edit": allowed(actor, rules.EDIT_PAIRINGS),
        "may_report": allowed(actor, rules.REPORT_IN),
        "import_url": f"{reverse('files:new')}?kind={PairingsImport.name}",
    }
    return render(request, "responders/pairings.html", context)


def _fits(row: Pairing, state: str) -> bool:
    if state == "unreported":
        return row.reported_at is None
    return not state or row.is_complete == (state == "complete")


def _unpaired(
    actor: Actor, names: Mapping[str, str], board: FiveOnesBoard, area: str
) -> list[tuple[str, str]] | None:
    """Return code and name of the actor's communities that have no pairing.

    None for somebody who answers for no area, such as a unit's clerk.
    """
    own = areas_for(actor, rules.VIEW_PAIRINGS)
    if not own:
        return None
    paired = {row.community_code for row in board.pairings}
    found = [
        (code, name)
        for code, name in names.items()
        if len(code) == services.COMMUNITY_CODE_LENGTH
        and code not in paired
        and covers(area, code)
        and any(covers(granted, code) for granted in own)
    ]
    return sorted(found, key=itemgetter(1))


def _figures(
    board: FiveOnesBoard, unpaired: Sequence[tuple[str, str]] | None, area: str
) -> list[Figure]:
    figures = [
        Figure(_("Pairings"), len(board.pairings), _address(area=area)),
        Figure(_("With all five"), board.complete, _address(state="complete", area=area)),
        Figure(
            _("Something is missing"), board.incomplete, _address(state="incomplete", area=area)
        ),
    ]
    silent = sum(row.reported_at is None for row in board.pairings)
    figures.append(Figure(_("Not yet reported"), silent, _address(state="unreported", area=area)))
    if unpaired is not None:
        figures.append(Figure(_("Communities without a unit"), len(unpaired), "#unpaired"))
    return figures


def _address(**filters: str) -> str:
    query = urlencode({name: value for name, value in filters.items() if value})
    return f"{reverse('responders:pairings')}?{query}"


@requires(rules.EDIT_PAIRINGS)
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Pair a unit with a community."""
    actor = request.actor
    units = [(str(unit.id), unit.name) for unit in queries.units(actor=actor)]
    form = PairingForm(
        request.POST or None,
        units=units,
        communities=queries.community_choices(actor=actor),
        initial={"unit": Asked(request).prefill("unit", _("Sending unit"), dict(units))},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.open_pairing(
                actor=actor,
                unit_id=UUID(form.cleaned_data["unit"]),
                community_code=form.cleaned_data["community"],
            )
        except Invalid as error:
            add_errors(form, error)
        except Conflict as error:
            form.add_error("unit", str(error))
        else:
            return redirect("responders:pairing", pairing_id=made.id)
    context = {
        "form": form,
        "heading": _("Pair a unit with a community"),
        "submit": _("Pair them"),
        "cancel_url": reverse("responders:pairings"),
    }
    status = 422 if form.errors else 200
    return render(request, "responders/form.html", context, status=status)


@requires(rules.EDIT_PAIRINGS)
@require_http_methods(["GET", "POST"])
def pairing(request: Request, pairing_id: UUID) -> HttpResponse:
    """Fill in the five ones."""
    actor = request.actor
    found = queries.pairing(actor=actor, pairing_id=pairing_id)
    teams = [
        *queries.teams(actor=actor, unit_id=found.unit_id),
        *queries.teams(actor=actor, area=found.community_code),
    ]
    form = FiveOnesForm(
        request.POST or None,
        people=[(str(p.id), p.name) for p in queries.leading_people(actor=actor, pairing=found)],
        teams=dict.fromkeys((str(team.id), team.name) for team in teams),
        initial=_initial(found),
    )
    if request.method == "POST" and form.is_valid():
        services.set_five_ones(actor=actor, pairing_id=found.id, **form.facts())
        messages.success(request, _("The pairing is changed."))
        return redirect("responders:pairings")
    place = queries.area_names(actor=actor).get(found.community_code, found.community_code)
    context = {
        "form": form,
        "pairing": found,
        "heading": _("%(unit)s for %(community)s") % {"unit": found.unit.name, "community": place},
        "submit": _("Save"),
        "cancel_url": reverse("responders:pairings"),
        "end_url": reverse("responders:pairing_end", args=[found.id]),
    }
    status = 422 if form.errors else 200
    return render(request, "responders/pairing.html", context, status=status)


@requires(rules.EDIT_PAIRINGS)
@require_POST
def end(request: Request, pairing_id: UUID) -> HttpResponse:
    """End a pairing today."""
    services.end_pairing(actor=request.actor, pairing_id=pairing_id)
    messages.success(request, _("The pairing has ended."))
    return redirect("responders:pairings")


@requires(rules.REPORT_IN)
@require_http_methods(["GET", "POST"])
def report(request: Request, pairing_id: UUID) -> HttpResponse:
    """Record that the unit and its people have reported to the community."""
    actor = request.actor
    found = queries.pairing(actor=actor, pairing_id=pairing_id)
    reports = queries.reports_of(actor=actor, pairing_id=found.id)
    there = {row.responder_id for row in reports}
    people = queries.people_to_report(actor=actor, pairing=found)
    form = ReportForm(
        request.POST if request.method == "POST" else None,
        people=[(str(one), name) for one, name in people if one not in there],
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.report_in(
                actor=actor,
                pairing_id=found.id,
                responder_ids=[UUID(one) for one in form.cleaned_data["people"]],
                unit=form.cleaned_data["unit"],
            )
        except Conflict as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("It is recorded who has reported."))
            return redirect("responders:pairing_report", pairing_id=found.id)
    place = queries.area_names(actor=actor).get(found.community_code, found.community_code)
    context = {
        "form": form,
        "pairing": found,
        "reports": reports,
        "heading": _("%(unit)s reports to %(community)s")
        % {"unit": found.unit.name, "community": place},
        "submit": _("Record who reported"),
        "cancel_url": reverse("responders:pairings"),
    }
    status = 422 if form.errors else 200
    return render(request, "responders/pairing_report.html", context, status=status)


def _initial(found: Pairing) -> dict[str, str]:
    chosen = {
        part.value: str(getattr(found, f"{part.value}_id") or "") for part in FiveOnesForm.CHOSEN
    }
    return chosen | {f"{part.value}_ref": getattr(found, f"{part.value}_ref") for part in FiveOnes}
