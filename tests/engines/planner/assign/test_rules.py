"""Each rule of level A, on a case where it alone decides."""

from collections import Counter

import pytest
from tests.engines.planner.assign.small import at, instance

from muster.engines.planner.assign import Assigned, assign, cohesion_curve
from muster.engines.planner.generate import generate
from muster.engines.planner.reading import read_instance

TWO = [(0.0, 2), (10.0, 2)]


def places(found: Assigned) -> list[str]:
    return [found.community[name] for name in sorted(found.community)]


def test_everybody_goes_where_it_is_near_when_all_are_needed():
    people = [at("u", 0.0), at("u", 10.0), at("u", 0.0), at("u", 10.0)]
    assert places(assign(instance(people, TWO))) == ["c0", "c1", "c0", "c1"]


def test_units_stay_whole_where_that_is_worth_more_than_the_way():
    people = [at("u", 0.0), at("u", 10.0), at("v", 0.0), at("v", 10.0)]
    found = assign(instance(people, TWO))
    assert found.fragments == 2
    assert found.commute_km == pytest.approx(20.0)
    assert found.bounds["fragment"].value == 2


def test_units_that_need_not_stay_together_cost_nothing_to_split():
    people = [at("u", 0.0), at("u", 10.0), at("v", 0.0), at("v", 10.0)]
    loose = {name: {"keep_together": False} for name in "uv"}
    found = assign(instance(people, TWO, units=loose))
    assert (found.fragments, found.commute_km) == (0, 0.0)


def test_a_part_is_never_smaller_than_the_least_team():
    people = [at("u", 0.0), *(at("u", 10.0) for _ in range(5))]
    sites = [(0.0, 1), (10.0, 5)]
    weights = {"fragment": 0, "commute_km": 1}
    loose = assign(instance(people, sites, weights=weights))
    teams = assign(instance(people, sites, weights=weights, units={"u": {"min_team": 3}}))
    assert Counter(loose.community.values())["c0"] in {1, 2}
    assert min(Counter(teams.community.values()).values()) >= 3


def test_allowed_subdistricts():
    people = [at("u", 0.0), at("u", 0.0), at("v", 10.0), at("v", 10.0)]
    only = {"u": {"allowed_subdistricts": ["s1"]}}
    assert places(assign(instance(people, TWO, units=only))) == ["c1", "c1", "c0", "c0"]


@pytest.mark.parametrize(("rule", "sent"), [("forbid", "c1"), ("prefer", "c0"), ("ignore", "c0")])
def test_home_community(rule: str, sent: str):
    people = [at("u", 0.0, home_community="c0"), at("v", 5.0)]
    sites = [(0.0, 1), (10.0, 1)]
    found = assign(instance(people, sites, rules={"home_community": rule}))
    assert found.community["p0"] == sent


@pytest.mark.parametrize(("apart", "sent"), [(0.8, "c1"), (2.0, "c0")])
def test_who_lives_there_is_preferred_for_two_kilometres_of_way_and_no_more(
    apart: float, sent: str
):
    people = [at("u", 5 - apart / 2, home_community="c1"), at("v", 5 + apart / 2)]
    sites = [(0.0, 1), (10.0, 1)]
    found = assign(instance(people, sites, rules={"home_community": "prefer"}))
    assert found.community["p0"] == sent
    assert found.bounds["assign_objective"].value <= found.objective
    assert found.commute_km == pytest.approx(10 + apart if sent == "c1" else 10 - apart)


def test_local_units_stay_in_their_community():
    people = [at("u", 0.0), at("u", 0.0), at("v", 10.0), at("v", 10.0)]
    local = {"u": {"local": True, "community": "c1"}}
    assert places(assign(instance(people, TWO, units=local))) == ["c1", "c1", "c0", "c0"]


@pytest.mark.parametrize(
    "lock", [{"community": "c1"}, {"day": 0, "shift": "D", "post": "c1-g"}], ids=["place", "post"]
)
def test_a_lock_sends_a_person(lock: dict[str, object]):
    people = [at("u", 0.0), at("v", 0.0), at("v", 10.0), at("u", 10.0)]
    loose = {name: {"keep_together": False} for name in "uv"}
    found = assign(instance(people, TWO, units=loose, locks=[{"person": "p0", **lock}]))
    assert found.community["p0"] == "c1"


