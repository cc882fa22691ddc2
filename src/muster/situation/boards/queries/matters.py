"""What waits for somebody: alarms of lone posts, whistles, people who need rest.

Each package that keeps such matters answers for its own list; a board counts what that list shows.
"""

from dataclasses import dataclass

from muster.kernel.actors import Actor
from muster.situation.boards.queries.now import Moment


@dataclass(frozen=True, slots=True)
class Matters:
    """How much is open in an area. None: nobody keeps it here."""

    alarms: int | None = None
    whistles: int | None = None
    tired: int | None = None


def open_matters(*, actor: Actor, area: str, moment: Moment) -> Matters:  # noqa: ARG001
    """Return what is open below an area at a moment."""
    return Matters()
