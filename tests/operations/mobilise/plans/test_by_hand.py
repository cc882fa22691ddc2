"""A plan changed by hand: another plan, judged at once, whole only after the validator."""

import pytest
from tests.operations.mobilise.plans.conftest import COMMUNITY

from muster.kernel.errors import Conflict, Invalid
from muster.operations.mobilise import services
from muster.operations.mobilise.models import DeploymentPlan
from muster.operations.mobilise.models.plans import unpacked
from muster.operations.mobilise.services import again, by_hand
from muster.operations.mobilise.services.by_hand import Step

pytestmark = pytest.mark.django_db


@pytest.fixture
def edited(commander, solved):
    return by_hand.begin_by_hand(actor=commander, plan_id=solved.id)


def crew(row, day=0):
    """Return who works on a day, and who of those sent does not."""
    content = row.content
    at_work = [one["person"] for one in content["roster"] if one["day"] == day]
    return at_work, [who for who in content["assignment"] if who not in at_work]


def step(actor, row, *steps, seen=None):
    seen = len(DeploymentPlan.objects.get(pk=row.pk).edits) if seen is None else seen
    return by_hand.make_steps(actor=actor, plan_id=row.id, steps=steps, seen=seen)


def test_changing_begins_another_plan_and_leaves_the_first(commander, solved, edited):
    before = bytes(solved.document)
    (first, _), rest = crew(solved)[0][:2], crew(solved)[1]
    assert (edited.parent_id, edited.number, edited.state) == (solved.id, 2, "edited")
    works = next(one for one in solved.content["roster"] if one["person"] == first)
    step(
        commander, edited,
        Step(person=first, day=works["day"]),
        Step(person=rest[0], day=works["day"], shift=works["shift"]),
    )  # fmt: skip
    solved.refresh_from_db()
    assert bytes(solved.document) == before
    made = by_hand.finish_by_hand(actor=commander, plan_id=edited.id)
    assert (made.state, made.summary["alone"]) == ("solved", 0)
    people = {one["person"] for one in unpacked(made.document)["roster"] if one["day"] == 0}
    assert first not in people
    assert rest[0] in people


def test_crew_of_one_is_said_at_once_and_is_never_finished(commander, solved, edited):
    (first, other), _rest = crew(solved)
    judged = step(commander, edited, Step(person=first, day=0))
    assert [one.code for one in judged.broken] == ["crew"]
    assert judged.lone[0].after == (other,)
    with pytest.raises(Conflict, match="breaks rules"):
        by_hand.finish_by_hand(actor=commander, plan_id=edited.id)
    edited.refresh_from_db()
    assert edited.state == "edited"
    with pytest.raises(Conflict, match="Only a plan that is made"):
        services.submit_plan(actor=commander, plan_id=edited.id)


def test_last_step_is_taken_back(commander, solved, edited):
    (first, _other), _rest = crew(solved)
    step(commander, edited, Step(person=first, day=0))
    assert by_hand.undo_step(actor=commander, plan_id=edited.id).edits == []
    with pytest.raises(Conflict, match="no change to take back"):
        by_hand.undo_step(actor=commander, plan_id=edited.id)
    with pytest.raises(Conflict, match="Nothing was changed"):
        by_hand.finish_by_hand(actor=commander, plan_id=edited.id)


def test_second_of_two_hands_sees_the_first_change(commander, second, solved, edited):
    (first, other), _rest = crew(solved)
    step(commander, edited, Step(person=first, day=0))
    with pytest.raises(Conflict, match="Somebody else has changed"):
        step(second, edited, Step(person=other, day=0), seen=0)
    edited.refresh_from_db()
    assert len(edited.edits) == 1


def test_two_cells_give_each_other_what_they_have(commander, solved, edited):
    (first, _other), (rest, *_more) = crew(solved)
    steps = by_hand.exchange(edited, (first, 0), (rest, 0))
    assert [(one.person, bool(one.shift)) for one in steps] == [(first, False), (rest, True)]
    assert step(commander, edited, *steps).legal
    with pytest.raises(Invalid):
        by_hand.exchange(edited, (first, 0), (first, 0))


def test_post_the_planner_chose_is_kept_with_the_step(commander, solved, edited):
    (first, _other), (rest, *_more) = crew(solved)
    shift = solved.content["roster"][0]["shift"]
    step(commander, edited, Step(person=first, day=0), Step(person=rest, day=0, shift=shift))
    edited.refresh_from_db()
    assert edited.edits[1]["post"] == solved.content["roster"][0]["post"]


def test_what_makes_no_sense_is_refused(commander, edited):
    with pytest.raises(Invalid):
        step(commander, edited, Step(person="nobody", day=0))
    with pytest.raises(Invalid):
        step(commander, edited, Step(person=next(iter(edited.content["assignment"])), day=99))


def test_sent_into_the_reserve_the_shifts_fall_away(commander, solved, edited):
    lead = solved.content["first_secretary"][COMMUNITY]
    who = next(one for one in solved.content["assignment"] if one != lead)
    step(commander, edited, Step(person=who))
    edited.refresh_from_db()
    _given, plan = by_hand.laid(edited)
    assert who not in plan.assignment
    assert all(one.person != who for one in plan.roster)


def test_next_plan_keeps_to_what_is_fixed(commander, solved, edited):
    (first, _other), (rest, *_more) = crew(solved)
    by_hand.fix(actor=commander, plan_id=edited.id, person=first, day=0)
    by_hand.fix(actor=commander, plan_id=edited.id, person=rest)
    with pytest.raises(Invalid, match="nothing to fix"):
        by_hand.fix(actor=commander, plan_id=edited.id, person=rest, day=0)
    made = again.plan_again_locked(actor=commander, plan_id=edited.id)
    locks = unpacked(made.instance)["locks"]
    assert {(one["person"], one.get("day"), one.get("community")) for one in locks} == {
        (first, 0, None), (rest, None, COMMUNITY),
    }  # fmt: skip
    by_hand.fix(actor=commander, plan_id=edited.id, person=first, day=0, fixed=False)
    edited.refresh_from_db()
    assert len(edited.locks) == 1


def test_finished_plan_takes_no_more_changes(commander, solved, edited):
    (first, _other), (rest, *_more) = crew(solved)
    step(commander, edited, *by_hand.exchange(edited, (first, 0), (rest, 0)))
    by_hand.finish_by_hand(actor=commander, plan_id=edited.id)
    with pytest.raises(Conflict, match="not open for changes"):
        step(commander, edited, Step(person=first, day=0), seen=2)
