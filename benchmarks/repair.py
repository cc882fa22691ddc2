"""`muster bench repair`: three people of a community drop out; seconds, and how little changes.

Plans in force are Heping's. Communities and who drops out are drawn; days 0 to 2 are past. Each
repair is the call that `muster plan repair` makes, rules compiled anew, judged by `check_repair`.
"""

import json
import random
import statistics
from dataclasses import dataclass
from typing import Any

import msgspec

from benchmarks.planner_facts import Json, sub_instance
from benchmarks.planner_rows import (
    KEPT,
    SEEDS,
    Journal,
    Meter,
    Row,
    document,
    load,
    row,
    unmeasured,
)
from muster.engines.planner import check_plan, check_repair, read_instance
from muster.engines.planner.generate import generate
from muster.engines.planner.model import Absence, Instance, Plan
from muster.engines.planner.repair import repair
from muster.engines.planner.roster import solve as rosters
from muster.engines.planner.roster.build import Tables
from muster.engines.planner.roster.crews import place
from muster.engines.planner.solve import solve

SECONDS_REACH, CELLS_REACH = 0.2, 1.15
PROFILES = {"quick": (8, 4), "full": (24, 10)}
"""Communities a seed, and draws in each."""
DROPPED, FROM_DAY = 3, 3
PLAN_EFFORT, ANEW_EFFORT = 6.0, 6.0


@dataclass(frozen=True)
class Mended:
    """One repair: seconds, cells changed a lost shift, and the same where all is planned anew."""

    wall: float
    cpu: float
    lost: int
    cells: int
    touched: int
    short: float
    wrong: tuple[str, ...]
    anew_cells: int
    anew_cpu: float


def run(profile: str) -> dict[str, Any]:
    """Measure and return the document of `muster bench`."""
    journal = Journal(KEPT / "repair-full.json" if profile == "full" else None)
    return document("repair", profile, journal.rows("repair", lambda: rows(profile)))


def rows(profile: str) -> list[Row]:
    """Return the rows."""
    many, draws = PROFILES[profile]
    found = [_district(seed, many, draws) for seed in SEEDS[profile]]
    every = [one for each in found for one in each]
    if wrong := [one.wrong[0] for one in every if one.wrong]:
        why = f"{len(wrong)} of {len(every)} repairs are not legal: {wrong[0]}"
        return [unmeasured("repair_p99_s", "s", SECONDS_REACH, why)]
    wall = [[one.wall for one in each] for each in found]
    spent = [[one.cpu for one in each] for each in found]
    cells = [[one.cells / one.lost for one in each] for each in found]
    anew = statistics.median(one.anew_cells / one.lost for one in every)
    anew_cpu = statistics.median(one.anew_cpu for one in every)
    mean = sum(one.cells for one in every) / sum(one.lost for one in every)
    people = statistics.median(one.touched for one in every)
    short = [sum(one.short for one in each) / sum(one.lost for one in each) for each in found]
    figures = [
        row(f"repair_p{share}_s", [quantile(each, share) for each in wall], "s",
            note=f"CPU {statistics.median(quantile(each, share) for each in spent):.3f} s")
        for share in (50, 95)
    ]  # fmt: skip
    return [
        *figures,
        row(
            "repair_p99_s", [quantile(each, 99) for each in wall], "s", SECONDS_REACH,
            note=f"{len(every)} repairs, {len(found[0])} a seed; CPU "
            f"{statistics.median(quantile(each, 99) for each in spent):.3f} s; {load()}",
        ),
        row("repair_cpu_p99_s", [quantile(each, 99) for each in spent], "s"),
        row(
            "repair_cells_per_lost_shift", [statistics.median(each) for each in cells], "",
            CELLS_REACH, peer=("planned anew", anew),
            note=f"mean {mean:.2f}; {people:g} people touched; anew takes {anew_cpu:.2f} s of CPU",
        ),
        row(
            "repair_short_per_lost_shift", short, "",
            note="person-shifts short beyond those before, weighted by post type",
        ),
    ]  # fmt: skip


def quantile(values: list[float], share: int) -> float:
    """Return the value that `share` percent do not exceed; one that was measured."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, -(-len(ordered) * share // 100) - 1)]


def _district(seed: int, many: int, draws: int) -> list[Mended]:
    facts = generate("heping", seed)
    instance = read_instance(facts)
    plan = solve(instance, seed=seed, effort=PLAN_EFFORT, prove=False)
    whole, chance = _plain(plan), random.Random(seed)
    found = []
    for community in chance.sample([one.id for one in instance.communities], many):
        alone, old = sub_instance(facts, whole, community)
        here = old["assignment"]
        old["roster"] = [each for each in whole["roster"] if each["person"] in here]
        working = sorted({each["person"] for each in old["roster"] if each["day"] >= FROM_DAY})
        for _ in range(draws):
            absent = [Absence(name, FROM_DAY) for name in chance.sample(working, DROPPED)]
            if not found:
                repair(instance, plan, absent, FROM_DAY)  # loads the kernels
            found.append(_mended(instance, plan, alone, old, absent))
    return found


def _mended(
    instance: Instance, plan: Plan, alone: Json, old: Json, absent: list[Absence]
) -> Mended:
    with Meter() as spent:
        mended = repair(instance, plan, absent, FROM_DAY)
    named = _plain(absent)
    new = {
        **old,
        "roster": [r for r in _plain(mended.plan.roster) if r["person"] in old["assignment"]],
    }
    report = check_repair(alone, old, new, named, FROM_DAY)
    before = check_plan(alone, old)
    with Meter() as again:
        anew = _planned_anew(alone, named)
    other = check_repair(alone, old, {**old, "roster": anew}, named, FROM_DAY).repair
    figures = report.repair
    if figures is None or other is None:
        raise RuntimeError("the validator told nothing of the repair")
    known = {finding.sentence for finding in before.violations}
    wrong = [one.sentence for one in report.violations if one.sentence not in known]
    elsewhere = {r for r in plan.roster if r.person not in old["assignment"]}
    if not elsewhere <= set(mended.plan.roster):
        wrong.append("another community changed")
    return Mended(
        wall=spent.wall,
        cpu=spent.cpu,
        lost=figures.lost_shifts,
        cells=len(figures.cells),
        touched=figures.people_touched,
        short=report.values["under_cover"] - before.values["under_cover"],
        wrong=tuple(wrong),
        anew_cells=len(other.cells),
        anew_cpu=again.cpu,
    )


def _planned_anew(alone: Json, absences: list[Json]) -> list[Json]:
    """Return rows of a roster made as if there were none, with the absences as leave."""
    gone = {one["person"]: [one["from_day"], alone["horizon"]["days"] - 1] for one in absences}
    people = [
        {**one, "leave": [*one["leave"], gone[one["id"]]]} if one["id"] in gone else one
        for one in alone["people"]
    ]
    given = read_instance({**alone, "people": people})
    (community,) = given.communities
    problem = Tables.of(given).problem(community, given.people)
    first = rosters.first(problem, seed=1)
    best = rosters.improve(problem, first, effort=ANEW_EFFORT, seed=1)
    return _plain(place(given, community, given.people, best.labels, best.types))


def _plain(value: Any) -> Any:
    return msgspec.to_builtins(value)


if __name__ == "__main__":
    print(json.dumps(run("quick"), ensure_ascii=False, indent=1))
