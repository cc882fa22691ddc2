"""What the outbox says about shifts: who is wanted where, who stands alone, what happened."""

from django.utils.translation import gettext_lazy as _

from muster.platform.notify.contracts import Words, register_words

RELIEF_ASKED, RELIEF_ANSWERED = "duty.relief_asked", "duty.relief_answered"
RELIEF_REFUSED, RELIEF_FILLED = "duty.relief_refused", "duty.relief_filled"
ALONE, EMPTY, ESCALATED = "duty.alone", "duty.empty", "duty.alarm_escalated"
STAND_IN = "duty.stand_in"
EXPECTED, ASK_FIT, UNFIT = "duty.expected", "duty.ask_fit", "duty.unfit"
REPORTED, REPORT_ESCALATED, REPORT_TAKEN = "duty.reported", "duty.report_up", "duty.report_taken"

MESSAGES = (
    (
        RELIEF_ASKED,
        _("Can you come to %(post)s? %(when)s"),
        _("Somebody is missing there. Open the page and say yes or no."),
    ),
    (
        RELIEF_ANSWERED,
        _("%(name)s comes to %(post)s, %(when)s"),
        _("The shift is on the roster now. Whoever else was asked has been told."),
    ),
    (
        RELIEF_REFUSED,
        _("%(name)s cannot come to %(post)s, %(when)s"),
        _("Open the list and ask the next one."),
    ),
    (
        RELIEF_FILLED,
        _("%(post)s, %(when)s: somebody else is coming"),
        _("Thank you. You are not needed for this shift any more."),
    ),
    (
        ALONE,
        _("%(post)s: one person stands alone"),
        _("Open the alarm: whom to call, and who could come."),
    ),
    (
        EMPTY,
        _("%(post)s: nobody is there"),
        _("Open the alarm: whom to call, and who could come."),
    ),
    (
        ESCALATED,
        _("%(post)s: not enough people for %(minutes)d minutes"),
        _("Nobody has ended it. It is the command’s now; open the alarm."),
    ),
    (
        STAND_IN,
        _("Please stand in at %(post)s until %(until)s"),
        _("Somebody there is on a break and has named you."),
    ),
    (
        EXPECTED,
        _("You are expected at %(post)s since %(at)s"),
        _("Check in if you are there. If you cannot come, say so on the page of your shifts."),
    ),
    (
        ASK_FIT,
        _("Your shift begins at %(at)s: are you fit for duty?"),
        _("One tap, yes or no. Nobody asks why."),
    ),
    (
        UNFIT,
        _("%(name)s cannot come: %(post)s, %(when)s"),
        _("Open the page: who could stand in."),
    ),
    (
        REPORTED,
        _("%(post)s reports: %(what)s"),
        _("Open the report and say who takes it on."),
    ),
    (
        REPORT_ESCALATED,
        _("%(post)s reported %(what)s, and nobody has taken it on"),
        _("It is the command’s now. Open the report."),
    ),
    (
        REPORT_TAKEN,
        _("%(name)s has your report of %(what)s"),
        _("Open the report to see what is done."),
    ),
)
"""Key, title and text of each message."""


def declare() -> None:
    """Declare the messages of this package."""
    for key, title, text in MESSAGES:
        register_words(Words(key=key, title=title, text=text))
