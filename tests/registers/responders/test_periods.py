"""Limits, weekly hours, absences: facts for a plan, never reasons."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from muster.kernel import clock
from muster.kernel.errors import Invalid, NotFound
from muster.registers.responders import queries, services
from muster.registers.responders.contracts import Absence
from muster.registers.responders.models import (
    DutyLimit,
    Unavailability,
    WeeklyAvailability,
)

EVENINGS = [range(18, 22)] * 5 + [range(24)] * 2


@pytest.mark.parametrize("model", [DutyLimit, Unavailability, WeeklyAvailability])
def test_limit_and_absence_tables_have_no_field_for_a_cause(model):
    texts = {
        field.name: field.choices or field.max_length
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
    }

    free = {name for name, bound in texts.items() if not isinstance(bound, list) and bound != 42}
    assert free == set()


def test_limit_of_one_kind_replaces_the_one_before(clerk, person):
    services.add_limit(
        actor=clerk, responder_id=person.id, kind="max_hours_day", amount=8,
        starts_on=date(2020, 2, 1),
    )  # fmt: skip
    services.add_limit(
        actor=clerk, responder_id=person.id, kind="max_hours_day", amount=6,
        starts_on=date(2020, 2, 10),
    )  # fmt: skip

    rows = DutyLimit.objects.filter(tenant_id=person.tenant_id).order_by("starts_on")
    assert [(row.amount, row.ends_on) for row in rows] == [(8, date(2020, 2, 10)), (6, None)]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "bad_back"}, "kind"),
        ({"kind": "max_hours_day"}, "amount"),
        ({"kind": "max_hours_day", "amount": 25}, "amount"),
        ({"kind": "no_nights", "amount": 3}, "amount"),
        (
            {"kind": "no_nights", "starts_on": date(2020, 2, 2), "ends_on": date(2020, 2, 2)},
            "ends_on",
        ),
    ],
)
def test_limit_that_does_not_fit_is_refused_at_its_field(clerk, person, facts, field):
    with pytest.raises(Invalid) as refused:
        services.add_limit(actor=clerk, responder_id=person.id, **facts)

    assert list(refused.value.errors) == [field]


def test_end_limit_by_the_person(make_actor, clerk, person):
    limit = services.add_limit(actor=clerk, responder_id=person.id, kind="no_nights")
    own = make_actor("responder", person_id=person.id)

    ended = services.end_limit(actor=own, limit_id=limit.id)

    assert ended.ends_on is not None
    assert queries.limits_now(actor=clerk, ids=[person.id]) == {}


def test_end_limit_of_somebody_else_is_not_found(make_actor, clerk, person, make_person):
    limit = services.add_limit(actor=clerk, responder_id=person.id, kind="no_nights")
    stranger = make_actor("responder", area="", scope_id=person.id, person_id=make_person().id)

    with pytest.raises(NotFound):
        services.end_limit(actor=stranger, limit_id=limit.id)


def test_week_is_kept_hour_by_hour_and_can_be_dropped(clerk, person):
    services.set_week(actor=clerk, responder_id=person.id, week=EVENINGS)
    week = WeeklyAvailability.objects.get(tenant_id=person.tenant_id, responder=person).week

    assert week == tuple(frozenset(hours) for hours in EVENINGS)
    services.set_week(actor=clerk, responder_id=person.id, week=None)
    assert not WeeklyAvailability.objects.filter(tenant_id=person.tenant_id).exists()


@pytest.mark.parametrize("week", [[range(24)] * 6, [[24]] + [[]] * 6])
def test_week_of_wrong_shape_is_refused(clerk, person, week):
    with pytest.raises(Invalid):
        services.set_week(actor=clerk, responder_id=person.id, week=week)


def test_absence_that_has_not_begun_is_taken_back_whole(clerk, person, frozen_clock):
    with frozen_clock(2020, 2, 18, 8):
        row = services.report_absence(
            actor=clerk, responder_id=person.id, starts_at=datetime(2020, 2, 20, tzinfo=UTC)
        )
        services.end_absence(actor=clerk, absence_id=row.id)

    assert not Unavailability.objects.filter(tenant_id=person.tenant_id).exists()


def test_absence_under_way_ends_now(clerk, person, frozen_clock):
    with frozen_clock(2020, 2, 18, 8):
        row = services.report_absence(actor=clerk, responder_id=person.id)
    with frozen_clock(2020, 2, 19, 8):
        services.end_absence(actor=clerk, absence_id=row.id)

    row.refresh_from_db()
    assert row.ends_at == datetime(2020, 2, 19, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hour", "away"),
    [
        (datetime(2020, 2, 17, 15, 59, tzinfo=UTC), 0),
        (datetime(2020, 2, 17, 16, 0, tzinfo=UTC), 1),
        (datetime(2020, 2, 18, 15, 59, tzinfo=UTC), 1),
        (datetime(2020, 2, 18, 16, 0, tzinfo=UTC), 0),
    ],
)
def test_away_today_holds_from_midnight_to_midnight_at_the_place(
    clerk, person, frozen_clock, hour, away
):
    with frozen_clock(2020, 2, 17, 8):
        services.report_absence(
            actor=clerk,
            responder_id=person.id,
            starts_at=datetime(2020, 2, 18, 1, tzinfo=UTC),
            ends_at=datetime(2020, 2, 18, 6, tzinfo=UTC),
        )
    with clock.frozen(hour):
        assert queries.away_count(actor=clerk, unit_id=person.unit_id) == away
        assert len(queries.absences_today(actor=clerk, ids=[person.id])) == away
        page = queries.list_people(actor=clerk, filters=queries.Filters(status=queries.AWAY))
        assert len(page.people) == away


def test_absence_sent_twice_with_one_id_is_one_row(clerk, person):
    first = services.report_absence(actor=clerk, responder_id=person.id)
    services.report_absence(actor=clerk, responder_id=person.id, absence_id=first.id)

    assert Unavailability.objects.filter(tenant_id=person.tenant_id).count() == 1


def test_absence_that_ends_before_it_starts_is_refused(clerk, person, frozen_clock):
    with frozen_clock(2020, 2, 18, 8), pytest.raises(Invalid):
        services.report_absence(
            actor=clerk, responder_id=person.id, ends_at=datetime(2020, 2, 18, 7, tzinfo=UTC)
        )


def test_planning_people_carries_what_binds_the_horizon_and_nothing_sealed(
    commander, make_person, frozen_clock
):
    with frozen_clock(2020, 2, 17, 8):
        person = make_person(
            "吴海涛", birth_date=date(1963, 2, 19), skills=("driver",), night_opt_in=True,
            home_x_km=1.0, home_y_km=2.0, can_lead=True,
        )  # fmt: skip
        services.add_limit(actor=commander, responder_id=person.id, kind="max_hours_day", amount=6)
        services.add_limit(
            actor=commander, responder_id=person.id, kind="no_lifting",
            starts_on=date(2020, 1, 1), ends_on=date(2020, 2, 18),
        )  # fmt: skip
        services.set_week(actor=commander, responder_id=person.id, week=EVENINGS)
        absence = services.report_absence(
            actor=commander, responder_id=person.id,
            starts_at=datetime(2020, 2, 20, tzinfo=UTC), ends_at=datetime(2020, 2, 21, tzinfo=UTC),
        )  # fmt: skip

        [found] = queries.planning_people(actor=commander, starts_on=date(2020, 2, 18), days=14)

    assert (found.age, found.skills, found.limits) == (56, ("driver",), {"max_hours_day": 6})
    assert (found.x_km, found.y_km, found.can_lead, found.night_opt_in) == (1.0, 2.0, True, True)
    assert found.week is not None
    assert found.week[0] == frozenset(range(18, 22))
    assert found.absences == (Absence(absence.starts_at, absence.ends_at),)


def test_planning_people_takes_as_many_queries_for_many_as_for_one(commander, make_person):
    counts = []
    for name in ("吴海涛", "李芳", "张三"):
        make_person(name, skills=("driver",))
        with CaptureQueriesContext(connection) as captured:
            queries.planning_people(actor=commander, starts_on=date(2020, 2, 18), days=14)
        counts.append(len(captured))

    assert counts == [5, 5, 5]


def test_planning_units_says_where_local_people_stay(commander, make_unit, unit):
    make_unit("静园社区居委会", level="community", area_code="120101001001")

    found = queries.planning_units(actor=commander)

    assert [(one.name, one.local_community) for one in found] == [
        ("静园社区居委会", "120101001001"),
        ("区统计局", ""),
    ]
