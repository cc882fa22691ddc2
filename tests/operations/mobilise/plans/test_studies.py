"""What is asked about a plan, and the plans that come of it."""

import pytest
from tests.operations.mobilise.plans.conftest import COMMUNITY

from muster.kernel.errors import Conflict, Invalid, NotFound
from muster.operations.mobilise import queries
from muster.operations.mobilise.models import DeploymentPlan
from muster.operations.mobilise.models.plans import packed, unpacked
from muster.operations.mobilise.services import again, studies

pytestmark = pytest.mark.django_db


def quiet(_done, _total):
    """Nobody watches."""


def answered(commander, plan, kind, subject=""):
    asked = studies.ask_study(actor=commander, plan_id=plan.id, kind=kind, subject=subject)
    return studies.answer_study(actor=commander, study_id=asked.id, progress=quiet)


def test_asked_twice_it_is_one_question_and_one_answer(commander, solved):
    first = studies.ask_study(actor=commander, plan_id=solved.id, kind="short")
    again_asked = studies.ask_study(actor=commander, plan_id=solved.id, kind="short")
    assert (first.id, first.job_id) == (again_asked.id, again_asked.job_id)
    kept = studies.answer_study(actor=commander, study_id=first.id, progress=quiet)
    assert kept.answer["communities"] == []
    later = studies.answer_study(actor=commander, study_id=first.id, progress=quiet)
    assert later.answered_at == kept.answered_at


@pytest.mark.parametrize(
    ("kind", "subject"), [("absence", "50"), ("short", "nowhere"), ("weather", ""), ("curve", "x")]
)
def test_question_that_is_none_is_refused(commander, solved, kind, subject):
    with pytest.raises(Invalid):
        studies.ask_study(actor=commander, plan_id=solved.id, kind=kind, subject=subject)


def test_nothing_is_asked_about_a_plan_that_is_not_made(commander, begun):
    with pytest.raises(Conflict):
        studies.ask_study(actor=commander, plan_id=begun.id, kind="short")


def test_absence_is_the_same_each_time_and_leaves_the_plan_alone(commander, solved):
    before = bytes(solved.document)
    study = answered(commander, solved, "absence", "10")
    first = study.answer
    study.delete()
    assert answered(commander, solved, "absence", "10").answer == first
    assert (first["sent"], first["absent"]) == (4, 0)
    solved.refresh_from_db()
    assert bytes(solved.document) == before


def test_curve_has_a_point_for_each_price(commander, solved):
    points = answered(commander, solved, "curve").answer["points"]
    assert [one["weight"] for one in points] == [0, 5, 10, 20, 40, 80]
    assert all(one["fragments"] >= 1 for one in points)


def test_point_of_the_curve_is_another_plan(commander, solved):
    before = bytes(solved.instance)
    made = again.plan_again_weighed(actor=commander, plan_id=solved.id, fragment=40)
    assert (made.parent_id, made.number, made.state) == (solved.id, 2, "solving")
    assert unpacked(made.instance)["weights"]["fragment"] == 40
    solved.refresh_from_db()
    assert bytes(solved.instance) == before
    assert [one.id for one in queries.children(actor=commander, plan_id=solved.id)] == [made.id]
    with pytest.raises(Invalid):
        again.plan_again_weighed(actor=commander, plan_id=solved.id, fragment=-1)


def short_plan(commander, solved):
    """Make the plan short: the post wants three people, and every one is at rest on a day."""
    facts = unpacked(solved.instance)
    for row in facts["communities"][0]["demand"]:
        row["count"] = 5
    DeploymentPlan.objects.filter(pk=solved.pk).update(instance=packed(facts))
    solved.refresh_from_db()
    return solved


def test_menu_says_what_would_help_and_an_entry_is_another_plan(commander, solved):
    row = short_plan(commander, solved)
    study = answered(commander, row, "short", COMMUNITY)
    answer = study.answer
    assert answer["communities"][0]["short"] > 0
    number, entry = next(
        (n, one) for n, one in enumerate(answer["menu"]) if one["added"] and not one["after"]
    )
    made = again.plan_again_relaxed(actor=commander, study_id=study.id, entry=number)
    assert made.origin["unnamed"] == entry["added"] > 0
    assert len(unpacked(made.instance)["people"]) == (
        len(unpacked(row.instance)["people"]) + entry["added"]
    )
    with pytest.raises(Invalid):
        again.plan_again_relaxed(actor=commander, study_id=study.id, entry=99)


def test_nothing_fixed_is_no_plan_around_it(commander, solved):
    with pytest.raises(Conflict, match="Nothing is fixed"):
        again.plan_again_locked(actor=commander, plan_id=solved.id)


def test_locks_by_hand_stand_instead_of_those_before():
    given = [{"person": "a", "day": 1, "shift": "D"}, {"person": "b", "community": "c"}]
    mine = [{"person": "a", "day": 1, "shift": "N"}]
    assert again.locks_joined(given, mine) == [
        {"person": "a", "day": 1, "shift": "N"}, {"person": "b", "community": "c"},
    ]  # fmt: skip


def test_clerk_asks_nothing_about_plans(clerk, solved):
    with pytest.raises(NotFound):
        studies.ask_study(actor=clerk, plan_id=solved.id, kind="short")
