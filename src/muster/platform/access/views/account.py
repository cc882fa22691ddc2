"""One's own account: name and language, second factors, sessions, phones, roles, badge."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from muster.kernel.errors import Invalid
from muster.kernel.permissions import requires, signed_in
from muster.platform.access import queries, services
from muster.platform.access.enums import SIGN_IN_KEY
from muster.platform.access.forms import OwnAccountForm, PasswordForm
from muster.platform.access.identity import account_id_of
from muster.platform.access.rules import HOLD_BADGE
from muster.platform.access.views.issuing import say_revoked
from muster.platform.access.views.subject import keep_cookie
from muster.ui.context import ELDER_COOKIE, ELDER_SIZES
from muster.ui.forms import add_errors
from muster.ui.http import Request


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def account(request: Request) -> HttpResponse:
    """Show and change one's own account."""
    row = queries.account_by_id(account_id_of(request.actor))
    form = OwnAccountForm(
        request.POST or None,
        initial={
            "display_name": row.display_name,
            "email": row.email,
            "language": row.language,
            "elder": row.elder,
        },
    )
    if request.method == "POST" and form.is_valid():
        row = services.update_own_account(actor=request.actor, **form.cleaned_data)
        response = redirect("access:account")
        keep_cookie(response, settings.LANGUAGE_COOKIE_NAME, row.language)
        if row.elder:
            keep_cookie(response, ELDER_COOKIE, ELDER_SIZES[0])
        else:
            response.delete_cookie(ELDER_COOKIE, samesite="Lax")
        return response
    context = {
        "form": form,
        "account": row,
        "grants": queries.grant_lines(queries.own_grants(request.actor), request.tenant),
        "factors": queries.second_factors(row),
        "sign_ins": queries.sign_ins(request.actor),
        "this_sign_in": request.session.get(SIGN_IN_KEY, ""),
        "devices": queries.own_devices(request.actor),
        "by_phone": request.actor.device_id is not None,
    }
    return render(request, "access/account.html", context, status=422 if form.errors else 200)


@signed_in
@never_cache
@sensitive_post_parameters("current", "password")
@require_http_methods(["GET", "POST"])
def password(request: Request) -> HttpResponse:
    """Change one's own password; every other session ends. A phone that was issued has none."""
    if request.actor.device_id is not None and request.method == "GET":
        own = not queries.account_by_id(account_id_of(request.actor)).phone_only
        return render(request, "access/no_password.html", {"has_password": own})
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.take(f"password:{request.actor.account_id}", per_minute=2, burst=10)
        try:
            row = services.set_password(
                actor=request.actor, keep=request.session.get(SIGN_IN_KEY), **form.cleaned_data
            )
        except Invalid as error:
            add_errors(form, error)
        else:
            update_session_auth_hash(request, row)
            messages.success(request, _("The password is changed. Other sessions have ended."))
            return redirect("access:account")
    context = {"form": form, "submit": _("Change password"), "cancel_url": "/account/"}
    return render(request, "access/password.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def end_session(request: Request, sign_in_id: UUID) -> HttpResponse:
    """End one of one's own sessions."""
    services.end_session(actor=request.actor, sign_in_id=sign_in_id)
    return redirect("access:account")


@signed_in
@require_POST
def end_other_sessions(request: Request) -> HttpResponse:
    """End every session of one's own but this one."""
    services.end_other_sessions(actor=request.actor, keep=request.session.get(SIGN_IN_KEY))
    return redirect("access:account")


@signed_in
@require_POST
def revoke_own_device(request: Request, device_id: UUID) -> HttpResponse:
    """Revoke a phone of one's own, as when it is lost."""
    say_revoked(request, services.revoke_own_device(actor=request.actor, device_id=device_id))
    return redirect("access:account")


@requires(HOLD_BADGE)
@never_cache
@require_http_methods(["GET", "POST"])
def badge(request: Request) -> HttpResponse:
    """Show the badge of today with its code; looking issues nothing, the button does, once."""
    if request.method == "POST":
        services.today_badge(actor=request.actor)
        return redirect("access:badge")
    document = queries.own_badge(request.actor)
    context: dict[str, Any] = {"badge": document, "heading": _("Badge")}
    if document is not None:
        context["facts"] = queries.badge_today(request.actor, document)
        context["verify_url"] = f"{settings.PUBLIC_URL}/verify/{document.code}/"
    return render(request, "access/badge.html", context)
