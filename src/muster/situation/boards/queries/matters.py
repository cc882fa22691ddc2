"""What waits for somebody: alarms of lone posts, whistles, people who need rest, requests.

Each package that keeps such matters answers for its own list; a board counts what that list shows.
They are matters of now: a board of another hour shows none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from muster.kernel.actors import Actor
from muster.operations.duty.queries.alarms import open_alarms, tired
from muster.operations.duty.queries.changes import open_requests
from muster.operations.duty.queries.handovers import waiting_handovers
from muster.operations.mobilise.queries.whistles import whistle_counts, whistles
from muster.situation.boards.queries.now import Moment

SHOWN = 4
LIVE = "live"


@dataclass(frozen=True, slots=True)
class Matters:
    """How much is open in an area: every alarm, the first few whistles. None: not of this hour."""

    alarms: int | None = None
    tired: int | None = None
    whistles: int | None = None
    open_alarms: Sequence[Any] = ()
    first_whistles: Sequence[Any] = ()

    @property
    def alarm_of(self) -> Mapping[UUID, Any]:
        """The alarm of each post that has one; of several, the one open longest."""
        return {row.post_id: row for row in reversed(self.open_alarms)}


@dataclass(frozen=True, slots=True)
class CommunityMatters:
    """What waits for the lead of a community, row by row."""

    requests: Sequence[Any] = ()
    handovers: Sequence[Any] = ()


def open_matters(*, actor: Actor, area: str, moment: Moment) -> Matters:
    """Return what is open below an area; nothing where the board shows another hour than now."""
    if moment.chosen:
        return Matters()
    alarms = list(open_alarms(actor=actor, area=area))
    people = tired(actor=actor, area=area).order_by().values("responder_id").distinct()
    live = whistles(actor=actor, state=LIVE, area=area)
    return Matters(
        alarms=len(alarms),
        tired=people.count(),
        whistles=whistle_counts(actor=actor, area=area)[LIVE],
        open_alarms=alarms,
        first_whistles=list(live[:SHOWN]),
    )


def community_matters(*, actor: Actor, area: str, moment: Moment) -> CommunityMatters:
    """Return the requests and handovers of a community that wait for an answer."""
    if moment.chosen:
        return CommunityMatters()
    return CommunityMatters(
        requests=open_requests(actor=actor, area=area),
        handovers=list(waiting_handovers(actor=actor, area=area)),
    )
