"""Places asks the register who could answer for a grid, and what they are called."""

from muster.platform.places.contracts import candidates_for, names_of
from muster.registers.responders import services

COMMUNITY = "120101001014"


def test_candidates_are_those_sent_to_the_community(system, unit, make_person, tenant):
    leader, other = make_person("吴海涛"), make_person("李芳")
    services.form_team(
        actor=system, name="一队", unit_id=unit.id, community_code=COMMUNITY, leader_id=leader.id
    )

    assert candidates_for(system, COMMUNITY) == [(leader.id, "吴海涛")]
    assert names_of(system, {leader.id, other.id}) == {leader.id: "吴海涛", other.id: "李芳"}


def test_community_without_anybody_has_no_candidates(system, make_person):
    make_person("李芳")

    assert candidates_for(system, COMMUNITY) == []
