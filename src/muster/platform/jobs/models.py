"""Jobs and the schedule. The job's row is the truth; a message in the queue only wakes a worker."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.errors import say
from muster.kernel.jobs import specs
from muster.kernel.models import Model
from muster.kernel.querysets import ScopedQuerySet
from muster.platform.jobs.enums import OPEN_STATES, JobState

SECONDS_A_MINUTE = 60


class Job(Model):
    """A piece of long work: what was asked, by whom, how far it is and what came of it.

    All times are the wall clock's. `lease_token` is made anew whenever a worker takes the job: a
    worker that has lost the job can write neither progress nor result. `worker` says who has it.
    `error` and `next_step` are kept untranslated, with `error_params`; `said_error` and
    `said_next_step` say them to whoever reads.
    """

    view_permission: ClassVar[str] = "jobs.view_jobs"
    area_field: ClassVar[str | None] = None
    scope_field: ClassVar[str | None] = None
    own_field: ClassVar[str | None] = None

    tenant = models.ForeignKey(
        "kernel.Tenant",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        db_index=False,
    )
    name = models.CharField(max_length=80)
    ids = models.JSONField(default=dict)
    state = models.CharField(
        _("state"), max_length=10, choices=JobState.choices, default=JobState.QUEUED
    )
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)
    result = models.JSONField(default=dict)
    error_code = models.CharField(max_length=80, blank=True)
    error = models.TextField(blank=True)
    next_step = models.TextField(blank=True)
    error_params = models.JSONField(default=dict)
    attempt = models.PositiveSmallIntegerField(default=0)
    requested_by = models.UUIDField(null=True, blank=True, editable=False)
    device_id = models.UUIDField(null=True, blank=True, editable=False)
    system = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=10, blank=True)
    cancel_requested = models.BooleanField(default=False)
    lease_token = models.UUIDField(null=True, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(default=clock.real_now, editable=False)
    run_after = models.DateTimeField(default=clock.real_now)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = [
            models.Index(fields=["tenant", "-created_at"], name="jobs_job_recent"),
            models.Index(fields=["tenant", "requested_by"], name="jobs_job_requester"),
            models.Index(
                fields=["state", "run_after"],
                condition=models.Q(state__in=[str(state) for state in OPEN_STATES]),
                name="jobs_job_open",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What the job does, in the reader's language."""
        spec = specs().get(self.name)
        return str(spec.label) if spec else self.name

    @property
    def said_error(self) -> str:
        """Why it failed, in the reader's language."""
        return say(self.error, self.error_params)

    @property
    def said_next_step(self) -> str:
        """What to do about it, in the reader's language."""
        return say(self.next_step, self.error_params)

    @property
    def said_note(self) -> str:
        """What it says of itself while it runs; a sentence without figures in any language."""
        return say(self.note, {})

    @property
    def is_open(self) -> bool:
        """True while there is something left to do."""
        return self.state in OPEN_STATES

    @property
    def percent(self) -> int:
        """How much is done, 0 to 100."""
        if self.state == JobState.DONE:
            return 100
        return min(100, self.done * 100 // self.total) if self.total else 0

    @property
    def progress_total(self) -> int:
        """Steps in all, for a bar that must have a length."""
        return self.total or 1

    @property
    def seconds_left(self) -> int | None:
        """Seconds it will take at the speed so far; None before there is a speed."""
        if self.state != JobState.RUNNING or not self.started_at or not 0 < self.done < self.total:
            return None
        elapsed = (clock.real_now() - self.started_at).total_seconds()
        return round(elapsed / self.done * (self.total - self.done))

    @property
    def time_left(self) -> str:
        """What is left, as a sentence; empty before there is a speed."""
        seconds = self.seconds_left
        if seconds is None:
            return ""
        if seconds < SECONDS_A_MINUTE:
            return gettext("Less than a minute left.")
        minutes = round(seconds / SECONDS_A_MINUTE)
        return ngettext("About %(n)d minute left.", "About %(n)d minutes left.", minutes) % {
            "n": minutes
        }


class Schedule(models.Model):
    """When a periodic job is next due. Its job row is used again and again."""

    name = models.CharField(max_length=80, primary_key=True)
    next_at = models.DateTimeField()
    job_id = models.UUIDField(null=True, blank=True)

    class Meta:
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")

    def __str__(self) -> str:
        return self.name
