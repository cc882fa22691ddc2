"""The planner's Instance: what the registers say, turned into the format the engine reads."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.operations.duty.conftest import COMMUNITY, DISTRICT, FAR, NEIGHBOUR, SUBDISTRICT

from muster.engines.planner import read_instance
from muster.kernel.errors import Invalid, NotAllowed
from muster.kernel.ids import new_id
from muster.operations.duty import queries, services
from muster.operations.duty.contracts import InstanceRequest, PlanRules, PlanWeights, PostDraft
from muster.registers.responders import services as responders
from muster.registers.responders.contracts import PersonDraft

START = date(2020, 2, 18)  # a Tuesday


@pytest.fixture
def build(commander, incident):
    """Build and read the Instance of these people: `build(ids, days=14, starts_on=…)`."""

    def made(people, *, actor=None, **facts):
        request = InstanceRequest(
            incident_id=incident.id, people=people, **({"starts_on": START, "days": 14} | facts)
        )
        document = queries.build_instance(actor=actor or commander, request=request)
        read_instance(document)
        return document

    return made


@pytest.fixture
def only(build, make_people, system):
    """The row of one person of whom these things are so: `only(limits=[("no_nights", None)])`."""

    def row(*, limits=(), absences=(), week=None, **facts):
        [person] = make_people(1, **facts)
        for kind, amount in limits:
            responders.add_limit(
                actor=system, responder_id=person, kind=kind, amount=amount, starts_on=START
            )
        for starts_at, ends_at in absences:
            responders.report_absence(
                actor=system, responder_id=person, starts_at=starts_at, ends_at=ends_at
            )
        if week is not None:
            responders.set_week(actor=system, responder_id=person, week=week)
        [found] = build([person])["people"]
        return found

    return row


def at(day, hour):
    """A moment at the place: `at(18, 8)` is 18 February, 08:00 in Tianjin."""
    return datetime(2020, 2, day, hour, tzinfo=UTC) - timedelta(hours=8)


def test_instance_says_what_posts_want(build, make_people, make_post):
    gate = make_post(wanted=3, points=2)
    make_post(wanted=2, letters="D", weekdays=0b001_1111)
    document = build(make_people(2))

    [community] = document["communities"]
    assert (community["id"], community["subdistrict"]) == (COMMUNITY, SUBDISTRICT)
    assert (community["x_km"], community["y_km"]) == (0.25, 0.75)
    demand = {(r["day"], r["shift"]): r["count"] for r in community["demand"]}
    assert demand[0, "3x8.D"] == 5
    assert demand[4, "3x8.D"] == 3  # a Saturday: only the gate is open
    assert demand[4, "3x8.N"] == 3
    assert len(demand) == 14 * 3
    row = community["posts"][0]
    assert (row["id"], row["crew_min"], len(row["points"]), row["hardship"]) == (
        str(gate.id), 3, 2, 4,
    )  # fmt: skip
    assert community["posts"][1]["hours_pattern"] == {
        "shifts": ["3x8.D"], "weekdays": [0, 1, 2, 3, 4],
    }  # fmt: skip


def test_period_of_a_post_bounds_its_demand(build, make_people, make_post):
    make_post(letters="D", opens_on=START + timedelta(days=2), closes_on=START + timedelta(days=5))
    make_post(letters="D", opens_on=START + timedelta(days=30))
    [community] = build(make_people(2))["communities"]

    assert [row["day"] for row in community["demand"]] == [2, 3, 4]
    assert len(community["posts"]) == 1


def test_shifts_over_before_people_assemble_are_not_asked_for(build, make_people, make_post):
    make_post(pattern="3x8at8")
    [community] = build(make_people(2), not_before=at(18, 8))["communities"]

    asked = {(row["day"], row["shift"]) for row in community["demand"]}
    assert {shift for day, shift in asked if day == 0} == {"3x8at8.D", "3x8at8.E"}
    assert {shift for day, shift in asked if day == 1} == {"3x8at8.D", "3x8at8.E", "3x8at8.N"}


def test_shift_that_runs_while_people_assemble_is_asked_for(build, make_people, make_post):
    make_post(letters="D")  # from 06:00 to 14:00
    [community] = build(make_people(2), not_before=at(18, 8))["communities"]

    assert 0 in {row["day"] for row in community["demand"]}


def test_closed_posts_are_not_planned(build, make_people, make_post, system):
    make_post()
    services.close_post(actor=system, post_id=make_post().id)

    [community] = build(make_people(2))["communities"]
    assert len(community["posts"]) == 1


def test_shifts_of_two_patterns_live_side_by_side(build, make_people, make_post):
    make_post()
    make_post(pattern="2x12")
    shifts = {row["id"]: row for row in build(make_people(2))["shifts"]}

    assert set(shifts) == {"3x8.D", "3x8.E", "3x8.N", "2x12.D", "2x12.N"}
    assert shifts["2x12.N"] == {
        "id": "2x12.N", "start": "20:00", "end": "08:00", "night": True, "handover_minutes": 15,
    }  # fmt: skip


def test_post_of_other_skills_is_a_type_of_its_own(build, make_people, make_post):
    make_post("point")
    make_post("point", skills=("driver",))
    document = build(make_people(2, skills=("driver",)))

    types = {row["id"]: row["skills"] for row in document["post_types"]}
    assert types["point"] == ["can:standing", "can:outdoors"]
    assert types["point+driver"] == ["driver", "can:standing", "can:outdoors"]


def test_what_nobody_can_do_is_said_and_not_asked_for(build, make_people, make_post):
    make_post("point")
    make_post("disinfection")
    document = build(make_people(2))

    assert document["meta"]["left_out"]["post_types"] == ["disinfection"]
    [community] = document["communities"]
    assert {row["post_type"] for row in community["demand"]} == {"point"}
    assert len(community["posts"]) == 2


def test_site_outside_communities_is_a_place_of_its_own(build, make_people, make_post):
    make_post()
    make_post(area_code=DISTRICT, site="高速路口", x_km=4.0, y_km=-3.0)
    sites = {row["id"]: row for row in build(make_people(2))["communities"]}

    assert sites[f"{DISTRICT}/高速路口"]["x_km"] == 4.0
    assert sites[f"{DISTRICT}/高速路口"]["subdistrict"] == DISTRICT


def test_community_that_was_never_placed_lies_amid_its_posts_or_in_its_subdistrict(
    build, make_people, make_post
):
    make_post(area_code=NEIGHBOUR, x_km=1.0, y_km=2.0)
    make_post(area_code=NEIGHBOUR, x_km=3.0, y_km=2.0)
    make_post(area_code=FAR)
    places = {row["id"]: row for row in build(make_people(2))["communities"]}

    assert (places[NEIGHBOUR]["x_km"], places[NEIGHBOUR]["y_km"]) == (2.0, 2.0)
    assert (places[FAR]["x_km"], places[FAR]["y_km"]) == (0.0, 0.0)


@pytest.mark.usefixtures("post")
class TestPeople:
    """What binds one person."""

    def test_no_nights_excludes_every_night_shift(self, only):
        assert only(limits=[("no_nights", None)])["excluded_shifts"] == ["3x8.N"]

    def test_hours_a_day_exclude_shifts_that_last_longer(self, only):
        assert len(only(limits=[("max_hours_day", 6)])["excluded_shifts"]) == 3

    def test_days_in_a_row_tighten_the_rule_and_never_loosen_it(self, only):
        assert only(limits=[("max_days_run", 3)])["limits"] == {"max_consecutive_days": 3}

    def test_looser_than_the_rule_stays_at_the_rule(self, only):
        assert only(limits=[("max_days_run", 9)])["limits"] == {"max_consecutive_days": 6}

    def test_hours_a_week_become_hours_of_the_horizon(self, only):
        assert only(limits=[("max_hours_week", 20)])["limits"] == {"max_hours": 40}

    @pytest.mark.parametrize(
        ("limit", "lost"),
        [("seated_work", "standing"), ("no_lifting", "lifting"), ("indoors", "outdoors")],
    )
    def test_limit_takes_an_ability_away(self, only, limit, lost):
        full = {"can:standing", "can:lifting", "can:outdoors"}
        assert set(only(limits=[(limit, None)])["skills"]) == full - {f"can:{lost}"}

    def test_absence_of_whole_days_is_leave(self, only):
        # Home from 19 February, 00:00, until 21 February, 06:00: no shift of two days is free.
        row = only(absences=[(at(19, 0), at(21, 6))])

        assert row["leave"] == [[1, 2]]
        assert row["requests"] == [{"day": 0, "shift": "3x8.N", "want": False, "weight": 1000}]

    def test_absence_without_end_is_leave_to_the_last_day(self, only):
        assert only(absences=[(at(20, 5), None)])["leave"] == [[2, 13]]

    def test_absence_of_some_hours_keeps_the_other_shifts(self, only):
        row = only(absences=[(at(20, 9), at(20, 11))])

        assert row["leave"] == []
        assert [(r["day"], r["shift"]) for r in row["requests"]] == [(2, "3x8.D")]

    def test_week_of_a_volunteer_gives_only_hours_within_it(self, only):
        week = [set(range(6, 14)) if day < 5 else set(range(6, 22)) for day in range(7)]

        assert only(week=week)["availability"] == {
            "weekdays": [0, 1, 2, 3, 4, 5, 6], "shifts": ["3x8.D"],
        }  # fmt: skip

    def test_night_needs_the_hours_of_the_next_morning(self, only):
        week = [set(range(24)) if day < 6 else set() for day in range(7)]
        given_ = only(week=week)["availability"]

        assert ("3x8.N" in given_["shifts"], 5 in given_["weekdays"]) in {
            (True, False), (False, True),
        }  # fmt: skip

    def test_home_is_where_the_day_starts(self, only):
        row = only(home_x_km=3.5, home_y_km=-1.0, home_area_code=COMMUNITY)

        assert (row["x_km"], row["y_km"], row["home_community"]) == (3.5, -1.0, COMMUNITY)


def test_own_staff_of_a_community_stays_there(build, make_people, post):
    people = make_people(2, level="community", area_code=COMMUNITY, unit="静园居委会")
    document = build([*people, *make_people(1)])

    local = next(unit for unit in document["units"] if unit["name"] == "静园居委会")
    assert (local["local"], local["community"]) == (True, COMMUNITY)


def test_own_staff_of_a_community_without_posts_is_named_and_left_out(build, make_people, post):
    stranded = make_people(1, level="community", area_code=FAR, unit="开封道居委会")
    document = build([*stranded, *make_people(1)])

    assert document["meta"]["left_out"]["people"] == [str(stranded[0])]
    assert len(document["people"]) == 1


def test_rules_weights_history_wishes_and_locks_are_handed_on(build, make_people, post):
    [person] = make_people(1)
    wish = {"day": 3, "shift": None, "want": False, "weight": 2}
    document = build(
        [person],
        rules=PlanRules(max_nights=2),
        weights=PlanWeights(commute_km=5),
        history={person: {"last_shift": "3x8.N", "consecutive_days": 2}},
        requests={person: [wish]},
        locks=[{"person": str(person), "community": COMMUNITY}],
    )

    [row] = document["people"]
    assert document["rules"]["max_nights"] == 2
    assert document["weights"]["commute_km"] == 5
    assert (row["history"]["consecutive_days"], row["requests"]) == (2, [wish])
    assert document["locks"] == [{"person": str(person), "community": COMMUNITY}]


def test_nothing_to_plan_is_refused_in_words(build, make_people, make_post, incident):
    with pytest.raises(Invalid):
        build(make_people(1))
    make_post()
    with pytest.raises(Invalid):
        build([])


def test_only_the_command_plans(build, lead, make_people, post):
    with pytest.raises(NotAllowed):
        build(make_people(1), actor=lead)


def test_number_of_queries_does_not_depend_on_the_register(  # noqa: PLR0917
    build, make_people, incident, system, django_assert_num_queries, post
):
    few = make_people(1)
    build(few)
    with django_assert_num_queries(10) as counted:
        build(few)
    drafts = [PostDraft(area_code=area, kind="point") for area in (NEIGHBOUR, FAR)
              for _ in range(25)]  # fmt: skip
    services.add_posts(actor=system, incident_id=incident.id, drafts=drafts)
    many = [*few, *make_people(50, unit="区教育局")]

    with django_assert_num_queries(len(counted)):
        build(many)


LIMITS = ("no_nights", "seated_work", "no_lifting", "indoors")
people_of_any_kind = st.lists(
    st.tuples(
        st.booleans(),
        st.sets(st.sampled_from(LIMITS)),
        st.none() | st.tuples(st.integers(-30, 300), st.none() | st.integers(1, 200)),
        st.none() | st.lists(st.sets(st.integers(0, 23)), min_size=7, max_size=7),
        st.sampled_from(["", "driver", "disinfection"]),
    ),
    min_size=1,
    max_size=4,
)
posts_of_any_kind = st.lists(
    st.tuples(
        st.sampled_from(["point", "disinfection", "key_person", "logistics"]),
        st.sampled_from(["3x8", "4x6", "2x12"]),
        st.integers(1, 127),
        st.integers(0, 3),
        st.integers(0, 20),
        st.none() | st.integers(0, 20),
        st.sampled_from([COMMUNITY, NEIGHBOUR, FAR]),
        st.booleans(),
    ),
    min_size=1,
    max_size=5,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(people=people_of_any_kind, posts=posts_of_any_kind, days=st.integers(1, 15))
def test_any_register_gives_an_instance_the_engine_reads(  # noqa: PLR0917
    system, commander, incident, people, posts, days
):
    with transaction.atomic():
        _set_up(system, incident, posts)
        ids = _register(system, people)
        request = InstanceRequest(incident_id=incident.id, people=ids, starts_on=START, days=days)
        try:
            document = queries.build_instance(actor=commander, request=request)
        except Invalid as refused:
            assert "No post" in refused.message  # noqa: PT017
        else:
            instance = read_instance(document)
            assert len(instance.people) == len(people)
        transaction.set_rollback(True)


def _set_up(system, incident, posts):
    drafts = [
        PostDraft(
            area_code=area, kind=kind, pattern=pattern, weekdays=weekdays, points=points,
            indoors=indoors, opens_on=START + timedelta(days=opens),
            closes_on=None if closes is None else START + timedelta(days=opens + closes),
        )
        for kind, pattern, weekdays, points, opens, closes, area, indoors in posts
    ]  # fmt: skip
    services.add_posts(actor=system, incident_id=incident.id, drafts=drafts)


def _register(system, people):
    unit = responders.add_unit(actor=system, name="区统计局", level="district", area_code=DISTRICT)
    ids = []
    for at_, (lead_, limits, absence, week, skill) in enumerate(people):
        draft = PersonDraft(
            name=f"人{at_}", unit_id=unit.id, can_lead=lead_,
            skills=(skill,) if skill else (), limits=tuple(sorted(limits)), joined_on=START,
        )  # fmt: skip
        person = responders.add_responder(actor=system, draft=draft, responder_id=new_id())
        if absence is not None:
            begins = at(18, 0) + timedelta(hours=absence[0])
            ends = None if absence[1] is None else begins + timedelta(hours=absence[1])
            responders.report_absence(
                actor=system, responder_id=person.id, starts_at=begins, ends_at=ends
            )
        if week is not None:
            responders.set_week(actor=system, responder_id=person.id, week=week)
        ids.append(person.id)
    return ids
