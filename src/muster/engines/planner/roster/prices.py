"""Lagrangian prices of slots and the bound they prove.

Relaxing coverage leaves one shortest path a person. For prices in [-over, under] every value of the
dual function is a lower bound of the roster objective; a subgradient method climbs it, and its
prices start column generation.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from muster.engines.planner.roster.kernel import BIG, Classes, price_out
from muster.engines.planner.roster.problem import Floats, Ints, Problem

Rows = npt.NDArray[np.int64]

_MEAN, _SQUARE = 0.95, 0.99  # what the moments remember from step to step
_FIRST_STEP, _LAST_STEP = 0.5, 0.005  # in sizes of a personal weight
_NOTHING = 1e-9


class Pricer:
    """Finds everybody's best roster against slot prices; people who are alike have the same one."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        days = problem.base.shape[1]
        first, self.alike, size = _alike(problem)
        self._profile = problem.profile[first]
        order = np.argsort(self._profile, kind="stable")
        first, size, self._profile = first[order], size[order], self._profile[order]
        self.alike = np.argsort(order, kind="stable")[self.alike]
        self._labels = np.zeros((len(first), days), dtype=np.int32)
        self._types = np.zeros_like(self._labels)
        self._total = np.zeros(len(first))
        self._present = np.zeros(problem.demand.shape, dtype=np.int32)
        self._batches = list(self._classes(first, size))
        self.labels = np.zeros((problem.people, days), dtype=np.int32)
        self.types = np.zeros_like(self.labels)

    def _classes(self, first: Rows, size: Rows) -> Iterator[tuple[slice, Classes]]:
        """Yield the classes of each profile, and which they are of all."""
        problem, diagrams = self.problem, self.problem.diagrams
        value = np.empty((len(diagrams.child) + 1, max(len(first), 1)))
        for profile in np.unique(self._profile):
            begin, end = np.searchsorted(self._profile, [profile, profile + 1])
            here = first[begin:end]
            base = np.ascontiguousarray(problem.base[here].transpose(1, 2, 0))
            yield (
                slice(begin, end),
                Classes(
                    child=diagrams.child,
                    cost=diagrams.cost,
                    layer=diagrams.layers[profile],
                    roots=problem.root[here],
                    group=problem.group[here],
                    size=size[begin:end].astype(np.int32),
                    base=base,
                    c=np.empty_like(base),
                    value=value,
                ),
            )

    def solve(self, price: Floats) -> Floats:
        """Fill `labels` (p, t) and `types` (p, t) with best rosters; return the costs (p,).

        `price` (t, s, k) is what a person placed there pays.
        """
        self.sum(price)
        self.labels, self.types = self._labels[self.alike], self._types[self.alike]
        return self._total[self.alike]

    def sum(self, price: Floats) -> tuple[float, Ints]:
        """Return what all the best rosters cost together, and the people (t, s, k) in them."""
        least, kinds = self.problem.cheapest_type(price)
        self._present[:] = 0
        whole = 0.0
        for where, classes in self._batches:
            labels, types, total = self._labels[where], self._types[where], self._total[where]
            price_out(classes, least, kinds, labels, types, total, self._present)
            whole += float(classes.size @ total)
        return whole, self._present


def _alike(problem: Problem) -> tuple[Rows, Rows, Rows]:
    """Return one of each class of people no rule tells apart, everybody's class, and how many."""
    classes: dict[tuple[int, int, int, bytes], int] = {}
    alike = np.zeros(problem.people, dtype=np.int64)
    facts = zip(problem.profile, problem.root, problem.group, problem.base, strict=True)
    for p, (profile, root, group, base) in enumerate(facts):
        key = int(profile), int(root), int(group), base.tobytes()
        alike[p] = classes.setdefault(key, len(classes))
    first = np.unique(alike, return_index=True)[1]
    return first, alike, np.bincount(alike, minlength=len(classes))


@dataclass
class Dual:
    """The best prices met: `price` (t, s, k) is what one person more is worth; `bound` holds."""

    price: Floats
    bound: float


def ascend(problem: Problem, pricer: Pricer, *, steps: int) -> Dual:
    """Climb the dual function for `steps` evaluations.

    Many people answer a price alike, so that plain subgradients swing to and fro; a step of its own
    length for each slot, by the moments of its slack (Kingma, Ba, 2015), settles them.
    """
    top = np.where(problem.open, problem.under, 0.0)
    bottom = np.where(problem.open, -problem.over, 0.0)
    price = np.zeros(problem.demand.shape)
    mean, square = np.zeros_like(price), np.zeros_like(price)
    best = Dual(price.copy(), -np.inf)
    for step in range(1, steps + 1):
        total, present = pricer.sum(-price)
        if total >= BIG / 2:
            return Dual(price, np.inf)
        value = float(total + (price * problem.demand).sum() + problem.closed_cost)
        if value > best.bound:
            best = Dual(price.copy(), value)
        slack = np.where(problem.open, problem.demand - present, 0.0)
        mean += (1 - _MEAN) * (slack - mean)
        square += (1 - _SQUARE) * (slack * slack - square)
        length = _FIRST_STEP * (_LAST_STEP / _FIRST_STEP) ** (step / steps) * problem.unit
        moment = mean / (1 - _MEAN**step)
        size = np.sqrt(square / (1 - _SQUARE**step)) + _NOTHING
        price = np.clip(price + length * moment / size, bottom, top)
    return best
