"""The names behind every number, and what is done to one name."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.kernel.errors import Conflict
from muster.kernel.permissions import allowed, requires
from muster.operations.mobilise import queries, rules, services
from muster.operations.mobilise.enums import NominationState, Stage
from muster.operations.mobilise.forms import DrawForm, ReplaceForm
from muster.operations.mobilise.models import Nomination
from muster.operations.mobilise.views.acting import do_and_say
from muster.operations.mobilise.views.parts import (
    MARKS,
    crumbs_of,
    level_word,
    names_url,
    tabs_of,
)
from muster.registers.responders import queries as responders
from muster.registers.responders.queries import Filters
from muster.ui.filters import Asked
from muster.ui.http import Request
from muster.ui.paging import page_of, paging_of
from muster.ui.parts import Chip

STAGES = (Stage.NAMED, Stage.CONFIRMED, Stage.ARRIVED)
MOST_CHOICES = 500


@requires(rules.VIEW_CALL_UPS)
@require_GET
def index(request: Request, call_up_id: UUID) -> HttpResponse:
    """List the names of a call-up, narrowed by stage, state, level or unit."""
    actor, asked = request.actor, Asked(request)
    row = queries.call_up(actor=actor, call_up_id=call_up_id)
    board = queries.board(actor=actor, call_up=row)
    units = {line.ask.unit_id: line.ask.unit.name for line in board.lines}
    wanted: dict[str, Any] = {
        "stage": asked.one_of("stage", _("Stage"), [one.value for one in STAGES]),
        "state": asked.one_of("state", _("State"), NominationState.values),
        "level": asked.one_of("level", _("Level"), board.by_level),
        "unit_id": asked.uuid("unit", _("Unit"), units.__contains__),
        "missing": asked.flag("missing", _("Still to come")),
    }
    page = page_of(request, queries.names(actor=actor, call_up_id=row.id, **wanted))
    context = {
        "call_up": row,
        "crumbs": crumbs_of(row),
        "chips": [
            Chip(_("All"), names_url(row), chosen=not any(wanted.values())),
            *(
                Chip(one.label, names_url(row, stage=one.value), chosen=wanted["stage"] == one)
                for one in STAGES
            ),
            *(
                Chip(one.label, names_url(row, state=one.value), chosen=wanted["state"] == one)
                for one in NominationState
                if one not in {NominationState.NAMED, NominationState.CONFIRMED}
            ),
            Chip(_("Still to come"), names_url(row, missing="1"), chosen=wanted["missing"]),
        ],
        "only": units.get(wanted["unit_id"]) or level_word(wanted["level"]),
        "rows": [(one, MARKS[one.state], level_word(one.level)) for one in page],
        "total": page.paginator.count,
        "paging": paging_of(request, page),
        "may_settle": allowed(actor, rules.SETTLE, row),
    }
    return render(request, "mobilise/names.html", context)


@requires(rules.VIEW_CALL_UPS)
@require_http_methods(["GET", "POST"])
def waiting(request: Request, call_up_id: UUID) -> HttpResponse:
    """Show the waiting list with everybody's place, and draw from it."""
    actor = request.actor
    row = queries.call_up(actor=actor, call_up_id=call_up_id)
    form = DrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        drawn = services.draw(actor=actor, call_up_id=row.id, number=form.cleaned_data["number"])
        number = len(drawn)
        messages.success(
            request,
            ngettext(
                "%(n)s person was drawn and stands on the list again.",
                "%(n)s people were drawn and stand on the lists again.",
                number,
            )
            % {"n": number},
        )
        return redirect("mobilise:waiting", call_up_id=row.id)
    rows = list(queries.waiting(actor=actor, call_up_id=row.id))
    context = {
        "call_up": row,
        "tabs": tabs_of(row, "waiting"),
        "crumbs": crumbs_of(row),
        "rows": rows,
        "form": form,
        "may_settle": allowed(actor, rules.SETTLE, row),
        "names_url": names_url(row, stage=Stage.NAMED.value, level="volunteer"),
    }
    status = 422 if form.errors else 200
    return render(request, "mobilise/waiting.html", context, status=status)


