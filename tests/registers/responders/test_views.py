"""The pages of the register, driven through the whole stack."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.platform.access.conftest import session_for
from tests.registers.responders.conftest import IDENTITY

from muster.kernel.ids import new_id
from muster.platform.access import services as access
from muster.platform.access.enums import Factor
from muster.platform.places.models import Area
from muster.registers.responders import queries, services
from muster.registers.responders.contracts import PersonDraft
from muster.registers.responders.models import Responder, Unavailability

COMMUNITY = "120101001001"


@pytest.fixture(autouse=True)
def areas(db):
    """A district with one subdistrict and one community."""
    names = {
        "120101": ("和平区", 3, "1201"),
        "120101001": ("劝业场街道", 4, "120101"),
        COMMUNITY: ("静园社区居委会", 5, "120101001"),
    }
    for code, (name, level, parent) in names.items():
        Area.objects.create(
            code=code, parent_code=parent, level=level, name=name, short_name=name, areas=1,
            communities=1,
        )  # fmt: skip


@pytest.fixture
def sign_in_as(system):
    """Sign in as somebody: `sign_in_as("clerk", scope_id=unit.id)`."""

    def sign_in(role, area="120101", *, scope_id=None, person_id=None, language="en"):
        account = access.create_account(
            actor=system,
            sign_in_name=f"{role}-{new_id().hex[:8]}",
            display_name=role,
            person_id=person_id,
        )
        access.grant(
            actor=system, account_id=account.id, role=role, area_code=area, scope_id=scope_id
        )
        client = Client()
        session_for(client, account, Factor.TOTP)
        client.cookies["muster_language"] = language
        return client

    return sign_in


def page(client, name, /, *args, **query):
    response = client.get(reverse(f"responders:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def post(client, name, /, *args, **data):
    return client.post(reverse(f"responders:{name}", args=args), data)


def test_list_masks_phones_and_shows_only_tags_a_rule_needs(sign_in_as, commander, person):
    services.add_limit(actor=commander, responder_id=person.id, kind="no_nights")

    text = page(sign_in_as("commander"), "index")

    assert "154****6021" in text
    assert "15400006021" not in text
    assert IDENTITY not in text
    assert "No nights" in text


def test_list_page_takes_as_many_queries_for_fifty_rows_as_for_one(sign_in_as, system, unit):
    client = sign_in_as("commander")

    def add(count):
        drafts = [
            PersonDraft(name=f"张{n}", unit_id=unit.id, skills=("driver",)) for n in range(count)
        ]
        services.add_many(actor=system, drafts=drafts, batch_id=new_id())

    counts = []
    for more in (1, 55):
        add(more)
        page(client, "index")
        with CaptureQueriesContext(connection) as captured:
            page(client, "index")
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_list_pages_and_filters_keep_each_other(sign_in_as, system, unit):
    drafts = [PersonDraft(name=f"张{n}", unit_id=unit.id, night_opt_in=True) for n in range(60)]
    services.add_many(actor=system, drafts=drafts, batch_id=new_id())
    client = sign_in_as("commander")

    first = page(client, "index", nights="1")
    following = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = client.get(following).content.decode()

    assert "nights=1" in following
    assert first.count('class="c-title"') == 50
    assert second.count('class="c-title"') == 10
    assert 'rel="prev"' in second


@pytest.mark.parametrize(
    "query",
    ["after=x", "unit=1", "level=galaxy", "status=odd", "area=12a", "skill=" + "x" * 90],
)
def test_list_with_a_broken_address_still_opens(sign_in_as, person, query):
    response = sign_in_as("commander").get(f"/responders/?{query}")

    assert response.status_code == 200


def test_person_is_added_through_the_form_and_errors_stand_at_their_fields(sign_in_as, unit):
    client = sign_in_as("clerk", area="", scope_id=unit.id)
    facts = {"name": "吴海涛", "unit": str(unit.id), "position": "staff"}

    wrong = post(client, "add", **facts, identity_number="880001198802300012")
    right = post(client, "add", **facts, identity_number=IDENTITY, phone="154 0000 6021")

    assert wrong.status_code == 422
    assert "does not exist" in wrong.content.decode()
    made = Responder.objects.get(tenant_id=unit.tenant_id)
    assert right.headers["Location"] == reverse("responders:person", args=[made.id])


def test_edit_form_shows_nothing_sealed_and_keeps_it_where_empty(sign_in_as, unit, person):
    client = sign_in_as("clerk", area="", scope_id=unit.id)

    text = page(client, "edit", person.id)
    post(client, "edit", person.id, name="吴海滔", position="section_lead", skills=["driver"])

    assert IDENTITY not in text
    assert "15400006021" not in text
    person.refresh_from_db()
    assert (person.name, person.position) == ("吴海滔", "section_lead")
    assert person.identity_number.open() == IDENTITY
    assert person.phone.open() == "+8615400006021"


def test_reveal_asks_for_a_purpose_and_the_person_sees_the_look(sign_in_as, unit, person):
    client = sign_in_as("clerk", area="", scope_id=unit.id)

    asked = page(client, "reveal", person.id, "phone")
    refused = post(client, "reveal", person.id, "phone")
    shown = post(client, "reveal", person.id, "phone", purpose="call")

    assert "15400006021" not in asked
    assert refused.status_code == 422
    assert "15400006021" in shown.content.decode()
    own = page(sign_in_as("responder", person_id=person.id), "me")
    assert "Saw a sealed field" in own


def test_ended_person_can_be_put_back_from_the_same_page(sign_in_as, unit, person):
    client = sign_in_as("clerk", area="", scope_id=unit.id)

    post(client, "end", person.id)
    assert "Put back on the register" in page(client, "person", person.id)
    post(client, "reinstate", person.id)

    person.refresh_from_db()
    assert person.is_active


def test_responder_corrects_the_own_phone_limits_hours_and_nights(sign_in_as, person):
    client = sign_in_as("responder", person_id=person.id)

    post(client, "contact", person.id, phone="15400007730")
    post(client, "limit", person.id, kind="no_lifting")
    post(client, "nights", person.id, opt_in="1")
    post(client, "week", person.id, day5=["6", "12"])
    post(client, "absence", person.id, first_day="2026-11-22", last_day="2026-11-22")

    person.refresh_from_db()
    held = services_history(person)
    assert (person.phone.open(), person.night_opt_in) == ("+8615400007730", True)
    assert [limit.kind for limit in held.limits] == ["no_lifting"]
    assert held.week.week[5] == frozenset(range(6, 18))
    assert len(held.absences) == 1


def services_history(person):
    from muster.kernel.actors import system_actor

    actor = system_actor(person.tenant_id, "tests")
    return queries.person_history(actor=actor, responder_id=person.id)


def test_responder_cannot_open_the_pages_of_somebody_else(sign_in_as, person, make_person):
    client = sign_in_as("responder", person_id=make_person("李芳").id)

    for name in ("contact", "limit", "week", "absence"):
        response = client.get(reverse(f"responders:{name}", args=[person.id]))
        assert response.status_code in {403, 404}
    assert post(client, "nights", person.id, opt_in="1").status_code in {403, 404}


def test_absence_is_reported_with_both_days_included_and_taken_back(sign_in_as, unit, person):
    client = sign_in_as("clerk", area="", scope_id=unit.id)

    wrong = post(client, "absence", person.id, first_day="2030-02-20", last_day="2030-02-19")
    post(client, "absence", person.id, first_day="2030-02-19", last_day="2030-02-20")

    assert wrong.status_code == 422
    row = Unavailability.objects.get(tenant_id=unit.tenant_id)
    assert (row.starts_at.isoformat(), row.ends_at.isoformat()) == (
        "2030-02-18T16:00:00+00:00",
        "2030-02-20T16:00:00+00:00",
    )
    post(client, "absence_end", row.id)
    assert not Unavailability.objects.filter(tenant_id=unit.tenant_id).exists()


def test_unit_pages_show_doors_to_their_people(sign_in_as, unit, person):
    client = sign_in_as("commander")

    assert f"unit={unit.id}" in page(client, "units")
    text = page(client, "unit", unit.id)
    assert f"/responders/?unit={unit.id}&amp;status=away" in text
    assert "和平区" in text


def test_unit_is_added_changed_closed_and_opened_again(sign_in_as, tenant):
    client = sign_in_as("commander")
    facts = {"name": "区教育局", "level": "district", "area_code": "120101", "min_team": "2"}

    post(client, "unit_add", **facts, clerk_phone="15400000001")
    made = queries.units(actor=system_of(tenant)).get()
    post(client, "unit_edit", made.id, **facts | {"headcount": "120"})
    post(client, "unit_close", made.id)
    closed = queries.unit(actor=system_of(tenant), unit_id=made.id)
    post(client, "unit_reopen", made.id)

    assert (closed.headcount, closed.closed_on is not None) == (120, True)
    assert closed.clerk_phone.open() == "15400000001"
    assert queries.units(actor=system_of(tenant)).count() == 1


def system_of(tenant):
    from muster.kernel.actors import system_actor

    return system_actor(tenant.id, "tests")


def test_clerk_home_leads_to_the_import_of_the_own_unit(sign_in_as, unit, person):
    text = page(sign_in_as("clerk", area="", scope_id=unit.id), "unit_home")

    assert f"kind=responders.people&amp;option_unit_id={unit.id}" in text
    assert "区统计局" in text


def test_clerk_of_another_unit_gets_nothing(sign_in_as, unit, person, make_unit):
    client = sign_in_as("clerk", area="", scope_id=make_unit("区教育局").id)

    assert "吴海涛" not in page(client, "index")
    for name, args in (("person", [person.id]), ("unit", [unit.id]), ("edit", [person.id])):
        assert client.get(reverse(f"responders:{name}", args=args)).status_code == 404


def test_me_without_a_record_says_so(sign_in_as, tenant):
    assert "belongs to nobody" in page(sign_in_as("inspector"), "me")


def test_team_is_formed_filled_and_ended(sign_in_as, unit, person):
    client = sign_in_as("commander")

    formed = post(client, "team_add", name="第一组", unit=str(unit.id))
    team_id = formed.headers["Location"].rstrip("/").rsplit("/", 1)[1]
    assert "吴海涛" in page(client, "team", team_id, q="wht")
    post(client, "team_join", team_id, person.id)
    post(client, "team_lead", team_id, person.id)
    assert "leader" in page(client, "team", team_id)
    post(client, "team_leave", team_id, person.id)
    post(client, "team_end", team_id)

    assert "No teams yet" in page(client, "teams")


def test_pairing_board_names_what_is_missing(sign_in_as, unit, person):
    client = sign_in_as("commander")
    assert "静园社区" in page(client, "pairings")

    post(client, "pairing_add", unit=str(unit.id), community=COMMUNITY)
    pairing = queries.pairings(actor=system_of(unit.tenant)).get()
    post(client, "pairing", pairing.id, plan_ref="方案 3 号", leader_ref="李芳")

    text = page(client, "pairings", lacking="team")
    assert "方案 3 号" in text
    assert page(client, "pairings", lacking="plan").count("方案 3 号") == 0
    post(client, "pairing_end", pairing.id)
    assert "方案 3 号" not in page(client, "pairings")


def test_saved_view_is_kept_shown_and_dropped(sign_in_as, person):
    client = sign_in_as("commander")

    kept = post(client, "save_view", name="夜班", query="nights=1")
    assert "夜班" in page(client, "index", nights="1")
    view_id = re.search(r"/responders/views/([0-9a-f-]+)/drop/", page(client, "index", nights="1"))
    post(client, "drop_view", view_id[1])

    assert kept.headers["Location"].endswith("?nights=1")
    assert "夜班" not in page(client, "index")


def test_export_holds_masked_phones_and_is_on_record(sign_in_as, tenant, person):
    import io

    import openpyxl

    from muster.platform.audit.models import AuditEvent

    response = post(sign_in_as("commander"), "export")

    book = openpyxl.load_workbook(io.BytesIO(response.content))
    cells = [str(cell.value) for row in book.active.iter_rows() for cell in row if cell.value]
    assert "154****6021" in cells
    assert not [cell for cell in cells if "15400006021" in cell]
    assert AuditEvent.objects.filter(tenant_id=tenant.id, verb="files.exported").count() == 1


@pytest.mark.parametrize("role", ["planner", "clerk"])
def test_export_of_people_stands_in_the_list_of_exports(sign_in_as, person, unit, role):
    narrow = {"scope_id": unit.id} if role == "clerk" else {}
    code = post(sign_in_as(role, **narrow), "export")["Content-Disposition"][-14:-6]

    listed = sign_in_as("commander").get("/exports/").content.decode()

    assert code in listed


def test_api_lists_and_shows_people_masked(sign_in_as, person):
    client = sign_in_as("commander")
    token = client.get("/responders/").cookies
    headers = {"X-CSRFToken": client.cookies["muster_csrf"].value} if token else {}

    listed = client.get("/api/responders/people", {"q": "wht"}, headers=headers).json()
    shown = client.get(f"/api/responders/people/{person.id}", headers=headers).json()
    units = client.get("/api/responders/units", headers=headers).json()

    assert [one["phone"] for one in listed["people"]] == ["154****6021"]
    assert listed["total"] == 1
    assert shown["unit"] == "区统计局"
    assert [one["people_active"] for one in units] == [1]


def test_record_shows_of_a_home_only_area_and_distance(sign_in_as, commander, person):
    client = sign_in_as("commander")
    address = reverse("responders:person", args=[person.id])
    before = client.get(address).content.decode()
    services.change_responder(
        actor=commander, responder_id=person.id, home_x_km=3.0, home_y_km=-4.0
    )

    assert "km from the middle" not in before
    assert "about 5 km from the middle of the district" in client.get(address).content.decode()


def test_lead_without_units_is_not_told_to_add_some(sign_in_as, unit):
    html = page(sign_in_as("lead", COMMUNITY), "units")

    assert "Units are added here" not in html
    assert reverse("responders:pairings") in html


def test_large_layout_marks_more_where_the_page_stands_behind_it(sign_in_as):
    client = sign_in_as("commander")
    client.cookies["muster_elder"] = "24"

    assert '<summary aria-current="true">' in page(client, "index")


@pytest.mark.parametrize(
    "stated_and_remark",
    [
        (None, "not known"),
        (120, "stated by the unit"),
        (1, "1 person more on the register than stated"),
    ],
)
def test_stated_staff_is_no_door_and_more_people_than_that_are_remarked(
    sign_in_as, system, unit, make_person, stated_and_remark
):
    stated, remark = stated_and_remark
    make_person("冯立新")
    make_person("李芳", phone="15400007730")
    if stated:
        services.change_unit(actor=system, unit_id=unit.id, headcount=stated)

    client = sign_in_as("clerk", area="", scope_id=unit.id)
    answer = client.get(reverse("responders:unit_home"))

    [figure] = [each for each in answer.context["figures"] if str(each.label) == "Staff in all"]
    assert figure.url == ""
    assert remark in answer.content.decode()
