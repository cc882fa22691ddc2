"""Words for what the outbox puts on record, and for the messages it writes for others."""

from django.utils.translation import gettext_lazy as _

from muster.platform.audit.contracts import describe_verb
from muster.platform.notify.contracts import Words, register_words


def declare() -> None:
    """Describe the verbs of this package and the message that carries a code."""
    describe_verb("notify.channel_saved", _("Set up a message channel"))
    describe_verb("notify.channel_removed", _("Took a message channel away"))
    describe_verb("notify.channel_tried", _("Tried a message channel"))
    describe_verb("notify.quiet_hours_set", _("Set the hours of quiet"))
    register_words(
        Words(
            "access.code",
            _("Your code for Muster"),
            _(
                "Your code is %(code)s. Open %(url)s by %(until)s. "
                "Nobody from the command will ever ask you for it."
            ),
        )
    )
