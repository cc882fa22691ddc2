"""Root pages: the start page of each role, checking a document, one's own record, the drill."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muster.delivery.web import drill as drills
from muster.delivery.web import drill_events
from muster.kernel import clock, signatures
from muster.kernel.actors import system_actor
from muster.kernel.ids import fold_code
from muster.kernel.permissions import public, signed_in
from muster.kernel.roles import Role
from muster.kernel.tenants import all_tenants, move_drill_clock
from muster.platform.access import queries as access_queries
from muster.platform.access import services as access
from muster.ui.http import Request

HOMES: tuple[tuple[str, str], ...] = (
    (Role.COMMANDER, "boards:command"),
    (Role.PLANNER, "boards:command"),
    (Role.MAINTAINER, "access:people"),
    (Role.LEAD, "boards:community"),
    (Role.CLERK, "boards:unit"),
    (Role.RESPONDER, "duty:shifts"),
    (Role.GUARD, "duty:shifts"),
    (Role.CARER, "responders:me"),
    (Role.INSPECTOR, "responders:me"),
    (Role.STOREKEEPER, "responders:me"),
)
"""Start page by role; the first role that the actor has decides."""


@public("The front door: it leads each role to its own page.")
@require_safe
def home(request: Request) -> HttpResponse:
    """Lead a signed-in person to the page of their role; greet everybody else."""
    roles = request.actor.roles
    for role, url_name in HOMES:
        if role in roles:
            return redirect(url_name)
    if not request.actor.is_anonymous:
        return redirect("access:account")
    drill_tenant = next((t for t in all_tenants() if t.drill), None) if settings.DEMO else None
    if drill_tenant is None:
        return redirect(settings.LOGIN_URL)
    context = {"place": drill_tenant, "cast": drills.cast_of(drill_tenant)}
    return render(request, "web/welcome.html", context)


@public("Anyone at a door may check whether a badge or document is real.")
@require_safe
def verify(request: Request, code: str = "") -> HttpResponse:
    """Show whether the document with this code is genuine, and the facts printed on it."""
    typed = code or request.GET.get("code", "").strip()
    if typed and not code:
        folded = fold_code(typed)
        if folded:
            return redirect("web:verify_code", code=folded)
    context: dict[str, Any] = {"typed": typed}
    if typed:
        access.take(f"verify:{request.META.get('REMOTE_ADDR', '')}", per_minute=30)
        context["verdict"] = verdict = signatures.check(typed)
        context["lines"] = signatures.lines_of(verdict)
    return render(request, "web/verify.html", context)


@signed_in
@require_safe
def my_data(request: Request) -> HttpResponse:
    """Show a person what is held about them, who looked, and when it ends."""
    return render(request, "web/my_data.html", drill_events.own_record(request.actor))


@public("Only inside a demo: it starts a session as one of its invented people.")
@require_POST
def act_as(request: Request) -> HttpResponse:
    """Act as another of the demo's people; pressed without a choice, nothing changes."""
    if "account" in request.POST and not request.POST["account"]:
        _drill_tenant(request)
        return _back(request)
    tenant, member = _cast_member(request.POST.get("account", ""))
    access.open_demo_session(
        request, tenant=tenant, account=access_queries.account_by_id(member.account_id)
    )
    return redirect("web:home")


@public("Only inside a demo, where anybody may act as anybody.")
@require_POST
def move_clock(request: Request) -> HttpResponse:
    """Move the drill's clock an hour or to the next shift."""
    tenant = _drill_tenant(request)
    by = timedelta(hours=1)
    if request.POST.get("to") == "next_shift":
        by = drills.until_next_shift(tenant, clock.now())
    actor = system_actor(tenant.id, "drill") if request.actor.is_anonymous else request.actor
    drill_events.clock_moved(actor=actor, tenant=move_drill_clock(tenant, by=by))
    return _back(request)


@public("Only inside a demo, where anybody may act as anybody.")
@require_POST
def someone_absent(request: Request) -> HttpResponse:
    """Let one invented person not come today, as happens every morning."""
    tenant = _drill_tenant(request)
    absent = drill_events.someone_does_not_come(tenant=tenant)
    messages.info(
        request,
        _("%(name)s of %(unit)s does not come today. The unit's clerk has been told.")
        % {"name": absent.name, "unit": absent.unit},
    )
    return _back(request)


@public("Load balancers and doctor ask whether the server answers.")
@require_safe
def health(request: Request) -> HttpResponse:
    """Answer whether the database can be read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ok": True})


@public("Crawlers are told to stay away.")
@require_safe
def robots(request: Request) -> HttpResponse:
    """Ask search engines to index nothing."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")


@public("Browsers ask for it at this address, whatever a page names.")
@require_safe
def favicon(request: Request) -> HttpResponse:
    """Lead to the mark."""
    return redirect(static("dist/mark.svg"), permanent=True)


def _drill_tenant(request: Request) -> Any:
    tenant = getattr(request, "drill_tenant", None)
    if tenant is None or not settings.DEMO:
        raise Http404
    return tenant


def _cast_member(account_id: str) -> tuple[Any, drills.CastMember]:
    for tenant in all_tenants() if settings.DEMO else ():
        for member in drills.cast_of(tenant) if tenant.drill else ():
            if str(member.account_id) == account_id:
                return tenant, member
    raise Http404


def _back(request: Request) -> HttpResponse:
    target = request.POST.get("next") or request.headers.get("Referer") or "/"
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    return HttpResponseRedirect(target)
