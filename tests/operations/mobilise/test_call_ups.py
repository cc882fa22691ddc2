"""A call-up drafted, sent, reminded of, ended; targets by level and by unit."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from muster.kernel import clock
from muster.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from muster.kernel.roles import Role
from muster.operations.mobilise import queries, services
from muster.operations.mobilise.services.targets import spread
from muster.platform.access.services import create_account, grant
from muster.platform.notify.models import Message

pytestmark = pytest.mark.django_db


def test_no_call_up_without_a_running_incident(commander, draft):
    with pytest.raises(Conflict, match="Open an incident first"):
        services.draft_call_up(actor=commander, draft=draft)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "  "),
        ("assembly_place", ""),
        ("deadline_at", timedelta(hours=-1)),
        ("assembly_at", timedelta(hours=-10)),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(commander, incident, draft, field, value):
    wrong = getattr(draft, field) if isinstance(value, timedelta) else value
    if isinstance(value, timedelta):
        wrong = clock.now() + value if field == "deadline_at" else wrong + value
    with pytest.raises(Invalid) as refused:
        services.draft_call_up(actor=commander, draft=replace(draft, **{field: wrong}))
    assert field in refused.value.errors


def test_call_ups_are_numbered_in_order(commander, incident, draft):
    rows = [services.draft_call_up(actor=commander, draft=draft) for _ in range(3)]
    assert [row.number for row in rows] == [1, 2, 3]


def test_clerk_cannot_call_up(clerk, incident, draft):
    with pytest.raises(NotAllowed):
        services.draft_call_up(actor=clerk, draft=draft)


def test_draft_is_not_shown_to_those_asked(commander, clerk, incident, draft, education):
    row = services.draft_call_up(actor=commander, draft=draft)
    services.set_target(actor=commander, call_up_id=row.id, unit_id=education.id, number=2)
    assert queries.asks_of_units(actor=clerk) == []
    services.send_call_up(actor=commander, call_up_id=row.id)
    assert [ask.asked for ask in queries.asks_of_units(actor=clerk)] == [2]


def test_nothing_is_sent_to_nobody_late_or_twice(commander, incident, draft, education):
    row = services.draft_call_up(actor=commander, draft=draft)
    with pytest.raises(Conflict, match="Nobody is asked"):
        services.send_call_up(actor=commander, call_up_id=row.id)
    services.set_target(actor=commander, call_up_id=row.id, unit_id=education.id, number=2)
    with (
        clock.frozen(draft.deadline_at + timedelta(minutes=1)),
        pytest.raises(Conflict, match="deadline has passed"),
    ):
        services.send_call_up(actor=commander, call_up_id=row.id)
    services.send_call_up(actor=commander, call_up_id=row.id)
    with pytest.raises(Conflict, match="sent already"):
        services.send_call_up(actor=commander, call_up_id=row.id)


def test_share_of_staff_is_rounded_up(commander, incident, draft, make_unit):
    make_unit("区民政局", headcount=3)
    make_unit("区司法局", headcount=10)
    row = services.draft_call_up(actor=commander, draft=draft)
    asks = services.set_target(actor=commander, call_up_id=row.id, level="district", share=70)
    assert sorted(ask.asked for ask in asks) == [3, 7]


def test_share_of_nothing_known_says_what_to_do(commander, incident, draft, make_unit):
    make_unit("市住建委", level="city")
    row = services.draft_call_up(actor=commander, draft=draft)
    with pytest.raises(Conflict, match="Enter their staff"):
        services.set_target(actor=commander, call_up_id=row.id, level="city", share=70)


def test_target_set_again_replaces_and_keeps_the_answer(
    commander, clerk, call_up, ask_of, education
):
    services.answer(actor=clerk, ask_id=ask_of(education).id, promised=4)
    services.set_target(actor=commander, call_up_id=call_up.id, unit_id=education.id, number=6)
    ask = ask_of(education)
    assert (ask.asked, ask.promised) == (6, 4)


def test_target_of_a_unit_that_named_people_is_not_dropped(commander, call_up, named, education):
    with pytest.raises(Conflict, match="named people"):
        services.drop_target(actor=commander, call_up_id=call_up.id, unit_id=education.id)


@given(
    st.integers(0, 100_000),
    st.dictionaries(st.uuids(), st.integers(0, 5000), min_size=1, max_size=30),
)
def test_a_number_is_spread_whole_and_by_staff(number, sizes):
    found = spread(number, sizes)
    total = sum(sizes.values())
    assert sum(found.values()) == number
    assert found.keys() == sizes.keys()
    for one, amount in found.items():
        share = number * (sizes[one] / total if total else 1 / len(sizes))
        assert abs(amount - share) < 1 + 1e-6


def test_only_units_without_an_answer_are_reminded(
    *, commander, clerk, call_up, ask_of, education, statistics
):
    services.answer(actor=clerk, ask_id=ask_of(education).id, promised=4)
    assert services.remind(actor=commander, call_up_id=call_up.id) == 1
    assert (ask_of(education).reminders, ask_of(statistics).reminders) == (0, 1)


def test_clerk_is_told_in_the_inbox(*, commander, incident, draft, education, tenant, system):
    account = create_account(
        actor=system, sign_in_name="clerk1", display_name="职员", language="en"
    )
    grant(actor=system, account_id=account.id, role=Role.CLERK, scope_id=education.id)
    row = services.draft_call_up(actor=commander, draft=draft)
    services.set_target(actor=commander, call_up_id=row.id, unit_id=education.id, number=2)
    services.send_call_up(actor=commander, call_up_id=row.id)
    message = Message.objects.get(tenant_id=tenant.id, account_id=account.id)
    ask = queries.ask_of(actor=system, call_up_id=row.id, unit_id=education.id)
    assert (message.words, message.link) == ("mobilise.unit_asked", f"/call-ups/asked/{ask.id}/")


def test_reminding_costs_as_many_statements_for_many_clerks_as_for_few(
    *, commander, call_up, education, system
):
    costs = []
    for made in (range(1), range(1, 20)):
        for number in made:
            account = create_account(
                actor=system, sign_in_name=f"clerk{number}", display_name="职员", language="en"
            )
            grant(actor=system, account_id=account.id, role=Role.CLERK, scope_id=education.id)
        with CaptureQueriesContext(connection) as cost:
            services.remind(actor=commander, call_up_id=call_up.id)
        costs.append(len(cost))

    assert costs[0] == costs[1]
    assert Message.objects.filter(tenant_id=system.tenant_id).count() == 1 + 20


def test_ended_call_up_takes_no_change(*, commander, clerk, call_up, ask_of, education, draft):
    services.close_call_up(actor=commander, call_up_id=call_up.id)
    with pytest.raises(Conflict, match="has ended"):
        services.change_call_up(actor=commander, call_up_id=call_up.id, draft=draft)
    with pytest.raises(Conflict, match="no more names"):
        services.name_people(actor=clerk, ask_id=ask_of(education).id, responder_ids=education.ids)


def test_board_sums_its_lines_and_puts_silent_units_first(
    commander, named, call_up, education, statistics
):
    board = queries.board(actor=commander, call_up=call_up)
    assert [line.ask.unit_id for line in board.lines] == [statistics.id, education.id]
    assert (board.totals.asked, board.totals.named, board.totals.arrived) == (8, 4, 0)
    assert [line.ask.unit_id for line in board.unanswered] == [statistics.id]


def test_board_costs_the_same_for_one_unit_and_many(
    commander, call_up, make_unit, django_assert_num_queries
):
    with django_assert_num_queries(2):
        queries.board(actor=commander, call_up=call_up)
    for n in range(10):
        unit = make_unit(f"第{n}局")
        services.set_target(actor=commander, call_up_id=call_up.id, unit_id=unit.id, number=1)
    with django_assert_num_queries(2):
        assert len(queries.board(actor=commander, call_up=call_up).lines) == 12


def test_other_units_clerk_gets_nothing(make_actor, call_up, statistics, ask_of, education):
    other = make_actor("clerk", area="", scope_id=statistics.id)
    with pytest.raises(NotFound):
        queries.ask(actor=other, ask_id=ask_of(education).id)
