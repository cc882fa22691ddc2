"""What access tidies up by itself."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.jobs import JobRun, job
from muster.platform.access import services

DAY_SECONDS = 24 * 3600


@job("access.tidy", label=_("Forget old sessions and failed sign-ins"), every_seconds=DAY_SECONDS)
def tidy(run: JobRun) -> None:
    """Delete what has served: ended sessions, idle allowances, addresses of failed sign-ins."""
    run.result(**services.tidy())
