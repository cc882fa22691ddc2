"""Whose second factor a page is about: someone half signed in, or someone signed in already."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.errors import SignInRequired
from muster.kernel.models import Tenant
from muster.kernel.permissions import View
from muster.platform.access import queries, services
from muster.platform.access.enums import FACTOR_KEY, SIGN_IN_KEY, Factor
from muster.platform.access.models import Account
from muster.platform.access.views.known import remember
from muster.ui.context import ELDER_COOKIE, ELDER_SIZES
from muster.ui.http import Request

PENDING_KEY = "access_pending"
PENDING_TIME = timedelta(minutes=10)
"""How long a right password waits for its second factor."""

PROOF_TIME = timedelta(minutes=30)
"""How long a proof serves for giving roles and changing second factors."""

COOKIE_SECONDS = 400 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Subject:
    """`pending`: the password was right, nothing else works yet."""

    account: Account
    pending: bool


def wait_for_second_factor(request: Request, account: Account, target: str) -> None:
    """Keep in the session that this account's password was right; nobody is signed in by that."""
    services.end_this_session(request)
    request.session[PENDING_KEY] = {
        "account": str(account.pk),
        "since": clock.real_now().isoformat(),
        "next": target,
    }


def subject_of(request: Request) -> Subject | None:
    """Return whose second factor this request is about; None where nobody's."""
    if pending := request.session.get(PENDING_KEY):
        age = clock.real_now() - datetime.fromisoformat(pending["since"])
        if age <= PENDING_TIME:
            return Subject(queries.account_by_id(UUID(pending["account"])), pending=True)
        del request.session[PENDING_KEY]
    if isinstance(request.user, Account):
        return Subject(request.user, pending=False)
    return None


def enter(request: Request, subject: Subject, factor: Factor) -> None:
    """Sign the subject in, or note in the running session that it proved itself."""
    request.session.pop(PENDING_KEY, None)
    if subject.pending:
        services.open_session(request, account=subject.account, factor=factor)
    else:
        services.strengthen_session(request, account=subject.account, factor=factor)


def next_address(request: Request) -> str:
    """Return where to go afterwards: a page of this host, else the start page."""
    pending = request.session.get(PENDING_KEY) or {}
    target = request.POST.get("next") or request.GET.get("next") or pending.get("next") or ""
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if safe else "/"


def arrive(request: Request, account: Account, target: str) -> HttpResponse:
    """Lead to `target` in the account's language and layout, unless this browser chose others."""
    response = HttpResponseRedirect(target)
    remember(response, account)
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        keep_cookie(response, settings.LANGUAGE_COOKIE_NAME, account.language)
    if account.elder and ELDER_COOKIE not in request.COOKIES:
        keep_cookie(response, ELDER_COOKIE, ELDER_SIZES[0])
    return response


def keep_cookie(response: HttpResponse, name: str, value: str) -> None:
    """Set a cookie that stays, out of reach of scripts and other sites."""
    response.set_cookie(
        name,
        value,
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def proved(request: Request) -> bool:
    """Tell whether the session proved itself in the last half hour; a demo has nothing to prove."""
    if request.session.get(FACTOR_KEY) == Factor.DEMO:
        return True
    row = queries.sign_ins(request.actor).filter(pk=request.session.get(SIGN_IN_KEY, "")).first()
    return row is not None and clock.real_now() - row.proved_at <= PROOF_TIME


def command_of(request: Request) -> Tenant:
    """Return the command of the request.

    Raises:
        SignInRequired: there is none.

    """
    if request.tenant is None:
        raise SignInRequired(_("You need to sign in for this."))
    return request.tenant


def freshly_proved(view: View) -> View:
    """Ask for the second factor (or the password) again before a view that changes who may what."""

    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not proved(request):
            back = request.get_full_path() if request.method == "GET" else reverse("access:account")
            query = urlencode({"next": back})
            return HttpResponseRedirect(f"{reverse('access:second_factor')}?{query}")
        response: HttpResponse = view(request, *args, **kwargs)
        return response

    return guarded
