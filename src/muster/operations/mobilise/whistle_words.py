"""What the outbox says about whistles and about gaps of a published plan."""

from django.utils.translation import gettext_lazy as _

from muster.platform.notify.contracts import Words, register_words


def declare() -> None:
    """Declare these messages."""
    register_words(
        Words(
            key="mobilise.gap_opened",
            title=_("Somebody cannot come: %(place)s"),
            text=_("A person of %(unit)s has said so. Open the page to let a reserve step in."),
        )
    )
    for key, title, text in _WHISTLES:
        register_words(Words(key=f"mobilise.whistle_{key}", title=title, text=text))


_WHISTLES = (
    (
        "raised",
        _("%(place)s whistles: %(what)s"),
        _("%(number)d people are needed, %(at)s. Open the page to take it on, whole or in part."),
    ),
    (
        "climbed",
        _("Nobody has taken it on: %(place)s, %(what)s"),
        _("%(number)d people are still missing, %(at)s. Open the page to take care of it."),
    ),
    (
        "taken_on",
        _("Somebody comes: %(what)s"),
        _("%(number)d people were promised for %(place)s, %(at)s."),
    ),
    (
        "sent",
        _("You go to %(place)s: %(what)s"),
        _("Your unit has named you, %(at)s. Open the page to see where."),
    ),
    (
        "remind_claimer",
        _("Is it done? %(place)s, %(what)s"),
        _("%(number)d people were promised. Say on the page that it is done."),
    ),
    (
        "remind_community",
        _("Was it done? %(what)s"),
        _("%(number)d people were promised for %(place)s. Confirm it, or say what is missing."),
    ),
    (
        "reported",
        _("Please confirm: %(what)s"),
        _("Those who promised %(number)d people for %(place)s say that it is done."),
    ),
    (
        "refused",
        _("Open again: %(place)s, %(what)s"),
        _("The promise of %(number)d people stands no more. Open the page to see why."),
    ),
    (
        "ended",
        _("A whistle has ended: %(place)s, %(what)s"),
        _("Open the page to read the answer."),
    ),
)
