"""The two doors: a plan, and a repair of a plan."""

from collections.abc import Mapping, Sequence
from typing import Any

from muster.engines.planner.validate import metrics, terms
from muster.engines.planner.validate.claims import check_claims
from muster.engines.planner.validate.crews import check_crews
from muster.engines.planner.validate.personal import check_locked_shifts, check_people
from muster.engines.planner.validate.repair import absent_cells, check_changes
from muster.engines.planner.validate.report import RepairFigures, Report
from muster.engines.planner.validate.sending import check_sending
from muster.engines.planner.validate.world import World


def check_plan(instance: Mapping[str, Any], plan: Mapping[str, Any]) -> Report:
    """Everything about a plan: rules broken, terms, sums, fairness, shortages, false claims.

    Both are plain JSON values, the instance one that a reader accepts. Fields that are optional
    or null take the defaults of the format.
    """
    world = World(instance, plan)
    return _report(world, frozenset(), None)


def check_repair(
    instance: Mapping[str, Any],
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    absences: Sequence[Mapping[str, Any]],
    from_day: int,
) -> Report:
    """`check_plan` of the plan `new`, and what it changed of `old`.

    The past (`day < from_day`) must be the same to the post, nobody works while absent, and the
    absent keep their assignment. An absence begins with `from_day` of the repair at the earliest.
    `values` also holds `changed_cell` and `person_touched`. Locks bind nobody who is absent.
    """
    world = World(instance, new)
    absent = absent_cells(world, absences, from_day)
    figures = check_changes(world, World(instance, old), absences, absent, from_day)
    return _report(world, absent, figures)


def _report(
    world: World, absent: frozenset[tuple[str, int]], repair: RepairFigures | None
) -> Report:
    check_people(world)
    check_locked_shifts(world, absent)
    check_crews(world)
    check_sending(world)
    whole, by_community = terms.values(world)
    if repair is not None:
        whole |= {"changed_cell": len(repair.cells), "person_touched": repair.people_touched}
    bounds = check_claims(world, whole, by_community)
    return Report(
        findings=tuple(world.findings),
        values=whole,
        by_community=by_community,
        shortages=terms.shortages(world),
        spreads=metrics.spreads(world),
        figures=metrics.figures(world),
        bounds=bounds,
        repair=repair,
    )
