"""What the call-up holds about people, for what, and for how long."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.holdings import Holding, RetentionClock, register
from muster.operations.mobilise import queries, services

DAYS_AFTER_END = 365


def declare() -> None:
    """Register the lists of names with retention."""
    register(
        Holding(
            name="mobilise.names",
            label=_("Names on the lists of call-ups that have ended"),
            purpose=_("To answer who was called up and came, after a deployment ended"),
            clock=RetentionClock.INCIDENT_END,
            days=DAYS_AFTER_END,
            count=queries.count_ended,
            destroy=services.destroy_ended,
            fields=("person", "unit", "answer", "time of arrival"),
            rows=queries.ended_names,
        )
    )
