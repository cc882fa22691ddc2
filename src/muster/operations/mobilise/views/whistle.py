"""Whistling, one whistle with who takes it on, and its end."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.areas import covers
from muster.kernel.errors import Conflict, Invalid
from muster.kernel.permissions import allowed, areas_for, requires
from muster.operations.mobilise import queries, rules, services
from muster.operations.mobilise.enums import CARRYING, ClaimState, Source
from muster.operations.mobilise.forms import ClaimForm, ReasonForm, WhistleForm
from muster.operations.mobilise.models import Whistle, WhistleClaim
from muster.operations.mobilise.views.acting import do_and_say
from muster.operations.mobilise.views.parts import units_by_level
from muster.operations.mobilise.views.whistle_parts import (
    CLAIM_MARKS,
    WhistleRow,
    crumbs,
    sees_many,
    skill_words,
)
from muster.registers.responders import queries as responders
from muster.ui.filters import Asked
from muster.ui.forms import add_errors
from muster.ui.http import Request


@requires(rules.WHISTLE)
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Choose what is needed, then send; the kind has filled everything in."""
    actor = request.actor
    kinds = {
        row.key: row for row in services.whistle_kinds(actor.tenant_id) if row.closed_at is None
    }
    key = Asked(request).prefill("kind", _("Kind"), kinds)
    if not key:
        choice = {"kinds": kinds.values(), "crumbs": crumbs()}
        return render(request, "mobilise/whistle_kind_choice.html", choice)
    kind = kinds[key]
    until = clock.local(clock.now()) + timedelta(hours=kind.hours)
    initial = {"people": kind.people, "skills": kind.skills, "deadline_at": until}
    form = WhistleForm(
        request.POST or None,
        initial=initial,
        areas=_areas(actor),
        skills=skill_words(actor).items(),
    )
    if request.method == "POST" and form.is_valid():
        source = Source.COMMAND if sees_many(actor) else Source.COMMUNITY
        try:
            made = services.whistle(actor=actor, kind=key, source=source, **form.cleaned_data)
        except Invalid as error:
            add_errors(form, error)
        except Conflict as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The whistle is out. Whoever takes it on is shown here."))
            return redirect("mobilise:whistle", whistle_id=made.id)
    context: dict[str, Any] = {
        "form": form,
        "heading": kind.label,
        "crumbs": crumbs(),
        "submit": _("Whistle"),
        "cancel_url": reverse("mobilise:whistles"),
    }
    return render(request, "mobilise/whistle_new.html", context, status=422 if form.errors else 200)


def _areas(actor: Actor) -> list[tuple[str, Any]]:
    """Return the communities the actor may whistle for; one alone is not asked for."""
    own = areas_for(actor, rules.WHISTLE)
    groups = [
        (name, [(code, words) for code, words in inside if any(covers(one, code) for one in own)])
        for name, inside in responders.community_choices(actor=actor)
    ]
    groups = [(name, inside) for name, inside in groups if inside]
    single = [one for _name, inside in groups for one in inside]
    return list(single) if len(single) == 1 else list(groups)


@requires(rules.SEE_WHISTLES)
@require_GET
def whistle(request: Request, whistle_id: UUID) -> HttpResponse:
    """Show one whistle: what is asked, who has taken it on, and what can be done now."""
    row = queries.whistle(actor=request.actor, whistle_id=whistle_id)
    return show(request, row)


def show(request: Request, row: Whistle, form: ClaimForm | None = None) -> HttpResponse:
    """Draw one whistle; `form` is a promise that could not be taken as it was."""
    actor = request.actor
    names = responders.area_names(actor=actor)
    words = skill_words(actor)
    claims = queries.claims_of(actor=actor, whistle_id=row.id)
    answers = allowed(actor, rules.WHISTLE, row)
    units = units_of(actor) if row.is_live and row.missing and not row.is_late else []
    if form is None and units:
        form = ClaimForm(units=units, initial={"people": row.missing})
    mine = any(one.responder_id == actor.person_id for one in claims if actor.person_id)
    context = {
        "row": WhistleRow.of(row, names),
        "crumbs": crumbs(row),
        "skills": [words.get(key, key) for key in row.skills],
        "claims": [_line(actor, one, answers=answers) for one in claims],
        "promised_elsewhere": row.claimed
        - sum(one.people for one in claims if one.state in CARRYING),
        "form": form,
        "answers": answers and row.is_live,
        "may_end": answers and row.is_live and row.claimed,
        "may_come": row.is_live
        and row.missing
        and not mine
        and not row.is_late
        and services.is_listening(actor=actor),
        "may_listen": actor.person_id is not None
        and not answers
        and not services.is_listening(actor=actor),
    }
    invalid = form is not None and form.is_bound and form.errors
    return render(request, "mobilise/whistle.html", context, status=422 if invalid else 200)


