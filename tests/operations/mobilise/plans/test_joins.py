"""A second plan where it joins the roster that runs: rest, runs of days, and what it replaces."""

import re
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from django.test import Client
from tests.operations.mobilise.plans.conftest import COMMUNITY, DRAFT
from tests.platform.access.conftest import session_for

from muster.engines.planner.validate import check_plan
from muster.kernel.errors import Conflict
from muster.operations.duty.contracts import AssignmentDraft, DeploymentDraft, PostDraft
from muster.operations.duty.services import add_post, close_post, publish_edition
from muster.operations.mobilise import services
from muster.operations.mobilise.models.plans import unpacked
from muster.operations.mobilise.services.replacing import replacement_of
from muster.platform.access import services as access
from muster.platform.access.enums import Factor
from muster.platform.notify.models import Message

pytestmark = pytest.mark.django_db
EVENING, MORNING, NIGHT = "3x8.E", "3x8.D", "3x8.N"
LATER = replace(DRAFT, starts_on=date(2020, 2, 19), days=2)


@pytest.fixture
def posts(system, incident, areas):
    """One post of two people, in the day and in the evening."""
    draft = PostDraft(area_code=COMMUNITY, kind="point", letters="DE")
    return [add_post(actor=system, incident_id=incident.id, draft=draft)]


@pytest.fixture
def office(system):
    """A planner at a screen, in English."""
    account = access.create_account(actor=system, sign_in_name="office", display_name="planner")
    access.grant(actor=system, account_id=account.id, role="planner", area_code="120101")
    client = Client()
    session_for(client, account, Factor.TOTP)
    client.cookies["muster_language"] = "en"
    return client


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


@pytest.fixture
def shorter(*, commander, second, call_up, ready, put, education, statistics):
    """An approved plan of 19 and 20 February, while a roster with five people runs to the 22nd."""
    first, other, *_rest = education.ids
    old = statistics.ids[0]
    put([(one, day, MORNING) for one in (first, other, old) for day in range(5)])
    begun = services.begin_plan(actor=commander, call_up_id=call_up.id, draft=LATER)
    services.solve_plan(actor=commander, plan_id=begun.id, listener=lambda _now: None)
    services.submit_plan(actor=commander, plan_id=begun.id)
    return services.approve_plan(actor=second, plan_id=begun.id)


def test_what_a_shorter_plan_replaces_is_counted(commander, shorter, statistics):
    found = replacement_of(actor=commander, row=shorter)
    assert found.off == (statistics.ids[0],)
    assert found.uncovered == [date(2020, 2, 21), date(2020, 2, 22)]
    assert (len(found.beyond), len(found.replaced)) == (6, 2)


def test_days_of_the_running_roster_do_not_end_in_silence(commander, shorter):
    with pytest.raises(Conflict, match="February 21 to February 22 6 shifts would have nobody"):
        services.publish_plan(actor=commander, plan_id=shorter.id)
    published = services.publish_plan(actor=commander, plan_id=shorter.id, uncovered=True)
    assert published.state == "published"


def test_who_loses_all_shifts_is_told_once(commander, system, shorter, statistics):
    access.create_account(
        actor=system, sign_in_name="off", display_name="员", person_id=statistics.ids[0]
    )
    for _again in range(2):
        services.publish_plan(actor=commander, plan_id=shorter.id, uncovered=True)
    told = Message.objects.filter(tenant_id=shorter.tenant_id, words="mobilise.plan_taken_off")
    assert [one.account_id is not None for one in told] == [True]


def test_a_plan_that_no_longer_fits_what_people_work_before_it_is_refused(
    *, commander, call_up, second, put, ready
):
    begun = services.begin_plan(actor=commander, call_up_id=call_up.id, draft=LATER)
    solved = services.solve_plan(actor=commander, plan_id=begun.id, listener=lambda _now: None)
    services.submit_plan(actor=commander, plan_id=begun.id)
    services.approve_plan(actor=second, plan_id=begun.id)
    early = [UUID(row["person"]) for row in solved.content["roster"]
             if (row["day"], row["shift"]) == (0, MORNING)]  # fmt: skip
    put([(one, 0, EVENING) for one in early])
    with pytest.raises(Conflict, match="2 people would have too little rest"):
        services.publish_plan(actor=commander, plan_id=begun.id)


def test_the_page_says_what_is_replaced_and_asks_for_a_tick(shorter, office, statistics):
    page = office.get(f"/plans/{shorter.id}/").content.decode()
    assert "1 person loses every shift" in page
    assert statistics.name[:2] in page
    assert "From 2/21 to 2/22 6 shifts that people have now would have nobody." in page
    assert 'name="uncovered" value="yes" required' in page
    office.post(f"/plans/{shorter.id}/publish/")
    shorter.refresh_from_db()
    assert shorter.state == "approved"
    office.post(f"/plans/{shorter.id}/publish/", {"uncovered": "yes"})
    shorter.refresh_from_db()
    assert shorter.state == "published"


def test_a_plan_is_offered_as_far_as_the_roster_runs(office, call_up, put, education):
    put([(one, day, MORNING) for one in education.ids[:2] for day in range(5)])
    page = office.get(f"/call-ups/{call_up.id}/plans/new/").content.decode()
    assert re.search(r'name="days" value="5"', page)
