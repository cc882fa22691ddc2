"""An account belongs to a person on the register: chosen when it is made, or on its page later."""

import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.pages import main_of, read
from tests.platform.access.conftest import PASSWORD, session_for

from muster.kernel.errors import Conflict, NotAllowed, NotFound
from muster.kernel.ids import fold_code
from muster.platform.access import queries
from muster.platform.access import services as access
from muster.platform.access.enums import Factor
from muster.platform.access.models import Account, Invitation
from muster.platform.audit.queries import events_about
from muster.platform.places.models import Area
from muster.registers.responders import services

COMMUNITY, ELSEWHERE = "120101001001", "120101001002"


@pytest.fixture(autouse=True)
def areas(db):
    """A district with one subdistrict and two communities."""
    names = {
        "120101": ("和平区", 3, "1201"),
        "120101001": ("劝业场街道", 4, "120101"),
        COMMUNITY: ("静园社区居委会", 5, "120101001"),
        ELSEWHERE: ("新华路社区居委会", 5, "120101001"),
    }
    for code, (name, level, parent) in names.items():
        Area.objects.create(
            code=code, parent_code=parent, level=level, name=name, short_name=name, areas=1,
            communities=1,
        )  # fmt: skip


@pytest.fixture
def guard(make_unit, make_person):
    """A guard of the community's own staff."""
    staff = make_unit("静园社区居委会", level="community", area_code=COMMUNITY)
    return make_person("赵大爷", of=staff, phone="15400001234")


@pytest.fixture
def stranger(make_unit, make_person):
    """Somebody of another community's staff."""
    staff = make_unit("新华路社区居委会", level="community", area_code=ELSEWHERE)
    return make_person("赵二", of=staff)


@pytest.fixture
def account_of(system):
    """Make an account with one role: `account_of("lead", COMMUNITY)`."""

    def make(role, area, **facts):
        account = access.create_account(
            actor=system, sign_in_name=f"{role}-{area}", display_name=f"{role} {area}", **facts
        )
        access.grant(actor=system, account_id=account.id, role=role, area_code=area)
        return account

    return make


@pytest.fixture
def lead(account_of):
    return account_of("lead", COMMUNITY)


@pytest.fixture
def commander(account_of):
    return account_of("commander", "120101")


@pytest.fixture
def acting_lead(lead):
    return queries.actor_of(lead)


def browser(account):
    client = Client()
    session_for(client, account, Factor.TOTP)
    client.cookies["muster_language"] = "en"
    return client


def text_of(response):
    return main_of(read(response.content.decode())).text


def issue(actor, **facts):
    given = {"display_name": "门岗", "role": "guard", "area_code": COMMUNITY} | facts
    return access.issue_device_to_new(actor=actor, **given)


def test_phone_for_a_person_opens_their_own_record_and_who_looked(acting_lead, guard):
    issued = issue(acting_lead, person_id=guard.id)
    services.reveal_field(actor=acting_lead, responder_id=guard.id, field="phone", purpose="call")
    phone = Client()
    phone.cookies["muster_language"] = "en"
    phone.post(f"/device/{fold_code(issued.code)}/")

    assert "赵大爷" in text_of(phone.get("/me/"))
    assert "Issued a work phone" in text_of(phone.get("/audit/me/"))


def test_issued_phone_shows_its_holder_neither_identity_number_nor_home(acting_lead, guard):
    issued = issue(acting_lead, person_id=guard.id)
    phone = Client()
    phone.cookies["muster_language"] = "en"
    phone.post(f"/device/{fold_code(issued.code)}/")

    own = phone.get("/me/").content.decode()
    asked = phone.get(reverse("responders:reveal", args=[guard.id, "identity_number"]))
    assert "A phone that was issued to you does not show this." in text_of(asked)
    assert "Show" not in text_of(asked)
    refused = phone.post(reverse("responders:reveal", args=[guard.id, "identity_number"]))

    assert f"{guard.id}/reveal/phone/" in own
    assert f"{guard.id}/reveal/identity_number/" not in own
    assert refused.status_code == 403
    assert "A phone that was issued to you does not show this." in text_of(refused)


