"""What rosters hold about people, for what, and for how long."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.holdings import Holding, RetentionClock, register
from muster.operations.duty import queries, services

DAYS_AFTER_END = 365


def declare() -> None:
    """Register the shifts of people with retention."""
    register(
        Holding(
            name="duty.shifts",
            label=_("Shifts of people in incidents that have ended, with who came when"),
            purpose=_("To certify hours and answer for who was on duty, after a deployment ended"),
            clock=RetentionClock.INCIDENT_END,
            days=DAYS_AFTER_END,
            count=queries.count_ended,
            destroy=services.destroy_ended,
            fields=("person", "unit", "post", "hours", "time of coming and leaving"),
            rows=queries.ended_shifts,
        )
    )
    register(
        Holding(
            name="duty.deployments",
            label=_("Where people were sent in incidents that have ended"),
            purpose=_("To certify hours and answer for who was on duty, after a deployment ended"),
            clock=RetentionClock.INCIDENT_END,
            days=DAYS_AFTER_END,
            count=queries.count_ended_deployments,
            destroy=services.destroy_ended_deployments,
            fields=("person", "unit", "community", "calendar code"),
            rows=queries.ended_deployments,
        )
    )