def test_people_who_share_crews_are_in_one_community():
    people = [at("u", 0.0, together=["p2"]), at("u", 0.0), at("v", 10.0), at("v", 10.0)]
    loose = {name: {"keep_together": False} for name in "uv"}
    found = assign(instance(people, TWO, units=loose))
    assert found.community["p0"] == found.community["p2"]


def test_each_community_gets_a_lead():
    people = [at("u", 0.0, lead=True), at("u", 1.0, lead=True), at("v", 10.0), at("v", 9.0)]
    found = assign(instance(people, TWO, rules={"first_secretary": True}))
    assert set(found.first_secretary) == {"c0", "c1"}
    assert all(found.community[who] == where for where, who in found.first_secretary.items())


def test_scarce_skills_go_where_they_are_asked_for():
    people = [at("u", 10.0, skills=["key"]), at("u", 10.0), at("v", 0.0), at("v", 0.0)]
    found = assign(instance(people, [(0.0, 1), (10.0, 2)], key={0: 1}))
    assert found.community["p0"] == "c0"
    assert found.headcounts[0].needs["key"] == found.headcounts[0].has["key"] == 1


def test_reserve_where_not_everybody_is_needed():
    people = [at("u", float(x)) for x in range(12)]
    found = assign(instance(people, [(0.0, 2)], units={"u": {"keep_together": False}}))
    assert len(found.community) < 6
    assert found.headcounts[0].gives >= found.headcounts[0].demand


def test_slack_is_shared_in_proportion_to_demand():
    people = [at("u", 0.0) for _ in range(10)]
    loose = {"u": {"keep_together": False}}
    found = assign(instance(people, [(0.0, 3), (50.0, 6)], units=loose))
    assert len(found.community) == 10
    assert [count.people for count in found.headcounts] in ([3, 7], [4, 6])


def test_the_price_of_cohesion():
    people = [at(unit, float(x)) for unit, x in zip("uvwuvwuvw", range(9), strict=True)]
    curve = cohesion_curve(instance(people, [(0.0, 3), (4.0, 3), (8.0, 3)]), (0, 5, 100), effort=5)
    assert [point.weight for point in curve] == [0, 5, 100]
    assert curve[0].fragments >= curve[-1].fragments
    assert curve[0].commute_km <= curve[-1].commute_km
    assert all(point.bound <= point.objective + 1e-6 for point in curve)


def test_nothing_wanted():
    found = assign(instance([at("u", 0.0)], [(0.0, 0)]))
    assert found.bounds["assign_objective"].value <= found.objective


def test_heping_in_a_breath():
    given = read_instance(generate("heping", seed=1, scale=0.2))
    found = assign(given, effort=5)
    units = {unit.id: unit for unit in given.units}
    parts = Counter((p.unit, found.community[p.id]) for p in given.people)
    assert all(n >= min(units[u].min_team, len(units[u].people)) for (u, _), n in parts.items())
    assert set(found.first_secretary) == {community.id for community in given.communities}
    assert found.bounds["assign_objective"].value > 0.9 * found.objective
    again = assign(given, effort=5)
    assert (again.community, again.bounds) == (found.community, found.bounds)


def test_areas_hold_together(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("muster.engines.planner.assign.areas._CELLS", 1)
    monkeypatch.setattr("muster.engines.planner.assign.areas._COMMUNITIES", 30)
    given = read_instance(generate("cangzhou", seed=1, scale=0.05))
    found = assign(given, effort=5)
    assert len(found.community) == len(given.people)
    units = {unit.id: unit for unit in given.units}
    places = {community.id: community.subdistrict for community in given.communities}
    parts = Counter((p.unit, found.community[p.id]) for p in given.people)
    assert all(n >= min(units[u].min_team, len(units[u].people)) for (u, _), n in parts.items())
    assert all(
        units[u].allowed_subdistricts is None or places[c] in units[u].allowed_subdistricts
        for u, c in parts
    )
    assert found.bounds["assign_objective"].value <= found.objective


def test_locked_and_local_people_go_though_others_stay():
    people = [at("u", 0.0), *(at("v", 0.0) for _ in range(12)), at("w", 90.0)]
    units = {"u": {"local": True, "community": "c1"}, "v": {"keep_together": False}}
    locks = [{"person": "p13", "community": "c0"}]
    found = assign(instance(people, [(0.0, 2), (50.0, 1)], units=units, locks=locks))
    assert (found.community["p0"], found.community["p13"]) == ("c1", "c0")
    assert len(found.community) < 9
