"""An invitation makes one account with one role, once."""

from datetime import timedelta

import pytest
from tests.platform.access.conftest import COMMUNITY, OTHER_COMMUNITY

from muster.kernel import clock
from muster.kernel.actors import GrantRef
from muster.kernel.errors import Conflict, Gone, Invalid, NotAllowed, NotFound
from muster.platform.access import contracts, queries, services
from muster.platform.access.models import Account, Invitation

CHOSEN = {
    "sign_in_name": "wangwei",
    "display_name": "王伟",
    "password": "three-plain-words",
    "language": "zh-hans",
}


@pytest.fixture
def lead(acting):
    return acting("lead", COMMUNITY)


@pytest.fixture
def invited(lead):
    return services.invite(actor=lead, role="guard", area_code=COMMUNITY, display_name="王伟")


def test_accept_invitation_makes_an_account_with_the_role(invited):
    account = services.accept_invitation(code=invited.code, **CHOSEN)

    assert queries.actor_of(account).grants == (GrantRef("guard", COMMUNITY, None),)
    assert account.tenant_id == invited.invitation.tenant_id


def test_code_is_read_however_it_is_typed(invited):
    typed = f" {invited.code[:5].lower()}-{invited.code[5:].lower()} "

    assert services.open_invitation(typed).pk == invited.invitation.pk


def test_code_is_not_kept(invited):
    row = Invitation.objects.get(pk=invited.invitation.pk)

    assert invited.code not in " ".join(str(value) for value in vars(row).values())


def test_invitation_works_once(invited):
    services.accept_invitation(code=invited.code, **CHOSEN)

    with pytest.raises(Gone):
        services.accept_invitation(code=invited.code, **CHOSEN | {"sign_in_name": "another"})
    assert not Account.objects.filter(sign_in_name="another", tenant=invited.invitation.tenant)


def test_invitation_expires_after_seven_days(lead, frozen_clock):
    with frozen_clock(2030, 2, 18, 8):
        invited = services.invite(actor=lead, role="guard", area_code=COMMUNITY)
    with frozen_clock(2030, 2, 25, 7, 59):
        assert services.open_invitation(invited.code)
    with frozen_clock(2030, 2, 25, 8), pytest.raises(Gone):
        services.open_invitation(invited.code)


def test_withdrawn_invitation_opens_nothing(lead, invited):
    services.withdraw_invitation(actor=lead, invitation_id=invited.invitation.pk)

    with pytest.raises(Gone):
        services.open_invitation(invited.code)
    with pytest.raises(Conflict):
        services.withdraw_invitation(actor=lead, invitation_id=invited.invitation.pk)


def test_unknown_code_opens_nothing(tenant):
    with pytest.raises(NotFound):
        services.open_invitation("7K3QX-9M2PA")


def test_weak_password_leaves_the_invitation_open(invited):
    with pytest.raises(Invalid):
        services.accept_invitation(code=invited.code, **CHOSEN | {"password": "short"})

    assert services.open_invitation(invited.code).used_at is None


def test_invite_beyond_ones_own_role_or_area_is_refused(lead):
    for role, area in (("commander", COMMUNITY), ("guard", OTHER_COMMUNITY), ("guard", "")):
        with pytest.raises(NotAllowed):
            services.invite(actor=lead, role=role, area_code=area)


def test_role_of_an_invitation_ends_on_its_day(lead):
    until = clock.real_now() + timedelta(days=3)
    invited = services.invite(actor=lead, role="guard", area_code=COMMUNITY, grant_until=until)

    account = services.accept_invitation(code=invited.code, **CHOSEN)

    assert account.grants.of_tenant(account.tenant_id).get().valid_to == until


def test_invitation_with_a_contact_is_handed_to_the_sender(lead, monkeypatch):
    class Outbox:
        def __init__(self):
            self.messages = []

        def send(self, message):
            self.messages.append(message)
            return True

    outbox = Outbox()
    monkeypatch.setattr(contracts, "_senders", [outbox])

    invited = services.invite(
        actor=lead, role="guard", area_code=COMMUNITY, contact="wang@example.org"
    )

    assert invited.sent is True
    assert outbox.messages[0].contact == "wang@example.org"
    assert outbox.messages[0].path == f"/invite/{invited.code}/"


def test_invitation_page_of_a_strong_role_leads_through_the_second_step(client, system):
    invited = services.invite(actor=system, role="lead", area_code=COMMUNITY)

    page = client.get(f"/invite/{invited.code}/")
    response = client.post(f"/invite/{invited.code}/", CHOSEN)

    assert page.status_code == 200
    assert response["Location"] == "/signin/setup/"
    assert client.get("/account/").status_code == 302


def test_invitation_page_of_a_weak_role_signs_in(client, system):
    invited = services.invite(actor=system, role="resident", area_code=COMMUNITY)

    client.post(f"/invite/{invited.code}/", CHOSEN)

    assert client.get("/account/").status_code == 200


def test_typed_code_leads_to_the_invitation(client, invited):
    wrong = client.post("/invite/", {"code": "00000-00000"})
    right = client.post("/invite/", {"code": invited.code.lower()})

    assert wrong.status_code == 422
    assert right["Location"] == f"/invite/{invited.code}/"


def test_guessing_codes_is_slowed_down(client, tenant):
    with clock.frozen(clock.real_now()):
        for n in range(20):
            client.post("/invite/", {"code": f"{n:010d}"})

        assert client.post("/invite/", {"code": "0000000000"}).status_code == 429


def test_sheet_is_printed_in_three_languages_with_the_code(client, make_account, sign_in):
    sign_in(client, make_account("lead", COMMUNITY))

    page = client.post(
        "/access/invitations/new/", {"role": "guard", "area_code": COMMUNITY}
    ).content.decode()

    assert page.count("<article") == 3
    assert [f'lang="{code}"' in page for code in ("zh-hans", "zh-hant", "en")] == [True] * 3
    assert page.count("<svg") >= 1
    assert "style=" not in page


@pytest.mark.django_db
def test_wrong_code_sends_back_to_the_paper_and_to_no_search(client):
    page = client.post("/invite/", {"code": "7K3QX-9M2PA"}).content.decode()

    assert "跟纸上核对" in page
    assert "名称搜索" not in page


def test_invitation_to_the_whole_command_names_it_once(client, system, tenant):
    invited = services.invite(actor=system, role="commander", area_code=tenant.area_code)

    page = client.get(f"/invite/{invited.code}/").content.decode()

    assert f"{tenant.name}邀请您担任" in page
    assert f"在{tenant.name}" not in page
    assert " 前有效" not in page


def test_list_of_invitations_says_where_a_clerk_is_invited(client, make_account, sign_in):
    said = "单位联络员在单位的页面上邀请"
    sign_in(client, make_account("commander"))
    page = client.get("/access/invitations/").content.decode()
    assert said in page
    assert "/responders/units/" in page

    sign_in(client, make_account("lead", COMMUNITY))
    assert said not in client.get("/access/invitations/").content.decode()


def test_form_says_everything_that_is_wrong_at_once_and_once(client, invited):
    client.cookies["muster_language"] = "en"

    answer = client.post(f"/invite/{invited.code}/", {"display_name": "", "password": "123"})
    taken = client.post(
        f"/invite/{invited.code}/",
        {"display_name": "Li", "sign_in_name": "x", "password": "123"},
    )

    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert sorted(errors) == ["display_name", "password", "sign_in_name"]
    assert len(errors["password"]) == 1
    assert "10" in errors["password"][0]
    assert sorted(taken.context["form"].errors) == ["password", "sign_in_name"]
