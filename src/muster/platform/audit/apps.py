"""Registers `muster.platform.audit` with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """Application configuration."""

    name = "muster.platform.audit"
    label = "audit"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        """Declare what is held here, its words and the doors to it."""
        from muster.platform.audit import holdings, rules, words
        from muster.ui.nav import RECORDS, NavItem, register

        holdings.declare()
        words.declare()
        register(
            NavItem(
                "audit", _("Record"), "audit:index", rules.VIEW_EVENT, 850, "history", group=RECORDS
            )
        )
        register(NavItem("looks", _("Who looked at me"), "audit:me", None, 50, "eye", "person"))
