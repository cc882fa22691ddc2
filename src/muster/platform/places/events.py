"""What happened to places, for packages that keep codes."""

from dataclasses import dataclass
from uuid import UUID

from muster.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PremisesAdded(Event):
    """Places were added below `community_code`, all in one batch."""

    community_code: str
    batch_id: UUID
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GridResponsibleChanged(Event):
    """A grid has another responsible person, or none."""

    grid_id: UUID
    person_id: UUID | None
