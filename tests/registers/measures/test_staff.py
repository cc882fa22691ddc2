"""Seats of the staff: one holder, deputies in order, every time kept."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.registers.measures.conftest import COMMUNITY, START

from muster.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from muster.kernel.ids import new_id
from muster.platform.audit.models import AuditEvent
from muster.registers.measures import queries, services
from muster.registers.measures.models import IncidentStaff
from muster.registers.responders import services as responders


@pytest.fixture
def assign(incident, commander):
    """Give a seat: `assign("safety", "李芳", deputy=True)`."""

    def give(role, name="", **facts):
        return services.assign_staff(
            actor=commander, incident_id=incident.id, role=role, person_name=name, **facts
        )

    return give


@pytest.fixture
def seat_of(incident, commander):
    """Tell who has a seat: `seat_of("safety")` gives the holder's name and the deputies'."""

    def tell(role, words=""):
        for seat in queries.seats(actor=commander, incident_id=incident.id):
            if (seat.role, seat.words) == (role, words):
                holder = seat.holder.person.name if seat.holder else ""
                return holder, [deputy.person.name for deputy in seat.deputies]
        return None

    return tell


def test_seats_nobody_holds_are_listed_with_the_others(assign, incident, commander, at):
    with at(days=1):
        assign("safety", "李芳")
        assign("other", "王强", role_words="专家组组长")

        seats = queries.seats(actor=commander, incident_id=incident.id)

    assert [seat.role for seat in seats] == [
        "commander", "safety", "liaison", "public_information", "operations", "planning",
        "logistics", "finance", "other",
    ]  # fmt: skip
    assert [seat.role for seat in seats if seat.holder] == ["safety", "other"]
    assert seats[-1].label == "专家组组长"


def test_new_holder_ends_the_old_whose_time_stays_on_record(
    assign, seat_of, incident, commander, at
):
    with at(hours=1):
        old = assign("planning", "李芳")
    with at(hours=9):
        assign("planning", "王强")
        assert seat_of("planning") == ("王强", [])

    old.refresh_from_db()
    assert (old.starts_at, old.ends_at) == (START + timedelta(hours=1), START + timedelta(hours=9))
    lines = queries.staff_history(actor=commander, incident_id=incident.id)
    assert [line.person.name for line in lines] == ["李芳", "王强"]


def test_deputies_stand_in_order_and_a_place_that_is_free_is_filled(assign, seat_of, commander, at):
    with at(hours=1):
        rows = [assign("operations", name, deputy=True) for name in ("甲某", "乙某", "丙某")]
        assert [row.rank for row in rows] == [1, 2, 3]
        services.end_staff(actor=commander, staff_id=rows[0].id)
        assert seat_of("operations") == ("", ["乙某", "丙某"])
        assert assign("operations", "丁某", deputy=True).rank == 1
        assert seat_of("operations") == ("", ["丁某", "乙某", "丙某"])


def test_deputy_who_takes_the_seat_leaves_the_place(assign, seat_of, at):
    with at(hours=1):
        assign("logistics", "李芳")
        assign("logistics", "王强", deputy=True)
    with at(hours=2):
        assign("logistics", "王强")
        assert seat_of("logistics") == ("王强", [])


def test_same_person_twice_in_a_seat_is_refused(assign, make_person, at):
    person = make_person()
    with at(hours=1):
        assign("finance", person_id=person.id)
        for deputy in (False, True):
            with pytest.raises(Conflict):
                assign("finance", person_id=person.id, deputy=deputy)
        assign("planning", person_id=person.id)


@pytest.mark.parametrize(
    ("role", "facts", "field"),
    [
        ("mascot", {"name": "李芳"}, "role"),
        ("other", {"name": "李芳"}, "role_words"),
        ("safety", {}, "person_name"),
    ],
)
def test_seat_that_cannot_be_given_names_the_field(assign, at, role, facts, field):
    with at(hours=1), pytest.raises(Invalid) as refused:
        assign(role, **facts)
    assert set(refused.value.errors) == {field}


def test_person_of_the_register_is_kept_by_id_alone(assign, seat_of, make_person, commander, at):
    person = make_person("吴海涛")
    with at(hours=1):
        row = assign("safety", "写了也不算", person_id=person.id)
        assert (row.person_id, row.person_name) == (person.id, "")
        assert seat_of("safety") == ("吴海涛", [])
        (seat,) = [
            s for s in queries.seats(actor=commander, incident_id=row.incident_id) if s.holder
        ]
        assert seat.holder.person.url == f"/responders/{person.id}/"
        event = AuditEvent.objects.get(tenant_id=row.tenant_id, verb="measures.staff_assigned")
        assert event.subject_id == person.id

        person.delete()
        assert "吴海涛" not in seat_of("safety")[0]


def test_somebody_the_actor_cannot_choose_gets_no_seat(assign, make_person, system, at):
    person = make_person()
    responders.end_responder(actor=system, responder_id=person.id)
    with at(hours=1):
        for nobody in (new_id(), person.id):
            with pytest.raises(NotFound):
                assign("safety", person_id=nobody)


def test_reader_without_the_register_gets_names_and_no_address(
    assign, make_person, make_actor, incident, at
):
    person = make_person()
    with at(hours=1):
        assign("safety", person_id=person.id)
        lead = make_actor("lead", COMMUNITY)
        seats = queries.seats(actor=lead, incident_id=incident.id)

    (holder,) = [seat.holder for seat in seats if seat.holder]
    assert (holder.person.name, holder.person.detail, holder.person.url) == ("李芳", "区应急局", "")


def test_end_of_today_is_taken_back_and_one_of_yesterday_is_not(assign, seat_of, commander, at):
    with at(hours=1):
        row = assign("safety", "李芳")
    with at(hours=2):
        services.end_staff(actor=commander, staff_id=row.id)
        with pytest.raises(Conflict):
            services.end_staff(actor=commander, staff_id=row.id)
    with at(hours=3):
        services.reopen_staff(actor=commander, staff_id=row.id)
        assert seat_of("safety") == ("李芳", [])
        services.end_staff(actor=commander, staff_id=row.id)
    with at(days=1), pytest.raises(Conflict):
        services.reopen_staff(actor=commander, staff_id=row.id)


def test_end_is_not_taken_back_where_somebody_has_the_place(assign, seat_of, commander, at):
    with at(hours=1):
        row = assign("safety", "李芳")
        assign("safety", "王强")
        with pytest.raises(Conflict):
            services.reopen_staff(actor=commander, staff_id=row.id)
        assert seat_of("safety") == ("王强", [])


def test_only_the_command_gives_seats(assign, incident, make_actor, at):
    with at(hours=1):
        row = assign("safety", "李芳")
        lead = make_actor("lead")
        with pytest.raises(NotAllowed):
            services.end_staff(actor=lead, staff_id=row.id)
        with pytest.raises(NotAllowed):
            services.assign_staff(
                actor=lead, incident_id=incident.id, role="finance", person_name="李芳"
            )


def test_database_keeps_one_holder_a_seat_and_one_way_to_name_a_person(assign, at):
    with at(hours=1):
        row = assign("safety", "李芳")
    for facts in (
        {"rank": 0, "person_name": "王强"},
        {"rank": 1},
        {"rank": 1, "person_name": "王强", "person_id": new_id()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            IncidentStaff.objects.create(
                tenant_id=row.tenant_id, incident_id=row.incident_id, role="safety",
                starts_at=START, **facts,
            )  # fmt: skip


def test_staff_sheet_costs_the_same_queries_for_one_person_and_twenty(
    assign, make_person, incident, commander, at
):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            queries.seats(actor=commander, incident_id=incident.id)
        return len(captured)

    with at(hours=1):
        assign("safety", person_id=make_person("李一").id)
        one = cost()
        for n in range(20):
            assign("operations", person_id=make_person(f"王{n}").id, deputy=True)
        assert cost() == one == 3
