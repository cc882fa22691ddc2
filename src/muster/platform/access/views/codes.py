"""Pages a printed code opens: an invitation to an account, and a phone to work with."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from muster.kernel.errors import Invalid, NotFound
from muster.kernel.ids import fold_code
from muster.kernel.permissions import public
from muster.kernel.roles import Role
from muster.platform.access import queries, services
from muster.platform.access.addresses import client_address
from muster.platform.access.enums import Factor, Language
from muster.platform.access.forms import AcceptForm, PrintedCodeForm
from muster.platform.access.middleware import DEVICE_COOKIE
from muster.platform.access.views.subject import arrive, keep_cookie, wait_for_second_factor
from muster.ui.forms import add_errors
from muster.ui.http import Request

CODES_PER_MINUTE = 10


@public("Someone invited has no account yet.")
@never_cache
@require_http_methods(["GET", "POST"])
def invitation_code(request: Request) -> HttpResponse:
    """Take an invitation's code from paper."""
    return _typed(request, "access:invitation", _("Open an invitation"), services.open_invitation)


@public("Someone invited has no account yet; the code is the proof.")
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def invitation(request: Request, code: str) -> HttpResponse:
    """Choose name and password for the role one is invited to."""
    services.take(f"code:{client_address(request)}", per_minute=CODES_PER_MINUTE, burst=20)
    row = services.open_invitation(code)
    form = AcceptForm(request.POST or None, initial={"display_name": row.display_name})
    if request.method == "POST" and form.is_valid():
        try:
            account = services.accept_invitation(
                code=code, language=get_language() or Language.ZH_HANS, **form.cleaned_data
            )
        except Invalid as error:
            add_errors(form, error)
        else:
            if queries.needs_second_factor(account):
                wait_for_second_factor(request, account, "/")
                return redirect("access:set_up")
            services.end_this_session(request)
            services.open_session(request, account=account, factor=Factor.PASSWORD)
            return arrive(request, account, "/")
    context = {
        "form": form,
        "heading": _("You are invited"),
        "command": row.tenant.name,
        "role": Role(row.role).label,
        "area": queries.area_name(row.area_code, row.tenant),
        "whole": row.area_code in {"", row.tenant.area_code},
        "expires_at": row.expires_at,
    }
    return render(request, "access/invitation.html", context, status=422 if form.errors else 200)


@public("A phone without a token has nobody's name yet.")
@never_cache
@require_http_methods(["GET", "POST"])
def device_code(request: Request) -> HttpResponse:
    """Take a phone's code from the lead's screen."""
    return _typed(request, "access:device", _("Set up this phone"), services.open_device_code)


@public("A phone without a token has nobody's name yet; the code is the proof.")
@never_cache
@require_http_methods(["GET", "POST"])
def device(request: Request, code: str) -> HttpResponse:
    """Bind this phone. Looking is harmless, so that a link preview does not use the code up."""
    services.take(f"code:{client_address(request)}", per_minute=CODES_PER_MINUTE, burst=20)
    if request.method == "POST":
        row, token = services.redeem_device(
            code=code, user_agent=services.user_agent(request), language=get_language() or ""
        )
        services.end_this_session(request)
        response = arrive(request, row.account, "/")
        keep_cookie(response, DEVICE_COOKIE, token)
        return response
    row = services.open_device_code(code)
    context = {
        "heading": _("Use this phone for your work"),
        "name": row.account.display_name,
        "area": queries.area_name(row.area_code, row.tenant),
        "expires_at": row.code_expires_at,
    }
    return render(request, "access/device.html", context)


def _typed(request: Request, url_name: str, heading: str, opens: object) -> HttpResponse:
    form = PrintedCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.take(f"code:{client_address(request)}", per_minute=CODES_PER_MINUTE, burst=20)
        code = fold_code(form.cleaned_data["code"])
        try:
            opens(code)  # type: ignore[operator]
        except NotFound as error:
            form.add_error("code", f"{error}")
        else:
            return redirect(url_name, code=code)
    context = {"form": form, "heading": heading}
    return render(request, "access/code.html", context, status=422 if form.errors else 200)
