"""Small areas are placed exactly, by CP-SAT; what annealing found is where it begins.

The model is `value_of` word for word, but that no part of a unit may be too small: rules are hard,
targets are not. One worker and a limit counted in work, not in seconds, so that the result is the
same on every machine.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from ortools.sat.python import cp_model

from muster.engines.planner.assign.problem import RESERVE, Problem, value_of

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_WORK = 1.0  # CP-SAT's deterministic time, about a second
_DIGITS = 1e6  # the model reckons in whole numbers: at best in millionths,
_LARGEST = 1e14  # and so that no sum is above this
_STRICT = 1000.0  # times what a missing person costs: a team too small
_GAIN = 1e-9
_PARTS = 1000  # of a person-shift that the model tells apart


def best_placing(problem: Problem, place: Ints) -> Ints:
    """Return the best placing (a,) there is, or `place` where none better was found in time."""
    build = _Model(problem, place)
    found = build.solve()
    if found is None or _rank(problem, found) >= _rank(problem, place) - _GAIN:
        return place
    return found


def _rank(problem: Problem, place: Ints) -> float:
    """Price a placing with the price of teams that the model has."""
    value = value_of(problem, place)
    parts = problem.parts(place)[problem.keep]
    teams = problem.team[problem.keep][:, None]
    thin = int(np.where(parts > 0, np.maximum(teams - parts, 0), 0).sum())
    return value.cost + (_STRICT - 1) * problem.short_trait * thin


class _Model:
    """Where each party goes, as a model of whole numbers."""

    def __init__(self, problem: Problem, place: Ints) -> None:
        self.problem, self.model = problem, cp_model.CpModel()
        home = 2.0 * problem.short_trait * problem.size * problem.must
        cost = np.column_stack([problem.cost, home])
        finite = np.where(np.isfinite(cost), np.abs(cost), 0.0)
        largest = float(finite.max(axis=1).sum()) + problem.short_trait * _STRICT
        largest = max(largest, problem.fragment * problem.units * problem.communities, 1.0)
        self.scale = min(_DIGITS, _LARGEST / largest)
        self.terms: list[Any] = []
        self.goes = [
            [self.model.new_bool_var("") if ok else None for ok in row] for row in np.isfinite(cost)
        ]
        for i, row in enumerate(self.goes):
            self.model.add_exactly_one([var for var in row if var is not None])
            for c, var in enumerate(row):
                if var is not None:
                    self.terms.append(self._whole(float(cost[i, c])) * var)
                    self.model.add_hint(var, int(place[i] == (c if c < len(row) - 1 else RESERVE)))
        self._teams()
        for c in range(problem.communities):
            self._targets(c)

    def _whole(self, amount: float) -> int:
        return round(amount * self.scale)

    def _sum(self, c: int, weight: Ints) -> cp_model.LinearExpr:
        """Add the weights (a,) of those in a community up."""
        pairs = [(row[c], int(weight[i])) for i, row in enumerate(self.goes) if row[c] is not None]
        return cp_model.LinearExpr.weighted_sum([v for v, _ in pairs], [w for _, w in pairs])

    def _slack(self, most: float, price: float) -> cp_model.IntVar:
        """Return an amount that is paid for."""
        slack = self.model.new_int_var(0, max(int(np.ceil(most)), 0), "")
        self.terms.append(self._whole(price) * slack)
        return slack

    def _teams(self) -> None:
        problem = self.problem
        for u in np.flatnonzero(problem.keep):
            inside = problem.size * (problem.unit == u)
            team, total = int(problem.team[u]), int(inside.sum())
            for c in range(problem.communities):
                part, used = self._sum(c, inside), self.model.new_bool_var("")
                self.terms.append(self._whole(problem.fragment) * used)
                thin = self._slack(team, _STRICT * problem.short_trait)
                self.model.add(part <= total * used)
                self.model.add(part + thin >= team * used)

    def _targets(self, c: int) -> None:
        problem = self.problem
        give = np.rint(problem.give * _PARTS).astype(np.int64)
        low, high = round(problem.low[c] * _PARTS), round(problem.high[c] * _PARTS)
        filled, total = self._sum(c, give), float(give.sum())
        price = problem.short / _PARTS
        self.model.add(filled + self._slack(max(low, 0), price) >= low)
        self.model.add(filled - self._slack(total, price) <= high)
        for k in range(problem.need.shape[1]):
            need = int(problem.need[c, k])
            if need > 0:
                has = self._sum(c, problem.has[:, k])
                self.model.add(has + self._slack(need, problem.short_trait) >= need)

    def solve(self) -> Ints | None:
        """Return the placing (a,) found, or None."""
        self.model.minimize(cp_model.LinearExpr.sum(self.terms))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.catch_sigint_signal = False
        solver.parameters.max_deterministic_time = _WORK
        if solver.solve(self.model) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return None
        chosen = [
            next(c for c, var in enumerate(row) if var is not None and solver.value(var))
            for row in self.goes
        ]
        return np.array([c if c < self.problem.communities else RESERVE for c in chosen])
