"""Screens of the record."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.platform.access.conftest import session_for

from muster.kernel import clock
from muster.kernel.actors import system_actor
from muster.kernel.ids import new_id
from muster.platform.access import services as access
from muster.platform.access.enums import Factor
from muster.platform.access.queries import actor_of
from muster.platform.audit import queries, services
from muster.platform.audit.contracts import describe_verb
from muster.platform.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
COMMUNITY = "120101001001"
ELSEWHERE = "120101002001"


@pytest.fixture
def person():
    return new_id()


@pytest.fixture
def make_account(tenant):
    def make(role, area, person_id=None):
        system = system_actor(tenant.id, "test")
        account = access.create_account(
            actor=system,
            sign_in_name=new_id().hex,
            display_name=f"Name of {role}",
            person_id=person_id,
        )
        access.grant(actor=system, account_id=account.id, role=role, area_code=area)
        return account

    return make


@pytest.fixture
def looked(make_account, person):
    """A lead has looked at a person's phone number."""
    describe_verb("sample.phone_seen", "Saw the phone number")
    lead = make_account("lead", COMMUNITY)
    services.record(
        actor_of(lead),
        "sample.phone_seen",
        ("sample.person", person),
        subject_id=person,
        area=COMMUNITY,
        purpose="delivery",
    )
    return lead


@pytest.fixture
def enter(client):
    def enter(account):
        client.cookies["muster_language"] = "en"
        session_for(client, account, Factor.TOTP)
        return client

    return enter


def test_person_sees_role_purpose_and_time_of_a_look_but_no_name(
    enter, make_account, looked, person
):
    browser = enter(make_account("responder", ELSEWHERE, person_id=person))
    page = browser.get(reverse("audit:me")).content.decode()

    assert "Saw the phone number" in page
    assert "Community lead" in page
    assert "to bring food, medicine or goods" in page
    assert "Name of lead" not in page


def test_person_does_not_see_looks_at_others(enter, make_account, looked):
    browser = enter(make_account("responder", COMMUNITY, person_id=new_id()))

    assert "Saw the phone number" not in browser.get(reverse("audit:me")).content.decode()


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("", True),
        ("verb=sample", True),
        ("verb=sample.phone_seen", True),
        ("verb=access", False),
        ("kind=sample.person", True),
        ("kind=sample.unit", False),
        (f"area={COMMUNITY}", True),
        (f"area={ELSEWHERE}", False),
        ("until=2000-01-01", False),
        ("since=2000-01-01", True),
        ("since=nonsense", True),
    ],
)
def test_record_is_filtered(enter, make_account, looked, query, seen):
    browser = enter(make_account("commander", ""))
    page = browser.get(f"{reverse('audit:index')}?{query}").content.decode()

    assert ("Saw the phone number" in page) is seen


@pytest.mark.parametrize(("query", "seen"), [("seal=sealed", True), ("seal=waiting", False)])
def test_record_is_cut_by_what_is_sealed(enter, make_account, looked, query, seen):
    services.seal(looked.tenant_id)
    browser = enter(make_account("commander", ""))
    page = browser.get(f"{reverse('audit:index')}?{query}").content.decode()

    assert ("Saw the phone number" in page) is seen
    assert ("Signed in" in page) is not seen


def test_one_broken_filter_does_not_drop_the_others(enter, make_account, looked):
    browser = enter(make_account("commander", ""))
    page = browser.get(f"{reverse('audit:index')}?verb=access&since=nonsense").content.decode()

    assert "Signed in" in page
    assert "Saw the phone number" not in page
    assert "“nonsense”" in page


def test_record_of_one_actor_is_a_tap_away_and_shows_the_name(enter, make_account, looked):
    browser = enter(make_account("commander", ""))
    page = browser.get(f"{reverse('audit:index')}?account={looked.id}").content.decode()

    assert "Name of lead" in page
    assert "Signed in" not in page


def test_commander_of_one_area_sees_nothing_of_another(enter, make_account, looked):
    browser = enter(make_account("commander", ELSEWHERE))

    assert "Saw the phone number" not in browser.get(reverse("audit:index")).content.decode()


def test_downloaded_head_is_signed_and_its_download_on_record(enter, make_account, looked, tenant):
    services.seal(tenant.id)
    browser = enter(make_account("commander", ""))
    answer = browser.post(reverse("audit:head"))

    assert answer["Content-Disposition"].startswith('attachment; filename="muster-audit-')
    assert queries.verify_head(json.loads(answer.content))
    assert AuditEvent.objects.filter(tenant_id=tenant.id, verb="audit.head_exported").count() == 1


