"""Accounts and their roles, for those who give them."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.kernel.errors import Invalid
from muster.kernel.permissions import requires
from muster.kernel.roles import Role
from muster.platform.access import queries, services
from muster.platform.access.contracts import may_choose_person
from muster.platform.access.forms import GrantForm
from muster.platform.access.rules import GRANT_ROLE, VIEW_ACCOUNTS
from muster.platform.access.tables import grant_table, role_chips
from muster.platform.access.views.matching import person_of
from muster.platform.access.views.subject import command_of, freshly_proved
from muster.ui.filters import Asked
from muster.ui.forms import add_errors
from muster.ui.http import Request
from muster.ui.paging import page_of, paging_of


@requires(VIEW_ACCOUNTS)
@never_cache
@require_GET
def people(request: Request) -> HttpResponse:
    """List who has which role where.

    Any text is a search: one that fits nobody gives an empty list that says so.
    """
    asked = Asked(request)
    role = asked.one_of("role", _("Role"), Role.values)
    text, area = (request.GET.get(name, "").strip() for name in ("q", "area"))
    ended = asked.flag("ended", _("Ended roles"))
    rows = queries.grants(request.actor, role=role, area=area, text=text, ended=ended)
    counts = queries.role_counts(request.actor, area=area, text=text, ended=ended)
    page = page_of(request, rows)
    context = {
        "table": grant_table(list(page.object_list), request.tenant),
        "paging": paging_of(request, page),
        "chips": role_chips(request, counts),
        "narrowed": bool(role or text or area),
        "area_name": queries.area_name(area, request.tenant) if area else "",
        "text": text,
        "area": area,
        "ended": ended,
    }
    return render(request, "access/people.html", context)


@requires(VIEW_ACCOUNTS)
@never_cache
@require_GET
def person(request: Request, account_id: UUID) -> HttpResponse:
    """Show one account: its roles, past and present, and its phones."""
    account = queries.person(request.actor, account_id)
    grants = queries.grants_of(request.actor, account)
    context = {
        "account": account,
        "grants": queries.grant_lines(grants, request.tenant),
        "devices": queries.devices_of(request.actor, account),
        "may_phone": bool(queries.phone_areas(request.actor, account)),
        "person": person_of(request, account.person_id),
        "may_connect": may_choose_person(request.actor),
        "own": account.pk == request.actor.account_id,
    }
    return render(request, "access/person.html", context)


@requires(GRANT_ROLE)
@freshly_proved
@require_http_methods(["GET", "POST"])
def grant(request: Request, account_id: UUID) -> HttpResponse:
    """Give an account a role."""
    account = queries.person(request.actor, account_id)
    form = GrantForm(request.POST or None, actor=request.actor, tenant=command_of(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.grant(
                actor=request.actor,
                account_id=account.pk,
                role=form.cleaned_data["role"],
                area_code=form.cleaned_data["area_code"],
                valid_to=form.valid_to(),
            )
        except Invalid as error:
            add_errors(form, error)
        else:
            return redirect("access:person", account_id=account.pk)
    context = {
        "form": form,
        "account": account,
        "submit": _("Give this role"),
        "cancel_url": f"/access/people/{account.pk}/",
    }
    return render(request, "access/grant.html", context, status=422 if form.errors else 200)


@requires(GRANT_ROLE)
@require_POST
def end_grant(request: Request, grant_id: UUID) -> HttpResponse:
    """End a role now."""
    account_id = services.end_grant(actor=request.actor, grant_id=grant_id)
    return redirect("access:person", account_id=account_id)


@requires(GRANT_ROLE)
@require_POST
def close_account(request: Request, account_id: UUID) -> HttpResponse:
    """Close an account: roles, sessions and phones end."""
    services.close_account(actor=request.actor, account_id=account_id)
    return redirect("access:people")
