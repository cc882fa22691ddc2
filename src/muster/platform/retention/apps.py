"""Registers `muster.platform.retention` with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RetentionConfig(AppConfig):
    """Application configuration."""

    name = "muster.platform.retention"
    label = "retention"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        """Describe what is put on record and what a certificate says, and open the door."""
        from muster.kernel.signatures import describe_document
        from muster.platform.retention import queries, rules, words
        from muster.platform.retention.contracts import DOCUMENT_KIND
        from muster.ui.nav import RECORDS, NavItem, register

        words.declare()
        describe_document(DOCUMENT_KIND, queries.certificate_lines)
        register(
            NavItem(
                "retention",
                _("Held data"),
                "retention:index",
                rules.VIEW_HOLDINGS,
                860,
                "trash",
                group=RECORDS,
            )
        )
