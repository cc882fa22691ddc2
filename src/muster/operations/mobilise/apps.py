"""Registers `muster.operations.mobilise` with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MobiliseConfig(AppConfig):
    """Application configuration."""

    name = "muster.operations.mobilise"
    label = "mobilise"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        """Open the doors of the call-up, and declare what it says and holds."""
        from muster.operations.mobilise import holdings, rules, whistle_words, words
        from muster.ui import nav

        nav.register(
            nav.NavItem("call_ups", _("Call-up"), "mobilise:index", rules.VIEW_CALL_UPS, 10, "flag")
        )
        nav.register(
            nav.NavItem("asked", _("Call-up"), "mobilise:asked", rules.ANSWER_OWN, 6, "flag")
        )
        nav.register(
            nav.NavItem(
                "whistles", _("Whistle"), "mobilise:whistles", rules.SEE_WHISTLES, 8, "whistle"
            )
        )
        words.declare()
        whistle_words.declare()
        holdings.declare()
