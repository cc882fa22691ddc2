"""Registers `muster.kernel` with Django."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Application configuration."""

    name = "muster.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.UUIDField"
