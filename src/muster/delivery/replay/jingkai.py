"""`muster replay jingkai`: 186 + 11 + 11 people for 121 compounds, which counting shows too few.

The report (December 2021) sends three city units into 121 compounds. Two people at each would be
242: Muster must say so before it plans, and then plans joint crews with the compounds' own guards.
That the zone lies in Weiyang district, and how many guards a compound has, is our choice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from muster.delivery.replay import stage as on
from muster.delivery.replay.contracts import Outcome
from muster.delivery.replay.evening import at
from muster.delivery.replay.heping import AGES_OF_GUARDS
from muster.delivery.replay.posts import ring_positions
from muster.delivery.replay.units import UnitPlan, local_unit
from muster.kernel.ids import new_id
from muster.operations.duty.contracts import PostDraft
from muster.operations.duty.enums import LEAST_CREW
from muster.operations.duty.services import add_posts
from muster.platform.places.contracts import AreaRef
from muster.platform.places.enums import PremisesKind
from muster.platform.places.queries import communities_by_subdistrict
from muster.platform.places.services import PremisesDraft, add_premises, place_areas
from muster.registers.responders.contracts import PersonDraft
from muster.registers.responders.enums import Level
from muster.registers.responders.services import add_many

DISTRICT, STARTS_AT = "610112", datetime(2021, 12, 23, 8, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
UNITS = (("城市管理部门", 186), ("行政审批部门", 11), ("投资促进部门", 11))
COMPOUNDS, REACHED, REACHED_BY_UNIT, DAYS = 121, 104, 103, 7
COMPOUND, GUARDS_OF, GUARDS = "{community}一号院", "{community}一号院物业", 2
RULES = {"first_secretary": False}
"""Three units lead no 121 communities."""


def replay(*, seed: int) -> Outcome:
    """Count, say what cannot be, add the compounds' own guards, plan."""
    stage = on.open_stage(
        area_code=DISTRICT, incident="开发区疫情防控", starts_at=STARTS_AT, seed=seed
    )
    plans = [UnitPlan(name, Level.CITY, DISTRICT, size) for name, size in UNITS]
    units = on.enrol(stage, plans)
    communities = _set_up(stage)
    call_up_id = on.call_up(stage, units, title="包保小区", place="开发区管委会")
    alone = on.count_first(stage, call_up_id, days=DAYS, rules=RULES)
    _add_guards(stage, communities)
    joint = on.count_first(stage, call_up_id, days=DAYS, rules=RULES)
    summary = on.solve_and_publish(stage, joint.id)
    told = Outcome("jingkai")
    told.same(
        _("People sent: 186 + 11 + 11"),
        sum(size for _name, size in UNITS),
        sum(len(unit.people) for unit in units),
    )
    _tell_counted(told, communities, alone.capacity)
    _tell_planned(told, stage, communities, summary, joint.id)
    return told


def _set_up(stage: on.Stage) -> list[AreaRef]:
    """Give 121 communities a compound each, whose gate is open by day."""
    groups = communities_by_subdistrict(DISTRICT)
    chosen = [area for rows in groups.values() for area in rows][::3][:COMPOUNDS]
    with at(stage.system, stage.starts_at):
        place_areas(actor=stage.system, positions=ring_positions(groups))
        drafts = []
        for area in chosen:
            name = COMPOUND.format(community=area.short_name or area.name)
            compound = add_premises(
                actor=stage.system, draft=PremisesDraft(area.code, PremisesKind.COMPOUND, name)
            )
            drafts.append(
                PostDraft(
                    area_code=area.code,
                    premises_code=compound.code,
                    kind="point",
                    pattern="2x12",
                    letters="D",
                    number=1,
                    name=name,
                )
            )
        add_posts(actor=stage.system, incident_id=stage.incident_id, drafts=drafts)
    return chosen


def _add_guards(stage: on.Stage, communities: Sequence[AreaRef]) -> None:
    """Put the guards that each compound has anyway on the register."""
    drafts: list[PersonDraft] = []
    with at(stage.system, stage.starts_at):
        for area in communities:
            name = GUARDS_OF.format(community=area.name)
            plan = UnitPlan(name, Level.PROPERTY, area.code, GUARDS)
            drafts += [
                replace(draft, home_area_code="", home_place="", limits=())
                for draft in local_unit(stage.system, stage.rng, plan, AGES_OF_GUARDS)
            ]
        add_many(actor=stage.system, drafts=drafts, batch_id=new_id())


def _tell_counted(
    told: Outcome, communities: Sequence[AreaRef], capacity: Sequence[Mapping[str, Any]]
) -> None:
    """What was said before anything was planned."""
    said = {row["kind"]: row for row in capacity}
    told.same(_("Compounds"), COMPOUNDS, len(communities))
    for kind, most, figure in (
        ("crews_short", REACHED, _("Said before planning: compounds that crews of two reach")),
        ("teams_short", REACHED_BY_UNIT, _("The same, where units stay together")),
    ):
        done = said[kind]["params"]["reach"] if kind in said else _("nothing was said")
        told.add(figure, most, done, done == most)


def _tell_planned(
    told: Outcome,
    stage: on.Stage,
    communities: Sequence[AreaRef],
    summary: Mapping[str, Any],
    plan_id: UUID,
) -> None:
    """What the plan with joint crews does."""
    crews = on.crews(stage, [area.code for area in communities], DAYS)
    reached = len({post for post, _day, _shift in crews})
    told.same(_("Compounds with joint crews, after planning"), COMPOUNDS, reached)
    told.smallest_crew(LEAST_CREW, crews)
    told.add(_("Person-shifts short"), "–", summary["short"])
    sent = on.sent_to(stage, plan_id)
    told.add(_("People sent to a compound, guards included"), "–", len(sent))
