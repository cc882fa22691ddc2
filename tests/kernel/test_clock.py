"""One clock: it can be stopped, and a drill shifts operational time only."""

from datetime import UTC, datetime, timedelta

import pytest

from muster.kernel import clock
from muster.kernel.errors import Conflict
from muster.kernel.tenants import move_drill_clock, open_tenant

AT = datetime(2020, 2, 18, 0, 5, tzinfo=UTC)


def test_frozen_clock_stands_still():
    with clock.frozen(AT):
        assert (clock.now(), clock.real_now()) == (AT, AT)


def test_frozen_clock_needs_a_time_zone():
    with pytest.raises(ValueError, match="aware"), clock.frozen(datetime(2020, 2, 18)):  # noqa: DTZ001
        pass


def test_drill_shifts_operational_time_and_leaves_real_time():
    with clock.frozen(AT), clock.drill(timedelta(hours=3)):
        assert clock.now() == AT + timedelta(hours=3)
        assert clock.real_now() == AT


def test_today_is_the_date_at_the_place():
    with clock.frozen(datetime(2020, 2, 17, 16, 30, tzinfo=UTC)):
        assert clock.today("Asia/Shanghai").isoformat() == "2020-02-18"
        assert clock.today("UTC").isoformat() == "2020-02-17"


def test_drill_opened_at_a_moment_starts_there(db):
    tenant = open_tenant(area_code="120101", name="和平区", drill_starts_at=AT)

    with clock.drill(tenant.drill_offset):
        assert abs(clock.now() - AT) < timedelta(seconds=5)


def test_move_drill_clock_adds_the_step(db):
    tenant = open_tenant(area_code="120101", name="和平区", drill_starts_at=AT)
    before = tenant.drill_offset

    move_drill_clock(tenant, by=timedelta(hours=1))

    assert tenant.drill_offset == before + timedelta(hours=1)


def test_clock_is_shifted_inside_a_drill_alone():
    seen = [clock.shifted()]
    for offset in (timedelta(days=-1), None):
        with clock.drill(offset):
            seen.append(clock.shifted())

    assert seen == [False, True, False]


@pytest.mark.parametrize("step", [timedelta(0), timedelta(hours=-1)])
def test_move_drill_clock_backwards_is_refused(db, step):
    tenant = open_tenant(area_code="120101", name="和平区", drill_starts_at=AT)

    with pytest.raises(Conflict):
        move_drill_clock(tenant, by=step)


def test_move_drill_clock_of_a_real_command_is_refused(tenant):
    with pytest.raises(Conflict):
        move_drill_clock(tenant, by=timedelta(hours=1))


@pytest.mark.parametrize("area", ["120101", "1201", "120101001"])
def test_an_area_has_one_command_at_a_time(tenant, area):
    with pytest.raises(Conflict):
        open_tenant(area_code=area, name="和平区")
