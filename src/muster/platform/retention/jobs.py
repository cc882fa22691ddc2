"""Destruction as a daily job."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.jobs import JobRun, job
from muster.platform.retention import services

DAY_SECONDS = 24 * 3600


@job(
    "retention.destroy_due",
    label=_("Destroy what has reached its last day"),
    every_seconds=DAY_SECONDS,
)
def destroy_due(run: JobRun) -> None:
    """Destroy what is due in every command and sign the certificates."""
    run.result(destroyed=services.destroy_due(run.progress))
