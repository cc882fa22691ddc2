"""Choices of what happens during shifts: alarms, asking, declarations, handovers, reports."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AlarmCause(TextChoices):
    """Why a running shift has fewer than two people."""

    LEFT = "left", _("Somebody left")
    NO_SHOW = "no_show", _("Somebody did not come")
    BREAK = "break", _("A break without a stand-in")
    ABSENT = "absent", _("Somebody is absent")
    ROSTER = "roster", _("The roster was changed")


class AlarmEnd(TextChoices):
    """How an alarm ended."""

    SECOND = "second", _("A second person is there")
    OVER = "over", _("The shift is over")
    CALLED_OFF = "called_off", _("The shift is not in force any more")


class AskedFor(TextChoices):
    """What a stand-in is asked for."""

    ALARM = "alarm", _("Somebody stands alone")
    ABSENCE = "absence", _("Somebody is absent")
    GAP = "gap", _("A place is empty")
    BREAK = "break", _("A break")


class ReliefAnswer(TextChoices):
    """What somebody who was asked has said."""

    WAITING = "waiting", pgettext_lazy("relief", "no answer yet")
    YES = "yes", pgettext_lazy("relief", "is coming")
    NO = "no", pgettext_lazy("relief", "cannot")
    FILLED = "filled", pgettext_lazy("relief", "not needed any more")


class CheckInFlag(TextChoices):
    """What somebody should look at; the check-in counts all the same."""

    FAR = "far", _("far from the post")
    TWO_POSTS = "two_posts", _("at two posts at once")
    OLD_CODE = "old_code", _("by a code that was replaced")
    TIRED = "tired", _("before the rest was over")


class HandoverState(TextChoices):
    """How a handover stands."""

    OFFERED = "offered", pgettext_lazy("handover", "waits for the next crew")
    ACCEPTED = "accepted", pgettext_lazy("handover", "taken over")
    RETURNED = "returned", pgettext_lazy("handover", "given back")


class ReportKind(TextChoices):
    """What happened at a post."""

    PERSON = "person", _("Somebody needs help")
    QUARREL = "quarrel", _("Quarrel or refusal")
    DANGER = "danger", _("Fire, traffic or other danger")
    GEAR = "gear", _("Something is missing or broken")
    OTHER = "other", pgettext_lazy("report", "Something else")


class ReportLevel(TextChoices):
    """Who is to deal with a report."""

    COMMUNITY = "community", _("the community")
    COMMAND = "command", _("the command")


class ReportStepKind(TextChoices):
    """What was done about a report."""

    RAISED = "raised", pgettext_lazy("report", "reported")
    TAKEN = "taken", pgettext_lazy("report", "taken on")
    ESCALATED = "escalated", pgettext_lazy("report", "passed to the command")
    NOTED = "noted", pgettext_lazy("report", "noted")
    CLOSED = "closed", pgettext_lazy("report", "closed")


class NoteKind(TextChoices):
    """What stands in a duty book besides the shifts. An injury has no words: no medical detail."""

    TRAINING = "training", pgettext_lazy("duty book", "Training")
    COMMENDATION = "commendation", pgettext_lazy("duty book", "Commendation")
    INJURY = "injury", pgettext_lazy("duty book", "Injured on duty")
    REST_DAY = "rest_day", pgettext_lazy("duty book", "Compensation day taken")
