"""Operational periods follow one another: numbered, never overlapping, without a gap."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.registers.measures.conftest import DISTRICT, START

from muster.kernel import clock
from muster.kernel.actors import system_actor
from muster.kernel.errors import Conflict, Invalid, NotAllowed
from muster.kernel.models import Tenant
from muster.kernel.tenants import change_settings
from muster.registers.measures import queries, services
from muster.registers.measures.models import OperationalPeriod

HOUR = timedelta(hours=1)


@pytest.fixture
def open_period(incident, commander):
    """Open the next period of the incident: `open_period(hours=12)`."""

    def make(**facts):
        return services.open_period(actor=commander, incident_id=incident.id, **facts)

    return make


def test_first_period_is_number_one_and_planned_for_the_usual_length(open_period, tenant, at):
    with at(hours=1):
        first = open_period(objectives=" 430 个点位到岗 \n\n 核对名单 ")

    assert (first.number, first.ends_at) == (1, None)
    assert first.planned_end == START + 25 * HOUR
    assert first.objectives == "430 个点位到岗\n核对名单"

    change_settings(tenant, period_hours=12)
    with at(hours=9):
        assert open_period().planned_end == START + 21 * HOUR


def test_opening_the_next_period_ends_the_last_early_or_late(open_period, incident, commander, at):
    for hours in (0, 6, 60):
        with at(hours=hours):
            last = open_period()

    with at(hours=61):
        rows = queries.periods(actor=commander, incident_id=incident.id)
        assert queries.current_period(actor=commander, incident_id=incident.id) == last
    assert [(row.number, row.ends_at) for row in rows] == [
        (3, None), (2, START + 60 * HOUR), (1, START + 6 * HOUR),
    ]  # fmt: skip


def test_second_planner_who_opens_the_same_period_is_told(open_period, incident, at):
    with at(hours=1):
        open_period(number=1)
    with at(hours=2):
        with pytest.raises(Conflict):
            open_period(number=1)
        open_period(number=2)
        with pytest.raises(Conflict):
            open_period()
    assert incident.periods.count() == 2


@pytest.mark.parametrize("hours", [0, 169])
def test_period_of_no_length_or_of_more_than_a_week_is_refused(open_period, at, hours):
    with at(hours=1), pytest.raises(Invalid) as refused:
        open_period(hours=hours)
    assert set(refused.value.errors) == {"hours"}


def test_objectives_change_while_the_period_runs_and_stay_afterwards(
    open_period, commander, make_actor, at
):
    with at(hours=1):
        first = open_period()
        services.set_objectives(actor=commander, period_id=first.id, objectives="守好卡口")
        with pytest.raises(NotAllowed):
            services.set_objectives(actor=make_actor("lead"), period_id=first.id, objectives="别的")
    with at(hours=2):
        open_period()
        with pytest.raises(Conflict):
            services.set_objectives(actor=commander, period_id=first.id, objectives="改写历史")

    first.refresh_from_db()
    assert first.objectives == "守好卡口"


def test_period_is_overdue_after_its_planned_end_and_not_before(open_period, at):
    with at():
        first = open_period(hours=8)
        assert not first.is_overdue
    with at(hours=8, seconds=1):
        assert first.is_overdue


def test_database_keeps_one_open_period_and_each_number_once(open_period, at):
    with at():
        first = open_period()
    for facts in ({"number": 2}, {"number": 1, "ends_at": START + HOUR}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OperationalPeriod.objects.create(
                tenant_id=first.tenant_id, incident_id=first.incident_id,
                starts_at=START, planned_end=START + HOUR, **facts,
            )  # fmt: skip


class Periods(RuleBasedStateMachine):
    """Periods opened early, late or twice, an incident that lapses, is renewed or closed."""

    def __init__(self):
        super().__init__()
        self.now = START
        self.kept_apart = transaction.atomic()
        self.kept_apart.__enter__()
        tenant = Tenant.objects.create(area_code=DISTRICT, name="和平区")
        self.actor = system_actor(tenant.id, "tests")
        with clock.frozen(self.now):
            self.incident = services.open_incident(
                actor=self.actor, kind="epidemic", name="联防联控", area_code=DISTRICT,
                contact_name="值班室", contact_phone="022-00000000", contact_answered=True,
            )  # fmt: skip

    def teardown(self):
        transaction.set_rollback(True)
        self.kept_apart.__exit__(None, None, None)

    def _do(self, act):
        """Do something now; what the state does not allow must change nothing."""
        with clock.frozen(self.now):
            self.incident.refresh_from_db()
            before = (self.incident.is_running, self._rows())
            try:
                act()
            except Conflict:
                assert (self.incident.is_running, self._rows()) == before

    def _rows(self):
        return [
            (row.number, row.starts_at, row.ends_at)
            for row in OperationalPeriod.objects.filter(incident=self.incident).order_by("number")
        ]

    @rule(hours=st.integers(0, 400))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)

    @rule(hours=st.integers(1, 168), number=st.none() | st.integers(1, 5))
    def open(self, hours, number):
        self._do(
            lambda: services.open_period(
                actor=self.actor, incident_id=self.incident.id, hours=hours, number=number
            )
        )

    @rule()
    def renew(self):
        self._do(
            lambda: services.renew_incident(
                actor=self.actor, incident_id=self.incident.id, reason="仍有任务"
            )
        )

    @rule()
    def job_runs(self):
        self._do(services.lapse_due)

    @precondition(lambda self: self.incident.ended_at is None)
    @rule()
    def close(self):
        self._do(
            lambda: services.close_incident(
                actor=self.actor, incident_id=self.incident.id, reason="完成"
            )
        )

    @invariant()
    def periods_are_consecutive(self):
        rows = self._rows()
        assert [number for number, _start, _end in rows] == list(range(1, len(rows) + 1))
        for (_n, start, end), (_m, following, _e) in pairwise(rows):
            assert start < end == following

    @invariant()
    def nothing_runs_on_after_the_end(self):
        self.incident.refresh_from_db()
        if self.incident.ended_at is not None:
            assert all(end is not None for _n, _start, end in self._rows())
            assert self.incident.ended_at <= self.incident.lapses_at
        with clock.frozen(self.now):
            current = queries.current_incident(self.actor)
            assert (current is not None) == (
                self.incident.ended_at is None and self.now < self.incident.lapses_at
            )


@pytest.mark.unguarded
@pytest.mark.usefixtures("db")
def test_periods_stay_consecutive_whatever_happens():
    run_state_machine_as_test(
        Periods, settings=settings(max_examples=25, stateful_step_count=15, deadline=None)
    )
