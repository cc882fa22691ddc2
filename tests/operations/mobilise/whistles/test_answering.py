"""A community whistles: claimed whole or in part, climbing by time, confirmed by both sides."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.operations.mobilise.conftest import EVENING
from tests.operations.mobilise.whistles.parts import JINGYUAN, OTHER, again, later, told

from muster.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from muster.kernel.ids import new_id
from muster.operations.mobilise import queries, services
from muster.operations.mobilise.enums import ClaimState, Held, WhistleState
from muster.operations.mobilise.models import Whistle

pytestmark = pytest.mark.django_db


def test_a_kind_fills_in_what_was_left_out(lead, incident):
    row = services.whistle(actor=lead, area_code=JINGYUAN, kind="gate")

    assert (row.asked, row.deadline_at - EVENING) == (5, timedelta(hours=8))
    assert (row.what, row.state, row.held) == ("People for a gate", "open", "units")
    assert row.number == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "no such"}, "kind"),
        ({"area_code": "120101"}, "area_code"),
        ({"area_code": "999999999999"}, "area_code"),
        ({"people": 0}, "people"),
        ({"deadline_at": EVENING - timedelta(minutes=1)}, "deadline_at"),
        (
            {"from_at": EVENING + timedelta(hours=3), "deadline_at": EVENING + timedelta(hours=2)},
            "deadline_at",
        ),
        ({"deadline_at": EVENING + timedelta(days=15)}, "deadline_at"),
    ],
)
def test_a_whistle_that_cannot_be_is_refused_at_its_field(system, incident, facts, field):
    with pytest.raises(Invalid) as refused:
        services.whistle(actor=system, **({"area_code": JINGYUAN, "kind": "gate"} | facts))

    assert list(refused.value.errors) == [field]


def test_a_lead_whistles_for_no_other_community(lead, incident):
    with pytest.raises(NotAllowed):
        services.whistle(actor=lead, area_code=OTHER, kind="gate")


def test_without_an_incident_nobody_is_called(lead):
    with pytest.raises(Conflict, match="No incident"):
        services.whistle(actor=lead, area_code=JINGYUAN, kind="gate")


def test_the_door_of_other_packages_whistles_once_for_one_source(system, incident):
    source = new_id()
    facts = {"area_code": JINGYUAN, "kind": "care", "source": "resident", "source_id": source}
    first = services.whistle(actor=system, **facts)

    assert services.whistle(actor=system, **facts).id == first.id
    assert queries.whistles(actor=system).count() == 1


def test_units_take_a_whistle_on_in_parts_until_it_is_covered(
    whistled, office, other_office, education, statistics
):
    services.claim_whistle(actor=office, whistle_id=whistled.id, unit_id=education.id, people=5)
    assert (again(whistled).missing, again(whistled).state) == (7, WhistleState.OPEN)

    with pytest.raises(Conflict, match="Only 7 people"):
        services.claim_whistle(
            actor=other_office, whistle_id=whistled.id, unit_id=statistics.id, people=8
        )
    services.claim_whistle(
        actor=other_office, whistle_id=whistled.id, unit_id=statistics.id, people=7
    )

    assert (again(whistled).missing, again(whistled).state) == (0, WhistleState.COVERED)
    with pytest.raises(Conflict, match="taken on already"):
        services.claim_whistle(actor=office, whistle_id=whistled.id, unit_id=education.id, people=1)


def test_a_clerk_promises_for_no_other_unit(whistled, office, statistics):
    with pytest.raises((NotAllowed, NotFound)):
        services.claim_whistle(
            actor=office, whistle_id=whistled.id, unit_id=statistics.id, people=1
        )


def test_the_database_lets_no_more_be_claimed_than_asked(whistled):
    with pytest.raises(IntegrityError), transaction.atomic():
        Whistle.objects.filter(pk=whistled.pk).update(claimed=13)


def test_who_goes_is_named_from_the_unit_up_to_what_was_promised(
    whistled, office, education, statistics
):
    claim = services.claim_whistle(
        actor=office,
        whistle_id=whistled.id,
        unit_id=education.id,
        people=2,
        responder_ids=education.ids[:1],
    )
    with pytest.raises(Invalid):
        services.name_goers(actor=office, claim_id=claim.id, responder_ids=education.ids[1:3])
    with pytest.raises(Invalid):
        services.name_goers(actor=office, claim_id=claim.id, responder_ids=statistics.ids[:1])
    services.name_goers(actor=office, claim_id=claim.id, responder_ids=education.ids[:2])

    [shown] = queries.claims_of(actor=office, whistle_id=whistled.id)
    assert [one.responder.name for one in shown.names.all()] == ["区教0", "区教1"]


def test_nobody_is_named_for_two_whistles_at_one_time(whistled, lead, office, education):
    second = services.whistle(actor=lead, area_code=JINGYUAN, kind="guide")
    tomorrow = services.whistle(
        actor=lead,
        area_code=JINGYUAN,
        kind="guide",
        from_at=EVENING + timedelta(hours=14),
        deadline_at=EVENING + timedelta(hours=20),
    )
    facts = {"unit_id": education.id, "people": 1, "responder_ids": education.ids[:1]}
    services.claim_whistle(actor=office, whistle_id=whistled.id, **facts)

    with pytest.raises(Invalid) as refused:
        services.claim_whistle(actor=office, whistle_id=second.id, **facts)
    assert "already goes elsewhere" in str(refused.value.errors["people"][0])
    assert again(second).claimed == 0
    services.claim_whistle(actor=office, whistle_id=tomorrow.id, **facts)


def test_only_who_listens_comes_without_being_sent(whistled, volunteer):
    with pytest.raises(NotAllowed):
        services.come_myself(actor=volunteer, whistle_id=whistled.id)
    services.listen(actor=volunteer, on=True)
    services.come_myself(actor=volunteer, whistle_id=whistled.id)

    assert again(whistled).claimed == 1
    [going] = queries.own_going(actor=volunteer)
    assert going.whistle_id == whistled.id


def test_both_sides_confirm_and_the_whistle_ends_with_an_answer(whistled, lead, office, education):
    first, second = [
        services.claim_whistle(
            actor=office, whistle_id=whistled.id, unit_id=education.id, people=people
        )
        for people in (5, 7)
    ]
    services.report_done(actor=office, claim_id=first.id, note="守到天亮")
    services.confirm_claim(actor=lead, claim_id=first.id)
    assert again(whistled).is_live

    services.report_done(actor=office, claim_id=second.id)
    services.confirm_claim(actor=lead, claim_id=second.id)

    row = again(whistled)
    assert (row.state, row.answer_words) == (
        WhistleState.DONE,
        "Done, and confirmed by both sides.",
    )


def test_a_claimer_confirms_nothing_for_the_community(whistled, office, education):
    claim = services.claim_whistle(
        actor=office, whistle_id=whistled.id, unit_id=education.id, people=5
    )
    with pytest.raises(NotAllowed):
        services.confirm_claim(actor=office, claim_id=claim.id)


def test_not_done_needs_a_reason_and_opens_the_places_again(whistled, lead, office, education):
    claim = services.claim_whistle(
        actor=office, whistle_id=whistled.id, unit_id=education.id, people=12
    )
    services.report_done(actor=office, claim_id=claim.id)
    with pytest.raises(Invalid):
        services.refuse_claim(actor=lead, claim_id=claim.id, reason="  ")
    services.refuse_claim(actor=lead, claim_id=claim.id, reason="只来了一半人")

    assert (again(whistled).state, again(whistled).missing) == (WhistleState.OPEN, 12)
    [shown] = queries.claims_of(actor=office, whistle_id=whistled.id)
    assert (shown.state, shown.reason) == (ClaimState.REFUSED, "只来了一半人")


def test_what_is_given_back_is_open_for_others(whistled, office, education):
    claim = services.claim_whistle(
        actor=office, whistle_id=whistled.id, unit_id=education.id, people=12
    )
    services.release_claim(actor=office, claim_id=claim.id, reason="车坏了")

    assert (again(whistled).state, again(whistled).missing) == (WhistleState.OPEN, 12)
    with pytest.raises(Conflict):
        services.report_done(actor=office, claim_id=claim.id)


def test_a_whistle_nobody_takes_on_climbs_to_the_subdistrict_then_to_the_command(
    whistled, signed_up
):
    street = signed_up("lead", "120101001", name="街道王")
    command = signed_up("commander", name="指挥李")
    with later(29):
        assert services.move_whistles()["climbed"] == 0
    with later(31):
        assert services.move_whistles()["climbed"] == 1
        assert services.move_whistles()["climbed"] == 0
    row = again(whistled)
    assert (row.held, row.held_by) == (Held.SUBDISTRICT, "街道王")
    assert (told(street), told(command)) == (["climbed"], [])
    with later(61):
        services.move_whistles()
    row = again(whistled)
    assert (row.held, row.held_by) == (Held.COMMAND, "指挥李")
    assert told(command) == ["climbed"]


def test_a_subdistrict_without_a_lead_loses_no_time(whistled, signed_up):
    signed_up("lead", JINGYUAN, name="社区自己")
    signed_up("commander", name="指挥李")
    with later(31):
        services.move_whistles()

    assert (again(whistled).held, again(whistled).held_by) == (Held.COMMAND, "指挥李")


def test_a_covered_whistle_does_not_climb(whistled, office, education, signed_up):
    signed_up("commander")
    services.claim_whistle(actor=office, whistle_id=whistled.id, unit_id=education.id, people=12)
    with later(120):
        services.move_whistles()

    assert again(whistled).held == Held.UNITS


def test_what_is_needed_soon_climbs_sooner(lead, incident):
    row = services.whistle(
        actor=lead,
        area_code=JINGYUAN,
        kind="gate",
        from_at=EVENING + timedelta(minutes=30),
        deadline_at=EVENING + timedelta(hours=8),
    )

    assert row.subdistrict_at == EVENING + timedelta(minutes=10)
    assert row.command_at == EVENING + timedelta(minutes=20)


def test_who_takes_care_of_it_is_named(whistled, make_actor):
    street = make_actor("lead", area="120101001")
    services.take_care(actor=street, whistle_id=whistled.id)

    assert again(whistled).held_by == street.name


def test_a_whistle_nobody_took_on_lapses_with_an_answer_and_its_lead_is_told(
    system, incident, signed_up
):
    account = signed_up("lead", JINGYUAN)
    row = services.whistle(actor=system, area_code=JINGYUAN, kind="gate", people=12)
    with later(8 * 60 + 1):
        assert services.move_whistles()["ended"] == 1

    row = again(row)
    assert (row.state, row.answer_words) == (
        WhistleState.LAPSED,
        "Nobody took it on in time.",
    )
    assert told(account)[-1] == "ended"


def test_both_sides_are_reminded_once_and_it_ends_a_day_later_all_the_same(
    whistled, office, education, signed_up
):
    clerk = signed_up("clerk", "", scope_id=education.id)
    community = signed_up("lead", JINGYUAN)
    services.claim_whistle(actor=office, whistle_id=whistled.id, unit_id=education.id, people=5)
    with later(8 * 60 + 1):
        assert services.move_whistles()["reminded"] == 1
        assert services.move_whistles()["reminded"] == 0
    assert told(clerk)[-1] == "remind_claimer"
    assert told(community)[-1] == "remind_community"
    with later(32 * 60 + 1):
        services.move_whistles()

    assert again(whistled).state == WhistleState.LAPSED
    assert again(whistled).answer


def test_what_was_confirmed_in_part_ends_as_done(whistled, lead, office, education):
    claim = services.claim_whistle(
        actor=office, whistle_id=whistled.id, unit_id=education.id, people=5
    )
    services.confirm_claim(actor=lead, claim_id=claim.id)
    with later(32 * 60 + 1):
        services.move_whistles()

    assert again(whistled).state == WhistleState.DONE


def test_withdrawing_needs_a_reason_and_tells_who_promised(
    whistled, lead, office, education, signed_up
):
    clerk = signed_up("clerk", "", scope_id=education.id)
    services.claim_whistle(actor=office, whistle_id=whistled.id, unit_id=education.id, people=5)
    with pytest.raises(Invalid):
        services.withdraw_whistle(actor=lead, whistle_id=whistled.id, reason=" ")
    services.withdraw_whistle(actor=lead, whistle_id=whistled.id, reason="已从物业借到人")

    assert told(clerk)[-1] == "ended"
    with pytest.raises(Conflict, match="已从物业借到人"):
        services.claim_whistle(actor=office, whistle_id=whistled.id, unit_id=education.id, people=1)


def test_a_whistle_nobody_took_on_is_withdrawn_not_done(whistled, lead):
    with pytest.raises(Conflict):
        services.end_whistle(actor=lead, whistle_id=whistled.id, answer="好了")


def test_the_unit_says_it_is_done_after_the_community_too(whistled, lead, office, education):
    claim = services.claim_whistle(
        actor=office, whistle_id=whistled.id, unit_id=education.id, people=12
    )
    services.confirm_claim(actor=lead, claim_id=claim.id)
    assert again(whistled).state == WhistleState.DONE
    done = services.report_done(actor=office, claim_id=claim.id, note="已交接")
    assert (done.state, done.reported_at is None) == (ClaimState.CONFIRMED, False)
    with pytest.raises(Conflict):
        services.report_done(actor=office, claim_id=claim.id)
