"""The pages of incidents, driven through the whole stack and without JavaScript."""

import re
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from tests.platform.access.conftest import session_for
from tests.registers.measures.conftest import (
    COMMUNITY,
    DISTRICT,
    OTHER_SUBDISTRICT,
    SUBDISTRICT,
)

from muster.kernel.ids import new_id
from muster.platform.access import services as access
from muster.platform.access.enums import Factor
from muster.registers.measures import queries, services
from muster.registers.measures.models import Incident

OPEN = {
    "kind": "epidemic",
    "name": "新冠疫情联防联控",
    "area_code": DISTRICT,
    "contact_name": "区指挥部值班室",
    "contact_phone": "022-0000 0100",
}


@pytest.fixture
def sign_in_as(system):
    """Sign in as somebody: `sign_in_as("lead", COMMUNITY)`."""

    def sign_in(role, area=DISTRICT, *, language="en"):
        account = access.create_account(
            actor=system, sign_in_name=f"{role}-{new_id().hex[:8]}", display_name=role
        )
        access.grant(actor=system, account_id=account.id, role=role, area_code=area)
        client = Client()
        session_for(client, account, Factor.TOTP)
        client.cookies["muster_language"] = language
        return client

    return sign_in


@pytest.fixture
def command(sign_in_as):
    """A browser of the district's commander."""
    return sign_in_as("commander")


@pytest.fixture
def running(make_incident):
    """An incident that runs now, by the wall clock: sessions do not work at another time."""
    return make_incident()


