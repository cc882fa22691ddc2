"""Registers `muster.ui` with Django."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Application configuration."""

    name = "muster.ui"
    label = "ui"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        """Load the system checks."""
        from muster.ui import checks  # noqa: F401
