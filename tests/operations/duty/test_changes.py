"""Changing a published roster: every rule holds at once, nothing is overwritten, few are told."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.operations.duty.conftest import COMMUNITY, DISTRICT
from tests.operations.duty.roster_parts import (
    EVENING,
    MORNING,
    NIGHT,
    TODAY,
    person,
    publish,
    shift,
)

from muster.kernel import clock, events
from muster.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from muster.operations.duty import change_words, services
from muster.operations.duty.contracts import PlanRules
from muster.operations.duty.events import RosterChanged
from muster.operations.duty.models import Assignment, Deployment, RosterChange
from muster.operations.duty.queries.shifts import shifts_of_person
from muster.operations.duty.services import telling
from muster.registers.responders import services as register

DAY = timedelta(days=1)


@pytest.fixture
def people(make_people):
    """Eight people of one unit."""
    return make_people(8)


@pytest.fixture
def roster(commander, incident, post, people):
    """Tomorrow: two by day, two by evening, two by night; the last two are free."""
    rows = [
        *(shift(one, post, 1, MORNING) for one in people[:2]),
        *(shift(one, post, 1, EVENING) for one in people[2:4]),
        *(shift(one, post, 1, NIGHT) for one in people[4:6]),
        *(shift(one, post, 3, MORNING) for one in people[6:8]),
    ]
    return publish(commander, incident, rows)


def of(person_id, day=1):
    """The shift in force of somebody on a day."""
    return Assignment.objects.filter(
        responder_id=person_id, day=TODAY + day * DAY, state="planned"
    ).get()  # fmt: skip


def held(row):
    return (row.responder_id, row.post_id, row.shift_id, row.day)


def broken(refused):
    return {one.code for one in refused.value.breaches}


def test_cover_cancels_one_shift_and_makes_another_tied_to_the_change(lead, roster, people):
    old = of(people[0])

    change = services.cover(
        actor=lead, assignment_id=old.id, version=1, by_responder_id=people[6], reason="换人"
    )

    old.refresh_from_db()
    assert (old.state, old.version, old.cancelled_by_id) == ("cancelled", 2, change.id)
    new = of(people[6])
    assert held(new)[1:] == held(old)[1:]
    assert new.made_by_id == change.id
    assert (change.kind, change.reason, change.approved_by_name) == ("cover", "换人", lead.name)


def test_only_those_touched_are_told_once_each(lead, roster, people, monkeypatch):
    told = []
    monkeypatch.setattr(
        telling, "notify_many", lambda *, notes, **_facts: told.extend(
            (who.person_id, one.words) for one in notes for who in one.recipients
        )
    )  # fmt: skip

    change = services.cover(
        actor=lead, assignment_id=of(people[0]).id, version=1, by_responder_id=people[6], reason=""
    )

    assert sorted(told) == sorted(
        [(people[0], change_words.SHIFT_OFF), (people[6], change_words.NEW_SHIFT)]
    )
    assert sorted(change.told) == sorted([str(people[0]), str(people[6])])


def test_the_change_is_announced_on_commit_with_those_touched(
    lead, roster, people, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(events, "_handlers", events._handlers.copy())
    heard = []
    events._handlers[RosterChanged] = [heard.append]

    with django_capture_on_commit_callbacks(execute=True):
        change = services.cover(
            actor=lead, assignment_id=of(people[0]).id, version=1, by_responder_id=people[6],
            reason="",
        )  # fmt: skip

    assert [(one.change_id, set(one.responder_ids)) for one in heard] == [
        (change.id, {people[0], people[6]})
    ]


def test_call_off_that_leaves_one_alone_is_refused_even_to_the_commander(commander, roster, people):
    with pytest.raises(services.RuleBroken) as refused:
        services.call_off(actor=commander, assignment_id=of(people[0]).id, version=1, reason="病")

    assert broken(refused) == {"crew"}
    assert "1 of at least 2" in str(refused.value)
    assert of(people[0]).state == "planned"


def test_a_whole_crew_is_called_off_in_one_step(lead, roster, people):
    services.call_off_crew(
        actor=lead, versions={of(one).id: 1 for one in people[:2]}, reason="点位关闭"
    )

    assert not Assignment.objects.filter(responder_id__in=people[:2], state="planned").exists()


def test_cover_by_somebody_who_works_that_day_is_refused(lead, roster, people):
    with pytest.raises(services.RuleBroken) as refused:
        services.cover(
            actor=lead, assignment_id=of(people[0]).id, version=1, by_responder_id=people[2],
            reason="",
        )  # fmt: skip

    assert "two_shifts" in broken(refused)


def test_cover_that_leaves_too_little_rest_is_refused_with_the_hours(
    commander, incident, post, people
):
    publish(commander, incident, [
        *(shift(one, post, 1, NIGHT) for one in people[:2]),
        *(shift(one, post, 2, MORNING) for one in people[2:4]),
    ])  # fmt: skip

    with pytest.raises(services.RuleBroken) as refused:
        services.cover(
            actor=commander, assignment_id=of(people[2], 2).id, version=1,
            by_responder_id=people[0], reason="",
        )  # fmt: skip

    assert broken(refused) == {"rest"}
    breach = refused.value.breaches[0]
    assert breach.bendable
    assert breach.params["hours"] < 11


def test_rest_is_bent_by_the_commander_with_a_reason_and_by_nobody_else(
    commander, lead, incident, post, people
):
    publish(commander, incident, [
        *(shift(one, post, 1, NIGHT) for one in people[:2]),
        *(shift(one, post, 2, MORNING) for one in people[2:4]),
    ])  # fmt: skip
    row = of(people[2], 2)
    facts = {
        "assignment_id": row.id, "version": 1, "by_responder_id": people[0], "despite": ["rest"]
    }  # fmt: skip

    with pytest.raises(NotAllowed):
        services.cover(actor=lead, reason="急", **facts)
    with pytest.raises(Invalid):
        services.cover(actor=commander, reason=" ", **facts)

    assert services.cover(actor=commander, reason="急", **facts).bent == ["rest"]


def test_rest_counts_over_the_edge_of_two_editions(commander, incident, post, people):
    publish(commander, incident, [shift(one, post, 1, NIGHT) for one in people[:2]], days=2)
    publish(
        commander, incident, [shift(one, post, 0, MORNING) for one in people[2:4]],
        starts_on=TODAY + 2 * DAY,
    )  # fmt: skip

    with pytest.raises(services.RuleBroken) as later:
        services.cover(
            actor=commander, assignment_id=of(people[2], 2).id, version=1,
            by_responder_id=people[0], reason="",
        )  # fmt: skip
    with pytest.raises(services.RuleBroken) as earlier:
        services.cover(
            actor=commander, assignment_id=of(people[0], 1).id, version=1,
            by_responder_id=people[2], reason="",
        )  # fmt: skip

    assert broken(later) == {"rest"}
    assert broken(earlier) == {"rest"}


def test_days_and_nights_in_a_row_and_their_sums_are_counted(commander, incident, post, people):
    nights = [shift(one, post, day, NIGHT) for one in people[:2] for day in (1, 2, 3)]
    others = [shift(one, post, 4, NIGHT) for one in people[2:4]]
    days = [shift(one, post, day, EVENING) for one in people[4:6] for day in range(1, 7)]
    more = [shift(one, post, 7, EVENING) for one in people[6:8]]
    publish(commander, incident, [*nights, *others, *days, *more])

    with pytest.raises(services.RuleBroken) as night:
        services.cover(
            actor=commander, assignment_id=of(people[2], 4).id, version=1,
            by_responder_id=people[0], reason="",
        )  # fmt: skip
    with pytest.raises(services.RuleBroken) as day:
        services.cover(
            actor=commander, assignment_id=of(people[6], 7).id, version=1,
            by_responder_id=people[4], reason="",
        )  # fmt: skip

    assert broken(night) == {"consecutive_nights"}
    assert broken(day) == {"consecutive_days"}


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        (PlanRules(max_shifts=1), "max_shifts"),
        (PlanRules(max_nights=0), "max_nights"),
        (PlanRules(max_hours=9), "max_hours"),
    ],
)
def test_sums_of_the_period_are_those_the_edition_was_planned_by(  # noqa: PLR0917
    commander, incident, post, people, rules, code
):
    publish(commander, incident, [
        *(shift(one, post, 1, MORNING) for one in people[:2]),
        *(shift(one, post, 4, NIGHT) for one in people[2:4]),
    ], rules_used=rules)  # fmt: skip

    with pytest.raises(services.RuleBroken) as refused:
        services.cover(
            actor=commander, assignment_id=of(people[2], 4).id, version=1,
            by_responder_id=people[0], reason="",
        )  # fmt: skip

    assert code in broken(refused)


def test_who_is_away_covers_nothing_even_for_a_part_of_the_day(system, lead, roster, people):
    at = datetime(2020, 2, 19, 1, 0, tzinfo=UTC)
    register.report_absence(
        actor=system, responder_id=people[6], starts_at=at, ends_at=at + timedelta(hours=2)
    )
    facts = {"version": 1, "by_responder_id": people[6], "reason": ""}

    with pytest.raises(services.RuleBroken) as refused:
        services.cover(actor=lead, assignment_id=of(people[0]).id, **facts)

    assert broken(refused) == {"leave"}
    assert services.cover(actor=lead, assignment_id=of(people[4]).id, **facts).kind == "cover"


def test_limits_age_and_skills_are_held_to(  # noqa: PLR0917
    system, lead, commander, incident, make_post, people
):
    gate = make_post(number=5)
    spray = make_post(kind="disinfection", number=6)
    skilled, plain, no_nights, seated = people[0], people[2], people[3], people[4]
    register.set_skills(actor=system, responder_id=skilled, keys=["disinfection"])
    register.set_skills(actor=system, responder_id=people[1], keys=["disinfection"])
    until = TODAY + 30 * DAY
    register.add_limit(actor=system, responder_id=no_nights, kind="no_nights", ends_on=until)
    register.add_limit(actor=system, responder_id=seated, kind="seated_work", ends_on=until)
    publish(commander, incident, [
        *(shift(one, spray, 1, MORNING) for one in people[:2]),
        *(shift(one, gate, 1, NIGHT) for one in people[5:7]),
    ])  # fmt: skip

    def codes(row, by):
        with pytest.raises(services.RuleBroken) as refused:
            services.cover(
                actor=lead, assignment_id=row.id, version=1, by_responder_id=by, reason=""
            )
        return broken(refused)

    assert codes(of(skilled), plain) == {"skills"}
    assert codes(of(people[5]), no_nights) == {"excluded_shift"}
    assert codes(of(people[5]), seated) == {"skills"}


def test_nights_above_the_age_only_by_own_wish(  # noqa: PLR0917
    system, lead, commander, incident, post, make_people
):
    old = make_people(2, unit="老年队", birth_date=datetime(1960, 1, 1, tzinfo=UTC).date())
    young = make_people(2, unit="青年队")
    publish(commander, incident, [shift(one, post, 1, NIGHT) for one in young])
    facts = {"version": 1, "by_responder_id": old[0], "reason": ""}

    with pytest.raises(services.RuleBroken) as refused:
        services.cover(actor=lead, assignment_id=of(young[0]).id, **facts)
    assert broken(refused) == {"night_age"}

    register.set_night_opt_in(actor=system, responder_id=old[0], opt_in=True)
    assert services.cover(actor=lead, assignment_id=of(young[0]).id, **facts)


def test_swap_exchanges_two_shifts_and_is_refused_where_it_breaks_rest(
    lead, commander, incident, post, people
):
    publish(commander, incident, [
        *(shift(one, post, 1, MORNING) for one in people[:2]),
        *(shift(one, post, 1, NIGHT) for one in people[2:4]),
        *(shift(one, post, 2, MORNING) for one in people[:1]),
        *(shift(one, post, 2, MORNING) for one in people[4:6]),
    ])  # fmt: skip
    one, other = of(people[1]), of(people[2])
    bad = of(people[0])

    with pytest.raises(services.RuleBroken) as refused:
        services.swap(
            actor=lead, assignment_id=bad.id, with_assignment_id=other.id, versions=(1, 1),
            reason="",
        )  # fmt: skip
    assert broken(refused) == {"rest"}

    services.swap(
        actor=lead, assignment_id=one.id, with_assignment_id=other.id, versions=(1, 1), reason=""
    )
    assert of(people[1]).night
    assert not of(people[2]).night


def test_the_second_of_two_leads_sees_the_first_ones_change(lead, roster, people, make_actor):
    row, second = of(people[0]), make_actor("lead", COMMUNITY)
    first = services.cover(
        actor=lead, assignment_id=row.id, version=1, by_responder_id=people[6], reason="先"
    )

    with pytest.raises(services.ChangedFirst) as refused:
        services.cover(
            actor=second, assignment_id=row.id, version=1, by_responder_id=people[7], reason="后"
        )

    assert refused.value.change == first
    assert lead.name in str(refused.value)
    assert of(people[6]).made_by == first


def test_move_to_another_shift_and_not_to_a_closed_one(lead, roster, post, people, make_post):
    other = make_post(number=9, letters="D")
    night = of(people[4])
    row = of(people[6], 3)

    with pytest.raises(services.RuleBroken) as refused:
        services.move(
            actor=lead, assignment_id=row.id, version=1, post_id=other.id,
            shift_id=night.shift_id, day=row.day,
        )  # fmt: skip
    assert broken(refused) & {"closed"}

    with pytest.raises(services.RuleBroken) as alone:
        services.move(
            actor=lead, assignment_id=row.id, version=1, post_id=post.id,
            shift_id=of(people[2]).shift_id, day=TODAY + DAY,
        )  # fmt: skip
    assert broken(alone) == {"crew"}


def test_stand_in_alone_is_refused_and_two_at_once_are_not(lead, roster, post, people):
    facts = {"post_id": post.id, "day": TODAY + 5 * DAY, "shift_id": of(people[0]).shift_id}

    with pytest.raises(services.RuleBroken) as refused:
        services.stand_in(actor=lead, responder_id=people[0], reason="", **facts)
    assert broken(refused) == {"crew"}

    services.stand_in(
        actor=lead, responder_id=people[0], with_ids=[people[1]], reason="补位", **facts
    )
    assert {of(one, 5).post_id for one in people[:2]} == {post.id}


def test_the_past_and_who_has_come_are_not_changed(lead, commander, incident, post, people):
    publish(commander, incident, [shift(one, post, 0, EVENING) for one in people[:2]])
    row = of(people[0], 0)
    facts = {"assignment_id": row.id, "version": 1, "by_responder_id": people[2], "reason": ""}

    with clock.frozen(row.starts_at + timedelta(minutes=30)):
        services.check_in_by_lead(actor=lead, assignment_id=row.id)
        with pytest.raises(Conflict, match="has come"):
            services.cover(actor=lead, **facts)
        late = of(people[1], 0)
        assert services.cover(actor=lead, **{**facts, "assignment_id": late.id})
    with clock.frozen(row.ends_at + DAY), pytest.raises(Conflict):
        services.cover(actor=lead, **facts)


def test_replace_hands_all_coming_shifts_and_the_deployment_over(
    commander, make_actor, incident, post, people
):
    publish(commander, incident, [
        *(shift(one, post, day, MORNING) for one in people[:2] for day in (1, 2, 4)),
    ], first_secretary=people[0])  # fmt: skip
    row = Deployment.objects.filter(responder_id=people[0]).get()
    clerk = make_actor("clerk", DISTRICT, scope_id=row.unit_id)

    change = services.replace_person(
        actor=clerk, out_responder_id=people[0], in_responder_id=people[5], reason="调岗"
    )

    tenant = commander.tenant_id
    assert [one.day.day for one in shifts_of_person(tenant, people[5], TODAY)] == [19, 20, 22]
    assert not shifts_of_person(tenant, people[0], TODAY)
    row.refresh_from_db()
    assert row.ended_by == change
    new = Deployment.objects.filter(responder_id=people[5]).get()
    assert (new.area_code, new.ended_by_id) == (row.area_code, None)
    assert new.code != row.code


def test_replace_takes_only_somebody_of_the_unit(commander, roster, people, make_people):
    other = make_people(1, unit="区税务局")

    with pytest.raises(Conflict, match="same unit"):
        services.replace_person(
            actor=commander, out_responder_id=people[0], in_responder_id=other[0], reason=""
        )


def test_a_change_is_taken_back_once_and_only_untouched(lead, roster, people):
    row = of(people[0])
    change = services.cover(
        actor=lead, assignment_id=row.id, version=1, by_responder_id=people[6], reason=""
    )

    undone = services.undo_change(actor=lead, change_id=change.id)

    assert held(of(people[0])) == held(row)
    assert undone.undoes == change
    with pytest.raises(Conflict, match="already"):
        services.undo_change(actor=lead, change_id=change.id)
    assert RosterChange.objects.of_tenant(lead.tenant_id).count() == 2


def test_changes_of_a_strange_area_are_refused(roster, people, make_actor, tenant):
    stranger = make_actor("lead", "120101002001")
    own = person(tenant, people[0])

    with pytest.raises(NotFound):
        services.call_off(actor=stranger, assignment_id=of(people[0]).id, version=1, reason="")
    with pytest.raises(NotAllowed):
        services.call_off(actor=own, assignment_id=of(people[0]).id, version=1, reason="")
