"""Browsers that have signed in to an account before: strangers' guesses do not lock them out.

The signed cookie proves nothing else; whoever steals it still needs password and second factor,
and has an allowance of guesses of its own.
"""

import secrets
from typing import Any

from django.conf import settings
from django.http import HttpResponse

from muster.platform.access import queries
from muster.platform.access.models import Account

KNOWN_COOKIE = "muster_known"
KNOWN_SECONDS = 90 * 24 * 3600
NAME_BYTES = 12


def remember(response: HttpResponse, account: Account) -> None:
    """Let this browser be known as one on which the account's owner has signed in."""
    response.set_signed_cookie(
        KNOWN_COOKIE,
        f"{account.pk}:{secrets.token_urlsafe(NAME_BYTES)}",
        salt=KNOWN_COOKIE,
        max_age=KNOWN_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def known_browser(request: Any, sign_in_name: str) -> str:
    """Return what tells this browser from others if the name's owner signed in on it, else ""."""
    value = request.get_signed_cookie(
        KNOWN_COOKIE, default="", salt=KNOWN_COOKIE, max_age=KNOWN_SECONDS
    )
    account_id, _colon, browser = value.partition(":")
    account = queries.account_by_sign_in_name(sign_in_name) if browser else None
    return browser if account is not None and str(account.pk) == account_id else ""


def is_known(request: Any, credentials: dict[str, Any] | None = None) -> bool:
    """Tell whether the lock by name and address leaves this try alone (asked by axes)."""
    return bool(known_browser(request, (credentials or {}).get("sign_in_name") or ""))
