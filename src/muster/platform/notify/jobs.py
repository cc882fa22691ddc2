"""Delivery as jobs: every few seconds, and at once for what is urgent."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.jobs import JobRun, job
from muster.platform.notify import services

EVERY_SECONDS = 15


@job("notify.deliver", label=_("Send messages"), every_seconds=EVERY_SECONDS)
def deliver(run: JobRun) -> None:
    """Deliver what is due in every command."""
    run.result(**services.deliver_due())


@job("notify.deliver_now", label=_("Send urgent messages"))
def deliver_now(run: JobRun) -> None:
    """Deliver what is due in one command, without waiting for the next round."""
    run.result(**services.deliver_due(run.tenant_id))
