"""Signing in and out."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import authenticate
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from muster.kernel.errors import TooMany
from muster.kernel.permissions import public
from muster.platform.access import queries, services
from muster.platform.access.addresses import client_address
from muster.platform.access.enums import Factor
from muster.platform.access.forms import SignInForm
from muster.platform.access.middleware import DEVICE_COOKIE
from muster.platform.access.models import Account, fold_sign_in_name
from muster.platform.access.views.known import known_browser
from muster.platform.access.views.subject import arrive, next_address, wait_for_second_factor
from muster.ui.http import Request
from muster.ui.marks import wall

TRIES_PER_MINUTE = 20
"""Of one address, right or wrong: a whole office may sign in from behind one."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """Wrong passwords that may be typed: `burst` at once, then one more each `1 / per_minute`."""

    burst: int
    per_minute: float = 1


OF_ADDRESS = Allowance(60)
OF_NAME = Allowance(100)
"""High: it takes many addresses, each of which is locked after five, to lock a name for all."""
OF_KNOWN_BROWSER = Allowance(10)


@public("Nobody is signed in before they sign in.")
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def signin(request: Request) -> HttpResponse:
    """Take name and password; go on to the second factor where there is or must be one."""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.take(f"signin:{client_address(request)}", per_minute=TRIES_PER_MINUTE)
        name = fold_sign_in_name(form.cleaned_data["sign_in_name"])
        _require_allowance(request, name)
        account = authenticate(request, sign_in_name=name, password=form.cleaned_data["password"])
        if isinstance(account, Account):
            return _after_password(request, account)
        _spend(request, name)
        form.add_error(NON_FIELD_ERRORS, _("Name and password do not fit together."))
    status = 422 if form.errors else 200
    return _page(request, form, status)


@public("Anyone may leave; nothing is shown.")
@require_POST
def signout(request: Request) -> HttpResponse:
    """Sign out on this browser; a phone forgets its token with it."""
    services.end_this_session(request)
    response = redirect("access:signin")
    response.delete_cookie(DEVICE_COOKIE, samesite="Lax")
    return response


def locked_out(
    request: Request,
    original_response: HttpResponse | None = None,
    credentials: dict[str, Any] | None = None,
) -> HttpResponse:
    """Say until when this name cannot be tried from here (called by axes)."""
    del original_response
    name = (credentials or {}).get("sign_in_name") or fold_sign_in_name(
        request.POST.get("sign_in_name", "")
    )
    until = queries.locked_until(name, client_address(request))
    form = SignInForm({"sign_in_name": name, "password": "-"})
    form.add_error(
        NON_FIELD_ERRORS,
        format_html(
            _("There were five wrong passwords for this name from here. Try again after {time}."),
            time=wall(until, "clock"),
        ),
    )
    return _page(request, form, 429)


def _allowances(request: Request, name: str) -> dict[str, Allowance]:
    """Return which allowances a wrong password of this request uses up; keys name the buckets."""
    if browser := known_browser(request, name):
        return {f"wrong-known:{browser}": OF_KNOWN_BROWSER}
    return {
        f"wrong-name:{name}": OF_NAME,
        f"wrong-address:{client_address(request)}": OF_ADDRESS,
    }


def _require_allowance(request: Request, name: str) -> None:
    """Raise TooMany while an allowance of wrong passwords is used up."""
    for key, most in _allowances(request, name).items():
        wait = services.seconds_until(key, per_minute=most.per_minute, burst=most.burst)
        if wait:
            raise TooMany(
                _("There were too many wrong passwords, for this name or from this address."),
                next_step=_(
                    "Wait %(seconds)s seconds, or use a passkey or a browser on which you have "
                    "signed in before."
                ),
                retry_after=wait,
                seconds=wait,
            )


def _spend(request: Request, name: str) -> None:
    """Count a wrong password. Nothing was tried while the name was locked from this address."""
    if getattr(request, "axes_locked_out", False):
        return
    for key, most in _allowances(request, name).items():
        with suppress(TooMany):
            services.take(key, per_minute=most.per_minute, burst=most.burst)


def _after_password(request: Request, account: Account) -> HttpResponse:
    target = next_address(request)
    if queries.has_second_factor(account):
        wait_for_second_factor(request, account, target)
        return redirect("access:second_factor")
    if queries.needs_second_factor(account):
        wait_for_second_factor(request, account, target)
        return redirect("access:set_up")
    services.end_this_session(request)
    services.open_session(request, account=account, factor=Factor.PASSWORD)
    return arrive(request, account, target)


def _page(request: Request, form: SignInForm, status: int) -> HttpResponse:
    context = {"form": form, "heading": _("Sign in"), "next": next_address(request)}
    return render(request, "access/signin.html", context, status=status)
