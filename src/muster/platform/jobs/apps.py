"""Registers `muster.platform.jobs` with Django."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Application configuration."""

    name = "muster.platform.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        """Plug in the queue, find every package's jobs, open the door to them."""
        from muster.kernel.jobs import install_queue
        from muster.platform.jobs import holdings, words
        from muster.platform.jobs.services import enqueue
        from muster.ui.nav import NavItem, register

        install_queue(enqueue)
        autodiscover_modules("jobs")
        words.declare()
        holdings.declare()
        register(NavItem("jobs", _("Work in hand"), "jobs:index", None, 40, "run", "person"))
