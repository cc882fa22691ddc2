"""Pages of changes: the grid without a script, repair, requests, editions and their history."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.operations.duty.conftest import COMMUNITY, DISTRICT, FAR
from tests.operations.duty.roster_parts import EVENING, MORNING, TODAY, publish, shift
from tests.platform.access.conftest import session_for

from muster.kernel.ids import new_id
from muster.operations.duty import services
from muster.operations.duty.models import Assignment, RosterChange
from muster.platform.access import services as access
from muster.platform.access.enums import Factor

DAY = timedelta(days=1)
GRID, REPAIR = f"/roster/{COMMUNITY}/grid/", f"/roster/{COMMUNITY}/repair/"


@pytest.fixture
def sign_in(system):
    """Sign in as somebody: `sign_in("responder", person_id=…)`."""

    def make(role, area=DISTRICT, *, person_id=None, scope_id=None):
        account = access.create_account(
            actor=system, sign_in_name=new_id().hex, display_name=role, person_id=person_id
        )
        access.grant(
            actor=system, account_id=account.id, role=role, area_code=area, scope_id=scope_id
        )
        client = Client()
        session_for(client, account, Factor.TOTP)
        client.cookies["muster_language"] = "en"
        return client

    return make


@pytest.fixture
def people(make_people):
    """Eight people of one unit."""
    return make_people(8)


@pytest.fixture
def roster(commander, incident, post, people):
    """Tomorrow two by day, two by evening; in three days two by day; in five two."""
    rows = [
        *(shift(one, post, 1, MORNING) for one in people[:2]),
        *(shift(one, post, 1, EVENING) for one in people[2:4]),
        *(shift(one, post, 3, MORNING) for one in people[4:6]),
        *(shift(one, post, 5, MORNING) for one in people[6:8]),
    ]
    return publish(commander, incident, rows)


def of(person_id, day=1):
    """The shift in force of somebody on a day."""
    return Assignment.objects.filter(
        responder_id=person_id, day=TODAY + day * DAY, state="planned"
    ).get()  # fmt: skip


def key(person_id, day=1):
    """A cell as the grid calls it."""
    return f"{person_id}.{TODAY + day * DAY:%Y-%m-%d}"


def hidden(page):
    """Hidden fields of the panel's form."""
    panel = page[page.index('id="panel"') :]
    form = panel[panel.index('<form method="post"') : panel.index("</form>")]
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    return {name: value for name, value in fields if name != "csrfmiddlewaretoken"}


def test_the_grid_says_what_a_move_breaks_before_it_is_saved(sign_in, roster, people):
    lead = sign_in("lead", COMMUNITY)

    page = lead.get(GRID, {"cell": key(people[0]), "put": "off"}).content.decode()

    assert "would have 1 of at least 2 people" in page
    assert "data-save" not in page
    assert of(people[0]).version == 1


def test_the_grid_gives_a_shift_away_by_a_plain_form_and_undoes_it(sign_in, roster, people):
    lead = sign_in("lead", COMMUNITY)
    page = lead.get(GRID, {"cell": key(people[0]), "to": key(people[6])}).content.decode()
    assert "keeps every rule" in page

    answer = lead.post(GRID, hidden(page) | {"reason": "换人"}, follow=True)

    assert of(people[6]).made_by.reason == "换人"
    undo = re.search(r"/roster/changes/[-0-9a-f]+/undo/", answer.content.decode()).group()
    lead.post(undo, {"grid": COMMUNITY})
    assert of(people[0]).state == "planned"


def test_the_second_lead_sees_the_first_change_and_keeps_the_own_input(sign_in, roster, people):
    first, second = sign_in("lead", COMMUNITY), sign_in("lead", COMMUNITY)
    wanted = {"cell": key(people[0]), "to": key(people[6])}
    stale = hidden(second.get(GRID, wanted).content.decode())
    first.post(GRID, hidden(first.get(GRID, wanted).content.decode()) | {"reason": "先"})

    answer = second.post(GRID, stale | {"reason": "后到的理由"})

    page = answer.content.decode()
    assert RosterChange.objects.of_tenant(roster.tenant_id).count() == 1
    assert answer.status_code in {200, 409}
    assert people[6] == of(people[6]).responder_id
    assert "free" in page


def test_a_swap_on_the_grid_against_stale_versions_shows_who_was_first(sign_in, roster, people):
    first, second = sign_in("lead", COMMUNITY), sign_in("lead", COMMUNITY)
    wanted = {"cell": key(people[0]), "to": key(people[2])}
    mine = hidden(first.get(GRID, wanted).content.decode())
    stale = hidden(second.get(GRID, wanted).content.decode())
    first.post(GRID, mine)

    answer = second.post(GRID, stale | {"reason": "后到的理由"})

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "changed this shift" in page
    assert "后到的理由" in page


