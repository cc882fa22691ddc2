"""A second plan where it joins the roster that runs: rest, runs of days, and what it replaces."""

from dataclasses import replace
from datetime import date

import pytest
from tests.operations.mobilise.plans.conftest import COMMUNITY, DRAFT

from muster.engines.planner.validate import check_plan
from muster.operations.duty.contracts import AssignmentDraft, DeploymentDraft, PostDraft
from muster.operations.duty.services import add_post, close_post, publish_edition
from muster.operations.mobilise import services
from muster.operations.mobilise.models.plans import unpacked

pytestmark = pytest.mark.django_db
EVENING, MORNING, NIGHT = "3x8.E", "3x8.D", "3x8.N"
LATER = replace(DRAFT, starts_on=date(2020, 2, 19), days=2)


@pytest.fixture
def posts(system, incident, areas):
    """One post of two people, in the day and in the evening."""
    draft = PostDraft(area_code=COMMUNITY, kind="point", letters="DE")
    return [add_post(actor=system, incident_id=incident.id, draft=draft)]


@pytest.fixture
def put(system, incident, posts):
    """Publish a roster from 18 February: shifts are (person, day, shift)."""

    def publish(shifts, days=14, starts_on=date(2020, 2, 18)):
        return publish_edition(
            actor=system,
            incident_id=incident.id,
            starts_on=starts_on,
            days=days,
            plan_id=None,
            deployments=[
                DeploymentDraft(responder_id=one, area_code=COMMUNITY)
                for one in dict.fromkeys(row[0] for row in shifts)
            ],
            assignments=[
                AssignmentDraft(responder_id=one, post_id=posts[0].id, day=day, shift=shift)
                for one, day, shift in shifts
            ],
        )

    return publish


def test_what_people_have_behind_them_is_handed_to_the_planner(
    commander, call_up, ready, put, education
):
    first, second, third, fourth = education.ids
    put([(one, day, EVENING) for one in (first, second) for day in range(6)]
        + [(one, 2, MORNING) for one in (third, fourth)])  # fmt: skip
    begun = services.begin_plan(
        actor=commander, call_up_id=call_up.id, draft=replace(DRAFT, starts_on=date(2020, 2, 24))
    )
    history = {one["id"]: one.get("history") for one in unpacked(begun.instance)["people"]}
    assert history[str(first)] == {
        "last_shift": EVENING, "consecutive_days": 6, "consecutive_nights": 0, "hours": 48.0,
        "shifts": 6,
    }  # fmt: skip
    assert (history[str(third)]["consecutive_days"], history[str(third)]["shifts"]) == (0, 1)


def test_a_plan_keeps_rest_and_runs_of_days_across_its_first_day(
    commander, call_up, ready, put, education
):
    tired = education.ids[:2]
    put([(one, 0, EVENING) for one in tired])
    begun = services.begin_plan(actor=commander, call_up_id=call_up.id, draft=LATER)
    solved = services.solve_plan(actor=commander, plan_id=begun.id, listener=lambda _now: None)
    assert solved.summary["legal"]
    early = {row["person"] for row in solved.content["roster"]
             if (row["day"], row["shift"]) == (0, MORNING)}  # fmt: skip
    assert early
    assert not early & {str(one) for one in tired}


def test_the_validator_sees_a_breach_at_the_join(
    *, commander, call_up, ready, put, posts, education
):
    tired = education.ids[:2]
    put([(one, 0, EVENING) for one in tired])
    begun = services.begin_plan(actor=commander, call_up_id=call_up.id, draft=LATER)
    plan = {
        "assignment": {str(one): COMMUNITY for one in education.ids},
        "first_secretary": {COMMUNITY: str(education.ids[0])},
        "roster": [{"person": str(one), "day": 0, "shift": MORNING, "post": str(posts[0].id)}
                   for one in tired],
    }  # fmt: skip
    report = check_plan(unpacked(begun.instance), plan)
    assert [one.code for one in report.violations] == ["rest", "rest"]


def test_a_last_shift_no_post_has_any_more_is_known(
    *, commander, call_up, ready, put, education, posts, system, incident
):
    put([(one, 0, EVENING) for one in education.ids[:2]])
    close_post(actor=system, post_id=posts[0].id)
    add_post(actor=system, incident_id=incident.id,
             draft=PostDraft(area_code=COMMUNITY, kind="point", letters="D"))  # fmt: skip
    begun = services.begin_plan(actor=commander, call_up_id=call_up.id, draft=LATER)
    facts = unpacked(begun.instance)
    assert EVENING in {one["id"] for one in facts["shifts"]}