def test_lead_finds_the_person_by_pinyin_and_issues_the_phone(lead, guard):
    client = browser(lead)

    found = client.get("/access/phones/new/?find=zhao")
    assert "静园社区居委会 · 154****1234" in text_of(found)
    chosen = client.get(f"/access/phones/new/?person={guard.id}")
    assert 'value="赵大爷"' in chosen.content.decode()
    client.post(
        f"/access/phones/new/?person={guard.id}",
        {"display_name": "赵大爷", "role": "guard", "area_code": COMMUNITY},
    )

    assert (
        Account.objects.get(tenant_id=guard.tenant_id, person_id=guard.id).display_name == "赵大爷"
    )


@pytest.mark.parametrize("typed", ["赵", "趙", "zhaodaye", "zdy"])
def test_person_is_found_in_any_script_and_reading(lead, guard, typed):
    assert "赵大爷" in text_of(browser(lead).get(f"/access/phones/new/?find={typed}"))


def test_people_of_another_community_are_not_offered(lead, guard, stranger):
    page = text_of(browser(lead).get("/access/phones/new/?find=zhao"))

    assert "赵大爷" in page
    assert "赵二" not in page


def test_person_of_another_community_cannot_be_chosen(lead, acting_lead, stranger):
    with pytest.raises(NotFound):
        issue(acting_lead, person_id=stranger.id)
    sent = browser(lead).post(
        f"/access/phones/new/?person={stranger.id}",
        {"display_name": "赵二", "role": "guard", "area_code": COMMUNITY},
    )

    assert sent.status_code == 404
    assert not Account.objects.filter(tenant_id=stranger.tenant_id, display_name="赵二").exists()


def test_person_who_has_left_cannot_be_chosen(system, acting_lead, guard):
    services.end_responder(actor=system, responder_id=guard.id)

    with pytest.raises(NotFound):
        issue(acting_lead, person_id=guard.id)


def test_maintainer_who_sees_no_register_is_not_asked_for_a_person(account_of):
    page = text_of(browser(account_of("maintainer", "120101")).get("/access/phones/new/"))

    assert "Person on the register" not in page


def test_second_phone_of_a_person_acts_for_the_account_they_have(acting_lead, guard):
    first = issue(acting_lead, person_id=guard.id)

    second = issue(acting_lead, person_id=guard.id, role="carer")

    assert second.device.account_id == first.device.account_id
    roles = {row.role for row in queries.grants_in_force(first.device.account)}
    assert roles == {"guard", "carer"}


def test_invitation_for_a_person_ties_the_account_made_from_it(commander, guard):
    client = browser(commander)

    sheet = client.post(
        f"/access/invitations/new/?person={guard.id}",
        {"role": "storekeeper", "area_code": COMMUNITY, "display_name": "", "until": ""},
    )
    assert sheet.status_code == 200
    invitation = Invitation.objects.get(tenant_id=guard.tenant_id)
    assert (invitation.person_id, invitation.display_name) == (guard.id, "赵大爷")
    account = access.accept_invitation(
        code=sheet.context["code"], sign_in_name="zhaodaye", display_name="赵大爷",
        password=PASSWORD, language="zh-hans",
    )  # fmt: skip

    assert account.person_id == guard.id


def test_lead_gives_nobody_an_account_that_shows_more_than_a_lead_sees(
    lead, acting_lead, account_of, guard
):
    """Whoever hands out an invitation could use it, and open identity number and home with it."""
    free = account_of("guard", COMMUNITY)
    client = browser(lead)

    with pytest.raises(NotAllowed):
        access.match_person(actor=acting_lead, account_id=free.id, person_id=guard.id)
    refused = client.post(
        f"/access/invitations/new/?person={guard.id}",
        {"role": "guard", "area_code": COMMUNITY, "display_name": "", "until": ""},
    )

    assert "shows a person more than you may see of them" in text_of(refused)
    assert not Invitation.objects.filter(tenant_id=guard.tenant_id).exists()


