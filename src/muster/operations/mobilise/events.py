"""What happens in a call-up, for those who react, and in the words of the audit."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from muster.kernel.events import Event
from muster.platform.audit.contracts import describe_verb


@dataclass(frozen=True, slots=True, kw_only=True)
class CallUpSent(Event):
    """Units were asked for people."""

    call_up_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationChanged(Event):
    """Somebody was named, confirmed, declined, withdrawn or replaced."""

    call_up_id: UUID
    responder_id: UUID
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived(Event):
    """Somebody stands at the assembly place."""

    call_up_id: UUID
    responder_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WhistleRaised(Event):
    """A community asked for people or a task."""

    whistle_id: UUID
    area_code: str
    source: str
    source_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhistleChanged(Event):
    """A whistle was taken on, given back, climbed or ended."""

    whistle_id: UUID
    area_code: str
    state: str
    source: str
    source_id: UUID | None


CALL_UP_CHANGED = describe_verb("mobilise.call_up_changed", _("Changed a call-up"))
CALL_UP_SENT = describe_verb("mobilise.call_up_sent", _("Sent a call-up"))
CALL_UP_CLOSED = describe_verb("mobilise.call_up_closed", _("Closed a call-up"))
CALL_UP_CANCELLED = describe_verb("mobilise.call_up_cancelled", _("Cancelled a call-up"))
TARGET_SET = describe_verb("mobilise.target_set", _("Set a target"))
UNITS_REMINDED = describe_verb("mobilise.units_reminded", _("Reminded units without an answer"))
ASK_ANSWERED = describe_verb("mobilise.ask_answered", _("Answered a call-up for a unit"))
PEOPLE_NAMED = describe_verb("mobilise.people_named", _("Named people for a call-up"))
NAME_WITHDRAWN = describe_verb("mobilise.name_withdrawn", _("Took a name off the list"))
NAME_REPLACED = describe_verb("mobilise.name_replaced", _("Replaced a name by another"))
NAME_CONFIRMED = describe_verb("mobilise.name_confirmed", _("Confirmed that somebody comes"))
NAME_DECLINED = describe_verb("mobilise.name_declined", _("Said that somebody cannot come"))
NAME_DRAWN = describe_verb("mobilise.name_drawn", _("Drew names from the waiting list"))
DIFFERENCE_CLOSED = describe_verb("mobilise.difference_closed", _("Closed a difference"))
DIFFERENCE_REOPENED = describe_verb("mobilise.difference_reopened", _("Opened a difference again"))
ARRIVAL_RECORDED = describe_verb("mobilise.arrival_recorded", _("Recorded an arrival"))
ARRIVAL_UNDONE = describe_verb("mobilise.arrival_undone", _("Took an arrival back"))
PLAN_MADE = describe_verb("mobilise.plan_made", _("Began a plan"))
PLAN_SOLVED = describe_verb("mobilise.plan_solved", _("Planned who goes where"))
PLAN_SUBMITTED = describe_verb("mobilise.plan_submitted", _("Sent a plan for approval"))
PLAN_APPROVED = describe_verb("mobilise.plan_approved", _("Approved a plan"))
PLAN_PUBLISHED = describe_verb("mobilise.plan_published", _("Published a plan"))
PLAN_RETURNED = describe_verb("mobilise.plan_returned", _("Sent a plan back"))
PLAN_DROPPED = describe_verb("mobilise.plan_dropped", _("Dropped a plan"))
PLAN_STUDIED = describe_verb("mobilise.plan_studied", _("Asked something about a plan"))
PLAN_EDITED = describe_verb("mobilise.plan_edited", _("Changed a plan by hand"))
WHISTLED = describe_verb("mobilise.whistled", _("Whistled for people or a task"))
WHISTLE_TAKEN_ON = describe_verb("mobilise.whistle_taken_on", _("Took a whistle on"))
WHISTLE_GIVEN_BACK = describe_verb("mobilise.whistle_given_back", _("Gave a whistle back"))
WHISTLE_NAMED = describe_verb("mobilise.whistle_named", _("Named who answers a whistle"))
WHISTLE_REPORTED = describe_verb("mobilise.whistle_reported", _("Reported a whistle as done"))
WHISTLE_CONFIRMED = describe_verb("mobilise.whistle_confirmed", _("Confirmed that it was done"))
WHISTLE_REFUSED = describe_verb("mobilise.whistle_refused", _("Said that it was not done"))
WHISTLE_CLIMBED = describe_verb(
    "mobilise.whistle_climbed", _("Passed a whistle on that nobody had taken on")
)
WHISTLE_HELD = describe_verb("mobilise.whistle_held", _("Took care of a whistle"))
WHISTLE_ENDED = describe_verb("mobilise.whistle_ended", _("Ended a whistle"))
WHISTLE_KIND_CHANGED = describe_verb(
    "mobilise.whistle_kind_changed", _("Changed a kind of whistle")
)
LISTENING_CHANGED = describe_verb(
    "mobilise.listening_changed", _("Changed whether somebody hears of whistles")
)
ASSEMBLY_CODE_SHOWN = describe_verb(
    "mobilise.assembly_code_shown", _("Made the code of an assembly place")
)
GAP_FILLED = describe_verb("mobilise.gap_filled", _("Put a reserve where somebody was missing"))
