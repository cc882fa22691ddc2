"""Registers `muster.platform.places` with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    """Application configuration."""

    name = "muster.platform.places"
    label = "places"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        """Open the door to places."""
        from muster.platform.places import rules
        from muster.ui import nav

        nav.register(
            nav.NavItem(
                "places", _("Places"), "places:index", rules.VIEW, 60, "map", group=nav.PLACES
            )
        )
