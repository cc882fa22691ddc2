"""Asking for work, stopping it, and asking again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, NotAllowed
from muster.kernel.jobs import specs
from muster.kernel.permissions import allowed
from muster.platform.audit.services import record
from muster.platform.jobs import queries
from muster.platform.jobs.enums import OPEN_STATES, JobState
from muster.platform.jobs.models import Job
from muster.platform.jobs.rules import CANCEL_JOBS
from muster.platform.jobs.services.wake import announce


def enqueue(name: str, /, *, actor: Actor, **ids: Any) -> UUID:
    """Queue the job `name` inside the caller's transaction and return the id of its row.

    The job is there if and only if the transaction commits. `ids` are what it needs to find its
    work again: ids, codes and counts, no values.

    Raises:
        LookupError: no such job is declared.

    """
    if name not in specs():
        raise LookupError(f"No job named {name} is declared")
    job = Job.objects.create(
        tenant_id=actor.tenant_id,
        name=name,
        ids={key: _plain(value) for key, value in ids.items()},
        requested_by=actor.account_id,
        device_id=actor.device_id,
        system=actor.system,
        language=get_language() or "",
    )
    transaction.on_commit(lambda: announce(job.id))
    return job.id


def cancel(*, actor: Actor, job_id: UUID) -> None:
    """Ask a job to stop. One that still waits stops at once, a running one at its next step.

    Raises:
        NotFound: there is no such job, or none the actor may see.
        NotAllowed: it is someone else's.
        Conflict: it has already ended.

    """
    with transaction.atomic():
        job = queries.job_for_update(actor=actor, job_id=job_id)
        if job.requested_by != actor.account_id and not allowed(actor, CANCEL_JOBS, job):
            raise NotAllowed(_("Someone else asked for this work."))
        if not job.is_open:
            raise Conflict(_("This work has already ended."))
        if job.state == JobState.QUEUED:
            job.state, job.ended_at = JobState.CANCELLED, clock.real_now()
        job.cancel_requested = True
        job.save(update_fields=["state", "ended_at", "cancel_requested"])
        record(actor, "jobs.job_cancelled", job)


def retry(*, actor: Actor, job_id: UUID) -> None:
    """Queue a failed or stopped job again.

    Raises:
        NotFound: there is no such job, or none the actor may see.
        Conflict: it has not failed.

    """
    with transaction.atomic():
        job = queries.job_for_update(actor=actor, job_id=job_id)
        if job.requested_by != actor.account_id and not allowed(actor, CANCEL_JOBS, job):
            raise NotAllowed(_("Someone else asked for this work."))
        if job.state not in {JobState.FAILED, JobState.CANCELLED}:
            raise Conflict(_("Only work that failed or was stopped can be started again."))
        reset(job)
        record(actor, "jobs.job_retried", job)
        transaction.on_commit(lambda: announce(job.id))


def destroy_before(tenant_id: UUID, before: datetime, limit: int) -> list[UUID]:
    """Destroy ended jobs asked for before `before`, at most `limit`; returns their ids."""
    rows = Job.objects.filter(tenant_id=tenant_id, created_at__lt=before)
    ids = list(rows.exclude(state__in=OPEN_STATES).values_list("id", flat=True)[:limit])
    Job.objects.filter(tenant_id=tenant_id, id__in=ids).delete()
    return ids


def reset(job: Job) -> None:
    """Make a job that has ended wait as if new."""
    fresh = Job(id=job.id)
    columns = (
        *(
            "state",
            "done",
            "total",
            "note",
            "result",
            "error_code",
            "error",
            "next_step",
            "error_params",
        ),
        *("attempt", "cancel_requested", "run_after", "started_at", "ended_at", "worker"),
    )
    for column in columns:
        setattr(job, column, getattr(fresh, column))
    job.save(update_fields=columns)


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
