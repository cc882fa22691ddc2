"""What this register holds, for what, and for how long."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.actors import Actor
from muster.kernel.holdings import Holding, Listing, RetentionClock, register
from muster.registers.responders import queries, services
from muster.registers.responders.enums import Status
from muster.registers.responders.queries import Filters
from muster.registers.responders.rules import VIEW_PEOPLE

DAYS_AFTER_LEAVING = 365


def declare() -> None:
    """Register people who have left, and absences long past, with retention."""
    register(
        Holding(
            name="responders.people",
            label=_("People who have left the register of responders"),
            purpose=_("To certify hours and answer for a deployment after it ended"),
            clock=RetentionClock.PERIOD_END,
            days=DAYS_AFTER_LEAVING,
            count=queries.count_ended,
            destroy=services.destroy_ended,
            fields=(
                "name",
                "sex",
                "birth date",
                "identity number",
                "phone",
                "home",
                "skills",
                "duty limits",
                "absences",
            ),
            listing=Listing(
                "responders:index", VIEW_PEOPLE, _count_left, f"?status={Status.ENDED}"
            ),
        )
    )


def _count_left(actor: Actor) -> int:
    return queries.total_of(actor=actor, filters=Filters(status=Status.ENDED)) or 0
