"""Registers `muster.operations.duty` with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DutyConfig(AppConfig):
    """Application configuration."""

    name = "muster.operations.duty"
    label = "duty"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        """Open the doors of posts, own shifts and rosters; declare what rosters hold."""
        from muster.kernel.signatures import describe_document
        from muster.operations.duty import (
            change_words,
            handlers,
            holdings,
            queries,
            rules,
            stand_down_words,
            words,
        )
        from muster.platform.access.contracts import install_badge_source
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
        nav.register(
            nav.NavItem("shifts", _("My shifts"), "duty:shifts", rules.OWN_SHIFTS, 4, "calendar")
        )
        nav.register(
            nav.NavItem("rosters", _("Roster"), "duty:rosters", rules.VIEW_ROSTER, 24, "calendar")
        )
        nav.register(
            nav.NavItem("alarms", _("Alarms"), "duty:alarms", rules.ANSWER_ALARMS, 22, "shield")
        )
        install_badge_source("duty", queries.badge_post)
        describe_document(queries.BOOK_KIND, queries.book_lines)
        handlers.listen()
        words.declare()
        change_words.declare()
        holdings.declare()
        stand_down_words.declare()
