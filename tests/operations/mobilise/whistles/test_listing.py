"""Whistles as lists: who sees which, what a kind is, how long they are kept."""

from datetime import timedelta

import pytest
from tests.operations.mobilise.conftest import EVENING
from tests.operations.mobilise.whistles.parts import JINGYUAN, OTHER, told

from muster.kernel.actors import system_actor
from muster.kernel.errors import Invalid, NotAllowed
from muster.operations.mobilise import queries, services
from muster.operations.mobilise.models import WhistleKind
from muster.registers.measures.services import close_incident
from muster.registers.responders import services as register

pytestmark = pytest.mark.django_db


def test_units_near_the_community_are_told_first(system, incident, make_unit, signed_up):
    paired, far = make_unit("区司法局"), make_unit("区审计局")
    register.open_pairing(actor=system, unit_id=paired.id, community_code=JINGYUAN)
    near_clerk = signed_up("clerk", "", scope_id=paired.id)
    far_clerk = signed_up("clerk", "", scope_id=far.id)
    services.whistle(actor=system, area_code=JINGYUAN, kind="gate")
    services.whistle(actor=system, area_code=OTHER, kind="gate")

    assert told(near_clerk) == ["raised", "raised"]
    assert told(far_clerk) == ["raised"]


def test_open_whistles_are_shown_to_every_unit_and_ended_ones_to_who_took_part(
    whistled, office, other_office, education, make_actor
):
    services.claim_whistle(actor=office, whistle_id=whistled.id, unit_id=education.id, people=5)
    lead, elsewhere = (make_actor("lead", area=area) for area in (JINGYUAN, OTHER))
    assert list(queries.whistles(actor=other_office)) == [whistled]
    services.withdraw_whistle(actor=lead, whistle_id=whistled.id, reason="不用了")

    assert list(queries.whistles(actor=office)) == [whistled]
    assert list(queries.whistles(actor=lead)) == [whistled]
    assert list(queries.whistles(actor=other_office)) == []
    assert list(queries.whistles(actor=elsewhere)) == []


def test_a_unit_sees_the_promises_of_no_other_unit(whistled, office, other_office, education):
    services.claim_whistle(actor=office, whistle_id=whistled.id, unit_id=education.id, people=5)

    assert len(queries.claims_of(actor=office, whistle_id=whistled.id)) == 1
    assert queries.claims_of(actor=other_office, whistle_id=whistled.id) == []


def test_the_board_counts_by_community_what_the_list_shows(
    system, lead, whistled, office, education
):
    services.claim_whistle(actor=office, whistle_id=whistled.id, unit_id=education.id, people=5)
    services.whistle(actor=system, area_code=OTHER, kind="repair")

    found = queries.open_whistles_by_area(actor=system)
    assert {code: (one.open, one.missing) for code, one in found.items()} == {
        JINGYUAN: (1, 7),
        OTHER: (1, 1),
    }
    for code, one in found.items():
        listed = queries.whistles(actor=system, area=code, state="live")
        assert listed.count() == one.live
    assert list(queries.open_whistles_by_area(actor=system, digits=6)) == ["120101"]


def test_a_kind_can_be_changed_added_and_taken_out_of_the_choice(commander, lead, incident):
    made = services.add_whistle_kind(
        actor=commander,
        draft=services.KindDraft(own_label="巡河", people=3, hours=6),
    )
    row = services.whistle(actor=lead, area_code=JINGYUAN, kind=made.key)
    assert (row.what, row.asked) == ("巡河", 3)
    services.offer_whistle_kind(actor=commander, kind_id=made.id, offered=False)
    with pytest.raises(Invalid):
        services.whistle(actor=lead, area_code=JINGYUAN, kind=made.key)
    with pytest.raises(NotAllowed):
        services.change_whistle_kind(actor=lead, kind_id=made.id, draft=services.KindDraft())
    with pytest.raises(Invalid):
        services.change_whistle_kind(
            actor=commander,
            kind_id=WhistleKind.objects.get(tenant_id=incident.tenant_id, key="gate").id,
            draft=services.KindDraft(to_subdistrict=60, to_command=30),
        )


def test_whistles_go_a_year_after_their_incident_with_who_answered(
    system, incident, whistled, office, education
):
    services.claim_whistle(
        actor=office,
        whistle_id=whistled.id,
        unit_id=education.id,
        people=1,
        responder_ids=education.ids[:1],
    )
    assert queries.counts_ended_whistles(incident.tenant_id) == 0
    close_incident(actor=system, incident_id=incident.id, reason="结束")
    assert queries.counts_ended_whistles(incident.tenant_id) == 1
    early = services.destroy_ended_whistles(incident.tenant_id, EVENING, 10)
    assert early == []

    gone = services.destroy_ended_whistles(incident.tenant_id, EVENING + timedelta(days=366), 10)
    assert gone == [whistled.id]
    assert system_actor(incident.tenant_id, "x").system


def test_the_list_costs_the_same_for_one_and_for_fifty(
    system, incident, whistled, django_assert_max_num_queries
):
    def read():
        with django_assert_max_num_queries(1):
            return [(row.kind.label, row.missing) for row in queries.whistles(actor=system)]

    assert len(read()) == 1
    for _n in range(49):
        services.whistle(actor=system, area_code=JINGYUAN, kind="guide")
    assert len(read()) == 50


def test_who_takes_it_on_costs_the_same_for_one_and_for_twelve(
    whistled, office, education, django_assert_num_queries
):
    def read():
        with django_assert_num_queries(2):
            claims = queries.claims_of(actor=office, whistle_id=whistled.id)
            return [(one.unit.name, len(one.names.all())) for one in claims]

    facts = {"actor": office, "whistle_id": whistled.id, "unit_id": education.id, "people": 1}
    services.claim_whistle(**facts, responder_ids=education.ids[:1])
    assert read() == [("区教育局", 1)]
    for _n in range(11):
        services.claim_whistle(**facts)
    assert len(read()) == 12
