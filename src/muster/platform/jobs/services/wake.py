"""Messages to the workers: each names a job that may be due. Losing or doubling one is harmless."""

import logging
from datetime import timedelta
from uuid import UUID

from django.db import DatabaseError
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from muster.kernel import clock

log = logging.getLogger(__name__)

KEEP = timedelta(hours=1)


@task()
def run_job(job_id: str) -> None:
    """Run one job; called by the worker."""
    from muster.platform.jobs.runner import run

    run(UUID(job_id))


def send(job_id: UUID) -> None:
    """Leave a message for the workers."""
    run_job.enqueue(str(job_id))


def announce(job_id: UUID) -> None:
    """Wake a worker. A message that cannot be written is no loss: the sweep finds the job."""
    try:
        send(job_id)
    except DatabaseError:
        log.warning("No message could be written for job %s; the sweep will", job_id)


def announced() -> set[UUID]:
    """Return the jobs that a message already announces."""
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    return {UUID(message["args"][0]) for message in waiting.values_list("args_kwargs", flat=True)}


def tidy() -> None:
    """Forget messages that were read an hour ago."""
    DBTaskResult.objects.filter(
        status__in=[TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED],
        finished_at__lt=clock.real_now() - KEEP,
    ).delete()
