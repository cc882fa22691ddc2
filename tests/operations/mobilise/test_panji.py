"""Panji, March 2022: 835 members of 59 branches in 31 groups answer 24 communities by whistle.

The report says that five people a day take turns at a gate; the number each community asks for is
ours: six crews of five, and a seventh for all but one of them, which is just what 835 people give.
"""

from collections import Counter
from itertools import islice

import pytest

from muster.kernel.errors import Conflict
from muster.kernel.ids import new_id
from muster.operations.mobilise import queries, services
from muster.operations.mobilise.models import WhistlePerson
from muster.registers.responders import services as responders
from muster.registers.responders.contracts import PersonDraft

pytestmark = pytest.mark.django_db

PEOPLE, BRANCHES, GROUPS, COMMUNITIES, CREW = 835, 59, 31, 24, 5
SUBDISTRICT = "120101001"


@pytest.fixture
def branches(system):
    """Give 59 branches in 31 groups their 835 members: 14 or 15 each."""
    made = []
    for n in range(BRANCHES):
        unit = responders.add_unit(
            actor=system,
            name=f"第{n + 1}支部",
            level="district",
            area_code="120101",
            group=f"第{n % GROUPS + 1}党组织",
        )
        size = PEOPLE // BRANCHES + (n < PEOPLE % BRANCHES)
        made.append((unit, size))
    drafts = [
        PersonDraft(name=f"党员{unit.name}{m + 1}", unit_id=unit.id)
        for unit, size in made
        for m in range(size)
    ]
    ids = iter(responders.add_many(actor=system, drafts=drafts, batch_id=new_id()))
    for unit, size in made:
        unit.ids = list(islice(ids, size))
    return [unit for unit, _size in made]


def whistle_for(system, community, crews):
    return services.whistle(
        actor=system,
        area_code=f"{SUBDISTRICT}{community:03d}",
        kind="gate",
        people=crews * CREW,
    )


def answer(make_actor, unit, called, free):
    """Let a branch answer the first whistle that still lacks somebody, with whom it has left."""
    clerk = make_actor("clerk", area="", scope_id=unit.id)
    while free:
        open_ = [row for row in queries.whistles(actor=clerk, state="open") if row.id in called]
        if not open_:
            return
        row = open_[0]
        going = [free.pop() for _n in range(min(row.missing, len(free)))]
        services.claim_whistle(
            actor=clerk,
            whistle_id=row.id,
            unit_id=unit.id,
            people=len(going),
            responder_ids=going,
        )


def test_835_members_answer_24_communities_in_crews_of_five(system, incident, branches, make_actor):
    called = {whistle_for(system, n + 1, crews=6).id for n in range(COMMUNITIES)}
    called |= {whistle_for(system, n + 1, crews=1).id for n in range(COMMUNITIES - 1)}
    for unit in branches:
        answer(make_actor, unit, called, list(unit.ids))

    counts = queries.whistle_counts(actor=system)
    assert (counts["open"], counts["covered"], counts["missing"]) == (0, 47, 0)
    goers = WhistlePerson.objects.filter(tenant_id=incident.tenant_id).values_list(
        "responder_id", "claim__whistle__area_code"
    )
    assert len({person for person, _area in goers}) == len(goers) == PEOPLE
    by_community = Counter(area for _person, area in goers)
    assert len(by_community) == COMMUNITIES
    assert {n % CREW for n in by_community.values()} == {0}
    assert len({unit.group for unit in branches}) == GROUPS


def test_who_has_nobody_left_promises_nothing_and_the_whistle_stays_open(
    system, incident, make_unit, make_actor
):
    """The 24th community's seventh crew: there is nobody left, and that is shown, not hidden."""
    unit = make_unit("第1支部", people=CREW)
    first, second = whistle_for(system, 1, crews=1), whistle_for(system, 2, crews=1)
    answer(make_actor, unit, {first.id, second.id}, list(unit.ids))

    counts = queries.whistle_counts(actor=system)
    assert (counts["open"], counts["covered"], counts["missing"]) == (1, 1, CREW)
    with pytest.raises(Conflict, match="taken on already"):
        services.claim_whistle(actor=system, whistle_id=first.id, unit_id=unit.id, people=1)
