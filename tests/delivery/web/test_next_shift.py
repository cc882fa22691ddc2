"""The drill's clock moves to the next shift of the command, whenever that begins."""

from datetime import UTC, datetime

import pytest
from tests.operations.duty.conftest import (
    areas,
    english,
    incident,
    make_people,
    make_post,
    morning,
    system,
)
from tests.operations.duty.roster_parts import publish, shift

from muster.delivery.web.drill import until_next_shift
from muster.kernel import clock

__all__ = ["areas", "english", "incident", "make_people", "make_post", "morning", "system"]


@pytest.fixture
def hour_reached(tenant):
    """Day and hour at the place to which the clock moves from 08:05 of the 18th."""

    def reached(now=None):
        now = now or clock.now()
        return clock.local(now + until_next_shift(tenant, now)).strftime("%d %H:%M")

    return reached


def test_a_published_roster_says_when_the_next_shift_begins(
    hour_reached, make_actor, incident, make_post, make_people
):
    post = make_post(pattern="4x6", number=1)
    pair = make_people(2, phone="")
    publish(make_actor("commander"), incident, [shift(one, post, 0, "4x6.B") for one in pair])

    assert hour_reached() == "18 12:00"


def test_without_a_later_shift_on_the_roster_the_patterns_of_its_posts_say_it(
    hour_reached, make_post
):
    make_post(pattern="2x12", number=1)

    assert hour_reached() == "18 20:00"
    assert hour_reached(datetime(2020, 2, 18, 12, 0, tzinfo=UTC)) == "19 08:00"


def test_a_command_without_posts_keeps_the_usual_hours(hour_reached):
    assert hour_reached() == "18 14:00"


def test_the_start_itself_is_not_the_next_one(hour_reached, make_post):
    make_post(pattern="2x12", number=1)

    assert hour_reached(datetime(2020, 2, 18, 0, 0, tzinfo=UTC)) == "18 20:00"
