"""Swap, cover and leave as people ask for them: who answers, when it ends, what is checked."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.operations.duty.roster_parts import EVENING, MORNING, TODAY, person, publish, shift

from muster.kernel import clock
from muster.kernel.errors import Conflict, Invalid, NotFound
from muster.operations.duty import queries, services
from muster.operations.duty.models import Assignment
from muster.registers.responders.queries import away_at

DAY = timedelta(days=1)


@pytest.fixture
def people(make_people):
    """Eight people of one unit."""
    return make_people(8)


@pytest.fixture
def roster(commander, incident, post, people):
    """Tomorrow two by day, two by evening; the day after tomorrow two by day; two free."""
    rows = [
        *(shift(one, post, 1, MORNING) for one in people[:2]),
        *(shift(one, post, 1, EVENING) for one in people[2:4]),
        *(shift(one, post, 3, MORNING) for one in people[4:6]),
        *(shift(one, post, 5, MORNING) for one in people[6:8]),
    ]
    return publish(commander, incident, rows)


@pytest.fixture
def me(tenant, people):
    """The first person of the roster, signed in."""
    return person(tenant, people[0])


def of(person_id, day=1):
    """The shift in force of somebody on a day."""
    return Assignment.objects.filter(
        responder_id=person_id, day=TODAY + day * DAY, state="planned"
    ).get()  # fmt: skip


def test_a_swap_is_asked_agreed_and_approved_by_one_tap(lead, tenant, me, roster, people):
    mine, other = of(people[0]), of(people[2])
    row = services.ask_swap(actor=me, assignment_id=mine.id, with_assignment_id=other.id)
    with pytest.raises(Conflict):
        services.approve_request(actor=lead, request_id=row.id)

    services.answer_request(actor=person(tenant, people[2]), request_id=row.id, agrees=True)
    done = services.approve_request(actor=lead, request_id=row.id)

    assert (done.state, done.change.kind) == ("approved", "swap")
    assert done.change.asked_by == people[0]
    assert of(people[0]).shift_id == other.shift_id
    assert of(people[2]).shift_id == mine.shift_id


def test_only_the_one_asked_answers_and_a_no_ends_it(tenant, me, roster, people):
    row = services.ask_swap(
        actor=me, assignment_id=of(people[0]).id, with_assignment_id=of(people[2]).id
    )

    with pytest.raises(NotFound):
        services.answer_request(actor=person(tenant, people[3]), request_id=row.id, agrees=True)
    done = services.answer_request(actor=person(tenant, people[2]), request_id=row.id, agrees=False)

    assert done.state == "declined"
    assert done.ended_at is not None


def test_a_swap_that_breaks_a_rule_is_refused_at_approval_and_stays_open(  # noqa: PLR0917
    lead, commander, tenant, incident, me, roster, people
):
    row = services.ask_swap(
        actor=me, assignment_id=of(people[0]).id, with_assignment_id=of(people[4], 3).id
    )
    services.answer_request(actor=person(tenant, people[4]), request_id=row.id, agrees=True)
    services.stand_in(
        actor=lead, post_id=of(people[0]).post_id, day=TODAY + 3 * DAY,
        shift_id=of(people[2]).shift_id, responder_id=people[0], with_ids=[people[1]], reason="",
    )  # fmt: skip

    with pytest.raises(services.RuleBroken):
        services.approve_request(actor=lead, request_id=row.id)

    row.refresh_from_db()
    assert row.state == "agreed"


def test_cover_without_a_name_goes_to_the_lead_who_names_somebody(lead, me, roster, people):
    row = services.ask_cover(actor=me, assignment_id=of(people[0]).id)
    assert row.state == "agreed"

    with pytest.raises(Invalid):
        services.approve_request(actor=lead, request_id=row.id)
    done = services.approve_request(actor=lead, request_id=row.id, by_responder_id=people[6])

    assert done.state == "approved"
    assert of(people[6]).made_by == done.change


def test_a_shift_stands_in_one_open_request_only_and_is_free_after_taking_back(me, roster, people):
    row = services.ask_cover(actor=me, assignment_id=of(people[0]).id)
    with pytest.raises(Conflict):
        services.ask_cover(actor=me, assignment_id=of(people[0]).id)

    services.withdraw_request(actor=me, request_id=row.id)

    assert services.ask_cover(actor=me, assignment_id=of(people[0]).id).is_open


def test_a_request_ends_when_its_shift_begins(lead, me, roster, people):
    row = services.ask_cover(actor=me, assignment_id=of(people[0]).id)

    with clock.frozen(of(people[0]).starts_at):
        with pytest.raises(Conflict):
            services.approve_request(actor=lead, request_id=row.id, by_responder_id=people[6])
        assert services.expire_requests() == 1
        assert services.expire_requests() == 0

    row.refresh_from_db()
    assert row.state == "expired"


def test_a_no_of_the_lead_needs_a_reason(lead, me, roster, people):
    row = services.ask_cover(actor=me, assignment_id=of(people[0]).id)

    with pytest.raises(Invalid):
        services.refuse_request(actor=lead, request_id=row.id, answer=" ")
    assert services.refuse_request(actor=lead, request_id=row.id, answer="人手不足").ended_at


def test_leave_is_approved_with_the_lines_of_a_repair_and_entered_on_the_register(  # noqa: PLR0917
    system, lead, me, roster, people, incident
):
    first = datetime(2020, 2, 19, 0, 0, tzinfo=UTC)
    row = services.ask_leave(actor=me, starts_at=first, ends_at=first + timedelta(hours=12))
    proposal = queries.propose_repair(
        actor=lead, incident_id=incident.id, area=row.area_code, absent=services.leave_days(row)
    )

    done = services.approve_request(
        actor=lead, request_id=row.id, keys=[one.key for one in proposal.lines]
    )

    assert done.state == "approved"
    assert not Assignment.objects.filter(
        responder_id=people[0], day=TODAY + DAY, state="planned"
    ).exists()  # fmt: skip
    assert away_at(actor=system, ids=people, moment=first + timedelta(hours=1)) == {people[0]}


def test_strangers_see_and_answer_no_request(make_actor, me, roster, people):
    row = services.ask_cover(actor=me, assignment_id=of(people[0]).id)
    stranger = make_actor("lead", "120101002001")

    with pytest.raises(NotFound):
        services.approve_request(actor=stranger, request_id=row.id, by_responder_id=people[6])
    with pytest.raises(NotFound):
        services.withdraw_request(actor=stranger, request_id=row.id)


def test_repair_covers_an_absence_at_ten_past_five_and_touches_little(
    lead, roster, people, incident, post
):
    with clock.frozen(datetime(2020, 2, 18, 21, 10, tzinfo=UTC)):  # 05:10 at the place
        absent = {people[0]: (TODAY + DAY, TODAY + DAY)}
        proposal = queries.propose_repair(
            actor=lead, incident_id=incident.id, area=post.area_code, absent=absent
        )
        covering = [one for one in proposal.lines if one.after and one.day == TODAY + DAY]
        assert [one.responder_id for one in proposal.lines if one.reason == "absent"] == [people[0]]
        assert [one.after_post for one in covering] == ["3 号门岗"]
        assert proposal.verdict.legal

        change = services.accept_repair(
            actor=lead, incident_id=incident.id, keys=[one.key for one in proposal.lines],
            absent=absent,
        )  # fmt: skip

    assert change.kind == "repair"
    crew = queries.crew_of(actor=lead, post_id=post.id, day=TODAY + DAY)
    assert people[0] not in {one.responder_id for one in crew}
    assert len([one for one in crew if one.starts_at == crew[0].starts_at]) == 2


def test_a_part_of_a_repair_that_leaves_one_alone_is_refused(lead, roster, people, incident, post):
    proposal = queries.propose_repair(
        actor=lead, incident_id=incident.id, area=post.area_code,
        absent={people[0]: (TODAY + DAY, TODAY + DAY)},
    )  # fmt: skip
    gone = [one.key for one in proposal.lines if one.reason == "absent"]

    with pytest.raises(services.RuleBroken) as refused:
        services.accept_repair(actor=lead, incident_id=incident.id, keys=gone)

    assert {one.code for one in refused.value.breaches} == {"crew"}
