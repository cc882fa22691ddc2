"""The pages of a plan as a planner goes through them."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.operations.mobilise.plans.conftest import COMMUNITY
from tests.platform.access.conftest import session_for

from muster.kernel.ids import new_id
from muster.operations.mobilise import services
from muster.operations.mobilise.jobs import about_plan
from muster.operations.mobilise.models import DeploymentPlan
from muster.operations.mobilise.services import by_hand, studies
from muster.platform.access import services as access
from muster.platform.access.enums import Factor

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner(system):
    account = access.create_account(
        actor=system, sign_in_name=f"planner-{new_id().hex[:8]}", display_name="planner"
    )
    access.grant(actor=system, account_id=account.id, role="planner", area_code="120101")
    client = Client()
    session_for(client, account, Factor.TOTP)
    client.cookies["muster_language"] = "en"
    return client


def page(client, name, /, *args, **query):
    response = client.get(reverse(f"mobilise:{name}", args=args), query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def post(client, name, /, *args, **data):
    response = client.post(reverse(f"mobilise:{name}", args=args), data, follow=True)
    assert response.status_code == 200, response.status_code
    return response


def test_review_lists_communities_and_units(planner, solved, education):
    text = page(planner, "plan", solved.id)
    assert "no broken rule" in text
    assert "How it was planned" not in text
    assert "区教育局" in page(planner, "plan_units", solved.id)
    assert "No unit fits" in page(planner, "plan_units", solved.id, q="nowhere")
    assert "No community fits" in page(planner, "plan", solved.id, q="nowhere")
    unit = page(planner, "plan_unit", solved.id, str(education.id))
    assert unit.count('class="c-title"') == 4


def test_pages_that_poll_leave_the_documents_of_a_plan_where_they_are(planner, commander, begun):
    services.start_solving(actor=commander, plan_id=begun.id)

    with CaptureQueriesContext(connection) as asked:
        here = reverse("mobilise:plan", args=[begun.id])
        assert planner.get(here, headers={"HX-Request": "true"}).status_code == 200
        assert about_plan(actor=commander, plan_id=str(begun.id)).url == here
        cohesion = reverse("mobilise:plan_cohesion", args=[begun.id])
        assert planner.get(cohesion, headers={"HX-Request": "true"}).status_code == 200
        services.note_moments(actor=commander, plan_id=begun.id, moments=[])

    assert documents_read(asked) == []


def test_the_page_of_a_plan_is_drawn_from_its_summary(planner, solved):
    with CaptureQueriesContext(connection) as asked:
        page(planner, "plan", solved.id)
        page(planner, "plan_short", solved.id)

    assert documents_read(asked) == []


def documents_read(asked):
    return [one["sql"] for one in asked if re.search(r'"(document|instance)"', one["sql"])]


def test_units_sorted_and_filtered_have_as_many_rows_as_the_chip_says(planner, solved):
    units = solved.summary["units"]
    for show, fits in (
        ("reserve", lambda one: one["reserve"]),
        ("parted", lambda one: one["communities"] > 1),
    ):
        text = page(planner, "plan_units", solved.id, show=show, sort="km")
        assert text.count('class="c-title"') == sum(bool(fits(one)) for one in units)


def test_gap_is_drawn_once_the_solver_has_told(planner, solved):
    moments = [
        {"t": t, "stage": "bounds", "cost": 90.0 - t, "bound": 40.0, "short": 0}
        for t in range(5)
    ]  # fmt: skip
    DeploymentPlan.objects.filter(pk=solved.pk).update(progress=moments)
    text = page(planner, "plan", solved.id)
    assert "chart-found" in text
    assert "from the best there is" in text


def test_question_is_asked_and_its_answer_read(planner, commander, solved):
    for kind, name, subject in (
        ("short", "plan_short", ""),
        ("curve", "plan_cohesion", ""),
        ("absence", "plan_absence", "5"),
    ):
        assert page(planner, name, solved.id)
        post(planner, "plan_ask", solved.id, kind=kind, subject=subject)
        assert "Working it out" in page(planner, name, solved.id)
        study = studies.ask_study(actor=commander, plan_id=solved.id, kind=kind, subject=subject)
        studies.answer_study(actor=commander, study_id=study.id, progress=lambda _d, _o: None)
        assert "Working it out" not in page(planner, name, solved.id)
    assert "No community is short" in page(planner, "plan_short", solved.id)
    assert page(planner, "plan_cohesion", solved.id).count("chart-point") == 6


def test_point_of_the_curve_is_chosen_by_one_button(planner, solved):
    shown = post(planner, "plan_weigh", solved.id, fragment="40").content.decode()
    assert "From plan 1" in shown
    assert (
        "A price is a number"
        in post(planner, "plan_weigh", solved.id, fragment="much").content.decode()
    )


def test_gear_of_the_posts_is_added_up_for_the_days(planner, solved):
    assert "To the requisition" in page(planner, "plan_gear", solved.id)


def test_changed_by_hand_and_compared(planner, commander, solved):
    grid = post(planner, "plan_by_hand", solved.id, area=COMMUNITY).content.decode()
    edited = DeploymentPlan.objects.get(parent_id=solved.id)
    assert grid.count('class="cell') == 4 * 3
    works = solved.content["roster"][0]["person"]
    rest = next(
        who
        for who in solved.content["assignment"]
        if all((one["person"], one["day"]) != (who, 0) for one in solved.content["roster"])
    )
    day = solved.content["roster"][0]["day"]
    form = page(planner, "plan_cell", edited.id, COMMUNITY, works, day)
    assert "Shift and post" in form
    judged = page(planner, "plan_cell", edited.id, COMMUNITY, works, day, spot="")
    assert "a crew of 1" in judged
    said = post(
        planner, "plan_change", edited.id, COMMUNITY,
        person=works, day=day, to_person=rest, to_day=day, seen=0,
    ).content.decode()  # fmt: skip
    assert "No rule is broken" in said
    assert "Changes, in their order" in page(planner, "plan_edits", edited.id)
    assert "no rule is broken" in post(planner, "plan_finish", edited.id).content.decode()
    compared = page(planner, "plan_compare", solved.id, edited.id)
    assert "Days that differ" in compared
    chosen = planner.get(
        reverse("mobilise:plan_choose", args=[solved.call_up_id]),
        {"first": solved.id, "second": edited.id},
    )
    assert chosen.url.endswith(f"/plans/{solved.id}/compare/{edited.id}/")


def test_step_from_an_old_page_is_refused_with_a_sentence(planner, commander, solved):
    edited = by_hand.begin_by_hand(actor=commander, plan_id=solved.id)
    who = next(iter(solved.content["assignment"]))
    said = post(
        planner, "plan_change", edited.id, COMMUNITY, person=who, day=0, spot="", seen=7
    ).content.decode()
    assert "Somebody else has changed this plan meanwhile" in said
