"""Sealing as a scheduled job."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.jobs import JobRun, job
from muster.platform.audit import services

SEAL_SECONDS = 30


@job("audit.seal", label=_("Seal the record of who did what"), every_seconds=SEAL_SECONDS)
def seal(run: JobRun) -> None:
    """Put what was recorded since the last run into the chains."""
    run.result(sealed=services.seal_all())
