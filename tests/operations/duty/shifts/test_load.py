"""Hours, nights and rest as they were worked; an oracle that counts minute by minute."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.operations.duty.conftest import COMMUNITY
from tests.operations.duty.roster_parts import NIGHT, TODAY, person, publish, shift
from tests.operations.duty.shifts.conftest import at

from muster.operations.duty import queries, services
from muster.operations.duty.models import Assignment, Tired
from muster.operations.duty.queries import Rule, Span, bends_of, load_of
from muster.operations.duty.queries.load import compensation_days

DAY = date(2020, 2, 1)


def span(day, hour, hours, *, night=False, worked=True):
    start = datetime(2020, 2, 1, tzinfo=UTC) + timedelta(days=day, hours=hour)
    return Span(
        start, start + timedelta(hours=hours), DAY + timedelta(days=day), night, None, worked
    )


def moment(day, hour):
    return datetime(2020, 2, 1, tzinfo=UTC) + timedelta(days=day, hours=hour)


def test_hours_of_seven_days_are_those_worked_not_those_planned():
    spans = [span(day, 8, 8) for day in range(3)] + [span(3, 8, 8, worked=False)]
    load = load_of(spans, moment(3, 20), DAY + timedelta(days=3))

    assert (load.hours, load.days_run, load.rested_hours(moment(3, 20))) == (24, 3, 28)


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 23), st.integers(1, 12)), max_size=9),
    st.integers(8, 11),
)
@settings(max_examples=60, deadline=None)
def test_hours_of_the_week_are_those_an_hour_by_hour_count_gives(worked, day):
    spans = [span(*one) for one in worked]
    now = moment(day, 0)
    slow = sum(
        1
        for one in spans
        for hour in range(24 * 14)
        if one.starts_at <= moment(0, hour) < one.ends_at
        and now - timedelta(days=7) <= moment(0, hour) < now
    )

    assert load_of(spans, now, DAY + timedelta(days=day)).hours == slow


@pytest.mark.parametrize(
    ("worked", "heavy"),
    [
        ([span(0, 8, 8)], False),
        ([span(0, 8, 12)], True),
        ([span(0, 6, 6), span(0, 12, 6)], True),  # one stretch without a break
        ([span(day, 22, 8, night=True) for day in range(2)], False),
        ([span(day, 22, 8, night=True) for day in range(3)], True),
        ([span(day, 8, 8) for day in range(5)], False),
        ([span(day, 8, 8) for day in range(6)], True),
        ([span(day, 8, 11) for day in range(5)], False),
        ([span(day, 6, 10) for day in range(6)], True),
    ],
)
def test_rest_is_compulsory_after_a_long_load(worked, heavy):
    end = max(one.ends_at for one in worked)
    load = load_of(worked, end + timedelta(hours=1), worked[-1].day)

    assert load.must_rest_until == (end + timedelta(hours=24) if heavy else None)
    assert load_of(worked, end + timedelta(hours=24), worked[-1].day).must_rest_until is None


@pytest.mark.parametrize(
    ("known", "wanted", "rules"),
    [
        ([span(0, 6, 8)], span(1, 6, 8), []),
        ([span(0, 6, 8)], span(0, 22, 8, night=True), [Rule.REST]),
        ([span(0, 6, 8)], span(1, 0, 6), [Rule.REST]),
        ([span(1, 6, 8, worked=False)], span(0, 22, 8, night=True), [Rule.REST]),
        ([span(day, 6, 8) for day in range(6)], span(6, 6, 8), [Rule.MUST_REST, Rule.DAYS]),
        ([span(day, 6, 8) for day in range(5)], span(7, 6, 8), []),
        ([span(d, 22, 8, night=True) for d in range(3)], span(3, 22, 8, night=True),
         [Rule.MUST_REST, Rule.NIGHTS]),
        ([span(day, 6, 11) for day in range(5)], span(5, 6, 8), [Rule.HOURS]),
        ([span(0, 6, 13)], span(1, 7, 8), [Rule.MUST_REST]),
    ],
)  # fmt: skip
def test_a_shift_names_the_rules_it_would_bend(known, wanted, rules):
    found = [bend.rule for bend in bends_of(known, wanted, wanted.day)]

    assert found == rules


def test_days_beyond_five_a_week_earn_compensation():
    monday = 2  # 3 February 2020
    assert compensation_days([span(monday + day, 8, 8) for day in range(5)]) == 0
    assert compensation_days([span(monday + day, 8, 8) for day in range(7)]) == 2
    assert compensation_days([span(monday, 8, 4), span(monday, 14, 4)]) == 0
    assert compensation_days([span(monday + day, 8, 8, worked=False) for day in range(7)]) == 0


def test_who_came_late_and_left_early_worked_less_than_was_planned(tenant, lead, mornings, people):
    with at(0, 30):
        services.check_in_by_lead(actor=lead, assignment_id=mornings[0].id)
    with at(5):
        services.check_out(actor=lead, assignment_id=mornings[0].id)
        spans = queries.worked_spans(tenant.id, people, mornings[0].starts_at, mornings[0].ends_at)
    assert spans[people[0]][0].hours == 4.5


def test_who_forgot_to_check_out_worked_until_the_end(tenant, lead, mornings, people):
    with at(-2):
        services.check_in_by_lead(actor=lead, assignment_id=mornings[0].id)
    with at(20):
        spans = queries.worked_spans(
            tenant.id,
            people[:1],
            mornings[0].starts_at,
            mornings[0].starts_at + timedelta(hours=20),
        )
    assert spans[people[0]][0].hours == 8.5  # half an hour before the start counts, not two


def test_the_watch_lists_who_must_rest_and_whose_next_shift_bends_a_rule(  # noqa: PLR0917
    tenant, lead, commander, incident, post, make_people
):
    crew = make_people(2)
    with at(-8):
        publish(
            commander,
            incident,
            [shift(one, post, day, NIGHT) for day in range(4) for one in crew],
        )
    rows = Assignment.objects.of_tenant(tenant.id)
    for day in range(3):
        row = rows.get(responder_id=crew[0], day=TODAY + timedelta(days=day))
        with at(24 * day + 16):
            services.check_in_by_lead(actor=lead, assignment_id=row.id)
        with at(24 * day + 24):
            services.check_out(actor=lead, assignment_id=row.id)
    with at(24 * 3 + 1):
        assert services.watch_fatigue(tenant.id) == 2
        assert services.watch_fatigue(tenant.id) == 2
        rules = {row.rule for row in queries.tired(actor=lead)}
        assert rules == {"must_rest", "nights"}
        assert queries.tired_by_area(actor=commander) == {COMMUNITY: 1}
        [must] = Tired.objects.of_tenant(tenant.id).filter(rule="must_rest")
        assert must.shift_at is not None
    with at(24 * 5):
        assert services.watch_fatigue(tenant.id) == 0


def test_a_check_in_before_the_rest_is_over_is_flagged_not_refused(
    tenant, lead, post, people, mornings
):
    with at(-1, 30):
        services.check_in_by_lead(actor=lead, assignment_id=mornings[0].id)
    with at(14):
        row = mornings[0].check_ins.get()
        row.left_at = mornings[0].starts_at + timedelta(hours=13)
        row.save()
    with at(23):
        again = services.check_in(actor=person(tenant, people[0]), post_code=post.code)
    assert again.flags == ["tired"]
