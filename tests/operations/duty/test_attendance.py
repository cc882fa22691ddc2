"""Coming and leaving: the wrong post, twice, too early, a phone an hour fast, by the lead."""

from datetime import UTC, datetime, timedelta
from time import process_time

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.operations.duty.conftest import FAR
from tests.operations.duty.roster_parts import MORNING, NIGHT, TODAY, person, publish, shift

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from muster.operations.duty import queries, services
from muster.operations.duty.models import Assignment, CheckIn
from muster.operations.duty.services import AlreadyCheckedIn, WrongPost

START = datetime(2020, 2, 17, 22, 0, tzinfo=UTC)
"""Six o'clock at the place: the morning shift of 18 February begins."""


def at(hours, minutes=0):
    """Stop the clock some time after the morning shift began."""
    return clock.frozen(START + timedelta(hours=hours, minutes=minutes))


@pytest.fixture
def people(make_people):
    """Four people of one unit."""
    return make_people(4)


@pytest.fixture
def edition(commander, incident, post, people):
    """Two on mornings and two on nights, two days long."""
    with at(-8):
        return publish(
            commander,
            incident,
            [
                shift(one, post, day, name)
                for day in (0, 1)
                for name, crew in ((MORNING, people[:2]), (NIGHT, people[2:]))
                for one in crew
            ],
            starts_on=TODAY,
        )


@pytest.fixture
def me(tenant, people, edition):
    """Somebody with a morning shift."""
    return person(tenant, people[0])


@pytest.fixture
def my_shift(me):
    """That shift."""
    return Assignment.objects.of_tenant(me.tenant_id).get(responder_id=me.person_id, day=TODAY)


def test_check_in_by_the_code_on_the_card_however_it_is_typed(me, post, my_shift):
    with at(0, 7):
        row = services.check_in(actor=me, post_code=f" {post.code[:4].lower()}-{post.code[4:]}")

    assert (row.assignment_id, row.late_minutes, row.how) == (my_shift.id, 7, "code")
    assert row.by_account_id == me.account_id
    assert row.clock_off_minutes is None


@pytest.mark.parametrize(("hours", "minutes"), [(-2, 0), (7, 59)])
def test_check_in_opens_two_hours_before_and_until_the_end(me, post, hours, minutes):
    with at(hours, minutes):
        row = services.check_in(actor=me, post_code=post.code)

    assert row.late_minutes == max(0, hours * 60 + minutes)


@pytest.mark.parametrize(("hours", "minutes"), [(-2, -1), (8, 0)])
def test_check_in_outside_these_hours_says_when_the_next_shift_is(me, post, hours, minutes):
    with at(hours, minutes), pytest.raises(Conflict, match=r"begins on .* at 06:00") as refused:
        services.check_in(actor=me, post_code=post.code)

    assert "two hours before" in refused.value.next_step


def test_check_in_without_any_shift_says_so(tenant, post, people, edition):
    with at(24 * 5), pytest.raises(Conflict, match="none is planned"):
        services.check_in(actor=person(tenant, people[0]), post_code=post.code)


def test_check_in_at_another_post_names_both_and_keeps_nothing(me, make_post):
    other = make_post(area_code=FAR, name="开封道门岗")

    with at(0), pytest.raises(WrongPost) as refused:
        services.check_in(actor=me, post_code=other.code)

    assert "开封道门岗" in refused.value.message
    assert "3 号门岗" in refused.value.message
    assert "静园东门" in refused.value.next_step
    assert not CheckIn.objects.of_tenant(me.tenant_id).exists()


def test_check_in_with_a_code_nobody_has(me):
    with at(0), pytest.raises(NotFound, match="WRONG"):
        services.check_in(actor=me, post_code="WRONG")
    with at(0), pytest.raises(NotFound):
        services.check_in(actor=me, post_code="  ")


def test_check_in_twice_says_when_the_first_was(me, post):
    with at(0, 3):
        services.check_in(actor=me, post_code=post.code)
    with at(0, 9), pytest.raises(AlreadyCheckedIn, match="06:03"):
        services.check_in(actor=me, post_code=post.code)

    assert CheckIn.objects.of_tenant(me.tenant_id).count() == 1


