"""What the audit holds, for what, and for how long."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.holdings import Holding, Listing, RetentionClock, register
from muster.platform.audit import queries, services
from muster.platform.audit.rules import VIEW_EVENT

THREE_YEARS_DAYS = 3 * 365


def declare() -> None:
    """Register the audit's records with retention."""
    register(
        Holding(
            name="audit.events",
            label=_("Record of who did or saw what"),
            purpose=_("So that everyone can see who looked at them, and misuse can be found"),
            clock=RetentionClock.CREATED,
            days=THREE_YEARS_DAYS,
            count=queries.count_events,
            destroy=services.destroy_before,
            fields=("account", "device", "role", "verb", "object", "person", "area", "purpose"),
            listing=Listing(
                "audit:index", VIEW_EVENT, lambda actor: queries.events(actor=actor).count()
            ),
        )
    )
