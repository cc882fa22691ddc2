"""An incident starts with a contact who answers, lapses after 30 days unless renewed, and ends."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.registers.measures.conftest import COMMUNITY, DISTRICT, START, SUBDISTRICT

from muster.kernel.actors import ANONYMOUS
from muster.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, SignInRequired
from muster.kernel.events import _handlers, subscribe
from muster.kernel.holdings import RetentionClock
from muster.platform.access import services as access
from muster.platform.audit.models import AuditEvent
from muster.platform.notify.models import Message
from muster.platform.retention.models import ClockStart
from muster.registers.measures import events, queries, services
from muster.registers.measures.enums import IncidentState
from muster.registers.measures.models import Incident

DAY = timedelta(days=1)


@pytest.fixture
def heard(django_capture_on_commit_callbacks):
    """Collect the events of a package while a block runs: `with heard() as told:`."""
    told = []
    kinds = (events.IncidentOpened, events.IncidentEnded, events.PeriodOpened)
    for kind in kinds:
        subscribe(kind)(told.append)

    def listen():
        return django_capture_on_commit_callbacks(execute=True)

    yield listen, told
    for kind in kinds:
        _handlers[kind].remove(told.append)


def test_incident_whose_contact_answered_starts_at_once_and_has_30_days(make_incident, at):
    with at():
        made = make_incident()

        assert (made.starts_at, made.lapses_at) == (START, START + 30 * DAY)
        assert made.contact_confirmed_at == START
        assert made.is_running


def test_incident_waits_until_its_contact_answers(make_incident, commander, at):
    with at():
        made = make_incident(contact_answered=False)
        assert made.state is IncidentState.PREPARED
        assert queries.current_incident(commander) is None
    with at(hours=2):
        services.confirm_contact(actor=commander, incident_id=made.id)

        started = queries.current_incident(commander)
        assert started.id == made.id
        assert started.lapses_at == START + timedelta(hours=2) + 30 * DAY
        assert started.contact_confirmed_by == commander.account_id


def test_nothing_hangs_off_an_incident_that_has_not_started(make_incident, commander):
    made = make_incident(contact_answered=False)

    for refused in (
        lambda: services.open_period(actor=commander, incident_id=made.id),
        lambda: services.renew_incident(actor=commander, incident_id=made.id, reason="x"),
        lambda: services.assign_staff(
            actor=commander, incident_id=made.id, role="safety", person_name="李芳"
        ),
    ):
        with pytest.raises(Conflict):
            refused()


def test_database_refuses_a_start_without_a_confirmed_contact(incident):
    for facts in ({"contact_confirmed_at": None}, {"contact_phone": ""}, {"lapses_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Incident.objects.filter(pk=incident.pk).update(**facts)


def test_database_refuses_an_end_without_a_kind(incident):
    for facts in (
        {"ended_at": START + DAY},
        {"end_kind": "closed"},
        {"ended_at": START + DAY, "end_kind": "withdrawn"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Incident.objects.filter(pk=incident.pk).update(**facts)


def test_contact_changes_only_to_somebody_who_has_a_name_and_a_number(incident, commander, at):
    with at(hours=5):
        services.confirm_contact(
            actor=commander,
            incident_id=incident.id,
            contact_name="夜间值班室",
            contact_phone="022-00000001 转 8",
        )
        with pytest.raises(Invalid) as refused:
            services.confirm_contact(
                actor=commander, incident_id=incident.id, contact_phone="打给老王"
            )

    assert set(refused.value.errors) == {"contact_name", "contact_phone"}
    incident.refresh_from_db()
    assert (incident.contact_name, incident.contact_phone) == ("夜间值班室", "022-00000001 转 8")
    assert incident.contact_confirmed_at == START + timedelta(hours=5)
    assert incident.starts_at == START


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "war"}, "kind"),
        ({"kind": "other"}, "kind_words"),
        ({"name": " "}, "name"),
        ({"area_code": "120102"}, "area_code"),
        ({"area_code": "120101999"}, "area_code"),
        ({"contact_name": ""}, "contact_name"),
        ({"contact_phone": "12"}, "contact_phone"),
        ({"contact_phone": "022-00000000-00000000-000"}, "contact_phone"),
    ],
)
def test_incident_that_cannot_be_opened_names_the_field(make_incident, tenant, facts, field):
    with pytest.raises(Invalid) as refused:
        make_incident(**facts)

    assert set(refused.value.errors) == {field}
    assert not Incident.objects.filter(tenant=tenant).exists()


def test_one_incident_of_a_kind_and_area_at_a_time(make_incident, incident, at):
    with at(days=1):
        with pytest.raises(Conflict):
            make_incident()
        make_incident(kind="flood")
        make_incident(area_code=SUBDISTRICT)
        make_incident(kind="other", kind_words="停水")
        with pytest.raises(Conflict):
            make_incident(kind="other", kind_words="停水")
        make_incident(kind="other", kind_words="停气")


def test_lapsed_incident_makes_room_though_no_job_has_run(make_incident, incident, at):
    with at(days=31):
        again = make_incident()

        incident.refresh_from_db()
        assert (incident.ended_at, incident.end_kind) == (START + 30 * DAY, "lapsed")
        assert again.is_running


def test_renewal_gives_30_days_from_now_and_keeps_the_reason(incident, commander, at):
    with at(days=20):
        renewal = services.renew_incident(
            actor=commander, incident_id=incident.id, reason="  每日仍有\n新增  "
        )
    with at(days=49):
        incident.refresh_from_db()
        assert incident.is_running
    with at(days=50):
        assert incident.state is IncidentState.LAPSED

    assert renewal.reason == "每日仍有 新增"
    assert renewal.lapses_at == START + 50 * DAY
    assert [row.id for row in queries.renewals(actor=commander, incident_id=incident.id)] == [
        renewal.id
    ]


def test_renewal_without_a_reason_or_after_the_lapse_is_refused(incident, commander, at):
    with at(days=1), pytest.raises(Invalid) as refused:
        services.renew_incident(actor=commander, incident_id=incident.id, reason=" ")
    assert set(refused.value.errors) == {"reason"}

    with at(days=30), pytest.raises(Conflict):
        services.renew_incident(actor=commander, incident_id=incident.id, reason="晚了")


def test_lapse_is_true_before_anybody_writes_it_down(incident, commander, at):
    with at(days=29, hours=23):
        assert queries.current_incident(commander) == incident
    with at(days=30):
        assert queries.current_incident(commander) is None
        assert queries.current_notice(commander) is None
        listed = queries.incidents(actor=commander, state=IncidentState.LAPSED)
        assert list(listed) == [incident]
        with pytest.raises(Conflict):
            services.open_period(actor=commander, incident_id=incident.id)


def test_job_writes_a_lapse_down_once_and_ends_what_hangs_off_it(
    incident, commander, tenant, at, heard
):
    listen, told = heard
    with at(days=1):
        services.open_period(actor=commander, incident_id=incident.id)
        services.assign_staff(
            actor=commander, incident_id=incident.id, role="safety", person_name="李芳"
        )
        group = services.form_liaison_group(
            actor=commander, incident_id=incident.id, name="一组", area_codes=[SUBDISTRICT]
        )
        services.add_liaison_member(actor=commander, group_id=group.id, person_name="王强")

    with at(days=30, hours=3), listen():
        assert services.lapse_due() == 1
    with at(days=31), listen():
        assert services.lapse_due() == 0

    incident.refresh_from_db()
    lapse = START + 30 * DAY
    assert (incident.ended_at, incident.end_kind) == (lapse, "lapsed")
    ended = (incident.periods.get(), incident.staff.get(), incident.liaison_groups.get())
    assert {row.ends_at for row in (*ended, group.members.get(), group.areas.get())} == {lapse}
    (event,) = told
    assert (event.incident_id, event.kind, event.ended_at) == (incident.id, "lapsed", lapse)
    clocks = ClockStart.objects.get(tenant=tenant, of_id=incident.id)
    assert (clocks.clock_kind, clocks.ended_at) == (RetentionClock.INCIDENT_END, lapse)


def test_commanders_are_warned_three_days_before_once_for_each_lapse(  # noqa: PLR0917
    incident, commander, system, tenant, at, make_person
):
    with at(days=1):
        account, seated = _accounts(system, make_person)
        services.assign_staff(
            actor=commander, incident_id=incident.id, role="commander", person_id=seated
        )

    def warned():
        rows = Message.objects.filter(tenant=tenant, words="measures.lapse_near")
        return sorted(rows.values_list("account_id", flat=True))

    with at(days=26, hours=23):
        services.lapse_due()
        assert warned() == []
    for hours in (1, 5):
        with at(days=27, hours=hours):
            services.lapse_due()
    assert len(warned()) == 2
    assert account.id in warned()
    with at(days=28):
        services.renew_incident(actor=commander, incident_id=incident.id, reason="仍有任务")
        services.lapse_due()
        assert len(warned()) == 2
    with at(days=56):
        services.lapse_due()
        assert len(warned()) == 4


def _accounts(system, make_person):
    """Make accounts: the district's commander, another subdistrict's, somebody with a seat."""
    made = []
    person = make_person("吴海涛")
    for name, area, person_id in (
        ("commander", DISTRICT, None),
        ("elsewhere", "120101002", None),
        ("seated", None, person.id),
    ):
        account = access.create_account(
            actor=system, sign_in_name=name, display_name=name, person_id=person_id
        )
        if area:
            access.grant(actor=system, account_id=account.id, role="commander", area_code=area)
        made.append(account)
    return made[0], person.id


def test_closing_keeps_the_reason_starts_the_clocks_and_cannot_be_repeated(
    incident, commander, tenant, at, heard
):
    listen, told = heard
    with at(days=9):
        with pytest.raises(Invalid):
            services.close_incident(actor=commander, incident_id=incident.id, reason="")
        with listen():
            services.close_incident(actor=commander, incident_id=incident.id, reason="任务完成")
        with pytest.raises(Conflict):
            services.close_incident(actor=commander, incident_id=incident.id, reason="再关一次")

    incident.refresh_from_db()
    assert (incident.ended_at, incident.end_reason) == (START + 9 * DAY, "任务完成")
    assert [event.kind for event in told] == ["closed"]
    assert ClockStart.objects.filter(tenant=tenant, of_id=incident.id).count() == 1


def test_incident_that_never_started_is_withdrawn(make_incident, commander):
    made = make_incident(contact_answered=False)

    ended = services.close_incident(actor=commander, incident_id=made.id, reason="误报")

    assert ended.state is IncidentState.WITHDRAWN
    with pytest.raises(Conflict):
        services.confirm_contact(actor=commander, incident_id=made.id)


def test_events_tell_of_start_and_period(make_incident, commander, heard):
    listen, told = heard
    with listen():
        made = make_incident()
        period = services.open_period(actor=commander, incident_id=made.id)

    opened, began = told
    assert (opened.incident_id, opened.area_code, opened.kind) == (made.id, DISTRICT, "epidemic")
    assert opened.lapses_at == made.lapses_at
    assert (began.period_id, began.number) == (period.id, 1)


def test_current_incident_is_the_running_one_of_the_widest_area(
    make_incident, incident, commander, at
):
    with at(hours=-1):
        narrow = make_incident(area_code=SUBDISTRICT, kind="flood")
    with at(days=1):
        assert queries.current_incident(commander) == incident
        services.close_incident(actor=commander, incident_id=incident.id, reason="完成")
        assert queries.current_incident(commander) == narrow


@pytest.mark.parametrize("role", ["lead", "inspector", "storekeeper"])
def test_whoever_works_in_a_part_sees_the_incident_of_the_whole(incident, make_actor, role):
    actor = make_actor(role, COMMUNITY)

    assert queries.incident(actor=actor, incident_id=incident.id) == incident


def test_incident_of_another_part_is_not_seen(make_incident, make_actor, at):
    with at():
        made = make_incident(area_code=SUBDISTRICT)
        inside = make_actor("lead", COMMUNITY)
        outside = make_actor("lead", "120101002001")
        clerk = make_actor("clerk", "", scope_id=made.id)

        assert [queries.current_incident(actor) for actor in (inside, outside, clerk)] == [
            made, None, made,
        ]  # fmt: skip
        with pytest.raises(NotFound):
            queries.incident(actor=outside, incident_id=made.id)


def test_other_tenants_see_nothing(incident, make_actor, other_tenant):
    stranger = make_actor("commander", "120102", tenant_id=other_tenant.id)

    assert list(queries.incidents(actor=stranger)) == []
    with pytest.raises(NotFound):
        services.renew_incident(actor=stranger, incident_id=incident.id, reason="x")


def test_guard_learns_whom_to_call_and_nothing_else(incident, make_actor, at):
    guard = make_actor("guard", COMMUNITY)
    with at(days=1):
        notice = queries.current_notice(guard)

        assert (notice.name, notice.contact_phone) == (incident.name, "022-00000000")
        assert queries.current_incident(guard) is None
        assert list(queries.staff_of(actor=guard, incident_id=incident.id)) == []


def test_only_a_command_whose_area_covers_it_changes_an_incident(
    incident, make_actor, make_incident
):
    for actor in (make_actor("lead"), make_actor("commander", SUBDISTRICT)):
        with pytest.raises(NotAllowed):
            services.close_incident(actor=actor, incident_id=incident.id, reason="x")
    with pytest.raises(NotAllowed):
        services.open_incident(
            actor=make_actor("commander", SUBDISTRICT), kind="flood", name="汛情",
            area_code=DISTRICT, contact_name="值班室", contact_phone="022-00000000",
        )  # fmt: skip
    with pytest.raises(SignInRequired):
        services.open_incident(
            actor=ANONYMOUS, kind="flood", name="x", area_code=DISTRICT, contact_name="x",
            contact_phone="12345",
        )  # fmt: skip


def test_audit_says_who_did_what_and_holds_no_words(incident, commander, tenant, at):
    with at(days=1):
        services.renew_incident(actor=commander, incident_id=incident.id, reason="仍有任务")
        services.close_incident(actor=commander, incident_id=incident.id, reason="完成")

    rows = AuditEvent.objects.filter(tenant_id=tenant.id, verb__startswith="measures.")
    assert list(rows.order_by("id").values_list("verb", flat=True)) == [
        events.PREPARED, events.CONTACT_CONFIRMED, events.STARTED, events.RENEWED, events.ENDED,
    ]  # fmt: skip
    assert all(row.account_id == commander.account_id for row in rows)


def test_destruction_takes_ended_incidents_with_all_that_hangs_off_them(
    incident, make_incident, commander, tenant, at
):
    with at(days=1):
        running = make_incident(kind="flood")
        services.assign_staff(
            actor=commander, incident_id=incident.id, role="safety", person_name="李芳"
        )
        services.close_incident(actor=commander, incident_id=incident.id, reason="完成")
    assert queries.count_ended(tenant.id) == 1
    assert services.destroy_ended(tenant.id, START + DAY, 10) == []

    destroyed = services.destroy_ended(tenant.id, START + 2 * DAY, 10)

    assert destroyed == [incident.id]
    assert list(Incident.objects.filter(tenant=tenant)) == [running]
