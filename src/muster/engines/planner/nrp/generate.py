"""Column generation: the exact bound of the relaxation, and the rosters that reach it.

Every round is also a Lagrangian bound (Dantzig and Wolfe 1960). Columns are priced at the master's
prices and between them and the best ones known (Wentges 1997).
"""

import time
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from muster.engines.planner.nrp.master import Master, Pool, Relaxation
from muster.engines.planner.nrp.pricer import Pricer
from muster.engines.planner.nrp.problem import BIG, Floats, Ints, personal, present

_SHARES = (1.0, 0.5)
_NEGATIVE = -1e-6
_CLOSE = 1e-4


@dataclass
class Bound:
    """The best Lagrangian bound of a master and the prices (t, s) that prove it."""

    value: float
    price: Floats


def reduced_costs(pool: Pool, rows: npt.NDArray[np.int64], price: Floats, duals: Floats) -> Floats:
    """Return the reduced costs of rows of the pool; `duals` (n,) belong to their people."""
    labels = pool.labels(rows)
    padded = np.concatenate([np.zeros((len(price), 1)), price], axis=1)
    paid = padded[np.arange(labels.shape[1])[None], labels].sum(axis=1)
    return pool.cost[rows] - paid - duals  # type: ignore[no-any-return]


def price_out(
    master: Master, pricer: Pricer, relaxed: Relaxation, at: Floats, people: Ints
) -> tuple[float, int]:
    """Add the best rosters of `people` at prices `at` (t, s) that the master asks for.

    Returns the sum of their totals, and how many columns were new.
    """
    total, labels = pricer.solve(people, -at)
    if not (total < BIG / 2).all():
        return np.inf, 0
    rows = master.pool.add(people, labels)
    duals = relaxed.duals[master.places(people)]
    wanted = reduced_costs(master.pool, rows, relaxed.price, duals) < _NEGATIVE
    return float(total.sum()), master.add(rows[wanted])


def generate(
    master: Master,
    pricer: Pricer,
    bound: Bound,
    *,
    rounds: int = 1000,
    cutoff: float = np.inf,
) -> Relaxation:
    """Generate columns until master and bound agree, rounds run out or time is up.

    Rosters that are fixed in the master stay so. `bound` is bettered in place. Ends early where it
    reaches `cutoff`: then no roster of this master is cheaper than that.
    """
    fixed = master.rows[master.fixed]
    owners = master.pool.person[fixed]
    people = master.people[~np.isin(master.people, owners)]
    chosen = master.pool.labels(fixed)
    need = master.need - present(master.pool.problem, chosen)
    spent = float(personal(master.pool.problem, owners, chosen).sum())
    bound.price = np.where(master.settled, master.fixed_price, bound.price)
    relaxed = master.solve()
    for _ in range(rounds):
        added = 0
        for share in _SHARES:
            at = share * relaxed.price + (1 - share) * bound.price
            totals, fresh = price_out(master, pricer, relaxed, at, people)
            added += fresh
            value = totals + float((at * need).sum()) + spent
            if value > bound.value:
                bound.value, bound.price = value, at.copy()
        near = relaxed.value - bound.value <= _CLOSE * max(abs(relaxed.value), 1.0)
        if not added or near or bound.value >= cutoff or time.monotonic() >= master.ends:
            break
        relaxed = master.solve()
    return relaxed
