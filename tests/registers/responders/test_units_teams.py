"""Units, teams and pairings."""

import pytest

from muster.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from muster.registers.responders import queries, services
from muster.registers.responders.enums import FiveOnes
from muster.registers.responders.models import Responder

COMMUNITY = "120101001001"


def test_add_unit_without_area_belongs_to_the_whole_command(system):
    unit = services.add_unit(actor=system, name="市统计局", level="city")

    assert unit.area_code == "120101"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "區統計局"}, "name"),
        ({"level": "galaxy"}, "level"),
        ({"area_code": "120102"}, "area_code"),
        ({"level": "property"}, "area_code"),
        ({"organisation_code": "11120101000000001A"}, "organisation_code"),
    ],
)
def test_add_unit_that_does_not_fit_is_refused_at_its_field(system, unit, facts, field):
    services.change_unit(actor=system, unit_id=unit.id, organisation_code="11120101000000001A")

    with pytest.raises(Invalid) as refused:
        services.add_unit(actor=system, **({"name": "区教育局", "level": "district"} | facts))

    assert list(refused.value.errors) == [field]


def test_add_unit_by_a_clerk_is_not_allowed(clerk):
    with pytest.raises(NotAllowed):
        services.add_unit(actor=clerk, name="区教育局", level="district")


def test_add_unit_outside_a_planners_area_is_not_allowed(make_actor):
    planner = make_actor("planner", area="120101001")

    with pytest.raises(NotAllowed):
        services.add_unit(actor=planner, name="区教育局", level="district")


def test_change_unit_moves_its_people_along(commander, unit, person):
    services.change_unit(
        actor=commander, unit_id=unit.id, level="subdistrict", area_code="120101005"
    )

    moved = Responder.objects.get(tenant_id=unit.tenant_id, pk=person.pk)
    assert (moved.level, moved.area_code) == ("subdistrict", "120101005")


def test_close_unit_with_people_is_a_conflict_until_they_left(commander, unit, person):
    with pytest.raises(Conflict):
        services.close_unit(actor=commander, unit_id=unit.id)
    services.end_responder(actor=commander, responder_id=person.id)

    assert services.close_unit(actor=commander, unit_id=unit.id).closed_on is not None
    with pytest.raises(Conflict):
        services.reinstate_responder(actor=commander, responder_id=person.id)
    services.reopen_unit(actor=commander, unit_id=unit.id)
    assert services.reinstate_responder(actor=commander, responder_id=person.id).is_active


@pytest.mark.parametrize("typed", ["统计", "統計", "tongji", "qtjj"])
def test_units_are_found_by_part_of_the_name(commander, unit, make_unit, typed):
    make_unit("区教育局")

    assert [row.name for row in queries.units(actor=commander, text=typed)] == ["区统计局"]


def test_level_totals_are_the_kept_ones(commander, unit, person, make_unit):
    make_unit("市统计局", level="city")

    assert queries.level_totals(actor=commander) == {"district": (1, 1), "city": (1, 0)}


def test_clerk_sees_the_own_unit_only(clerk, unit, make_unit):
    other = make_unit("区教育局")

    assert [row.name for row in queries.own_units(actor=clerk)] == ["区统计局"]
    with pytest.raises(NotFound):
        queries.unit(actor=clerk, unit_id=other.id)


def test_team_of_a_unit_takes_only_its_people(commander, unit, person, make_unit, make_person):
    stranger = make_person("李芳", of=make_unit("区教育局"))
    team = services.form_team(actor=commander, name="第一组", unit_id=unit.id, leader_id=person.id)

    with pytest.raises(Conflict):
        services.add_member(actor=commander, team_id=team.id, responder_id=stranger.id)
    found = queries.team(actor=commander, team_id=team.id)
    members = queries.members(actor=commander, team_id=team.id)
    assert ([m.responder_id for m in members], found.leader_id) == ([person.id], person.id)


def test_joint_team_of_a_community_takes_people_of_several_units(
    commander, person, make_unit, make_person
):
    other = make_person("李芳", of=make_unit("区教育局"))
    team = services.form_team(actor=commander, name="联合组", community_code=COMMUNITY)
    for one in (person, other, other):
        services.add_member(actor=commander, team_id=team.id, responder_id=one.id)

    assert [row.size for row in queries.teams(actor=commander)] == [2]


def test_leader_who_leaves_the_team_leads_no_longer(commander, unit, person):
    team = services.form_team(actor=commander, name="第一组", unit_id=unit.id, leader_id=person.id)
    services.remove_member(actor=commander, team_id=team.id, responder_id=person.id)

    found = queries.team(actor=commander, team_id=team.id)
    members = queries.members(actor=commander, team_id=team.id)
    assert (members, found.leader_id) == ([], None)


