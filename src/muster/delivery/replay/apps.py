"""Registers `muster.delivery.replay` with Django."""

from django.apps import AppConfig


class ReplayConfig(AppConfig):
    """Application configuration."""

    name = "muster.delivery.replay"
    label = "replay"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        """Declare the messages of the drill."""
        from muster.delivery.replay import texts

        texts.declare()
