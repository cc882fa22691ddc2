"""What every page knows: doors, person, place, language, layout and the operational time."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from muster.kernel import clock
from muster.kernel.actors import ANONYMOUS, Actor
from muster.ui import filters, nav

ELDER_COOKIE = "muster_elder"
ELDER_SIZES = ("24", "27", "30")
THEME_COOKIE = "muster_theme"
THEMES = ("light", "dark")
TOP_BAR_ITEMS = 7
PHONE_BAR_ITEMS = 5
ELDER_BAR_ITEMS = 3
HTML_LANGUAGE = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor of every page."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    tenant = getattr(request, "tenant", None)
    elder = elder_size(request)
    doors = nav.links(request, actor)
    top, rest = nav.fold(doors, limit=TOP_BAR_ITEMS)
    bar, behind = nav.fold(doors, limit=ELDER_BAR_ITEMS if elder else PHONE_BAR_ITEMS)
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "actor": actor,
        "signin_url": settings.LOGIN_URL,
        "tenant": tenant,
        "nav": top,
        "nav_rest": nav.grouped(rest),
        "nav_bar": bar,
        "nav_behind": nav.grouped(behind),
        "nav_behind_current": any(link.current for link in behind),
        "nav_rest_current": any(link.current for link in rest),
        "nav_person": [] if actor.is_anonymous else nav.links(request, actor, "person"),
        "nav_footer": nav.links(request, actor, "footer"),
        "languages": [(code, name, code == language) for code, name in settings.LANGUAGES],
        "language_name": dict(settings.LANGUAGES).get(language, language),
        "html_language": HTML_LANGUAGE.get(language, language),
        "elder": elder,
        "elder_sizes": ELDER_SIZES,
        "theme": theme(request),
        "left_out": filters.left_out(request),
        "now": clock.local(clock.now(), getattr(tenant, "time_zone", None)),
    }


def elder_size(request: HttpRequest) -> str:
    """Root size in px of the large layout, or "" for the ordinary one."""
    chosen = request.COOKIES.get(ELDER_COOKIE, "")
    return chosen if chosen in ELDER_SIZES else ""


def theme(request: HttpRequest) -> str:
    """Return light or dark where the person chose, else "" (the device decides)."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""
