"""Choices of the call-up's tables."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CallUpState(TextChoices):
    """Where a call-up stands."""

    DRAFT = "draft", pgettext_lazy("call-up", "Draft")
    SENT = "sent", pgettext_lazy("call-up", "Sent")
    CLOSED = "closed", pgettext_lazy("call-up", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("call-up", "Cancelled")


class Basis(TextChoices):
    """How a target is set: a number of people, or a share of the unit's staff."""

    NUMBER = "number", _("number of people")
    SHARE = "share", _("share of staff")


class NominationState(TextChoices):
    """How far one name has come."""

    NAMED = "named", pgettext_lazy("nomination", "Named")
    CONFIRMED = "confirmed", pgettext_lazy("nomination", "Confirmed")
    DECLINED = "declined", pgettext_lazy("nomination", "Cannot come")
    WAITING = "waiting", pgettext_lazy("nomination", "On the waiting list")
    WITHDRAWN = "withdrawn", pgettext_lazy("nomination", "Taken off the list")


COMING = frozenset({NominationState.NAMED, NominationState.CONFIRMED})
"""States that count as people the command may plan with."""


LISTED = COMING | {NominationState.DECLINED}
"""States of names that a unit has sent; reconciliation counts what was sent."""


class DifferenceKind(TextChoices):
    """What does not add up."""

    NAMED_TWICE = "named_twice", _("One person named by two units")
    COUNT = "count", _("The unit's figure is not the length of its list")
    TOTAL = "total", _("The published total is not the sum of the parts")
    UNDER_AGE = "under_age", _("Under 18 on the day of assembly")
    AWAY = "away", _("Reported absent on the day of assembly")
    DEPLOYED = "deployed", _("Already called up elsewhere")


class DifferenceState(TextChoices):
    """Whether somebody has answered for it."""

    OPEN = "open", pgettext_lazy("difference", "To be closed")
    CLOSED = "closed", pgettext_lazy("difference", "Closed")
    GONE = "gone", pgettext_lazy("difference", "No longer there")


class Stage(TextChoices):
    """The steps of the live board; each opens its list."""

    ASKED = "asked", pgettext_lazy("stage", "Asked")
    PROMISED = "promised", pgettext_lazy("stage", "Promised")
    NAMED = "named", pgettext_lazy("stage", "Named")
    CONFIRMED = "confirmed", pgettext_lazy("stage", "Confirmed")
    ARRIVED = "arrived", pgettext_lazy("stage", "Arrived")


class PlanState(TextChoices):
    """Where a plan stands."""

    DRAFT = "draft", pgettext_lazy("plan", "Draft")
    SOLVING = "solving", pgettext_lazy("plan", "Being planned")
    SOLVED = "solved", pgettext_lazy("plan", "Planned")
    SUBMITTED = "submitted", pgettext_lazy("plan", "Waits for approval")
    APPROVED = "approved", pgettext_lazy("plan", "Approved")
    PUBLISHED = "published", pgettext_lazy("plan", "Published")
    FAILED = "failed", pgettext_lazy("plan", "Failed")
    DROPPED = "dropped", pgettext_lazy("plan", "Dropped")
