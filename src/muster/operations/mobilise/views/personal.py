"""The personal page behind a link or a printed code: who has no account is told all the same."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from muster.kernel import clock
from muster.kernel.actors import system_actor
from muster.kernel.errors import Conflict
from muster.kernel.permissions import public
from muster.kernel.tenants import tenant_of
from muster.operations.mobilise import queries, services
from muster.operations.mobilise.enums import NominationState
from muster.operations.mobilise.queries import PublicPage
from muster.platform.access.services import take
from muster.ui.http import Request

PER_MINUTE = 30
ANSWERS = {"confirm": services.confirm, "decline": services.decline}


@public("The link itself is the key: it was handed to one person by the unit's clerk.")
@never_cache
@require_http_methods(["GET", "POST"])
def page(request: Request, code: str) -> HttpResponse:
    """Show when and where to be, and take the answer."""
    take(f"personal:{request.META.get('REMOTE_ADDR', '')}", per_minute=PER_MINUTE)
    found = queries.name_of_code(code)
    if found is None:
        return render(request, "mobilise/personal_unknown.html", status=404)
    tenant = tenant_of(found.tenant_id)
    with clock.drill(tenant.drill_offset):
        if request.method == "POST":
            _answer(request, found)
            return redirect("mobilise:personal", code=code)
        context = {
            "found": found,
            "command": tenant.name,
            "drill_mark": tenant.drill,
            "answered": found.state in {NominationState.CONFIRMED, NominationState.DECLINED},
            "coming": found.state == NominationState.CONFIRMED,
            "waiting": found.state == NominationState.WAITING,
            "over": clock.now() > found.assembly_at and found.arrived_at is None,
        }
        return render(request, "mobilise/personal.html", context)


def _answer(request: Request, found: PublicPage) -> None:
    """Take the answer in the name of the link; whoever holds it speaks for the person."""
    act = ANSWERS.get(request.POST.get("answer", ""))
    if act is None:
        return
    actor = system_actor(found.tenant_id, "personal link")
    try:
        act(actor=actor, nomination_id=found.nomination_id)
    except Conflict as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Thank you. Your unit and the command know."))
