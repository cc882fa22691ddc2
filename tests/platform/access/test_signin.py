"""Signing in: password, second factor, lockout, sessions."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse
from tests.platform.access.conftest import COMMUNITY, PASSWORD, session_for

from muster.kernel import clock
from muster.kernel.errors import Invalid, NotAllowed, TooMany
from muster.platform.access import queries, services
from muster.platform.access.enums import Factor
from muster.platform.access.models import SignIn
from muster.platform.access.services import second_factor as factors
from muster.platform.access.views import signin

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def totp_now(secret=SECRET, steps=0):
    return format_hotp_value(hotp_value(secret, int(clock.real_now().timestamp()) // 30 + steps))


def enter_password(client, account, password=PASSWORD, **more):
    return client.post(
        "/signin/", {"sign_in_name": account.sign_in_name, "password": password, **more}
    )


def is_signed_in(client):
    return client.get("/account/").status_code == 200


@pytest.fixture
def with_totp(make_account):
    """A lead with an authenticator app set up a while ago, and the recovery codes."""
    account = make_account("lead", COMMUNITY)
    codes = factors.add_totp(account=account, secret=SECRET, code=totp_now(steps=-1))
    return account, codes


def test_password_of_a_weak_role_signs_in(client, make_account):
    account = make_account("resident", COMMUNITY)

    response = enter_password(client, account, next="/account/")

    assert response.status_code == 302
    assert response["Location"] == "/account/"
    assert is_signed_in(client)


def test_sign_in_name_is_folded(client, make_account):
    make_account("resident", COMMUNITY, name="wangwei")

    client.post("/signin/", {"sign_in_name": "Ｗang Wei", "password": PASSWORD})

    assert is_signed_in(client)


def test_wrong_password_is_refused_without_saying_which_part(client, make_account):
    account = make_account("resident", COMMUNITY)

    wrong = enter_password(client, account, "wrong-password")
    unknown = client.post("/signin/", {"sign_in_name": "nobody", "password": "wrong-password"})

    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert wrong.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()
    assert not is_signed_in(client)


def test_closed_account_cannot_sign_in(client, make_account):
    account = make_account("resident", COMMUNITY)
    account.is_active = False
    account.save()

    assert enter_password(client, account).status_code == 422


def test_next_to_another_host_leads_home(client, make_account):
    account = make_account("resident", COMMUNITY)

    response = enter_password(client, account, next="https://elsewhere.example/")

    assert response["Location"] == "/"


def test_five_wrong_passwords_lock_the_name_and_say_until_when(client, make_account):
    account = make_account("resident", COMMUNITY)
    for _ in range(5):
        locked = enter_password(client, account, "wrong-password")

    right = enter_password(client, account)

    assert locked.status_code == 429
    assert right.status_code == 429
    assert re.search(r">\d\d:\d\d</time> ?以后再试", right.content.decode())
    assert not is_signed_in(client)


def test_lock_ends_after_a_quarter_of_an_hour(client, make_account):
    account = make_account("resident", COMMUNITY)
    for _ in range(5):
        enter_password(client, account, "wrong-password")
    AccessAttempt.objects.update(attempt_time=clock.real_now() - timedelta(minutes=16))

    assert enter_password(client, account).status_code == 302


def test_lock_of_one_name_leaves_others_and_other_addresses_alone(client, make_account):
    account, other = make_account("resident", COMMUNITY), make_account("guard", COMMUNITY)
    for _ in range(5):
        enter_password(client, account, "wrong-password")

    assert enter_password(client, other).status_code == 302
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert enter_password(elsewhere, account).status_code == 302


def test_lock_in_a_drill_says_that_its_time_is_real(client, make_account, tenant, settings):
    settings.DEMO = True
    tenant.drill, tenant.drill_offset = True, timedelta(days=-100, hours=3)
    tenant.save()
    account = make_account("resident", COMMUNITY)
    for _ in range(5):
        locked = enter_password(client, account, "wrong-password")

    assert re.search(r"</time>（实际时间）", locked.content.decode())


def test_browser_that_signed_in_before_is_not_locked_by_strangers(client, make_account):
    account, stranger = make_account("resident", COMMUNITY), Client()
    enter_password(client, account)
    client.post("/signout/")
    for _ in range(6):
        assert enter_password(stranger, account, "wrong-password").status_code in {422, 429}

    assert enter_password(stranger, account).status_code == 429
    assert enter_password(client, account).status_code == 302


def test_known_browser_may_not_guess_without_end_nor_for_others(client, make_account):
    account, other = make_account("resident", COMMUNITY), make_account("guard", COMMUNITY)
    enter_password(client, account)
    for _ in range(5):
        enter_password(client, other, "wrong-password")
    assert enter_password(client, other).status_code == 429

    with clock.frozen(clock.real_now() + timedelta(minutes=5)):
        for _ in range(10):
            assert enter_password(client, account, "wrong-password").status_code == 422
        refused = enter_password(client, account)

    assert refused.status_code == 429
    assert int(refused["Retry-After"]) >= 1


def test_name_guessed_from_very_many_addresses_is_slowed_down(make_account, monkeypatch):
    monkeypatch.setattr(signin, "OF_NAME", signin.Allowance(8))
    account = make_account("resident", COMMUNITY)
    with clock.frozen(clock.real_now()):
        for n in range(8):
            tried = enter_password(Client(REMOTE_ADDR=f"203.0.113.{n}"), account, "wrong-password")
            assert tried.status_code == 422
        refused = enter_password(Client(REMOTE_ADDR="203.0.113.99"), account)

    assert refused.status_code == 429


def test_one_address_alone_cannot_use_up_the_allowance_of_a_name(make_account, monkeypatch):
    monkeypatch.setattr(signin, "OF_NAME", signin.Allowance(6))
    account = make_account("resident", COMMUNITY)
    with clock.frozen(clock.real_now()):
        for _ in range(15):
            enter_password(Client(), account, "wrong-password")
        elsewhere = enter_password(Client(REMOTE_ADDR="203.0.113.9"), account)

    assert elsewhere.status_code == 302


def test_wrong_passwords_from_one_address_run_out_over_many_names(client, monkeypatch):
    monkeypatch.setattr(signin, "OF_ADDRESS", signin.Allowance(6))
    with clock.frozen(clock.real_now()):
        for n in range(6):
            client.post("/signin/", {"sign_in_name": f"name{n}", "password": "wrong-password"})
        refused = client.post("/signin/", {"sign_in_name": "name", "password": "wrong-password"})

    assert refused.status_code == 429


def test_many_names_from_one_address_are_slowed_down(client, make_account):
    make_account("resident", COMMUNITY)
    with clock.frozen(clock.real_now()):
        for n in range(20):
            client.post("/signin/", {"sign_in_name": f"name{n}", "password": "wrong-password"})
        response = client.post("/signin/", {"sign_in_name": "name", "password": "wrong-password"})

    assert response.status_code == 429
    assert int(response["Retry-After"]) >= 1


@pytest.mark.parametrize(
    "role", ["commander", "planner", "clerk", "lead", "inspector", "storekeeper", "maintainer"]
)
def test_strong_role_without_second_factor_must_set_one_up_first(client, make_account, role):
    account = make_account(role, COMMUNITY)

    response = enter_password(client, account)

    assert response["Location"] == reverse("access:set_up")
    assert not is_signed_in(client)


def test_set_up_of_an_authenticator_app_signs_in_and_shows_recovery_codes(client, make_account):
    account = make_account("lead", COMMUNITY)
    enter_password(client, account)
    page = client.get("/signin/setup/")
    secret = page.context["secret"].replace(" ", "")

    done = client.post("/signin/setup/", {"code": totp_now(secret)})

    assert "<svg" in page.content.decode()
    assert "style=" not in page.content.decode()
    assert len(done.context["codes"]) == 10
    assert is_signed_in(client)
    assert SignIn.objects.get(account=account).factor == Factor.TOTP


def test_set_up_with_a_wrong_code_changes_nothing(client, make_account):
    account = make_account("lead", COMMUNITY)
    enter_password(client, account)
    client.get("/signin/setup/")

    response = client.post("/signin/setup/", {"code": "000000"})

    assert response.status_code == 422
    assert not queries.has_second_factor(account)


def test_password_alone_cannot_replace_a_second_factor(client, with_totp):
    account, _codes = with_totp
    enter_password(client, account)

    assert client.get("/signin/setup/").status_code == 409
    assert client.post("/signin/setup/passkey/options/").status_code == 409


def test_right_code_signs_in(client, with_totp):
    account, _codes = with_totp
    response = enter_password(client, account, next="/account/")
    assert response["Location"] == reverse("access:second_factor")
    assert not is_signed_in(client)

    done = client.post("/signin/code/", {"code": totp_now()})

    assert done["Location"] == "/account/"
    assert is_signed_in(client)


def test_wrong_code_does_not_sign_in(client, with_totp):
    account, _codes = with_totp
    enter_password(client, account)

    response = client.post("/signin/code/", {"code": "000000"})

    assert response.status_code == 422
    assert not is_signed_in(client)


def test_code_of_an_old_step_does_not_sign_in(client, with_totp):
    account, _codes = with_totp
    enter_password(client, account)

    assert client.post("/signin/code/", {"code": totp_now(steps=-3)}).status_code == 422


def test_code_works_once(with_totp):
    account, _codes = with_totp
    code = totp_now()
    factors.prove(account=account, code=code)

    with pytest.raises(Invalid):
        factors.prove(account=account, code=code)


def test_a_spent_code_is_told_apart_from_a_wrong_one(client, with_totp):
    account, _codes = with_totp
    client.cookies["muster_language"] = "en"
    enter_password(client, account)
    code = totp_now()
    factors.prove(account=account, code=code)

    wrong = client.post("/signin/code/", {"code": "000000"}).content.decode()
    spent = client.post("/signin/code/", {"code": code}).content.decode()

    assert "Enter the code the app shows now" in wrong
    assert "used already" not in wrong
    assert "used already" in spent
    assert "within 30 seconds" in spent
    assert not is_signed_in(client)


def test_recovery_code_works_once(client, with_totp):
    account, codes = with_totp

    assert factors.prove(account=account, code=codes[3]) == Factor.RECOVERY
    with pytest.raises(Invalid):
        factors.prove(account=account, code=codes[3])


def test_guessing_codes_is_slowed_down(with_totp):
    account, _codes = with_totp
    with clock.frozen(clock.real_now()):
        for _ in range(10):
            with pytest.raises(Invalid):
                factors.prove(account=account, code="000000")
        with pytest.raises(TooMany) as refused:
            factors.prove(account=account, code=totp_now())
    assert refused.value.retry_after <= 30


def test_pending_sign_in_expires_after_ten_minutes(client, with_totp):
    account, _codes = with_totp
    enter_password(client, account)
    session = client.session
    session["access_pending"] |= {"since": (clock.real_now() - timedelta(minutes=11)).isoformat()}
    session.save()

    response = client.post("/signin/code/", {"code": totp_now()})

    assert response["Location"].startswith("/signin/")
    assert not is_signed_in(client)


def test_totp_secret_is_sealed_in_the_database(with_totp):
    account, _codes = with_totp

    stored = queries.second_factors(account).get(type="totp").data["secret"]

    assert SECRET not in stored


def test_role_that_becomes_strong_asks_for_the_second_step_at_once(client, make_account, system):
    account = make_account("resident", COMMUNITY)
    enter_password(client, account)
    assert is_signed_in(client)

    services.grant(actor=system, account_id=account.id, role="lead", area_code=COMMUNITY)

    response = client.get("/account/")
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("access:second_factor"))


def test_half_proved_session_shows_the_api_no_strong_role(client, make_account, system):
    account = make_account("resident", COMMUNITY)
    enter_password(client, account)
    services.grant(actor=system, account_id=account.id, role="lead", area_code=COMMUNITY)

    me = client.get("/api/access/me").json()

    assert [grant["role"] for grant in me["grants"]] == ["resident"]


def test_htmx_is_led_to_the_second_step_as_a_whole_page(client, make_account, system):
    account = make_account("resident", COMMUNITY)
    enter_password(client, account)
    services.grant(actor=system, account_id=account.id, role="lead", area_code=COMMUNITY)

    response = client.get("/account/", headers={"HX-Request": "true"})

    assert (response.status_code, response["HX-Redirect"][:13]) == (204, "/signin/code/")


def test_sign_out_ends_the_session(client, make_account):
    account = make_account("resident", COMMUNITY)
    enter_password(client, account)

    client.post("/signout/")

    assert not is_signed_in(client)
    assert SignIn.objects.get(account=account).ended_at is not None


def test_ended_session_is_signed_out_at_its_next_request(client, make_account):
    account = make_account("resident", COMMUNITY)
    other = Client()
    enter_password(client, account)
    enter_password(other, account)
    stolen = SignIn.objects.get(pk=other.session["access_sign_in"])

    client.post(f"/account/sessions/{stolen.pk}/end/")

    assert not is_signed_in(other)
    assert is_signed_in(client)


def test_end_all_other_sessions_keeps_this_one(client, make_account):
    account = make_account("resident", COMMUNITY)
    others = [Client(), Client()]
    for one in (client, *others):
        enter_password(one, account)

    client.post("/account/sessions/end-others/")

    assert is_signed_in(client)
    assert [is_signed_in(one) for one in others] == [False, False]


def test_session_of_somebody_else_cannot_be_ended(client, make_account):
    account, victim = make_account("resident", COMMUNITY), make_account("guard", COMMUNITY)
    other = Client()
    enter_password(client, account)
    enter_password(other, victim)

    response = client.post(f"/account/sessions/{other.session['access_sign_in']}/end/")

    assert response.status_code == 404
    assert is_signed_in(other)


def test_password_change_needs_the_current_one_and_ends_other_sessions(client, make_account):
    account = make_account("resident", COMMUNITY)
    other = Client()
    enter_password(client, account)
    enter_password(other, account)
    new = {"password": "three-other-words"}

    assert client.post("/account/password/", {"current": "no", **new}).status_code == 422
    assert client.post("/account/password/", {"current": PASSWORD, **new}).status_code == 302

    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert enter_password(Client(), account, new["password"]).status_code == 302


def test_change_of_second_factors_asks_for_proof_after_half_an_hour(client, with_totp):
    account, _codes = with_totp
    session_for(client, account, Factor.TOTP)
    SignIn.objects.update(proved_at=clock.real_now() - timedelta(minutes=31))

    response = client.post("/account/recovery-codes/")

    assert response["Location"].startswith(reverse("access:second_factor"))
    client.post("/signin/code/", {"code": totp_now()})
    assert client.post("/account/recovery-codes/").status_code == 200


def test_last_second_factor_of_a_strong_role_cannot_be_removed(client, with_totp):
    account, _codes = with_totp
    session_for(client, account, Factor.TOTP)
    totp = queries.second_factors(account).get(type="totp")

    assert client.post(f"/account/factors/{totp.pk}/remove/").status_code == 409
    assert queries.has_second_factor(account)


def test_demo_session_is_refused_outside_a_drill(client, make_account, tenant):
    account = make_account("lead", COMMUNITY)
    request = client.get("/signin/").wsgi_request

    with pytest.raises(NotAllowed):
        services.open_demo_session(request, tenant=tenant, account=account)


def test_own_account_keeps_language_and_layout(client, make_account):
    account = make_account("resident", COMMUNITY)
    enter_password(client, account)

    client.post("/account/", {"display_name": "王伟", "email": "", "language": "en", "elder": "on"})

    account.refresh_from_db()
    assert (account.display_name, account.language, account.elder) == ("王伟", "en", True)
    assert client.cookies["muster_language"].value == "en"
    assert client.cookies["muster_elder"].value == "24"
