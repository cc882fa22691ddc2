"""Putting work into the queue, taking it out, stopping it, and waking what was forgotten."""

from muster.platform.jobs.services.asking import cancel, destroy_before, enqueue, retry
from muster.platform.jobs.services.holding import claim, finish, note_progress, put_back, renew
from muster.platform.jobs.services.upkeep import MAX_ATTEMPTS, start_due, sweep

__all__ = [
    "MAX_ATTEMPTS",
    "cancel",
    "claim",
    "destroy_before",
    "enqueue",
    "finish",
    "note_progress",
    "put_back",
    "renew",
    "retry",
    "start_due",
    "sweep",
]
