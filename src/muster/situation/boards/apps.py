"""Registers `muster.situation.boards` with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from muster.ui import nav


class BoardsConfig(AppConfig):
    """Application configuration."""

    name = "muster.situation.boards"
    label = "boards"

    def ready(self) -> None:
        """Open the doors to the boards."""
        from muster.situation.boards import rules

        nav.register(
            nav.NavItem("command", _("Board"), "boards:command", rules.VIEW_COMMAND, 5, "map")
        )
        nav.register(nav.NavItem("unit", _("My unit"), "boards:unit", rules.VIEW_UNIT, 3, "home"))
        nav.register(
            nav.NavItem(
                "community", _("Community"), "boards:community", rules.OWN_COMMUNITY, 2, "home"
            )
        )
