"""Passkeys in a real browser with a virtual authenticator: made, then used without a password."""

import shutil

import pytest
from playwright.sync_api import expect
from tests.platform.access.conftest import COMMUNITY, PASSWORD

from muster.platform.access import services
from muster.platform.access.models import SignIn

pytestmark = [pytest.mark.e2e, pytest.mark.unguarded]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]


@pytest.fixture
def context(playwright):
    """A fresh browser of the system's Chromium."""
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
    yield browser.new_context()
    browser.close()


@pytest.fixture
def phone(context):
    """A page on a device that can make passkeys with a finger."""
    page = context.new_page()
    cdp = context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    cdp.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return page


@pytest.fixture
def site(live_server):
    """The address by name: a passkey cannot be bound to a number."""
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.mark.django_db(transaction=True)
def test_passkey_made_at_the_invitation_signs_in_without_a_password(phone, site, system):
    invited = services.invite(actor=system, role="lead", area_code=COMMUNITY)
    phone.goto(f"{site}/invite/{invited.code}/")
    phone.locator("[name=display_name]").fill("王伟")
    phone.locator("[name=sign_in_name]").fill("wangwei")
    phone.locator("[name=password]").fill(PASSWORD)
    phone.locator("form.form button[type=submit]").click()

    phone.locator("form[data-passkey=create] button").click()
    expect(phone.locator(".code-list li")).to_have_count(10)
    phone.goto(f"{site}/account/")
    expect(phone).to_have_url(f"{site}/account/")

    phone.locator("form[action='/signout/'] button:visible").last.click()
    expect(phone).to_have_url(f"{site}/signin/")
    phone.goto(f"{site}/signin/?next=/account/")
    phone.locator("form[data-passkey=get] button").click()
    expect(phone).to_have_url(f"{site}/account/")
    assert list(SignIn.objects.values_list("factor", flat=True)) == ["passkey", "passkey"]


@pytest.mark.django_db(transaction=True)
def test_without_a_passkey_the_page_says_so_and_the_password_still_works(
    context, site, make_account
):
    make_account("resident", COMMUNITY, name="wangwei")
    page = context.new_page()
    page.goto(f"{site}/signin/?next=/account/")

    page.locator("[name=sign_in_name]").fill("wangwei")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form.form button[type=submit]").click()

    expect(page).to_have_url(f"{site}/account/")
