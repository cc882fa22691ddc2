"""A unit's board: who of it is where, with as many rows as each number says."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.pages import doors_on, main_of, read, rows_at

from muster.kernel import clock
from muster.kernel.ids import new_id
from muster.operations.mobilise import queries as mobilise
from muster.operations.mobilise import services as calling
from muster.operations.mobilise.models import Nomination
from muster.registers.responders import services
from muster.registers.responders.contracts import PersonDraft


@pytest.fixture
def clerk(manned, enter):
    """Whoever answers for the unit whose people are on the roster."""
    return enter("clerk", area="", scope_id=manned.unit.id)


def page(client, url="/unit/"):
    answer = client.get(url)
    assert answer.status_code == 200
    return read(answer.content.decode())


def numbers(client, url="/unit/"):
    doors = doors_on(page(client, url), url)
    return {door.label: door.number for door in reversed(doors) if door.label}


def test_numbers_open_as_many_rows(clerk):
    for url in ("/unit/", "/unit/?show=missing", "/unit/?at=2020-02-18T23:00"):
        doors = doors_on(page(clerk, url), url)
        assert doors
        assert [door for door in doors if door.number != rows_at(clerk, door.url)] == [], url


def test_unit_counts_its_people_by_where_they_are(clerk):
    found = numbers(clerk)

    assert found["Deployed"] == 30
    assert found["On duty now"] == 7
    assert found["Not there"] == 3
    assert found["Later today"] == 20


def test_hours_worked_are_those_recorded(clerk):
    rows = main_of(page(clerk, "/unit/?show=there")).every(lambda e: e.tag == "tr")

    assert [row.text.split()[-1] for row in rows][1:] == ["0:00"] * 7


def test_clerk_of_another_unit_sees_nobody(manned, enter, system):
    other = services.add_unit(actor=system, name="区档案局", level="district", area_code="120101")

    text = main_of(page(enter("clerk", area="", scope_id=other.id))).text

    assert "No roster sends anybody of the unit yet." in text


def test_board_costs_the_same_for_more_people(manned, clerk, system):
    page(clerk)
    with CaptureQueriesContext(connection) as few:
        page(clerk, "/unit/?show=missing")
    drafts = [PersonDraft(name=f"王{at}", unit_id=manned.unit.id) for at in range(30)]
    services.add_many(actor=system, drafts=drafts, batch_id=new_id())
    with CaptureQueriesContext(connection) as many:
        page(clerk)

    assert len(many) == len(few)


def test_clerk_starts_on_the_board_of_the_unit(clerk):
    assert clerk.get("/")["Location"] == "/unit/"


def test_who_arrived_and_is_sent_nowhere_is_listed_as_reserve(manned, clerk, system):
    drafts = [PersonDraft(name=f"王{at}", unit_id=manned.unit.id) for at in range(3)]
    spare = services.add_many(actor=system, drafts=drafts, batch_id=new_id())
    now = clock.now()
    row = calling.draft_call_up(
        actor=system,
        draft=calling.Draft(
            title="集结", deadline_at=now + timedelta(hours=1),
            assembly_at=now + timedelta(hours=2), assembly_place="体育馆",
        ),
    )  # fmt: skip
    calling.set_target(actor=system, call_up_id=row.id, unit_id=manned.unit.id, number=3)
    calling.send_call_up(actor=system, call_up_id=row.id)
    ask = mobilise.ask_of(actor=system, call_up_id=row.id, unit_id=manned.unit.id)
    calling.name_people(actor=system, ask_id=ask.id, responder_ids=spare)
    Nomination.objects.of_tenant(row.tenant_id).filter(call_up_id=row.id).update(
        state="confirmed", answered_at=now, arrived_at=now
    )
    found = numbers(clerk)
    assert found["Deployed"] == 30
    assert rows_at(clerk, "/unit/?show=reserve#people") == 3
    assert rows_at(clerk, "/unit/?show=sent#people") == 30
