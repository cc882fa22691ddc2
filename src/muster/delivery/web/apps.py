"""Registers `muster.delivery.web` with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from muster.ui import nav


class WebConfig(AppConfig):
    """Application configuration."""

    name = "muster.delivery.web"
    label = "web"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        """Open the doors that belong to everybody; give the record names and pages."""
        from muster.delivery.web import record_pages, record_words

        record_words.declare()
        record_pages.declare()
        nav.register(
            nav.NavItem(
                "verify", _("Check a badge or document"), "web:verify", place="footer", public=True
            )
        )
        nav.register(
            nav.NavItem("mydata", _("What is held on me"), "web:my_data", order=80, place="person")
        )
