"""Ours beside CP-SAT and a greedy roster, on the same communities, judged by the same validator.

Communities are drawn from Heping after its people were sent. CP-SAT searches for 60 s of wall time
with 8 workers in a process of its own; ours is given more and more effort until its roster costs as
little, and pays for the tries before. CPU counts from the instance to the roster, start-up not.
"""

import math
import random
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from benchmarks.planner_facts import Json, sub_instance
from benchmarks.planner_greedy import greedy
from benchmarks.planner_rows import SEEDS, Meter, Row, alone_in_process, load, row, unmeasured
from muster.engines.planner import Report, check_plan, read_instance
from muster.engines.planner.assign import assign
from muster.engines.planner.generate import generate
from muster.engines.planner.roster import solve as rosters
from muster.engines.planner.roster.build import Tables
from muster.engines.planner.roster.crews import place

DRAWN = {"quick": 1, "full": 4}
SECONDS, RATIO_REACH = 60.0, 0.01
EFFORTS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 51.2)
"""Units of effort in turn; each goes on from what the last one left."""
POLISHED = 30.0
_ASSIGN_EFFORT = 20


@dataclass
class Result:
    """What a contender reached: the validator's figures, and the CPU it took."""

    cost: float = math.inf
    short: float = math.inf
    cpu: float = math.nan
    legal: bool = True
    trace: list[tuple[float, float]] = field(default_factory=list)


@dataclass
class Contest:
    """One community: everybody's result; `bound` by column generation, `ours` at equal cost."""

    community: str
    people: int
    bound: float
    bound_cpu: float
    cpsat: Result
    ours: Result
    polished: Result
    greedy: Result
    naive: Result | None

    @property
    def ratio(self) -> float:
        """CPU of ours over CP-SAT's; without end where the equal was not reached."""
        return self.ours.cpu / self.cpsat.cpu if self.ours.cost <= self.cpsat.cost else math.inf

    def gap(self, result: Result) -> float:
        """How far above the bound, in percent of the result."""
        return 100 * (result.cost - self.bound) / result.cost if result.cost else 0.0


def communities(seed: int, many: int) -> Iterator[tuple[Json, Json]]:
    """Draw communities of Heping: each as an instance of its own, with a plan without a roster."""
    instance = generate("heping", seed)
    sent = assign(read_instance(instance), seed=seed, effort=_ASSIGN_EFFORT)
    plan = {"assignment": sent.community, "first_secretary": sent.first_secretary}
    names = [community["id"] for community in instance["communities"]]
    for name in random.Random(seed).sample(names, many):
        yield sub_instance(instance, plan, name)


def judge(instance: Json, plan: Json, rows: list[Json] | None, cpu: float) -> Result:
    """Measure a roster by the validator; nothing found is a roster of nobody."""
    report: Report = check_plan(instance, {**plan, "roster": rows or []})
    return Result(
        report.values["roster_objective"], report.values["under_cover"], cpu, report.legal
    )


def climb(instance: Json, plan: Json, goal: float, *, efforts: tuple[float, ...]) -> Result:
    """Search with growing effort until the validator finds the roster as cheap as `goal`."""
    given = read_instance(instance)
    (community,), people = given.communities, given.people
    trace: list[tuple[float, float]] = []
    with Meter() as spent:
        problem = Tables.of(given).problem(community, people)
        found = rosters.first(problem, seed=1)
    whole = spent.cpu
    result = Result()
    for number, effort in enumerate(efforts):
        with Meter() as spent:
            found = rosters.improve(problem, found, effort=effort, seed=1000 + number)
            rows = place(given, community, people, found.labels, found.types)
        whole += spent.cpu
        result = judge(instance, plan, msgspec.to_builtins(rows), whole)
        trace.append((whole, result.cost))
        if result.cost <= goal:
            break
    result.trace = trace
    return result


def cpsat(instance: Json, plan: Json, *, naive: bool, seconds: float = SECONDS) -> Result:
    """Let CP-SAT search in a process of its own, with its 8 workers."""
    asked = {"instance": instance, "naive": naive, "seconds": seconds}
    found = alone_in_process("planner_cpsat", asked)
    result = judge(instance, plan, found["rows"], found["cpu"])
    result.trace = [(cpu, cost) for cpu, cost in found["trace"]]
    return result


