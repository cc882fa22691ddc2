"""Kinds of whistle: what each asks for and when it climbs, as data of the command."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.kernel.errors import Invalid
from muster.kernel.permissions import requires
from muster.operations.mobilise import queries, rules, services
from muster.operations.mobilise.forms import WhistleKindForm
from muster.operations.mobilise.models import WhistleKind
from muster.operations.mobilise.views.whistle_parts import crumbs, skill_words
from muster.ui.forms import add_errors
from muster.ui.http import Request
from muster.ui.parts import Crumb

FIELDS = ("own_label", "wants", "people", "hours", "skills", "to_subdistrict", "to_command")


@requires(rules.EDIT_WHISTLE_KINDS)
@require_GET
def index(request: Request) -> HttpResponse:
    """List the kinds."""
    words = skill_words(request.actor)
    context = {
        "crumbs": [*crumbs(), Crumb(_("Kinds of whistle"))],
        "rows": [
            (row, "、".join(words.get(key, key) for key in row.skills))
            for row in services.whistle_kinds(request.actor.tenant_id)
        ],
    }
    return render(request, "mobilise/whistle_kinds.html", context)


@requires(rules.EDIT_WHISTLE_KINDS)
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Add a kind of the command's own."""
    return _form(request, None, _("Add a kind of whistle"))


@requires(rules.EDIT_WHISTLE_KINDS)
@require_http_methods(["GET", "POST"])
def change(request: Request, kind_id: UUID) -> HttpResponse:
    """Change what a kind asks for."""
    row = queries.whistle_kind(actor=request.actor, kind_id=kind_id)
    return _form(request, row, row.label)


@requires(rules.EDIT_WHISTLE_KINDS)
@require_POST
def offer(request: Request, kind_id: UUID) -> HttpResponse:
    """Take a kind out of the choice, or put it back."""
    services.offer_whistle_kind(
        actor=request.actor, kind_id=kind_id, offered=request.POST.get("offered") == "1"
    )
    return redirect("mobilise:whistle_kinds")


def _form(request: Request, row: WhistleKind | None, heading: str) -> HttpResponse:
    actor = request.actor
    initial: dict[str, Any] = {name: getattr(row, name) for name in FIELDS} if row else {}
    form = WhistleKindForm(request.POST or None, initial=initial, skills=skill_words(actor).items())
    if request.method == "POST" and form.is_valid():
        try:
            if row is None:
                services.add_whistle_kind(actor=actor, draft=form.draft())
            else:
                services.change_whistle_kind(actor=actor, kind_id=row.id, draft=form.draft())
        except Invalid as error:
            add_errors(form, error)
        else:
            return redirect("mobilise:whistle_kinds")
    context = {
        "form": form,
        "heading": heading,
        "submit": _("Save"),
        "cancel_url": reverse("mobilise:whistle_kinds"),
    }
    return render(request, "mobilise/form.html", context, status=422 if form.errors else 200)
