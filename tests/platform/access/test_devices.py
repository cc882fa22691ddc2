"""Phones: issued in a minute, limited to their area, strangers once revoked."""

import pytest
from django.test import Client
from tests.platform.access.conftest import COMMUNITY, HEPING, OTHER_COMMUNITY, SUBDISTRICT

from muster.kernel import clock
from muster.kernel.actors import GrantRef
from muster.kernel.errors import Conflict, Gone, Invalid, NotAllowed, NotFound
from muster.platform.access import queries, services
from muster.platform.access.models import Device, Grant
from muster.platform.places.services import import_areas


@pytest.fixture
def lead(acting):
    return acting("lead", COMMUNITY)


@pytest.fixture
def issued(lead):
    return services.issue_device_to_new(
        actor=lead, display_name="李秀英", role="guard", area_code=COMMUNITY
    )


def bearer(token):
    return {"HTTP_AUTHORIZATION": f"Bearer {token}"}


def test_phone_acts_with_its_role_in_its_area(issued):
    _device, token = services.redeem_device(code=issued.code)

    actor = queries.actor_of_device(queries.device_of_token(token))

    assert actor.grants == (GrantRef("guard", COMMUNITY, None),)
    assert actor.device_id == issued.device.pk


def test_phone_never_carries_a_role_that_needs_a_second_factor(make_account, system, lead):
    account = make_account("guard", COMMUNITY)
    services.grant(actor=system, account_id=account.id, role="lead", area_code=COMMUNITY)
    issued = services.issue_device(actor=lead, account_id=account.id, area_code=COMMUNITY)
    _device, token = services.redeem_device(code=issued.code)

    assert queries.actor_of_device(queries.device_of_token(token)).roles == {"guard"}


def test_phone_of_one_community_does_not_act_in_another(make_account, system, lead):
    account = make_account("guard", COMMUNITY)
    services.grant(actor=system, account_id=account.id, role="guard", area_code=OTHER_COMMUNITY)
    issued = services.issue_device(actor=lead, account_id=account.id, area_code=COMMUNITY)
    _device, token = services.redeem_device(code=issued.code)

    actor = queries.actor_of_device(queries.device_of_token(token))
    assert [ref.area for ref in actor.grants] == [COMMUNITY]


def test_revoked_phone_is_a_stranger_at_once(lead, issued):
    _device, token = services.redeem_device(code=issued.code)

    services.revoke_device(actor=lead, device_id=issued.device.pk)

    assert queries.device_of_token(token) is None
    with pytest.raises(Conflict):
        services.revoke_device(actor=lead, device_id=issued.device.pk)


def test_ended_role_leaves_the_phone_without_one(lead, issued):
    _device, token = services.redeem_device(code=issued.code)
    grant = issued.device.account.grants.of_tenant(lead.tenant_id).get()

    services.end_grant(actor=lead, grant_id=grant.pk)

    assert queries.actor_of_device(queries.device_of_token(token)).grants == ()


def test_code_of_a_phone_works_once_and_for_a_quarter_of_an_hour(lead, frozen_clock):
    with frozen_clock(2030, 2, 18, 8):
        first, second = (
            services.issue_device_to_new(
                actor=lead, display_name="李秀英", role="guard", area_code=COMMUNITY
            )
            for _ in range(2)
        )
        services.redeem_device(code=first.code)
        with pytest.raises(Gone):
            services.redeem_device(code=first.code)
    with frozen_clock(2030, 2, 18, 8, 15), pytest.raises(Gone):
        services.redeem_device(code=second.code)


def test_token_is_kept_as_a_hash(issued):
    _device, token = services.redeem_device(code=issued.code)

    row = Device.objects.get(pk=issued.device.pk)
    stored = " ".join(str(value) for value in vars(row).values())
    assert token.split(".")[1] not in stored
    assert issued.code not in stored


@pytest.mark.parametrize("token", ["", ".", "x.y", f"{'0' * 32}.secret"])
def test_made_up_token_is_nobody(tenant, token):
    assert queries.device_of_token(token) is None


