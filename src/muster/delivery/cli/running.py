"""Whether an installation is being served: a lock that lives as long as its processes.

Restoring and rotating keys change what running processes hold in memory, so they wait for a stop.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from muster.delivery.cli.terminal import fail

NAME = "serving.lock"


@contextmanager
def while_serving() -> Iterator[None]:
    """Hold the lock; the processes forked inside the block hold it too."""
    with (Path(settings.HOME) / NAME).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield


@contextmanager
def while_stopped() -> Iterator[None]:
    """Keep the installation from being served inside the block; refuse where it is served now."""
    with (Path(settings.HOME) / NAME).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sentence = _("Muster is serving from %(home)s. Stop it first, then try again.")
            fail(sentence % {"home": settings.HOME})
        yield
