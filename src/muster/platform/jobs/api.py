"""Work in hand for programs."""

from datetime import datetime
from uuid import UUID

from ninja import Router, Schema

from muster.kernel.permissions import signed_in
from muster.platform.jobs import queries, services
from muster.platform.jobs.enums import JobState
from muster.platform.jobs.models import Job
from muster.ui.http import Request

router = Router()
LIST_ROWS = 100


class JobOut(Schema):
    """A piece of work: where it stands and how far it is."""

    id: UUID
    name: str
    label: str
    state: str
    done: int
    total: int
    note: str
    error: str
    next_step: str
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    seconds_left: int | None

    @staticmethod
    def resolve_error(job: Job) -> str:
        """Say why it failed in the caller's language."""
        return job.said_error

    @staticmethod
    def resolve_next_step(job: Job) -> str:
        """Say what to do in the caller's language."""
        return job.said_next_step

    @staticmethod
    def resolve_note(job: Job) -> str:
        """Say what it is at in the caller's language."""
        return job.said_note


@router.get("/", response=list[JobOut])
@signed_in
def jobs(request: Request, state: JobState | None = None) -> list[Job]:
    """List the latest work the caller may see."""
    return list(queries.jobs(actor=request.actor, state=state or "")[:LIST_ROWS])


@router.get("/{uuid:job_id}", response=JobOut)
@signed_in
def job(request: Request, job_id: UUID) -> Job:
    """Return one piece of work."""
    return queries.job(actor=request.actor, job_id=job_id)


@router.post("/{uuid:job_id}/cancel", response=JobOut, openapi_extra={"responses": {409: {}}})
@signed_in
def cancel(request: Request, job_id: UUID) -> Job:
    """Ask a piece of work to stop."""
    services.cancel(actor=request.actor, job_id=job_id)
    return queries.job(actor=request.actor, job_id=job_id)
