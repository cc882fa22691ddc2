"""A plan: counted first, solved, checked by the validator, approved by a second person."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests.operations.mobilise.conftest import HEPING
from tests.operations.mobilise.plans.conftest import COMMUNITY, DRAFT

from muster.kernel import clock
from muster.kernel.errors import Conflict, Invalid, NotFound
from muster.kernel.ids import new_id
from muster.operations.duty.queries import board_of, current_edition
from muster.operations.mobilise import queries, services
from muster.operations.mobilise.enums import PlanState
from muster.operations.mobilise.models import DeploymentPlan
from muster.operations.mobilise.models.plans import unpacked
from muster.operations.mobilise.services.plan_telling import tell_published
from muster.platform.access.services import create_account
from muster.platform.notify.models import Message

pytestmark = pytest.mark.django_db


def test_counting_comes_before_solving(begun):
    first = begun.capacity[0]
    assert (first["kind"], first["need"]) == ("totals", 6)
    assert first["give"] >= 6
    assert not begun.is_solved


def test_nobody_on_the_lists_cannot_be_planned(commander, call_up, posts):
    with pytest.raises(Conflict, match="Nobody is on the lists"):
        services.begin_plan(actor=commander, call_up_id=call_up.id, draft=DRAFT)


@pytest.mark.parametrize(("field", "value"), [("days", 0), ("days", 63), ("seconds", 601)])
def test_wishes_out_of_range_are_named(commander, call_up, ready, field, value):
    wrong = services.PlanDraft(**{"starts_on": DRAFT.starts_on, field: value})
    with pytest.raises(Invalid) as refused:
        services.begin_plan(actor=commander, call_up_id=call_up.id, draft=wrong)
    assert field in refused.value.errors


def test_plan_is_legal_and_leaves_nobody_alone(solved):
    assert solved.state == "solved"
    assert (solved.summary["legal"], solved.summary["alone"], solved.summary["short"]) == (
        True,
        0,
        0,
    )
    [place] = solved.summary["communities"]
    assert (place["id"], place["posts"], place["given"]) == (COMMUNITY, 1, 6)


def test_solving_again_changes_nothing(commander, solved):
    again = services.solve_plan(actor=commander, plan_id=solved.id, listener=lambda _now: None)
    assert bytes(again.document) == bytes(solved.document)


def test_own_plan_is_approved_by_somebody_else(commander, second, solved):
    services.submit_plan(actor=commander, plan_id=solved.id)
    with pytest.raises(Conflict, match="somebody else approves"):
        services.approve_plan(actor=commander, plan_id=solved.id)
    approved = services.approve_plan(actor=second, plan_id=solved.id)
    assert (approved.state, approved.approved_by) == ("approved", second.account_id)
    with pytest.raises(Conflict, match="not dropped"):
        services.drop_plan(actor=commander, plan_id=solved.id)


def test_plan_sent_back_can_be_sent_again(commander, second, solved):
    services.submit_plan(actor=commander, plan_id=solved.id)
    assert services.return_plan(actor=second, plan_id=solved.id).state == "solved"
    assert services.submit_plan(actor=commander, plan_id=solved.id).state == "submitted"


def test_unsolved_or_lonely_plans_are_not_sent(commander, begun, solved):
    DeploymentPlan.objects.filter(pk=solved.pk).update(summary=solved.summary | {"alone": 1})
    with pytest.raises(Conflict, match="stands alone"):
        services.submit_plan(actor=commander, plan_id=solved.id)
    DeploymentPlan.objects.filter(pk=solved.pk).update(state="draft")
    with pytest.raises(Conflict, match="Only a plan that is made"):
        services.submit_plan(actor=commander, plan_id=solved.id)


def test_clerk_sees_no_plan(clerk, solved):
    with pytest.raises(NotFound):
        queries.plan(actor=clerk, plan_id=solved.id)
    assert not queries.plans(actor=clerk)


def test_list_of_plans_carries_no_content(commander, call_up, solved, django_assert_num_queries):
    with django_assert_num_queries(1):
        rows = list(queries.plans(actor=commander, call_up_id=call_up.id))
        assert [row.number for row in rows] == [1]
    with pytest.raises(NotFound):
        queries.plan(actor=commander, plan_id=new_id())


def test_area_of_a_plan_is_the_commands(solved):
    assert solved.area_code == HEPING


def test_stopped_before_it_began_it_is_a_draft_and_can_begin_again(commander, begun):
    services.start_solving(actor=commander, plan_id=begun.id)
    with pytest.raises(Conflict, match="being made"):
        services.start_solving(actor=commander, plan_id=begun.id)
    services.stop_solving(actor=commander, plan_id=begun.id)
    begun.refresh_from_db()
    assert begun.state == "draft"
    with pytest.raises(Conflict, match="not being made"):
        services.stop_solving(actor=commander, plan_id=begun.id)
    assert services.start_solving(actor=commander, plan_id=begun.id)


def test_plan_that_broke_a_rule_is_solved_anew(commander, solved):
    DeploymentPlan.objects.filter(pk=solved.pk).update(state=PlanState.FAILED)

    services.start_solving(actor=commander, plan_id=solved.id)
    begun = queries.plan(actor=commander, plan_id=solved.id)
    assert (begun.state, begun.is_solved) == (PlanState.SOLVING, False)

    again = services.solve_plan(actor=commander, plan_id=solved.id, listener=lambda _now: None)
    assert (again.state, again.is_solved) == (PlanState.SOLVED, True)


def test_only_an_approved_plan_is_published(commander, solved):
    with pytest.raises(Conflict, match="Only an approved plan"):
        services.publish_plan(actor=commander, plan_id=solved.id)


def test_published_everybody_is_told_once_and_the_roster_is_in_force(
    *, commander, system, approved, education
):
    for number, person in enumerate(education.ids):
        create_account(actor=system, sign_in_name=f"r{number}", display_name="员", person_id=person)
    published = services.publish_plan(actor=commander, plan_id=approved.id)
    again = services.publish_plan(actor=commander, plan_id=approved.id)
    assert (published.state, again.edition_id) == ("published", published.edition_id)
    roster = unpacked(published.document)["roster"]
    told = Message.objects.filter(tenant_id=published.tenant_id, words="mobilise.plan_published")
    assert told.count() == len({one["person"] for one in roster})
    edition = current_edition(actor=commander, incident_id=published.call_up.incident_id)
    assert edition.id == published.edition_id
    assert edition.assignments.count() == len(roster) == 6


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "all its days have passed, the last was February 20. Make a plan from today on"),
        ("zh-hans", "最后一天是02月20日。 请从今天起重新排方案，批准后再发布。"),
        ("zh-hant", "最後一天是02月20日。 請從今天起重新排方案，批准後再發佈。"),
    ],
)
def test_a_plan_whose_days_have_all_passed_is_not_published(commander, approved, language, said):
    with (
        clock.drill(timedelta(days=4)),
        translation.override(language),
        pytest.raises(Conflict) as refused,
    ):
        services.publish_plan(actor=commander, plan_id=approved.id)

    with translation.override(language):
        assert said in str(refused.value)
    approved.refresh_from_db()
    assert (approved.state, Message.objects.of_tenant(approved.tenant_id).count()) == (
        "approved",
        0,
    )


def test_a_plan_that_has_begun_places_people_from_today_on(commander, approved):
    begun = datetime(2020, 2, 19, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    with clock.frozen(begun):
        services.publish_plan(actor=commander, plan_id=approved.id)
        [post] = board_of(actor=commander, area=COMMUNITY, at=begun)

    edition = current_edition(actor=commander, incident_id=approved.call_up.incident_id)
    assert (edition.starts_on, edition.last_day) == (date(2020, 2, 19), date(2020, 2, 20))
    assert (edition.assignments.count(), post.planned) == (4, 2)


def test_telling_costs_as_many_statements_for_many_people_as_for_few(system, approved, education):
    [place] = set(unpacked(approved.document)["assignment"].values())
    assert approved.call_up.is_open

    def cost(people):
        shifts = [{"person": str(one), "day": 0, "shift": "D", "post": "1"} for one in people]
        document = {"assignment": {str(one): place for one in people}, "roster": shifts}
        with CaptureQueriesContext(connection) as statements:
            assert tell_published(approved, document) == len(people)
        return len(statements)

    for number, one in enumerate(education.ids):
        create_account(actor=system, sign_in_name=f"r{number}", display_name="员", person_id=one)
    assert cost(education.ids[:1]) == cost(education.ids)


def test_nothing_is_written_where_telling_fails(commander, approved, monkeypatch):
    def fail(*_args):
        raise RuntimeError("power cut")

    monkeypatch.setattr("muster.operations.mobilise.services.publishing.tell_published", fail)
    with pytest.raises(RuntimeError):
        services.publish_plan(actor=commander, plan_id=approved.id)
    approved.refresh_from_db()
    assert approved.state == "approved"
    assert current_edition(actor=commander, incident_id=approved.call_up.incident_id) is None


def test_days_that_are_over_are_not_planned(commander, call_up, ready):
    with pytest.raises(Invalid) as refused:
        services.begin_plan(
            actor=commander,
            call_up_id=call_up.id,
            draft=replace(DRAFT, starts_on=date(2020, 2, 14)),
        )
    assert "starts_on" in refused.value.errors


def test_plan_with_people_nobody_named_is_not_sent(commander, solved):
    DeploymentPlan.objects.filter(pk=solved.pk).update(origin={"unnamed": 2})
    with pytest.raises(Conflict, match="counts on 2 people whom nobody has named"):
        services.submit_plan(actor=commander, plan_id=solved.id)


def test_moments_of_solving_are_thinned_and_the_last_is_kept(commander, begun):
    moments = [{"t": n, "cost": 1.0, "bound": None, "short": 0} for n in range(500)]
    services.note_moments(actor=commander, plan_id=begun.id, moments=moments)
    begun.refresh_from_db()
    assert len(begun.progress) <= 120
    assert begun.progress[-1]["t"] == 499
