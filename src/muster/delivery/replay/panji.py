"""`muster replay panji`: 24 communities whistle, 835 members of 59 branches answer, crews of five.

The report (March 2022) counts 31 groups, 59 branches and 835 members for the 24 communities of one
subdistrict, and five people a day at one checkpoint. Tianjiaji has 24 communities on the official
list; how large a branch is and how many people each community asks for is our choice.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from muster.delivery.replay import stage as on
from muster.delivery.replay.contracts import Outcome
from muster.delivery.replay.evening import at
from muster.delivery.replay.heping import shares
from muster.delivery.replay.posts import ring_positions
from muster.delivery.replay.units import InventedUnit, UnitPlan
from muster.operations.duty.contracts import PostDraft
from muster.operations.duty.services import add_posts
from muster.operations.mobilise import queries, services
from muster.operations.mobilise.enums import WhistleState
from muster.platform.places.contracts import AreaRef
from muster.platform.places.queries import communities_by_subdistrict
from muster.platform.places.services import place_areas
from muster.registers.responders.enums import Level

DISTRICT, SUBDISTRICT = "340406", "340406001"
STARTS_AT = datetime(2022, 3, 21, 8, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
GROUPS, BRANCHES, MEMBERS, COMMUNITIES, CREW, DAYS = 31, 59, 835, 24, 5, 14
POSTS = 4
BRANCH = "第{group}组第{n}支部"


def replay(*, seed: int) -> Outcome:
    """Whistle, claim, confirm, plan."""
    stage = on.open_stage(
        area_code=DISTRICT, incident="社区吹哨党员报到", starts_at=STARTS_AT, seed=seed
    )
    sizes = shares(MEMBERS, BRANCHES, spread=3)
    plans = [
        UnitPlan(BRANCH.format(group=n % GROUPS + 1, n=n + 1), Level.DISTRICT, DISTRICT, size)
        for n, size in enumerate(sizes)
    ]
    units = on.enrol(stage, plans, lead_every=10)
    communities = _set_up(stage)
    whistles = _whistle(stage, communities)
    _claim(stage, whistles, units)
    call_up_id = on.call_up(stage, units, title="党员报到", place="街道办事处")
    plan = on.count_first(stage, call_up_id, days=DAYS)
    summary = on.solve_and_publish(stage, plan.id)
    _confirm(stage, whistles)
    return _tell(stage, units, communities, whistles, summary)


def _set_up(stage: on.Stage) -> list[AreaRef]:
    """Give each community of the subdistrict its checkpoints, five people a day at each."""
    groups = {
        group: rows
        for group, rows in communities_by_subdistrict(DISTRICT).items()
        if group.code == SUBDISTRICT
    }
    communities = [area for rows in groups.values() for area in rows]
    with at(stage.system, stage.starts_at):
        place_areas(actor=stage.system, positions=ring_positions(groups))
        add_posts(
            actor=stage.system,
            incident_id=stage.incident_id,
            drafts=[
                PostDraft(
                    area_code=area.code,
                    kind="point",
                    pattern="2x12",
                    letters="D",
                    number=n + 1,
                    crew_min=CREW,
                    wanted=CREW,
                )
                for area in communities
                for n in range(POSTS)
            ],
        )
    return communities


def _whistle(stage: on.Stage, communities: Sequence[AreaRef]) -> list[UUID]:
    """Let each community ask for its share of people."""
    wanted = shares(MEMBERS, len(communities), spread=1)
    with at(stage.commander, stage.starts_at - timedelta(hours=14)):
        return [
            services.whistle(
                actor=stage.commander,
                area_code=area.code,
                kind="gate",
                people=people,
                from_at=stage.starts_at,
                deadline_at=stage.starts_at + timedelta(days=1),
            ).id
            for area, people in zip(communities, wanted, strict=True)
        ]


def _claim(stage: on.Stage, whistles: Sequence[UUID], units: Sequence[InventedUnit]) -> None:
    """Let each branch take on what is still open, in parts where it is larger."""
    with at(stage.commander, stage.starts_at - timedelta(hours=13)):
        places = {
            whistle_id: queries.whistle(actor=stage.commander, whistle_id=whistle_id).asked
            for whistle_id in whistles
        }
        for unit in units:
            people = list(unit.people)
            while people:
                whistle_id = next(one for one, left in places.items() if left)
                going, people = people[: places[whistle_id]], people[places[whistle_id] :]
                services.claim_whistle(
                    actor=stage.commander,
                    whistle_id=whistle_id,
                    unit_id=unit.id,
                    people=len(going),
                    responder_ids=going,
                )
                places[whistle_id] -= len(going)


def _confirm(stage: on.Stage, whistles: Sequence[UUID]) -> None:
    """Let both sides say the next evening that it was done."""
    with at(stage.commander, stage.starts_at + timedelta(hours=10)):
        for whistle_id in whistles:
            for claim in queries.claims_of(actor=stage.commander, whistle_id=whistle_id):
                services.report_done(actor=stage.commander, claim_id=claim.id)
                services.confirm_claim(actor=stage.commander, claim_id=claim.id)


def _tell(
    stage: on.Stage,
    units: Sequence[InventedUnit],
    communities: Sequence[AreaRef],
    whistles: Sequence[UUID],
    summary: Mapping[str, Any],
) -> Outcome:
    told = Outcome("panji")
    rows = [queries.whistle(actor=stage.commander, whistle_id=one) for one in whistles]
    told.same(_("Branches"), BRANCHES, len(units))
    told.same(_("Communities that whistled"), COMMUNITIES, len({row.area_code for row in rows}))
    told.same(_("Members who answered"), MEMBERS, sum(row.claimed for row in rows))
    done = sum(row.state == WhistleState.DONE for row in rows)
    told.add(_("Whistles confirmed by both sides"), "–", done, done == len(rows))
    crews = on.crews(stage, [area.code for area in communities], DAYS)
    told.smallest_crew(CREW, crews)
    told.add(_("Person-shifts short"), "–", summary["short"])
    return told
