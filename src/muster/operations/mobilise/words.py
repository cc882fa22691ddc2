"""What the outbox says about a call-up."""

from django.utils.translation import gettext_lazy as _

from muster.platform.notify.contracts import Words, register_words


def declare() -> None:
    """Declare the messages of this package."""
    register_words(
        Words(
            key="mobilise.unit_asked",
            title=_("%(unit)s is asked for %(asked)d people"),
            text=_("Name them until %(until)s, or say why it is fewer. Open the page to answer."),
        )
    )
    register_words(
        Words(
            key="mobilise.plan_published",
            title=_("Your shifts: %(place)s from %(day)s"),
            text=_("Open the page to see each shift, the place, the crew and what to bring."),
        )
    )
    register_words(
        Words(
            key="mobilise.unit_reminded",
            title=_("%(unit)s has not answered yet"),
            text=_("%(asked)d people are asked for, until %(until)s. Open the page to answer."),
        )
    )
