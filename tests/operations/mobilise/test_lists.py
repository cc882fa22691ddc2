"""People named, taken off, replaced; each person's own answer; arrivals; the waiting list."""

from datetime import timedelta

import pytest

from muster.kernel import clock
from muster.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from muster.operations.mobilise import queries, services
from muster.operations.mobilise.models import Nomination
from muster.registers.responders import services as responders

pytestmark = pytest.mark.django_db


def test_naming_twice_changes_nothing(clerk, named, ask_of, education):
    again = services.name_people(
        actor=clerk, ask_id=ask_of(education).id, responder_ids=education.ids
    )
    assert [row.id for row in again] == [row.id for row in named]


def test_who_was_taken_off_comes_back_with_the_same_link(clerk, named, ask_of, education):
    services.withdraw(actor=clerk, nomination_id=named[0].id)
    back = services.name_people(
        actor=clerk, ask_id=ask_of(education).id, responder_ids=[education.ids[0]]
    )
    assert (back[0].id, back[0].code, back[0].state) == (named[0].id, named[0].code, "named")


def test_somebody_who_left_is_not_named(clerk, system, call_up, ask_of, education):
    responders.end_responder(actor=system, responder_id=education.ids[0])
    with pytest.raises(Conflict, match="not on the register"):
        services.name_people(actor=clerk, ask_id=ask_of(education).id, responder_ids=education.ids)


def test_fewer_than_asked_needs_a_reason(clerk, call_up, ask_of, education):
    with pytest.raises(Invalid) as refused:
        services.answer(actor=clerk, ask_id=ask_of(education).id, promised=3)
    assert "reason" in refused.value.errors
    row = services.answer(actor=clerk, ask_id=ask_of(education).id, promised=3, reason="一人出差")
    assert (row.promised, row.reason) == (3, "一人出差")


def test_replacing_is_one_step(clerk, ask_of, call_up, education):
    first = services.name_people(
        actor=clerk, ask_id=ask_of(education).id, responder_ids=education.ids[:1]
    )[0]
    new = services.replace(actor=clerk, nomination_id=first.id, responder_id=education.ids[1])
    first.refresh_from_db()
    assert (first.state, new.state, new.replaces_id) == ("withdrawn", "named", first.id)


def test_only_another_of_the_unit_can_step_in(clerk, named, statistics, education):
    with pytest.raises(Conflict, match="same unit"):
        services.replace(actor=clerk, nomination_id=named[0].id, responder_id=statistics.ids[0])
    with pytest.raises(Conflict, match="on the list already"):
        services.replace(actor=clerk, nomination_id=named[0].id, responder_id=education.ids[1])


def test_replacing_stays_possible_when_the_lists_are_closed(
    commander, clerk, call_up, ask_of, education
):
    first = services.name_people(
        actor=clerk, ask_id=ask_of(education).id, responder_ids=education.ids[:1]
    )[0]
    services.close_call_up(actor=commander, call_up_id=call_up.id)
    assert services.replace(
        actor=clerk, nomination_id=first.id, responder_id=education.ids[1]
    ).is_coming


def test_people_answer_for_themselves_and_for_nobody_else(make_actor, named, education):
    own = make_actor("responder", area="", scope_id=None, person_id=education.ids[0])
    own = type(own)(**{f: getattr(own, f) for f in own.__slots__} | {"grants": ()})
    assert services.confirm(actor=own, nomination_id=named[0].id).state == "confirmed"
    with pytest.raises((NotAllowed, NotFound)):
        services.confirm(actor=own, nomination_id=named[1].id)


def test_arriving_confirms_and_keeps_the_first_time(commander, named, call_up):
    first = services.count_in(actor=commander, call_up_id=call_up.id, code=named[0].code.lower())
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        again = services.arrive(actor=commander, nomination_id=named[0].id)
    assert (again.state, again.arrived_at) == ("confirmed", first.arrived_at)


def test_who_is_not_expected_is_not_counted_in(commander, clerk, named, call_up):
    services.withdraw(actor=clerk, nomination_id=named[0].id)
    with pytest.raises(Conflict, match="not among those"):
        services.arrive(actor=commander, nomination_id=named[0].id)
    with pytest.raises(NotFound):
        services.count_in(actor=commander, call_up_id=call_up.id, code="0000")


def test_who_has_arrived_is_not_taken_off(commander, clerk, named):
    services.arrive(actor=commander, nomination_id=named[0].id)
    with pytest.raises(Conflict, match="arrived already"):
        services.withdraw(actor=clerk, nomination_id=named[0].id)
    services.undo_arrival(actor=commander, nomination_id=named[0].id)
    assert services.withdraw(actor=clerk, nomination_id=named[0].id).state == "withdrawn"


def test_waiting_list_keeps_its_order_and_closes_ranks(commander, named, call_up):
    services.put_on_waiting_list(actor=commander, nomination_ids=[row.id for row in named])
    drawn = services.draw(actor=commander, call_up_id=call_up.id, number=2, seed=7)
    rest = list(queries.waiting(actor=commander, call_up_id=call_up.id))
    assert len(drawn) == 2
    assert [row.place for row in rest] == [1, 2]
    kept = [row.id for row in named if row.id not in {one.id for one in drawn}]
    assert [row.id for row in rest] == kept


def test_draw_is_fair_over_seeds(commander, named, call_up):
    wins = dict.fromkeys([row.id for row in named], 0)
    for seed in range(200):
        services.put_on_waiting_list(
            actor=commander,
            nomination_ids=[
                row.id for row in Nomination.objects.filter(call_up_id=call_up.id, state="named")
            ],
        )
        for one in services.draw(actor=commander, call_up_id=call_up.id, number=1, seed=seed):
            wins[one.id] += 1
    # 200 draws of four: 50 each; chi square below the 0.1 % bound of three degrees of freedom.
    assert sum((n - 50) ** 2 / 50 for n in wins.values()) < 16.3


def test_personal_page_is_found_by_its_code(named):
    page = queries.name_of_code(named[0].code)
    assert page is not None
    assert (page.assembly_place, page.state) == ("和平体育馆", "named")
    assert queries.name_of_code("nothing") is None


def test_a_whole_list_is_confirmed_in_one_step(clerk, named, ask_of, education):
    services.decline(actor=clerk, nomination_id=named[0].id)
    assert services.confirm_list(actor=clerk, ask_id=ask_of(education).id) == 3
    states = Nomination.objects.filter(unit=education).values_list("state", flat=True)
    assert sorted(states) == ["confirmed"] * 3 + ["declined"]


def test_a_unit_that_comes_as_one_is_counted_in_as_one(commander, named, ask_of, education):
    first = services.arrive(actor=commander, nomination_id=named[0].id)
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        came = services.arrive_unit(actor=commander, ask_id=ask_of(education).id)
    named[0].refresh_from_db()
    assert (came, named[0].arrived_at) == (3, first.arrived_at)
