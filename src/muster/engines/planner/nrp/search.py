"""Better rosters: free some people, and dive anew for them while the others stay.

Each neighbourhood is a small master problem. Its bound often proves at once that it holds nothing
better, which is what lets the search see many of them (large neighbourhood search, Shaw 1998, with
column generation inside).
"""

import math

import numpy as np
import numpy.typing as npt

from muster.engines.planner.nrp.dive import dive
from muster.engines.planner.nrp.generate import Bound, generate, reduced_costs
from muster.engines.planner.nrp.master import Master, Pool
from muster.engines.planner.nrp.pricer import Pricer
from muster.engines.planner.nrp.problem import (
    Floats,
    Ints,
    OutOfTime,
    Problem,
    cover_cost,
    objective,
    personal,
    present,
)

WHOLE = 1 - 1e-6
"""Weights are whole numbers: what is better is better by one."""
_FIRST_SIZE = 6
_KEPT = 20
_SPREAD = 0.3
_STEP_PIVOTS = 40_000
_PATIENCE = 8


class Search:
    """The rosters of one worker: the best found, and what the relaxation says of them."""

    def __init__(self, problem: Problem, pricer: Pricer, pool: Pool, bound: Bound) -> None:
        self.problem, self.pricer, self.pool, self.bound = problem, pricer, pool, bound
        self.everybody = np.arange(problem.people, dtype=np.int32)
        self.labels = np.zeros((problem.people, problem.days), dtype=np.int32)
        self.cost = math.inf
        self.size = min(_FIRST_SIZE, problem.people)
        self._misses = 0
        self._totals: Floats = np.zeros(0)
        self._totals_at: Floats | None = None

    @property
    def proved(self) -> bool:
        """Is there nothing better?"""
        return self.pricer.exact and self.cost < self.bound.value + WHOLE

    def offer(self, labels: Ints) -> bool:
        """Keep rosters (p, t) if they are better."""
        cost = objective(self.problem, labels)
        if cost >= self.cost:
            return False
        self.cost, self.labels = cost, labels.copy()
        return True

    def step(self, rng: np.random.Generator, ends: float) -> bool:
        """Free some people and dive for them; True where that was better."""
        pivots = self.pool.pivots
        try:
            members = self._members(rng)
            better, nothing = self._dive_for(members, rng, ends)
        except OutOfTime:
            return False
        self._adapt(nothing=nothing, pivots=self.pool.pivots - pivots)
        if better is None:
            return False
        whole = self.labels.copy()
        whole[members] = better
        return self.offer(whole)

    def _dive_for(
        self, members: Ints, rng: np.random.Generator, ends: float
    ) -> tuple[Ints | None, bool]:
        """Return better rosters (n, t) of `members`, if found; True where there are none."""
        need = self.problem.need - present(self.problem, np.delete(self.labels, members, axis=0))
        mine = self.labels[members]
        now = float(personal(self.problem, members, mine).sum())
        cutoff = now + cover_cost(self.problem, present(self.problem, mine), need) - WHOLE
        master = Master(self.pool, members, need, ends=ends)
        master.add(self.pool.add(members, mine))
        master.add(self.promising(members))
        bound = Bound(-math.inf, self.bound.price)
        relaxed = generate(master, self.pricer, bound, cutoff=cutoff)
        if bound.value >= cutoff:
            return None, True
        spread = _SPREAD * float(rng.random())
        found = dive(master, self.pricer, relaxed, cutoff=cutoff, rng=rng, spread=spread)
        return found, False

    def _adapt(self, *, nothing: bool, pivots: int) -> None:
        """Free more people where small neighbourhoods hold nothing, fewer where they take long."""
        if pivots > _STEP_PIVOTS:
            self.size = max(2, self.size - 1)
            self._misses = 0
        elif nothing:
            self._misses += 1
            if self._misses >= _PATIENCE:
                self.size, self._misses = min(self.size + 1, self.problem.people), 0

    def _members(self, rng: np.random.Generator) -> Ints:
        """Draw people, rather those whose rosters the relaxation likes least."""
        paid = np.concatenate([np.zeros((self.problem.days, 1)), self.bound.price], axis=1)
        cost = personal(self.problem, self.everybody, self.labels)
        cost -= paid[np.arange(self.problem.days)[None], self.labels].sum(axis=1)
        regret = np.maximum(cost - self.totals(), 0.0)
        weight = regret + regret.mean() + 1e-3
        chosen = rng.choice(
            self.problem.people, size=self.size, replace=False, p=weight / weight.sum()
        )
        return np.sort(chosen).astype(np.int32)

    def totals(self) -> Floats:
        """Return everybody's least cost (p,) at the bound's prices."""
        if self._totals_at is not self.bound.price:
            self._totals, _ = self.pricer.solve(self.everybody, -self.bound.price)
            self._totals_at = self.bound.price
        return self._totals

    def promising(self, members: Ints) -> npt.NDArray[np.int64]:
        """Return the rows of the pool that look best at the bound's prices, some for each."""
        rows = np.flatnonzero(np.isin(self.pool.person, members))
        duals = self.totals()[self.pool.person[rows]]
        reduced = reduced_costs(self.pool, rows, self.bound.price, duals)
        owner = self.pool.person[rows]
        order = np.lexsort((reduced, owner))
        owner = owner[order]
        return rows[order][np.arange(len(owner)) - np.searchsorted(owner, owner) < _KEPT]
