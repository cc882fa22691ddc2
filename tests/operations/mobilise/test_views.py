"""The evening as people click through it: command, clerk, and somebody without an account."""

from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform.access.conftest import session_for

from muster.kernel.ids import new_id
from muster.operations.mobilise.models import CallUp, Difference, Nomination
from muster.platform.access import services as access
from muster.platform.access.enums import Factor

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in_as(system):
    def sign_in(role, area="120101", *, scope_id=None):
        account = access.create_account(
            actor=system, sign_in_name=f"{role}-{new_id().hex[:8]}", display_name=role
        )
        access.grant(
            actor=system, account_id=account.id, role=role, area_code=area, scope_id=scope_id
        )
        client = Client()
        session_for(client, account, Factor.TOTP)
        client.cookies["muster_language"] = "en"
        return client

    return sign_in


@pytest.fixture
def command(sign_in_as):
    return sign_in_as("commander")


@pytest.fixture
def office(sign_in_as, education):
    return sign_in_as("clerk", "", scope_id=education.id)


def page(client, name, /, *args, **query):
    response = client.get(reverse(f"mobilise:{name}", args=args), query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def post(client, name, /, *args, **data):
    return client.post(reverse(f"mobilise:{name}", args=args), data, follow=True)


def test_command_calls_up_from_an_empty_page(command, incident, education):
    assert "Nobody has been called up yet" in page(command, "index")
    made = post(
        command,
        "add",
        title="第一批集结",
        deadline_at="2020-02-17T23:30",
        assembly_at="2020-02-18T08:00",
        assembly_place="和平体育馆",
    )
    assert "No targets yet" in made.content.decode()
    row = CallUp.objects.get(tenant_id=education.tenant_id)
    post(command, "targets", row.id, whom=f"unit:{education.id}", number=3)
    sent = post(command, "send", row.id).content.decode()
    assert "The call-up is sent" in sent
    assert "Remind 1 unit" in sent


def test_deadline_in_the_past_is_said_at_the_field(command, incident):
    answer = post(
        command,
        "add",
        title="集结",
        deadline_at="2020-02-17T17:00",
        assembly_at="2020-02-18T08:00",
        assembly_place="和平体育馆",
    )
    assert answer.status_code == 422
    assert "lies in the past" in answer.content.decode()


def test_without_an_incident_the_page_says_what_comes_first(command, tenant):
    assert "No incident is running" in page(command, "index")


def test_clerk_finds_the_call_answers_and_names(office, call_up, ask_of, education):
    ask = ask_of(education)
    assert office.get(reverse("mobilise:asked")).url == reverse("mobilise:ask", args=[ask.id])
    text = page(office, "ask", ask.id)
    assert "No names yet" in text
    refused = post(office, "ask", ask.id, promised=2)
    assert "Say why it is fewer" in refused.content.decode()
    post(office, "ask", ask.id, promised=2, reason="出差")
    post(office, "ask_people", ask.id, people=[str(education.ids[0]), str(education.ids[1])])
    text = page(office, "ask", ask.id)
    assert text.count("Replace") >= 2
    links = page(office, "ask_links", ask.id)
    assert Nomination.objects.filter(call_up=call_up).first().code in links
    assert "qr" in page(office, "ask_cards", ask.id)


def test_clerk_sees_no_other_unit(office, call_up, ask_of, statistics):
    ask = ask_of(statistics)
    assert office.get(reverse("mobilise:ask", args=[ask.id])).status_code == 404


def test_numbers_of_the_board_open_as_many_names(command, named, call_up):
    text = page(command, "call_up", call_up.id)
    assert f"stage=named&amp;unit={named[0].unit_id}" in text
    names = page(command, "names", call_up.id, stage="named", unit=str(named[0].unit_id))
    assert "4 names" in names


def test_reconciliation_shows_the_sum_and_closes_rows(
    *, command, system, named, call_up, ask_of, statistics, education
):
    from muster.operations.mobilise import services

    services.name_people(
        actor=system, ask_id=ask_of(statistics).id, responder_ids=education.ids[:1]
    )
    text = page(command, "reconciliation", call_up.id)
    assert "One person named by two units: 1" in text
    row = Difference.objects.get(call_up=call_up, kind="named_twice")
    without = post(command, "differences_close", call_up.id, row=str(row.id))
    assert "Say why it is settled" in without.content.decode()
    assert "Tick at least one" in post(command, "differences_close", call_up.id).content.decode()
    choice = {"row": str(row.id), f"kept-{row.id}": str(named[0].id)}
    answer = post(command, "differences_close", call_up.id, reason="电话核实", **choice)
    assert "can be opened again" in answer.content.decode()
    assert "电话核实" in page(command, "reconciliation", call_up.id, state="closed")


def test_a_row_about_one_name_offers_to_take_it_off(command, system, named, call_up):
    from datetime import date

    from muster.operations.mobilise import services
    from muster.registers.responders import services as responders

    responders.change_responder(
        actor=system, responder_id=named[0].responder_id, birth_date=date(2005, 1, 1)
    )
    services.reconcile(actor=system, call_up_id=call_up.id)
    row = Difference.objects.get(call_up=call_up, kind="under_age")
    assert "Take off the list" in page(command, "reconciliation", call_up.id)
    choice = {"row": str(row.id), f"kept-{row.id}": "off"}
    post(command, "differences_close", call_up.id, reason="未满 18 周岁", **choice)
    named[0].refresh_from_db()
    assert named[0].state == "withdrawn"
    assert "taken off the list" in page(command, "reconciliation", call_up.id, state="closed")


def test_counting_in_by_code_and_by_name(command, named, call_up):
    here = post(command, "arrivals", call_up.id, code=named[0].code)
    assert "is here" in here.content.decode()
    wrong = post(command, "arrivals", call_up.id, code="ZZZZ")
    assert (wrong.status_code, "on no list" in wrong.content.decode()) == (422, True)
    back = f"{reverse('mobilise:arrivals', args=[call_up.id])}?unit={named[1].unit_id}"
    by_name = post(command, "arrive", named[1].id, back=back)
    assert urlsplit(by_name.redirect_chain[-1][0]).query == f"unit={named[1].unit_id}"


def test_back_never_leads_outside(command, named):
    answer = command.post(
        reverse("mobilise:arrive", args=[named[0].id]), {"back": "https://example.invalid/"}
    )
    assert answer.url.startswith("/call-ups/asked/")


def test_somebody_without_an_account_answers_by_the_link(named):
    visitor = Client()
    visitor.cookies["muster_language"] = "en"
    text = page(visitor, "personal", named[0].code)
    assert "和平体育馆" in text
    post(visitor, "personal", named[0].code, answer="confirm")
    named[0].refresh_from_db()
    assert named[0].state == "confirmed"
    assert "You said that you come" in page(visitor, "personal", named[0].code)
    unknown = visitor.get(reverse("mobilise:personal", args=["NOTHING1"]))
    assert unknown.status_code == 404
