"""What publication gives besides a roster: teams with leaders, personal pages, replacements."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.operations.mobilise.conftest import EVENING, HEPING

from muster.kernel import clock
from muster.kernel.errors import Conflict
from muster.operations.duty.contracts import PostDraft
from muster.operations.duty.queries import shifts_of_person
from muster.operations.duty.services import add_post
from muster.operations.mobilise import queries, services
from muster.operations.mobilise.enums import NominationState
from muster.operations.mobilise.models import DeploymentPlan, Nomination
from muster.platform.access import services as access
from muster.platform.audit.models import AuditEvent
from muster.platform.notify.models import Message
from muster.platform.places.models import Area
from muster.registers.responders import queries as register
from muster.registers.responders import services as responders

pytestmark = pytest.mark.django_db

COMMUNITY = "120101001001"
PHONE = "13800138000"


@pytest.fixture
def post(system, incident):
    """One post of two people in the day, one community."""
    for code, parent, level, name in (
        (HEPING, "1201", 3, "和平区"),
        (COMMUNITY[:9], HEPING, 4, "劝业场街道"),
        (COMMUNITY, COMMUNITY[:9], 5, "静园社区居委会"),
    ):
        Area.objects.create(
            code=code, parent_code=parent, level=level, name=name, short_name=name[:2],
            areas=1, communities=1,
        )  # fmt: skip
    draft = PostDraft(area_code=COMMUNITY, kind="point", letters="D", place="南门东侧")
    return add_post(actor=system, incident_id=incident.id, draft=draft)


@pytest.fixture
def listed(system, call_up, ask_of, education):
    """Three of the four of the office; one of them may lead."""
    services.name_people(actor=system, ask_id=ask_of(education).id, responder_ids=education.ids[:3])
    responders.change_responder(
        actor=system, responder_id=education.ids[0], can_lead=True, phone=PHONE
    )
    return call_up


@pytest.fixture
def approved(commander, make_actor, listed, post):
    """A plan of three days for these three."""
    row = services.begin_plan(
        actor=commander,
        call_up_id=listed.id,
        draft=services.PlanDraft(starts_on=date(2020, 2, 18), days=3, seconds=1),
    )
    services.solve_plan(actor=commander, plan_id=row.id, listener=lambda _now: None)
    services.submit_plan(actor=commander, plan_id=row.id)
    return services.approve_plan(actor=make_actor("planner"), plan_id=row.id)


@pytest.fixture
def published(commander, approved):
    return services.publish_plan(actor=commander, plan_id=approved.id)


def name_of(education, at):
    return Nomination.objects.get(
        tenant_id=education.tenant_id,
        responder_id=education.ids[at],
        state__in=["named", "confirmed"],
    )


def test_a_community_and_each_post_get_a_team_with_a_leader(system, published, post, education):
    teams = register.deployed_teams(actor=system, incident_id=published.call_up.incident_id)

    assert set(teams) == {COMMUNITY, str(post.id)}
    assert teams[COMMUNITY].leader_id == education.ids[0]
    assert teams[str(post.id)].leader_id is not None
    assert teams[str(post.id)].size >= 2


def test_who_was_replaced_before_publication_is_published_as_the_other(
    system, clerk, commander, approved, education
):
    """The unit replaces one of the plan by its fourth; the plan goes out with the fourth."""
    out, into = education.ids[1], education.ids[3]
    services.replace(actor=clerk, nomination_id=name_of(education, 1).id, responder_id=into)
    services.publish_plan(actor=commander, plan_id=approved.id)

    assert shifts_of_person(system.tenant_id, out, date(2020, 2, 18)) == []
    assert shifts_of_person(system.tenant_id, into, date(2020, 2, 18))
    told = Message.objects.filter(tenant_id=system.tenant_id, words="mobilise.plan_published")
    assert out not in set(told.values_list("person_id", flat=True))


def test_a_clerk_replaces_after_publication_in_one_step(system, clerk, published, education):
    out, into = education.ids[1], education.ids[3]
    before = shifts_of_person(system.tenant_id, out, date(2020, 2, 18))
    services.replace(actor=clerk, nomination_id=name_of(education, 1).id, responder_id=into)
    after = shifts_of_person(system.tenant_id, into, date(2020, 2, 18))

    assert [(one.day, one.post_id) for one in after] == [(one.day, one.post_id) for one in before]
    assert shifts_of_person(system.tenant_id, out, date(2020, 2, 18)) == []


def test_who_says_no_after_publication_is_a_gap_and_the_command_is_told(
    system, published, call_up, education
):
    account = access.create_account(actor=system, sign_in_name="commander-x", display_name="指挥")
    access.grant(actor=system, account_id=account.id, role="commander", area_code=HEPING)
    Client().post(
        reverse("mobilise:personal", args=[name_of(education, 1).code]), {"answer": "decline"}
    )

    row = Nomination.objects.get(tenant_id=system.tenant_id, responder_id=education.ids[1])
    assert row.state == NominationState.DECLINED
    [gap] = queries.gaps(actor=system, call_up=call_up).rows
    assert gap.missing.name.responder_id == education.ids[1]
    words = Message.objects.filter(tenant_id=system.tenant_id, account_id=account.id)
    assert "mobilise.gap_opened" in set(words.values_list("words", flat=True))


def test_who_says_no_before_publication_alarms_nobody(system, approved, education):
    services.decline(actor=system, nomination_id=name_of(education, 1).id)

    told = Message.objects.filter(tenant_id=system.tenant_id, words="mobilise.gap_opened")
    assert not told.exists()


def test_a_gap_is_filled_after_publication_with_the_shift_that_has_begun(
    system, commander, published, education, ask_of
):
    """At 08:20 one has not come: the fourth, named meanwhile, takes today's shift and the rest."""
    [into] = services.name_people(
        actor=system, ask_id=ask_of(education).id, responder_ids=education.ids[3:]
    )
    at_first = min(
        range(3),
        key=lambda at: [
            one.starts_at
            for one in shifts_of_person(system.tenant_id, education.ids[at], date(2020, 2, 18))
        ],
    )
    out = name_of(education, at_first)
    before = shifts_of_person(system.tenant_id, out.responder_id, date(2020, 2, 18))
    with clock.frozen(EVENING + timedelta(hours=14, minutes=20)):
        services.fill_gap(actor=commander, nomination_id=out.id, reserve_id=into.id)
        after = shifts_of_person(system.tenant_id, into.responder_id, date(2020, 2, 18))

    assert [one.starts_at for one in after] == [one.starts_at for one in before]


