"""What ends of deployments say, prove and hold."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.holdings import Holding, RetentionClock, register
from muster.kernel.signatures import describe_document
from muster.platform.notify.contracts import Words, register_words

THANKS, UNIT_HOME = "duty.stood_down", "duty.stood_down_unit"
DAYS_AFTER_END = 365


def declare() -> None:
    """Declare the messages, the certificate of hours and what is held."""
    from muster.operations.duty.queries.stand_down import (
        HOURS_KIND,
        count_ended_stand_downs,
        ended_stand_downs,
        hours_lines,
    )
    from muster.operations.duty.services import destroy_ended_stand_downs

    register_words(
        Words(
            key=THANKS,
            title=_("Thank you. The deployment at %(place)s ends: no shift from %(at)s on"),
            text=_(
                "You need not come any more. Thank you for every hour. Your duty book has your "
                "signed certificate of hours."
            ),
        )
    )
    register_words(
        Words(
            key=UNIT_HOME,
            title=_("Your people at %(place)s come back: no shift from %(at)s on"),
            text=_("Open the page to see who, and to print their signed certificates of hours."),
        )
    )
    describe_document(HOURS_KIND, hours_lines)
    register(
        Holding(
            name="duty.stand_downs",
            label=_("How deployments of incidents that have ended were closed"),
            purpose=_("To answer who ended a deployment, why, and which gear came back"),
            clock=RetentionClock.INCIDENT_END,
            days=DAYS_AFTER_END,
            count=count_ended_stand_downs,
            destroy=destroy_ended_stand_downs,
            fields=("who asked", "who confirmed", "reason", "gear", "who wrote it down"),
            rows=ended_stand_downs,
        )
    )
