"""What the whole instance lacks: leads, teams, areas; and which rule is in the way."""

from tests.engines.planner.assign.small import at, instance

from muster.engines.planner.explain import explain, lacks
from muster.engines.planner.fanout import Inline


def test_nothing_lacks_and_nothing_is_short():
    given = instance([at("u", 0.0) for _ in range(3)], [(0.0, 2)])
    found = explain(given, engine=Inline())

    assert (found.lacks, found.communities, found.legal) == ((), (), True)


def test_fewer_leads_than_communities():
    people = [at("u", 0.0, lead=True), *(at("u", 0.0) for _ in range(3))]
    given = instance(people, [(0.0, 1), (1.0, 1)], rules={"first_secretary": True})
    (lack,) = lacks(given)

    assert (lack.kind, lack.missing, lack.families) == ("leads_short", 1, ())
    assert lack.said.sentence.endswith("who may be first secretary: 1 more")
    assert not explain(given, engine=Inline()).legal


def test_leads_that_may_not_go_where_they_are_needed():
    people = [at("u", 0.0, lead=True), at("u", 0.0, lead=True), at("v", 1.0), at("v", 1.0)]
    given = instance(
        people,
        [(0.0, 1), (1.0, 1)],
        units={"u": {"allowed_subdistricts": ["s0"]}},
        rules={"first_secretary": True},
    )
    (lack,) = lacks(given)

    assert (lack.kind, lack.missing, lack.families) == (
        "leads_matched",
        1,
        ("allowed_subdistricts",),
    )


def test_an_area_that_units_may_not_be_sent_to():
    people = [at("u", 0.0) for _ in range(4)]
    only = {"u": {"allowed_subdistricts": ["s0"]}}
    (lack,) = lacks(instance(people, [(0.0, 0), (5.0, 1)], units=only))

    assert lack.families == ("allowed_subdistricts",)
    assert lack.proof.code == "proof_certificate"


def test_units_that_reach_too_few_communities():
    people = [at("u", 0.0) for _ in range(4)]
    together = {"u": {"keep_together": True, "min_team": 4}}
    found = lacks(instance(people, [(0.0, 1), (1.0, 1)], units=together))

    assert [(lack.kind, lack.families) for lack in found] == [("teams_short", ("min_team",))]


def test_too_few_shifts_whatever_rule_is_lifted_needs_people():
    people = [at("u", 0.0) for _ in range(2)]
    (lack,) = lacks(instance(people, [(0.0, 3)]))

    assert (lack.missing, lack.families, lack.people) == (7, (), 1)
    assert "1 more" in lack.said.sentence


def test_one_community_only():
    weights = {"under_cover": 1000, "commute_km": 1}  # one each, as their unit may be parted
    given = instance([at("u", 0.0), at("u", 5.0)], [(0.0, 2), (5.0, 2)], weights=weights)
    found = explain(given, communities=["c1"], engine=Inline())

    assert [one.community for one in found.communities] == ["c1"]
