"""Reconciliation: the sum as a sum, each difference a row that somebody closes with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from muster.kernel.errors import Conflict, Invalid, NotFound, Text
from muster.kernel.permissions import allowed, requires
from muster.operations.mobilise import queries, rules, services
from muster.operations.mobilise.enums import ABOUT_ONE_NAME, DifferenceKind, DifferenceState
from muster.operations.mobilise.models import CallUp, Difference, Nomination
from muster.operations.mobilise.queries import Reconciliation
from muster.operations.mobilise.views.parts import crumbs_of, level_word, names_url, tabs_of
from muster.ui.filters import Asked
from muster.ui.http import Request
from muster.ui.parts import Chip, Figure

OFF = "off"
OPEN, CLOSED = DifferenceState.OPEN.value, DifferenceState.CLOSED.value


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one kind: said once, with the rows below it."""

    kind: DifferenceKind
    advice: Text
    rows: Sequence["Line"]

    @property
    def people(self) -> int:
        """How many people its open rows are about."""
        return sum(abs(line.row.people) for line in self.rows)

    @property
    def open(self) -> int:
        """How many of its rows are to be closed."""
        return sum(1 for line in self.rows if line.is_open)


@dataclass(frozen=True, slots=True)
class Line:
    """One difference, with the evidence in words and, where one must be chosen, the names."""

    row: Difference
    evidence: str
    names: Sequence[Nomination]

    @property
    def is_open(self) -> bool:
        """True where somebody has to close it."""
        return self.row.state == DifferenceState.OPEN

    @property
    def asks_off(self) -> bool:
        """True where the name is taken off the list, or kept."""
        return self.row.kind in ABOUT_ONE_NAME

    @property
    def off_first(self) -> bool:
        """True where taking the name off is what the rule asks for."""
        return self.row.kind == DifferenceKind.UNDER_AGE

    @property
    def about(self) -> str:
        """Whom or what the row is about."""
        of = self.row.responder or self.row.unit
        return of.name if of is not None else _("All lists together")


@requires(rules.VIEW_CALL_UPS)
@require_GET
def index(request: Request, call_up_id: UUID) -> HttpResponse:
    """Show the equation and the rows to close."""
    actor = request.actor
    row = queries.call_up(actor=actor, call_up_id=call_up_id)
    state = Asked(request).one_of("state", _("State"), (OPEN, CLOSED, "all"), OPEN)
    found = queries.reconciliation(actor=actor, call_up=row)
    shown = [one for one in found.rows if state in {"all", one.state}]
    about = [one.responder_id for one in shown if one.responder_id is not None]
    names = queries.other_units_people(actor=actor, call_up_id=row.id, ids=about)
    lines = [
        Line(one, _evidence(one), names.get(one.responder_id, ()) if one.responder_id else ())
        for one in shown
    ]
    context = {
        "call_up": row,
        "tabs": tabs_of(row, "reconciliation", open_rows=_count(found, OPEN)),
        "crumbs": crumbs_of(row),
        "parts": [
            Figure(level_word(level), people, names_url(row, level=level))
            for level, people in found.parts.items()
        ],
        "total": Figure(_("Names on all lists"), found.total, names_url(row)),
        "announced": _announced(found),
        "squares": abs(found.difference),
        "explained": min(found.explained, abs(found.difference)),
        "squares_label": _squares_label(found),
        "chips": _chips(row, found, state),
        "groups": _groups(lines),
        "may_settle": allowed(actor, rules.SETTLE, row),
    }
    return render(request, "mobilise/reconciliation.html", context)


def _announced(found: Reconciliation) -> Figure | None:
    if found.declared is None:
        return None
    return Figure(_("Published total"), found.declared)


def _squares_label(found: Reconciliation) -> str:
    total = abs(found.difference)
    done = min(found.explained, total)
    return _("One square a person: %(done)s explained, %(left)s to explain") % {
        "done": done,
        "left": total - done,
    }


