"""Registers `muster.platform.files` with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from muster.ui import nav


class FilesConfig(AppConfig):
    """Application configuration."""

    name = "muster.platform.files"
    label = "files"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        """Find the kinds of sheets that packages declare, and open the door to imports."""
        from muster.platform.files import holdings, kinds, rules, verbs

        kinds.discover()
        holdings.register_all()
        verbs.declare()
        nav.register(
            nav.NavItem(
                "imports",
                _("Sheets"),
                "files:batches",
                rules.IMPORT_SHEETS,
                70,
                "file",
                group=nav.PEOPLE,
            )
        )