def test_token_of_one_phone_with_the_name_of_another_is_nobody(lead, issued):
    _device, token = services.redeem_device(code=issued.code)
    other = services.issue_device_to_new(
        actor=lead, display_name="另一位", role="guard", area_code=COMMUNITY
    )
    services.redeem_device(code=other.code)

    forged = f"{other.device.pk.hex}.{token.split('.')[1]}"
    assert queries.device_of_token(forged) is None


def test_lead_cannot_issue_or_revoke_outside_the_own_area(make_account, lead, acting):
    stranger = make_account("guard", OTHER_COMMUNITY)
    there = services.issue_device(
        actor=acting("lead", OTHER_COMMUNITY), account_id=stranger.id, area_code=OTHER_COMMUNITY
    )

    with pytest.raises(NotAllowed):
        services.issue_device(actor=lead, account_id=stranger.id, area_code=OTHER_COMMUNITY)
    with pytest.raises(NotFound):
        services.issue_device(actor=lead, account_id=stranger.id, area_code=COMMUNITY)
    with pytest.raises(NotAllowed):
        services.issue_device_to_new(
            actor=lead, display_name="x", role="guard", area_code=SUBDISTRICT
        )
    with pytest.raises(NotFound):
        services.revoke_device(actor=lead, device_id=there.device.pk)


def test_phone_for_a_strong_role_is_refused(lead):
    with pytest.raises(Invalid):
        services.issue_device_to_new(
            actor=lead, display_name="x", role="storekeeper", area_code=COMMUNITY
        )


def test_person_can_revoke_only_their_own_phone(make_account, lead, issued):
    holder = queries.actor_of(issued.device.account)
    other = queries.actor_of(make_account("guard", COMMUNITY, name="someone"))

    with pytest.raises(NotFound):
        services.revoke_own_device(actor=other, device_id=issued.device.pk)
    services.revoke_own_device(actor=holder, device_id=issued.device.pk)
    assert Device.objects.get(pk=issued.device.pk).revoked_at is not None


def test_browser_of_a_phone_keeps_its_token_in_a_cookie(client, issued):
    looked = client.get(f"/device/{issued.code}/")
    client.post(f"/device/{issued.code}/")
    cookie = client.cookies["muster_device"]

    assert looked.status_code == 200
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert client.get("/account/").context["actor"].device_id == issued.device.pk


def test_revoked_browser_is_signed_out_at_its_next_request(client, lead, issued):
    client.post(f"/device/{issued.code}/")
    services.revoke_device(actor=lead, device_id=issued.device.pk)

    assert client.get("/account/")["Location"].startswith("/signin/")


def test_phone_cannot_set_the_password_of_its_account(client, issued):
    client.post(f"/device/{issued.code}/")

    response = client.post("/account/password/", {"password": "three-plain-words"})

    assert response.status_code == 403
    issued.device.account.refresh_from_db()
    assert not issued.device.account.has_usable_password()


def test_first_phone_of_an_account_brings_its_language_and_a_second_does_not(
    client, lead, make_account, issued
):
    client.post(f"/device/{issued.code}/", headers={"accept-language": "en-GB,en;q=0.8"})
    assert client.cookies["muster_language"].value == "en"

    account_id = issued.device.account_id
    again = services.issue_device(actor=lead, account_id=account_id, area_code=COMMUNITY)
    Client().post(f"/device/{again.code}/", headers={"accept-language": "zh-TW"})
    assert queries.account_by_id(account_id).language == "en"

    guard = make_account("guard", COMMUNITY)
    other = services.issue_device(actor=lead, account_id=guard.id, area_code=COMMUNITY)
    Client().post(f"/device/{other.code}/", headers={"accept-language": "en"})
    assert queries.account_by_id(guard.id).language == "zh-hans"


def test_phone_is_told_that_it_has_no_password_to_change(client, issued):
    client.cookies["muster_language"] = "en"
    client.post(f"/device/{issued.code}/")

    html = client.get("/account/password/").content.decode()

    assert "This phone was issued to you and works without a password." in html
    assert 'type="password"' not in html


