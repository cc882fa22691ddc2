"""A badge says where its holder is today: on the day and at the hour it is read."""

from datetime import timedelta

import pytest
from django.utils import translation
from tests.operations.duty.roster_parts import NIGHT, TODAY, person, publish, shift
from tests.operations.duty.shifts.conftest import at

from muster.kernel import clock, signatures
from muster.kernel.models import Tenant
from muster.operations.duty.enums import AssignmentState
from muster.operations.duty.models import Assignment
from muster.platform.access.queries import own_badge
from muster.platform.access.services import today_badge

WHERE = "静园社区 · 3 号门岗 · 静园东门"
NOBODY = "No post today"


@pytest.fixture
def pair(make_people):
    return make_people(2, phone="")


@pytest.fixture
def roster(commander, incident, post, pair):
    """Two people on the morning of the 18th and the night of the 19th."""
    with at(-8):
        return publish(
            commander,
            incident,
            [
                shift(one, post, day, name)
                for one in pair
                for day, name in ((0, "3x8.D"), (1, NIGHT))
            ],
        )


@pytest.fixture
def holder(tenant, pair):
    return person(tenant, pair[0])


def post_read(badge):
    """What a stranger reads under the post; None where the badge has ended."""
    return dict(signatures.lines_of(signatures.check(badge.code))).get("Post today")


def test_badge_and_its_check_say_post_and_place(roster, holder):
    with at(1):
        badge = today_badge(actor=holder)

        assert badge.public["post"] == WHERE
        assert post_read(badge) == WHERE


def test_badge_made_before_the_roster_says_todays_post_when_read(
    holder, commander, incident, post, pair
):
    with at(1):
        badge = today_badge(actor=holder)
        assert post_read(badge) == NOBODY
        publish(commander, incident, [shift(one, post, name=NIGHT) for one in pair])

        assert post_read(badge) == WHERE


def test_badge_made_before_the_shift_was_cancelled_says_no_post(roster, holder):
    with at(1):
        badge = today_badge(actor=holder)
        rows = Assignment.objects.of_tenant(roster.tenant_id)
        rows.filter(responder_id=holder.person_id).update(state=AssignmentState.CANCELLED)

        assert post_read(badge) == NOBODY


def test_night_shift_of_yesterday_is_said_until_it_ends(roster, holder):
    with at(43):  # one o'clock of the 20th
        badge = today_badge(actor=holder)
        assert post_read(badge) == WHERE
    with at(49):
        assert post_read(badge) == NOBODY


def test_badge_of_the_day_before_says_no_post_after_midnight(roster, holder):
    with at(1):
        badge = today_badge(actor=holder)
    with at(18, 1):
        assert post_read(badge) is None
        assert own_badge(holder) is None


def test_clock_of_the_drill_decides_whoever_reads(roster, holder, tenant):
    """The holder reads in the drill, a stranger at the door on the clock of no command."""
    Tenant.objects.filter(pk=tenant.pk).update(drill=True, drill_offset=timedelta(days=5))
    with at(1 - 24 * 5):
        with clock.drill(timedelta(days=5)):
            badge = today_badge(actor=holder)
        assert badge.public["day"] == TODAY.isoformat()
        assert post_read(badge) == WHERE


def test_post_named_by_its_kind_is_said_in_the_readers_language(
    make_post, commander, incident, holder, pair
):
    post = make_post(number=7)
    publish(commander, incident, [shift(one, post) for one in pair])
    with at(1):
        badge = today_badge(actor=holder)
        english = post_read(badge)
        again = own_badge(holder)
        with translation.override("zh-hans"):
            chinese = dict(signatures.lines_of(signatures.check(badge.code)))["今天的点位"]
            same = own_badge(holder)

    assert english != chinese
    assert english.startswith("静园社区 · ")
    assert again == same == badge
