"""A second call-up of the incident: whom the first deployed stays where they stand."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.operations.mobilise.conftest import EVENING as NOW
from tests.operations.mobilise.plans.conftest import COMMUNITY, DRAFT

from muster.kernel.errors import Invalid
from muster.operations.duty.contracts import PostDraft
from muster.operations.duty.models import Assignment, Deployment
from muster.operations.duty.queries.roster import IN_FORCE
from muster.operations.duty.services import add_post
from muster.operations.mobilise import queries, services
from muster.operations.mobilise.models.plans import unpacked
from muster.operations.mobilise.planner_words import say_capacity

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(commander, approved):
    """The first call-up's plan: two people by day at one post, 18 to 20 February."""
    return services.publish_plan(actor=commander, plan_id=approved.id)


@pytest.fixture
def another(commander, published, make_unit, make_actor):
    """A second call-up, three people of another unit on its list."""
    unit = make_unit("区司法局", headcount=5, people=3)
    row = services.draft_call_up(
        actor=commander,
        draft=services.Draft(
            title="第二批", deadline_at=NOW + timedelta(hours=5),
            assembly_at=NOW + timedelta(hours=13), assembly_place="体育馆",
        ),
    )  # fmt: skip
    services.set_target(actor=commander, call_up_id=row.id, unit_id=unit.id, number=3)
    services.send_call_up(actor=commander, call_up_id=row.id)
    ask = queries.ask_of(actor=commander, call_up_id=row.id, unit_id=unit.id)
    clerk = make_actor("clerk", area="", scope_id=unit.id)
    services.name_people(actor=clerk, ask_id=ask.id, responder_ids=unit.ids)
    row.ids = unit.ids
    return row


def fresh_post(system, incident):
    draft = PostDraft(area_code=COMMUNITY, kind="point", letters="D")
    return add_post(actor=system, incident_id=incident.id, draft=draft)


def test_posts_that_others_keep_are_not_asked_for_again(
    *, commander, system, incident, another, posts
):
    new = fresh_post(system, incident)
    begun = services.begin_plan(actor=commander, call_up_id=another.id, draft=DRAFT)
    facts = unpacked(begun.instance)
    [place] = facts["communities"]
    assert [one["id"] for one in place["posts"]] == [str(new.id)]
    assert sum(row["count"] for row in place["demand"]) == 6
    assert {one["id"] for one in facts["people"]} == {str(one) for one in another.ids}
    [line] = [one for one in begun.capacity if one["kind"] == "beside"]
    assert "keep 6 shifts on these days (people: " in say_capacity(line)


def test_days_that_others_keep_in_part_are_asked_for_after_them(commander, another, posts):
    longer = replace(DRAFT, starts_on=date(2020, 2, 19), days=4)
    begun = services.begin_plan(actor=commander, call_up_id=another.id, draft=longer)
    [place] = unpacked(begun.instance)["communities"]
    assert [(row["day"], row["count"]) for row in place["demand"]] == [(2, 2), (3, 2)]


def test_nothing_is_planned_where_others_keep_every_post(commander, another):
    with pytest.raises(Invalid, match="keep every post"):
        services.begin_plan(actor=commander, call_up_id=another.id, draft=DRAFT)


def test_publishing_leaves_the_others_their_shifts(
    *, commander, second, system, incident, another, published, education
):
    fresh_post(system, incident)
    before = Deployment.objects.filter(edition_id=published.edition_id)
    codes = dict(before.values_list("responder_id", "code"))
    begun = services.begin_plan(actor=commander, call_up_id=another.id, draft=DRAFT)
    services.solve_plan(actor=commander, plan_id=begun.id, listener=lambda _now: None)
    services.submit_plan(actor=commander, plan_id=begun.id)
    services.approve_plan(actor=second, plan_id=begun.id)
    done = services.publish_plan(actor=commander, plan_id=begun.id)

    rows = Assignment.objects.filter(IN_FORCE, edition_id=done.edition_id)
    assert rows.filter(responder_id__in=education.ids).count() == 6
    assert rows.filter(responder_id__in=another.ids).count() == 6
    after = Deployment.objects.filter(edition_id=done.edition_id)
    kept = dict(after.values_list("responder_id", "code"))
    assert {who: code for who, code in kept.items() if who in codes} == {
        who: code for who, code in codes.items() if who in kept
    }
    assert after.filter(first_secretary=True).count() == 1


def test_a_plan_does_not_begin_in_the_past(commander, call_up, ready):
    with pytest.raises(Invalid) as refused:
        services.begin_plan(
            actor=commander,
            call_up_id=call_up.id,
            draft=replace(DRAFT, starts_on=date(2020, 2, 16)),
        )
    assert "The first day has passed" in str(refused.value.errors["starts_on"][0])
