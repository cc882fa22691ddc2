"""Inviting people and issuing phones: a printed sheet with a code that is shown once."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.kernel.errors import Invalid
from muster.kernel.permissions import requires
from muster.kernel.roles import Role
from muster.platform.access import queries, services
from muster.platform.access.contracts import Scope, scope_of, scoped_roles
from muster.platform.access.forms import InvitationForm, PhoneAgainForm, PhoneForm
from muster.platform.access.models import Grant
from muster.platform.access.rules import INVITE, ISSUE_DEVICE
from muster.platform.access.services.devices import Issued
from muster.platform.access.services.invitations import Invited
from muster.platform.access.views.matching import choice_of
from muster.platform.access.views.subject import command_of, freshly_proved
from muster.ui.filters import Asked
from muster.ui.forms import add_errors
from muster.ui.http import Request
from muster.ui.nav import links

UNITS = "units"
"""Key of the door to the sending units, where a unit's clerk is invited."""


@requires(INVITE)
@never_cache
@require_GET
def invitations(request: Request) -> HttpResponse:
    """List invitations nobody has used yet."""
    rows = queries.placed(queries.open_invitations(request.actor), request.tenant)
    units = next((door.url for door in links(request, request.actor) if door.key == UNITS), "")
    context = {
        "invitations": rows,
        "clerks_by_unit": Role.CLERK in queries.grantable_roles(request.actor) & scoped_roles(),
        "units_url": units,
    }
    return render(request, "access/invitations.html", context)


@requires(INVITE)
@freshly_proved
@never_cache
@require_http_methods(["GET", "POST"])
def invite(request: Request) -> HttpResponse:
    """Invite someone and print the sheet; the code cannot be shown a second time."""
    role, scope = _scope(request)
    choice = choice_of(request)
    form = InvitationForm(
        request.POST or None,
        initial={"display_name": choice.name if choice else ""},
        actor=request.actor,
        tenant=command_of(request),
        role=role,
        scope=scope,
    )
    if request.method == "POST" and form.is_valid():
        try:
            invited = services.invite(
                actor=request.actor,
                role=form.cleaned_data["role"],
                area_code=scope.area_code if scope else form.cleaned_data["area_code"],
                scope_id=scope.id if scope else None,
                person_id=choice.person_id if choice else None,
                display_name=form.cleaned_data["display_name"],
                contact=form.cleaned_data["contact"],
                grant_until=form.valid_to(),
            )
        except Invalid as error:
            add_errors(form, error)
        else:
            return _invitation_sheet(request, invited)
    context = {
        "form": form,
        "choice": choice,
        "submit": _("Make the sheet"),
        "cancel_url": "/access/invitations/",
    }
    return render(request, "access/invite.html", context, status=422 if form.errors else 200)


def _scope(request: Request) -> tuple[str, Scope | None]:
    """Return the narrowed role and the one thing it is for, where the address names them."""
    named = request.GET.get("scope", "")
    role = Asked(request).prefill("role", _("Role"), scoped_roles())
    if not role or not named:
        return "", None
    try:
        return role, scope_of(request.actor, role, UUID(named))
    except ValueError:
        return "", None


@requires(INVITE)
@require_POST
def withdraw_invitation(request: Request, invitation_id: UUID) -> HttpResponse:
    """Make an invitation useless."""
    services.withdraw_invitation(actor=request.actor, invitation_id=invitation_id)
    return redirect("access:invitations")


@requires(ISSUE_DEVICE)
@never_cache
@require_GET
def phones(request: Request) -> HttpResponse:
    """List the phones of one's area, each with its way to be revoked."""
    rows = queries.placed(queries.devices(request.actor), request.tenant)
    return render(request, "access/phones.html", {"devices": rows})


@requires(ISSUE_DEVICE)
@never_cache
@require_http_methods(["GET", "POST"])
def issue_phone(request: Request) -> HttpResponse:
    """Set up a phone for somebody without an account: name, role, area, show the code."""
    choice = choice_of(request)
    form = PhoneForm(
        request.POST or None,
        initial={"display_name": choice.name if choice else ""},
        actor=request.actor,
        tenant=command_of(request),
    )
    if request.method == "POST" and form.is_valid():
        try:
            issued = services.issue_device_to_new(
                actor=request.actor,
                person_id=choice.person_id if choice else None,
                **form.cleaned_data,
            )
        except Invalid as error:
            add_errors(form, error)
        else:
            return _phone_code(request, issued)
    context = {
        "form": form,
        "choice": choice,
        "submit": _("Show the code"),
        "cancel_url": "/access/phones/",
    }
    return render(request, "access/issue_phone.html", context, status=422 if form.errors else 200)


@requires(ISSUE_DEVICE)
@never_cache
@require_http_methods(["GET", "POST"])
def issue_another_phone(request: Request, account_id: UUID) -> HttpResponse:
    """Set up a phone for somebody who has an account; say why where no role of it uses one."""
    account = queries.person(request.actor, account_id)
    around = queries.phone_areas(request.actor, account)
    form = PhoneAgainForm(
        request.POST or None, actor=request.actor, tenant=command_of(request), around=around
    )
    if request.method == "POST" and form.is_valid():
        issued = services.issue_device(
            actor=request.actor, account_id=account.pk, **form.cleaned_data
        )
        return _phone_code(request, issued)
    context = {
        "form": form,
        "account": account,
        "possible": bool(around),
        "submit": _("Show the code"),
        "cancel_url": f"/access/people/{account.pk}/",
    }
    return render(request, "access/issue_phone.html", context, status=422 if form.errors else 200)


@requires(ISSUE_DEVICE)
@require_POST
def revoke_phone(request: Request, device_id: UUID) -> HttpResponse:
    """Revoke a phone at once."""
    say_revoked(request, services.revoke_device(actor=request.actor, device_id=device_id))
    return redirect("access:phones")


def say_revoked(request: Request, ended: Iterable[Grant]) -> None:
    """Say that a phone is a stranger now, and which roles ended with it."""
    said = _("The phone is revoked.")
    if roles := ", ".join(dict.fromkeys(str(row.get_role_display()) for row in ended)):
        words = _("The role %(roles)s was given for this phone alone, so it has ended with it.")
        said = f"{said} {words % {'roles': roles}}"
    messages.success(request, said)


def _invitation_sheet(request: Request, invited: Invited) -> HttpResponse:
    row = invited.invitation
    context = {
        "invitation": row,
        "code": invited.code,
        "sent": invited.sent,
        "link": f"{settings.PUBLIC_URL}/invite/{invited.code}/",
        "address": f"{settings.PUBLIC_URL}/invite/",
        "area": queries.area_name(row.area_code, request.tenant),
        "languages": [code for code, _name in settings.LANGUAGES],
    }
    return render(request, "access/invitation_sheet.html", context)


def _phone_code(request: Request, issued: Issued) -> HttpResponse:
    context = {
        "heading": _("Let the phone open this code"),
        "device": issued.device,
        "code": issued.code,
        "link": f"{settings.PUBLIC_URL}/device/{issued.code}/",
        "address": f"{settings.PUBLIC_URL}/device/",
        "area": queries.area_name(issued.device.area_code, request.tenant),
    }
    return render(request, "access/phone_code.html", context)
