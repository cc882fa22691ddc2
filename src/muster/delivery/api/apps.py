"""Registers `muster.delivery.api` with Django."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Application configuration."""

    name = "muster.delivery.api"
    label = "api"
    default_auto_field = "django.db.models.UUIDField"
