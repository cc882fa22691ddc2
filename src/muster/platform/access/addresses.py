"""Where a request comes from, as far as it can be known."""

from typing import Any

from django.conf import settings


def client_address(request: Any) -> str:
    """Return the client's IP address.

    Behind our own proxy it is the last entry the proxy wrote into `X-Forwarded-For`; anything
    before that the client may have made up.
    """
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        forwarded = request.headers.get("X-Forwarded-For", "")
        if last := forwarded.rpartition(",")[2].strip():
            return str(last)
    return str(request.META.get("REMOTE_ADDR", ""))
