"""What does not add up: found as lists come in, closed with a reason, opened again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muster.kernel import clock
from muster.kernel.errors import Conflict, Invalid, NotFound
from muster.operations.mobilise import queries, services
from muster.operations.mobilise.models import Difference, Nomination
from muster.registers.responders import services as responders

pytestmark = pytest.mark.django_db


@pytest.fixture
def twice(system, named, ask_of, education, statistics):
    """Two people of the education office on the list of the statistics office as well."""
    services.name_people(
        actor=system,
        ask_id=ask_of(statistics).id,
        responder_ids=[*statistics.ids, *education.ids[:2]],
    )
    return named[:2]


def kinds(commander, call_up):
    rows = queries.differences(actor=commander, call_up_id=call_up.id)
    return sorted((str(row.kind), row.people) for row in rows if row.state == "open")


def test_one_person_on_two_lists_is_a_row_each(commander, call_up, twice):
    # 10 names, two of them a second time, 6 published: 2 remain besides the two.
    assert kinds(commander, call_up) == [("named_twice", 1), ("named_twice", 1), ("total", 2)]
    found = queries.reconciliation(actor=commander, call_up=call_up)
    assert (found.total, found.declared, found.difference) == (10, 6, 4)


def test_closing_keeps_one_name_and_opening_brings_the_other_back(commander, call_up, twice):
    row = Difference.objects.filter(call_up=call_up, kind="named_twice").first()
    with pytest.raises(Invalid, match="cannot be closed"):
        services.close_difference(actor=commander, difference_id=row.id, reason="电话核实")
    with pytest.raises(Invalid):
        services.close_difference(
            actor=commander, difference_id=row.id, reason=" ", kept_id=twice[0].id
        )
    kept = next(one for one in twice if one.responder_id == row.responder_id)
    closed = services.close_difference(
        actor=commander, difference_id=row.id, reason="电话核实", kept_id=kept.id
    )
    other = Nomination.objects.get(pk=closed.taken[0])
    assert (other.state, kept.responder_id) == ("withdrawn", other.responder_id)
    found = queries.reconciliation(actor=commander, call_up=call_up)
    assert (found.total, found.explained) == (10, 1)
    with pytest.raises(Conflict, match="closed this row already"):
        services.close_difference(
            actor=commander, difference_id=row.id, reason="再核实", kept_id=kept.id
        )
    services.reopen_difference(actor=commander, difference_id=row.id)
    other.refresh_from_db()
    assert other.state == "named"


def test_clerk_does_not_settle(clerk, commander, call_up, twice):
    row = Difference.objects.filter(call_up=call_up).first()
    with pytest.raises(NotFound):
        services.close_difference(actor=clerk, difference_id=row.id, reason="x")


def test_unit_that_counts_otherwise_than_its_list(
    *, commander, clerk, call_up, named, ask_of, education
):
    services.answer(actor=clerk, ask_id=ask_of(education).id, promised=4, stated=7)
    assert ("count", 3) in kinds(commander, call_up)
    services.answer(actor=clerk, ask_id=ask_of(education).id, promised=4, stated=4)
    assert not [one for one in kinds(commander, call_up) if one[0] == "count"]


def test_what_was_closed_opens_when_the_facts_change(
    *, commander, clerk, call_up, named, ask_of, education
):
    services.answer(actor=clerk, ask_id=ask_of(education).id, promised=4, stated=7)
    row = Difference.objects.get(call_up=call_up, kind="count")
    services.close_difference(actor=commander, difference_id=row.id, reason="公函有误")
    services.withdraw(actor=clerk, nomination_id=named[0].id)
    row.refresh_from_db()
    assert (row.state, row.people) == ("open", 4)


def test_children_people_away_and_people_called_elsewhere(
    *, commander, system, clerk, call_up, ask_of, education, draft
):
    young, away, *_rest = education.ids
    responders.change_responder(actor=system, responder_id=young, birth_date=date(2004, 1, 1))
    responders.report_absence(
        actor=system, responder_id=away, ends_at=draft.assembly_at + timedelta(hours=1)
    )
    other = services.draft_call_up(actor=commander, draft=replace(draft, title="另一批"))
    services.set_target(actor=commander, call_up_id=other.id, unit_id=education.id, number=1)
    services.send_call_up(actor=commander, call_up_id=other.id)
    elsewhere = queries.ask_of(actor=system, call_up_id=other.id, unit_id=education.id)
    services.name_people(actor=clerk, ask_id=elsewhere.id, responder_ids=education.ids[2:3])
    services.name_people(actor=clerk, ask_id=ask_of(education).id, responder_ids=education.ids)
    found = {kind for kind, _people in kinds(commander, call_up)}
    assert {"under_age", "away", "deployed"} <= found


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(data=st.data())
def test_rows_are_what_a_look_at_everything_finds(
    *, data, commander, system, call_up, ask_of, education, statistics
):
    """Whatever is named, taken off, put back: what a change touches is all that is looked at."""
    units = [education, statistics]
    people = [*education.ids, *statistics.ids]
    for _step in range(data.draw(st.integers(1, 6))):
        unit = data.draw(st.sampled_from(units))
        person = data.draw(st.sampled_from(people))
        row = Nomination.objects.filter(
            call_up=call_up, unit=unit, responder_id=person, state="named"
        ).first()
        if row is None:
            services.name_people(actor=system, ask_id=ask_of(unit).id, responder_ids=[person])
        else:
            services.withdraw(actor=system, nomination_id=row.id)
    names = Nomination.objects.filter(call_up=call_up, state="named")
    lists: dict = {}
    for row in names:
        lists.setdefault(row.responder_id, []).append(row)
    rows = Difference.objects.filter(call_up=call_up, state="open")
    found = {row.responder_id for row in rows if row.kind == "named_twice"}
    assert found == {person for person, on in lists.items() if len(on) > 1}
    left = len(lists) - 6
    assert sum(row.people for row in rows if row.kind == "total") == left


def test_closing_a_row_makes_no_new_one_about_the_length_of_the_list(
    *, commander, system, call_up, twice, ask_of, statistics
):
    services.answer(actor=system, ask_id=ask_of(statistics).id, promised=6, stated=6)
    for row in Difference.objects.filter(call_up=call_up, kind="named_twice"):
        kept = next(one for one in twice if one.responder_id == row.responder_id)
        services.close_difference(
            actor=commander, difference_id=row.id, reason="电话核实", kept_id=kept.id
        )
    services.reconcile(actor=commander, call_up_id=call_up.id)
    assert kinds(commander, call_up) == [("total", 2)]


def test_somebody_who_cannot_come_was_named_all_the_same(clerk, commander, call_up, named):
    services.decline(actor=clerk, nomination_id=named[0].id)
    found = queries.reconciliation(actor=commander, call_up=call_up)
    assert found.total == len(named)


@pytest.fixture
def young(system, clerk, call_up, ask_of, education):
    """Somebody under age on the list of the education office; the row about it."""
    responders.change_responder(
        actor=system, responder_id=education.ids[0], birth_date=date(2004, 1, 1)
    )
    services.name_people(actor=clerk, ask_id=ask_of(education).id, responder_ids=education.ids)
    return Difference.objects.get(call_up=call_up, kind="under_age")


def test_a_row_about_one_name_is_closed_by_taking_it_off_and_opened_again(
    commander, call_up, young, education
):
    closed = services.close_difference(
        actor=commander, difference_id=young.id, reason="未满 18 周岁", off=True
    )
    [name] = Nomination.objects.filter(call_up=call_up, responder_id=education.ids[0])
    assert (name.state, closed.taken) == ("withdrawn", [str(name.id)])
    found = queries.reconciliation(actor=commander, call_up=call_up)
    assert (found.total, found.explained) == (4, 1)
    services.reconcile(actor=commander, call_up_id=call_up.id)
    assert Difference.objects.get(pk=young.pk).state == "closed"
    services.reopen_difference(actor=commander, difference_id=young.id)
    name.refresh_from_db()
    assert name.state == "named"
    assert "under_age" in {kind for kind, _people in kinds(commander, call_up)}


def test_a_row_about_one_name_can_be_closed_and_the_name_kept(commander, call_up, young, education):
    services.close_difference(actor=commander, difference_id=young.id, reason="证件核实已满 18")
    [name] = Nomination.objects.filter(call_up=call_up, responder_id=education.ids[0])
    assert name.state == "named"


def test_taking_off_settles_every_row_about_the_person(
    *, system, commander, call_up, young, draft, education
):
    responders.report_absence(
        actor=system, responder_id=education.ids[0], ends_at=draft.assembly_at + timedelta(hours=1)
    )
    services.reconcile(actor=commander, call_up_id=call_up.id)
    rows = Difference.objects.filter(
        call_up=call_up, responder_id=education.ids[0], state="open"
    ).values_list("id", flat=True)
    assert len(rows) == 2
    ids = dict.fromkeys(rows)
    closed = services.close_differences(actor=commander, reason="电话核实", kept=ids, off=set(ids))
    assert len(closed) == 1
    assert not {"under_age", "away"} & {kind for kind, _people in kinds(commander, call_up)}


def test_who_has_arrived_is_not_taken_off(system, commander, call_up, young, education):
    name = Nomination.objects.get(call_up=call_up, responder_id=education.ids[0])
    Nomination.objects.filter(pk=name.pk).update(
        state="confirmed", answered_at=clock.now(), arrived_at=clock.now()
    )
    with pytest.raises(Conflict, match="arrived"):
        services.close_difference(
            actor=commander, difference_id=young.id, reason="未满 18 周岁", off=True
        )
