"""Registers `muster.platform.notify` with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotifyConfig(AppConfig):
    """Application configuration."""

    name = "muster.platform.notify"
    label = "notify"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        """Plug in as the sender of codes, declare words and holdings, open the doors."""
        from muster.platform.access.contracts import install_sender
        from muster.platform.notify import holdings, naming, rules, sender, texts
        from muster.ui.nav import NavItem, register

        install_sender(sender.OutboxSender())
        texts.declare()
        naming.install()
        holdings.declare()
        register(NavItem("inbox", _("Messages"), "notify:inbox", None, 30, "bell", "person"))
        register(
            NavItem(
                "channels",
                _("Message channels"),
                "notify:channels",
                rules.SET_CHANNELS,
                70,
                "settings",
                "person",
            )
        )
