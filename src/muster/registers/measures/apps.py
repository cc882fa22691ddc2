"""Registers `muster.registers.measures` with Django."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """Application configuration."""

    name = "muster.registers.measures"
    label = "measures"
    default_auto_field = "django.db.models.UUIDField"