def page(client, name, /, *args, query=""):
    answer = client.get(reverse(f"measures:{name}", args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def post(client, name, /, *args, query="", **data):
    return client.post(reverse(f"measures:{name}", args=args) + query, data)


def test_incident_opened_without_the_call_waits_and_starts_after_it(command):
    made = post(command, "open", **OPEN)
    incident_id = made.url.rstrip("/").rpartition("/")[2]

    shown = page(command, "incident", incident_id)
    assert "Call 区指挥部值班室 (022-0000 0100)" in re.sub("<[^>]+>", "", shown)
    assert "Open period" not in shown
    unanswered = post(command, "contact", incident_id, **_contact())
    assert unanswered.status_code == 422
    assert "somebody has to answer it" in unanswered.content.decode()

    started = post(command, "contact", incident_id, **_contact(), contact_answered="on")
    assert started.status_code == 302
    shown = page(command, "incident", incident_id)
    assert "29 days left" in shown
    assert "answered " in shown
    assert "says commander" in shown


def _contact():
    return {name: OPEN[name] for name in ("contact_name", "contact_phone")}


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(command, tenant):
    answer = post(command, "open", **(OPEN | {"kind": "other", "contact_phone": "打给老王"}))

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_kind_words_error"' in shown
    assert 'id="id_contact_phone_error"' in shown
    assert 'value="打给老王"' in shown
    assert not Incident.objects.filter(tenant=tenant).exists()


def test_second_incident_of_the_kind_names_the_one_that_is_open(command, running):
    answer = post(command, "open", **OPEN)

    assert answer.status_code == 422
    assert f"open in this area: {running.name}" in answer.content.decode()


def test_incident_page_says_what_is_missing(command, commander, running):
    services.assign_staff(
        actor=commander, incident_id=running.id, role="operations", person_name="李芳", deputy=True
    )
    services.form_liaison_group(
        actor=commander, incident_id=running.id, name="一组", area_codes=[SUBDISTRICT]
    )

    shown = page(command, "incident", running.id)

    assert "8 seats have nobody: Incident commander, " in shown
    assert "李芳 stands in" in shown
    assert re.search(r"1 area has no group:\s*<a [^>]*>小白楼街道</a>", shown)
    assert "No operational period has been opened yet" in shown


def test_lapse_within_three_days_is_said_first(command, running):
    before = page(command, "incident", running.id)
    Incident.objects.filter(pk=running.pk).update(
        lapses_at=running.starts_at + services.WARN_BEFORE
    )

    shown = page(command, "incident", running.id)

    assert "Without a renewal it ends then" in shown
    assert "Without a renewal it ends then" not in before
    assert "2 days left" in shown


def test_period_is_opened_once_for_two_planners_with_the_same_page(command, sign_in_as, running):
    shown = page(command, "period_open", running.id)
    assert 'name="number" value="1"' in shown
    assert 'value="24"' in shown

    first = post(command, "period_open", running.id, hours=24, number=1, objectives="守好卡口")
    second = post(sign_in_as("planner"), "period_open", running.id, hours=24, number=1)

    assert (first.status_code, second.status_code) == (302, 422)
    assert "Operational period 1 has been opened already." in second.content.decode()
    assert "守好卡口" in page(command, "incident", running.id)
    assert "守好卡口" in page(command, "period_open", running.id)


def test_objectives_change_and_every_period_is_listed(command, commander, running):
    period = services.open_period(actor=commander, incident_id=running.id)
    assert post(command, "objectives", period.id, objectives="一\n二").status_code == 302
    services.open_period(actor=commander, incident_id=running.id)

    shown = page(command, "periods", running.id)

    assert shown.index("Operational period 2") < shown.index("Operational period 1")
    assert "一</span><br><span" in shown


def test_seat_goes_to_somebody_found_by_pinyin(command, commander, running, make_person):
    person = make_person("吴海涛")
    found = page(command, "seat", running.id, "planning", query="?find=wuhai")
    address = f"?person={person.id}"
    assert address in found
    chosen = page(command, "seat", running.id, "planning", query=address)
    assert "Give this seat to 吴海涛" in chosen
    assert 'name="person_name"' not in chosen

    post(command, "seat", running.id, "planning", query=address, place="holder")

    (seat,) = [s for s in queries.seats(actor=commander, incident_id=running.id) if s.holder]
    assert (seat.role, seat.holder.row.person_id) == ("planning", person.id)
    assert "吴海涛" in page(command, "incident", running.id)


def test_search_that_may_have_found_more_says_so(command, running, make_person):
    for n in range(9):
        make_person(f"王{n}")
    assert "There may be more" not in page(command, "seat", running.id, "safety", query="?find=王")
    make_person("王九")
    assert "There may be more" in page(command, "seat", running.id, "safety", query="?find=王")


def test_seat_of_own_words_by_name_and_a_seat_nobody_is_named_for(command, running):
    answer = post(command, "seat", running.id, "other", place="holder")
    assert answer.status_code == 422
    assert "Find the person above, or write the name." in answer.content.decode()

    made = post(
        command, "seat", running.id, "other",
        place="holder", role_words="专家组组长", person_name="李芳",
    )  # fmt: skip
    assert "李芳" in command.get(made.url).content.decode()
    assert "专家组组长" in page(command, "incident", running.id)
    assert command.get(reverse("measures:seat", args=[running.id, "mascot"])).status_code == 404


def test_end_of_a_seat_is_taken_back_on_the_same_page(command, commander, running):
    row = services.assign_staff(
        actor=commander, incident_id=running.id, role="safety", person_name="李芳"
    )
    ended = post(command, "staff_end", row.id)
    assert (
        reverse("measures:staff_reopen", args=[row.id]) in command.get(ended.url).content.decode()
    )

    post(command, "staff_reopen", row.id)

    row.refresh_from_db()
    assert row.ends_at is None


def test_staff_sheet_holds_everybody_and_when(command, commander, running):
    for name in ("李芳", "王强"):
        services.assign_staff(
            actor=commander, incident_id=running.id, role="safety", person_name=name
        )

    answer = post(command, "staff_export", running.id)

    sheet = load_workbook(BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    people = {row[2]: row for row in rows if row[0] == "Safety officer"}
    assert people["李芳"][1] == "holder"
    assert people["李芳"][5]
    assert not people["王强"][5]


def test_group_is_formed_filled_led_changed_and_ended(command, commander, running, make_person):
    person = make_person("吴海涛")
    form = page(command, "group_form", running.id, query=f"?area={OTHER_SUBDISTRICT}")
    assert 'value="小白楼街道 liaison group"' in form
    made = post(command, "group_form", running.id, name="一组", area_codes=[SUBDISTRICT])
    group_id = made.url.rstrip("/").rpartition("/")[2]
    assert str(person.id) in page(command, "group", group_id, query="?find=wu")

    post(command, "group_join", group_id, person_id=str(person.id), leads="1")
    post(command, "group_join", group_id, person_name="李芳")
    shown = page(command, "group", group_id)
    assert "吴海涛" in shown
    assert "李芳" in shown
    post(command, "group_change", group_id, name="一组", area_codes=[SUBDISTRICT], phone="12345")
    assert "tel:12345" in page(command, "group", group_id)
    assert "吴海涛" in page(command, "incident", running.id)
    post(command, "group_end", group_id)

    assert list(queries.liaison_groups(actor=commander, incident_id=running.id)) == []
    assert "Ended " in page(command, "group", group_id)


def test_renewing_and_closing_ask_for_a_reason_and_keep_it(command, commander, running):
    for name in ("renew", "close"):
        assert post(command, name, running.id, reason=" ").status_code == 422
    post(command, "renew", running.id, reason="每日仍有新增")
    asked = page(command, "close", running.id)
    assert "This cannot be taken back" in asked
    post(command, "close", running.id, reason="任务完成")

    shown = page(command, "incident", running.id)

    assert "每日仍有新增" in shown
    assert "任务完成" in shown
    assert reverse("measures:renew", args=[running.id]) not in shown
    assert post(command, "renew", running.id, reason="再来").status_code == 422


def test_list_is_empty_then_narrowed_by_state(command, make_incident):
    assert "No incident is open" in page(command, "index")
    make_incident()
    make_incident(kind="flood", name="汛情", contact_answered=False)

    assert "汛情" not in page(command, "index", query="?state=running")
    assert "汛情" in page(command, "index", query="?state=prepared")
    assert "No incident is in this state" in page(command, "index", query="?state=ended")
    assert "has no value “nonsense”" in page(command, "index", query="?state=nonsense")


def test_lead_reads_everything_and_is_offered_nothing_to_change(sign_in_as, commander, running):
    services.open_period(actor=commander, incident_id=running.id)
    lead = sign_in_as("lead", COMMUNITY)

    shown = page(lead, "incident", running.id)

    assert "022-00000000" in shown
    offered = set(re.findall(r'href="(/incident/[^"]*)"', shown))
    assert offered == {"/incident/", reverse("measures:staff", args=[running.id]),
                       reverse("measures:incident", args=[running.id])}  # fmt: skip
    assert lead.get(reverse("measures:renew", args=[running.id])).status_code == 403


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_pages_speak_the_readers_language(sign_in_as, commander, running, language):
    services.open_period(actor=commander, incident_id=running.id)
    client = sign_in_as("commander", language=language)

    shown = page(client, "incident", running.id)

    heading = {"zh-hans": "第 1 行动周期", "zh-hant": "第 1 行動週期", "en": "Operational period 1"}
    assert heading[language] in shown


def test_page_costs_the_same_queries_for_one_person_and_many(
    command, commander, running, make_person
):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            page(command, "incident", running.id)
        return len(captured)

    def fill(names, code):
        group = services.form_liaison_group(
            actor=commander, incident_id=running.id, name=f"{code}组", area_codes=[code]
        )
        for name in names:
            person = make_person(name)
            services.assign_staff(
                actor=commander, incident_id=running.id, role="operations",
                person_id=person.id, deputy=True,
            )  # fmt: skip
            services.add_liaison_member(actor=commander, group_id=group.id, person_id=person.id)

    services.open_period(actor=commander, incident_id=running.id)
    fill(["李一"], SUBDISTRICT)
    page(command, "incident", running.id)
    one = cost()
    fill([f"王{n}" for n in range(12)], OTHER_SUBDISTRICT)
    services.open_period(actor=commander, incident_id=running.id)
    services.renew_incident(actor=commander, incident_id=running.id, reason="仍有任务")

    assert cost() <= one + 1  # the name of whoever renewed it


def test_api_shows_what_runs(command, commander, running):
    period = services.open_period(actor=commander, incident_id=running.id, objectives="守好卡口")

    current = command.get("/api/measures/incidents/current").json()
    listed = command.get("/api/measures/incidents?state=running").json()

    assert current["incident"]["id"] == str(running.id)
    assert current["period"]["id"] == str(period.id)
    assert current["period"]["objectives"] == "守好卡口"
    assert [row["contact_phone"] for row in listed] == ["022-00000000"]
    assert command.get("/api/measures/incidents?state=closed").json() == []

    services.close_incident(actor=commander, incident_id=running.id, reason="完成")
    assert command.get("/api/measures/incidents/current").json() == {
        "incident": None, "period": None,
    }  # fmt: skip
