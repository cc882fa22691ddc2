"""Dividing a community into grids, and who answers for each. Periods are never overwritten."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.areas import covers
from muster.kernel.errors import Conflict, Invalid
from muster.kernel.events import on_commit
from muster.kernel.permissions import require
from muster.platform.audit.services import record
from muster.platform.places.contracts import COMMUNITY_LENGTH
from muster.platform.places.enums import PremisesKind
from muster.platform.places.events import GridResponsibleChanged
from muster.platform.places.models import Area, Grid, GridBuilding, GridDuty, Premises
from muster.platform.places.queries import tenant_area
from muster.platform.places.rules import CHANGE_GRID
from muster.platform.places.services.naming import clean_name


def create_grid(
    *,
    actor: Actor,
    area_code: str,
    name: str,
    building_ids: Collection[UUID] = (),
    person_id: UUID | None = None,
    since: date | None = None,
) -> Grid:
    """Open a grid in a community, with its buildings and the person who answers for it.

    Raises:
        NotAllowed: the actor may not divide this community.
        Invalid: the code is no community's, a building is another community's or in another grid.
        Conflict: the community has an open grid of this name.

    """
    day = since or clock.today()
    with transaction.atomic():
        row = Grid(
            tenant_id=actor.tenant_id, area_code=area_code, name=clean_name(name), created_on=day
        )
        require(actor, CHANGE_GRID, row)
        _check_community(actor, area_code)
        if (
            Grid.objects.of_tenant(actor.tenant_id)
            .filter(area_code=area_code, name=row.name, closed_on__isnull=True)
            .exists()
        ):
            raise Conflict(_("There is a grid called %(name)s here."), name=row.name)
        row.save(force_insert=True)
        record(actor, "places.grid_created", row)
        _hold(actor, row, building_ids, day)
        if person_id is not None:
            _put_in_charge(actor, row, person_id, day)
    return row


def set_buildings(
    *, actor: Actor, grid_id: UUID, building_ids: Collection[UUID], since: date | None = None
) -> Grid:
    """Make exactly these buildings the grid's from a day on; who held them before stays on record.

    Raises:
        NotFound, NotAllowed, Invalid: as `create_grid`.
        Conflict: the grid is closed, or the day lies before the present period began.

    """
    day = since or clock.today()
    with transaction.atomic():
        row = _open_grid(actor, grid_id)
        held = list(
            GridBuilding.objects.of_tenant(actor.tenant_id).filter(grid=row, ends_on__isnull=True)
        )
        wanted = set(building_ids)
        leaving = [each for each in held if each.premises_id not in wanted]
        for each in leaving:
            _end(each, day)
        _hold(actor, row, wanted - {each.premises_id for each in held}, day)
        record(actor, "places.grid_buildings_set", row, count=len(wanted))
    return row


def assign_responsible(
    *, actor: Actor, grid_id: UUID, person_id: UUID | None, since: date | None = None
) -> Grid:
    """Let a person (or nobody) answer for a grid from a day on. The period before ends that day.

    Raises:
        NotFound: there is no such grid the actor may see.
        NotAllowed: the actor may not divide this community.
        Conflict: the grid is closed, the person answers for it already, or the day lies before the
            present period began.

    """
    day = since or clock.today()
    with transaction.atomic():
        row = _open_grid(actor, grid_id)
        _put_in_charge(actor, row, person_id, day)
    return row


def close_grid(*, actor: Actor, grid_id: UUID, on: date | None = None) -> Grid:
    """End a grid: its buildings are free from that day, and nobody answers for it any more.

    Raises:
        NotFound, NotAllowed, Conflict: as `assign_responsible`.

    """
    day = on or clock.today()
    with transaction.atomic():
        row = _open_grid(actor, grid_id)
        for model in (GridBuilding, GridDuty):
            held = model.objects.of_tenant(row.tenant_id).filter(grid=row, ends_on__isnull=True)
            for period in held:
                _end(period, day)
        row.closed_on = day
        row.save(update_fields=["closed_on"])
        record(actor, "places.grid_closed", row)
    return row


def _open_grid(actor: Actor, grid_id: UUID) -> Grid:
    row = Grid.objects.get_for_update(actor, grid_id)
    require(actor, CHANGE_GRID, row)
    if row.closed_on is not None:
        raise Conflict(_("The grid %(name)s is closed."), name=row.name)
    return row


def _check_community(actor: Actor, code: str) -> None:
    inside = len(code) == COMMUNITY_LENGTH and covers(tenant_area(actor), code)
    own = Premises.objects.of_tenant(actor.tenant_id).filter(code=code)
    if not inside or not (Area.objects.filter(pk=code).exists() or own.exists()):
        raise Invalid(
            _("%(code)s is not the code of a community of this command."),
            errors={"area_code": [_("Choose a community.")]},
            code=code[:30],
        )


def _hold(actor: Actor, row: Grid, building_ids: Collection[UUID], day: date) -> None:
    """Put buildings into a grid. Refuses what is no free building of its community."""
    if not building_ids:
        return
    wanted = set(building_ids)
    buildings = {
        each.pk: each
        for each in Premises.objects.visible_to(actor)
        .in_area(row.area_code)
        .filter(pk__in=wanted, kind=PremisesKind.BUILDING)
    }
    if len(buildings) < len(wanted):
        raise Invalid(_("A grid is made of buildings of its own community."))
    taken = (
        GridBuilding.objects.of_tenant(actor.tenant_id)
        .filter(premises__in=wanted, ends_on__isnull=True)
        .select_related("grid", "premises")
        .first()
    )
    if taken is not None:
        raise Invalid(
            _("%(building)s is in the grid %(grid)s."),
            building=taken.premises.name,
            grid=taken.grid.name,
            next_step=_("Take it out there first."),
        )
    GridBuilding.objects.bulk_create(
        GridBuilding(tenant_id=row.tenant_id, grid=row, premises=building, starts_on=day)
        for building in buildings.values()
    )


def _put_in_charge(actor: Actor, row: Grid, person_id: UUID | None, day: date) -> None:
    current = (
        GridDuty.objects.of_tenant(actor.tenant_id)
        .select_for_update()
        .filter(grid=row, ends_on__isnull=True)
        .first()
    )
    if current is not None:
        if current.person_id == person_id:
            raise Conflict(_("This person answers for the grid already."))
        _end(current, day)
    if person_id is not None:
        GridDuty.objects.create(
            tenant_id=row.tenant_id, grid=row, person_id=person_id, starts_on=day
        )
    record(actor, "places.grid_assigned", row, subject_id=person_id)
    on_commit(GridResponsibleChanged(tenant_id=row.tenant_id, grid_id=row.pk, person_id=person_id))


def _end(period: GridBuilding | GridDuty, day: date) -> None:
    if day < period.starts_on:
        raise Conflict(
            _("The present period began on %(day)s; the change cannot be earlier."),
            day=period.starts_on.isoformat(),
        )
    period.ends_on = day
    period.save(update_fields=["ends_on"])
