"""Says who acts: sets `request.actor` and `request.tenant` from a session or a phone's token."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from muster.kernel.actors import ANONYMOUS
from muster.platform.access import queries
from muster.platform.access.enums import FACTOR_KEY, SIGN_IN_KEY, STRONG_FACTORS

DEVICE_COOKIE = "muster_device"
BEARER = "Bearer "
OPEN_DURING_SET_UP = ("/signin/", "/signout/", "/language/", "/elder/", "/theme/", "/api/")
"""Paths that work while a required second factor is missing; the API then sees no strong role."""


class ActorMiddleware:
    """Resolves the actor once a request: bearer token, then session, then the phone's cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach the actor; send a strong role without a second factor to set one up."""
        request.actor = ANONYMOUS  # type: ignore[attr-defined]
        request.tenant = None  # type: ignore[attr-defined]
        request.by_bearer = False  # type: ignore[attr-defined]
        header = request.headers.get("Authorization", "")
        if header.startswith(BEARER):
            request.by_bearer = True  # type: ignore[attr-defined]
            _attach_device(request, header[len(BEARER) :])
        elif request.user.is_authenticated:
            if not _attach_account(request) and not request.path.startswith(OPEN_DURING_SET_UP):
                return _to_second_factor(request)
        elif token := request.COOKIES.get(DEVICE_COOKIE):
            _attach_device(request, token)
        return self.get_response(request)


def _to_second_factor(request: HttpRequest) -> HttpResponse:
    query = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
    target = f"{reverse('access:second_factor')}?{query}".rstrip("?")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)


def _attach_device(request: HttpRequest, token: str) -> None:
    device = queries.device_of_token(token)
    if device is not None:
        request.actor = queries.actor_of_device(device)  # type: ignore[attr-defined]
        request.tenant = device.tenant  # type: ignore[attr-defined]


def _attach_account(request: HttpRequest) -> bool:
    """Attach the account's actor; False where a second factor is due first."""
    account = request.user
    sign_in = queries.open_sign_in(request.session.get(SIGN_IN_KEY), account)  # type: ignore[arg-type]
    if sign_in is None:
        logout(request)
        return True
    strong = request.session.get(FACTOR_KEY) in STRONG_FACTORS
    request.actor = queries.actor_of(account, strong=strong)  # type: ignore[attr-defined,arg-type]
    request.tenant = account.tenant  # type: ignore[attr-defined,union-attr]
    return strong or not queries.needs_second_factor(account)  # type: ignore[arg-type]