@requires(rules.ANSWER)
@require_POST
def confirm(request: Request, nomination_id: UUID) -> HttpResponse:
    """Say that somebody comes."""
    return _act(request, nomination_id, services.confirm, _("%(name)s comes."))


@requires(rules.ANSWER)
@require_POST
def decline(request: Request, nomination_id: UUID) -> HttpResponse:
    """Say that somebody cannot come."""
    return _act(request, nomination_id, services.decline, _("%(name)s cannot come."))


@requires(rules.ANSWER)
@require_POST
def withdraw(request: Request, nomination_id: UUID) -> HttpResponse:
    """Take a name off the list."""
    return _act(request, nomination_id, services.withdraw, _("%(name)s is off the list."))


@requires(rules.SETTLE)
@require_POST
def wait(request: Request, nomination_id: UUID) -> HttpResponse:
    """Put somebody on the waiting list."""

    def act(**kwargs: Any) -> Nomination:
        return services.put_on_waiting_list(
            actor=kwargs["actor"], nomination_ids=[kwargs["nomination_id"]]
        )[0]

    return _act(request, nomination_id, act, _("%(name)s is on the waiting list."))


@requires(rules.ANSWER)
@require_http_methods(["GET", "POST"])
def replace(request: Request, nomination_id: UUID) -> HttpResponse:
    """Put another person of the unit in the place of one."""
    actor = request.actor
    row = queries.nomination(actor=actor, nomination_id=nomination_id)
    form = ReplaceForm(request.POST or None, people=not_on_the_list(request, row))
    back = address_after(request, row)
    if request.method == "POST" and form.is_valid():
        try:
            new = services.replace(
                actor=actor,
                nomination_id=row.id,
                responder_id=UUID(form.cleaned_data["person"]),
            )
        except Conflict as error:
            form.add_error("person", str(error))
        else:
            names = {"new": new.responder.name, "old": row.responder.name}
            messages.success(request, _("%(new)s comes instead of %(old)s.") % names)
            return redirect(back)
    context = {
        "form": form,
        "heading": _("Who comes instead of %(name)s?") % {"name": row.responder.name},
        "submit": _("Replace"),
        "cancel_url": back,
    }
    return render(request, "mobilise/form.html", context, status=422 if form.errors else 200)


def not_on_the_list(request: Request, row: Any) -> list[tuple[str, str]]:
    """Return people of the unit of `row` who stand on no list of its call-up, to choose from.

    Who is free comes first; of others it is said what they are engaged in.
    """
    actor = request.actor
    page = responders.list_people(
        actor=actor, filters=Filters(unit_id=row.unit_id), size=MOST_CHOICES
    )
    there = queries.other_units_people(
        actor=actor, call_up_id=row.call_up_id, ids=[one.id for one in page.people]
    )
    free = {one.id: one.name for one in page.people if one.id not in there}
    marks = queries.engaged(actor=actor, call_up=row.call_up, people=list(free))
    return [
        (str(one), f"{name} · {marks[one]}" if one in marks else name)
        for one, name in sorted(free.items(), key=lambda pair: pair[0] in marks)
    ]


def address_after(request: Request, row: Nomination) -> str:
    """Return the page the reader came from, else the unit's own."""
    back = request.POST.get("back") or request.GET.get("back") or ""
    if back and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return back
    ask = queries.ask_of(actor=request.actor, call_up_id=row.call_up_id, unit_id=row.unit_id)
    return reverse("mobilise:ask", args=[ask.id])


def _act(
    request: Request, nomination_id: UUID, act: Callable[..., Nomination], said: str
) -> HttpResponse:
    row = queries.nomination(actor=request.actor, nomination_id=nomination_id)
    do_and_say(
        request,
        lambda: act(actor=request.actor, nomination_id=row.id),
        said % {"name": row.responder.name},
    )
    return redirect(address_after(request, row))