def test_phone_is_offered_only_to_accounts_with_a_role_for_phones(
    client, sign_in, make_account, lead
):
    guard, deputy = make_account("guard", COMMUNITY), make_account("lead", COMMUNITY, name="deputy")
    sign_in(client, queries.account_by_id(lead.account_id))
    client.cookies["muster_language"] = "en"

    def page(account, way=""):
        return client.get(f"/access/people/{account.pk}/{way}").content.decode()

    assert f"/access/people/{guard.pk}/phone/" in page(guard)
    assert f"/access/people/{deputy.pk}/phone/" not in page(deputy)
    told = page(deputy, "phone/")
    assert "No role of this account works with a phone" in told
    assert "Show the code" not in told


def test_another_phone_is_offered_where_a_role_of_the_account_lies(
    client, sign_in, make_account, acting
):
    import_areas(code=HEPING)
    guard = make_account("guard", COMMUNITY)
    sign_in(client, queries.account_by_id(acting("commander").account_id))

    form = client.get(f"/access/people/{guard.pk}/phone/").context["form"]

    offered = [code for code, _name in form.fields["area_code"].widget.choices]
    assert COMMUNITY in offered
    assert OTHER_COMMUNITY not in offered


def test_api_redeems_a_code_and_takes_the_token(client, issued):
    token = client.post(
        "/api/access/device", {"code": issued.code}, content_type="application/json"
    ).json()["token"]

    me = client.get("/api/access/me", **bearer(token)).json()

    assert me["device_id"] == str(issued.device.pk)
    assert me["grants"] == [{"role": "guard", "area": COMMUNITY, "scope_id": None}]
    assert client.get("/api/access/me", **bearer("nonsense")).status_code == 401


def test_api_call_by_cookie_needs_the_csrf_token(make_account, sign_in):
    client = sign_in(Client(enforce_csrf_checks=True), make_account("guard", COMMUNITY))

    assert client.get("/api/access/me").status_code == 200
    client.get("/account/")
    token = client.cookies["muster_csrf"].value
    without = client.post("/api/access/me")
    assert (without.status_code, bool(token)) == (405, True)


def roles_in_force(account_id):
    rows = Grant.objects.filter(account_id=account_id)
    return {row.role for row in rows.in_force(clock.real_now())}


def test_role_given_for_a_phone_alone_ends_with_it_and_leaves_the_list(lead, issued):
    account_id = issued.device.account_id
    assert account_id in queries.grants(lead).values_list("account_id", flat=True)

    ended = services.revoke_device(actor=lead, device_id=issued.device.pk)

    assert [row.role for row in ended] == ["guard"]
    assert roles_in_force(account_id) == set()
    assert account_id not in queries.grants(lead).values_list("account_id", flat=True)


def test_role_stays_while_another_phone_uses_it(lead, issued):
    account_id = issued.device.account_id
    again = services.issue_device(actor=lead, account_id=account_id, area_code=COMMUNITY)

    assert services.revoke_device(actor=lead, device_id=issued.device.pk) == []
    assert roles_in_force(account_id) == {"guard"}
    services.revoke_device(actor=lead, device_id=again.device.pk)
    assert roles_in_force(account_id) == set()


def test_role_that_was_there_before_the_phone_stays(make_account, lead):
    guard = make_account("guard", COMMUNITY)
    phone = services.issue_device(actor=lead, account_id=guard.id, area_code=COMMUNITY).device

    assert services.revoke_device(actor=lead, device_id=phone.pk) == []
    assert roles_in_force(guard.pk) == {"guard"}


def test_whoever_revokes_a_phone_reads_that_its_role_has_ended(
    client, make_account, sign_in, issued
):
    sign_in(client, make_account("commander", HEPING))
    client.cookies["muster_language"] = "en"

    page = client.post(f"/access/phones/{issued.device.pk}/revoke/", follow=True)

    said = page.content.decode()
    assert "The phone is revoked. The role Gate guard was given for this phone alone" in said
