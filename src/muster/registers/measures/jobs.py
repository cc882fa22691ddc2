"""Lapses as a scheduled job."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.jobs import JobRun, job
from muster.registers.measures import services

EVERY_SECONDS = 3600


@job(
    "measures.lapse_incidents",
    label=_("End incidents that nobody renewed"),
    every_seconds=EVERY_SECONDS,
)
def lapse_incidents(run: JobRun) -> None:
    """Write down what has lapsed in every command, and warn three days before."""
    run.result(lapsed=services.lapse_due())
