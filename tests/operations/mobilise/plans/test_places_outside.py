"""A post outside every community: each page of a plan, and of its roster, works with it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.operations.mobilise.conftest import EVENING, HEPING
from tests.operations.mobilise.plans.conftest import COMMUNITY
from tests.operations.mobilise.plans.test_views import page, planner, post

from muster.kernel import clock
from muster.operations.duty.contracts import PostDraft
from muster.operations.duty.queries import current_edition, grid_of
from muster.operations.duty.services import add_post
from muster.operations.mobilise import services
from muster.operations.mobilise.models import DeploymentPlan
from muster.operations.mobilise.models.plans import unpacked
from muster.operations.mobilise.services.solving import judged, keep_solved

pytestmark = pytest.mark.django_db
__all__ = ["planner"]

SITE = "津塘高速卡口"
OUTSIDE = f"{HEPING}/{SITE}"


@pytest.fixture
def posts(system, incident, areas):
    """Two posts of two people: one in a community, one at a motorway."""
    here = PostDraft(area_code=COMMUNITY, kind="point", letters="D")
    there = PostDraft(area_code=HEPING, site=SITE, kind="point", letters="D")
    return [add_post(actor=system, incident_id=incident.id, draft=one) for one in (here, there)]


@pytest.fixture
def solved(commander, begun):
    """A plan that sends two people to each place."""
    row = services.solve_plan(actor=commander, plan_id=begun.id, listener=lambda _now: None)
    facts = unpacked(row.instance)
    people = [one["id"] for one in facts["people"]]
    where = {who: OUTSIDE if n < 2 else COMMUNITY for n, who in enumerate(people)}
    posts = {one["id"]: one["posts"][0]["id"] for one in facts["communities"]}
    shift = facts["shifts"][0]["id"]
    content = {
        **row.content,
        "meta": {},
        "assignment": where,
        "first_secretary": {},
        "roster": [
            {"person": who, "day": day, "shift": shift, "post": posts[where[who]]}
            for who in people
            for day in range(3)
        ],
    }
    return keep_solved(commander, row.id, content, judged(facts, content))


def test_every_page_of_a_plan_has_the_place_by_its_name(planner, solved, education):
    for name in ("plan", "plan_units", "plan_gear", "plan_short", "plan_absence", "plan_cohesion"):
        assert page(planner, name, solved.id)
    assert SITE in page(planner, "plan", solved.id)
    grid = page(planner, "plan_community", solved.id, OUTSIDE)
    assert f"{SITE}</h1>" in grid.replace("\n", "")
    assert SITE in page(planner, "plan_unit", solved.id, str(education.id))


def test_a_place_outside_is_changed_by_hand(planner, solved):
    grid = post(planner, "plan_by_hand", solved.id, area=OUTSIDE).content.decode()
    edited = DeploymentPlan.objects.get(parent_id=solved.id)
    assert grid.count('class="cell') == 2 * 3
    who = next(one for one, where in solved.content["assignment"].items() if where == OUTSIDE)
    assert SITE in page(planner, "plan_edits", edited.id)
    cell = page(planner, "plan_cell", edited.id, OUTSIDE, who, 0)
    assert "Shift and post" in cell
    assert cell.count("<option") >= 3
    changed = post(
        planner, "plan_change", edited.id, OUTSIDE, person=who, day=0, spot="", seen=0
    ).content.decode()
    assert "a crew of 1" in changed


def test_the_roster_of_a_place_outside_has_its_pages(planner, commander, solved):
    DeploymentPlan.objects.filter(pk=solved.pk).update(state="approved")
    services.publish_plan(actor=commander, plan_id=solved.id)
    with clock.frozen(EVENING + timedelta(hours=16)):
        assert SITE in planner.get(reverse("duty:rosters")).content.decode()
        for name in ("roster", "grid", "repair", "papers", "day_shifts"):
            shown = planner.get(reverse(f"duty:{name}", args=[HEPING]))
            assert shown.status_code == 200, name
            assert SITE in shown.content.decode(), name
        pack = planner.post(reverse("duty:day_pack", args=[HEPING]), {"day": "2020-02-18"})
        assert pack.status_code == 200
        assert planner.post(
            reverse("duty:roster_export", args=[HEPING, "workbook"])
        ).status_code == 200  # fmt: skip
        for name in ("command", "people", "posts", "coverage"):
            assert planner.get(reverse(f"boards:{name}")).status_code == 200, name
        for name in ("gaps", "coverage_of"):
            shown = planner.get(reverse(f"boards:{name}", args=[HEPING]))
            assert shown.status_code == 200, name


def test_the_grid_of_a_place_outside_has_its_people(commander, solved, incident):
    DeploymentPlan.objects.filter(pk=solved.pk).update(state="approved")
    services.publish_plan(actor=commander, plan_id=solved.id)
    edition = current_edition(actor=commander, incident_id=incident.id)
    found = grid_of(actor=commander, edition=edition, area=HEPING)
    assert len(found.people) == 2