def test_the_grid_is_seen_and_not_changed_without_the_right(sign_in, roster, people):
    inspector, clerk = sign_in("inspector"), sign_in("clerk", scope_id=roster.id)
    stranger = sign_in("lead", FAR)

    assert inspector.get(GRID).status_code == 403
    assert clerk.get(GRID).status_code == 404
    assert stranger.get(GRID).status_code == 404
    assert stranger.post(GRID, {"cell": key(people[0]), "put": "off"}).status_code == 404


def test_the_grid_costs_as_many_queries_for_many_as_for_few(
    commander, incident, post, make_people, sign_in
):
    lead = sign_in("lead", COMMUNITY)

    def cost(count):
        some = make_people(count, unit=f"单位{count}")
        publish(commander, incident, [shift(one, post, 1, MORNING) for one in some])
        lead.get(GRID)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert lead.get(GRID).status_code == 200
        return len(seen)

    assert cost(2) == cost(30)


def test_an_absence_is_repaired_on_screen_with_ticked_lines(sign_in, roster, people):
    lead = sign_in("lead", COMMUNITY)
    day = f"{TODAY + DAY:%Y-%m-%d}"
    asked = {"person": str(people[0]), "since": day, "until": day}
    page = lead.get(REPAIR, asked).content.decode()
    assert "· 区统计局</option>" in page  # two of one name are told apart by their units
    lines = re.findall(r'name="line" value="([^"]+)" checked', page)
    assert len(lines) == 2

    alone = lead.post(REPAIR, asked | {"line": lines[:1]})
    assert alone.status_code == 409
    assert "1 of at least 2" in alone.content.decode()
    done = lead.post(REPAIR, asked | {"line": lines}, follow=True)

    assert "nobody else" in done.content.decode()
    assert not Assignment.objects.filter(
        responder_id=people[0], day=TODAY + DAY, state="planned"
    ).exists()  # fmt: skip


def test_a_swap_goes_from_the_phone_to_the_lead_and_back(sign_in, roster, people):
    me = sign_in("responder", person_id=people[0])
    other = sign_in("responder", person_id=people[2])
    lead = sign_in("lead", COMMUNITY)
    wanted = of(people[2])

    page = me.get(f"/shifts/{of(people[0]).id}/ask/").content.decode()
    assert f"swap:{wanted.id}" in page
    me.post(f"/shifts/{of(people[0]).id}/ask/", {"with": f"swap:{wanted.id}"})
    answer = re.search(
        r"/shifts/requests/[-0-9a-f]+/answer/", other.get("/shifts/requests/").content.decode()
    ).group()
    other.post(answer, {"answer": "yes"})
    listed = lead.get("/roster/requests/").content.decode()
    assert "keeps every rule" in listed
    lead.post(re.search(r"/roster/requests/[-0-9a-f]+/", listed).group())

    assert of(people[0]).shift_id == wanted.shift_id
    assert "approved" in me.get("/shifts/requests/").content.decode()


def test_leave_is_reported_refused_with_a_reason_and_seen(sign_in, roster, people):
    me, lead = sign_in("responder", person_id=people[0]), sign_in("lead", COMMUNITY)
    me.post("/shifts/away/", {"starts_at": "2020-02-19T00:00", "ends_at": "2020-02-20T00:00"})
    page = lead.get("/roster/requests/").content.decode()
    request = re.search(r"/roster/requests/[-0-9a-f]+/", page).group()
    assert "See who covers" in lead.get(request).content.decode()

    lead.post(f"{request}refuse/", {"answer": "人手不足"})

    assert "人手不足" in me.get("/shifts/requests/").content.decode()


def test_an_edition_is_withdrawn_with_a_reason_and_its_history_stays(
    sign_in, commander, incident, post, people
):
    edition = publish(
        commander, incident, [shift(one, post, 0, MORNING) for one in people[:2]],
        starts_on=TODAY + 2 * DAY,
    )  # fmt: skip
    page = sign_in("commander")
    address = f"/roster/editions/{edition.id}/withdraw/"

    assert page.post(address, {"reason": ""}).status_code == 422
    page.post(address, {"reason": "方案改了"})

    shown = page.get("/roster/editions/").content.decode()
    assert "方案改了" in shown
    assert "taken back" in shown


def test_changes_say_what_who_why_and_who_was_told(sign_in, lead, roster, people):
    services.cover(
        actor=lead, assignment_id=of(people[0]).id, version=1, by_responder_id=people[6],
        reason="临时换人",
    )  # fmt: skip

    page = sign_in("lead", COMMUNITY).get("/roster/changes/").content.decode()

    for word in ("Cover", "临时换人", "By lead", "told: 王一, 王七"):
        assert word in page


def test_a_grid_says_every_edition_whose_days_it_shows(
    *, sign_in, commander, incident, roster, post, people
):
    lead = sign_in("lead", COMMUNITY)
    assert "edition 1," in lead.get(GRID).content.decode()
    rows = [shift(one, post, 1, MORNING) for one in people[:2]]
    publish(commander, incident, rows, starts_on=TODAY + 2 * DAY, days=12)
    assert "edition 1, 2," in lead.get(GRID).content.decode()
