"""What ends of deployments say and prove."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.signatures import describe_document
from muster.platform.notify.contracts import Words, register_words

THANKS, UNIT_HOME = "duty.stood_down", "duty.stood_down_unit"


def declare() -> None:
    """Declare the messages and the certificate of hours."""
    from muster.operations.duty.queries.stand_down import HOURS_KIND, hours_lines

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
