"""The sheet of pairings, on the scale of Cangzhou: 57 units answer for 78 communities."""

from uuid import UUID

import pytest
from django.utils import translation

from muster.kernel.actors import system_actor
from muster.kernel.errors import Conflict, NotAllowed, NotFound
from muster.kernel.ids import new_id
from muster.platform.places.models import Area
from muster.registers.responders import queries, services
from muster.registers.responders.contracts import PersonDraft, TeamDraft
from muster.registers.responders.models import Pairing, PairingReport, Team, TeamMember
from muster.registers.responders.sheets import IMPORT_KINDS

pytestmark = pytest.mark.django_db

UNITS, COMMUNITIES = 57, 78
DISTRICT, SUBDISTRICT = "120101", "120101001"
KIND = next(kind for kind in IMPORT_KINDS if kind.name == "responders.pairings")


def code(n):
    return f"{SUBDISTRICT}{n + 1:03d}"


@pytest.fixture
def system(tenant):
    return system_actor(tenant.id, "tests")


@pytest.fixture(autouse=True)
def areas(db):
    """A district with one subdistrict of 78 communities."""
    rows = [(DISTRICT, "1201", 3, "和平区"), (SUBDISTRICT, DISTRICT, 4, "劝业场街道")]
    rows += [(code(n), SUBDISTRICT, 5, f"第{n + 1}社区居委会") for n in range(COMMUNITIES)]
    for place, parent, level, name in rows:
        Area.objects.create(
            code=place, parent_code=parent, level=level, name=name, short_name=name[:2],
            areas=1, communities=1,
        )  # fmt: skip


@pytest.fixture
def units(system):
    return [
        services.add_unit(actor=system, name=f"市直{n + 1}局", level="city", area_code=DISTRICT)
        for n in range(UNITS)
    ]


def row(unit, community, **parts):
    return {"unit": unit, "community": community, **parts}


def issues(system, *rows):
    return [
        [one.code for one in found]
        for found in KIND.check(actor=system, rows=list(rows), options={})
    ]


def test_57_units_are_paired_with_78_communities_with_five_ones(system, units):
    rows = [
        row(
            units[n % UNITS].name,
            f"第{n + 1}社区",
            leader=f"领导{n}",
            team=f"队伍{n}",
            plan="一社区一方案",
            ledger="居民台账",
            in_charge=f"科长{n}",
        )
        for n in range(COMMUNITIES)
    ]
    assert issues(system, *rows) == [[]] * COMMUNITIES
    ids = KIND.commit(actor=system, rows=rows, options={}, batch_id=new_id())

    board = queries.five_ones_board(actor=system)
    assert (len(ids), board.complete, board.incomplete) == (COMMUNITIES, COMMUNITIES, 0)
    assert len({one.unit_id for one in board.pairings}) == UNITS
    assert len({one.community_code for one in board.pairings}) == COMMUNITIES


@pytest.mark.parametrize("written", ["第1社区居委会", "第1社区", "第1", "120101001001"])
def test_a_community_is_known_by_its_name_short_or_whole_or_by_its_code(system, units, written):
    KIND.commit(actor=system, rows=[row(units[0].name, written)], options={}, batch_id=new_id())

    assert Pairing.objects.get(tenant_id=system.tenant_id).community_code == code(0)


def test_a_leader_on_the_register_is_found_and_a_namesake_is_kept_as_written(system, units):
    unit = units[0]
    [alone, *_two] = [
        services.add_responder(actor=system, draft=PersonDraft(name=name, unit_id=unit.id))
        for name in ("王一", "李二", "李二")
    ]
    KIND.commit(
        actor=system,
        rows=[row(unit.name, "第1社区", leader="王一", in_charge="李二")],
        options={},
        batch_id=new_id(),
    )

    made = Pairing.objects.get(tenant_id=system.tenant_id)
    assert (made.leader_id, made.leader_ref) == (alone.id, "")
    assert (made.in_charge_id, made.in_charge_ref) == (None, "李二")


def test_what_cannot_be_is_said_beside_the_row(system, units):
    services.open_pairing(actor=system, unit_id=units[1].id, community_code=code(1))
    found = issues(
        system,
        row("没有的单位", "第1社区"),
        row(units[0].name, "没有的"),
        row(units[1].name, "第2社区"),
        row(units[0].name, "第3社区"),
        row(units[0].name, "第3社区居委会"),
    )

    assert found == [
        ["unknown_unit"],
        ["unknown_community"],
        ["known"],
        [],
        ["twice_in_sheet"],
    ]


@pytest.mark.parametrize("written", [SUBDISTRICT, "劝业场街道"])
def test_a_subdistrict_is_told_that_a_community_is_wanted(system, units, written):
    [[issue]] = KIND.check(actor=system, rows=[row(units[0].name, written)], options={})

    assert (issue.field, issue.code) == ("community", "subdistrict")
    with translation.override("en"):
        assert str(issue.message) % dict(issue.params) == (
            f"{written} is a subdistrict. Write the community, by name or its code of 12 digits."
        )


