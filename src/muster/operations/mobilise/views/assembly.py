"""The code at the assembly place: shown or printed there, scanned by each with the own phone."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from muster.kernel import clock
from muster.kernel.actors import system_actor
from muster.kernel.errors import Conflict, Invalid
from muster.kernel.permissions import public, requires
from muster.kernel.tenants import tenant_of
from muster.operations.mobilise import queries, rules, services
from muster.operations.mobilise.forms import CodeForm
from muster.operations.mobilise.models import Nomination
from muster.operations.mobilise.queries import AssemblyPlace
from muster.platform.access.services import take
from muster.ui.http import Request

PER_MINUTE = 60
REMEMBERED = "muster_personal"
"""Cookie with the code of the personal page last opened on this phone."""


@requires(rules.COUNT_IN)
@never_cache
@require_http_methods(["GET", "POST"])
def code(request: Request, call_up_id: UUID) -> HttpResponse:
    """Show the code that hangs at the place, large; a new one where the old one went around."""
    actor = request.actor
    row = queries.call_up(actor=actor, call_up_id=call_up_id)
    try:
        found = services.assembly_code(
            actor=actor, call_up_id=row.id, renew=request.method == "POST"
        )
    except Conflict as error:
        messages.error(request, str(error))
        return redirect("mobilise:arrivals", call_up_id=row.id)
    if request.method == "POST":
        messages.success(request, _("There is a new code; the old one counts nobody in any more."))
        return redirect("mobilise:assembly_code", call_up_id=row.id)
    context = {
        "call_up": row,
        "code": found,
        "link": f"{settings.PUBLIC_URL}{reverse('mobilise:assembly_place', args=[found])}",
    }
    return render(request, "mobilise/assembly_code.html", context)


@public("Who stands at the assembly place scans the code there; it counts in only its holder.")
@never_cache
@require_http_methods(["GET", "POST"])
def place(request: Request, code: str) -> HttpResponse:
    """Count oneself in: signed in, by the personal page opened before, or by its code."""
    take(f"assembly:{request.META.get('REMOTE_ADDR', '')}", per_minute=PER_MINUTE)
    found = queries.call_up_of_place(code)
    if found is None:
        return render(request, "mobilise/personal_unknown.html", status=404)
    tenant = tenant_of(found.tenant_id)
    with clock.drill(tenant.drill_offset):
        form = CodeForm(request.POST if request.POST.get("code") else None)
        known = _known(request, found, request.COOKIES.get(REMEMBERED, ""))
        if request.method == "POST":
            typed = form.cleaned_data["code"] if form.is_bound and form.is_valid() else ""
            known = _known(request, found, typed) if typed else known
            if known is None and typed:
                form.add_error("code", _("This code is on no list of this call-up."))
            elif known is not None and _count(request, known, code, form):
                return redirect("mobilise:personal", code=known.code)
        context = {
            "found": found,
            "command": tenant.name,
            "drill_mark": tenant.drill,
            "form": form,
            "known": known,
        }
        status = 422 if form.is_bound and form.errors else 200
        return render(request, "mobilise/assembly_place.html", context, status=status)


def _known(request: Request, found: AssemblyPlace, typed: str) -> Nomination | None:
    """Return whose phone this is: the personal code says it, else who is signed in."""
    actor = request.actor
    person = actor.person_id if actor.tenant_id == found.tenant_id else None
    return queries.name_at(
        tenant_id=found.tenant_id, call_up_id=found.call_up_id, code=typed, person_id=person
    )


def _count(request: Request, known: Nomination, code: str, form: CodeForm) -> bool:
    system = system_actor(known.tenant_id, "assembly code")
    try:
        services.here_myself(actor=system, nomination_id=known.id, place_code=code)
    except (Conflict, Invalid) as error:
        messages.error(request, str(error))
        return False
    messages.success(request, _("You are counted in."))
    return True
