"""Registers `muster.operations.duty` with Django."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class DutyConfig(AppConfig):
    """Application configuration."""

    name = "muster.operations.duty"
    label = "duty"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        """Open the door of the posts."""
        from muster.operations.duty import rules
        from muster.ui import nav

        nav.register(
            nav.NavItem(
                "posts",
                pgettext_lazy("navigation", "Posts"),
                "duty:posts",
                rules.VIEW_POSTS,
                26,
                "flag",
            )
        )
