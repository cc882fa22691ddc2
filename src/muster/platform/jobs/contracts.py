"""What a job may raise, and what others may know of the queue."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from muster.kernel.errors import MusterError, Text


class TryAgain(MusterError):
    """The job could not go on for a reason that passes: a gateway that does not answer, a lock.

    `after` says how long to wait at least; the job is run again a few times before it fails.
    """

    code = "try_again"

    def __init__(self, message: Text, *, after: timedelta | None = None, **params: Any) -> None:
        super().__init__(message, **params)
        self.after = after


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits: jobs that are due, how long the oldest has been, and how many have failed."""

    queued: int
    running: int
    failed: int
    oldest_seconds: float
