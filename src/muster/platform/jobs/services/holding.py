"""Holding a job: one worker has it for as long as it keeps its lease."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from muster.kernel import clock
from muster.kernel.ids import new_id
from muster.platform.jobs.enums import JobState
from muster.platform.jobs.lease import LEASE
from muster.platform.jobs.models import Job
from muster.platform.jobs.services.wake import announce


def claim(job_id: UUID, *, worker: str) -> Job | None:
    """Take a waiting job that is due; None where another worker has it or it has ended."""
    now = clock.real_now()
    token = new_id()
    taken = Job.objects.filter(pk=job_id, state=JobState.QUEUED, run_after__lte=now).update(
        state=JobState.RUNNING,
        lease_token=token,
        lease_until=now + LEASE,
        worker=worker,
        attempt=F("attempt") + 1,
        started_at=now,
    )
    return Job.objects.select_related("tenant").get(pk=job_id) if taken else None


def renew(job: Job) -> bool:
    """Keep the lease of a running job; False where it is lost."""
    held = Job.objects.filter(pk=job.pk, lease_token=job.lease_token, state=JobState.RUNNING)
    return bool(held.update(lease_until=clock.real_now() + LEASE))


def note_progress(job: Job, *, done: int, total: int, note: str) -> bool | None:
    """Write progress and keep the lease; returns whether to stop, or None where the job is lost."""
    held = Job.objects.filter(pk=job.pk, lease_token=job.lease_token, state=JobState.RUNNING)
    written = held.update(
        done=done, total=total, note=note[:300], lease_until=clock.real_now() + LEASE
    )
    if not written:
        return None
    return bool(held.values_list("cancel_requested", flat=True).first())


def finish(job: Job, state: JobState, **columns: Any) -> bool:
    """End a running job in `state`; False where another worker has taken it meanwhile."""
    held = Job.objects.filter(pk=job.pk, lease_token=job.lease_token, state=JobState.RUNNING)
    return bool(
        held.update(
            state=state, ended_at=clock.real_now(), lease_token=None, lease_until=None, **columns
        )
    )


def put_back(job: Job, *, after: timedelta, counted: bool = True, **columns: Any) -> bool:
    """Let a running job wait again. Uncounted where it was not the job's fault."""
    held = Job.objects.filter(pk=job.pk, lease_token=job.lease_token, state=JobState.RUNNING)
    attempt = F("attempt") if counted else F("attempt") - 1
    back = held.update(
        state=JobState.QUEUED,
        run_after=clock.real_now() + after,
        lease_token=None,
        lease_until=None,
        attempt=attempt,
        **columns,
    )
    if back and not after:
        transaction.on_commit(lambda: announce(job.id))
    return bool(back)
