"""Wherever a post is named outside its community's page, its community is named too."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.operations.duty.conftest import COMMUNITY, DISTRICT, NEIGHBOUR
from tests.operations.duty.roster_parts import TODAY, person, publish, shift
from tests.operations.duty.shifts.conftest import START, at, come
from tests.platform.access.conftest import session_for

from muster.kernel import clock
from muster.operations.duty import queries, services
from muster.operations.duty.services.attendance import WrongPost
from muster.platform.access.enums import Factor
from muster.platform.notify.models import Message

pytestmark = pytest.mark.django_db

HERE = "静园社区 · 3 号门岗"
SITE = "津塘高速卡口"


@pytest.fixture
def keeper(account_of):
    account = account_of("lead", COMMUNITY)
    with at(-9):
        client = Client()
        session_for(client, account, Factor.TOTP)
    client.cookies["muster_language"] = "en"
    return client


def told(tenant, words):
    return [one.params["post"] for one in Message.objects.of_tenant(tenant.id).filter(words=words)]


def test_alarms_and_what_is_passed_on_name_the_community(
    tenant, account_of, lead, mornings, keeper
):
    account_of("commander", DISTRICT)
    with at(0):
        come(lead, *mornings)
    with at(1):
        services.check_out(actor=lead, assignment_id=mornings[0].id)
        shown = keeper.get(reverse("duty:alarms")).content.decode()
    with at(1, 16):
        services.watch_tenant(tenant)
    assert set(told(tenant, "duty.alone")) == {HERE}
    assert set(told(tenant, "duty.alarm_escalated")) == {HERE}
    assert HERE in shown


def test_a_report_stands_in_the_list_with_its_community(tenant, people, mornings, keeper):
    with at(1):
        services.raise_report(
            actor=person(tenant, people[0]), post_id=mornings[0].post_id, kind="quarrel"
        )
        shown = keeper.get(reverse("duty:reports")).content.decode()
    assert set(told(tenant, "duty.reported")) == {HERE}
    assert HERE in shown
    assert "with the community" in shown


def test_the_code_of_another_community_is_named_with_it(tenant, people, mornings, make_post):
    other = make_post(area_code=NEIGHBOUR, name="3 号门岗", number=3)
    with at(0), pytest.raises(WrongPost) as refused:
        services.check_in(actor=person(tenant, people[0]), post_code=other.code)
    assert "兆丰路社区 · 3 号门岗" in str(refused.value)
    assert HERE in str(refused.value)


def test_a_handover_names_the_community_in_its_heading(mornings, keeper):
    first = mornings[0]
    with at(1):
        url = reverse("duty:hand_over", args=[first.post_id, f"{TODAY:%Y-%m-%d}", first.shift_id])
        shown = keeper.get(url).content.decode()
        chain = keeper.get(reverse("duty:handovers", args=[first.post_id])).content.decode()
    assert HERE in shown
    assert HERE in chain


def test_a_place_outside_is_named_by_itself(incident, commander, make_post, people):
    there = make_post(area_code=DISTRICT, site=SITE, name="1 号检查岗", number=1)
    with clock.frozen(START):
        publish(commander, incident, [shift(one, there) for one in people[:2]], area=DISTRICT)
    assert queries.spot(there) == f"{SITE} · 1 号检查岗"
