"""Registers `muster.registers.measures` with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeasuresConfig(AppConfig):
    """Application configuration."""

    name = "muster.registers.measures"
    label = "measures"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        """Open the door to incidents, declare what is held, and the messages about a lapse."""
        from muster.registers.measures import holdings, rules, words
        from muster.ui import nav

        nav.register(
            nav.NavItem(
                "incident",
                _("Incidents"),
                "measures:index",
                rules.VIEW,
                58,
                "shield",
                group=nav.PLACES,
            )
        )
        holdings.declare()
        words.declare()
