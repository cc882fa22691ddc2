"""Fit for duty, yes or no; trips; who is told."""

from datetime import timedelta

import pytest
from tests.operations.duty.conftest import COMMUNITY, FAR
from tests.operations.duty.roster_parts import TODAY, person
from tests.operations.duty.shifts.conftest import at, come

from muster.kernel.errors import Conflict, Invalid, NotFound
from muster.operations.duty import queries, services
from muster.operations.duty.models import Declaration, Trip
from muster.platform.notify.models import Message
from muster.registers.responders.models import Unavailability


def absences(tenant, who):
    return list(Unavailability.objects.of_tenant(tenant.id).filter(responder_id=who))


def test_no_is_an_absence_until_the_end_of_the_day_and_yes_ends_it(tenant, people, mornings):
    me = person(tenant, people[0])
    with at(-1):
        row = services.declare(actor=me, fit=False, day=TODAY)
        assert row.fit is False
        [absence] = absences(tenant, people[0])
        assert f"{absence.ends_at:%d %H:%M}" == "18 16:00"  # midnight at the place
        services.declare(actor=me, fit=False, day=TODAY)
        assert len(absences(tenant, people[0])) == 1
    with at(0):
        services.declare(actor=me, fit=True, day=TODAY)
    [absence] = absences(tenant, people[0])
    assert absence.ends_at == mornings[0].starts_at
    assert Declaration.objects.of_tenant(tenant.id).get().fit is True


def test_no_before_a_night_lasts_until_the_night_is_over(tenant, people, mornings):
    with at(4):
        services.declare(actor=person(tenant, people[2]), fit=False, day=TODAY)
    [absence] = absences(tenant, people[2])
    assert f"{absence.ends_at:%d %H:%M}" == "18 22:00"


def test_the_tables_have_no_field_for_a_cause():
    for model in (Declaration, Trip):
        names = {field.name for field in model._meta.get_fields()}
        assert not {name for name in names if "reason" in name or "cause" in name or name == "note"}


def test_the_lead_says_it_for_who_has_no_phone_and_only_in_the_own_community(
    make_actor, lead, people, mornings
):
    with at(-1):
        row = services.declare(actor=lead, responder_id=people[0], fit=False, day=TODAY)
        assert row.by_name == lead.name
        with pytest.raises(NotFound):
            services.declare(
                actor=make_actor("lead", FAR), responder_id=people[1], fit=False, day=TODAY
            )


def test_somebody_without_duty_declares_nothing(tenant, make_people, mornings):
    [other] = make_people(1, unit="别处")
    with at(0), pytest.raises(NotFound, match="no duty"):
        services.declare(actor=person(tenant, other), fit=True)


def test_the_leads_of_the_shift_are_told_with_the_way_to_the_list(
    tenant, people, mornings, account_of, django_capture_on_commit_callbacks
):
    keeper, _far = account_of("lead", COMMUNITY), account_of("lead", FAR)
    with at(-1), django_capture_on_commit_callbacks(execute=True):
        services.declare(actor=person(tenant, people[0]), fit=False, day=TODAY)
    [told] = Message.objects.of_tenant(tenant.id).filter(words="duty.unfit")
    assert told.account_id == keeper.id
    assert told.link == (f"/roster/relief/{mornings[0].post_id}/2020-02-18/{mornings[0].shift_id}/")


def test_everybody_is_asked_once_before_the_first_shift_of_the_day(
    tenant, people, mornings, account_of
):
    account = account_of("responder", "120101", person_id=people[0])
    with at(-3):
        assert services.ask_fit(tenant.id) == 0
    with at(-1):
        services.declare(actor=person(tenant, people[1]), fit=True, day=TODAY)
        assert services.ask_fit(tenant.id) == 1
        assert services.ask_fit(tenant.id) == 0
    [told] = Message.objects.of_tenant(tenant.id).filter(words="duty.ask_fit")
    assert (told.account_id, told.params["at"]) == (account.id, "06:00")
    assert queries.own_declaration(actor=person(tenant, people[0]), day=TODAY).fit is None


def test_who_is_here_already_is_not_covered(  # noqa: PLR0917
    tenant, lead, people, mornings, account_of, django_capture_on_commit_callbacks
):
    account_of("lead", COMMUNITY)
    with at(0):
        come(lead, mornings[0])
    with at(0, 10), django_capture_on_commit_callbacks(execute=True):
        services.declare(actor=person(tenant, people[0]), fit=False, day=TODAY)
    told = Message.objects.of_tenant(tenant.id).filter(words="duty.unfit")
    assert told.count() == 0


def test_lists_of_the_day_are_the_numbers_of_the_day(lead, people, mornings):
    with at(-1):
        services.declare(actor=lead, responder_id=people[0], fit=False, day=TODAY)
        services.declare(actor=lead, responder_id=people[1], fit=True, day=TODAY)
        assert [r.responder_id for r in queries.unfit(actor=lead, area="", day=TODAY)] == [
            people[0]
        ]
        assert queries.fitness_by_area(actor=lead, day=TODAY) == {COMMUNITY: 1}
        assert queries.declared(actor=lead, area=COMMUNITY, day=TODAY) == {
            people[0]: False,
            people[1]: True,
        }


def test_a_trip_is_an_absence_and_its_place_is_read_by_its_person_alone(
    tenant, lead, people, mornings
):
    me = person(tenant, people[0])
    with at(-1):
        row = services.note_trip(
            actor=me, place="保定", leaves_on=TODAY, back_on=TODAY + timedelta(days=2)
        )
        [trip] = queries.own_trips(actor=me)
        assert trip.place.open() == "保定"
        [seen] = queries.trips(actor=lead, area=COMMUNITY)
        assert "place" in seen.get_deferred_fields()
        assert queries.own_trips(actor=lead) == []
        assert len(absences(tenant, people[0])) == 1
        assert "保定" not in str(Trip.objects.filter(pk=row.pk).values_list("place", flat=True))
    with at(20):
        services.end_trip(actor=me, trip_id=row.id)
        assert absences(tenant, people[0])[0].ends_at < mornings[0].starts_at + timedelta(hours=21)
        with pytest.raises(Conflict):
            services.end_trip(actor=me, trip_id=row.id)


@pytest.mark.parametrize(
    ("place", "first", "last", "field"),
    [
        ("", 0, 1, "place"),
        ("家", -1, 1, "leaves_on"),
        ("家", 2, 1, "back_on"),
        ("家", 0, 61, "back_on"),
    ],
)
def test_a_trip_that_does_not_fit_is_refused_beside_the_field(  # noqa: PLR0917
    tenant, people, mornings, place, first, last, field
):
    with at(1), pytest.raises(Invalid) as refused:
        services.note_trip(
            actor=person(tenant, people[0]),
            place=place,
            leaves_on=TODAY + timedelta(days=first),
            back_on=TODAY + timedelta(days=last),
        )
    assert set(refused.value.errors) == {field}
