"""Areas as JSON: find them, read one, open it. Official areas are public knowledge."""

from datetime import date
from typing import Any

from ninja import Path, Query, Router, Schema

from muster.kernel.permissions import requires
from muster.platform.places import queries
from muster.platform.places.contracts import AreaRef
from muster.platform.places.rules import VIEW
from muster.ui.http import Request

router = Router()
CODE = Path(..., pattern="^[0-9]{2,12}$", description="Code of an official area")


class AreaOut(Schema):
    """An area. `level` counts from 1 (province) to 5 (community)."""

    code: str
    name: str
    short_name: str
    level: int
    has_children: bool


class FoundOut(AreaOut):
    """An area that was found, with the names above it."""

    path: list[str]
    valid_to: date | None


class AreaDetail(AreaOut):
    """An area with its way from the top, its size and its other names."""

    official_name: str
    path: list[AreaOut]
    areas: int
    communities: int
    other_names: list[str]
    valid_from: date | None
    valid_to: date | None
    successor_code: str


@router.get("/areas", response=list[FoundOut])
@requires(VIEW)
def find_areas(
    request: Request, q: str = "", limit: int = Query(20, ge=1, le=100)
) -> list[FoundOut]:
    """Areas of the command by name in any script, pinyin, initials or code; best first."""
    return [
        FoundOut(**_fields(found.area), path=list(found.path), valid_to=found.valid_to)
        for found in queries.search_areas(request.actor, q, limit=limit, with_ended=True)
    ]


@router.get("/areas/{code}", response=AreaDetail)
@requires(VIEW)
def area(request: Request, code: str = CODE) -> AreaDetail:
    """One loaded area."""
    row = queries.area(code)
    return AreaDetail(
        **_fields(queries.area_ref(code)),
        official_name=row.name,
        path=[AreaOut(**_fields(ref)) for ref in queries.path_of(code)],
        areas=row.areas,
        communities=row.communities,
        other_names=[alias.name for alias in queries.aliases_of(code)],
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        successor_code=row.successor_code,
    )


@router.get("/areas/{code}/children", response=list[AreaOut])
@requires(VIEW)
def children(request: Request, code: str = CODE) -> list[AreaOut]:
    """The areas directly below one."""
    queries.area(code)
    return [AreaOut(**_fields(ref)) for ref in queries.child_refs(code)]


def _fields(ref: AreaRef) -> dict[str, Any]:
    return {
        "code": ref.code,
        "name": ref.name,
        "short_name": ref.short_name,
        "level": ref.level,
        "has_children": ref.has_children,
    }