def test_a_sheet_is_taken_back_but_for_what_was_changed_since(system, units):
    batch = new_id()
    rows = [row(units[0].name, f"第{n + 1}社区") for n in range(2)]
    first, second = KIND.commit(actor=system, rows=rows, options={}, batch_id=batch)
    services.set_five_ones(actor=system, pairing_id=second, plan_ref="方案")

    assert KIND.undo(actor=system, ids=[first, second], batch_id=batch) == [second]
    kept = Pairing.objects.filter(tenant_id=system.tenant_id)
    assert [one.id for one in kept] == [second]


def test_a_clerk_imports_no_pairings(make_actor, units):
    with pytest.raises(NotAllowed):
        KIND.check(actor=make_actor("clerk", "", scope_id=units[0].id), rows=[], options={})


@pytest.fixture
def paired(system, units):
    units[0].ids = [
        services.add_responder(
            actor=system, draft=PersonDraft(name=f"干部{n}", unit_id=units[0].id)
        ).id
        for n in range(3)
    ]
    return services.open_pairing(actor=system, unit_id=units[0].id, community_code=code(0))


def test_the_unit_and_each_of_its_people_report_to_the_community(make_actor, units, paired):
    lead = make_actor("lead", code(0))
    names = queries.people_to_report(actor=lead, pairing=paired)
    assert [name for _id, name in names] == ["干部0", "干部1", "干部2"]
    services.report_in(actor=lead, pairing_id=paired.id, unit=True)
    services.report_in(actor=lead, pairing_id=paired.id, responder_ids=units[0].ids[:2])
    services.report_in(actor=lead, pairing_id=paired.id, responder_ids=units[0].ids[:2])

    [found] = queries.pairings(actor=lead)
    assert (found.reported_at is not None, found.reported) == (True, 2)
    first = PairingReport.objects.filter(pairing=paired).first()
    assert first.recorded_by_name == lead.name


def test_a_lead_elsewhere_records_nothing_here(make_actor, paired):
    with pytest.raises((NotAllowed, NotFound)):
        services.report_in(actor=make_actor("lead", code(1)), pairing_id=paired.id, unit=True)


def test_people_of_another_unit_do_not_report_here(system, units, paired):
    other = services.add_responder(
        actor=system, draft=PersonDraft(name="旁人", unit_id=units[1].id)
    )
    with pytest.raises(Conflict):
        services.report_in(actor=system, pairing_id=paired.id, responder_ids=[other.id])


def drafted(units, key="a", leader=0, members=(0, 1)):
    ids = units[0].ids
    return TeamDraft(
        key=key,
        name=f"{key}临时工作队",
        community_code=code(0),
        leader_id=ids[leader],
        members=frozenset(ids[at] for at in members),
    )


def test_teams_of_a_roster_are_formed_with_leaders_and_follow_the_next_roster(
    system, units, paired
):
    roster = str(new_id())
    services.form_deployed_teams(
        actor=system, roster=roster, drafts=[drafted(units), drafted(units, "b")]
    )
    services.form_deployed_teams(
        actor=system, roster=roster, drafts=[drafted(units, leader=2, members=(1, 2))]
    )

    found = queries.deployed_teams(actor=system, incident_id=UUID(roster))
    assert list(found) == ["a"]
    assert (found["a"].leader_id, found["a"].size) == (units[0].ids[2], 2)
    gone = TeamMember.objects.get(team=found["a"], responder_id=units[0].ids[0])
    assert gone.ends_on is not None
    assert Team.objects.get(tenant_id=system.tenant_id, name="b临时工作队").ended_on is not None
    leader = queries.leader_of_place(tenant_id=system.tenant_id, incident_id=UUID(roster), code="a")
    assert leader.id == units[0].ids[2]


def test_teams_formed_by_hand_are_left_alone(system, units, paired):
    team = services.form_team(actor=system, name="老队伍", community_code=code(0))
    roster = str(new_id())
    services.form_deployed_teams(actor=system, roster=roster, drafts=[drafted(units)])
    services.end_deployed_teams(actor=system, roster=roster)

    assert [one.id for one in queries.teams(actor=system)] == [team.id]


def test_forming_fifty_teams_costs_as_many_statements_as_one(
    system, units, paired, django_assert_max_num_queries
):
    few, many = str(new_id()), str(new_id())
    with django_assert_max_num_queries(20):
        services.form_deployed_teams(actor=system, roster=few, drafts=[drafted(units)])
    drafts = [drafted(units, f"p{n}") for n in range(50)]
    with django_assert_max_num_queries(20):
        services.form_deployed_teams(actor=system, roster=many, drafts=drafts)