@pytest.mark.parametrize(("fast", "flag"), [(60, 60), (-60, -60), (10, None), (-10, None)])
def test_a_phone_with_a_wrong_clock_is_kept_and_flagged(me, post, fast, flag):
    with at(0):
        row = services.check_in(
            actor=me, post_code=post.code, at=START + timedelta(minutes=fast), distance_m=35
        )

    assert (row.came_at, row.clock_off_minutes, row.distance_m) == (START, flag, 35)


def test_check_in_needs_a_person_on_the_register(tenant, post, edition):
    with at(0), pytest.raises(NotAllowed, match="not tied"):
        services.check_in(actor=Actor(tenant_id=tenant.id), post_code=post.code)


def test_a_shift_that_a_newer_roster_replaced_cannot_be_checked_into(
    me, post, my_shift, commander, incident
):
    with at(-7):
        publish(commander, incident, [], starts_on=TODAY)
    with at(0), pytest.raises(Conflict, match="no shift now"):
        services.check_in(actor=me, post_code=post.code)


def test_the_lead_records_who_came_with_the_true_time_of_the_paper(lead, my_shift):
    with at(3):
        row = services.check_in_by_lead(
            actor=lead, assignment_id=my_shift.id, came_at=START + timedelta(minutes=12)
        )

    assert (row.how, row.late_minutes) == ("lead", 12)


@pytest.mark.parametrize("minutes", [-121, 181, 480])
def test_the_lead_cannot_record_the_future_or_another_shifts_time(lead, my_shift, minutes):
    with at(3), pytest.raises(Invalid, match="does not belong"):
        services.check_in_by_lead(
            actor=lead, assignment_id=my_shift.id, came_at=START + timedelta(minutes=minutes)
        )


def test_the_lead_of_another_community_records_nobody(make_actor, my_shift):
    with at(0), pytest.raises(NotFound):
        services.check_in_by_lead(actor=make_actor("lead", FAR), assignment_id=my_shift.id)


def test_nobody_checks_in_or_out_for_a_colleague(tenant, people, me, post, my_shift):
    with at(0):
        services.check_in(actor=me, post_code=post.code)
        colleague = person(tenant, people[1])
        with pytest.raises(NotFound):
            services.check_out(actor=colleague, assignment_id=my_shift.id)
        with pytest.raises(NotAllowed):
            services.check_in_by_lead(actor=me, assignment_id=my_shift.id)


def test_check_out_by_oneself_once_and_only_after_coming(me, post, my_shift):
    with at(0), pytest.raises(Conflict, match="Nobody has checked in"):
        services.check_out(actor=me, assignment_id=my_shift.id)
    with at(0):
        services.check_in(actor=me, post_code=post.code)
    with at(8, 5):
        row = services.check_out(actor=me, assignment_id=my_shift.id)
    assert row.left_at == START + timedelta(hours=8, minutes=5)
    with at(8, 6), pytest.raises(Conflict, match="14:05"):
        services.check_out(actor=me, assignment_id=my_shift.id)


def test_check_out_before_coming_or_in_the_future_is_refused(lead, my_shift):
    with at(1):
        services.check_in_by_lead(actor=lead, assignment_id=my_shift.id)
        for minutes in (59, 61):
            with pytest.raises(Invalid):
                services.check_out(
                    actor=lead,
                    assignment_id=my_shift.id,
                    left_at=START + timedelta(minutes=minutes),
                )


def test_undo_keeps_the_mistake_and_lets_the_right_one_follow(me, post, my_shift):
    with at(0):
        services.check_in(actor=me, post_code=post.code)
    with at(0, 5):
        services.undo_check_in(actor=me, assignment_id=my_shift.id)
        services.check_in(actor=me, post_code=post.code)

    assert CheckIn.objects.of_tenant(me.tenant_id).count() == 2
    assert queries.my_shifts(actor=me, from_day=TODAY)[0].came_at == START + timedelta(minutes=5)


def test_undo_after_ten_minutes_is_the_leads(me, lead, post, my_shift):
    with at(0):
        services.check_in(actor=me, post_code=post.code)
    with at(0, 11):
        with pytest.raises(NotAllowed, match="ten minutes"):
            services.undo_check_in(actor=me, assignment_id=my_shift.id)
        services.undo_check_in(actor=lead, assignment_id=my_shift.id)
        with pytest.raises(Conflict):
            services.undo_check_in(actor=lead, assignment_id=my_shift.id)


