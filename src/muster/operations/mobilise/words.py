"""What the outbox says about call-ups, plans and whistles."""

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
            text=_(
                "First: %(day)s, %(shift)s, %(post)s. Lead: %(lead)s. Open the page for every "
                "shift, the way, the crew, what to bring and the calendar."
            ),
        )
    )
    register_words(
        Words(
            key="mobilise.plan_taken_off",
            title=_("You have no shifts from %(day)s on"),
            text=_(
                "A new roster begins on %(day)s and the shifts you had from then on are not yours "
                "any more. You need not come. Whoever called you up calls again where needed."
            ),
        )
    )
    register_words(
        Words(
            key="mobilise.plan_published_unit",
            title=_("%(unit)s: %(sent)d people have their places"),
            text=_("Open the page to see who goes where; it can be taken along as a sheet."),
        )
    )
    register_words(
        Words(
            key="mobilise.plan_published_community",
            title=_("The roster of %(place)s: %(people)d people from %(day)s"),
            text=_("Open the page to see who stands where and when."),
        )
    )
    register_words(
        Words(
            key="mobilise.unit_reminded",
            title=_("%(unit)s has not answered yet"),
            text=_("%(asked)d people are asked for, until %(until)s. Open the page to answer."),
        )
    )
