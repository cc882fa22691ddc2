"""A unit's clerk: what is asked, the answer, the list, personal links to pass on."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.engines.sheets import WriteColumn
from muster.kernel import clock
from muster.kernel.errors import Conflict, Invalid
from muster.kernel.permissions import allowed, requires
from muster.operations.mobilise import queries, rules, services
from muster.operations.mobilise.enums import NominationState, Stage
from muster.operations.mobilise.forms import AnswerForm, PeopleForm
from muster.operations.mobilise.models import Nomination, UnitAsk
from muster.operations.mobilise.sheets import ASK_OPTION, NamesImport
from muster.operations.mobilise.views.names import not_on_the_list
from muster.operations.mobilise.views.parts import MARKS
from muster.platform.files.services import export_table
from muster.ui.filters import Asked
from muster.ui.forms import add_errors
from muster.ui.http import Request
from muster.ui.parts import Chip, Crumb, Figure

PER_CARD_PAGE = 8
COMING, HERE, MISSING = SHOWN = ("coming", "here", "missing")
"""What the list may be narrowed to."""


@requires(rules.VIEW_ASKS)
@require_GET
def index(request: Request) -> HttpResponse:
    """List what the actor's units are asked for; one alone opens at once."""
    asks = queries.asks_of_units(actor=request.actor)
    waiting = [row for row in asks if row.call_up.is_open]
    if len(waiting) == 1 and len(asks) == 1:
        return redirect("mobilise:ask", ask_id=waiting[0].id)
    rows = [(row, MARKS[row.call_up.state]) for row in asks]
    return render(request, "mobilise/asked.html", {"rows": rows})


@requires(rules.VIEW_ASKS)
@require_http_methods(["GET", "POST"])
def ask(request: Request, ask_id: UUID) -> HttpResponse:
    """Show what the unit is asked for, take its answer, and show its list."""
    actor = request.actor
    row = queries.ask(actor=actor, ask_id=ask_id)
    form = AnswerForm(request.POST or None, initial=AnswerForm.initial_of(row))
    if request.method == "POST" and form.is_valid():
        try:
            services.answer(actor=actor, ask_id=row.id, **form.cleaned_data)
        except Invalid as error:
            add_errors(form, error)
        except Conflict as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Thank you, the answer is with the command."))
            return redirect("mobilise:ask", ask_id=row.id)
    names = [one for one in _names(request, row) if one.state != NominationState.WITHDRAWN]
    shown = Asked(request).one_of("show", pgettext("list of names", "Show"), SHOWN)
    open_ = row.call_up.is_open and allowed(actor, rules.ANSWER, row)
    context = {
        "ask": row,
        "call_up": row.call_up,
        "crumbs": [Crumb(_("Call-up"), reverse("mobilise:asked")), Crumb(row.unit.name)],
        "form": form,
        "figures": _figures(row, names),
        "rows": [(one, MARKS[one.state]) for one in names if _fits(one, shown)],
        "chips": [
            Chip(words, f"?show={key}#names", sum(_fits(one, key) for one in names), key == shown)
            for key, words in (
                ("", _("All")),
                (COMING, Stage.NAMED.label),
                (HERE, Stage.ARRIVED.label),
                (MISSING, _("Still to come")),
            )
        ],
        "named": bool(names),
        "open": open_,
        "unconfirmed": sum(1 for one in names if one.state == NominationState.NAMED) * open_,
        "may_change": allowed(actor, rules.ANSWER, row),
        "import_url": f"{reverse('files:new')}?kind={NamesImport.name}"
        f"&option_{ASK_OPTION}={row.id}",
    }
    return render(request, "mobilise/ask.html", context, status=422 if form.errors else 200)


def _figures(row: UnitAsk, names: list[Nomination]) -> list[Figure]:
    coming = sum(1 for one in names if one.is_coming)
    short = row.asked - coming
    note = ngettext("%(n)s name short", "%(n)s names short", short) % {"n": short}
    return [
        Figure(Stage.ASKED.label, row.asked),
        Figure(Stage.PROMISED.label, row.promised if row.promised is not None else "—"),
        Figure(
            Stage.NAMED.label,
            coming,
            f"?show={COMING}#names",
            note=note if short > 0 else _("as asked"),
            note_tone="warn" if short > 0 else "",
        ),
        Figure(
            Stage.ARRIVED.label,
            sum(1 for one in names if one.arrived_at),
            f"?show={HERE}#names",
        ),
    ]


def _fits(one: Nomination, shown: str) -> bool:
    if shown == HERE:
        return one.arrived_at is not None
    return not shown or (one.is_coming and (shown == COMING or one.arrived_at is None))


