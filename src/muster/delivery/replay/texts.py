"""What the demo's command has written to its people."""

from django.utils.translation import gettext_lazy as _

from muster.platform.notify.contracts import Words, register_words

LIST_ASKED = "replay.list_asked"


def declare() -> None:
    """Declare the messages of the drill."""
    register_words(
        Words(
            key=LIST_ASKED,
            title=_("Please check your list of names by %(hour)s"),
            text=_(
                "The drill has begun. Look whether everybody who comes is on the register, and "
                "report by %(hour)s who is missing."
            ),
        )
    )
