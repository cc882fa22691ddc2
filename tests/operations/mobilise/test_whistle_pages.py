"""Whistling as people click through it: lead, clerk, volunteer, command."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.pages import doors_on, read, rows_at
from tests.platform.access.conftest import session_for

from muster.kernel.ids import new_id
from muster.operations.mobilise import services
from muster.operations.mobilise.models import Whistle, WhistleClaim
from muster.platform.access import services as access
from muster.platform.access.enums import Factor
from muster.platform.places.services import import_areas

pytestmark = pytest.mark.django_db

JINGYUAN = "120101001014"


@pytest.fixture(autouse=True)
def areas(db):
    import_areas(code="120101")


@pytest.fixture
def enter(system):
    def sign_in(role, area="120101", *, scope_id=None, person_id=None):
        account = access.create_account(
            actor=system,
            sign_in_name=f"{role}-{new_id().hex[-8:]}",
            display_name=role,
            person_id=person_id,
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
def whistled(system, incident):
    return services.whistle(actor=system, area_code=JINGYUAN, kind="gate", people=12)


def url(name, *args):
    return reverse(f"mobilise:{name}", args=args)


def body(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def test_a_lead_whistles_in_four_taps(enter, incident):
    """The door, “Whistle”, the kind, “Whistle”: everything else is filled in."""
    lead = enter("lead", JINGYUAN)
    assert url("whistle_add") in body(lead.get(url("whistles")))
    assert "?kind=gate" in body(lead.get(url("whistle_add")))
    form = lead.get(url("whistle_add"), {"kind": "gate"})
    filled = form.context["form"]
    data = {name: filled[name].value() for name in ("area_code", "people")}
    data["deadline_at"] = filled["deadline_at"].value().strftime("%Y-%m-%dT%H:%M")
    sent = lead.post(f"{url('whistle_add')}?kind=gate", data, follow=True)

    assert "The whistle is out" in body(sent)
    row = Whistle.objects.get(tenant_id=incident.tenant_id)
    assert (row.area_code, row.asked, row.what) == (JINGYUAN, 5, "People for a gate")


def test_a_kind_in_the_reader_s_language_is_kept_as_it_was_sent(enter, incident):
    lead = enter("lead", JINGYUAN)
    lead.cookies["muster_language"] = "zh-hans"
    data = {"area_code": JINGYUAN, "people": "5", "deadline_at": "2020-02-18T02:00"}
    lead.post(f"{url('whistle_add')}?kind=gate", data)

    assert Whistle.objects.get(tenant_id=incident.tenant_id).what == "卡口守门人手"


def test_a_time_that_has_passed_is_said_at_the_field(enter, incident):
    lead = enter("lead", JINGYUAN)
    data = {"area_code": JINGYUAN, "people": "5", "deadline_at": "2020-02-17T17:00"}

    assert "This time has passed" in body(
        lead.post(f"{url('whistle_add')}?kind=gate", data), status=422
    )


def test_a_clerk_takes_a_part_on_names_who_goes_and_says_it_is_done(enter, whistled, education):
    clerk, lead = enter("clerk", "", scope_id=education.id), enter("lead", JINGYUAN)
    assert "12 people are missing" in body(clerk.get(url("whistle", whistled.id)))
    promised = clerk.post(
        url("whistle_claim", whistled.id), {"unit": education.id, "people": 2}, follow=True
    )
    assert "2 people are promised" in body(promised)
    claim = WhistleClaim.objects.get(tenant_id=whistled.tenant_id)
    named = clerk.post(url("claim_people", claim.id), {"people": education.ids[:2]}, follow=True)
    assert "区教0" in body(named)
    clerk.post(url("claim_done", claim.id))
    seen = body(lead.get(url("whistle", whistled.id)))
    assert "Says it is done" in seen
    assert url("claim_confirm", claim.id) in seen
    refused = lead.post(url("claim_refuse", claim.id), {"reason": "没有来"}, follow=True)

    assert "没有来" in body(refused)
    assert "0 of 12 promised" in body(clerk.get(url("whistle", whistled.id)))


def test_more_than_is_missing_is_refused_at_the_field(enter, whistled, education):
    clerk = enter("clerk", "", scope_id=education.id)
    answer = clerk.post(url("whistle_claim", whistled.id), {"unit": education.id, "people": 13})

    assert "Only 12 people are still missing" in body(answer, status=422)


def test_a_volunteer_listens_and_comes(enter, whistled, education):
    client = enter("responder", person_id=education.ids[0])
    page = body(client.get(url("whistle", whistled.id)))
    assert url("whistle_come", whistled.id) not in page
    client.post(url("whistle_listen"), {"on": "1"})
    client.post(url("whistle_come", whistled.id))

    assert "1 of 12 promised" in body(client.get(url("whistle", whistled.id)))


def test_a_unit_s_people_are_shown_to_no_other_unit(enter, whistled, education, statistics):
    clerk = enter("clerk", "", scope_id=education.id)
    clerk.post(url("whistle_claim", whistled.id), {"unit": education.id, "people": 2})
    other = body(enter("clerk", "", scope_id=statistics.id).get(url("whistle", whistled.id)))

    assert "区教育局" not in other
    assert "2 people of others are promised" in other


def test_every_number_of_the_board_opens_as_many_rows(enter, system, whistled, education):
    services.whistle(actor=system, area_code="120101002001", kind="repair")
    covered = services.whistle(actor=system, area_code=JINGYUAN, kind="care")
    services.claim_whistle(actor=system, whistle_id=covered.id, unit_id=education.id, people=1)
    command = enter("commander")
    address = url("whistles")
    doors = doors_on(read(body(command.get(address))), address)

    assert len(doors) > 8
    assert [door for door in doors if rows_at(command, door.url) != door.number] == []


def test_kinds_are_changed_by_the_command(enter, incident):
    command = enter("commander")
    assert "People for a gate" in body(command.get(url("whistle_kinds")))
    facts = {
        "own_label": "巡河", "wants": "people", "people": 3, "hours": 6,
        "to_subdistrict": 10, "to_command": 20,
    }  # fmt: skip
    assert "巡河" in body(command.post(url("whistle_kind_add"), facts, follow=True))
    wrong = command.post(url("whistle_kind_add"), facts | {"to_command": 5})
    assert "after the subdistrict" in body(wrong, status=422)
    assert enter("lead", JINGYUAN).get(url("whistle_kinds")).status_code == 403


def test_programs_whistle_claim_and_read(enter, incident, education):
    lead, clerk = enter("lead", JINGYUAN), enter("clerk", "", scope_id=education.id)
    made = lead.post(
        "/api/mobilise/whistles",
        {"area_code": JINGYUAN, "kind": "gate", "people": 12},
        content_type="application/json",
    ).json()
    claimed = clerk.post(
        f"/api/mobilise/whistles/{made['id']}/claims",
        {"unit_id": str(education.id), "people": 5},
        content_type="application/json",
    ).json()
    areas = lead.get("/api/mobilise/whistles/areas").json()

    assert (made["missing"], claimed["missing"]) == (12, 7)
    assert areas == [{"area_code": JINGYUAN, "live": 1, "open": 1, "climbed": 0, "missing": 7}]
