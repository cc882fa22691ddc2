"""The pages of running shifts, driven through the whole stack."""

import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.operations.duty.conftest import COMMUNITY
from tests.operations.duty.shifts.conftest import at, come
from tests.platform.access.conftest import session_for

from muster.operations.duty import services
from muster.operations.duty.models import Assignment, CheckIn, Declaration, Handover, PostReport
from muster.platform.access.enums import Factor
from muster.registers.responders import services as responders


@pytest.fixture
def browse(account_of):
    """A browser in somebody's hands: `browse("responder", person_id=…)`."""

    def make(role, area="120101", **facts):
        client = Client()
        with at(-8):
            session_for(client, account_of(role, area, **facts), Factor.TOTP)
        client.cookies["muster_language"] = "en"
        return client

    return make


def read(answer, status=200):
    assert answer.status_code == status
    return html.unescape(answer.content.decode())


def gap(row):
    return f"{row.post_id}/{row.day:%Y-%m-%d}/{row.shift_id}"


def test_no_is_one_tap_and_the_lead_finds_a_stand_in_and_calls(
    system, browse, people, mornings, django_capture_on_commit_callbacks
):
    responders.change_contact(actor=system, responder_id=people[4], phone="19900000001")
    me, lead = browse("responder", person_id=people[0]), browse("lead", COMMUNITY)
    with at(-1):
        assert "Are you fit for duty today?" in read(me.get("/shifts/"))
        page = read(me.post("/shifts/fit/", {"fit": "no"}, follow=True))
        assert "The lead looks for a stand-in" in page
        assert Declaration.objects.of_tenant(system.tenant_id).get().fit is False
        address = f"/roster/relief/{gap(mornings[0])}/"
        page = read(lead.get(address))
        assert "199****0001" in page
        assert "19900000001" not in page
        answer = lead.get(f"{address}call/{people[4]}/")
        assert (answer.status_code, answer["Location"]) == (302, "tel:19900000001")
        assert "19900000001" in read(lead.get(f"{address}call/{people[4]}/?show=1"))
        page = read(lead.post(f"{address}ask/", {"person": people[4]}, follow=True))
        assert "no answer yet" in page
        other = browse("responder", person_id=people[4])
        assert "You are asked whether you can come" in read(other.get("/shifts/"))
        page = read(other.get("/shifts/asked/"))
        [relief] = set(re.findall(r"/shifts/asked/([0-9a-f-]{36})/", page))
        page = read(other.post(f"/shifts/asked/{relief}/", {"comes": "1"}, follow=True))
        assert "among your shifts now" in page
    rows = Assignment.objects.of_tenant(system.tenant_id).filter(responder_id=people[4])
    assert rows.filter(day=mornings[0].day, post=mornings[0].post).exists()


def test_an_alarm_shows_whom_to_call_and_is_answered(browse, lead, people, mornings):
    keeper = browse("lead", COMMUNITY)
    with at(0):
        come(lead, *mornings)
    with at(1):
        services.check_out(actor=lead, assignment_id=mornings[0].id)
        page = read(keeper.get("/alarms/"))
        assert "3 号门岗" in page
        [address] = re.findall(r'href="(/alarms/[0-9a-f-]{36}/)"', page)
        page = read(keeper.get(address))
        assert "I take care of it" in page
        assert "王五" in page  # somebody who could stand in
        page = read(keeper.post(f"{address}answer/", follow=True))
        assert "takes care since" in page
        for name in ("missing", "absent", "tired", "flagged"):
            read(keeper.get(f"/alarms/?show={name}"))


def test_a_post_changes_hands_on_the_phone_in_five_taps(browse, lead, tenant, people, mornings):
    out, into = browse("responder", person_id=people[0]), browse("responder", person_id=people[2])
    with at(0):
        come(lead, *mornings)
    with at(7, 50):
        page = read(out.get("/shifts/"))
        address = f"/handovers/{gap(mornings[0])}/"
        assert address in page  # first tap
        page = read(out.get(address))
        assert "should be 2" in page
        page = read(out.post(address, {"gear_torch": "x"}), 422)
        assert "Count again" in page
        sent = {"new_matters": "水管漏水\n钥匙没还", "keys": "一把"}
        page = read(out.post(address, sent, follow=True))  # second tap
        assert "waits for the next crew" in page
        read(out.get(address, follow=True))
    row = Handover.objects.of_tenant(tenant.id).get()
    with at(15):
        page = read(into.get("/shifts/"))
        assert f"/handovers/{row.id}/" in page  # third tap
        page = read(into.post(f"/handovers/{row.id}/accept/"), 409)
        assert "taken over by two" in page
        rows = Assignment.objects.of_tenant(tenant.id).filter(day=mornings[0].day)
        come(lead, *rows.filter(responder_id__in=people[2:4]))
        page = read(into.post(f"/handovers/{row.id}/accept/", follow=True))  # fourth tap
        assert "taken over by 王三" in page
        keeper = browse("lead", COMMUNITY)
        page = read(keeper.get(f"/handovers/of/{row.post_id}/"))
        assert "the chain holds" in page
        assert "水管漏水" in page


