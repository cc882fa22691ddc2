"""Forgetting what sign-in left behind and nobody needs any more."""

from datetime import timedelta
from importlib import import_module

from axes.models import AccessAttempt
from django.conf import settings

from muster.kernel import clock
from muster.platform.access.services.limits import forget_idle_buckets

IDLE_TIME = timedelta(days=1)
"""After a day every bucket is full and every lock has ended."""


def tidy() -> dict[str, int]:
    """Delete expired sessions, idle buckets and old failed sign-ins; count the last two."""
    before = clock.real_now() - IDLE_TIME
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return {
        "buckets": forget_idle_buckets(before),
        "attempts": AccessAttempt.objects.filter(attempt_time__lt=before).delete()[0],
    }
