"""The end of a deployment: by two people, told once, closed, certified, and what came back."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation
from tests.operations.duty.conftest import COMMUNITY, DISTRICT, FAR
from tests.operations.duty.roster_parts import EVENING, TODAY, person, publish, shift

from muster.kernel import clock
from muster.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from muster.kernel.signatures import VerdictKind, check, lines_of
from muster.operations.duty import queries, services
from muster.operations.duty.contracts import GearLine
from muster.operations.duty.models import Assignment, RosterChange
from muster.operations.duty.services import hours
from muster.platform.access.services import create_account
from muster.platform.notify.models import Message

MORNING_END = datetime(2020, 2, 18, 6, 1, tzinfo=UTC)


@pytest.fixture
def people(make_people):
    """Four people of one unit."""
    return make_people(4, phone="13800000042")


@pytest.fixture
def gate(make_post):
    """A gate with two tents' heaters due."""
    return make_post(name="3 号门岗", number=3, gear=[GearLine("heater", 2, "post", "")])


@pytest.fixture
def roster(system, incident, gate, make_post, people):
    """Two keep the gate now and this evening; two a far gate tomorrow evening."""
    far = make_post(number=1, area_code=FAR)
    return publish(
        system, incident,
        [shift(people[0], gate), shift(people[1], gate),
         shift(people[0], gate, 1), shift(people[1], gate, 1),
         shift(people[2], far, 1, EVENING), shift(people[3], far, 1, EVENING)],
    )  # fmt: skip


@pytest.fixture
def planner(make_actor):
    """Who confirms."""
    return make_actor("planner")


def asked(actor, incident, area=DISTRICT, **facts):
    return services.ask_stand_down(
        actor=actor, incident_id=incident.id, area=area,
        from_day=facts.get("from_day", TODAY), reason=facts.get("reason", "任务完成"),
    )  # fmt: skip


@pytest.fixture
def end(commander, planner, incident):
    """End the deployment: one asks, the other confirms."""

    def done(area=DISTRICT):
        row = asked(commander, incident, area)
        return services.confirm_stand_down(actor=planner, stand_down_id=row.id)

    return done


def in_force(roster):
    rows = Assignment.objects.filter(tenant_id=roster.tenant_id, state="planned")
    return set(rows.values_list("responder_id", "day"))


def test_nothing_ends_before_a_second_person_confirms(commander, incident, roster):
    before = in_force(roster)
    row = asked(commander, incident)

    assert in_force(roster) == before
    with pytest.raises(NotAllowed, match="yourself"):
        services.confirm_stand_down(actor=commander, stand_down_id=row.id)
    assert in_force(roster) == before


def test_shifts_to_come_are_called_off_and_who_is_there_stays(end, system, roster, people):
    [one] = Assignment.objects.filter(tenant_id=roster.tenant_id, responder_id=people[0], day=TODAY)
    services.check_in_by_lead(actor=system, assignment_id=one.id)
    row = end()

    assert in_force(roster) == {(people[0], TODAY)}
    assert (row.shifts, row.people) == (5, 4)
    services.check_out(actor=system, assignment_id=one.id)
    [change] = RosterChange.objects.filter(tenant_id=roster.tenant_id)
    assert (change.reason, change.cancelled.count()) == ("任务完成", 5)


def test_area_ends_alone(end, roster, people):
    end(FAR)

    assert {who for who, _day in in_force(roster)} == set(people[:2])


def test_everybody_is_thanked_once(end, planner, system, roster, people):
    for number, one in enumerate(people):
        create_account(
            actor=system, sign_in_name=f"person{number}", display_name="本人", person_id=one
        )
    row = end()
    with pytest.raises(Conflict):
        services.confirm_stand_down(actor=planner, stand_down_id=row.id)

    told = Message.objects.filter(tenant_id=roster.tenant_id, words="duty.stood_down")
    assert sorted(told.values_list("person_id", flat=True)) == sorted(people)


@pytest.fixture
def republish(system, incident, roster, gate, people):
    """Publish the gate's crew from tomorrow on."""
    plan = [shift(people[0], gate), shift(people[1], gate)]
    return lambda: publish(system, incident, plan, starts_on=TODAY + timedelta(days=1))


