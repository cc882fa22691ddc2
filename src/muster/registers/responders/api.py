"""The register for programs: lists and records as masked as on the screens."""

from typing import Literal
from uuid import UUID

from ninja import Query, Router, Schema
from pydantic import Field

from muster.engines.text import mask_phone
from muster.kernel.permissions import requires
from muster.registers.responders import queries, rules
from muster.registers.responders.enums import Level
from muster.registers.responders.models import Responder
from muster.registers.responders.queries import Filters
from muster.ui.http import Request

router = Router()
LARGEST_PAGE = 200
NO_NUL = r"^[^\x00]*$"
SEARCH = Query(
    "", max_length=40, pattern=NO_NUL, description="Name in either script, pinyin or initials"
)


class PersonOut(Schema):
    """A person: the phone masked, nothing else that is sealed."""

    id: UUID
    name: str
    unit_id: UUID
    unit: str
    level: str
    area: str
    phone: str
    status: str
    night_opt_in: bool
    can_lead: bool
    licence: str


class PeopleOut(Schema):
    """A page. `total` is null where counting would cost too much; `after` opens the next page."""

    people: list[PersonOut]
    total: int | None
    after: UUID | None


class UnitOut(Schema):
    """A sending unit with its kept totals."""

    id: UUID
    name: str
    level: str
    area: str
    organisation_code: str
    headcount: int | None
    people_active: int


class PeopleIn(Schema):
    """Filters of the list; `status` is active, ended, away or empty for all."""

    q: str = SEARCH
    level: Level | None = None
    unit: UUID | None = None
    area: str = Field("", pattern="^[0-9]{0,26}$", description="Code of an area or its beginning")
    skill: str = Field("", max_length=60, pattern=NO_NUL, description="Key of a skill")
    nights: bool = False
    status: Literal["active", "ended", "away", ""] = "active"
    after: UUID | None = None
    size: int = Field(50, ge=1, le=LARGEST_PAGE)


@router.get("/people", response=PeopleOut)
@requires(rules.VIEW_PEOPLE)
def people(request: Request, asked: Query[PeopleIn]) -> PeopleOut:
    """List people in pinyin order, page by page."""
    page = queries.list_people(
        actor=request.actor,
        filters=Filters(
            text=asked.q,
            level=asked.level or "",
            unit_id=asked.unit,
            area=asked.area,
            skill=asked.skill,
            nights=asked.nights,
            status=asked.status,
        ),
        after=asked.after,
        size=asked.size,
    )
    return PeopleOut(people=[_out(row) for row in page.people], total=page.total, after=page.after)


@router.get("/people/{uuid:responder_id}", response=PersonOut)
@requires(rules.VIEW_PEOPLE)
def person(request: Request, responder_id: UUID) -> PersonOut:
    """Show one person."""
    return _out(queries.person(actor=request.actor, responder_id=responder_id))


@router.get("/units", response=list[UnitOut])
@requires(rules.VIEW_UNITS)
def units(request: Request, level: Level | None = None, q: str = SEARCH) -> list[UnitOut]:
    """List open units."""
    return [
        UnitOut(
            id=row.id,
            name=row.name,
            level=row.level,
            area=row.area_code,
            organisation_code=row.organisation_code,
            headcount=row.headcount,
            people_active=row.people_active,
        )
        for row in queries.units(actor=request.actor, level=level or "", text=q)
    ]


def _out(row: Responder) -> PersonOut:
    return PersonOut(
        id=row.id,
        name=row.name,
        unit_id=row.unit_id,
        unit=row.unit.name,
        level=row.level,
        area=row.area_code,
        phone=mask_phone(row.phone.open()),
        status=row.status,
        night_opt_in=row.night_opt_in,
        can_lead=row.can_lead,
        licence=row.licence,
    )
