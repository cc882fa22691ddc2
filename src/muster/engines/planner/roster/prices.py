"""Lagrangian prices of slots and the bound they prove.

Relaxing coverage leaves one shortest path a person. For prices in [-over, under] every value of the
dual function is a lower bound of the roster objective; a subgradient method climbs it, and its
prices start column generation.
"""

from dataclasses import dataclass

import numpy as np

from muster.engines.planner.roster.kernel import BIG, best_rosters
from muster.engines.planner.roster.problem import Floats, Ints, Problem, count_present

_MEAN, _SQUARE = 0.95, 0.99  # what the moments remember from step to step
_FIRST_STEP, _LAST_STEP = 0.5, 0.005  # in sizes of a personal weight
_NOTHING = 1e-9


class Pricer:
    """Finds everybody's best roster against slot prices."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        days, labels = problem.base.shape[1:]
        self.labels = np.zeros((problem.people, days), dtype=np.int32)
        self.types = np.zeros((problem.people, days), dtype=np.int32)
        self.total = np.zeros(problem.people)
        self._batches = []
        for profile in np.unique(problem.profile):
            members = np.flatnonzero(problem.profile == profile)
            base = np.ascontiguousarray(problem.base[members].transpose(1, 2, 0))
            out = np.zeros((len(members), days), dtype=np.int32)
            self._batches.append((problem.diagrams.layers[profile], members, base, out))
        nodes = len(problem.diagrams.child) + 1
        self._value = np.empty((nodes, max(problem.people, 1)))
        self._days, self._labels = days, labels

    def solve(self, price: Floats) -> Floats:
        """Fill `labels` (p, t) and `types` (p, t) with best rosters; return the costs (p,).

        `price` (t, s, k) is what a person placed there pays.
        """
        problem = self.problem
        diagrams = problem.diagrams
        least, kinds = problem.cheapest_type(price)
        for layer, members, base, out in self._batches:
            group = problem.group[members]
            c = base.copy()
            c[:, 1:, :] += least[group].transpose(1, 2, 0)
            total = np.zeros(len(members))
            roots = problem.root[members]
            best_rosters(diagrams.child, diagrams.cost, layer, roots, c, self._value, out, total)
            self.labels[members] = out
            self.total[members] = total
            shift = np.maximum(out - 1, 0)
            self.types[members] = kinds[group[:, None], np.arange(self._days)[None], shift]
        return self.total

    def present(self) -> Ints:
        """Return how many of the rosters last found stand in each slot (t, s, k)."""
        return count_present(self.labels, self.types, self.problem.demand.shape)


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
        totals = pricer.solve(-price)
        if totals.max() >= BIG / 2:
            return Dual(price, np.inf)
        value = float(totals.sum() + (price * problem.demand).sum() + problem.closed_cost)
        if value > best.bound:
            best = Dual(price.copy(), value)
        slack = np.where(problem.open, problem.demand - pricer.present(), 0.0)
        mean += (1 - _MEAN) * (slack - mean)
        square += (1 - _SQUARE) * (slack * slack - square)
        length = _FIRST_STEP * (_LAST_STEP / _FIRST_STEP) ** (step / steps) * problem.unit
        moment = mean / (1 - _MEAN**step)
        size = np.sqrt(square / (1 - _SQUARE**step)) + _NOTHING
        price = np.clip(price + length * moment / size, bottom, top)
    return best
