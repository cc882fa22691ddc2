"""What the call-up holds about people, for what, and for how long."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.holdings import Holding, RetentionClock, register
from muster.operations.mobilise import queries, services

DAYS_AFTER_END = 365
DAYS_OF_LISTENING = 180


def declare() -> None:
    """Register names, plans and whistles with retention."""
    _declare_call_ups()
    _declare_whistles()


def _declare_call_ups() -> None:
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
    register(
        Holding(
            name="mobilise.call_ups",
            label=_("Call-ups that have ended, with their plans"),
            purpose=_("To answer who was planned where, and why, after a deployment ended"),
            clock=RetentionClock.INCIDENT_END,
            days=DAYS_AFTER_END,
            count=queries.count_ended_call_ups,
            destroy=services.destroy_ended_call_ups,
            fields=("unit", "number of people", "age", "place of the home in km", "limits"),
            rows=queries.ended_call_ups,
        )
    )


def _declare_whistles() -> None:
    register(
        Holding(
            name="mobilise.whistles",
            label=_("Whistles of incidents that have ended"),
            purpose=_("To answer who asked for help, who came, and whether it was done"),
            clock=RetentionClock.INCIDENT_END,
            days=DAYS_AFTER_END,
            count=queries.counts_ended_whistles,
            destroy=services.destroy_ended_whistles,
            fields=("community", "person", "unit", "answer"),
            rows=queries.ended_whistles,
        )
    )
    register(
        Holding(
            name="mobilise.listeners",
            label=_("People who want to hear of whistles"),
            purpose=_("To tell volunteers when a community needs somebody"),
            clock=RetentionClock.CREATED,
            days=DAYS_OF_LISTENING,
            count=queries.count_listeners,
            destroy=services.destroy_listeners,
            fields=("person",),
            rows=queries.listening_since,
        )
    )
