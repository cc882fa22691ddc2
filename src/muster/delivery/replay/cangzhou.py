"""`muster replay cangzhou`: 57 units paired with 78 communities, and 79,700 members planned.

The report (early 2020) counts 57 city units and 78 communities with "five ones" each, 1,187
temporary organisations made of several departments, and 79,700 members of shock teams. Which
communities they are, the posts and the size of each unit are our choice.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from muster.delivery.replay import stage as on
from muster.delivery.replay.contracts import Outcome
from muster.delivery.replay.evening import at
from muster.delivery.replay.posts import ring_positions
from muster.delivery.replay.units import InventedUnit, UnitPlan, pair
from muster.operations.duty.contracts import PostDraft
from muster.operations.duty.services import add_posts
from muster.platform.places.contracts import AreaRef
from muster.platform.places.queries import communities_by_subdistrict
from muster.platform.places.services import place_areas
from muster.registers.responders import queries as responders
from muster.registers.responders.enums import FiveOnes, Level

PREFECTURE, STARTS_AT = "1309", datetime(2020, 2, 10, 8, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
UNITS, PAIRED, MEMBERS, ORGANISATIONS = 57, 78, 79_700, 1_187
UNIT_SIZE, POSTS, DAYS, SECONDS, MOST_SECONDS = 40, 8, 7, 60, 60
UNIT, SHOCK_TEAM, LEAD_EVERY = "市直单位{n}", "{community}突击队", 20


def replay(*, seed: int, scale: float = 1.0) -> Outcome:
    """Pair, then plan; `scale` cuts members and organisations, never the pairings."""
    stage = on.open_stage(
        area_code=PREFECTURE, incident="全市联防联控", starts_at=STARTS_AT, seed=seed
    )
    groups = communities_by_subdistrict(PREFECTURE)
    everywhere = [area for rows in groups.values() for area in rows]
    wanted = max(round(ORGANISATIONS * scale), 2)
    chosen = everywhere[:: max(len(everywhere) // max(wanted, PAIRED), 1)]
    with at(stage.system, stage.starts_at):
        place_areas(actor=stage.system, positions=ring_positions(groups))
    names = team_names(groups, chosen[:wanted])
    units = _enrol(stage, chosen[:wanted], names, round(MEMBERS * scale))
    paired = _pair(stage, units[:UNITS], chosen[:PAIRED])
    _set_up(stage, chosen[:wanted])
    call_up_id = on.call_up(stage, units, title="突击队集结", place="市体育场")
    plan = on.count_first(
        stage, call_up_id, days=DAYS, seconds=SECONDS if scale == 1 else on.SECONDS
    )
    summary = on.solve_and_publish(stage, plan.id)
    return _tell(paired, round(MEMBERS * scale), wanted, units, summary)


def team_names(
    groups: Mapping[AreaRef, Sequence[AreaRef]], communities: Sequence[AreaRef]
) -> list[str]:
    """Return the name of each community's shock team; of namesakes with what they lie in."""
    lies_in = {area.code: head.name for head, rows in groups.items() for area in rows}
    alone = Counter(area.name for area in communities)
    longer = Counter((lies_in[area.code], area.name) for area in communities)
    names = []
    for area in communities:
        head = lies_in[area.code]
        name = area.name if alone[area.name] == 1 else f"{head}{area.name}"
        name = name if longer[head, area.name] == 1 else f"{name}（{area.code}）"
        names.append(SHOCK_TEAM.format(community=name))
    return names


def _enrol(
    stage: on.Stage, communities: Sequence[AreaRef], names: Sequence[str], members: int
) -> Sequence[InventedUnit]:
    """57 units of the city, and a shock team of the place for each organisation."""
    of_city = UNIT_SIZE if members > 4 * UNITS * UNIT_SIZE else max(members // (4 * UNITS), 2)
    rest, teams = members - UNITS * of_city, len(communities)
    plans = [UnitPlan(UNIT.format(n=n + 1), Level.CITY, PREFECTURE, of_city) for n in range(UNITS)]
    plans += [
        UnitPlan(
            names[n],
            Level.VOLUNTEER,
            area.code[:9],
            rest // teams + (n < rest % teams),
        )
        for n, area in enumerate(communities)
    ]
    return on.enrol(stage, plans, lead_every=LEAD_EVERY)


def _pair(
    stage: on.Stage, units: Sequence[InventedUnit], communities: Sequence[AreaRef]
) -> responders.FiveOnesBoard:
    """Pair every community with a unit, with all five ones; return the register's own board."""
    with at(stage.system, stage.starts_at):
        for n, area in enumerate(communities):
            pair(stage.system, units[n % len(units)], area, number=n + 1)
        return responders.five_ones_board(actor=stage.commander, area=PREFECTURE)


def _set_up(stage: on.Stage, communities: Sequence[AreaRef]) -> None:
    drafts = [
        PostDraft(area_code=area.code, kind="point", pattern="3x8at8", letters="DEN", number=n + 1)
        for area in communities
        for n in range(POSTS)
    ]
    with at(stage.system, stage.starts_at):
        add_posts(actor=stage.system, incident_id=stage.incident_id, drafts=drafts)


def _tell(
    paired: responders.FiveOnesBoard,
    members: int,
    organisations: int,
    units: Sequence[InventedUnit],
    summary: Mapping[str, Any],
) -> Outcome:
    told = Outcome("cangzhou")
    told.same(_("City units that are paired"), UNITS, len({one.unit_id for one in paired.pairings}))
    told.same(
        _("Communities paired, with all %(n)s ones") % {"n": len(FiveOnes)}, PAIRED, paired.complete
    )
    told.same(_("Members called up"), members, sum(len(unit.people) for unit in units))
    told.same(
        _("Temporary organisations, each with a leader"),
        organisations,
        sum(1 for one in summary["communities"] if one["secretary"]),
    )
    told.add(_("People who stand alone"), "0", summary["alone"], not summary["alone"])
    told.add(_("Person-shifts short"), "–", f"{summary['short']:,} / {summary['shifts']:,}")
    seconds = summary["seconds"]
    told.add(_("Seconds of planning"), f"≤ {MOST_SECONDS}", seconds, seconds <= MOST_SECONDS)
    return told
