"""A sending unit: who of it is where, who came, who rests, and what the command still asks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.kernel.actors import Actor
from muster.operations.duty.contracts import CrewMember
from muster.operations.duty.queries.coverage import roster_between
from muster.operations.duty.queries.roster import members_of
from muster.operations.duty.queries.unit_people import deployed_of_unit, minutes_worked
from muster.operations.mobilise import queries as mobilise
from muster.operations.mobilise.enums import Stage
from muster.registers.responders import queries as responders
from muster.situation.boards.queries.now import Moment, is_there

SHOWN_AHEAD = timedelta(days=3)
HOURS_OF = timedelta(days=7)


class Where(TextChoices):
    """How somebody of a unit stands at a moment."""

    THERE = "there", _("on duty")
    MISSING = "missing", _("not there")
    LATER = "later", pgettext_lazy("shift", "later today")
    LEFT = "left", pgettext_lazy("shift", "done for today")
    REST = "rest", pgettext_lazy("shift", "no shift today")
    RESERVE = "reserve", pgettext_lazy("person", "in reserve")


@dataclass(frozen=True, slots=True)
class UnitPerson:
    """One of the unit's people: where, how they stand, the shift of today and the next."""

    responder_id: UUID
    name: str
    area_code: str
    where: Where
    today: CrewMember | None
    following: CrewMember | None
    minutes: int


@dataclass(frozen=True, slots=True)
class UnitBoard:
    """What a clerk answers for: the people sent, today, and the call-ups that wait."""

    unit: Any
    others: Sequence[Any]
    people: Sequence[UnitPerson] = ()
    away: int = 0
    call_ups: Sequence[tuple[Any, Any]] = field(default=())

    def counts(self) -> Mapping[str, int]:
        """Return how many stand how."""
        found: dict[str, int] = defaultdict(int)
        for one in self.people:
            found[one.where] += 1
        return found


def own_units(*, actor: Actor) -> Sequence[Any]:
    """Return the units a clerk answers for."""
    return list(responders.own_units(actor=actor))


def unit_board(*, actor: Actor, unit: Any, others: Sequence[Any], moment: Moment) -> UnitBoard:
    """Return the board of a unit. The number of statements is always the same."""
    day = moment.wall.date()
    midnight = moment.at - (moment.wall - datetime.combine(day, time()))
    rows = roster_between(actor=actor, area="", first=midnight, last=midnight + SHOWN_AHEAD).filter(
        unit_id=unit.id
    )
    shifts: dict[UUID, list[CrewMember]] = defaultdict(list)
    for one in members_of(actor, rows.order_by("starts_at", "id")):
        shifts[one.responder_id].append(one)
    minutes = minutes_worked(
        actor=actor, unit_id=unit.id, since=moment.at - HOURS_OF, until=moment.at
    )
    sent = [
        _person(row, shifts[row.responder_id], minutes.get(row.responder_id, 0), moment)
        for row in deployed_of_unit(actor=actor, unit_id=unit.id, day=day)
    ]
    call_ups = _call_ups(actor, unit)
    return UnitBoard(
        unit=unit,
        others=others,
        people=[*sent, *(_reserve(actor, unit, call_ups, sent) if sent else ())],
        away=responders.away_count(actor=actor, unit_id=unit.id),
        call_ups=call_ups,
    )


def _reserve(
    actor: Actor, unit: Any, call_ups: Sequence[tuple[Any, Any]], sent: Sequence[UnitPerson]
) -> list[UnitPerson]:
    """Return who has arrived for the newest call-up and is sent nowhere by the roster."""
    placed = {one.responder_id for one in sent}
    return [
        UnitPerson(row.responder_id, row.responder.name, "", Where.RESERVE, None, None, 0)
        for ask, _totals in call_ups[:1]
        for row in mobilise.names(
            actor=actor, call_up_id=ask.call_up_id, stage=Stage.ARRIVED.value, unit_id=unit.id
        )
        if row.responder_id not in placed
    ]


def _person(row: Any, shifts: Sequence[CrewMember], minutes: int, moment: Moment) -> UnitPerson:
    today, where = _today(shifts, moment)
    return UnitPerson(
        responder_id=row.responder_id,
        name=row.responder.name,
        area_code=row.area_code,
        where=where,
        today=today,
        following=next((one for one in shifts if one.starts_at > moment.at), None),
        minutes=minutes,
    )


def _today(shifts: Sequence[CrewMember], moment: Moment) -> tuple[CrewMember | None, Where]:
    """Return the shift that says most about now: the running one, else one of today."""
    running = next((one for one in shifts if one.starts_at <= moment.at < one.ends_at), None)
    if running is not None:
        there = is_there(running, moment) or moment.ahead
        left = running.left_at is not None and running.left_at <= moment.at
        return running, Where.THERE if there else Where.LEFT if left else Where.MISSING
    day = moment.wall.date()
    later = next((one for one in shifts if one.day == day and one.starts_at > moment.at), None)
    if later is not None:
        return later, Where.LATER
    done = next((one for one in reversed(shifts) if one.ends_at <= moment.at), None)
    return done, Where.LEFT if done else Where.REST


def _call_ups(actor: Actor, unit: Any) -> list[tuple[Any, Any]]:
    """Return the newest call-up the unit was asked for, with what came of it."""
    asks = [row for row in mobilise.asks_of_units(actor=actor) if row.unit_id == unit.id]
    if not asks:
        return []
    board = mobilise.board(actor=actor, call_up=asks[0].call_up)
    return [(line.ask, line.totals) for line in board.lines if line.ask.unit_id == unit.id]
