"""How a refusal or a fault reaches a person: a page, a fragment for htmx, or JSON for the API."""

import logging
from urllib.parse import urlencode

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muster.kernel.errors import MusterError, NotFound, SignInRequired, TooMany

log = logging.getLogger(__name__)

TITLES = {
    400: gettext_lazy("This could not be done"),
    401: gettext_lazy("Please sign in"),
    403: gettext_lazy("Your role does not cover this"),
    404: gettext_lazy("Nothing found here"),
    409: gettext_lazy("Something changed in between"),
    410: gettext_lazy("This has ended"),
    413: gettext_lazy("This is too large"),
    422: gettext_lazy("Some entries need another look"),
    429: gettext_lazy("Too many tries"),
    500: gettext_lazy("Something went wrong on our side"),
    503: gettext_lazy("The database cannot write at the moment"),
}


class Unavailable(MusterError):
    """The database is busy, full or away; nothing was half written."""

    code = "unavailable"
    status = 503
    default_next_step = gettext_lazy(
        "Wait a minute and try again. If it stays, run muster doctor on the server."
    )


def respond(request: HttpRequest, error: MusterError) -> HttpResponse:
    """Return the answer to an error: who asks decides the form."""
    wants_json = request.path.startswith("/api/") or "application/json" in request.headers.get(
        "Accept", ""
    )
    if isinstance(error, SignInRequired) and not wants_json:
        return _to_sign_in(request)
    if wants_json:
        response: HttpResponse = JsonResponse({"error": error.document()}, status=error.status)
    else:
        response = _page(request, error)
    if isinstance(error, TooMany):
        response["Retry-After"] = str(error.retry_after)
    return response


def from_exception(exception: Exception) -> MusterError | None:
    """Return what a fault of the database means to a person; None for a fault of the code."""
    if isinstance(exception, MusterError):
        return exception
    if isinstance(exception, OperationalError):
        text = str(exception).lower()
        if "full" in text or "no space" in text:
            return Unavailable(gettext_lazy("The disk is full. Nothing of this was saved."))
        if "locked" in text or "connection" in text:
            return Unavailable(gettext_lazy("The database is busy. Nothing of this was saved."))
    return None


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    target = settings.LOGIN_URL
    if request.method == "GET" and request.path != "/":
        target = f"{target}?{urlencode({'next': request.get_full_path()})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)


def _page(request: HttpRequest, error: MusterError) -> HttpResponse:
    template = "web/error_fragment.html" if request.headers.get("HX-Request") else "web/error.html"
    context = {
        "error": error,
        "error_title": TITLES.get(error.status, TITLES[400]),
        "field_errors": getattr(error, "errors", {}),
    }
    return render(request, template, context, status=error.status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be read."""
    del exception
    return respond(
        request,
        MusterError(_("The request could not be read."), next_step=_("Go back and try again.")),
    )


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer Django's own refusal."""
    del exception
    error = MusterError(_("This is not open to you."), next_step=_("Go back to your start page."))
    error.status = 403  # type: ignore[misc]
    return respond(request, error)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that does not exist."""
    del exception
    return respond(request, NotFound(_("There is no page at this address.")))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours. It must not depend on anything that may be broken."""
    return HttpResponse(
        "<!doctype html><html lang='zh-Hans'><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width'><title>集结 Muster</title>"
        "<h1>这一步没有办成</h1><p>不是您的错。没有保存到一半的东西。请过一会儿再试。</p>"
        "<h1 lang='en'>This did not work</h1><p lang='en'>It is not your fault and nothing was "
        "half saved. Please try again in a while.</p><p><a href='/'>首页 · Home</a></p></html>",
        status=500,
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that was open too long or came from elsewhere."""
    del reason
    error = MusterError(
        _("This form was open for too long or came from another page."),
        next_step=_("Go back, reload the page and send it again; what you typed is still there."),
    )
    error.status = 403  # type: ignore[misc]
    return respond(request, error)
