"""Choosing language, type size and colours; the gallery of components."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from muster.kernel.permissions import public
from muster.ui import gallery
from muster.ui.context import ELDER_COOKIE, ELDER_SIZES, THEME_COOKIE, THEMES

COOKIE_SECONDS = 400 * 24 * 3600


@public("Everybody chooses the language they read.")
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language and return to the page."""
    chosen = request.POST.get("language", "")
    response = _back(request)
    if chosen in dict(settings.LANGUAGES):
        _keep(response, settings.LANGUAGE_COOKIE_NAME, chosen)
    return response


@public("Everybody chooses the size of the letters.")
@require_POST
def elder(request: HttpRequest) -> HttpResponse:
    """Keep the large layout and its size, or leave it."""
    return _choose(request, "size", ELDER_COOKIE, ELDER_SIZES)


@public("Everybody chooses light or dark.")
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep light or dark, or follow the device again."""
    return _choose(request, "theme", THEME_COOKIE, THEMES)


@public("The design system shows itself; it holds nobody's record.")
@require_GET
def design(request: HttpRequest) -> HttpResponse:
    """Show every component with invented content."""
    return render(request, "ui/design.html", gallery.samples())


@public("The design system shows itself; it holds nobody's record.")
@require_GET
def design_places(request: HttpRequest) -> HttpResponse:
    """Answer the gallery's tree picker."""
    return gallery.places(request)


def _choose(request: HttpRequest, field: str, cookie: str, values: tuple[str, ...]) -> HttpResponse:
    chosen = request.POST.get(field, "")
    response = _back(request)
    if chosen in values:
        _keep(response, cookie, chosen)
    else:
        response.delete_cookie(cookie, samesite="Lax")
    return response


def _keep(response: HttpResponse, cookie: str, value: str) -> None:
    response.set_cookie(
        cookie,
        value,
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _back(request: HttpRequest) -> HttpResponse:
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    return HttpResponseRedirect(target)
