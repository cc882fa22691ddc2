"""`muster replay youth`: 247 people of whole units to 46 communities, nobody alone.

The report (February 2020) does not name the district: Hexi, which has eight subdistricts with at
least as many communities, is our choice, as are the nine units and their sizes.
"""

from collections.abc import Mapping
from datetime import datetime
from statistics import median
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
from muster.operations.duty.enums import LEAST_CREW
from muster.operations.duty.services import add_posts
from muster.platform.places.contracts import AreaRef
from muster.platform.places.queries import communities_by_subdistrict
from muster.platform.places.services import place_areas
from muster.registers.responders.enums import Level

DISTRICT, STARTS_AT = "120103", datetime(2020, 2, 18, 8, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
PEOPLE, SUBDISTRICTS, COMMUNITIES, DAYS = 247, 8, 46, 14
UNITS = ("团委机关", "青年宫", "青年志愿者中心", "青少年报社", "青年旅行社", "少年宫",
         "青年职业学校", "青年企业家协会", "学生联合会")  # fmt: skip
LEAD_EVERY = 4
"""One in four may lead: small groups, whose leader answers for them."""


def replay(*, seed: int) -> Outcome:
    """Call, plan, publish."""
    stage = on.open_stage(
        area_code=DISTRICT, incident="青年突击队下沉", starts_at=STARTS_AT, seed=seed
    )
    sizes = shares(PEOPLE, len(UNITS), spread=4)
    plans = [
        UnitPlan(name, Level.CITY, DISTRICT, size) for name, size in zip(UNITS, sizes, strict=True)
    ]
    units = on.enrol(stage, plans, lead_every=LEAD_EVERY)
    communities = _set_up(stage)
    call_up_id = on.call_up(stage, units, title="首批青年突击队", place="青年宫")
    plan = on.count_first(stage, call_up_id, days=DAYS)
    summary = on.solve_and_publish(stage, plan.id)
    return _tell(stage, units, communities, plan.id, summary)


def _set_up(stage: on.Stage) -> list[AreaRef]:
    """Give 46 communities of eight subdistricts a gate each, open from eight to midnight."""
    groups = dict(list(communities_by_subdistrict(DISTRICT).items())[:SUBDISTRICTS])
    positions = ring_positions(groups)
    chosen: list[AreaRef] = []
    for rank in range(max(map(len, groups.values()))):
        chosen += [rows[rank] for rows in groups.values() if rank < len(rows)]
    chosen = chosen[:COMMUNITIES]
    with at(stage.system, stage.starts_at):
        place_areas(actor=stage.system, positions=positions)
        add_posts(
            actor=stage.system,
            incident_id=stage.incident_id,
            drafts=[
                PostDraft(
                    area_code=area.code, kind="point", pattern="3x8at8", letters="DE", number=1
                )
                for area in chosen
            ],
        )
    return chosen


def _tell(
    stage: on.Stage,
    units: list[InventedUnit],
    communities: list[AreaRef],
    plan_id: UUID,
    summary: Mapping[str, Any],
) -> Outcome:
    told = Outcome("youth")
    sent = on.sent_to(stage, plan_id)
    crews = on.crews(stage, [area.code for area in communities], DAYS)
    told.same(_("People called up, as whole units"), PEOPLE, sum(len(u.people) for u in units))
    told.same(_("Communities with people"), COMMUNITIES, len(set(sent.values())))
    told.same(
        _("Subdistricts with people"), SUBDISTRICTS, len({code[:9] for code in sent.values()})
    )
    told.smallest_crew(LEAST_CREW, crews, reported=_("1, a guard alone"))
    leads = sum(1 for one in summary["communities"] if one["secretary"])
    told.add(_("Communities with a leader"), "–", leads, leads == len(communities))
    told.add(_("Person-shifts short"), "–", summary["short"])
    parts = [len({sent[str(p)] for p in unit.people if str(p) in sent}) for unit in units]
    told.add(_("Communities a unit is spread over, median"), _("whole units"), median(parts))
    told.add(_("Way to the community, mean"), _("tens of km"), f"{summary['mean_km']} km")
    return told