def contest(instance: Json, plan: Json, *, naive: bool) -> Contest:
    """Let everybody plan one community, one after the other."""
    given = read_instance(instance)
    theirs = cpsat(instance, plan, naive=False)
    ours = climb(instance, plan, theirs.cost, efforts=EFFORTS)
    with Meter() as spent:
        bound = rosters.bound(Tables.of(given).problem(given.communities[0], given.people))
    with Meter() as by_hand:
        rows = greedy(instance)
    return Contest(
        community=given.communities[0].id,
        people=len(given.people),
        bound=bound.value,
        bound_cpu=spent.cpu,
        cpsat=theirs,
        ours=ours,
        polished=climb(instance, plan, -1.0, efforts=(POLISHED,)),
        greedy=judge(instance, plan, rows, by_hand.cpu),
        naive=cpsat(instance, plan, naive=True) if naive else None,
    )


def rows(profile: str) -> list[Row]:
    """Return the ratio of CPU, and everybody's distance from the bound."""
    by_seed: list[list[Contest]] = []
    for seed in SEEDS[profile]:
        drawn = list(communities(seed, DRAWN[profile]))
        climb(*drawn[0], math.inf, efforts=EFFORTS[:1])  # compiles what is not compiled yet
        by_seed.append([contest(*one, naive=profile == "full") for one in drawn])
    held = [one for each in by_seed for one in each]
    illegal = [
        f"{one.community}: {name}"
        for one in held
        for name in ("cpsat", "ours", "polished", "greedy", "naive")
        if (found := getattr(one, name)) is not None and not found.legal
    ]
    if illegal:
        return [unmeasured("cpsat_cpu_ratio", "", RATIO_REACH, f"not legal: {illegal}")]
    found = [_ratio(by_seed), _gap("ours_gap", held, "polished", f"{POLISHED:g} units of effort")]
    found.append(_gap("cpsat_aggregated_gap", held, "cpsat", "8 workers, 60 s wall"))
    if profile == "full":
        found.append(_gap("cpsat_naive_gap", held, "naive", "8 workers, 60 s wall"))
    found.append(_gap("greedy_gap", held, "greedy", "no search"))
    spent = [one.bound_cpu for one in held]
    return [*found, row("cg_bound_cpu_s", spent, "s", note="the bound that all gaps are against")]


def _ratio(by_seed: list[list[Contest]]) -> Row:
    worst = [max(one.ratio for one in each) for each in by_seed]
    held = [one for each in by_seed for one in each]
    if behind := [one for one in held if math.isinf(one.ratio)]:
        why = ", ".join(
            f"{one.community}: {one.ours.cost:g} > {one.cpsat.cost:g}" for one in behind
        )
        return unmeasured("cpsat_cpu_ratio", "", RATIO_REACH, f"CP-SAT was not reached: {why}")
    theirs, ours = ([getattr(one, who) for one in held] for who in ("cpsat", "ours"))
    middle = statistics.median
    return row(
        "cpsat_cpu_ratio", worst, "", RATIO_REACH, every=True,
        note=f"worst community of each seed; CPU {middle(o.cpu for o in ours):.2f} s "
        f"(most {max(o.cpu for o in ours):.2f}) against {middle(t.cpu for t in theirs):.0f} s, "
        f"cost {middle(o.cost for o in ours):g} against {middle(t.cost for t in theirs):g}; "
        f"{len(held)} communities; {load()}",
    )  # fmt: skip


def _gap(figure: str, held: list[Contest], who: str, how: str) -> Row:
    results: list[Any] = [getattr(one, who) for one in held]
    middle = statistics.median
    gaps = [one.gap(result) for one, result in zip(held, results, strict=True)]
    short = middle(result.short for result in results)
    return row(
        figure, gaps, "%",
        note=f"{how}; {middle(r.cpu for r in results):.2f} s of CPU, cost "
        f"{middle(r.cost for r in results):g}, short {short:g}; extremes over {len(held)} "
        "communities, not seeds",
    )  # fmt: skip
