"""What incidents write to people, declared when the program starts."""

from django.utils.translation import gettext_lazy as _

from muster.platform.notify.contracts import Words, register_words

LAPSE_NEAR, LAPSED = "measures.lapse_near", "measures.lapsed"


def declare() -> None:
    """Declare the messages about a lapse."""
    register_words(
        Words(
            LAPSE_NEAR,
            _("%(incident)s lapses on %(at)s"),
            _(
                "Without a renewal %(incident)s ends on %(at)s, and all that was ordered for it. "
                "If it has to go on, renew it and write why."
            ),
        )
    )
    register_words(
        Words(
            LAPSED,
            _("%(incident)s has lapsed"),
            _(
                "Nobody renewed %(incident)s, so it ended on %(at)s. "
                "If there is still work to do, open a new incident."
            ),
        )
    )
