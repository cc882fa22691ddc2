"""Choices of the call-up's tables."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.kernel.errors import Text


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


ABOUT_ONE_NAME = frozenset({DifferenceKind.UNDER_AGE, DifferenceKind.AWAY, DifferenceKind.DEPLOYED})
"""Differences that are closed by taking a name off the list, or by keeping it."""


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
    EDITED = "edited", pgettext_lazy("plan", "Being changed by hand")


class StudyKind(TextChoices):
    """What can be asked about a plan, and is answered by a job."""

    SHORT = "short", _("What is short and why")
    CURVE = "curve", _("Units together, or short ways")
    ABSENCE = "absence", _("What if some do not arrive")


class Wants(TextChoices):
    """What a whistle asks for: people for some hours, or one thing done by a time."""

    PEOPLE = "people", pgettext_lazy("whistle", "People")
    TASK = "task", pgettext_lazy("whistle", "A task")


class WhistleState(TextChoices):
    """Where a whistle stands. The last three are ends, each with an answer."""

    OPEN = "open", pgettext_lazy("whistle", "Open")
    COVERED = "covered", pgettext_lazy("whistle", "Taken on")
    DONE = "done", pgettext_lazy("whistle", "Done")
    WITHDRAWN = "withdrawn", pgettext_lazy("whistle", "Withdrawn")
    LAPSED = "lapsed", pgettext_lazy("whistle", "Ended without it")


LIVE = frozenset({WhistleState.OPEN, WhistleState.COVERED})
"""States in which somebody still has to do something."""


class Held(TextChoices):
    """Who has a whistle now: it climbs when nobody takes it on."""

    UNITS = "units", pgettext_lazy("whistle", "Units and volunteers")
    SUBDISTRICT = "subdistrict", pgettext_lazy("whistle", "Subdistrict")
    COMMAND = "command", pgettext_lazy("whistle", "Command")


class ClaimState(TextChoices):
    """How far a promise to answer a whistle has come: both sides confirm that it was done."""

    PROMISED = "promised", pgettext_lazy("claim", "Promised")
    REPORTED = "reported", pgettext_lazy("claim", "Says it is done")
    CONFIRMED = "confirmed", pgettext_lazy("claim", "Confirmed by the community")
    REFUSED = "refused", pgettext_lazy("claim", "Not done")
    RELEASED = "released", pgettext_lazy("claim", "Given back")


CARRYING = frozenset({ClaimState.PROMISED, ClaimState.REPORTED, ClaimState.CONFIRMED})
"""Claims that count towards what was asked."""


class Source(TextChoices):
    """Where a whistle comes from."""

    COMMUNITY = "community", pgettext_lazy("whistle", "the community")
    COMMAND = "command", pgettext_lazy("whistle", "the command")
    RESIDENT = "resident", pgettext_lazy("whistle", "a resident")
    POST = "post", pgettext_lazy("whistle", "a post")


@dataclass(frozen=True, slots=True)
class StandardWhistle:
    """A kind every command starts with; a command may change what it asks for."""

    label: Text
    wants: Wants
    people: int
    hours: int
    skills: tuple[str, ...] = ()
    to_subdistrict: int = 30
    to_command: int = 60


STANDARD_WHISTLES: Mapping[str, StandardWhistle] = {
    "gate": StandardWhistle(_("People for a gate"), Wants.PEOPLE, 5, 8),
    "guide": StandardWhistle(_("Guides at a test site"), Wants.PEOPLE, 5, 8),
    "publicity": StandardWhistle(_("Visits and publicity"), Wants.PEOPLE, 5, 4),
    "shops": StandardWhistle(_("Visits to shops"), Wants.PEOPLE, 2, 4),
    "helper": StandardWhistle(_("Helpers of the isolated and the old"), Wants.PEOPLE, 5, 8),
    "carry": StandardWhistle(_("Carry and hand out goods"), Wants.TASK, 2, 4),
    "disinfect": StandardWhistle(
        _("Disinfect a place"), Wants.TASK, 2, 12, skills=("disinfection",)
    ),
    "repair": StandardWhistle(
        _("Mend power, light or heating"), Wants.TASK, 1, 6, skills=("electrician",)
    ),
    "care": StandardWhistle(
        _("Food, medicine or a doctor"), Wants.TASK, 1, 2, to_subdistrict=10, to_command=20
    ),
}
"""Minutes until a whistle that nobody took on climbs stand in `to_subdistrict`, `to_command`."""
