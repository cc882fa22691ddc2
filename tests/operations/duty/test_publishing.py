"""Publishing a roster: what is refused, what replaces what, and that nothing is overwritten."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.operations.duty.conftest import COMMUNITY, FAR
from tests.operations.duty.roster_parts import (
    EVENING,
    MORNING,
    NIGHT,
    TODAY,
    person,
    publish,
    shift,
)

from muster.kernel import clock, events
from muster.kernel.errors import Conflict, Invalid, NotAllowed
from muster.kernel.ids import new_id
from muster.operations.duty import queries, services
from muster.operations.duty.contracts import AssignmentDraft, DeploymentDraft
from muster.operations.duty.events import EditionPublished
from muster.operations.duty.models import Assignment, Deployment, Edition
from muster.operations.duty.services import CrewTooSmall


@pytest.fixture
def people(make_people):
    """Six people of one unit."""
    return make_people(6)


@pytest.fixture
def told(monkeypatch, django_capture_on_commit_callbacks):
    """Do something and commit: `told(lambda: …)`; `told.heard` are the editions told of."""
    monkeypatch.setattr(events, "_handlers", events._handlers.copy())

    def do(act):
        with django_capture_on_commit_callbacks(execute=True):
            return act()

    do.heard = []
    events._handlers[EditionPublished] = [do.heard.append]
    return do


def days_in_force(actor, person_id):
    return [row.day for row in queries.shifts_of_person(actor.tenant_id, person_id, TODAY)]


def test_publish_writes_clock_times_of_the_place_and_ends_nights_on_the_next_day(
    commander, incident, post, people
):
    publish(commander, incident, [shift(one, post, 1, NIGHT) for one in people[:2]])

    row = Assignment.objects.of_tenant(commander.tenant_id).first()
    assert row.day == TODAY + timedelta(days=1)
    assert row.starts_at == datetime(2020, 2, 19, 14, 0, tzinfo=UTC)
    assert row.ends_at == datetime(2020, 2, 19, 22, 0, tzinfo=UTC)
    assert row.night
    assert row.area_code == COMMUNITY


def test_publish_tells_once_and_numbers_editions(commander, incident, post, people, told):
    edition = told(lambda: publish(commander, incident, [shift(one, post) for one in people[:2]]))

    assert edition.number == 1
    assert [(event.edition_id, event.people) for event in told.heard] == [(edition.id, 2)]


def test_publish_refuses_a_crew_of_one_and_names_post_day_and_shift(
    commander, incident, post, people
):
    rows = [shift(one, post, 0, MORNING) for one in people[:2]] + [shift(people[2], post, 3, NIGHT)]

    with pytest.raises(CrewTooSmall) as refused:
        publish(commander, incident, rows)

    assert "3 号门岗" in refused.value.message
    assert "February 21" in refused.value.message
    assert "Night" in refused.value.message
    assert [(day, planned) for _p, day, _s, planned, _l in refused.value.crews] == [
        (TODAY + timedelta(days=3), 1)
    ]
    assert not Edition.objects.of_tenant(commander.tenant_id).exists()


def test_publish_holds_a_post_with_points_to_its_own_crew(commander, incident, make_post, people):
    group = make_post(points=3, wanted=4)

    with pytest.raises(CrewTooSmall):
        publish(commander, incident, [shift(one, group) for one in people[:3]])
    publish(commander, incident, [shift(one, group) for one in people[:4]])


def test_publish_twice_returns_the_first_edition(commander, incident, post, people):
    plan_id = new_id()
    rows = [shift(one, post) for one in people[:2]]

    first = publish(commander, incident, rows, plan_id=plan_id)
    again = publish(commander, incident, rows, plan_id=plan_id)

    assert again.id == first.id
    assert Assignment.objects.of_tenant(commander.tenant_id).count() == 2


def test_a_later_edition_takes_over_on_its_first_day_and_earlier_days_stay(
    commander, incident, post, people
):
    one, two, three, four = people[:4]
    rows = [shift(each, post, day) for each in (one, two) for day in range(4)]
    publish(commander, incident, rows)
    rows = [shift(each, post, day) for each in (three, four) for day in range(2)]
    publish(commander, incident, rows, starts_on=TODAY + timedelta(days=2))

    assert days_in_force(commander, one) == [TODAY, TODAY + timedelta(days=1)]
    assert days_in_force(commander, three) == [TODAY + timedelta(days=n) for n in (2, 3)]
    assert Assignment.objects.of_tenant(commander.tenant_id).filter(responder=one).count() == 4


def test_withdrawing_puts_the_edition_before_into_force_again(commander, incident, post, people):
    one, two, three, four = people[:4]
    publish(commander, incident, [shift(each, post, day) for each in (one, two) for day in (0, 1)])
    tomorrow = TODAY + timedelta(days=1)
    later = publish(
        commander, incident, [shift(each, post) for each in (three, four)], starts_on=tomorrow
    )

    services.withdraw_edition(actor=commander, edition_id=later.id, reason="名单有误")

    assert days_in_force(commander, one) == [TODAY, tomorrow]
    assert days_in_force(commander, three) == []
    running = queries.current_edition(actor=commander, incident_id=incident.id)
    assert (running.number, running.superseded_from) == (1, None)


def test_withdrawing_needs_a_reason_and_ends_with_the_first_day(commander, incident, post, people):
    edition = publish(
        commander,
        incident,
        [shift(one, post) for one in people[:2]],
        starts_on=TODAY + timedelta(days=1),
    )
    with pytest.raises(Invalid):
        services.withdraw_edition(actor=commander, edition_id=edition.id, reason="  ")
    with (
        clock.frozen(datetime(2020, 2, 18, 16, 0, tzinfo=UTC)),  # midnight at the place
        pytest.raises(Conflict, match="first day"),
    ):
        services.withdraw_edition(actor=commander, edition_id=edition.id, reason="名单有误")


def test_a_withdrawn_plan_can_be_published_again(commander, incident, post, people):
    facts = {"plan_id": new_id(), "starts_on": TODAY + timedelta(days=1)}
    rows = [shift(one, post) for one in people[:2]]
    first = publish(commander, incident, rows, **facts)
    services.withdraw_edition(actor=commander, edition_id=first.id, reason="再看一遍")

    assert publish(commander, incident, rows, **facts).number == 2


def test_publish_refuses_to_replace_a_day_on_which_people_have_come(
    tenant, commander, incident, post, people
):
    publish(commander, incident, [shift(one, post) for one in people[:2]])
    services.check_in(actor=person(tenant, people[0]), post_code=post.code)

    with pytest.raises(Conflict, match="already checked in"):
        publish(commander, incident, [shift(one, post) for one in people[2:4]])
    publish(
        commander,
        incident,
        [shift(one, post) for one in people[2:4]],
        starts_on=TODAY + timedelta(days=1),
    )


@pytest.fixture
def draft_of(commander, incident, post, people):
    """A shift of a plan with changes, and what it is published with."""

    def make(**change):
        row = {"responder_id": people[0], "post_id": post.id, "day": 0, "shift": MORNING}
        return commander, incident, people, AssignmentDraft(**{**row, **change})

    return make


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"shift": "3x8.X"}, "not open"),
        ({"shift": "2x12.D"}, "not open"),
        ({"day": 14}, "outside its days"),
        ({"day": -1}, "outside its days"),
        ({"post_id": new_id()}, "post"),
        ({"responder_id": new_id()}, "nowhere"),
    ],
)
def test_publish_refuses_what_the_registers_do_not_have(draft_of, change, word):
    commander, incident, people, row = draft_of(**change)
    deployed = [DeploymentDraft(responder_id=one, area_code=COMMUNITY) for one in people]

    with pytest.raises(Invalid, match=word):
        publish(commander, incident, [row], deployments=deployed)


def test_publish_refuses_two_shifts_a_day_two_places_and_strangers(
    commander, incident, post, people
):
    rows = [shift(one, post, 0, name) for one in people[:2] for name in (MORNING, EVENING)]
    with pytest.raises(Invalid, match="two shifts"):
        publish(commander, incident, rows)
    twice = [DeploymentDraft(responder_id=people[0], area_code=code) for code in (COMMUNITY, FAR)]
    with pytest.raises(Invalid, match="two places"):
        publish(commander, incident, [], deployments=twice)
    stranger = [DeploymentDraft(responder_id=new_id(), area_code=COMMUNITY)]
    with pytest.raises(Invalid, match="not on the register"):
        publish(commander, incident, [], deployments=stranger)


def test_publish_refuses_past_days_and_too_many(commander, incident, post):
    with pytest.raises(Invalid, match="passed"):
        publish(commander, incident, [], starts_on=TODAY - timedelta(days=1))
    with pytest.raises(Invalid, match="1 to 62 days"):
        publish(commander, incident, [], days=63)


def test_a_lead_does_not_publish(lead, incident, post, people):
    with pytest.raises(NotAllowed):
        publish(lead, incident, [shift(one, post) for one in people[:2]])


def test_the_calendar_code_of_a_person_stays_over_editions(commander, incident, post, people):
    rows = [shift(one, post) for one in people[:2]]
    for ahead in (1, 2):
        publish(commander, incident, rows, starts_on=TODAY + timedelta(days=ahead))

    codes = Deployment.objects.of_tenant(commander.tenant_id).filter(responder_id=people[0])
    assert codes.values("code").distinct().count() == 1
    assert len(codes[0].code) == 12


def test_planned_people_are_told_place_first_shift_and_lead(commander, incident, post, people):
    rows = [shift(one, post, day, NIGHT) for one in people[:2] for day in (1, 0)]
    edition = publish(commander, incident, rows, first_secretary=people[1])

    told = queries.planned_people(actor=commander, edition_id=edition.id)

    first = {one.responder_id: one for one in told}[people[0]]
    assert (first.shifts, first.nights, first.place) == (2, 2, "静园东门")
    assert first.first.day == TODAY
    assert first.lead == {one.responder_id: one for one in told}[people[1]].name


@pytest.fixture
def two_posts(post, make_post):
    """Gates of two communities."""
    return [post, make_post(area_code=FAR)]


DRAFTS = st.dictionaries(
    st.tuples(st.integers(0, 5), st.integers(0, 3)),
    st.tuples(st.integers(0, 1), st.sampled_from([MORNING, EVENING, NIGHT])),
    max_size=20,
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(plan=DRAFTS)
def test_any_plan_publishes_to_exactly_its_rows_or_not_at_all(
    plan, commander, incident, two_posts, people
):
    posts = two_posts
    rows = [shift(people[who], posts[at], day, name) for (who, day), (at, name) in plan.items()]
    crews = {}
    for row in rows:
        crews.setdefault((row.post_id, row.day, row.shift), set()).add(row.responder_id)
    before = set(Assignment.objects.of_tenant(commander.tenant_id).values_list("id", flat=True))

    if any(len(crew) == 1 for crew in crews.values()):
        with pytest.raises(CrewTooSmall):
            publish(commander, incident, rows, days=4)
        written = Assignment.objects.of_tenant(commander.tenant_id).exclude(id__in=before)
        assert not written.exists()
        return
    edition = publish(commander, incident, rows, days=4)

    written = {
        (row.responder_id, row.post_id, (row.day - TODAY).days, f"3x8.{row.shift.letter}")
        for row in edition.assignments.select_related("shift")
    }
    assert written == {(row.responder_id, row.post_id, row.day, row.shift) for row in rows}


def test_publishing_ten_times_the_shifts_takes_hardly_more_statements(
    commander, incident, make_post, make_people
):
    posts = [make_post() for _ in range(8)]

    def statements(people, days):
        rows = [
            shift(one, posts[at % 8], day) for at, one in enumerate(people) for day in range(days)
        ]
        with CaptureQueriesContext(connection) as counted, transaction.atomic():
            edition = publish(commander, incident, rows)
            assert edition.assignments.count() == len(rows)
            transaction.set_rollback(True)
        return len(counted)

    people = make_people(160)
    few = statements(people[:16], 10)
    many = statements(people, 10)
    assert many - few < 1440 / 20  # more batches, and nothing for each shift
