"""Rosters in which some families of rules may be broken, at a price: what shows that it suffices.

The same diagrams and the same search as for a plan: a breach of a lifted family costs its price,
every other rule holds, and nothing else but open demand costs anything.
"""

from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import linear_sum_assignment

from muster.engines.planner.explain.diagrams import elastic_diagrams
from muster.engines.planner.explain.families import CELLS, WEIGHTS, barred
from muster.engines.planner.explain.program import SHORT
from muster.engines.planner.explain.site import cell_locks
from muster.engines.planner.model import Instance
from muster.engines.planner.roster import solve as roster
from muster.engines.planner.roster.build import Tables
from muster.engines.planner.roster.kernel import BIG
from muster.engines.planner.roster.problem import Floats, Ints, Problem

_ATTEMPTS = ((3.0, 1.0), (1.0, 2.0), (3.0, 3.0), (1.0, 3.0))
"""Temperature, in prices of a breach, and units of annealing: hot ones cover, cold ones save."""
ATTEMPTS = len(_ATTEMPTS)
_NEAR = 1e-6


@dataclass(frozen=True)
class Found:
    """Rosters of a community: labels and types (p, t), person-shifts short, breaches priced."""

    labels: Ints
    types: Ints
    short: int
    price: float
    legal: bool


def search(
    instance: Instance,
    tables: Tables,
    lifted: frozenset[str],
    *,
    goal: float,
    attempts: int = ATTEMPTS,
    seed: int = 1,
) -> Found:
    """Return the best rosters met with `lifted` families priced.

    Stops as soon as nothing is short and the breaches cost no more than `goal`, and anyway after a
    second attempt that leaves nothing short.
    """
    problem = elastic_problem(instance, tables, lifted)
    strict = tables.problem(instance.communities[0], instance.people)
    rosters = begin(problem, seed)
    best = _judge(problem, strict, rosters)
    for attempt, (unit, effort) in enumerate(_ATTEMPTS[:attempts]):
        problem = replace(problem, unit=unit)
        rosters = roster.improve(problem, rosters, effort=effort, seed=seed + attempt)
        best = max(best, _judge(problem, strict, rosters), key=_rank)
        if best.legal and not best.short and (best.price <= goal + _NEAR or attempt):
            break
    return best


def begin(problem: Problem, seed: int) -> roster.Rosters:
    """Return first rosters; with rules on who is with whom, nobody at work.

    The search keeps such rules once they hold, and seldom finds back where they do not.
    """
    company = problem.company
    if len(company.apart) + len(company.needs) + company.experience:
        off = np.zeros(problem.base.shape[:2], dtype=np.int32)
        cost = roster.price(problem, off, off)
        if cost < BIG / 2:
            return roster.Rosters(off, off.copy(), cost, legal=True)
    return roster.first(problem, seed=seed)


def _rank(found: Found) -> tuple[bool, int, float]:
    return found.legal, -found.short, -found.price


def elastic_problem(instance: Instance, tables: Tables, lifted: frozenset[str]) -> Problem:
    """Return the roster problem of an instance of one community with `lifted` families priced."""
    problem = tables.problem(instance.communities[0], instance.people)
    diagrams, roots = elastic_diagrams(instance, lifted)
    base, fixed = _base(instance, lifted), problem.fixed
    if "locks" in lifted:
        fixed = np.zeros((0, 3), dtype=np.int32)
    company = problem.company
    none = np.zeros((0, 2), dtype=np.int32)
    return replace(
        problem,
        diagrams=diagrams,
        root=roots,
        base=base,
        able=np.ones_like(problem.able) if "skills" in lifted else problem.able,
        crew=np.minimum(problem.crew, 1) if "crew_min" in lifted else problem.crew,
        under=np.full_like(problem.under, SHORT),
        over=0.0,
        unit=1.0,
        fixed=fixed,
        company=replace(
            company,
            apart=none if "apart" in lifted else company.apart,
            needs=none if "together" in lifted else company.needs,
            experience=0 if "mixed_experience" in lifted else company.experience,
        ),
    )


def _base(instance: Instance, lifted: frozenset[str]) -> Floats:
    """Return what each cell costs (p, t, l): the price of its rules, BIG where one holds."""
    shifts = {shift.id: s for s, shift in enumerate(instance.shifts)}
    shape = (len(instance.people), instance.horizon.days, len(shifts) + 1)
    base, locks = np.zeros(shape), cell_locks(instance)
    for i, person in enumerate(instance.people):
        for family, day, s in barred(instance, person):
            base[i, day, 1 + s] += WEIGHTS[family] if family in lifted & CELLS else BIG
        for day, shift, _ in locks.get(person.id, ()):
            kept = base[i, day, 1 + shifts[shift]]
            base[i, day] += WEIGHTS["locks"] if "locks" in lifted else BIG
            base[i, day, 1 + shifts[shift]] = kept
    return np.minimum(base, BIG)


def _judge(problem: Problem, strict: Problem, rosters: roster.Rosters) -> Found:
    types = rosters.types
    price = float(problem.own_costs(rosters.labels).sum()) if len(types) else 0.0
    types = _redealt(strict, rosters.labels, types)
    price += WEIGHTS["skills"] * int(unskilled(strict, rosters.labels, types).sum())
    return Found(rosters.labels, types, rosters.missing(problem), price, rosters.legal)


def unskilled(strict: Problem, labels: Ints, types: Ints) -> np.ndarray:
    """Return (p, t): works where a skill of the post is lacking."""
    able = strict.able[strict.group]
    return (labels > 0) & ~np.take_along_axis(able, types, axis=1)


def _redealt(strict: Problem, labels: Ints, types: Ints) -> Ints:
    """Deal the types of each shift out anew, so that as few as can be lack a skill."""
    able, dealt = strict.able[strict.group], types.copy()
    slots: dict[tuple[int, int], list[int]] = defaultdict(list)
    for p, day in zip(*np.nonzero(labels), strict=True):
        slots[int(day), int(labels[p, day])].append(int(p))
    for (day, _), members in slots.items():
        seats = types[members, day]
        rows, columns = linear_sum_assignment(~able[members][:, seats])
        dealt[np.array(members)[rows], day] = seats[columns]
    return dealt