def test_a_whole_sheet_is_typed_and_nothing_typed_is_lost(browse, tenant, mornings):
    keeper = browse("lead", COMMUNITY)
    address = f"/roster/times/{gap(mornings[0])}/"
    first, second = (row.id for row in mornings)
    with at(9):
        read(keeper.get(address))
        sent = {f"came_{first}": "0603", f"left_{first}": "14.01", f"came_{second}": "6 Uhr"}
        page = read(keeper.post(address, sent), 422)
        assert 'value="0603"' in page
        assert 'value="6 Uhr"' in page
        assert "Write the time as" in page
        assert CheckIn.objects.of_tenant(tenant.id).count() == 0
        page = read(keeper.post(address, sent | {f"came_{second}": "05:58"}, follow=True))
        assert "2 lines are saved" in page
        assert "2 of 2 came" in page
    row = CheckIn.objects.of_tenant(tenant.id).get(assignment_id=first)
    assert (row.late_minutes, f"{row.left_at:%H:%M}") == (3, "06:01")


def test_a_report_goes_out_and_comes_back_closed(browse, tenant, people, mornings):
    me, keeper = browse("responder", person_id=people[0]), browse("lead", COMMUNITY)
    with at(1):
        address = f"/reports/new/{mornings[0].post_id}/"
        assert "120" in read(me.get(address))
        wrong = read(me.post(address, {"kind": "other"}), 422)
        assert wrong.count('role="alert"') == 1
        page = read(me.post(address, {"kind": "person", "text": "老人摔倒"}, follow=True))
        assert "老人摔倒" in page
        row = PostReport.objects.of_tenant(tenant.id).get()
        assert "Somebody needs help" in read(keeper.get("/reports/"))
        page = read(keeper.post(f"/reports/{row.id}/", {"do": "take"}, follow=True))
        assert "has it" in page
        read(keeper.post(f"/reports/{row.id}/", {"do": "close", "note": ""}), 422)
        page = read(
            keeper.post(f"/reports/{row.id}/", {"do": "close", "note": "已送医"}, follow=True)
        )
        assert "已送医" in read(me.get("/shifts/reports/"))


def test_breaks_trips_and_the_book(browse, lead, people, mornings):
    me, keeper = browse("responder", person_id=people[0]), browse("lead", COMMUNITY)
    with at(0):
        come(lead, *mornings)
    with at(1):
        assert "name who stands in" in read(me.get(f"/shifts/{mornings[0].id}/break/"))
        page = read(me.post(f"/shifts/{mornings[0].id}/break/", {"minutes": "15"}, follow=True))
        assert "Break until 07:15" in page
        page = read(me.post(f"/shifts/{mornings[0].id}/back/", follow=True))
        assert "Welcome back" in page
        sent = {"place": "保定", "leaves_on": "2020-02-21", "back_on": "2020-02-22"}
        assert "保定" in read(me.post("/shifts/travel/", sent, follow=True))
        read(me.post("/shifts/travel/", sent | {"back_on": "2020-02-20"}), 422)
        assert "1.0 h" in read(me.get("/shifts/book/"))
        answer = me.post("/shifts/book/signed/")
        assert answer["Content-Type"] == "application/pdf"
        page = read(
            keeper.post(
                f"/roster/books/{people[0]}/",
                {"kind": "training", "day": "2020-02-18", "words": "消毒"},
                follow=True,
            )
        )
        assert "消毒" in page


def test_lists_cost_as_many_queries_for_many_as_for_few(browse, lead, people, mornings):
    keeper = browse("lead", COMMUNITY)
    found = []
    with at(0, 5):
        read(keeper.get("/alarms/"))
        for who in (mornings[:1], mornings[1:]):
            come(lead, *who)
            with CaptureQueriesContext(connection) as cost:
                read(keeper.get(f"/roster/{COMMUNITY}/shifts/?day=2020-02-18"))
            found.append(len(cost))
    assert found[0] == found[1]


def test_the_one_action_of_the_moment_stays_in_reach(browse, lead, people, mornings):
    me = browse("responder", person_id=people[0])
    with at(1):
        come(lead, *mornings)
        dock = read(me.get("/shifts/")).partition('class="dock')[2].partition("</main>")[0]
        assert "My shift is over: check out" in dock
        services.begin_break(actor=lead, assignment_id=mornings[0].id)
        dock = read(me.get("/shifts/")).partition('class="dock')[2].partition("</main>")[0]
        assert "I am back" in dock
