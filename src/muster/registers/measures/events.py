"""What happens to incidents, for those who react, and in the words of the audit."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from muster.kernel.events import Event
from muster.platform.audit.contracts import describe_verb


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentOpened(Event):
    """An incident has started: its contact answered. `lapses_at` moves with each renewal."""

    incident_id: UUID
    area_code: str
    kind: str
    lapses_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentEnded(Event):
    """An incident was closed, lapsed or was withdrawn (`enums.EndKind`); its clocks run now."""

    incident_id: UUID
    kind: str
    ended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodOpened(Event):
    """The next operational period began; the one before ended at the same moment."""

    incident_id: UUID
    period_id: UUID
    number: int


PREPARED = describe_verb("measures.incident_prepared", _("Prepared an incident"))
CONTACT_CONFIRMED = describe_verb(
    "measures.contact_confirmed", _("Confirmed that the contact of an incident answers")
)
STARTED = describe_verb("measures.incident_started", _("Started an incident"))
RENEWED = describe_verb("measures.incident_renewed", _("Renewed an incident"))
ENDED = describe_verb("measures.incident_ended", _("Ended an incident"))
WARNED = describe_verb("measures.lapse_warned", _("Warned that an incident is about to lapse"))
PERIOD_OPENED = describe_verb("measures.period_opened", _("Opened an operational period"))
OBJECTIVES_SET = describe_verb(
    "measures.objectives_set", _("Changed the objectives of an operational period")
)
STAFF_ASSIGNED = describe_verb("measures.staff_assigned", _("Assigned a seat of the staff"))
STAFF_ENDED = describe_verb("measures.staff_ended", _("Ended somebody's time in a seat"))
STAFF_REOPENED = describe_verb(
    "measures.staff_reopened", _("Took the end of somebody's time in a seat back")
)
GROUP_CHANGED = describe_verb("measures.group_changed", _("Changed a liaison group"))
