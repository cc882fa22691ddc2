"""Reading jobs: one's own, and for those who answer for the command everybody's."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.crosstenant import across_tenants
from muster.kernel.errors import MusterError, NotFound
from muster.kernel.jobs import JobSubject, specs
from muster.kernel.permissions import allowed
from muster.kernel.querysets import ScopedQuerySet
from muster.platform.access.queries import account_names
from muster.platform.jobs.contracts import Backlog
from muster.platform.jobs.enums import OPEN_STATES, JobState
from muster.platform.jobs.models import Job, Schedule
from muster.platform.jobs.rules import VIEW_JOBS

Jobs = ScopedQuerySet[Job]


def count_jobs(tenant_id: UUID) -> int:
    """Return how many jobs are held."""
    return Job.objects.filter(tenant_id=tenant_id).count()


def jobs(*, actor: Actor, state: str = "") -> Jobs:
    """Jobs the actor may see, newest first: their own, or all of the command's."""
    rows = Job.objects.of_tenant(actor.tenant_id)
    if not allowed(actor, VIEW_JOBS):
        own = Q(requested_by=actor.account_id) if actor.account_id else Q(pk__in=[])
        rows = rows.filter(own)
    return (rows.filter(state=state) if state else rows).order_by("-created_at")


def job(*, actor: Actor, job_id: UUID) -> Job:
    """Return a job; to those who see everybody's also one the installation does by itself.

    Raises:
        NotFound: there is none, or none the actor may see.

    """
    row = find_job(actor=actor, job_id=job_id)
    if row is None:
        raise _not_found()
    return row


def find_job(*, actor: Actor, job_id: UUID) -> Job | None:
    """Return what `job` returns, or None."""
    row = jobs(actor=actor).filter(pk=job_id).first()
    if row is None and allowed(actor, VIEW_JOBS):
        with across_tenants("jobs.sweep"):
            row = Job.objects.filter(pk=job_id, tenant=None).exclude(system="").first()
    return row


def subject_of(*, actor: Actor, job: Job) -> JobSubject | None:
    """Return what a job is about; None where its kind does not say, or not to this actor."""
    spec = specs().get(job.name)
    if spec is None or spec.about is None:
        return None
    try:
        return spec.about(actor=actor, **job.ids)
    except MusterError:
        return None


def asked_by(job: Job) -> str:
    """Return the name of whoever asked for a job; empty for what the installation does itself."""
    if job.requested_by is None or job.tenant_id is None:
        return ""
    key = str(job.requested_by)
    return account_names(job.tenant_id, [key]).get(key, "")


def next_time(job: Job) -> datetime | None:
    """Return when a job that comes back by itself is next due; None for one that does not."""
    return Schedule.objects.filter(job_id=job.id).values_list("next_at", flat=True).first()


def job_for_update(*, actor: Actor, job_id: UUID) -> Job:
    """Return a job locked until the transaction ends."""
    row = jobs(actor=actor).select_for_update().filter(pk=job_id).first()
    if row is None:
        raise _not_found()
    return row


def open_jobs(*, actor: Actor, name: str) -> Jobs:
    """Jobs of one kind that still wait or run."""
    return jobs(actor=actor).filter(name=name, state__in=OPEN_STATES)


def periodic_jobs() -> list[Job]:
    """The installation's own jobs, by name: sealing, sweeping, destroying."""
    with across_tenants("jobs.sweep"):
        return list(Job.objects.filter(tenant=None).exclude(system="").order_by("name"))


def backlog() -> Backlog:
    """Count what waits in every command, for `muster doctor`."""
    now = clock.real_now()
    with across_tenants("jobs.sweep"):
        due = Job.objects.filter(state=JobState.QUEUED, run_after__lte=now)
        oldest = due.order_by("run_after").values_list("run_after", flat=True).first()
        return Backlog(
            queued=due.count(),
            running=Job.objects.filter(state=JobState.RUNNING).count(),
            failed=Job.objects.filter(state=JobState.FAILED).count(),
            oldest_seconds=(now - oldest).total_seconds() if oldest else 0.0,
        )


def _not_found() -> NotFound:
    return NotFound(_("There is no such work here, or someone else asked for it."))
