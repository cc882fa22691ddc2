"""Who can stand in: the order, the rules that would be bent, asking, answering, calling."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.operations.duty.conftest import FAR
from tests.operations.duty.roster_parts import NIGHT, TODAY, person, publish, shift
from tests.operations.duty.shifts.conftest import at, come, facts_of

from muster.kernel.errors import Conflict, NotAllowed, NotFound
from muster.operations.duty import queries, services
from muster.operations.duty.contracts import PlanRules
from muster.operations.duty.models import Assignment, ReliefAsked
from muster.operations.duty.queries import Rule
from muster.platform.audit.models import AuditEvent
from muster.registers.responders import queries as register
from muster.registers.responders import services as responders


def names(found):
    return [one.responder_id for one in found]


def test_free_people_are_listed_and_those_on_duty_or_away_are_not(system, lead, mornings, people):
    with at(0):
        found = queries.relief_list(actor=lead, **facts_of(mornings[0]))
        assert set(names(found)) == set(people[4:])
        responders.report_absence(actor=system, responder_id=people[4])
        found = queries.relief_list(actor=lead, **facts_of(mornings[0]))
    assert names(found) == [people[5]]
    assert found[0].fits
    assert found[0].here


def test_who_said_not_to_be_fit_is_not_asked(tenant, lead, mornings, people):
    with at(0):
        services.declare(actor=person(tenant, people[5]), fit=False)
        found = queries.relief_list(actor=lead, **facts_of(mornings[0]))

    assert names(found) == [people[4]]


def test_the_least_recently_asked_comes_first(lead, mornings, people):
    with at(0):
        first = names(queries.relief_list(actor=lead, **facts_of(mornings[0])))
        services.ask_relief(actor=lead, responder_id=first[0], **facts_of(mornings[0]))
        second = names(queries.relief_list(actor=lead, **facts_of(mornings[0])))

    assert second == first[::-1]


def test_a_rule_that_would_be_bent_is_named_and_puts_somebody_last(  # noqa: PLR0917
    system, commander, incident, lead, make_post, make_people
):
    post = make_post(name="北门")
    crew, two = make_people(2, unit="一"), make_people(2, unit="二")
    responders.add_limit(actor=system, responder_id=two[0], kind="no_nights")
    with at(-8):
        edition = publish(
            commander,
            incident,
            [shift(one, post, 0, NIGHT) for one in crew] + [shift(one, post, 1) for one in two],
        )
    night = edition.assignments.filter(responder_id=crew[0]).get()
    with at(0):
        found = queries.relief_list(actor=lead, **facts_of(night))
    # the night of the 18th ends as the morning of the 19th begins: no rest for both of them
    bends = {one.responder_id: {bend.rule for bend in one.bends} for one in found}
    assert bends == {two[0]: {Rule.REST, Rule.NO_NIGHTS}, two[1]: {Rule.REST}}
    assert names(found) == [two[1], two[0]]
    assert found[0].bends[0].words() == "0 hours of rest instead of 11"


def test_a_skill_that_is_lacking_is_said(lead, commander, incident, make_post, make_people):
    post = make_post("disinfection", name="消杀点")
    crew, one = make_people(2, unit="一"), make_people(1, unit="二", skills=("disinfection",))
    other = make_people(1, unit="三")
    gate = make_post(name="门")
    with at(-8):
        edition = publish(
            commander,
            incident,
            [shift(who, post) for who in crew] + [shift(who, gate, 3) for who in (*one, *other)],
        )
    row = edition.assignments.filter(responder_id=crew[0]).get()
    with at(-1):
        found = queries.relief_list(actor=lead, **facts_of(row))
    assert names(found) == [*one, *other]
    assert [bend.rule for bend in found[1].bends] == [Rule.SKILL]


def test_yes_puts_the_person_on_the_roster_and_ends_the_alarm(
    tenant, lead, mornings, people, django_capture_on_commit_callbacks
):
    with at(0):
        come(lead, *mornings)
    with at(1):
        services.check_out(actor=lead, assignment_id=mornings[0].id)
        asked = [
            services.ask_relief(
                actor=lead, responder_id=one, reason="alarm", **facts_of(mornings[0])
            )
            for one in people[4:]
        ]
        assert (
            services.ask_relief(actor=lead, responder_id=people[4], **facts_of(mornings[0])).id
            == asked[0].id
        )
        me = person(tenant, people[4])
        assert [row.id for row in queries.asked_of_me(actor=me)] == [asked[0].id]
        with pytest.raises(NotFound):
            services.answer_relief(
                actor=person(tenant, people[5]), relief_id=asked[0].id, comes=True
            )
        with django_capture_on_commit_callbacks(execute=True):
            services.answer_relief(actor=me, relief_id=asked[0].id, comes=True)
        services.answer_relief(actor=me, relief_id=asked[0].id, comes=True)
        with pytest.raises(Conflict, match="answered already"):
            services.answer_relief(actor=me, relief_id=asked[0].id, comes=False)
    row = Assignment.objects.of_tenant(tenant.id).get(responder_id=people[4], day=TODAY)
    assert row.post_id == mornings[0].post_id
    assert ReliefAsked.objects.get(pk=asked[1].pk).answer == "filled"
    with at(1, 20):
        services.check_in(actor=me, post_code=row.post.code)
    assert list(queries.open_alarms(actor=lead)) == []


def test_relief_is_a_change_of_the_roster_in_its_history(tenant, lead, mornings, people):
    with at(0):
        asked = services.ask_relief(actor=lead, responder_id=people[4], **facts_of(mornings[0]))
        services.answer_relief(actor=person(tenant, people[4]), relief_id=asked.id, comes=True)

    made = Assignment.objects.of_tenant(tenant.id).get(responder_id=people[4], day=TODAY)
    change = made.made_by
    assert (change.kind, change.approved_by_name, change.bent) == ("stand_in", lead.name, [])
    assert change.reason == asked.get_reason_display()


def test_who_may_bend_no_rule_of_the_roster_asks_nobody_who_would_break_one(
    lead, commander, incident, post, people
):
    with at(-8):
        edition = publish(
            commander,
            incident,
            [shift(one, post) for one in people[:2]] + [shift(one, post, 3) for one in people[2:4]],
            rules_used=PlanRules(max_shifts=1),
        )
    facts = facts_of(edition.assignments.filter(responder_id=people[0]).get())

    with at(0):
        with pytest.raises(services.RuleBroken, match="would work 2 shifts; at most 1"):
            services.ask_relief(actor=lead, responder_id=people[2], **facts)
        assert not ReliefAsked.objects.of_tenant(lead.tenant_id).exists()
        services.put_in(actor=commander, responder_id=people[2], **facts)

    made = edition.assignments.filter(responder_id=people[2], day=TODAY).get()
    assert made.made_by.bent == ["max_shifts"]


def test_a_rule_broken_only_since_the_question_refuses_the_yes(
    tenant, system, lead, mornings, people
):
    me = person(tenant, people[4])
    with at(0):
        asked = services.ask_relief(actor=lead, responder_id=people[4], **facts_of(mornings[0]))
        responders.report_absence(actor=system, responder_id=people[4])
        with pytest.raises(services.RuleBroken, match="is away"):
            services.answer_relief(actor=me, relief_id=asked.id, comes=True)

    asked.refresh_from_db()
    assert asked.answer == "waiting"
    assert not Assignment.objects.of_tenant(lead.tenant_id).filter(
        responder_id=people[4], day=TODAY
    )


def test_no_takes_the_person_off_the_list(tenant, lead, mornings, people):
    with at(0):
        row = services.ask_relief(actor=lead, responder_id=people[4], **facts_of(mornings[0]))
        services.answer_relief(actor=person(tenant, people[4]), relief_id=row.id, comes=False)
        assert names(queries.relief_list(actor=lead, **facts_of(mornings[0]))) == [people[5]]
        with pytest.raises(Conflict):
            services.ask_relief(actor=lead, responder_id=people[4], **facts_of(mornings[0]))


def test_a_shift_that_is_over_is_not_filled(lead, mornings, people):
    with at(8), pytest.raises(Conflict, match="over"):
        services.ask_relief(actor=lead, responder_id=people[4], **facts_of(mornings[0]))


def test_others_ask_nobody_here(make_actor, mornings, people):
    facts = facts_of(mornings[0])
    with at(0):
        with pytest.raises(NotFound):
            queries.relief_list(actor=make_actor("lead", FAR), **facts)
        clerk = make_actor("clerk", scope_id=mornings[0].unit_id)
        with pytest.raises((NotAllowed, NotFound)):
            services.ask_relief(actor=clerk, responder_id=people[4], **facts)


def test_a_call_reveals_one_number_and_is_on_record(system, lead, mornings, people):
    responders.change_contact(actor=system, responder_id=people[4], phone="19900000001")
    with at(0):
        [masked] = [
            one.phone
            for one in queries.relief_list(actor=lead, **facts_of(mornings[0]))
            if one.responder_id == people[4]
        ]
        assert "000" not in masked.replace("*", "") or "*" in masked
        name, number = services.reveal_phone(
            actor=lead, responder_id=people[4], **facts_of(mornings[0])
        )
    assert number == "19900000001"
    assert name.startswith("王")
    events = AuditEvent.objects.filter(
        tenant_id=system.tenant_id, verb="responders.field_revealed", subject_id=people[4]
    )
    assert events.count() == 1
    with at(0), pytest.raises(NotFound):
        services.reveal_phone(actor=lead, responder_id=people[2], **facts_of(mornings[0]))


def test_a_paired_leader_is_on_the_list_and_steps_in(system, lead, mornings, make_people):
    [leader] = make_people(1, unit="区民政局", position="division_lead")
    unit = responders_unit(system, leader)
    pairing = responders.open_pairing(
        actor=system, unit_id=unit, community_code=mornings[0].area_code
    )
    responders.set_five_ones(actor=system, pairing_id=pairing.id, leader_id=leader)
    with at(0):
        found = queries.relief_list(actor=lead, **facts_of(mornings[0]))
        [paired] = [one for one in found if one.paired]
        assert paired.responder_id == leader
        row = services.put_in(actor=lead, responder_id=leader, **facts_of(mornings[0]))
    assert row.answer == "yes"
    assert Assignment.objects.of_tenant(system.tenant_id).filter(responder_id=leader).exists()


def responders_unit(system, person_id):
    return register.person(actor=system, responder_id=person_id).unit_id


def test_the_list_costs_as_many_queries_for_many_as_for_few(
    commander, incident, make_post, make_people
):
    found = []
    for many in (1, 8):
        post = make_post()
        crew, free = make_people(2, unit=f"甲{many}"), make_people(many, unit=f"乙{many}")
        with at(-8):
            edition = publish(
                commander,
                incident,
                [shift(one, post) for one in crew]
                + [shift(one, post, 5) for one in free]
                + [shift(crew[0], post, 5)],
            )
        row = edition.assignments.filter(responder_id=crew[0], day=TODAY).get()
        with at(0), CaptureQueriesContext(connection) as cost:
            assert queries.relief_list(actor=commander, **facts_of(row))
        found.append(len(cost))
    assert found[0] == found[1]


def test_asking_is_remembered_after_days(lead, mornings, people):
    with at(0):
        services.ask_relief(actor=lead, responder_id=people[4], **facts_of(mornings[0]))
    with at(24):
        row = (
            Assignment.objects.of_tenant(lead.tenant_id)
            .filter(day=TODAY + timedelta(days=1), responder_id=people[0])
            .get()
        )
        found = queries.relief_list(actor=lead, **facts_of(row))
    assert {one.responder_id: one.last_asked_at is not None for one in found} == {
        people[4]: True,
        people[5]: False,
    }
