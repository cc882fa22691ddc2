"""What is held of incidents, for what, and for how long."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.actors import Actor
from muster.kernel.holdings import Holding, Listing, RetentionClock, register
from muster.registers.measures import queries, services
from muster.registers.measures.rules import VIEW

DAYS_AFTER_END = 1095


def declare() -> None:
    """Register ended incidents with retention."""
    register(
        Holding(
            name="measures.incidents",
            label=_("Incidents that have ended, their staff and their liaison groups"),
            purpose=_("To answer for what was ordered while the incident ran"),
            clock=RetentionClock.INCIDENT_END,
            days=DAYS_AFTER_END,
            count=queries.count_ended,
            destroy=services.destroy_ended,
            fields=(
                "name",
                "area",
                "contact",
                "periods and objectives",
                "who had which seat",
                "members of liaison groups",
                "reasons of renewals and of the end",
            ),
            listing=Listing("measures:index", VIEW, _count_ended, f"?state={queries.ENDED}"),
        )
    )


def _count_ended(actor: Actor) -> int:
    return queries.incidents(actor=actor, state=queries.ENDED).count()
