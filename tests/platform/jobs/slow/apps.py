"""An app with jobs for the tests of a real worker."""

from pathlib import Path

from django.apps import AppConfig


class SlowConfig(AppConfig):
    name = "tests.platform.jobs.slow"
    label = "slow"
    path = str(Path(__file__).parent)
