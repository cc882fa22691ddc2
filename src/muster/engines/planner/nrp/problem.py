"""An instance as arrays, and its people grouped by the diagram of their rules.

Labels as everywhere in the planner: 0 is a day off, shift `s` is `s + 1`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from muster.engines.planner.nrp.model import Instance

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]

BIG = 1e15
"""Stands for infinity: what a label costs that is not allowed."""


class OutOfTime(Exception):
    """What was asked for was not done in time."""


@dataclass(frozen=True)
class Problem:
    """Arrays of one instance: p people, t days, s shifts.

    `base` (p, t, s + 1) is what a label costs a person in requests, BIG where it is not allowed;
    `need`, `under` and `over` (t, s) are cover and its weights, 0 where the file names none;
    `caps` (p, s) the most shifts of a kind.
    """

    instance: Instance
    base: Floats
    need: Ints
    under: Floats
    over: Floats
    caps: Ints

    @property
    def people(self) -> int:
        """Number of people."""
        return len(self.base)

    @property
    def days(self) -> int:
        """Days of the horizon."""
        return len(self.need)

    @property
    def shifts(self) -> int:
        """Kinds of shift."""
        return int(self.need.shape[1])


def build(instance: Instance) -> Problem:
    """Return the arrays of an instance."""
    people, days, shifts = len(instance.people), instance.days, len(instance.shifts)
    base = np.zeros((people, days, shifts + 1))
    for request in instance.requests:
        row = base[request.person, request.day]
        if request.on:  # everything else leaves the wish unmet
            row += request.weight
            row[request.shift + 1] -= request.weight
        else:
            row[request.shift + 1] += request.weight
    caps = np.array([person.caps for person in instance.people], dtype=np.int32)
    for p, person in enumerate(instance.people):
        base[p, :, 1:][:, caps[p] == 0] = BIG
        for day in person.days_off:
            base[p, day, 1:] = BIG
    need = np.zeros((days, shifts), dtype=np.int32)
    under, over = np.zeros((days, shifts)), np.zeros((days, shifts))
    for cover in instance.cover:
        need[cover.day, cover.shift] = cover.need
        under[cover.day, cover.shift] = cover.under
        over[cover.day, cover.shift] = cover.over
    return Problem(instance, base, need, under, over, caps)


def personal(problem: Problem, people: Ints, labels: Ints) -> Floats:
    """Return what rosters `labels` (n, t) cost their people (n,) in requests."""
    days = np.arange(problem.days)
    return problem.base[people[:, None], days[None], labels].sum(axis=1)  # type: ignore[no-any-return]


def present(problem: Problem, labels: Ints) -> Ints:
    """Return how many people (t, s) stand in each shift, of rosters `labels` (n, t)."""
    counts = np.zeros((problem.days, problem.shifts + 1), dtype=np.int32)
    for row in labels:
        counts[np.arange(problem.days), row] += 1
    return counts[:, 1:]


def cover_cost(problem: Problem, counts: Ints, need: Ints | None = None) -> float:
    """Return what the counts (t, s) cost, short or overfull of `need` (the problem's own)."""
    short = (problem.need if need is None else need) - counts
    return float(
        (problem.under * np.maximum(short, 0) + problem.over * np.maximum(-short, 0)).sum()
    )


def objective(problem: Problem, labels: Ints) -> float:
    """Return what a roster (p, t) costs in all."""
    everybody = np.arange(problem.people, dtype=np.int32)
    return float(personal(problem, everybody, labels).sum()) + cover_cost(
        problem, present(problem, labels)
    )
