"""System checks: a door must lead somewhere."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import NoReverseMatch, reverse

from muster.ui import nav


@register()
def doors_lead_somewhere(**_options: Any) -> list[CheckMessage]:
    """Report navigation items whose address is not in the URL table (ui.E001)."""
    found: list[CheckMessage] = []
    for item in nav.registered():
        try:
            reverse(item.url_name)
        except NoReverseMatch:
            found.append(
                Error(
                    f"Navigation item {item.key!r} points at {item.url_name!r}, which is no URL.",
                    hint="Name a URL without arguments, or register the item later.",
                    id="ui.E001",
                )
            )
    return found
