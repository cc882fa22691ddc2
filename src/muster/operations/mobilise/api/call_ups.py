"""Call-ups for programs."""

from datetime import datetime
from uuid import UUID

from ninja import Schema

from muster.kernel.permissions import requires
from muster.operations.mobilise import queries, rules
from muster.operations.mobilise.api.router import router
from muster.operations.mobilise.models import CallUp
from muster.operations.mobilise.queries import Totals
from muster.ui.http import Request


class CallUpOut(Schema):
    """A call-up: until when units answer, where and when people assemble."""

    id: UUID
    number: int
    title: str
    state: str
    deadline_at: datetime
    assembly_at: datetime
    assembly_place: str
    declared_total: int | None


class CountsOut(Schema):
    """People at each stage."""

    asked: int
    promised: int
    named: int
    confirmed: int
    arrived: int


class UnitCountsOut(CountsOut):
    """One unit's people at each stage; `answered` says whether it has said or named anything."""

    unit_id: UUID
    unit: str
    level: str
    answered: bool


class BoardOut(Schema):
    """The live board: the whole, each level, each unit, those furthest behind first."""

    total: CountsOut
    levels: dict[str, CountsOut]
    units: list[UnitCountsOut]


@router.get("/call-ups", response=list[CallUpOut], summary="Call-ups, newest first")
@requires(rules.VIEW_CALL_UPS)
def call_ups(request: Request) -> list[CallUp]:
    """List the call-ups of the command."""
    return list(queries.call_ups(actor=request.actor))


@router.get("/call-ups/{uuid:call_up_id}/board", response=BoardOut, summary="The live board")
@requires(rules.VIEW_CALL_UPS)
def board(request: Request, call_up_id: UUID) -> BoardOut:
    """Count who was asked, promised, named, confirmed and has arrived."""
    row = queries.call_up(actor=request.actor, call_up_id=call_up_id)
    found = queries.board(actor=request.actor, call_up=row)
    return BoardOut(
        total=CountsOut(**_counts(found.totals)),
        levels={level: CountsOut(**_counts(sums)) for level, sums in found.by_level.items()},
        units=[
            UnitCountsOut(
                unit_id=line.ask.unit_id,
                unit=line.ask.unit.name,
                level=line.ask.level,
                answered=line.is_answered,
                **_counts(line.totals),
            )
            for line in found.lines
        ],
    )


def _counts(sums: Totals) -> dict[str, int]:
    return {
        "asked": sums.asked,
        "promised": sums.promised,
        "named": sums.named,
        "confirmed": sums.confirmed,
        "arrived": sums.arrived,
    }
