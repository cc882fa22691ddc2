"""What the outbox says about changes of a published roster and requests on it."""

from django.utils.translation import gettext_lazy as _

from muster.platform.notify.contracts import Words, register_words

NEW_SHIFT, SHIFT_OFF, SHIFTS_CHANGED = "duty.new_shift", "duty.shift_off", "duty.shifts_changed"
REQUEST_SWAP, REQUEST_COVER = "duty.request_swap", "duty.request_cover"
REQUEST_FOR_LEAD, REQUEST_ENDED = "duty.request_for_lead", "duty.request_ended"
REQUEST_EXPIRED = "duty.request_expired"


def declare() -> None:
    """Declare the messages."""
    for key, title, text in (
        (
            NEW_SHIFT,
            _("New shift: %(post)s, %(when)s"),
            _("The roster was changed by %(by)s. Open your shifts to see with whom."),
        ),
        (
            SHIFT_OFF,
            _("No shift any more: %(post)s, %(when)s"),
            _("The roster was changed by %(by)s. Open your shifts to see the next one."),
        ),
        (
            SHIFTS_CHANGED,
            _("Your shifts have changed; the next one is %(when)s"),
            _("The roster was changed by %(by)s: %(n)d changes. Open your shifts to see all."),
        ),
        (
            REQUEST_SWAP,
            _("%(name)s asks you to swap: your %(when)s for %(other)s"),
            _("Open the page and say yes or no. Nothing changes before the lead approves it."),
        ),
        (
            REQUEST_COVER,
            _("%(name)s asks you to take a shift: %(post)s, %(when)s"),
            _("Open the page and say yes or no. Nothing changes before the lead approves it."),
        ),
        (
            REQUEST_FOR_LEAD,
            _("%(name)s: %(kind)s, %(when)s"),
            _("Waits for your answer. The rules have been checked; open the list of requests."),
        ),
        (
            REQUEST_ENDED,
            _("Your request (%(kind)s, %(when)s): %(state)s"),
            _("Open your shifts to see how it stands now."),
        ),
        (
            REQUEST_EXPIRED,
            _("Your request (%(kind)s, %(when)s) ran out without an answer"),
            _("The shift stands as planned. If you cannot come, call the lead."),
        ),
    ):
        register_words(Words(key=key, title=title, text=text))
