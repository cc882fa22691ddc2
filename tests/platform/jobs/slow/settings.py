"""Settings of the worker in the tests: the real ones and one more app."""

from muster.settings.base import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.platform.jobs.slow.apps.SlowConfig"]  # noqa: F405
