"""Registers `muster.platform.access` with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    """Application configuration."""

    name = "muster.platform.access"
    label = "access"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        """Declare who may do what, what is held, what a badge says, and the doors to it."""
        from muster.kernel.signatures import describe_document
        from muster.platform.access import queries, rules, verbs
        from muster.platform.access.contracts import BADGE_KIND
        from muster.platform.access.holdings import declare_holdings
        from muster.ui.nav import RECORDS, NavItem, register

        declare_holdings()
        verbs.declare()
        describe_document(BADGE_KIND, queries.badge_lines)
        register(
            NavItem(
                "access",
                _("Accounts and roles"),
                "access:people",
                rules.VIEW_ACCOUNTS,
                800,
                "key",
                group=RECORDS,
            )
        )
        register(
            NavItem("account", _("My account"), "access:account", None, 10, "person", "person")
        )
        register(
            NavItem("badge", _("Badge"), "access:badge", rules.HOLD_BADGE, 20, "card", "person")
        )
        register(
            NavItem(
                "signout", _("Sign out"), "access:signout", None, 90, "exit", "person", post=True
            )
        )
