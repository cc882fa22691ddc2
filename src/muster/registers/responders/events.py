"""What happens to people on the register, for those who react, and in the words of the audit."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from muster.kernel.events import Event
from muster.platform.audit.contracts import describe_purpose, describe_verb


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponderChanged(Event):
    """Facts a plan rests on changed: unit, skills, limits, nights, availability, home."""

    responder_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponderEnded(Event):
    """A person left the register."""

    responder_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceReported(Event):
    """A person does not come from `starts_at` until `ends_at` (None: until they are back)."""

    responder_id: UUID
    absence_id: UUID
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceEnded(Event):
    """An absence ended early or was taken back."""

    responder_id: UUID
    absence_id: UUID


UNIT_ADDED = describe_verb("responders.unit_added", _("Added a sending unit"))
UNIT_CHANGED = describe_verb("responders.unit_changed", _("Changed a sending unit"))
UNIT_CLOSED = describe_verb("responders.unit_closed", _("Closed a sending unit"))
UNIT_REOPENED = describe_verb("responders.unit_reopened", _("Opened a sending unit again"))
PERSON_ADDED = describe_verb("responders.person_added", _("Added a responder"))
PERSON_CHANGED = describe_verb("responders.person_changed", _("Changed a responder's record"))
PERSON_ENDED = describe_verb("responders.person_ended", _("Took a responder off the register"))
PERSON_REINSTATED = describe_verb(
    "responders.person_reinstated", _("Put a responder back on the register")
)
PERSON_TRANSFERRED = describe_verb(
    "responders.person_transferred", _("Moved a responder to another unit")
)
PEOPLE_IMPORTED = describe_verb("responders.people_imported", _("Imported responders"))
IMPORT_UNDONE = describe_verb("responders.import_undone", _("Took an import of responders back"))
PEOPLE_EXPORTED = describe_verb("responders.people_exported", _("Exported responders"))
FIELD_REVEALED = describe_verb("responders.field_revealed", _("Saw a sealed field"))
LIMIT_ADDED = describe_verb("responders.limit_added", _("Recorded a duty limit"))
LIMIT_ENDED = describe_verb("responders.limit_ended", _("Ended a duty limit"))
WEEK_SET = describe_verb("responders.week_set", _("Changed the hours a volunteer can give"))
ABSENCE_REPORTED = describe_verb("responders.absence_reported", _("Reported an absence"))
ABSENCE_ENDED = describe_verb("responders.absence_ended", _("Ended an absence"))
SKILL_ADDED = describe_verb("responders.skill_added", _("Added a skill"))
TEAM_CHANGED = describe_verb("responders.team_changed", _("Changed a team"))
PAIRING_CHANGED = describe_verb("responders.pairing_changed", _("Changed a pairing"))
TEAMS_DEPLOYED = describe_verb("responders.teams_deployed", _("Formed the teams of a roster"))
REPORTED_IN = describe_verb("responders.reported_in", _("Recorded who reported to a community"))

CHECK_PURPOSE = describe_purpose("check_list", _("to check a list of names"))
OWN_PURPOSE = describe_purpose("own", _("the person's own record"))

REVEAL_PURPOSES = {
    "call": _("To call the person"),
    "roster": _("To plan who is on duty"),
    CHECK_PURPOSE: _("To check a list of names"),
    "correction": _("To correct what is on record"),
}
"""Purposes a person who looks may choose from; the audit says them in its own words."""
