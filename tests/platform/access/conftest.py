"""Accounts of a district to test with: each with one grant, each able to sign in."""

import pytest

from muster.kernel.actors import system_actor
from muster.platform.access import queries, services

PASSWORD = "correct-horse-9"
HEPING = "120101"
SUBDISTRICT = "120101001"
COMMUNITY = "120101001001"
OTHER_COMMUNITY = "120101002001"


@pytest.fixture
def system(tenant):
    return system_actor(tenant.id, "test")


@pytest.fixture
def make_account(system):
    """Make an account with one role: `make_account("lead", COMMUNITY)`."""

    def make(
        role: str | None = None, area: str = HEPING, *, name: str = "", password=PASSWORD, **period
    ):
        account = services.create_account(
            actor=system,
            sign_in_name=name or f"{role or 'nobody'}-{area}",
            display_name=name or f"{role} {area}",
            password=password,
        )
        if role is not None:
            services.grant(actor=system, account_id=account.id, role=role, area_code=area, **period)
        return account

    return make


@pytest.fixture
def acting(make_account):
    """Return the actor of a fresh account with one role."""

    def make(role: str, area: str = HEPING, **options):
        return queries.actor_of(make_account(role, area, **options))

    return make


@pytest.fixture
def sign_in():
    """Sign an account in on a client as if it had gone through its second factor."""
    from muster.platform.access.enums import Factor

    def enter(client, account, factor=Factor.TOTP):
        session_for(client, account, factor)
        return client

    return enter


def session_for(client, account, factor):
    """Open a session as the sign-in pages do at their end."""
    from django.test import RequestFactory

    from muster.platform.access import services

    request = RequestFactory().post("/signin/")
    request.session = client.session
    request.user = account
    services.open_session(request, account=account, factor=factor)
    request.session.save()
    client.cookies["muster_session"] = request.session.session_key
    return request.session["access_sign_in"]
