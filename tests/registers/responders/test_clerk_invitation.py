"""A clerk is invited for one unit, never for an area."""

import re

import pytest
from tests.platform.access.conftest import session_for

from muster.kernel.actors import system_actor
from muster.kernel.ids import new_id
from muster.platform.access import services
from muster.platform.access.enums import Factor
from muster.platform.access.models import Invitation


@pytest.fixture
def browser(client, tenant):
    system = system_actor(tenant.id, "tests")
    account = services.create_account(actor=system, sign_in_name="zhou", display_name="周敏")
    services.grant(actor=system, account_id=account.id, role="commander", area_code="120101")
    session_for(client, account, Factor.TOTP)
    return client


def test_invitation_from_a_unit_narrows_the_clerk_to_it(browser, unit, tenant):
    page = browser.get(f"/responders/units/{unit.id}/").content.decode()
    address = re.search(r'href="(/access/invitations/new/[^"]+)"', page)[1].replace("&amp;", "&")

    answer = browser.post(
        address, {"display_name": "田秀兰", "role": "clerk", "area_code": unit.area_code}
    )

    invitation = Invitation.objects.of_tenant(tenant.id).get()
    assert answer.status_code == 200
    assert (invitation.role, invitation.scope_id) == ("clerk", unit.id)


def test_plain_invitation_does_not_offer_the_clerk(browser, tenant):
    answer = browser.post("/access/invitations/new/", {"role": "clerk", "area_code": "120101"})

    assert answer.status_code == 422
    assert not Invitation.objects.of_tenant(tenant.id).exists()


def test_invitation_for_a_unit_that_is_not_there_is_refused(browser, tenant):
    answer = browser.get(f"/access/invitations/new/?role=clerk&scope={new_id()}")

    assert answer.status_code == 404
