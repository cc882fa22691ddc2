"""What is said of a sheet that was taken back in part, or whole."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from tests.pages import doors_on, read, rows_at
from tests.platform.files.conftest import people
from tests.platform.files.test_import_pages import page, sign_in
from tests.platform.files.test_imports import commit, start

from muster.platform.audit.models import AuditEvent
from muster.platform.files import services
from muster.platform.files.enums import BatchState
from muster.registers.responders.models import Responder
from muster.registers.responders.services import set_night_opt_in


def take_back(clerk, batch, run_job):
    batch = services.ask_undo(actor=clerk, batch_id=batch.id)
    run_job(batch.job_id)
    batch.refresh_from_db()
    return batch


@pytest.fixture
def one_stays(clerk, run_job):
    """Three rows taken back, of which somebody changed one."""
    batch = commit(clerk, start(clerk, people(3)), run_job)
    person = Responder.objects.get_visible(clerk, batch.rows.order_by("row").first().became_id)
    set_night_opt_in(actor=clerk, responder_id=person.id, opt_in=not person.night_opt_in)
    return take_back(clerk, batch, run_job)


def recorded(batch):
    rows = AuditEvent.objects.filter(tenant_id=batch.tenant_id, verb__startswith="files.import_")
    return list(rows.order_by("id"))


def test_the_record_says_taken_back_also_where_a_row_stayed(one_stays):
    committed, undone = recorded(one_stays)

    assert (committed.verb, undone.verb) == ("files.import_committed", "files.import_undone")
    assert (undone.ids["removed"], undone.ids["stayed"]) == (2, 1)
    assert one_stays.state == BatchState.COMMITTED


def test_the_list_of_sheets_says_that_one_row_is_left(client, clerk, one_stays):
    sign_in(client, clerk.account_id)
    client.cookies["muster_language"] = "en"

    html = client.get(reverse("files:batches")).content.decode()

    assert "Taken back in part" in html
    assert f'href="/imports/{one_stays.id}/?show=done">1</a>' in html
    shown = page(client, one_stays)
    assert "This sheet was taken back, except 1 row" in shown
    assert reverse("files:undo", args=[one_stays.id]) not in shown


def figures_of(client, batch):
    url = reverse("jobs:job", args=[batch.job_id])
    doors = doors_on(read(client.get(url).content.decode()), url)
    return {
        parse_qs(urlsplit(door.url).query)["show"][0]: (door.number, rows_at(client, door.url))
        for door in doors
    }


def test_a_finished_undo_says_what_was_removed_and_what_stayed(client, clerk, one_stays):
    sign_in(client, clerk.account_id)
    client.cookies["muster_language"] = "en"

    assert figures_of(client, one_stays) == {"taken": (2, 2), "stayed": (1, 1)}


def test_after_a_whole_undo_nothing_is_called_committed(client, clerk, run_job):
    batch = take_back(clerk, commit(clerk, start(clerk, people(3)), run_job), run_job)
    sign_in(client, clerk.account_id)

    assert batch.counts["done"] == 0
    assert recorded(batch)[-1].ids["removed"] == 3
    assert figures_of(client, batch) == {"taken": (3, 3), "stayed": (0, 0)}


def test_each_undoing_counts_its_own_rows_and_lists_them(client, clerk, run_job):
    batch = take_back(clerk, commit(clerk, start(clerk, people(3)), run_job), run_job)
    first = batch.job_id
    commit(clerk, batch, run_job)
    row = batch.rows.filter(undone_at__isnull=True).order_by("row").first()
    set_night_opt_in(actor=clerk, responder_id=row.became_id, opt_in=True)
    batch = take_back(clerk, batch, run_job)
    second = batch.job_id
    sign_in(client, clerk.account_id)

    counted = []
    for job in (first, second):
        url = reverse("jobs:job", args=[job])
        doors = doors_on(read(client.get(url).content.decode()), url)
        counted.append([(door.number, rows_at(client, door.url)) for door in doors])

    assert counted == [[(3, 3), (0, 0)], [(2, 2), (1, 1)]]
