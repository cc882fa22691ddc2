"""The personal page behind a link or a printed code: who has no account is told all the same.

Before publication it says when and where to assemble and takes the answer; after it, the next
shift, with whom, whom to call, and the calendar.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from muster.kernel import clock
from muster.kernel.actors import Actor, system_actor
from muster.kernel.errors import Conflict
from muster.kernel.permissions import public
from muster.kernel.tenants import tenant_of
from muster.operations.duty import queries as duty
from muster.operations.duty.contracts import MyShift
from muster.operations.mobilise import queries, services
from muster.operations.mobilise.enums import NominationState
from muster.operations.mobilise.queries import PublicPage
from muster.operations.mobilise.views.assembly import REMEMBERED
from muster.platform.access.services import take
from muster.platform.places.queries import path_of
from muster.registers.responders import queries as responders
from muster.registers.responders.enums import RevealField
from muster.registers.responders.services import reveal_field
from muster.ui.http import Request

PER_MINUTE = 30
ANSWERS = {"confirm": services.confirm, "decline": services.decline}
CALL = "call"
COMMUNITY_CODE = 12
SHIFTS_SHOWN = 5
REMEMBERED_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Posting:
    """Where the roster sends somebody: the next shift, the way there, who leads, the calendar."""

    shift: MyShift
    later: tuple[MyShift, ...]
    way: str
    lead: str
    lead_id: Any
    calendar: str


@public("The link itself is the key: it was handed to one person by the unit's clerk.")
@never_cache
@require_http_methods(["GET", "POST"])
def page(request: Request, code: str) -> HttpResponse:
    """Show when and where to be and with whom, and take the answer."""
    take(f"personal:{request.META.get('REMOTE_ADDR', '')}", per_minute=PER_MINUTE)
    found = queries.name_of_code(code)
    if found is None:
        return render(request, "mobilise/personal_unknown.html", status=404)
    tenant = tenant_of(found.tenant_id)
    with clock.drill(tenant.drill_offset):
        posting, phone = _posting(found), ""
        if request.method == "POST":
            if request.POST.get("answer") != CALL:
                _answer(request, found)
                return redirect("mobilise:personal", code=code)
            phone = _lead_phone(found, posting)
        context = {
            "found": found,
            "command": tenant.name,
            "drill_mark": tenant.drill,
            "answered": found.state in {NominationState.CONFIRMED, NominationState.DECLINED},
            "coming": found.state == NominationState.CONFIRMED,
            "waiting": found.state == NominationState.WAITING,
            "posting": posting,
            "phone": phone,
            "near": _is_near(found),
        }
        answer = render(request, "mobilise/personal.html", context)
    answer.set_cookie(
        REMEMBERED,
        found.code,
        max_age=REMEMBERED_FOR,
        path="/a/",
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return answer


def _posting(found: PublicPage) -> Posting | None:
    """Return the next shift of the roster in force, None before publication or after the last."""
    now = clock.now()
    shifts = [
        shift
        for shift in duty.shifts_of_person(
            found.tenant_id, found.responder_id, clock.today() - timedelta(days=1)
        )
        if shift.ends_at > now
    ]
    if not shifts:
        return None
    first = shifts[0]
    lead = responders.leader_of_place(
        tenant_id=found.tenant_id, incident_id=first.incident_id, code=first.area_code
    )
    person = Actor(tenant_id=found.tenant_id, person_id=found.responder_id)
    return Posting(
        shift=first,
        later=tuple(shifts[1 : SHIFTS_SHOWN + 1]),
        way=" › ".join(
            area.name
            for area in path_of(first.area_code[:COMMUNITY_CODE])
            if len(area.code) > len(tenant_of(found.tenant_id).area_code)
        ),
        lead=lead.name if lead is not None else first.lead,
        lead_id=lead.id if lead is not None and lead.id != found.responder_id else None,
        calendar=duty.own_code(person),
    )


def _lead_phone(found: PublicPage, posting: Posting | None) -> str:
    """Return the number of who leads there; the look is on record, as every look is."""
    if posting is None or posting.lead_id is None:
        return ""
    system = system_actor(found.tenant_id, "personal link")
    return reveal_field(
        actor=system, responder_id=posting.lead_id, field=RevealField.PHONE, purpose=CALL
    )


def _is_near(found: PublicPage) -> bool:
    """True around the assembly, while people count themselves in."""
    ahead = found.assembly_at - clock.now()
    return -services.OPEN_AFTER < ahead < services.OPENS_BEFORE


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
