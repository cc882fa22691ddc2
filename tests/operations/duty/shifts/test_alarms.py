"""Nobody stands alone unseen: alarms open, are answered, passed on, and end by themselves."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.operations.duty.conftest import FAR
from tests.operations.duty.roster_parts import TODAY, person, publish, shift
from tests.operations.duty.shifts.conftest import at, come

from muster.kernel.errors import Conflict, Invalid, NotFound
from muster.operations.duty import queries, services
from muster.operations.duty.models import CheckIn, LoneAlarm, NoShow
from muster.platform.notify.models import Message


@pytest.fixture
def alarms(system):
    """Every alarm, the first one first."""

    def read():
        rows = LoneAlarm.objects.of_tenant(system.tenant_id)
        return list(rows.order_by("opened_at"))

    return read


def test_one_of_two_leaving_opens_an_alarm_and_a_second_person_ends_it(lead, mornings, alarms):
    with at(0):
        come(lead, *mornings)
    assert alarms() == []
    with at(1):
        services.check_out(actor=lead, assignment_id=mornings[0].id)
    [alarm] = alarms()
    assert (alarm.cause, alarm.present, alarm.is_open) == ("left", 1, True)
    with at(1, 5):
        services.undo_check_in(actor=lead, assignment_id=mornings[0].id)
        come(lead, mornings[0])
    [alarm] = alarms()
    assert (alarm.end_kind, alarm.present) == ("second", 2)


def test_leaving_after_the_end_alarms_nobody(lead, mornings, alarms):
    with at(0):
        come(lead, *mornings)
    with at(8, 1):
        services.check_out(actor=lead, assignment_id=mornings[0].id)

    assert alarms() == []


def test_a_crew_still_coming_together_is_given_fifteen_minutes(tenant, lead, mornings, alarms):
    with at(0, 2):
        come(lead, mornings[0])
    with at(0, 14):
        services.watch_tenant(tenant)
        assert alarms() == []
    with at(0, 15):
        services.watch_tenant(tenant)
        services.watch_tenant(tenant)
    [alarm] = alarms()
    assert alarm.cause == "no_show"
    assert NoShow.objects.of_tenant(tenant.id).get().assignment_id == mornings[1].id
    with at(0, 40):
        come(lead, mornings[1])
    assert NoShow.objects.of_tenant(tenant.id).get().came_at is not None
    assert alarms()[0].end_kind == "second"


def test_a_post_that_keeps_its_roster_on_paper_is_left_alone(tenant, mornings, alarms):
    with at(1):
        found = services.watch_tenant(tenant)

    assert (found["no_shows"], alarms()) == (0, [])


def test_an_alarm_ends_with_the_shift_and_says_when(tenant, lead, mornings, alarms):
    with at(0):
        come(lead, *mornings)
    with at(7):
        services.check_out(actor=lead, assignment_id=mornings[0].id)
    with at(9):
        services.watch_tenant(tenant)
    [alarm] = alarms()
    assert (alarm.end_kind, alarm.ended_at) == ("over", mornings[0].ends_at)


def test_an_alarm_is_answered_once_and_passed_on_after_fifteen_minutes(
    tenant, lead, make_actor, mornings, alarms
):
    with at(0):
        come(lead, *mornings)
    with at(1):
        services.check_out(actor=lead, assignment_id=mornings[0].id)
        [alarm] = alarms()
        with pytest.raises(NotFound):
            services.answer_alarm(actor=make_actor("lead", FAR), alarm_id=alarm.id)
        row = services.answer_alarm(actor=lead, alarm_id=alarm.id)
        assert row.answered_by_name == lead.name
        commander_two = make_actor("commander")
        object.__setattr__(commander_two, "name", "另一人")
        with pytest.raises(Conflict, match="takes care"):
            services.answer_alarm(actor=commander_two, alarm_id=alarm.id)
    with at(1, 14):
        services.watch_tenant(tenant)
        assert alarms()[0].escalated_at is None
    with at(1, 15):
        services.watch_tenant(tenant)
        services.watch_tenant(tenant)
    assert alarms()[0].escalated_at is not None
    assert alarms()[0].is_open


def test_a_break_without_a_stand_in_alarms_and_coming_back_ends_it(
    tenant, people, lead, mornings, alarms
):
    me = person(tenant, people[0])
    with at(0):
        with pytest.raises(Conflict, match="on duty"):
            services.begin_break(actor=me, assignment_id=mornings[0].id)
        come(lead, *mornings)
    with at(2):
        services.begin_break(actor=me, assignment_id=mornings[0].id)
        with pytest.raises(Conflict, match="already"):
            services.begin_break(actor=me, assignment_id=mornings[0].id)
        assert [one.cause for one in alarms()] == ["break"]
    with at(2, 20):
        services.end_break(actor=me, assignment_id=mornings[0].id)
        with pytest.raises(Conflict):
            services.end_break(actor=me, assignment_id=mornings[0].id)
    assert alarms()[0].end_kind == "second"


def test_a_neighbour_stands_in_where_two_stay_and_is_missing_there(  # noqa: PLR0917
    tenant, commander, incident, lead, make_post, make_people, alarms
):
    here, there = make_post(number=1, name="东门"), make_post(number=2, name="西门")
    crew, three = make_people(2, unit="一"), make_people(3, unit="二")
    with at(-8):
        edition = publish(
            commander,
            incident,
            [shift(one, here) for one in crew] + [shift(one, there) for one in three],
        )
    rows = {row.responder_id: row for row in edition.assignments.all()}
    with at(0):
        come(lead, *rows.values())
    with at(1):
        first = person(tenant, crew[0])
        can = queries.stand_ins_for(actor=first, shift=rows[crew[0]])
        assert {one.responder_id for one in can} == set(three)
        with pytest.raises(Invalid):
            services.begin_break(actor=first, assignment_id=rows[crew[0]].id, stand_in_id=crew[1])
        services.begin_break(actor=first, assignment_id=rows[crew[0]].id, stand_in_id=three[0])
        assert alarms() == []
        states = queries.presence(tenant.id, rows[crew[0]].starts_at.replace(hour=23))
        assert {key[0]: state.present for key, state in states.items()} == {
            here.id: 2,
            there.id: 2,
        }
        # two are left there: nobody else may leave it
        assert queries.stand_ins_for(actor=first, shift=rows[crew[1]]) == []
        services.check_out(actor=lead, assignment_id=rows[three[1]].id)
    assert [one.post_id for one in alarms()] == [there.id]


def test_an_absence_during_a_shift_alarms_at_once_and_before_it_tells_the_lead(  # noqa: PLR0917
    tenant, people, lead, mornings, alarms, django_capture_on_commit_callbacks
):
    with at(0, 1):
        come(lead, mornings[0])
        with django_capture_on_commit_callbacks(execute=True):
            services.declare(actor=person(tenant, people[1]), fit=False)
    assert [(one.cause, one.present) for one in alarms()] == [("absent", 1)]


def test_leads_and_command_are_told_of_an_alarm(system, lead, mornings, account_of):
    keeper, far = account_of("lead", mornings[0].area_code), account_of("lead", FAR)
    chief = account_of("commander", "120101")
    with at(0):
        come(lead, *mornings)
    with at(1):
        services.check_out(actor=lead, assignment_id=mornings[0].id)
    told = Message.objects.of_tenant(system.tenant_id).filter(words="duty.alone")
    assert set(told.values_list("account_id", flat=True)) == {keeper.id, chief.id}
    assert far.id not in set(told.values_list("account_id", flat=True))


def test_numbers_of_boards_are_as_many_as_their_lists(tenant, lead, commander, mornings, people):
    with at(0, 2):
        come(lead, mornings[0])
    with at(0, 20):
        services.watch_tenant(tenant)
        area = mornings[0].area_code
        assert queries.alarms_by_area(actor=commander) == {area: 1}
        assert queries.no_shows_by_area(actor=commander) == {area: 1}
        assert [row.responder_id for row in queries.no_shows(actor=lead)] == [people[1]]
        assert len(queries.open_alarms(actor=lead)) == 1
        services.declare(actor=lead, responder_id=people[1], fit=False)
    with at(0, 30):
        assert queries.absent_by_area(actor=commander, day=TODAY) == {area: 1}
        assert len(queries.absent(actor=lead, area=area, day=TODAY)) == 1


def test_an_old_code_a_far_phone_and_two_posts_are_flagged_and_kept(
    tenant, people, lead, post, mornings
):
    me = person(tenant, people[0])
    old = post.code
    with at(0):
        new = services.renew_code(actor=lead, post_id=post.id)
        assert new.code != old
        row = services.check_in(actor=me, post_code=old, distance_m=2600)
        assert row.flags == ["old_code", "far"]
        assert [one.id for one in queries.flagged(actor=lead, day=TODAY)] == [row.id]
        second = services.check_in(actor=person(tenant, people[1]), post_code=new.code)
        assert second.flags == []
    with pytest.raises(NotFound, match="of this command"):
        services.check_in(actor=me, post_code="23456789")
    assert CheckIn.objects.of_tenant(tenant.id).count() == 2


def test_where_a_post_is_may_be_set_by_its_keeper_only(lead, make_actor, post):
    row = services.set_position(actor=lead, post_id=post.id, latitude=39.12345, longitude=117.2)
    assert (row.latitude, row.longitude) == (39.1234, 117.2)
    with pytest.raises(Invalid):
        services.set_position(actor=lead, post_id=post.id, latitude=99, longitude=0)
    with pytest.raises(NotFound):
        services.set_position(
            actor=make_actor("lead", FAR), post_id=post.id, latitude=1, longitude=1
        )


def test_watching_costs_the_same_for_one_post_and_for_many(  # noqa: PLR0917
    tenant, commander, incident, lead, make_post, make_people
):
    found = []
    for many in (1, 6):
        posts = [make_post() for _ in range(many)]
        crew = make_people(2 * many, unit=f"单位{many}")
        with at(-8):
            publish(commander, incident, [shift(one, posts[k // 2]) for k, one in enumerate(crew)])
        with at(1), CaptureQueriesContext(connection) as cost:
            services.watch_tenant(tenant)
        found.append(len(cost))
    assert found[0] == found[1]