def test_closed_deployment_takes_no_shift_until_opened_again(end, commander, system, republish):
    row = end()
    with pytest.raises(Conflict, match="has ended"):
        republish()
    change = RosterChange.objects.filter(tenant_id=system.tenant_id).first()
    with pytest.raises(Conflict, match="has ended"):
        services.undo_change(actor=system, change_id=change.id)
    with pytest.raises(Invalid):
        services.reopen_stand_down(actor=commander, stand_down_id=row.id, reason=" ")

    services.reopen_stand_down(actor=commander, stand_down_id=row.id, reason="疫情反复")
    assert republish().number == 2


def test_called_off_shift_takes_no_check_in(end, roster, system, people):
    one = Assignment.objects.filter(tenant_id=roster.tenant_id, responder_id=people[0]).first()
    end()

    with pytest.raises((Conflict, NotFound)):
        services.check_in_by_lead(actor=system, assignment_id=one.id)


def test_past_day_no_reason_and_twice_are_refused(commander, incident, roster):
    with pytest.raises(Invalid):
        asked(commander, incident, from_day=TODAY - timedelta(days=1))
    with pytest.raises(Invalid):
        asked(commander, incident, reason=" ")
    asked(commander, incident)
    with pytest.raises(Conflict):
        asked(commander, incident)


def test_only_the_command_ends_a_deployment(lead, incident, roster):
    with pytest.raises(NotAllowed):
        asked(lead, incident, COMMUNITY)


def test_dropped_request_ends_nothing(commander, planner, incident, roster):
    before = in_force(roster)
    row = asked(commander, incident)
    services.drop_stand_down(actor=planner, stand_down_id=row.id)

    assert in_force(roster) == before
    with pytest.raises(Conflict):
        services.confirm_stand_down(actor=planner, stand_down_id=row.id)


def test_gear_that_is_missing_needs_a_reason(end, lead, incident, gate, roster):
    end()
    [line] = queries.gear_to_come(actor=lead, incident_id=incident.id)

    assert (line.post_id, line.due, line.counted) == (gate.id, 2, None)
    with pytest.raises(Invalid):
        services.note_gear_back(actor=lead, gear_id=line.id, returned=1)
    services.note_gear_back(actor=lead, gear_id=line.id, returned=1, reason="一台损坏")
    line.refresh_from_db()
    assert (line.returned, line.reason) == (1, "一台损坏")


@pytest.fixture
def worked(system, roster, people):
    """The first of the crew came at 08:05 and left at 14:01."""
    [one] = Assignment.objects.filter(tenant_id=roster.tenant_id, responder_id=people[0], day=TODAY)
    services.check_in_by_lead(actor=system, assignment_id=one.id)
    with clock.frozen(MORNING_END):
        services.check_out(actor=system, assignment_id=one.id)
    return one


def certified(content):
    """Codes of the certificates are in the audit; the file has a page each."""
    return max(int(count) for count in re.findall(rb"/Count (\d+)", content))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_unit_gets_a_page_for_each_who_worked(end, commander, worked, language):
    with clock.frozen(MORNING_END), translation.override(language):
        end()
        content = services.certify_unit(actor=commander, unit_id=worked.unit_id)

    assert certified(content) == 1


@pytest.fixture
def signed(monkeypatch):
    """The documents that were signed."""
    found = []
    sign = hours.sign_document
    monkeypatch.setattr(
        hours, "sign_document", lambda **facts: found.append(sign(**facts)) or found[-1]
    )
    return found


def test_certificate_says_hours_as_worked_and_proves_itself(end, incident, worked, tenant, signed):
    with clock.frozen(MORNING_END):
        end()
        services.certify_own(actor=person(tenant, worked.responder_id))
    verdict = check(signed[0].code)
    said = {str(label): words for label, words in lines_of(verdict)}

    assert verdict.kind == VerdictKind.GENUINE
    assert (said["Hours worked"], said["Nights"]) == ("5.9", "0")
    assert incident.name not in str(verdict.public)


def test_no_certificate_while_the_deployment_goes_on(commander, worked, tenant, people):
    with pytest.raises(Conflict, match="not ended"):
        services.certify_own(actor=person(tenant, people[0]))
    with pytest.raises(NotFound):
        services.certify_unit(actor=commander, unit_id=worked.unit_id)


def test_clerk_of_another_unit_certifies_nobody(end, worked, make_actor):
    end()
    with pytest.raises((NotFound, NotAllowed)):
        services.certify_unit(actor=make_actor("responder"), unit_id=worked.unit_id)
