"""Screens of work in hand."""

import pytest
from django.urls import reverse
from tests.platform.access.conftest import session_for

from muster.kernel.actors import system_actor
from muster.platform.access import services as access
from muster.platform.access.enums import Factor
from muster.platform.jobs import queries, services
from muster.platform.jobs.enums import JobState
from muster.platform.jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(tenant):
    system = system_actor(tenant.id, "test")
    account = access.create_account(actor=system, sign_in_name="li", display_name="Li")
    access.grant(actor=system, account_id=account.id, role="clerk", area_code="120101")
    return account


@pytest.fixture
def browser(client, account):
    client.cookies["muster_language"] = "en"
    session_for(client, account, Factor.TOTP)
    return client


@pytest.fixture
def job(tenant, account):
    return Job.objects.create(
        tenant=tenant,
        name="audit.seal",
        requested_by=account.id,
        state=JobState.RUNNING,
        done=30,
        total=120,
    )


def test_running_work_says_how_far_it_is_and_asks_again_by_itself(browser, job):
    page = browser.get(reverse("jobs:job", args=[job.id])).content.decode()

    assert "30 of 120 done" in page
    assert f'hx-get="/jobs/{job.id}/progress/"' in page
    assert f'action="/jobs/{job.id}/cancel/"' in page


def test_progress_that_has_not_moved_costs_no_bytes(browser, job):
    url = reverse("jobs:progress", args=[job.id])
    tag = browser.get(url)["ETag"]

    assert browser.get(url, headers={"If-None-Match": tag}).status_code == 304
    Job.objects.filter(pk=job.id).update(done=31)
    assert browser.get(url, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"state": JobState.DONE, "result": {"path": "/inbox/"}}, 'href="/inbox/"'),
        ({"state": JobState.DONE, "result": {"path": "//elsewhere"}}, "You can close this page."),
        ({"state": JobState.FAILED, "error": "No names.", "next_step": "Add them."}, "Add them."),
        ({"state": JobState.CANCELLED}, "What was finished before is kept."),
        ({"state": JobState.QUEUED}, "It waits for a free worker."),
        ({"cancel_requested": True}, "It stops at its next step."),
    ],
)
def test_work_in_every_state_says_what_comes_next(browser, job, columns, sentence):
    Job.objects.filter(pk=job.id).update(**columns)

    assert sentence in browser.get(reverse("jobs:job", args=[job.id])).content.decode()


def test_work_is_stopped_and_started_again_by_its_buttons(browser, job):
    browser.post(reverse("jobs:cancel", args=[job.id]))
    assert Job.objects.get(pk=job.id).cancel_requested
    Job.objects.filter(pk=job.id).update(state=JobState.CANCELLED)
    answer = browser.post(reverse("jobs:retry", args=[job.id]))

    assert answer["Location"] == reverse("jobs:job", args=[job.id])
    assert Job.objects.get(pk=job.id).state == JobState.QUEUED


def test_work_done_by_itself_has_a_page_for_those_who_see_everybodys(client, tenant, browser):
    services.start_due()
    automatic = queries.periodic_jobs()[0]
    url = reverse("jobs:job", args=[automatic.id])
    assert browser.get(url).status_code == 404

    system = system_actor(tenant.id, "test")
    chief = access.create_account(actor=system, sign_in_name="zhang", display_name="Zhang")
    access.grant(actor=system, account_id=chief.id, role="commander", area_code="120101")
    session_for(client, chief, Factor.TOTP)
    listed = client.get(reverse("jobs:index")).content.decode()
    Job.objects.filter(pk=automatic.id).update(state=JobState.FAILED, error="No.")
    page = client.get(url)

    assert f'href="{url}"' in listed
    assert page.status_code == 200
    assert "Muster does this by itself" in page.content.decode()
    assert "Next time" in page.content.decode()
    assert "Start it again" not in page.content.decode()
    assert client.get(reverse("jobs:progress", args=[automatic.id])).status_code == 200
    assert client.post(reverse("jobs:retry", args=[automatic.id])).status_code == 404


def test_program_reads_the_same(browser, job):
    found = browser.get(f"/api/jobs/{job.id}").json()

    assert (found["state"], found["done"], found["total"]) == ("running", 30, 120)
    assert [row["id"] for row in browser.get("/api/jobs/").json()] == [str(job.id)]


def test_list_costs_the_same_for_one_row_and_for_fifty(
    browser, job, tenant, account, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    url = reverse("jobs:index")
    browser.get(url)
    with CaptureQueriesContext(connection) as one:
        browser.get(url)
    Job.objects.bulk_create(
        Job(tenant=tenant, name="audit.seal", requested_by=account.id) for _ in range(49)
    )
    with django_assert_num_queries(len(one)):
        browser.get(url)
