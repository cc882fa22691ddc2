"""What sign-in leaves behind is forgotten in time."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from tests.platform.access.conftest import COMMUNITY

from muster.kernel import clock
from muster.kernel.holdings import holdings
from muster.platform.access import services
from muster.platform.access.models import SignIn


@pytest.mark.django_db
def test_tidy_forgets_yesterdays_failures_and_expired_sessions():
    now = clock.real_now()
    for hours in (25, 23):
        AccessAttempt.objects.create(
            username="wangwei", ip_address=f"203.0.113.{hours}", failures_since_start=1
        )
    AccessAttempt.objects.filter(ip_address="203.0.113.25").update(
        attempt_time=now - timedelta(hours=25)
    )
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(1))

    counts = services.tidy()

    assert counts["attempts"] == 1
    assert AccessAttempt.objects.get().ip_address == "203.0.113.23"
    assert not Session.objects.exists()


def test_holdings_destroy_only_their_own_tenants_old_rows(
    make_account, other_tenant, tenant, system
):
    account = make_account("guard", COMMUNITY)
    old, new = (SignIn.objects.create(account=account, factor="password") for _ in range(2))
    SignIn.objects.filter(pk=old.pk).update(started_at=clock.real_now() - timedelta(days=181))
    services.invite(actor=system, role="guard", area_code=COMMUNITY)
    before = clock.real_now() - timedelta(days=180)
    held = holdings()["access.sign_ins"]

    assert held.destroy(other_tenant.id, before, 10) == []
    assert held.destroy(tenant.id, before, 10) == [old.pk]
    assert [row.pk for row in SignIn.objects.filter(account=account)] == [new.pk]
    invitations = holdings()["access.invitations"]
    assert invitations.count(tenant.id) == 1
    assert len(invitations.destroy(tenant.id, clock.real_now() + timedelta(days=1), 10)) == 1
    assert invitations.count(tenant.id) == 0
