"""The second factor: proving it, setting it up, replacing it."""

import json
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from muster.kernel.crypto import keyring
from muster.kernel.errors import Conflict, Invalid, SignInRequired
from muster.kernel.permissions import public, signed_in
from muster.platform.access import queries, services
from muster.platform.access.addresses import client_address
from muster.platform.access.enums import Factor
from muster.platform.access.factors import MAKER
from muster.platform.access.forms import CodeForm, PasswordAgainForm, TotpForm
from muster.platform.access.services import second_factor as factors
from muster.platform.access.views.subject import (
    Subject,
    arrive,
    enter,
    freshly_proved,
    next_address,
    proved,
    subject_of,
)
from muster.ui.forms import add_errors
from muster.ui.http import Request

SECRET_KEY = "access_totp"  # noqa: S105  # the name of the session entry
HALF = "Someone whose password was right, or who is signed in: it shows only their own factor."


@public(HALF)
@never_cache
@sensitive_post_parameters("code", "password")
@require_http_methods(["GET", "POST"])
def second_factor(request: Request) -> HttpResponse:
    """Ask for the second factor, or again for the password where there is none."""
    subject = _subject(request)
    if not queries.has_second_factor(subject.account):
        if subject.pending or queries.needs_second_factor(subject.account):
            return redirect("access:set_up")
        return _password_again(request, subject)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            factor = factors.prove(account=subject.account, code=form.cleaned_data["code"])
        except Invalid as error:
            add_errors(form, error)
        else:
            return _enter(request, subject, factor)
    context = {
        "form": form,
        "heading": _("Second step"),
        "next": next_address(request),
        "passkeys": queries.has_passkey(subject.account),
    }
    return render(request, "access/second_factor.html", context, status=_status(form))


@public(HALF)
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def set_up(request: Request) -> HttpResponse:
    """Set up an authenticator app; a passkey can be made on the same page."""
    subject = _enrolling(request)
    form = TotpForm(request.POST or None)
    secret = _secret(request)
    if request.method == "POST" and form.is_valid():
        try:
            codes = factors.add_totp(
                account=subject.account, secret=secret, code=form.cleaned_data["code"]
            )
        except Invalid as error:
            add_errors(form, error)
        else:
            request.session.pop(SECRET_KEY, None)
            return _after_set_up(request, subject, Factor.TOTP, codes)
    context = {
        "form": form,
        "heading": _("Set up the second step"),
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        "uri": _totp_uri(subject, secret),
        "required": queries.needs_second_factor(subject.account),
        "next": next_address(request),
    }
    return render(request, "access/set_up.html", context, status=_status(form))


@public("The browser asks which passkeys to offer; anyone may try to sign in.")
@require_POST
def passkey_options(request: Request) -> HttpResponse:
    """Begin to sign in by passkey."""
    services.take(f"passkey:{client_address(request)}", per_minute=20)
    subject = subject_of(request)
    return JsonResponse(factors.passkey_challenge(account=subject.account if subject else None))


@public("Nobody is signed in before they sign in.")
@require_POST
def passkey(request: Request) -> HttpResponse:
    """Sign in, or prove oneself, by passkey."""
    services.take(f"passkey:{client_address(request)}", per_minute=20)
    target = next_address(request)
    account = factors.prove_by_passkey(credential=_credential(request))
    subject = subject_of(request)
    if subject is None or subject.account.pk != account.pk:
        services.end_this_session(request)
        subject = Subject(account, pending=True)
    enter(request, subject, Factor.PASSKEY)
    return arrive(request, account, target)


@public(HALF)
@require_POST
def new_passkey_options(request: Request) -> HttpResponse:
    """Begin to make a passkey."""
    return JsonResponse(factors.passkey_options(account=_enrolling(request).account))


@public(HALF)
@require_POST
def new_passkey(request: Request) -> HttpResponse:
    """Keep a passkey the browser has made."""
    subject = _enrolling(request)
    codes = factors.add_passkey(
        account=subject.account,
        name=request.POST.get("name", ""),
        credential=_credential(request),
    )
    return _after_set_up(request, subject, Factor.PASSKEY, codes)


@signed_in
@freshly_proved
@never_cache
@require_POST
def recovery_codes(request: Request) -> HttpResponse:
    """Replace the recovery codes and show the new ones once."""
    subject = _subject(request)
    codes = factors.renew_recovery_codes(account=subject.account)
    return _show_codes(request, codes, "/account/")


@signed_in
@freshly_proved
@require_POST
def remove_factor(request: Request, authenticator_id: int) -> HttpResponse:
    """Remove an authenticator app or a passkey of one's own."""
    factors.remove_factor(
        actor=request.actor,
        account=_subject(request).account,
        authenticator_id=authenticator_id,
    )
    return redirect("access:account")


def _subject(request: Request) -> Subject:
    subject = subject_of(request)
    if subject is None:
        raise SignInRequired(_("The first step is too long ago."))
    return subject


def _enrolling(request: Request) -> Subject:
    """Return who may add a factor now.

    A password alone must not add a second factor beside one that exists, or it would replace it.
    """
    subject = _subject(request)
    if queries.has_second_factor(subject.account) and (subject.pending or not proved(request)):
        raise Conflict(
            _("This account has a second step already."),
            next_step=_("Go through it first, then add another on your account page."),
        )
    return subject


def _password_again(request: Request, subject: Subject) -> HttpResponse:
    form = PasswordAgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.take(f"again:{subject.account.pk}", per_minute=2, burst=10)
        if subject.account.check_password(form.cleaned_data["password"]):
            return _enter(request, subject, Factor.PASSWORD)
        form.add_error("password", _("This is not the password of this account."))
    context = {"form": form, "heading": _("Is it you?"), "next": next_address(request)}
    return render(request, "access/second_factor.html", context, status=_status(form))


def _enter(request: Request, subject: Subject, factor: Factor) -> HttpResponse:
    target = next_address(request)
    enter(request, subject, factor)
    return arrive(request, subject.account, target)


def _after_set_up(
    request: Request, subject: Subject, factor: Factor, codes: list[str]
) -> HttpResponse:
    target = next_address(request)
    enter(request, subject, factor)
    if codes:
        return _show_codes(request, codes, target)
    return HttpResponseRedirect(target)


def _show_codes(request: Request, codes: list[str], target: str) -> HttpResponse:
    context = {"codes": codes, "heading": _("Recovery codes"), "next": target}
    return render(request, "access/recovery_codes.html", context)


def _secret(request: Request) -> str:
    """Return the key being set up; it waits in the session, sealed."""
    sealed = request.session.get(SECRET_KEY)
    if sealed is None:
        secret = factors.new_totp_secret()
        request.session[SECRET_KEY] = keyring().seal(secret, SECRET_KEY)
        return secret
    return keyring().open(sealed, SECRET_KEY)


def _totp_uri(subject: Subject, secret: str) -> str:
    label = quote(f"{MAKER}:{subject.account.sign_in_name}")
    return (
        f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': MAKER}, quote_via=quote)}"
    )


def _credential(request: Request) -> dict[str, Any]:
    try:
        credential = json.loads(request.POST.get("credential", ""))
    except ValueError:
        credential = None
    if not isinstance(credential, dict):
        raise Invalid(_("The browser sent no passkey."), next_step=_("Please try once more."))
    return credential


def _status(form: Any) -> int:
    return 422 if form.errors else 200
