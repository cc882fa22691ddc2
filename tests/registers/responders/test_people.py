"""People put on the register, changed, moved, taken off it."""

from datetime import date

import pytest
from tests.registers.responders.conftest import IDENTITY

from muster.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from muster.platform.audit.models import AuditEvent
from muster.registers.responders import queries, services
from muster.registers.responders.contracts import PersonDraft
from muster.registers.responders.models import Responder, SendingUnit, UnitPeriod


def verbs(tenant):
    rows = AuditEvent.objects.filter(tenant_id=tenant.id).order_by("id")
    return list(rows.values_list("verb", flat=True))


def test_add_responder_fills_birth_date_and_sex_from_the_identity_number(person):
    assert (person.birth_date, person.sex) == (date(1975, 3, 12), "male")


def test_add_responder_seals_numbers_and_keeps_their_canonical_form(person):
    stored = Responder.objects.filter(pk=person.pk).values("phone", "identity_number").get()

    assert "15400006021" not in stored["phone"]
    assert IDENTITY not in stored["identity_number"]
    assert person.phone.open() == "+8615400006021"
    assert person.identity_number.open() == IDENTITY


def test_add_responder_with_an_identity_number_on_the_register_is_refused(person, make_person):
    with pytest.raises(Invalid) as refused:
        make_person("吴海滔", identity_number=IDENTITY)

    assert list(refused.value.errors) == ["identity_number"]


def test_add_responder_with_bad_fields_says_each(make_person):
    with pytest.raises(Invalid) as refused:
        make_person("  ", phone="12", identity_number="880001197513120015", home_x_km=1.0)

    assert sorted(refused.value.errors) == ["home_x_km", "identity_number", "name", "phone"]


def test_add_responder_sent_twice_with_one_id_makes_one_row(system, unit, person):
    draft = PersonDraft(name="吴海涛", unit_id=unit.id)

    again = services.add_responder(actor=system, draft=draft, responder_id=person.id)

    assert again.pk == person.pk
    assert Responder.objects.filter(tenant_id=unit.tenant_id).count() == 1


def test_add_responder_keeps_the_units_totals(unit, person, make_person):
    make_person("李芳")

    unit.refresh_from_db()
    assert (unit.people_active, unit.people_ended) == (2, 0)


def test_home_coordinates_are_rounded_to_a_hundred_metres(make_person):
    person = make_person(home_x_km=12.3456, home_y_km=-0.449)

    assert (person.home_x_km, person.home_y_km) == (12.3, -0.4)


def test_change_responder_of_another_unit_is_not_found_for_a_clerk(clerk, make_unit, make_person):
    other = make_person("李芳", of=make_unit("区教育局"))

    with pytest.raises(NotFound):
        services.change_responder(actor=clerk, responder_id=other.id, licence="C1")


def test_change_responder_renames_keys_and_records_field_names_only(clerk, tenant, person):
    changed = services.change_responder(actor=clerk, responder_id=person.id, name="单田芳")

    assert changed.name_pinyin == "shantianfang"
    event = AuditEvent.objects.filter(tenant_id=tenant.id).order_by("-id").first()
    assert (event.verb, event.ids) == ("responders.person_changed", {"fields": ["name"]})


def test_change_contact_by_the_person_is_allowed_and_keeps_the_look_up_key(make_actor, person):
    own = make_actor("responder", person_id=person.id)
    before = person.phone_index

    services.change_contact(actor=own, responder_id=person.id, phone="154 0000 7730")

    person.refresh_from_db()
    assert person.phone.open() == "+8615400007730"
    assert person.phone_index not in {"", before}


def test_change_responder_by_the_person_is_not_allowed(make_actor, person):
    own = make_actor("responder", person_id=person.id)

    with pytest.raises(NotAllowed):
        services.change_responder(actor=own, responder_id=person.id, can_lead=True)


