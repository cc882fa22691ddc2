"""Long work by name: packages declare jobs here, `platform.jobs` runs them.

A job takes ids, may be run again after a crash, and must then finish what is left exactly once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from muster.kernel.actors import Actor
from muster.kernel.errors import Text


class JobCancelled(Exception):
    """Someone asked the job to stop; what was committed stays, and undo is the job's own matter."""


class JobRun(Protocol):
    """What a job is handed besides its ids."""

    @property
    def job_id(self) -> UUID:
        """Id of the job's row; the same when it is run again."""

    @property
    def tenant_id(self) -> UUID | None:
        """Tenant the job works in; None for work on the installation."""

    @property
    def actor(self) -> Actor:
        """Who asked for it, with the grants in force now."""

    @property
    def attempt(self) -> int:
        """1 on the first run, 2 after a crash, and so on."""

    def progress(self, done: int, total: int, note: Text = "") -> None:
        """Show how far it is and keep its lease. Raises JobCancelled where someone stopped it."""

    def result(self, **values: Any) -> None:
        """Keep small values (ids, counts) to show when it is done."""


JobFunction = Callable[..., None]


@dataclass(frozen=True, slots=True)
class JobSubject:
    """What a job is about: a name (such as a sheet's), its page, and figures with their lists."""

    name: str
    url: str = ""
    figures: tuple[tuple[Text, int, str], ...] = ()


AboutFunction = Callable[..., JobSubject | None]
"""Called with `actor` and the job's ids; None where there is nothing (more) for this actor."""


@dataclass(frozen=True, slots=True)
class JobSpec:
    """A declared job. `every_seconds` is set where the scheduler starts it by itself."""

    name: str
    function: JobFunction
    label: Text
    every_seconds: int | None = None
    about: AboutFunction | None = None


_specs: dict[str, JobSpec] = {}
_enqueue: list[Callable[..., UUID]] = []


def job(
    name: str,
    *,
    label: Text,
    every_seconds: int | None = None,
    about: AboutFunction | None = None,
) -> Callable[[JobFunction], JobFunction]:
    """Declare a job. With `every_seconds` the scheduler runs it at that period, once at a time.

    `about` tells readers of its page what it is about.
    """

    def decorate(function: JobFunction) -> JobFunction:
        known = _specs.get(name)
        if known is not None and known.function.__module__ != function.__module__:
            raise ValueError(f"Job {name} is declared twice")
        _specs[name] = JobSpec(name, function, label, every_seconds, about)
        return function

    return decorate


def specs() -> Mapping[str, JobSpec]:
    """Return every declared job by name."""
    return _specs


def install_queue(enqueue_job: Callable[..., UUID]) -> None:
    """Plug in the queue that `enqueue` puts jobs into."""
    _enqueue[:] = [enqueue_job]


def enqueue(name: str, *, actor: Actor, **ids: Any) -> UUID:
    """Queue a job inside the current transaction and return the id of its row."""
    return _enqueue[0](name, actor=actor, **ids)