def _line(actor: Actor, claim: WhistleClaim, *, answers: bool) -> dict[str, Any]:
    own = actor.person_id is not None and claim.responder_id == actor.person_id
    mine = own or allowed(actor, rules.CLAIM, claim)
    waits = claim.whistle.is_live and claim.state in {ClaimState.PROMISED, ClaimState.REPORTED}
    promised = claim.whistle.is_live and claim.state == ClaimState.PROMISED
    named = len(claim.names.all())
    return {
        "claim": claim,
        "mark": CLAIM_MARKS[claim.state],
        "goers": [one.responder.name for one in claim.names.all()],
        "unnamed": claim.people - named,
        "may_name": mine and promised and named < claim.people,
        "may_report": mine
        and (promised or (claim.state == ClaimState.CONFIRMED and claim.reported_at is None)),
        "may_release": mine and promised,
        "may_settle": answers and waits,
    }


def units_of(actor: Actor) -> Sequence[tuple[str, Any]]:
    """Return the units the actor may promise for: a clerk's own; the command any."""
    if not allowed(actor, rules.CLAIM):
        return []
    own = [(str(one.id), one.name) for one in responders.own_units(actor=actor)]
    if own or not areas_for(actor, rules.CLAIM):
        return own
    return units_by_level(responders.units(actor=actor))


@requires(rules.WHISTLE)
@require_POST
def care(request: Request, whistle_id: UUID) -> HttpResponse:
    """Say that one takes care of it."""
    do_and_say(
        request,
        lambda: services.take_care(actor=request.actor, whistle_id=whistle_id),
        _("Others now see that you take care of it."),
    )
    return redirect("mobilise:whistle", whistle_id=whistle_id)


@requires(rules.WHISTLE)
@require_http_methods(["GET", "POST"])
def withdraw(request: Request, whistle_id: UUID) -> HttpResponse:
    """Take it back with a reason."""

    def act(reason: str) -> None:
        services.withdraw_whistle(actor=request.actor, whistle_id=whistle_id, reason=reason)

    words = (_("Withdraw the whistle"), _("Why it is not needed any more"), _("Withdraw"))
    return _with_reason(request, whistle_id, act, words, _("The whistle is withdrawn."))


@requires(rules.WHISTLE)
@require_http_methods(["GET", "POST"])
def end(request: Request, whistle_id: UUID) -> HttpResponse:
    """End it as done, with an answer."""

    def act(reason: str) -> None:
        services.end_whistle(actor=request.actor, whistle_id=whistle_id, answer=reason)

    words = (_("End the whistle"), _("What came of it"), _("End as done"))
    return _with_reason(request, whistle_id, act, words, _("The whistle has ended."))


def _with_reason(
    request: Request,
    whistle_id: UUID,
    act: Callable[[str], None],
    words: tuple[str, str, str],
    said: str,
) -> HttpResponse:
    row = queries.whistle(actor=request.actor, whistle_id=whistle_id)
    return reason_page(request, row, act, words, said)


def reason_page(
    request: Request,
    row: Whistle,
    act: Callable[[str], None],
    words: tuple[str, str, str],
    said: str,
    *,
    required: bool = True,
) -> HttpResponse:
    """Ask for one line, do it, and go back to the whistle."""
    heading, label, submit = words
    data = request.POST if request.method == "POST" else None
    form = ReasonForm(data, label=label, required=required)
    back = reverse("mobilise:whistle", args=[row.id])
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data["reason"])
        except Invalid as error:
            add_errors(form, error)
        except Conflict as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, said)
            return redirect(back)
    context = {"form": form, "heading": heading, "submit": submit, "cancel_url": back}
    return render(request, "mobilise/form.html", context, status=422 if form.errors else 200)