def test_end_and_reinstate_leave_one_unbroken_period(commander, person, unit):
    services.end_responder(actor=commander, responder_id=person.id)
    services.reinstate_responder(actor=commander, responder_id=person.id)

    periods = UnitPeriod.objects.filter(tenant_id=unit.tenant_id, responder=person)
    assert [period.ends_on for period in periods] == [None]
    unit.refresh_from_db()
    assert (unit.people_active, unit.people_ended) == (1, 0)


def test_end_responder_twice_is_a_conflict(commander, person):
    services.end_responder(actor=commander, responder_id=person.id)

    with pytest.raises(Conflict):
        services.end_responder(actor=commander, responder_id=person.id)


def test_end_responder_before_joining_is_a_conflict(commander, make_person):
    person = make_person("李芳", joined_on=date(2020, 2, 10))

    with pytest.raises(Conflict):
        services.end_responder(actor=commander, responder_id=person.id, on=date(2020, 2, 9))


def test_transfer_moves_area_level_and_totals(commander, make_unit, person, unit):
    street = make_unit("小白楼街道", level="subdistrict", area_code="120101005")

    moved = services.transfer_responder(actor=commander, responder_id=person.id, unit_id=street.id)

    assert (moved.area_code, moved.level) == ("120101005", "subdistrict")
    totals = dict(
        SendingUnit.objects.filter(tenant_id=unit.tenant_id).values_list("name", "people_active")
    )
    assert totals == {"区统计局": 0, "小白楼街道": 1}


def test_transfer_there_and_back_on_one_day_leaves_no_trace(commander, make_unit, person, unit):
    other = make_unit("区教育局")

    services.transfer_responder(actor=commander, responder_id=person.id, unit_id=other.id)
    services.transfer_responder(actor=commander, responder_id=person.id, unit_id=unit.id)

    periods = UnitPeriod.objects.filter(tenant_id=unit.tenant_id, responder=person)
    assert [(period.unit_id, period.ends_on) for period in periods] == [(unit.id, None)]


def test_transfer_by_a_clerk_is_not_allowed(clerk, make_unit, person):
    other = make_unit("区教育局")

    with pytest.raises(NotAllowed):
        services.transfer_responder(actor=clerk, responder_id=person.id, unit_id=other.id)


def test_reveal_field_needs_a_purpose_and_is_on_record(clerk, tenant, person):
    with pytest.raises(Invalid):
        services.reveal_field(actor=clerk, responder_id=person.id, field="phone", purpose="idle")

    seen = services.reveal_field(actor=clerk, responder_id=person.id, field="phone", purpose="call")

    event = AuditEvent.objects.filter(tenant_id=tenant.id).order_by("-id").first()
    assert seen == "15400006021"
    assert (event.verb, event.subject_id, event.purpose) == (
        "responders.field_revealed",
        person.id,
        "call",
    )


def test_reveal_identity_is_not_allowed_to_a_community_lead(make_actor, make_unit, make_person):
    staff = make_unit("静园社区居委会", level="community", area_code="120101001001")
    worker = make_person("张三", of=staff, identity_number=IDENTITY)
    lead = make_actor("lead", area="120101001001")

    assert (
        services.reveal_field(actor=lead, responder_id=worker.id, field="phone", purpose="call")
        == ""
    )
    with pytest.raises(NotAllowed):
        services.reveal_field(
            actor=lead, responder_id=worker.id, field="identity_number", purpose="call"
        )


def test_reveal_own_field_needs_no_purpose_and_is_on_record(make_actor, tenant, person):
    own = make_actor("responder", person_id=person.id)

    assert services.reveal_field(actor=own, responder_id=person.id, field="phone") == "15400006021"
    assert verbs(tenant)[-1] == "responders.field_revealed"


def test_home_area_opens_nothing_to_the_lead_of_that_area(make_actor, make_person):
    person = make_person("李芳", home_area_code="120101001001")
    lead = make_actor("lead", area="120101001001")

    with pytest.raises(NotFound):
        queries.person(actor=lead, responder_id=person.id)


def test_people_of_another_tenant_are_not_found(make_actor, other_tenant, person):
    stranger = make_actor("commander", area="", tenant_id=other_tenant.id)

    with pytest.raises(NotFound):
        queries.person(actor=stranger, responder_id=person.id)
