"""What ends: badges of people who left, and people held no longer than needed."""

from datetime import UTC, date, datetime

from muster.kernel.holdings import holdings
from muster.platform.access.contracts import badge_facts
from muster.registers.responders import services
from muster.registers.responders.models import Responder

HOLDING = "responders.people"


def test_badge_says_name_and_unit_of_the_register(make_actor, person):
    facts = badge_facts(make_actor("responder", person_id=person.id))

    assert (facts.name, facts.unit) == ("吴海涛", "区统计局")


def test_badge_of_somebody_who_left_has_no_unit(make_actor, commander, person):
    services.end_responder(actor=commander, responder_id=person.id)

    assert badge_facts(make_actor("responder", person_id=person.id)).unit == ""


def test_badge_of_an_account_without_a_record_keeps_the_accounts_name(make_actor):
    facts = badge_facts(make_actor("inspector"))

    assert (facts.name, facts.unit) == ("inspector", "")


def test_people_are_destroyed_only_after_their_days_have_passed(
    commander, make_person, unit, frozen_clock
):
    holding = holdings()[HOLDING]
    left = date(2020, 3, 1)
    for name, ended in (("张三", left), ("李芳", None), ("章二", date(2020, 3, 5))):
        one = make_person(name, joined_on=date(2020, 2, 1), skills=("driver",))
        if ended:
            services.end_responder(actor=commander, responder_id=one.id, on=ended)

    before = datetime(2020, 3, 4, tzinfo=UTC)
    destroyed = holding.destroy(unit.tenant_id, before, 10)

    names = Responder.objects.filter(tenant_id=unit.tenant_id).values_list("name", flat=True)
    assert len(destroyed) == 1
    assert sorted(names) == ["李芳", "章二"]
    assert holding.count(unit.tenant_id) == 1
    unit.refresh_from_db()
    assert (unit.people_active, unit.people_ended) == (1, 1)


def test_destruction_takes_no_more_than_its_limit(commander, make_person, unit):
    for name in ("张三", "李芳", "章二"):
        one = make_person(name, joined_on=date(2020, 2, 1))
        services.end_responder(actor=commander, responder_id=one.id, on=date(2020, 3, 1))

    destroyed = holdings()[HOLDING].destroy(unit.tenant_id, datetime(2021, 3, 2, tzinfo=UTC), 2)

    assert len(destroyed) == 2