def test_ended_team_takes_nobody(commander, unit, person):
    team = services.form_team(actor=commander, name="第一组", unit_id=unit.id)
    services.end_team(actor=commander, team_id=team.id)

    with pytest.raises(Conflict):
        services.add_member(actor=commander, team_id=team.id, responder_id=person.id)
    assert list(queries.teams(actor=commander)) == []


def test_team_outside_the_command_is_refused(commander):
    with pytest.raises(Invalid):
        services.form_team(actor=commander, name="联合组", community_code="120102001001")


def test_pairing_names_what_is_missing_until_all_five_are_there(commander, unit, person):
    pairing = services.open_pairing(actor=commander, unit_id=unit.id, community_code=COMMUNITY)
    team = services.form_team(actor=commander, name="包联组", community_code=COMMUNITY)
    pairing = services.set_five_ones(
        actor=commander, pairing_id=pairing.id, leader_id=person.id, team_id=team.id,
        plan_ref="和防指〔2020〕3 号",
    )  # fmt: skip

    assert pairing.missing == [FiveOnes.LEDGER, FiveOnes.IN_CHARGE]
    pairing = services.set_five_ones(
        actor=commander, pairing_id=pairing.id, ledger_ref="第 7 册", in_charge_ref="科长 李芳"
    )
    assert pairing.is_complete


def test_board_puts_what_lacks_most_first_and_counts_each(commander, unit, make_unit):
    services.open_pairing(actor=commander, unit_id=unit.id, community_code=COMMUNITY)
    fuller = services.open_pairing(
        actor=commander, unit_id=make_unit("区教育局").id, community_code=COMMUNITY
    )
    services.set_five_ones(actor=commander, pairing_id=fuller.id, plan_ref="方案")

    board = queries.five_ones_board(actor=commander)

    assert [len(row.missing) for row in board.pairings] == [5, 4]
    assert (board.missing[FiveOnes.PLAN], board.missing[FiveOnes.TEAM]) == (1, 2)
    assert (board.complete, board.incomplete) == (0, 2)


def test_pairing_twice_is_a_conflict_and_elsewhere_is_refused(commander, unit):
    services.open_pairing(actor=commander, unit_id=unit.id, community_code=COMMUNITY)

    with pytest.raises(Conflict):
        services.open_pairing(actor=commander, unit_id=unit.id, community_code=COMMUNITY)
    for code in ("120101001", "120102001001"):
        with pytest.raises(Invalid):
            services.open_pairing(actor=commander, unit_id=unit.id, community_code=code)


def test_ended_pairing_leaves_the_board_and_cannot_change(commander, unit):
    pairing = services.open_pairing(actor=commander, unit_id=unit.id, community_code=COMMUNITY)
    services.end_pairing(actor=commander, pairing_id=pairing.id)

    assert queries.five_ones_board(actor=commander).pairings == []
    with pytest.raises(Conflict):
        services.set_five_ones(actor=commander, pairing_id=pairing.id, plan_ref="方案")


def test_pairing_is_seen_by_the_lead_of_its_community_and_the_units_clerk(
    commander, clerk, make_actor, unit
):
    services.open_pairing(actor=commander, unit_id=unit.id, community_code=COMMUNITY)

    def seen(actor):
        return len(queries.five_ones_board(actor=actor).pairings)

    assert seen(make_actor("lead", area=COMMUNITY)) == 1
    assert seen(make_actor("lead", area="120101001002")) == 0
    assert seen(clerk) == 1


def test_own_skill_that_reads_like_a_known_one_is_that_one(commander, tenant):
    services.ensure_skills(tenant.id)
    first = services.add_skill(actor=commander, label="无人机")
    again = services.add_skill(actor=commander, label="無人機")

    assert (first.key, again.id) == ("wurenji", first.id)
    with pytest.raises(Invalid):
        services.add_skill(actor=commander, label=" ")


def test_set_skills_keeps_adds_and_drops(commander, person):
    services.set_skills(actor=commander, responder_id=person.id, keys=["driver", "medical"])
    services.set_skills(actor=commander, responder_id=person.id, keys=["medical", "english"])

    history = queries.person_history(actor=commander, responder_id=person.id)
    assert sorted(skill.key for skill in history.skills) == ["english", "medical"]
    assert [skill.key for skill in history.languages] == ["english"]
    with pytest.raises(Invalid):
        services.set_skills(actor=commander, responder_id=person.id, keys=["flying"])
