"""A repair covers the shifts that are lost, with the fewest changes, and leaves the rest alone."""

from datetime import timedelta

import pytest
from tests.operations.duty.roster_parts import EVENING, MORNING, TODAY, publish, shift

from muster.operations.duty import queries

DAY = timedelta(days=1)


@pytest.fixture
def other(make_post):
    """A second gate of the same community."""
    return make_post(name="5 号门岗", number=5)


@pytest.fixture
def people(make_people):
    """Ten people of one unit."""
    return make_people(10)


@pytest.fixture
def without(lead, incident, post):
    """Ask for a repair without somebody on these days, counted from today."""

    def propose(person, first, last):
        return queries.propose_repair(
            actor=lead, incident_id=incident.id, area=post.area_code,
            absent={person: (TODAY + first * DAY, TODAY + last * DAY)},
        )  # fmt: skip

    return propose


def said(proposal):
    return [(one.reason, (one.day - TODAY).days) for one in proposal.lines]


def test_three_lost_shifts_are_three_changes_of_one_person_on_the_days_lost(
    *, commander, incident, post, other, people, without
):
    tired = [shift(one, other, 1, EVENING) for one in people[4:6]]
    tired += [shift(one, other, 2, MORNING) for one in people[4:6]]
    long = [shift(one, other, day, EVENING) for one in people[6:8] for day in range(4, 12)]
    lost = [shift(one, post, day) for one in people[:2] for day in (1, 2, 3)]
    publish(commander, incident, [*lost, *tired, *long, *(
        shift(one, other, 9, MORNING) for one in people[8:10])])  # fmt: skip

    proposal = without(people[0], 1, 3)

    assert said(proposal) == [(reason, day) for day in (1, 2, 3) for reason in ("absent", "covers")]
    assert len({one.responder_id for one in proposal.lines}) == 2
    assert proposal.verdict.legal
    assert not proposal.short


def test_somebody_moves_from_a_crew_that_has_people_to_spare(
    *, commander, incident, post, other, people, without
):
    publish(commander, incident, [
        *(shift(one, post, 1) for one in people[:2]), *(shift(one, other, 1) for one in people[2:5])
    ])  # fmt: skip
    proposal = without(people[0], 1, 1)
    assert said(proposal) == [("absent", 1), ("moves", 1)]
    assert not proposal.short


def test_a_shift_nobody_free_can_take_is_taken_by_a_chain_of_two(
    *, commander, incident, post, other, people, without
):
    """Who is free comes from an evening: too early for the morning, in time for the evening."""
    publish(commander, incident, [
        *(shift(one, post, 1, MORNING) for one in people[:2]),
        *(shift(one, other, 1, EVENING) for one in people[2:4]),
        *(shift(one, other, 0, EVENING) for one in people[4:6]),
    ])  # fmt: skip
    proposal = without(people[0], 1, 1)
    assert sorted(said(proposal)) == [("absent", 1), ("covers", 1), ("moves", 1)]
    assert proposal.verdict.legal


def test_no_full_post_is_emptied_for_another(*, commander, incident, post, other, people, without):
    publish(commander, incident, [
        *(shift(one, post, 1) for one in people[:2]), *(shift(one, other, 1) for one in people[2:4])
    ])  # fmt: skip
    proposal = without(people[0], 1, 1)
    assert said(proposal) == [("absent", 1), ("relieved", 1)]
    assert {one.responder_id for one in proposal.lines} == set(people[:2])
    assert [(one.post_id, one.after) for one in proposal.short] == [(post.id, 0)]