@requires(rules.ANSWER)
@require_http_methods(["GET", "POST"])
def people(request: Request, ask_id: UUID) -> HttpResponse:
    """Tick people of the unit who are on the register."""
    actor = request.actor
    row = queries.ask(actor=actor, ask_id=ask_id)
    choices = not_on_the_list(request, row)
    form = PeopleForm(request.POST or None, people=choices)
    if request.method == "POST" and form.is_valid():
        ids = [UUID(one) for one in form.cleaned_data["people"]]
        try:
            named = services.name_people(actor=actor, ask_id=row.id, responder_ids=ids)
        except Conflict as error:
            form.add_error("people", str(error))
        else:
            said = ngettext("%(n)s name added.", "%(n)s names added.", len(named))
            messages.success(request, said % {"n": len(named)})
            return redirect("mobilise:ask", ask_id=row.id)
    context = {
        "form": form,
        "heading": _("Name people of %(unit)s") % {"unit": row.unit.name},
        "submit": _("Put them on the list"),
        "cancel_url": reverse("mobilise:ask", args=[row.id]),
        "nobody": not choices,
    }
    return render(request, "mobilise/people.html", context, status=422 if form.errors else 200)


@requires(rules.ANSWER)
@require_POST
def confirm_list(request: Request, ask_id: UUID) -> HttpResponse:
    """Confirm the whole list."""
    try:
        number = services.confirm_list(actor=request.actor, ask_id=ask_id)
    except Conflict as error:
        messages.error(request, str(error))
    else:
        said = ngettext("%(n)s person is confirmed.", "%(n)s people are confirmed.", number)
        messages.success(request, said % {"n": number})
    return redirect("mobilise:ask", ask_id=ask_id)


@requires(rules.ANSWER)
@never_cache
@require_GET
def links(request: Request, ask_id: UUID) -> HttpResponse:
    """Give each person's own link, as text to paste and on cards: nobody needs an account."""
    row = queries.ask(actor=request.actor, ask_id=ask_id)
    context = {
        "ask": row,
        "call_up": row.call_up,
        "crumbs": [
            Crumb(_("Call-up"), reverse("mobilise:asked")),
            Crumb(row.unit.name, reverse("mobilise:ask", args=[row.id])),
            Crumb(_("Personal links")),
        ],
        "text": "\n\n".join(_message(row, one) for one in _coming(request, row)),
        "rows": [(one, _link(one)) for one in _coming(request, row)],
    }
    return render(request, "mobilise/links.html", context)


@requires(rules.ANSWER)
@never_cache
@require_GET
def cards(request: Request, ask_id: UUID) -> HttpResponse:
    """Print a card a person: name, when and where, the link as a code to scan."""
    row = queries.ask(actor=request.actor, ask_id=ask_id)
    people = [(one, _link(one)) for one in _coming(request, row)]
    pages = [people[at : at + PER_CARD_PAGE] for at in range(0, len(people), PER_CARD_PAGE)]
    context = {"ask": row, "call_up": row.call_up, "pages": pages}
    return render(request, "mobilise/cards.html", context)


@requires(rules.ANSWER)
@require_GET
def export(request: Request, ask_id: UUID) -> HttpResponse:
    """Give the list with the personal links as a sheet."""
    row = queries.ask(actor=request.actor, ask_id=ask_id)
    columns = [
        WriteColumn(str(one))
        for one in (pgettext("person", "Name"), _("Answer"), _("Personal link"))
    ]
    made = export_table(
        actor=request.actor,
        permission=rules.ANSWER,
        title=f"{row.unit.name} {row.call_up.title}"[:120],
        columns=columns,
        rows=[
            (one.responder.name, str(NominationState(one.state).label), _link(one))
            for one in _coming(request, row)
        ],
        area_code=row.area_code,
    )
    response = HttpResponse(made.content, content_type=made.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="names-{made.code}.xlsx"'
    return response


def _names(request: Request, row: UnitAsk) -> Any:
    return queries.names(actor=request.actor, call_up_id=row.call_up_id, unit_id=row.unit_id)


def _coming(request: Request, row: UnitAsk) -> list[Nomination]:
    return [one for one in _names(request, row) if one.is_coming]


def _link(row: Nomination) -> str:
    return f"{settings.PUBLIC_URL}{reverse('mobilise:personal', args=[row.code])}"


def _message(row: UnitAsk, one: Nomination) -> str:
    call = row.call_up
    at = clock.local(call.assembly_at)
    return _("%(name)s: please be at %(place)s on %(day)s at %(time)s. Confirm here: %(link)s") % {
        "name": one.responder.name,
        "place": call.assembly_place,
        "day": f"{at:%m-%d}",
        "time": f"{at:%H:%M}",
        "link": _link(one),
    }
