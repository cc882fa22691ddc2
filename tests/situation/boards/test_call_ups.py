"""A second call-up beside the first on the command's board."""

from datetime import timedelta

import pytest

from muster.kernel import clock
from muster.operations.mobilise import services
from muster.registers.responders import queries as responders


@pytest.fixture
def called(manned, make_actor, system):
    """Two call-ups, the first two hours before the second."""
    commander = make_actor("commander")
    units = {one.name: one for one in responders.units(actor=system)}

    def call(title, unit, number):
        now = clock.now()
        row = services.draft_call_up(
            actor=commander,
            draft=services.Draft(
                title=title, deadline_at=now + timedelta(hours=1),
                assembly_at=now + timedelta(hours=2), assembly_place="体育馆",
            ),
        )  # fmt: skip
        services.set_target(actor=commander, call_up_id=row.id, unit_id=unit.id, number=number)
        return services.send_call_up(actor=commander, call_up_id=row.id)

    with clock.drill(timedelta(hours=-2)):
        first = call("第一批", units["区教育局"], 50)
    return first, call("第二批", units["市统计局"], 3)


def test_a_second_call_up_stands_beside_the_first(called, enter):
    page = enter("commander").get("/command/").content.decode()
    for row in called:
        assert f'href="/call-ups/{row.id}/"' in page
        assert row.title in page


def test_looking_back_shows_the_call_up_of_then(called, enter):
    page = enter("commander").get("/command/?at=2020-02-18T09:00").content.decode()
    first, second = called
    assert f"/call-ups/{first.id}/" in page
    assert f"/call-ups/{second.id}/" not in page


def test_one_call_up_alone_needs_no_name(manned, called, enter, make_actor):
    services.cancel_call_up(actor=make_actor("commander"), call_up_id=called[1].id)
    assert "第一批" not in enter("commander").get("/command/").content.decode()
