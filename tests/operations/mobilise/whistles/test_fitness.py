"""Who may be sent to a whistle: nobody under age, absent, on duty by the roster, or limited."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.operations.mobilise.conftest import EVENING

from muster.kernel.errors import Invalid
from muster.operations.duty.contracts import AssignmentDraft, DeploymentDraft, PostDraft
from muster.operations.duty.services import add_post, publish_edition
from muster.operations.mobilise import queries, services
from muster.operations.mobilise.views.names import not_on_the_list
from muster.platform.places.models import Area
from muster.registers.responders import services as responders

pytestmark = pytest.mark.django_db

COMMUNITY = "120101001014"


@pytest.fixture
def claim(office, whistled, education):
    return services.claim_whistle(
        actor=office, whistle_id=whistled.id, unit_id=education.id, people=3
    )


def refused(office, claim, person):
    with pytest.raises(Invalid) as error:
        services.name_goers(actor=office, claim_id=claim.id, responder_ids=[person])
    return " ".join(map(str, error.value.errors["people"]))


def test_nobody_under_age_is_sent(system, office, claim, education):
    child = education.ids[0]
    responders.change_responder(actor=system, responder_id=child, birth_date=date(2005, 1, 1))
    said = refused(office, claim, child)
    assert "under 18" in said
    assert "Name somebody else" in said


def test_nobody_absent_is_sent(system, office, claim, education):
    away = education.ids[0]
    responders.report_absence(
        actor=system, responder_id=away,
        starts_at=EVENING - timedelta(hours=1), ends_at=EVENING + timedelta(days=1),
    )  # fmt: skip
    assert "absent" in refused(office, claim, away)


def test_nobody_with_a_limit_that_forbids_it_is_sent(system, office, claim, education):
    limited = education.ids[0]
    responders.add_limit(actor=system, responder_id=limited, kind="no_nights")
    assert "no nights" in refused(office, claim, limited)


@pytest.fixture
def on_duty(system, incident, education):
    """Two of the education office stand at a gate this evening."""
    for code, parent, level in (
        ("120101", "1201", 3), (COMMUNITY[:9], "120101", 4), (COMMUNITY, COMMUNITY[:9], 5),
    ):  # fmt: skip
        Area.objects.create(
            code=code, parent_code=parent, level=level, name="静园社区", short_name="静园",
            areas=1, communities=1,
        )  # fmt: skip
    post = add_post(
        actor=system, incident_id=incident.id,
        draft=PostDraft(area_code=COMMUNITY, kind="point", letters="E"),
    )  # fmt: skip
    crew = education.ids[:2]
    publish_edition(
        actor=system, incident_id=incident.id, starts_on=EVENING.date(), days=3, plan_id=None,
        deployments=[
            DeploymentDraft(responder_id=one, area_code=COMMUNITY, first_secretary=False)
            for one in crew
        ],
        assignments=[
            AssignmentDraft(responder_id=one, post_id=post.id, day=0, shift="3x8.E")
            for one in crew
        ],
    )  # fmt: skip
    return crew


def test_nobody_on_duty_by_the_roster_is_sent(office, claim, education, on_duty):
    said = refused(office, claim, on_duty[0])
    assert "静园社区" in said
    assert "on duty" in said
    services.name_goers(actor=office, claim_id=claim.id, responder_ids=education.ids[2:3])


def test_a_refusal_names_each_and_no_one_is_named(system, office, claim, education, on_duty):
    with pytest.raises(Invalid) as error:
        services.name_goers(actor=office, claim_id=claim.id, responder_ids=education.ids[:3])
    assert len(error.value.errors["people"]) == 3
    [row] = queries.claims_of(actor=office, whistle_id=claim.whistle_id)
    assert len(row.names.all()) == 0


def test_the_number_of_queries_does_not_grow(office, claim, education, on_duty):
    with CaptureQueriesContext(connection) as one:
        queries.fitness(actor=office, row=claim.whistle, people=education.ids[:1])
    with CaptureQueriesContext(connection) as all_of_them:
        queries.fitness(actor=office, row=claim.whistle, people=education.ids)
    assert len(all_of_them) == len(one)


def test_who_steps_in_is_marked_and_the_free_come_first(
    *, system, clerk, call_up, ask_of, education
):
    [named] = services.name_people(
        actor=clerk, ask_id=ask_of(education).id, responder_ids=education.ids[:1]
    )
    away = education.ids[1]
    responders.report_absence(
        actor=system, responder_id=away, ends_at=call_up.assembly_at + timedelta(hours=1)
    )
    offered = not_on_the_list(SimpleNamespace(actor=clerk), named)
    assert [one for one, _words in offered][-1] == str(away)
    assert "absent" in dict(offered)[str(away)]
    assert len(offered) == 3
