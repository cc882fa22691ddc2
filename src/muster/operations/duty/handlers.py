"""Reactions to what happens to people: an absence leaves shifts open."""

from muster.kernel.events import subscribe
from muster.operations.duty import services
from muster.operations.duty.events import RosterChanged, RosterTouched
from muster.registers.responders.events import AbsenceReported


def listen() -> None:
    """Hear of absences and of shifts that changed hands."""
    subscribe(AbsenceReported)(cover_absence)
    subscribe(RosterTouched)(look_again)
    subscribe(RosterChanged)(look_after)


def cover_absence(event: AbsenceReported) -> None:
    """Tell the leads of the shifts that somebody's absence leaves open."""
    services.cover_absence(event.tenant_id, event.responder_id, event.starts_at, event.ends_at)


def look_again(event: RosterTouched) -> None:
    """See whether an alarm of the post still stands."""
    services.look_at_post(event.tenant_id, event.post_id)


def look_after(event: RosterChanged) -> None:
    """See whether the posts of those whose shifts differ now are still kept by two."""
    services.look_at_people(event.tenant_id, event.responder_ids)
