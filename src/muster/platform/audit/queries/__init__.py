"""Reading the audit, and checking that nobody has tampered with it."""

from muster.platform.audit.queries.lists import (
    SEALED,
    WAITING,
    count_events,
    events,
    events_about,
    events_of_object,
    kind_of,
    lines,
    newest_event_at,
)
from muster.platform.audit.queries.verification import (
    export_head,
    verify_against_head,
    verify_chain,
    verify_head,
)

__all__ = [
    "SEALED",
    "WAITING",
    "count_events",
    "events",
    "events_about",
    "events_of_object",
    "export_head",
    "kind_of",
    "lines",
    "newest_event_at",
    "verify_against_head",
    "verify_chain",
    "verify_head",
]
