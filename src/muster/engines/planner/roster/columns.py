"""Column generation: the exact bound of the relaxation, and the rosters that reach it.

The master chooses one column (a whole roster) a person, fractionally, and pays for slots left
short or overfilled. The kernel prices columns out exactly, so every round also yields a Lagrangian
bound (Dantzig and Wolfe 1960). Slot duals are kept in a box around the best prices known, which is
widened where the solution leans against it (du Merle et al. 1999), and columns are priced out at
the master's prices and half-way to the best ones (Wentges 1997).
"""

from dataclasses import dataclass

import highspy
import numpy as np

from muster.engines.planner.covering import add_rosters, covering_program
from muster.engines.planner.roster.kernel import BIG
from muster.engines.planner.roster.prices import Dual, Pricer
from muster.engines.planner.roster.problem import Floats, Ints, Problem

_TOLERANCE = 1e-6
_FIRST_WIDTH = 0.5  # in sizes of a personal weight
_OUT_OF_REACH = 1e7
_SMOOTHED = (1.0, 0.5)


class Master:
    """The restricted master problem, kept warm between rounds."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.slots = np.flatnonzero(problem.open.ravel())
        self.row_of = np.full(problem.open.size, -1, dtype=np.int32)
        self.row_of[self.slots] = np.arange(len(self.slots), dtype=np.int32)
        self.demand = problem.demand.ravel()[self.slots].astype(np.float64)
        self.under = np.broadcast_to(problem.under, problem.demand.shape).ravel()[self.slots]
        days, shifts, kinds = problem.demand.shape
        self._shape = (days, shifts, kinds)
        self.seen: set[bytes] = set()
        self.lp = covering_program(
            self.demand,
            self.under,
            np.full(len(self.slots), self.problem.over),
            problem.people,
            _OUT_OF_REACH,
            primal_simplex_bound_perturbation_multiplier=0.0,
        )

    def box(self, price: Floats, width: float) -> None:
        """Keep the slot duals within `width` of `price` (t, s, k), and within the true bounds."""
        slots, flat = len(self.slots), price.ravel()[self.slots]
        self.upper = np.minimum(self.under, flat + width)
        self.lower = np.maximum(-self.problem.over, flat - width)
        columns = np.arange(2 * slots, dtype=np.int32)
        self.lp.changeColsCost(2 * slots, columns, np.concatenate([self.upper, -self.lower]))

    def add(self, person: Ints, cost: Floats, labels: Ints, types: Ints) -> int:
        """Add columns that are new; return how many were."""
        fresh = []
        for i in range(len(person)):
            key = person[i].tobytes() + labels[i].tobytes() + types[i].tobytes()
            if key not in self.seen and cost[i] < BIG / 2:
                self.seen.add(key)
                fresh.append(i)
        n, slots = len(fresh), len(self.slots)
        if not n:
            return 0
        person, cost = person[fresh], cost[fresh]
        labels, types = labels[fresh], types[fresh]
        column, day = np.nonzero(labels > 0)
        _days, shifts, kinds = self._shape
        slot = (day * shifts + labels[column, day] - 1) * kinds + types[column, day]
        rows = np.concatenate([self.row_of[slot], slots + person])
        owner = np.concatenate([column, np.arange(n)])
        add_rosters(self.lp, cost, owner, rows)
        return n

    def solve(self) -> tuple[float, Floats, Floats] | None:
        """Return the value, the slot prices (t, s, k) and the people's duals (p,).

        None where the simplex method stalled.
        """
        self.lp.run()
        if self.lp.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        dual = np.asarray(self.lp.getSolution().row_dual)
        slots = len(self.slots)
        price = np.zeros(self.problem.open.size)
        price[self.slots] = dual[:slots]
        return self.lp.getObjectiveValue(), price.reshape(self._shape), dual[slots:]

    def leaning(self, price: Floats) -> bool:
        """Do the prices lean against the box where the true bounds are further out?"""
        flat = price.ravel()[self.slots]
        above = (flat >= self.upper - _TOLERANCE) & (self.upper < self.under)
        below = (flat <= self.lower + _TOLERANCE) & (self.lower > -self.problem.over)
        return bool((above | below).any())


def without_prices(total: Floats, price: Floats, labels: Ints, types: Ints) -> Floats:
    """Take the prices (t, s, k) paid back out of the priced totals (p,) of rosters."""
    person, day = np.nonzero(labels > 0)
    paid = np.zeros(len(total))
    np.add.at(paid, person, price[day, labels[person, day] - 1, types[person, day]])
    return total - paid


@dataclass(frozen=True)
class Relaxed:
    """The relaxation's best prices and bound; `closed` where no column can improve it."""

    dual: Dual
    rounds: int
    closed: bool


def generate(
    problem: Problem, pricer: Pricer, dual: Dual, *, gap: float = 1e-3, rounds: int = 400
) -> Relaxed:
    """Generate columns until bound and master agree within `gap` (a share), or rounds run out.

    A master that stalls ends it early: the bound is lower then, and holds all the same.
    """
    master = Master(problem)
    width, best = _FIRST_WIDTH * problem.unit, dual
    master.box(best.price, width)
    for number in range(rounds):
        solved = master.solve()
        if solved is None:
            return Relaxed(best, number, closed=False)
        value, price, people = solved
        added, met = 0, best
        for share in _SMOOTHED:
            at = share * price + (1 - share) * best.price
            here, fresh = _price_out(master, pricer, at, price, people)
            added += fresh
            if here.bound > met.bound:
                met = here
        improved, best = met.bound > best.bound, met
        near = value + problem.closed_cost - best.bound <= gap * max(abs(best.bound), 1.0)
        if near or not added:
            if not master.leaning(price):
                return Relaxed(best, number + 1, closed=True)
            width *= 2.0
            master.box(best.price, width)
        elif improved:
            master.box(best.price, width)
    return Relaxed(best, rounds, closed=False)


def _price_out(
    master: Master, pricer: Pricer, at: Floats, price: Floats, people: Floats
) -> tuple[Dual, int]:
    """Find columns at the prices `at`; add those that the master's duals ask for."""
    problem = master.problem
    total = pricer.solve(-at)
    bound = float(total.sum() + (at * problem.demand).sum() + problem.closed_cost)
    cost = without_prices(total, -at, pricer.labels, pricer.types)
    reduced = without_prices(cost, price, pricer.labels, pricer.types) - people
    wanted = np.flatnonzero(reduced < -_TOLERANCE).astype(np.int32)
    fresh = master.add(wanted, cost[wanted], pricer.labels[wanted], pricer.types[wanted])
    return Dual(at.copy(), bound), fresh
