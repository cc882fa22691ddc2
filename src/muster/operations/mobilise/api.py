"""Call-ups and whistles for programs: counts, places and times; no names."""

from datetime import datetime
from uuid import UUID

from ninja import Field, Router, Schema

from muster.kernel.permissions import requires
from muster.operations.mobilise import queries, rules, services
from muster.operations.mobilise.models import CallUp, Whistle
from muster.operations.mobilise.queries import Totals
from muster.ui.http import Request

router = Router()


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


class WhistleOut(Schema):
    """A whistle: what a community needs, how much of it is promised, who has it now."""

    id: UUID
    number: int
    area_code: str
    kind: str = Field(alias="kind.key")
    what: str
    place: str
    asked: int
    claimed: int
    missing: int
    from_at: datetime | None
    deadline_at: datetime
    state: str
    held: str
    answer: str = Field(alias="answer_words")


class WhistleIn(Schema):
    """What a community needs; what is left out comes from the kind."""

    area_code: str
    kind: str
    what: str = ""
    place: str = ""
    people: int | None = None
    skills: list[str] | None = None
    from_at: datetime | None = None
    deadline_at: datetime | None = None


class ClaimIn(Schema):
    """How many people a unit sends."""

    unit_id: UUID
    people: int


class AreaWhistlesOut(Schema):
    """Whistles of one area that have not ended, and the people nobody has promised."""

    area_code: str
    live: int
    open: int
    climbed: int
    missing: int


@router.get("/whistles", response=list[WhistleOut], summary="Whistles that have not ended")
@requires(rules.SEE_WHISTLES)
def whistles(request: Request, area: str = "", state: str = "live") -> list[Whistle]:
    """List whistles; `state` is live, open, climbed, covered or ended."""
    known = state if state in queries.STATES else "live"
    return list(queries.whistles(actor=request.actor, state=known, area=area))


@router.get("/whistles/areas", response=list[AreaWhistlesOut], summary="Whistles by community")
@requires(rules.WATCH_WHISTLES)
def whistles_by_area(request: Request, area: str = "") -> list[AreaWhistlesOut]:
    """Count the whistles of each community that have not ended."""
    found = queries.open_whistles_by_area(actor=request.actor, area=area)
    return [
        AreaWhistlesOut(
            area_code=code, live=one.live, open=one.open, climbed=one.climbed, missing=one.missing
        )
        for code, one in found.items()
    ]


@router.post("/whistles", response=WhistleOut, summary="Whistle for people or a task")
@requires(rules.WHISTLE)
def raise_whistle(request: Request, wanted: WhistleIn) -> Whistle:
    """Whistle for a community."""
    return services.whistle(actor=request.actor, **wanted.dict())


@router.post("/whistles/{uuid:whistle_id}/claims", response=WhistleOut, summary="Take a whistle on")
@requires(rules.CLAIM)
def claim_whistle(request: Request, whistle_id: UUID, promised: ClaimIn) -> Whistle:
    """Promise people of a unit, all that are missing or some of them."""
    services.claim_whistle(actor=request.actor, whistle_id=whistle_id, **promised.dict())
    return queries.whistle(actor=request.actor, whistle_id=whistle_id)