def test_person_with_an_account_is_not_invited_to_another(acting_lead, account_of, guard):
    account_of("responder", COMMUNITY, person_id=guard.id)

    with pytest.raises(Conflict, match="has an account already: responder 120101001001"):
        access.invite(actor=acting_lead, role="guard", area_code=COMMUNITY, person_id=guard.id)


def test_account_beside_a_phone_of_the_same_person_is_allowed(acting_lead, account_of, guard):
    issue(acting_lead, person_id=guard.id)

    account = account_of("responder", COMMUNITY, person_id=guard.id)

    assert Account.objects.filter(tenant_id=guard.tenant_id, person_id=guard.id).count() == 2
    assert queries.account_of_person(guard.tenant_id, guard.id) == account


def test_database_refuses_a_second_account_of_a_person(account_of, guard):
    account_of("responder", COMMUNITY, person_id=guard.id)
    other = account_of("carer", COMMUNITY)

    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=other.pk).update(person_id=guard.id)


def test_account_is_matched_on_its_page_and_both_see_it(commander, account_of, guard, make_actor):
    account = account_of("guard", COMMUNITY)
    client = browser(commander)
    page = f"/access/people/{account.id}/"

    assert "connected with nobody" in text_of(client.get(page))
    assert "赵大爷" in text_of(client.get(f"{page}person/?find=zhao"))
    client.post(f"{page}person/?person={guard.id}")

    assert "赵大爷" in text_of(client.get(page))
    assert "赵大爷" in text_of(browser(account).get("/me/"))
    holder = make_actor("guard", person_id=guard.id)
    assert events_about(actor=holder).filter(verb="access.person_matched").count() == 1


def test_account_is_unmatched_and_its_holder_sees_no_record(lead, account_of, guard, make_actor):
    account = account_of("guard", COMMUNITY, person_id=guard.id)

    browser(lead).post(f"/access/people/{account.id}/person/end/")

    assert "belongs to nobody" in text_of(browser(account).get("/me/"))
    holder = make_actor("guard", person_id=guard.id)
    assert events_about(actor=holder).filter(verb="access.person_unmatched").count() == 1


def test_matching_refuses_a_person_with_an_account_and_an_account_with_a_person(
    acting_lead, account_of, guard, make_person
):
    taken = account_of("responder", COMMUNITY, person_id=guard.id)
    free = account_of("carer", COMMUNITY)

    with pytest.raises(Conflict, match="has an account already"):
        access.match_person(actor=acting_lead, account_id=free.id, person_id=guard.id)
    with pytest.raises(Conflict, match="belongs to a person"):
        access.match_person(actor=acting_lead, account_id=taken.id, person_id=guard.id)


def test_nobody_matches_their_own_account(acting_lead, lead, guard):
    with pytest.raises(NotAllowed):
        access.match_person(actor=acting_lead, account_id=lead.id, person_id=guard.id)
    assert "Somebody else who gives roles here" in text_of(
        browser(lead).get(f"/access/people/{lead.id}/")
    )


def test_account_of_another_community_is_not_matched(acting_lead, account_of, guard):
    with pytest.raises(NotFound):
        access.match_person(
            actor=acting_lead, account_id=account_of("guard", ELSEWHERE).id, person_id=guard.id
        )


def test_list_that_may_go_on_says_so(lead, guard, make_person):
    for name in ("赵甲", "赵乙", "赵丙", "赵丁", "赵戊", "赵己", "赵庚", "赵辛", "赵壬"):
        make_person(name, of=guard.unit)
    client = browser(lead)

    assert "There may be more" in text_of(client.get("/access/phones/new/?find=zhao"))
    assert "There may be more" not in text_of(client.get("/access/phones/new/?find=zhaojia"))


def test_choosing_costs_the_same_for_one_and_for_many(lead, guard, make_person):
    client = browser(lead)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as run:
            page = client.get("/access/phones/new/?find=zhao")
        counts.append(len(run))
        for number in range(5):
            make_person(f"赵{'甲乙丙丁戊'[number]}", of=guard.unit)

    assert len(re.findall("Choose</a>", page.content.decode())) == 6
    assert counts[0] == counts[1]
