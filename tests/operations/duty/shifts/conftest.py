"""Running shifts: the clock around the morning shift of 18 February, and who is on it."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.operations.duty.roster_parts import MORNING, NIGHT, TODAY, publish, shift

from muster.kernel import clock
from muster.kernel.ids import new_id
from muster.operations.duty import services
from muster.operations.duty.models import Assignment
from muster.platform.access import services as access

START = datetime(2020, 2, 17, 22, 0, tzinfo=UTC)
"""Six o'clock at the place: the morning shift of 18 February begins."""


def at(hours, minutes=0):
    """Stop the clock some time after the morning shift began."""
    return clock.frozen(START + timedelta(hours=hours, minutes=minutes))


@pytest.fixture
def people(make_people):
    """Six people of one unit."""
    return make_people(6, phone="")


@pytest.fixture
def edition(commander, incident, post, people):
    """Two on mornings, two on nights, two on the second day only; three days long."""
    with at(-8):
        return publish(
            commander,
            incident,
            [
                shift(one, post, day, name)
                for day in (0, 1)
                for name, crew in ((MORNING, people[:2]), (NIGHT, people[2:4]))
                for one in crew
            ]
            + [shift(one, post, 2) for one in people[4:]],
            starts_on=TODAY,
        )


@pytest.fixture
def mornings(edition, people):
    """The two shifts of this morning, in order of the people."""
    rows = Assignment.objects.of_tenant(edition.tenant_id)
    return [rows.get(responder_id=one, day=TODAY) for one in people[:2]]


def come(lead, *shifts):
    """Record that people have come now."""
    for one in shifts:
        services.check_in_by_lead(actor=lead, assignment_id=one.id)


def facts_of(row):
    """Post, day and shift of somebody's shift, as services take them."""
    return {"post_id": row.post_id, "day": row.day, "shift_id": row.shift_id}


@pytest.fixture
def account_of(system):
    """Make an account with a role: `account_of("lead", COMMUNITY)`."""

    def make(role, area, *, person_id=None):
        with at(-9):
            account = access.create_account(
                actor=system,
                sign_in_name=f"{role}-{new_id().hex[-8:]}",
                display_name=role,
                person_id=person_id,
            )
            access.grant(actor=system, account_id=account.id, role=role, area_code=area)
        return account

    return make
