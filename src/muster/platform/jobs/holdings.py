"""What the queue holds, for what, and for how long."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.holdings import Holding, Listing, RetentionClock, register
from muster.platform.jobs import queries, services
from muster.platform.jobs.rules import VIEW_JOBS

DAYS = 30


def declare() -> None:
    """Register finished work with retention."""
    register(
        Holding(
            name="jobs.jobs",
            label=_("Finished work"),
            purpose=_("So that whoever asked for it can see what came of it"),
            clock=RetentionClock.CREATED,
            days=DAYS,
            count=queries.count_jobs,
            destroy=services.destroy_before,
            fields=("account",),
            listing=Listing(
                "jobs:index", VIEW_JOBS, lambda actor: queries.jobs(actor=actor).count()
            ),
        )
    )