def _count(found: Reconciliation, state: str) -> int:
    return sum(1 for one in found.rows if state in {"all", one.state})


def _chips(row: CallUp, found: Reconciliation, state: str) -> list[Chip]:
    here = reverse("mobilise:reconciliation", args=[row.id])
    return [
        Chip(words, f"{here}?state={one}", _count(found, one), state == one)
        for one, words in (
            (OPEN, DifferenceState.OPEN.label),
            (CLOSED, DifferenceState.CLOSED.label),
            ("all", _("All")),
        )
    ]


def _groups(lines: Sequence[Line]) -> list[Group]:
    return [
        Group(kind, _advice(kind), rows)
        for kind in DifferenceKind
        if (rows := [line for line in lines if line.row.kind == kind])
    ]


def _advice(kind: DifferenceKind) -> str:
    return {
        DifferenceKind.NAMED_TWICE: _("Keep the unit that named first; the other sends one fewer."),
        DifferenceKind.COUNT: _("Count the list, or ask the unit for the names that are missing."),
        DifferenceKind.TOTAL: _("Write down why the published number differs. It is not changed."),
        DifferenceKind.UNDER_AGE: _("Take the name off the list; nobody under 18 is given duty."),
        DifferenceKind.AWAY: _(
            "Take the name off and ask the unit for another, or keep it if the absence has ended."
        ),
        DifferenceKind.DEPLOYED: _(
            "Agree with the other call-up who keeps the person; take the name off here or keep it."
        ),
    }[kind]


def _evidence(row: Difference) -> str:
    facts: dict[str, Any] = dict(row.facts)
    if row.kind == DifferenceKind.COUNT:
        return _("says %(stated)s, the list has %(listed)s") % facts
    if row.kind == DifferenceKind.TOTAL:
        return (
            _("%(listed)s names, of which %(twice)s a second time; published were %(declared)s")
            % facts
        )
    if row.kind == DifferenceKind.DEPLOYED:
        return _("also on a list of call-up %(call_up)s") % facts
    if row.kind == DifferenceKind.NAMED_TWICE:
        number = len(facts.get("names", ()))
        return ngettext("on %(n)s list", "on %(n)s lists", number) % {"n": number}
    return ""


@requires(rules.SETTLE)
@require_POST
def close(request: Request, call_up_id: UUID) -> HttpResponse:
    """Close the ticked rows with one reason; each keeps its own choice of unit."""
    row = queries.call_up(actor=request.actor, call_up_id=call_up_id)
    ticked = [one for one in request.POST.getlist("row") if is_uuid(one)]
    kept = {one: request.POST.get(f"kept-{one}", "") for one in ticked}
    try:
        closed = services.close_differences(
            actor=request.actor,
            reason=request.POST.get("reason", ""),
            off={UUID(one) for one, name in kept.items() if name == OFF},
            kept={UUID(one): UUID(name) if is_uuid(name) else None for one, name in kept.items()},
        )
    except Invalid as error:
        for texts in error.errors.values():
            messages.error(request, " ".join(map(str, texts)))
    except (Conflict, NotFound) as error:
        messages.error(request, str(error))
    else:
        said = ngettext(
            "%(n)s row is closed. It can be opened again.",
            "%(n)s rows are closed. They can be opened again.",
            len(closed),
        )
        messages.success(request, said % {"n": len(closed)})
    return redirect("mobilise:reconciliation", call_up_id=row.id)


def is_uuid(text: str) -> bool:
    """True where `text` is an id."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@requires(rules.SETTLE)
@require_POST
def reopen(request: Request, difference_id: UUID) -> HttpResponse:
    """Open a closed row again."""
    row = queries.difference(actor=request.actor, difference_id=difference_id)
    try:
        services.reopen_difference(actor=request.actor, difference_id=row.id)
    except Conflict as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The row is open again; what closing took off is back."))
    return redirect("mobilise:reconciliation", call_up_id=row.call_up_id)
