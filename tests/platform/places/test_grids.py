"""Grids: buildings belong to one at a time, one person answers, and no period is overwritten."""

from datetime import date

import pytest

from muster.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from muster.kernel.ids import new_id
from muster.platform.places import queries, services
from muster.platform.places.models import GridBuilding, GridDuty

JINGYUAN = "120101001014"
DAY = date(2026, 3, 1)
pytestmark = pytest.mark.django_db


def duty_of(grid):
    return GridDuty.objects.get(grid=grid)


@pytest.fixture
def buildings(add):
    return [add("building", f"{n}号楼", number=n) for n in (1, 2, 3)]


@pytest.fixture
def grid(lead, buildings):
    return services.create_grid(
        actor=lead,
        area_code=JINGYUAN,
        name="第一网格",
        building_ids=[row.pk for row in buildings[:2]],
        person_id=new_id(),
        since=DAY,
    )


def test_grid_has_its_buildings_and_its_person(lead, grid, frozen_clock):
    with frozen_clock(2026, 3, 5):
        [line] = queries.grids_of(lead, JINGYUAN)

    assert (line.buildings, line.since) == (2, DAY)
    assert line.person_id == duty_of(grid).person_id


def test_building_of_another_grid_is_refused_by_name(lead, grid, buildings):
    with pytest.raises(Invalid) as refused:
        services.create_grid(
            actor=lead, area_code=JINGYUAN, name="第二网格", building_ids=[buildings[0].pk]
        )

    assert "第一网格" in refused.value.message
    assert [row.pk for row in queries.free_buildings(lead, JINGYUAN)] == [buildings[2].pk]


def test_next_person_opens_a_new_period(lead, grid):
    first = duty_of(grid)
    second = new_id()

    services.assign_responsible(
        actor=lead, grid_id=grid.pk, person_id=second, since=date(2026, 4, 1)
    )

    first.refresh_from_db()
    assert (first.starts_on, first.ends_on) == (DAY, date(2026, 4, 1))
    assert [duty.person_id for duty, _ in queries.grid_history(lead, grid)] == [
        second,
        first.person_id,
    ]


def test_person_may_be_taken_off_without_another(lead, grid):
    services.assign_responsible(actor=lead, grid_id=grid.pk, person_id=None, since=date(2026, 4, 1))

    assert duty_of(grid).ends_on == date(2026, 4, 1)


def test_change_before_the_present_period_is_refused(lead, grid):
    with pytest.raises(Conflict):
        services.assign_responsible(
            actor=lead, grid_id=grid.pk, person_id=new_id(), since=date(2026, 2, 1)
        )
    with pytest.raises(Conflict):
        services.assign_responsible(
            actor=lead, grid_id=grid.pk, person_id=duty_of(grid).person_id, since=DAY
        )


def test_changed_buildings_keep_who_held_them_before(lead, grid, buildings):
    services.set_buildings(
        actor=lead,
        grid_id=grid.pk,
        building_ids=[buildings[1].pk, buildings[2].pk],
        since=date(2026, 4, 1),
    )

    periods = {
        (row.premises.name, row.starts_on, row.ends_on)
        for row in GridBuilding.objects.filter(grid=grid)
    }
    assert periods == {
        ("1号楼", DAY, date(2026, 4, 1)),
        ("2号楼", DAY, None),
        ("3号楼", date(2026, 4, 1), None),
    }


def test_closed_grid_frees_its_buildings_and_takes_no_change(lead, grid, buildings):
    services.close_grid(actor=lead, grid_id=grid.pk, on=date(2026, 4, 1))

    assert queries.grids_of(lead, JINGYUAN) == []
    assert queries.free_buildings(lead, JINGYUAN).count() == 3
    with pytest.raises(Conflict):
        services.set_buildings(actor=lead, grid_id=grid.pk, building_ids=[])


def test_two_open_grids_of_one_name_are_refused(lead, grid):
    with pytest.raises(Conflict):
        services.create_grid(actor=lead, area_code=JINGYUAN, name="第一网格")


@pytest.mark.parametrize("code", ["120101", "120102001001", "", "120101001999"])
def test_grid_outside_a_community_of_the_command_is_refused(planner, code):
    with pytest.raises((Invalid, NotAllowed)):
        services.create_grid(actor=planner, area_code=code, name="第一网格")


def test_grid_of_another_community_is_not_seen(neighbour, grid):
    assert queries.grids_of(neighbour, JINGYUAN) == []
    with pytest.raises(NotFound):
        services.close_grid(actor=neighbour, grid_id=grid.pk)
    with pytest.raises(NotAllowed):
        services.create_grid(actor=neighbour, area_code=JINGYUAN, name="别人的网格")
