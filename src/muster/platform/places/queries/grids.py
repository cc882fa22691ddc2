"""Grids: the buildings in them, who answers for them, and who did before."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.areas import prefix_range
from muster.platform.places.contracts import names_of
from muster.platform.places.enums import PremisesKind
from muster.platform.places.models import Grid, GridBuilding, GridDuty, Premises


@dataclass(frozen=True, slots=True)
class GridLine:
    """A grid with what a list says of it; `responsible` is empty where nobody answers for it."""

    grid: Grid
    buildings: int
    person_id: UUID | None
    responsible: str
    since: date | None


def grids_of(actor: Actor, area_code: str, *, closed: bool = False) -> list[GridLine]:
    """Return the grids below an area, with today's buildings and responsible person."""
    today = clock.today()
    rows = Grid.objects.visible_to(actor).in_area(area_code)
    if not closed:
        rows = rows.filter(closed_on__isnull=True)
    listed = list(rows.annotate(size=Count("buildings", filter=_now("buildings__", today))))
    duties = {
        duty.grid_id: duty
        for duty in GridDuty.objects.of_tenant(actor.tenant_id).filter(
            _now("", today), grid__in=[row.pk for row in listed]
        )
    }
    names = names_of(actor, {duty.person_id for duty in duties.values()})
    return [
        GridLine(
            grid=row,
            buildings=row.size,
            person_id=duty.person_id if duty else None,
            responsible=names.get(duty.person_id, "") if duty else "",
            since=duty.starts_on if duty else None,
        )
        for row in listed
        for duty in [duties.get(row.pk)]
    ]


def grid(actor: Actor, grid_id: UUID) -> Grid:
    """Return a grid. Raises NotFound where there is none the actor may see."""
    return Grid.objects.get_visible(actor, grid_id)


def grids_with_ids(actor: Actor, ids: Collection[UUID]) -> list[UUID]:
    """Return those of the ids that are grids the actor may see."""
    return list(Grid.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))


def buildings_in(row: Grid, *, at: date | None = None) -> list[Premises]:
    """Return the buildings of a grid on a day (today by default)."""
    day = at or clock.today()
    held = GridBuilding.objects.of_tenant(row.tenant_id).filter(_now("", day), grid=row)
    return [each.premises for each in held.select_related("premises").order_by("premises__code")]


def grid_history(actor: Actor, row: Grid) -> list[tuple[GridDuty, str]]:
    """Return who answered for a grid, newest first, with names."""
    duties = list(GridDuty.objects.of_tenant(actor.tenant_id).filter(grid=row))
    names = names_of(actor, {duty.person_id for duty in duties})
    return [(duty, names.get(duty.person_id, "")) for duty in duties]


def free_buildings(actor: Actor, area_code: str, keep: Grid | None = None) -> QuerySet[Premises]:
    """Return the buildings of a community that no open grid has, and those of `keep`."""
    taken = GridBuilding.objects.of_tenant(actor.tenant_id).filter(
        prefix_range("grid__area_code", area_code), ends_on__isnull=True
    )
    if keep is not None:
        taken = taken.exclude(grid=keep)
    return (
        Premises.objects.visible_to(actor)
        .in_area(area_code)
        .filter(kind=PremisesKind.BUILDING, valid_to__isnull=True)
        .exclude(pk__in=taken.values("premises_id"))
        .order_by("code")
    )


def _now(prefix: str, day: date) -> Q:
    return Q(**{f"{prefix}starts_on__lte": day}) & (
        Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gt": day})
    )