def test_list_costs_the_same_for_one_row_and_for_fifty(
    enter, make_account, looked, tenant, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    url = f"{reverse('audit:index')}?verb=sample"
    browser = enter(make_account("commander", ""))
    browser.get(url)
    with CaptureQueriesContext(connection) as one:
        browser.get(url)
    for _ in range(30):
        services.record(actor_of(looked), "sample.phone_seen", area=COMMUNITY)
    with django_assert_num_queries(len(one)):
        browser.get(url)


def test_newest_event_is_found_over_all_commands(tenant, other_tenant):
    services.record(system_actor(other_tenant.id, "t"), "p.v")

    assert clock.real_now() - queries.newest_event_at() < timedelta(minutes=1)


def test_record_shows_the_end_of_the_id_and_leads_where_the_reader_may_go(
    enter, make_account, looked
):
    browser = enter(make_account("commander", ""))
    page = browser.get(f"{reverse('audit:index')}?kind=access.grant").content.decode()

    granted = AuditEvent.objects.filter(
        tenant_id=looked.tenant_id, object_kind="access.grant"
    ).first()
    assert f">{granted.object_id[-6:]}</code>" in page
    assert f'href="/access/people/{looked.id}/"' in page


def test_record_leads_nowhere_for_a_reader_who_may_not_open_the_object(
    enter, make_account, looked, person
):
    browser = enter(make_account("maintainer", ""))
    page = browser.get(f"{reverse('audit:index')}?kind=sample.person").content.decode()

    assert f">{str(person)[-6:]}</code>" in page
    assert "/responders/" not in page.split("<tbody", 1)[1].split("</tbody>", 1)[0]


FIELD = {
    "en": "Saw a sealed field: Identity number",
    "zh-hans": "：证件号",
    "zh-hant": "：證件號",
}


@pytest.mark.parametrize("language", FIELD)
def test_look_names_the_field_for_reader_and_person(enter, make_account, looked, person, language):
    services.record(
        actor_of(looked),
        "responders.field_revealed",
        ("responders.responder", person),
        subject_id=person,
        area=COMMUNITY,
        purpose="call",
        field="identity_number",
    )

    for account, url in (
        (make_account("commander", ""), reverse("audit:index")),
        (make_account("responder", ELSEWHERE, person_id=person), reverse("audit:me")),
    ):
        browser = enter(account)
        browser.cookies["muster_language"] = language
        assert FIELD[language] in browser.get(url).content.decode()


def test_pages_cost_the_same_for_one_and_for_many_objects(enter, make_account, looked):
    browser = enter(make_account("commander", ""))
    address = f"{reverse('audit:index')}?kind=access.account"
    counts = []
    for more in (0, 5):
        for _number in range(more):
            make_account("guard", COMMUNITY)
        with CaptureQueriesContext(connection) as run:
            browser.get(address)
        counts.append(len(run))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("role", "area", "seen"),
    [
        ("commander", "", True),
        ("commander", "120101", True),
        ("maintainer", "120101", True),
        ("commander", COMMUNITY, False),
    ],
)
def test_a_record_without_area_shows_to_who_answers_for_the_whole_command(
    make_account, tenant, role, area, seen
):
    services.record(system_actor(tenant.id, "t"), "sample.destroyed", ("sample.set", "one"))
    reader = actor_of(make_account(role, area))

    assert queries.events(actor=reader, verb="sample.destroyed").exists() is seen
    shown = queries.events_of_object(actor=reader, kind="sample.set", object_id="one")
    assert shown.exists() is seen
    assert (queries.events(actor=reader).count() == queries.count_events(tenant.id)) is seen


def test_a_community_lead_sees_no_record_without_area(make_account, tenant):
    services.record(system_actor(tenant.id, "t"), "sample.destroyed")

    assert not queries.events(actor=actor_of(make_account("lead", COMMUNITY))).exists()


def test_the_figure_of_the_record_is_a_door_for_the_commander_of_the_district(make_account, tenant):
    from muster.kernel.holdings import holdings

    services.record(system_actor(tenant.id, "t"), "sample.destroyed")
    commander = actor_of(make_account("commander", tenant.area_code))
    held = holdings()["audit.events"]

    assert held.listing.count(commander) == held.count(tenant.id)


def test_looks_are_listed_by_day_and_by_the_clock_that_is_shown(
    enter, make_account, looked, person
):
    lead = actor_of(make_account("lead", COMMUNITY))
    now = clock.now()
    for days in (2, 1, 2):
        with clock.frozen(now - timedelta(days=days)):
            services.record(
                lead, "sample.phone_seen", ("sample.person", person), subject_id=person,
                area=COMMUNITY, purpose="delivery",
            )  # fmt: skip
    client = enter(make_account("guard", COMMUNITY, person))

    days = client.get(reverse("audit:me")).context["looks"]

    assert [len(entries) for _at, entries in days[1:]] == [1, 2]
    assert [at.date() for at, _entries in days] == sorted(
        {at.date() for at, _entries in days}, reverse=True
    )