def test_nobody_takes_back_what_the_lead_recorded(me, lead, my_shift):
    with at(0):
        services.check_in_by_lead(actor=lead, assignment_id=my_shift.id)
        with pytest.raises(NotAllowed):
            services.undo_check_in(actor=me, assignment_id=my_shift.id)


def test_the_database_holds_one_check_in_a_shift_and_time_forward(me, my_shift):
    facts = {"tenant_id": me.tenant_id, "assignment": my_shift, "came_at": START}
    CheckIn.objects.create(**facts)
    for wrong in ({}, {"undone_at": START, "left_at": START - timedelta(minutes=1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CheckIn.objects.create(**facts, **wrong)


def test_check_in_is_answered_within_a_tenth_of_a_second_of_work(me, post, my_shift):
    spent = []
    with at(0):
        for _ in range(20):
            began = process_time()
            services.check_in(actor=me, post_code=post.code)
            spent.append(process_time() - began)
            services.undo_check_in(actor=me, assignment_id=my_shift.id)

    assert sorted(spent)[18] < 0.1


def test_the_board_counts_who_is_there_now(me, post, lead):
    with at(0):
        services.check_in(actor=me, post_code=post.code)
    with at(1):
        [stands] = queries.board_of(actor=lead, area=post.area_code, at=clock.now())

    assert (stands.wanted, stands.planned, stands.present) == (2, 2, 1)
    assert (stands.alone, stands.empty, stands.label) == (True, False, "Early")


def test_whoever_has_a_shift_sees_the_crew_of_that_shift(tenant, me, people, post):
    with at(0):
        services.check_in(actor=me, post_code=post.code)
    crew = queries.crew_of(actor=person(tenant, people[1]), post_id=post.id, day=TODAY)

    assert {(one.responder_id, one.present) for one in crew} == {
        (people[0], True),
        (people[1], False),
    }


def test_the_lead_sees_the_community_and_a_person_the_own_shift(me, people, lead, commander, post):
    area = {"area": post.area_code, "day": TODAY}

    assert len(queries.roster_of(actor=lead, **area)) == 4
    assert len(queries.roster_of(actor=commander, **area)) == 4
    assert [one.responder_id for one in queries.roster_of(actor=me, **area)] == [people[0]]


def test_a_clerk_sees_the_people_of_the_own_unit(make_actor, make_people, my_shift, post):
    area = {"area": post.area_code, "day": TODAY}
    clerk = make_actor("clerk", scope_id=my_shift.unit_id)
    other = make_actor("clerk", scope_id=post.id)

    assert len(queries.roster_of(actor=clerk, **area)) == 4
    assert len(queries.roster_of(actor=other, **area)) == 0


def test_the_board_shows_the_night_that_began_yesterday(lead, post, edition):
    with at(23):
        [stands] = queries.board_of(actor=lead, area=post.area_code, at=clock.now())

    assert (stands.label, stands.planned, stands.empty) == ("Night", 2, True)


@pytest.mark.parametrize("read", ["board", "roster", "shifts", "people", "crew"])
def test_reads_cost_as_many_queries_for_many_as_for_few(read, cost_of):
    first, second = cost_of(read, 1), cost_of(read, 6)

    assert first == second


@pytest.fixture
def cost_of(tenant, commander, incident, make_post, make_people):
    """Queries a read costs with so many posts, each with a crew of two on as many days."""

    def cost(read, many):
        posts = [make_post() for _ in range(many)]
        people = make_people(2 * many, unit=f"单位{many}")
        edition = publish(
            commander,
            incident,
            [shift(one, posts[k // 2], day) for k, one in enumerate(people) for day in range(many)],
        )
        area = posts[0].area_code
        reads = {
            "board": lambda: queries.board_of(actor=commander, area=area, at=clock.now()),
            "roster": lambda: queries.roster_of(actor=commander, area=area, day=TODAY),
            "shifts": lambda: queries.my_shifts(actor=person(tenant, people[0]), from_day=TODAY),
            "people": lambda: queries.planned_people(actor=commander, edition_id=edition.id),
            "crew": lambda: queries.crew_of(actor=commander, post_id=posts[0].id, day=TODAY),
        }
        with CaptureQueriesContext(connection) as found:
            assert reads[read]()
        return len(found)

    return cost
