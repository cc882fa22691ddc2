"""The command's board: the call-up, the posts now by community, what is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from muster.kernel.actors import Actor
from muster.operations.mobilise import queries as mobilise
from muster.operations.mobilise.enums import CallUpState
from muster.platform.places import queries as places
from muster.platform.places.contracts import AreaRef
from muster.registers.measures import queries as measures
from muster.situation.boards.queries.areas import area_in_reach, widest
from muster.situation.boards.queries.matters import Matters, open_matters
from muster.situation.boards.queries.now import Moment, NowBoard, now_board
from muster.situation.boards.rules import VIEW_COMMAND


@dataclass(frozen=True, slots=True)
class CommandBoard:
    """What a commander looks at every hour, for the whole command or one subdistrict of it.

    `call_ups` are those of the incident that were sent by then and are open or have people who
    arrived, the oldest first; a call-up belongs to units, so one area alone shows none.
    """

    path: Sequence[AreaRef]
    now: NowBoard
    groups: Mapping[AreaRef, Sequence[AreaRef]]
    call_ups: Sequence[mobilise.Board]
    incident: Any
    period: Any
    matters: Matters

    @property
    def area(self) -> AreaRef:
        """The area shown."""
        return self.path[-1]

    @property
    def whole(self) -> bool:
        """True where all of the actor's area is shown."""
        return len(self.path) == 1


def command_board(*, actor: Actor, moment: Moment, area: str = "") -> CommandBoard:
    """Return the board of an area; without one, of the widest the actor commands.

    Raises:
        NotAllowed: the area lies outside the actor's areas.
        NotFound: no area has the code.
    """
    own = widest(actor, VIEW_COMMAND)
    path = area_in_reach(actor, VIEW_COMMAND, area) if area and area != own else ()
    path = path or [places.area_ref(own)]
    code = path[-1].code
    incident = measures.current_notice(actor)
    return CommandBoard(
        path=path,
        now=now_board(actor=actor, area=code, moment=moment),
        groups=places.communities_by_subdistrict(code),
        call_ups=_call_ups(actor, incident, moment) if len(path) == 1 else (),
        incident=incident,
        period=measures.current_period(actor=actor, incident_id=incident.incident_id)
        if incident
        else None,
        matters=open_matters(actor=actor, area=code, moment=moment),
    )


def _call_ups(actor: Actor, incident: Any, moment: Moment) -> list[mobilise.Board]:
    sent = mobilise.call_ups(actor=actor).filter(
        state__in=(CallUpState.SENT, CallUpState.CLOSED), sent_at__lte=moment.at
    )
    if incident is not None:
        sent = sent.filter(incident_id=incident.incident_id)
    boards = [mobilise.board(actor=actor, call_up=one) for one in sent.order_by("number")]
    shown = [one for one in boards if one.call_up.is_open or one.totals.arrived]
    return shown or boards[-1:]
