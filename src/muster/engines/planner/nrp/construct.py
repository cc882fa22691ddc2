"""A first roster: people one after another, each with the best answer to all the others."""

import numpy as np

from muster.engines.planner.nrp.pricer import Pricer
from muster.engines.planner.nrp.problem import BIG, Floats, Ints, Problem, objective, present

_SWEEPS = 3


def insert_all(
    problem: Problem, pricer: Pricer, rng: np.random.Generator
) -> tuple[Ints, list[int]]:
    """Return rosters (p, t), and who has no legal one and stays at home.

    People are inserted at what they are worth to the cover they find.
    """
    labels = np.zeros((problem.people, problem.days), dtype=np.int32)
    stuck = []
    counts = np.zeros_like(problem.need)
    for person in rng.permutation(problem.people):
        at = np.where(counts < problem.need, -problem.under, problem.over)
        best = _answer(pricer, int(person), at)
        if best is None:
            stuck.append(int(person))
            continue
        labels[person] = best
        counts += present(problem, labels[person][None])
    return labels, sorted(stuck)


def answer_each_other(
    problem: Problem,
    pricer: Pricer,
    labels: Ints,
    rng: np.random.Generator,
) -> float:
    """Give each in turn the best roster while the others stay, in place; return the cost.

    Raises:
        OutOfTime: the pricer's time came first; the rosters are legal all the same.

    """
    cost = objective(problem, labels)
    for _ in range(_SWEEPS):
        for person in rng.permutation(problem.people):
            others = present(problem, labels) - present(problem, labels[person][None])
            at = np.where(others < problem.need, -problem.under, problem.over)
            best = _answer(pricer, int(person), at)
            if best is not None:
                labels[person] = best
        after = objective(problem, labels)
        if after >= cost:
            return after
        cost = after
    return cost


def _answer(pricer: Pricer, person: int, at: Floats) -> Ints | None:
    total, labels = pricer.solve(np.array([person], dtype=np.int32), at)
    return labels[0] if total[0] < BIG / 2 else None
