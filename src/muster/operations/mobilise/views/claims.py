"""Taking a whistle on, naming who goes, saying it is done, confirming it or not."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from muster.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from muster.kernel.permissions import requires
from muster.operations.mobilise import queries, rules, services
from muster.operations.mobilise.forms import ClaimForm, PeopleForm
from muster.operations.mobilise.models import WhistleClaim
from muster.operations.mobilise.views.acting import do_and_say
from muster.operations.mobilise.views.whistle import reason_page, show, units_of
from muster.registers.responders import queries as responders
from muster.registers.responders.queries import Filters
from muster.ui.forms import add_errors
from muster.ui.http import Request

MOST_CHOICES = 500


@requires(rules.CLAIM)
@require_POST
def claim(request: Request, whistle_id: UUID) -> HttpResponse:
    """Promise people of a unit."""
    actor = request.actor
    row = queries.whistle(actor=actor, whistle_id=whistle_id)
    form = ClaimForm(request.POST, units=units_of(actor))
    if form.is_valid():
        facts = form.cleaned_data
        try:
            made = services.claim_whistle(
                actor=actor,
                whistle_id=row.id,
                unit_id=UUID(facts["unit"]),
                people=facts["people"],
            )
        except Invalid as error:
            add_errors(form, error)
        except Conflict as error:
            form.add_error("people", str(error))
        else:
            said = ngettext("%(n)s person is promised.", "%(n)s people are promised.", made.people)
            messages.success(request, said % {"n": made.people})
            return redirect("mobilise:claim_people", claim_id=made.id)
    return show(request, row, form)


@requires(rules.SEE_WHISTLES)
@require_POST
def come(request: Request, whistle_id: UUID) -> HttpResponse:
    """Take one place oneself."""
    row = queries.whistle(actor=request.actor, whistle_id=whistle_id)
    try:
        services.come_myself(actor=request.actor, whistle_id=row.id)
    except Invalid as error:
        texts = [text for texts in error.errors.values() for text in texts]
        messages.error(request, " ".join(map(str, texts)) or str(error))
    except (Conflict, NotAllowed, NotFound) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Thank you. The community knows that you come."))
    return redirect("mobilise:whistle", whistle_id=row.id)


@requires(rules.CLAIM)
@require_http_methods(["GET", "POST"])
def people(request: Request, claim_id: UUID) -> HttpResponse:
    """Tick who of the unit goes."""
    actor = request.actor
    row = queries.claim(actor=actor, claim_id=claim_id)
    choices, cannot = _not_named(request, row)
    form = PeopleForm(request.POST or None, people=choices)
    back = reverse("mobilise:whistle", args=[row.whistle_id])
    if request.method == "POST" and form.is_valid():
        ids = [UUID(one) for one in form.cleaned_data["people"]]
        try:
            named = services.name_goers(actor=actor, claim_id=row.id, responder_ids=ids)
        except Invalid as error:
            add_errors(form, error)
        except Conflict as error:
            form.add_error("people", str(error))
        else:
            said = ngettext("%(n)s person is told.", "%(n)s people are told.", len(named))
            messages.success(request, said % {"n": len(named)})
            return redirect(back)
    context = {
        "form": form,
        "heading": _("Who goes to %(place)s?") % {"place": row.whistle.place},
        "submit": _("Name and tell them"),
        "cancel_url": back,
        "nobody": not choices and not cannot,
        "cannot": cannot,
        "later": True,
        "people": row.people,
    }
    return render(request, "mobilise/people.html", context, status=422 if form.errors else 200)


def _not_named(
    request: Request, row: WhistleClaim
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return who of the unit can go, to choose from, the rested first; and who cannot, with why."""
    page = responders.list_people(
        actor=request.actor, filters=Filters(unit_id=row.unit_id), size=MOST_CHOICES
    )
    called = row.whistle
    busy = queries.busy_whistling(
        actor=request.actor,
        begins=called.from_at or called.raised_at,
        ends=called.deadline_at,
    )
    free = {one.id: one.name for one in page.people if one.id not in busy}
    judged = queries.fitness(actor=request.actor, row=called, people=list(free))
    can = sorted((bool(judged[one].rest), at, one) for at, one in enumerate(free)
                 if not judged[one].against)  # fmt: skip
    choices = [
        (str(one), f"{free[one]} · {judged[one].rest}" if tired else free[one])
        for tired, _at, one in can
    ]
    return choices, [(free[one], judged[one].against) for one in free if judged[one].against]


@requires(rules.SEE_WHISTLES)
@require_POST
def done(request: Request, claim_id: UUID) -> HttpResponse:
    """Say that it is done."""
    return _act(request, claim_id, services.report_done, _("Thank you. The community confirms it."))


@requires(rules.WHISTLE)
@require_POST
def confirm(request: Request, claim_id: UUID) -> HttpResponse:
    """Confirm that it was done."""
    return _act(request, claim_id, services.confirm_claim, _("It is confirmed."))


@requires(rules.WHISTLE)
@require_http_methods(["GET", "POST"])
def refuse(request: Request, claim_id: UUID) -> HttpResponse:
    """Say that it was not done, and why."""
    row = queries.claim(actor=request.actor, claim_id=claim_id)

    def act(reason: str) -> None:
        services.refuse_claim(actor=request.actor, claim_id=row.id, reason=reason)

    words = (_("It was not done"), _("What is still to be done"), _("Open it again"))
    return reason_page(request, row.whistle, act, words, _("Those places are open again."))


@requires(rules.SEE_WHISTLES)
@require_http_methods(["GET", "POST"])
def release(request: Request, claim_id: UUID) -> HttpResponse:
    """Give it back."""
    row = queries.claim(actor=request.actor, claim_id=claim_id)

    def act(reason: str) -> None:
        services.release_claim(actor=request.actor, claim_id=row.id, reason=reason)

    words = (_("Give the whistle back"), _("Why, if you like: no illness"), _("Give back"))
    said = _("It is open again for others.")
    return reason_page(request, row.whistle, act, words, said, required=False)


def _act(request: Request, claim_id: UUID, act: Callable[..., Any], said: str) -> HttpResponse:
    row = queries.claim(actor=request.actor, claim_id=claim_id)
    do_and_say(request, lambda: act(actor=request.actor, claim_id=row.id), said)
    return redirect("mobilise:whistle", whistle_id=row.whistle_id)
