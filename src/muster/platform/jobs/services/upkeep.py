"""Upkeep of the queue: starting what is due, waking what was forgotten."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_noop as _

from muster.kernel import clock
from muster.kernel.crosstenant import across_tenants
from muster.kernel.jobs import specs
from muster.platform.jobs.enums import JobState
from muster.platform.jobs.lease import is_gone
from muster.platform.jobs.models import Job, Schedule
from muster.platform.jobs.services import wake
from muster.platform.jobs.services.asking import reset
from muster.platform.jobs.services.holding import finish, put_back
from muster.platform.jobs.services.wake import announce

MAX_ATTEMPTS = 5
FORGOTTEN_AFTER = timedelta(seconds=5)
"""A waiting job without a message is taken for forgotten after this time."""


def sweep() -> int:
    """Wake what nobody would: abandoned jobs and jobs whose message was lost; return how many."""
    now = clock.real_now()
    with across_tenants("jobs.sweep"):
        for job in Job.objects.filter(state=JobState.RUNNING).order_by("id"):
            if (job.lease_until or now) <= now or is_gone(job.worker):
                _take_back(job)
        due = Job.objects.filter(state=JobState.QUEUED, run_after__lte=now - FORGOTTEN_AFTER)
        waiting = list(due.order_by("run_after").values_list("id", flat=True))
        cancelled = Job.objects.filter(state=JobState.QUEUED, cancel_requested=True)
        cancelled.update(state=JobState.CANCELLED, ended_at=now)
    announced = wake.announced() if waiting else set()
    forgotten = [job_id for job_id in waiting if job_id not in announced]
    for job_id in forgotten:
        announce(job_id)
    wake.tidy()
    return len(forgotten)


def start_due() -> int:
    """Queue every periodic job that is due; return how many.

    Several schedulers may run: moving the due time is one conditional update, so one of them wins.
    A job that has not finished by its next time is not started twice.
    """
    return sum(
        _start(spec.name, spec.every_seconds)
        for spec in list(specs().values())
        if spec.every_seconds
    )


def _start(name: str, every_seconds: int) -> bool:
    now = clock.real_now()
    with transaction.atomic():
        schedule, _made = Schedule.objects.get_or_create(name=name, defaults={"next_at": now})
        won = Schedule.objects.filter(name=name, next_at__lte=now, next_at=schedule.next_at).update(
            next_at=now + timedelta(seconds=every_seconds)
        )
        if not won:
            return False
        jobs = Job.objects.select_for_update()
        job = jobs.filter(pk=schedule.job_id).first() if schedule.job_id else None
        if job is None:
            job = Job.objects.create(name=name, system=name)
            Schedule.objects.filter(name=name).update(job_id=job.id)
        elif job.is_open:
            return False
        else:
            reset(job)
        transaction.on_commit(lambda: announce(job.id))
    return True


def _take_back(job: Job) -> None:
    """Let an abandoned job wait again, or end it where it has brought down too many workers."""
    if job.cancel_requested:
        finish(job, JobState.CANCELLED)
    elif job.attempt >= MAX_ATTEMPTS:
        finish(
            job,
            JobState.FAILED,
            error_code="worker_lost",
            error=_("The worker ended %(count)d times in the middle of this work."),
            next_step=_("Check memory and disk with muster doctor, then start it again."),
            error_params={"count": job.attempt},
        )
    else:
        put_back(job, after=timedelta(0))
