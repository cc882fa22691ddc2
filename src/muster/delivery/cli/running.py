"""Whether an installation is being served: a lock that lives as long as its processes.

Restoring and rotating keys change what running processes hold in memory, so they wait for a stop.
"""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from muster.delivery.cli.terminal import fail

NAME = "serving.lock"
LEFTOVER_SECONDS = 2.0


@contextmanager
def while_serving() -> Iterator[None]:
    """Hold the lock; the processes forked inside the block hold it too.

    Refused where somebody serves from this home: two schedulers would do the same work twice.
    Processes of a start that was killed are given a moment to end.
    """
    with (Path(settings.HOME) / NAME).open("a") as lock:
        until = time.monotonic() + LEFTOVER_SECONDS
        while not _locked(lock):
            if time.monotonic() > until:
                sentence = _(
                    "Muster is serving from %(home)s already. Use that one, or stop it first, "
                    "or set MUSTER_HOME to another folder."
                )
                fail(sentence % {"home": settings.HOME})
            time.sleep(0.1)
        yield


@contextmanager
def while_stopped() -> Iterator[None]:
    """Keep the installation from being served inside the block; refuse where it is served now."""
    with (Path(settings.HOME) / NAME).open("a") as lock:
        if not _locked(lock):
            sentence = _("Muster is serving from %(home)s. Stop it first, then try again.")
            fail(sentence % {"home": settings.HOME})
        yield


def _locked(lock: IO[str]) -> bool:
    """Try to take the lock for this process and those it forks alone."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
