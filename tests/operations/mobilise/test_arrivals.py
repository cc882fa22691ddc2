"""Muster: the code at the place, the desk, and gaps filled from the reserve by the cover list."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from muster.kernel import clock
from muster.kernel.errors import Conflict, Invalid
from muster.kernel.ids import new_id
from muster.operations.mobilise import queries, services
from muster.operations.mobilise.enums import NominationState, PlanState
from muster.operations.mobilise.models import DeploymentPlan, Nomination
from muster.operations.mobilise.models.plans import packed
from muster.operations.mobilise.services.gaps import replaced_people

from .conftest import EVENING

pytestmark = pytest.mark.django_db

NEAR, FAR = "120101001001", "120101002001"
ASSEMBLY = EVENING + timedelta(hours=14)


@pytest.fixture
def all_named(system, call_up, ask_of, education, statistics):
    """Everybody of both units on the lists: four of each."""
    return [
        row
        for unit in (education, statistics)
        for row in services.name_people(
            actor=system, ask_id=ask_of(unit).id, responder_ids=unit.ids
        )
    ]


@pytest.fixture
def post():
    return str(new_id())


@pytest.fixture
def plan(call_up, all_named, post):
    """An approved plan: the first two of each unit at one post; four are in reserve."""
    people = [str(row.responder_id) for row in all_named]
    inside = [*people[:2], *people[4:6]]
    facts = {
        "people": [
            {"id": one, "unit": "u", "skills": [], "x_km": float(at), "y_km": 0.0}
            for at, one in enumerate(people)
        ],
        "communities": [
            {"id": NEAR, "x_km": 0.0, "y_km": 0.0, "posts": [{"id": post, "skills": []}]}
        ],
    }
    document = {
        "assignment": dict.fromkeys(inside, NEAR),
        "first_secretary": {NEAR: inside[0]},
        "roster": [{"person": one, "post": post, "day": 0, "shift": "D"} for one in inside],
    }
    return DeploymentPlan.objects.create(
        tenant_id=call_up.tenant_id,
        call_up=call_up,
        area_code=call_up.area_code,
        number=1,
        starts_on=date(2020, 2, 18),
        days=3,
        instance=packed(facts),
        document=packed(document),
        state=PlanState.APPROVED,
    )


@pytest.fixture
def desk(make_actor):
    return make_actor("planner")


def after(minutes):
    return clock.frozen(ASSEMBLY + timedelta(minutes=minutes))


def again(row):
    return Nomination.objects.get(pk=row.pk)


def test_the_code_of_a_place_stays_until_it_is_renewed(desk, call_up):
    first = services.assembly_code(actor=desk, call_up_id=call_up.id)
    assert services.assembly_code(actor=desk, call_up_id=call_up.id) == first
    assert services.assembly_code(actor=desk, call_up_id=call_up.id, renew=True) != first


def test_who_scans_the_code_at_the_place_is_counted_in_once(system, desk, call_up, named):
    code = services.assembly_code(actor=desk, call_up_id=call_up.id)
    with after(-30):
        services.here_myself(actor=system, nomination_id=named[0].id, place_code=code)
    first = again(named[0]).arrived_at
    with after(5):
        services.here_myself(actor=system, nomination_id=named[0].id, place_code=code.lower())

    assert again(named[0]).arrived_at == first == ASSEMBLY - timedelta(minutes=30)


def test_an_old_code_counts_nobody_in(system, desk, call_up, named):
    old = services.assembly_code(actor=desk, call_up_id=call_up.id)
    services.assembly_code(actor=desk, call_up_id=call_up.id, renew=True)
    with after(0), pytest.raises(Invalid):
        services.here_myself(actor=system, nomination_id=named[0].id, place_code=old)


@pytest.mark.parametrize("minutes", [-181, 721])
def test_nobody_counts_in_hours_before_or_after(system, desk, call_up, named, minutes):
    code = services.assembly_code(actor=desk, call_up_id=call_up.id)
    with after(minutes), pytest.raises(Conflict, match="three hours before"):
        services.here_myself(actor=system, nomination_id=named[0].id, place_code=code)


def test_a_phone_that_opened_the_personal_page_scans_and_is_counted_in(desk, call_up, named):
    code = services.assembly_code(actor=desk, call_up_id=call_up.id)
    phone = Client()
    phone.cookies["muster_language"] = "en"
    with after(-10):
        phone.get(reverse("mobilise:personal", args=[named[0].code]))
        page = phone.get(reverse("mobilise:assembly_place", args=[code])).content.decode()
        assert "I, 区教0, am here" in page
        phone.post(reverse("mobilise:assembly_place", args=[code]))

    assert again(named[0]).arrived_at is not None


def test_a_phone_nobody_knows_types_the_code_of_the_card(desk, call_up, named):
    address = reverse(
        "mobilise:assembly_place",
        args=[services.assembly_code(actor=desk, call_up_id=call_up.id)],
    )
    phone = Client()
    phone.cookies["muster_language"] = "en"
    with after(0):
        assert "am here" not in phone.get(address).content.decode().replace("I am here", "")
        wrong = phone.post(address, {"code": "ABCDEFGHJKMN"})
        assert wrong.status_code == 422
        phone.post(address, {"code": named[1].code})

    assert (again(named[0]).arrived_at, again(named[1]).arrived_at is None) == (None, False)


def test_a_code_that_hangs_nowhere_opens_nothing(db):
    assert Client().get(reverse("mobilise:assembly_place", args=["ABCDEFGH"])).status_code == 404


@pytest.mark.parametrize("typed", ["区教1", "ouj", "oj", "區教1"])
def test_the_desk_finds_a_name_by_script_pinyin_or_initials(desk, call_up, named, typed):
    rows = queries.names(actor=desk, call_up_id=call_up.id, stage="named", text=typed)

    assert "区教1" in [row.responder.name for row in rows]


def test_who_has_not_come_is_a_gap_fifteen_minutes_after_assembly(desk, call_up, plan, all_named):
    for row in (all_named[0], all_named[1], all_named[4]):
        services.arrive(actor=desk, nomination_id=row.id)
    with after(14):
        assert queries.gaps(actor=desk, call_up=call_up).rows == []
    with after(16):
        found = queries.gaps(actor=desk, call_up=call_up)

    assert [gap.missing.name.id for gap in found.rows] == [all_named[5].id]
    assert queries.missing_by_area(found) == {NEAR: 1}


def test_who_has_said_not_to_come_is_a_gap_at_once(desk, call_up, plan, all_named):
    services.decline(actor=desk, nomination_id=all_named[5].id)

    [gap] = queries.gaps(actor=desk, call_up=call_up).rows
    assert (gap.missing.name.id, gap.missing.declined) == (all_named[5].id, True)


def test_reserves_are_ranked_here_first_then_of_the_unit_then_near(desk, call_up, plan, all_named):
    """Missing: a statistician. In reserve: 2, 3 of education (nearer), 6, 7 of statistics."""
    services.arrive(actor=desk, nomination_id=all_named[3].id)
    services.put_on_waiting_list(actor=desk, nomination_ids=[all_named[2].id])
    services.decline(actor=desk, nomination_id=all_named[5].id)

    [gap] = queries.gaps(actor=desk, call_up=call_up, most=9).rows
    assert [one.name.id for one in gap.reserves] == [all_named[at].id for at in (3, 6, 7, 2)]


def test_who_lacks_a_skill_the_post_needs_comes_last(desk, call_up, plan, all_named, post):
    facts = queries.plan_documents(actor=desk, plan_id=plan.id)[0]
    facts["communities"][0]["posts"][0]["skills"] = ["medical"]
    facts["people"][7]["skills"] = ["medical"]
    DeploymentPlan.objects.filter(pk=plan.pk).update(instance=packed(facts))
    services.decline(actor=desk, nomination_id=all_named[5].id)

    [gap] = queries.gaps(actor=desk, call_up=call_up, most=9).rows
    assert gap.reserves[0].name.id == all_named[7].id
    assert gap.reserves[1].lacks == ("medical",)


def test_a_gap_is_filled_in_one_step_before_publication(desk, call_up, plan, all_named):
    with after(20):
        services.arrive(actor=desk, nomination_id=all_named[6].id)
        services.fill_gap(actor=desk, nomination_id=all_named[5].id, reserve_id=all_named[6].id)
        left = queries.gaps(actor=desk, call_up=call_up)

    assert again(all_named[5]).state == NominationState.WITHDRAWN
    assert all_named[5].id not in [gap.missing.name.id for gap in left.rows]
    assert all_named[6].id not in [one.name.id for gap in left.rows for one in gap.reserves]
    assert replaced_people(plan) == {str(all_named[5].responder_id): str(all_named[6].responder_id)}


def test_a_gap_is_not_filled_twice_nor_by_who_has_a_place(desk, call_up, plan, all_named):
    with after(20):
        with pytest.raises(Conflict, match="has a place already"):
            services.fill_gap(actor=desk, nomination_id=all_named[5].id, reserve_id=all_named[0].id)
        services.fill_gap(actor=desk, nomination_id=all_named[5].id, reserve_id=all_named[6].id)
        with pytest.raises(Conflict, match="taken this place"):
            services.fill_gap(actor=desk, nomination_id=all_named[5].id, reserve_id=all_named[7].id)
        services.arrive(actor=desk, nomination_id=all_named[4].id)
        with pytest.raises(Conflict, match="has arrived"):
            services.fill_gap(actor=desk, nomination_id=all_named[4].id, reserve_id=all_named[7].id)


def test_gaps_cost_the_same_for_few_and_for_many(
    desk, call_up, plan, all_named, django_assert_num_queries
):
    with after(20), django_assert_num_queries(3):
        queries.gaps(actor=desk, call_up=call_up)
    for row in all_named[:5]:
        services.arrive(actor=desk, nomination_id=row.id)
    with after(20), django_assert_num_queries(3):
        queries.gaps(actor=desk, call_up=call_up)
