"""A badge says who, whose and where today, and stops being true with the day."""

from datetime import UTC, datetime

import pytest
from tests.platform.access.conftest import COMMUNITY

from muster.kernel import clock, signatures
from muster.kernel.crosstenant import across_tenants
from muster.kernel.errors import NotAllowed
from muster.kernel.models import SignedDocument
from muster.kernel.signatures import VerdictKind
from muster.platform.access import contracts, services
from muster.platform.access.contracts import BadgeFacts
from muster.platform.audit.models import AuditEvent

MORNING = datetime(2020, 2, 18, 0, 5, tzinfo=UTC)  # 08:05 at the place


@pytest.fixture
def responder(acting):
    return acting("responder", COMMUNITY, name="王伟")


@pytest.fixture
def facts(monkeypatch):
    """What unit and duty know; a test may change it."""
    known = {"unit": "区文旅局", "post": "静园北门"}
    source = lambda _actor, said: BadgeFacts(said.name, known["unit"], known["post"])  # noqa: E731
    monkeypatch.setattr(contracts, "_badge_sources", {"test": source})
    return known


def test_badge_shows_name_unit_and_post(responder, facts):
    badge = services.today_badge(actor=responder)

    verdict = signatures.check(badge.code)
    assert verdict.kind == VerdictKind.GENUINE
    assert verdict.document_kind == "access.badge"
    assert verdict.public["name"] == "王伟"
    assert (verdict.public["unit"], verdict.public["post"]) == ("区文旅局", "静园北门")


def test_badge_without_a_post_says_so_by_an_empty_one(responder):
    badge = services.today_badge(actor=responder)

    assert badge.public["post"] == ""


def test_badge_ends_with_the_local_day(responder):
    with clock.frozen(MORNING):
        badge = services.today_badge(actor=responder)
    with clock.frozen(datetime(2020, 2, 18, 15, 59, tzinfo=UTC)):
        assert signatures.check(badge.code).kind == VerdictKind.GENUINE
    with clock.frozen(datetime(2020, 2, 18, 16, 0, tzinfo=UTC)):
        assert signatures.check(badge.code).kind == VerdictKind.EXPIRED


def test_same_day_and_facts_keep_the_code(responder, facts):
    assert services.today_badge(actor=responder).code == services.today_badge(actor=responder).code


def test_new_post_revokes_the_old_badge(responder, facts):
    old = services.today_badge(actor=responder)
    facts["post"] = "新兴南门"

    new = services.today_badge(actor=responder)

    assert signatures.check(old.code).kind == VerdictKind.REVOKED
    assert signatures.check(new.code).kind == VerdictKind.GENUINE


def test_lost_badge_is_revoked(responder):
    badge = services.today_badge(actor=responder)

    services.revoke_badges(actor=responder, subject_id=responder.account_id)

    assert signatures.check(badge.code).kind == VerdictKind.REVOKED


def test_badge_of_somebody_else_cannot_be_revoked_by_a_responder(responder, acting):
    other = acting("responder", COMMUNITY, name="李娜")
    services.today_badge(actor=other)

    with pytest.raises(NotAllowed):
        services.revoke_badges(actor=responder, subject_id=other.account_id)


def test_resident_carries_no_badge(acting):
    with pytest.raises(NotAllowed):
        services.today_badge(actor=acting("resident", COMMUNITY))


def test_badge_page_shows_code_and_drawing(client, make_account, sign_in, facts):
    sign_in(client, make_account("responder", COMMUNITY))

    page = client.post("/account/badge/", follow=True)

    assert page.context["badge"].code[:5] in page.content.decode()
    assert "<svg" in page.content.decode()
    assert "style=" not in page.content.decode()


def test_looking_at_the_badge_page_issues_nothing(client, make_account, sign_in, facts):
    sign_in(client, make_account("responder", COMMUNITY))

    client.get("/account/badge/")
    page = client.get("/account/badge/")

    assert page.context["badge"] is None
    assert (issued(), recorded()) == (0, 0)


def test_badge_of_today_is_made_once_and_shown_again(client, make_account, sign_in, facts):
    sign_in(client, make_account("responder", COMMUNITY))

    for method in (client.post, client.get, client.get, client.post):
        method("/account/badge/")

    assert (issued(), recorded()) == (1, 1)
    assert client.get("/account/badge/").context["badge"] is not None


def test_badge_with_another_post_is_not_shown_and_waits_for_the_button(
    client, make_account, sign_in, facts
):
    sign_in(client, make_account("responder", COMMUNITY))
    client.post("/account/badge/")
    facts["post"] = "新兴南门"

    assert client.get("/account/badge/").context["badge"] is None
    assert issued() == 1


def issued():
    with across_tenants("verify.code"):
        return SignedDocument.objects.filter(kind="access.badge").count()


def recorded():
    with across_tenants("verify.code"):
        return AuditEvent.objects.filter(verb="access.badge_issued").count()
