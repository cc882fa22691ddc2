"""Running one job: with the requester's rights, language and clock, a lease and a heartbeat."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, OperationalError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from muster.kernel import clock
from muster.kernel.actors import Actor, system_actor
from muster.kernel.errors import Gone, MusterError, Text
from muster.kernel.jobs import JobCancelled, specs
from muster.platform.access.queries import actor_again
from muster.platform.jobs import services
from muster.platform.jobs.contracts import TryAgain
from muster.platform.jobs.enums import JobState
from muster.platform.jobs.lease import HEARTBEAT_SECONDS, worker_name
from muster.platform.jobs.models import Job

log = logging.getLogger(__name__)

WRITE_EVERY_SECONDS = 0.25
BACK_OFF_SECONDS = (10, 60, 300, 900)

stopping = threading.Event()
"""Set when this worker has been asked to end: jobs leave at their next step and wait again."""


class LeaseLost(Exception):
    """Another worker has the job now; this one must not write another row of it."""


class WorkerStopping(Exception):
    """This worker ends; another will go on with the job."""


class Run:
    """The `kernel.jobs.JobRun` a job is handed."""

    def __init__(self, job: Job, actor: Actor) -> None:
        self._job = job
        self._actor = actor
        self._written = 0.0
        self.values: dict[str, Any] = {}

    @property
    def job_id(self) -> UUID:
        """Id of the job's row."""
        return self._job.id

    @property
    def tenant_id(self) -> UUID | None:
        """Tenant the job works in."""
        return self._job.tenant_id

    @property
    def actor(self) -> Actor:
        """Who asked for it, with the grants in force now."""
        return self._actor

    @property
    def attempt(self) -> int:
        """1 on the first run."""
        return self._job.attempt

    def progress(self, done: int, total: int, note: Text = "") -> None:
        """Show how far it is, at most four times a second.

        Inside a transaction it is always written: a run that has lost its lease fails there, so it
        cannot commit what another worker is doing again.

        Raises:
            JobCancelled: someone asked the job to stop.

        """
        due = time.monotonic() - self._written >= WRITE_EVERY_SECONDS
        if not (due or done >= total or connection.in_atomic_block):
            return
        stop = services.note_progress(self._job, done=done, total=total, note=_kept(note))
        self._written = time.monotonic()
        if stop is None:
            raise LeaseLost
        if stop:
            raise JobCancelled
        if stopping.is_set() and done < total:
            raise WorkerStopping

    def result(self, **values: Any) -> None:
        """Keep small values to show when it is done."""
        self.values.update(values)


def run(job_id: UUID) -> None:
    """Claim a job, run it and write down what came of it. Nothing to do is no error."""
    job = services.claim(job_id, worker=worker_name())
    if job is None:
        return
    offset = job.tenant.drill_offset if job.tenant else None
    language = translation.override(job.language or settings.LANGUAGE_CODE)
    with language, clock.drill(offset), _heartbeat(job):
        _run_claimed(job)


def _run_claimed(job: Job) -> None:
    try:
        _call(job)
    except JobCancelled:
        services.finish(job, JobState.CANCELLED)
    except WorkerStopping:
        services.put_back(job, after=timedelta(0), counted=False)
    except LeaseLost:
        log.warning("Job %s was taken over by another worker", job.id)
    except (TryAgain, OperationalError) as error:
        _again_or_fail(job, error)
    except MusterError as error:
        _fail(job, error.code, *error.kept())
    except Exception as error:
        log.exception("Job %s (%s) failed", job.id, job.name)
        _fail_unforeseen(job, error)


def _call(job: Job) -> None:
    spec = specs().get(job.name)
    if spec is None:
        raise Gone(_("This version of Muster no longer knows this kind of work."))
    handed = Run(job, _actor_of(job))
    spec.function(handed, **job.ids)
    if not services.finish(job, JobState.DONE, result=handed.values, note=""):
        raise LeaseLost


def _actor_of(job: Job) -> Actor:
    if job.requested_by is None:
        return system_actor(job.tenant_id, job.system or job.name)
    actor = actor_again(job.requested_by, device_id=job.device_id)
    if actor is None:
        raise Gone(_("The account or phone that asked for this has been closed."))
    return actor


def _again_or_fail(job: Job, error: Exception) -> None:
    if job.attempt <= len(BACK_OFF_SECONDS):
        pause = timedelta(seconds=BACK_OFF_SECONDS[job.attempt - 1])
        if isinstance(error, TryAgain) and error.after:
            pause = max(pause, error.after)
        note = gettext_noop("It did not work and will be tried again by itself.")
        services.put_back(job, after=pause, note=note, error=str(error)[:1000])
    elif isinstance(error, MusterError):
        _fail(job, error.code, *error.kept())
    else:
        log.error("Job %s (%s) failed: %s", job.id, job.name, error)
        _fail_unforeseen(job, error)


def _fail_unforeseen(job: Job, error: Exception) -> None:
    _fail(
        job,
        type(error).__name__,
        gettext_noop("The work stopped at a fault in the program. What was done before is kept."),
        gettext_noop(
            "Start it again. If it stops again, send the maintainer this number: %(number)s."
        ),
        {"number": str(job.id)},
    )


def _fail(job: Job, code: str, message: str, next_step: str, params: dict[str, Any]) -> None:
    services.finish(
        job,
        JobState.FAILED,
        error_code=code,
        error=message,
        next_step=next_step,
        error_params=params,
        note="",
    )


def _kept(note: Text) -> str:
    """Return a note untranslated, so that each reader is told in their own language."""
    with translation.override(None):
        return str(note)


@contextmanager
def _heartbeat(job: Job) -> Iterator[None]:
    """Renew the lease from a thread of its own, for jobs whose steps are long."""
    if connection.in_atomic_block:
        yield
        return
    ended = threading.Event()
    thread = threading.Thread(target=_beat, args=(job, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _beat(job: Job, ended: threading.Event) -> None:
    try:
        while not ended.wait(HEARTBEAT_SECONDS):
            try:
                with transaction.atomic():
                    services.renew(job)
            except DatabaseError:
                log.info("The lease of job %s could not be renewed yet", job.id)
    finally:
        connection.close()
