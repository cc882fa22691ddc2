"""What happens to posts, for those who react, and in the words of the audit."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from muster.kernel.events import Event
from muster.platform.audit.contracts import describe_verb


@dataclass(frozen=True, slots=True, kw_only=True)
class PostsAdded(Event):
    """Posts were set up: one by hand, or many by sheet, template or copying."""

    incident_id: UUID
    post_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostChanged(Event):
    """Facts of a post changed; `fields` names them."""

    incident_id: UUID
    post_id: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostClosed(Event):
    """A post is not staffed any more."""

    incident_id: UUID
    post_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PostReopened(Event):
    """A closed post is staffed again."""

    incident_id: UUID
    post_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionPublished(Event):
    """A roster came into force from its first day on; `people` says how many it deploys."""

    incident_id: UUID
    edition_id: UUID
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionWithdrawn(Event):
    """A roster was taken back before its first day."""

    incident_id: UUID
    edition_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedIn(Event):
    """Somebody came to a shift."""

    assignment_id: UUID
    post_id: UUID
    responder_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedOut(Event):
    """Somebody left a shift, or turned out not to have come."""

    assignment_id: UUID
    post_id: UUID
    responder_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterTouched(Event):
    """Who is on one shift of a post changed: its alarms and questions are looked at again."""

    post_id: UUID
    day: date
    shift_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterChanged(Event):
    """A published roster was changed; `responder_ids` are those whose shifts differ now."""

    incident_id: UUID
    edition_id: UUID
    change_id: UUID
    kind: str
    responder_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRequested(Event):
    """Somebody asked for a swap, for cover or for leave, or a request was answered."""

    request_id: UUID
    area_code: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmOpened(Event):
    """A running shift of a post has fewer than two people."""

    alarm_id: UUID
    post_id: UUID
    area_code: str
    present: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmEnded(Event):
    """A second person is there, or the shift is over."""

    alarm_id: UUID
    post_id: UUID
    area_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver(Event):
    """The next crew has taken a post over."""

    handover_id: UUID
    post_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PostReported(Event):
    """Something happened at a post."""

    report_id: UUID
    post_id: UUID
    area_code: str


POST_ADDED = describe_verb("duty.post_added", _("Added a post"))
POSTS_ADDED = describe_verb("duty.posts_added", _("Added posts"))
POST_CHANGED = describe_verb("duty.post_changed", _("Changed a post"))
POST_CLOSED = describe_verb("duty.post_closed", _("Closed a post"))
POST_REOPENED = describe_verb("duty.post_reopened", _("Opened a post again"))
POSTS_RENUMBERED = describe_verb("duty.posts_renumbered", _("Numbered posts anew"))
IMPORT_UNDONE = describe_verb("duty.import_undone", _("Took an import of posts back"))
PATTERN_ADDED = describe_verb("duty.pattern_added", _("Added a shift pattern"))
PATTERN_CLOSED = describe_verb("duty.pattern_closed", _("Closed a shift pattern"))
KIND_ADDED = describe_verb("duty.kind_added", _("Added a kind of post"))
KIND_CHANGED = describe_verb("duty.kind_changed", _("Changed a kind of post"))
TEMPLATE_SAVED = describe_verb("duty.template_saved", _("Kept a set of posts as a template"))
TEMPLATE_DROPPED = describe_verb("duty.template_dropped", _("Dropped a template of posts"))
CARDS_PRINTED = describe_verb("duty.cards_printed", _("Printed point cards"))
STAND_DOWN_ASKED = describe_verb("duty.stand_down_asked", _("Asked to end a deployment"))
STAND_DOWN_DROPPED = describe_verb("duty.stand_down_dropped", _("Did not end a deployment"))
STOOD_DOWN = describe_verb("duty.stood_down", _("Ended a deployment"))
STAND_DOWN_REOPENED = describe_verb("duty.stand_down_reopened", _("Opened a deployment again"))
GEAR_RETURNED = describe_verb("duty.gear_returned", _("Wrote down which gear came back"))
HOURS_CERTIFIED = describe_verb("duty.hours_certified", _("Certified somebody’s hours"))
DAY_PACKS_PRINTED = describe_verb("duty.day_packs_printed", _("Printed the papers of a day"))
EDITION_PUBLISHED = describe_verb("duty.edition_published", _("Published a roster"))
EDITION_WITHDRAWN = describe_verb("duty.edition_withdrawn", _("Took a published roster back"))
CHECKED_IN = describe_verb("duty.checked_in", _("Recorded who came to a shift"))
CHECKED_OUT = describe_verb("duty.checked_out", _("Recorded who left a shift"))
CHECK_IN_UNDONE = describe_verb("duty.check_in_undone", _("Took a check-in back"))
STOOD_IN = describe_verb("duty.stood_in", _("Put somebody into a shift"))
RELIEF_ASKED = describe_verb("duty.relief_asked", _("Asked somebody to stand in"))
RELIEF_ANSWERED = describe_verb("duty.relief_answered", _("Answered whether somebody stands in"))
ALARM_OPENED = describe_verb("duty.alarm_opened", _("Opened the alarm of a post"))
ALARM_ANSWERED = describe_verb("duty.alarm_answered", _("Answered the alarm of a post"))
ALARM_ESCALATED = describe_verb("duty.alarm_escalated", _("Passed the alarm of a post on"))
ALARM_ENDED = describe_verb("duty.alarm_ended", _("Ended the alarm of a post"))
NO_SHOW = describe_verb("duty.no_show", _("Noted that somebody did not come"))
BREAK_BEGUN = describe_verb("duty.break_begun", _("Recorded the beginning of a break"))
BREAK_ENDED = describe_verb("duty.break_ended", _("Recorded the end of a break"))
TIMES_ENTERED = describe_verb("duty.times_entered", _("Entered the times of a sign-in sheet"))
CODE_RENEWED = describe_verb("duty.code_renewed", _("Replaced the code of a post"))
POSITION_SET = describe_verb("duty.position_set", _("Set where a post is"))
DECLARED = describe_verb("duty.declared", _("Recorded whether somebody is fit for duty"))
TRIP_NOTED = describe_verb("duty.trip_noted", _("Noted a trip"))
TRIP_ENDED = describe_verb("duty.trip_ended", _("Noted that somebody is back from a trip"))
HANDOVER_OFFERED = describe_verb("duty.handover_offered", _("Handed a post over"))
HANDOVER_ACCEPTED = describe_verb("duty.handover_accepted", _("Took a post over"))
HANDOVER_RETURNED = describe_verb("duty.handover_returned", _("Gave a handover back"))
MATTER_OPENED = describe_verb("duty.matter_opened", _("Wrote down an open matter of a post"))
MATTER_CLOSED = describe_verb("duty.matter_closed", _("Closed an open matter of a post"))
REPORT_RAISED = describe_verb("duty.report_raised", _("Reported something from a post"))
REPORT_STEP = describe_verb("duty.report_step", _("Dealt with a report from a post"))
BOOK_NOTED = describe_verb("duty.book_noted", _("Wrote into a duty book"))
BOOK_WITHDRAWN = describe_verb("duty.book_withdrawn", _("Took an entry of a duty book back"))
BOOK_SIGNED = describe_verb("duty.book_signed", _("Signed a duty book"))
ROSTER_CHANGED = describe_verb("duty.roster_changed", _("Changed a published roster"))
ROSTER_REQUESTED = describe_verb("duty.roster_requested", _("Asked for a change of the roster"))
REQUEST_ANSWERED = describe_verb(
    "duty.request_answered", _("Answered a request for a change of the roster")
)
