"""What the register does when an incident ends: its temporary teams end with it."""

from muster.kernel.actors import system_actor
from muster.kernel.events import subscribe
from muster.registers.measures.events import IncidentEnded
from muster.registers.responders import services


@subscribe(IncidentEnded)
def end_teams(event: IncidentEnded) -> None:
    """End the temporary teams of the incident's rosters."""
    system = system_actor(event.tenant_id, "responders.teams")
    services.end_deployed_teams(actor=system, roster=str(event.incident_id))