def test_the_personal_page_says_where_with_whom_and_whom_to_call(system, published, education):
    phone = Client()
    phone.cookies["muster_language"] = "en"
    address = reverse("mobilise:personal", args=[name_of(education, 1).code])
    page = phone.get(address).content.decode()

    for words in ("南门东侧", "劝业场街道", "区教</span>0", "/shifts/", "Show the number"):
        assert words in page
    assert PHONE not in page
    shown = phone.post(address, {"answer": "call"}).content.decode()
    assert f"tel:{PHONE}" in shown
    looks = AuditEvent.objects.filter(tenant_id=system.tenant_id, verb="responders.field_revealed")
    assert looks.count() == 1


def test_before_publication_the_page_shows_the_assembly_and_no_shift(approved, call_up, education):
    phone = Client()
    phone.cookies["muster_language"] = "en"
    page = phone.get(
        reverse("mobilise:personal", args=[name_of(education, 1).code])
    ).content.decode()

    assert "和平体育馆" in page
    assert "Next shift" not in page


def test_a_stranger_to_the_unit_does_not_step_in_by_the_clerk(
    clerk, published, education, statistics
):
    with pytest.raises(Conflict, match="same unit"):
        services.replace(
            actor=clerk,
            nomination_id=name_of(education, 1).id,
            responder_id=statistics.ids[0],
        )
    assert DeploymentPlan.objects.get(pk=published.pk).state == "published"
