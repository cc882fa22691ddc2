"""Whistles for programs."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Field, Schema

from muster.kernel.errors import NotFound
from muster.kernel.permissions import requires
from muster.operations.mobilise import queries, rules, services
from muster.operations.mobilise.api.router import router
from muster.operations.mobilise.models import Whistle
from muster.operations.mobilise.models.whistles import MOST_PEOPLE
from muster.ui.http import Request


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

    area_code: str = Field(pattern=r"^[0-9]{12}$")
    kind: str = Field(min_length=1)
    what: str = ""
    place: str = ""
    people: int | None = Field(None, ge=1, le=MOST_PEOPLE)
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


@router.post(
    "/whistles",
    response=WhistleOut,
    summary="Whistle for people or a task",
    openapi_extra={"responses": {404: {}, 409: {}}},
)
@requires(rules.WHISTLE)
def raise_whistle(request: Request, wanted: WhistleIn) -> Whistle:
    """Whistle for a community."""
    if not services.offers_kind(actor=request.actor, key=wanted.kind):
        raise NotFound(_("There is no such kind of whistle."))
    return services.whistle(actor=request.actor, **wanted.dict())


@router.post(
    "/whistles/{uuid:whistle_id}/claims",
    response=WhistleOut,
    summary="Take a whistle on",
    openapi_extra={"responses": {409: {}}},
)
@requires(rules.CLAIM)
def claim_whistle(request: Request, whistle_id: UUID, promised: ClaimIn) -> Whistle:
    """Promise people of a unit, all that are missing or some of them."""
    services.claim_whistle(actor=request.actor, whistle_id=whistle_id, **promised.dict())
    return queries.whistle(actor=request.actor, whistle_id=whistle_id)
