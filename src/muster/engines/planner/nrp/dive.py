"""Dive for a roster: fix the relaxation's surest choices, generate columns again, and go on.

Whole rosters are fixed, those nobody disputes all at once, else the largest shares. As people are
settled the master is built anew over those who are left, which keeps its solution quick.
"""

import time

import numpy as np
import numpy.typing as npt

from muster.engines.planner.nrp.generate import Bound, generate, reduced_costs
from muster.engines.planner.nrp.master import Master, Relaxation
from muster.engines.planner.nrp.pricer import Pricer
from muster.engines.planner.nrp.problem import Floats, Ints, OutOfTime, present

_SURE = 0.85
_ANY = 1e-6
_AT_ONCE = 0.1
"""Share of the people that may be settled together where each is likely."""
_LIKELY = 0.5
_REBUILD = 0.85
"""Share of a master's people that is left when it is built anew."""
_KEPT = 30
"""Columns a person, the cheapest, that a new master begins with."""
_ROUNDS = 12


def dive(
    master: Master,
    pricer: Pricer,
    relaxed: Relaxation,
    *,
    cutoff: float,
    rng: np.random.Generator,
    spread: float = 0.0,
) -> Ints | None:
    """Return rosters (people of the master, t), or None where they would cost `cutoff` or more.

    `spread` blurs the shares, so that dives differ. When the master's time is up, everybody left
    gets the roster of the largest share: legal, but perhaps dear. The master is as before when it
    ends, but for new columns.
    """
    first, chosen, spent = master, dict[int, int](), 0.0
    try:
        while True:
            row_of = _surest(master, relaxed, rng, spread)
            if not row_of:
                return None
            master.fix(np.array(list(row_of.values()), dtype=np.int64))
            chosen |= {person: int(master.rows[place]) for person, place in row_of.items()}
            if len(chosen) == len(first.people):
                break
            left = first.people[~np.isin(first.people, list(chosen))]
            before = master, relaxed
            if len(left) <= _REBUILD * len(master.people):
                master, spent = _rebuilt(first, master, relaxed, left, chosen)
            bound = Bound(-np.inf, relaxed.price)
            try:
                relaxed = generate(master, pricer, bound, rounds=_ROUNDS, cutoff=cutoff - spent)
            except OutOfTime:
                chosen = _largest(*before) | chosen
                break
            if bound.value + spent >= cutoff:
                return None
            if time.monotonic() >= first.ends:
                chosen = _largest(master, relaxed) | chosen
                break
    finally:
        first.release()
    return first.pool.labels(np.array([chosen[int(p)] for p in first.people], dtype=np.int64))


def _largest(master: Master, relaxed: Relaxation) -> dict[int, int]:
    """Return the row of the largest share of everybody in the master."""
    rows = master.rows[: len(relaxed.share)]
    owner = master.pool.person[rows]
    order = np.argsort(relaxed.share, kind="stable")  # later ones overwrite
    return {int(owner[place]): int(rows[place]) for place in order}


def _surest(
    master: Master, relaxed: Relaxation, rng: np.random.Generator, spread: float
) -> dict[int, int]:
    """Return the places of the columns to fix next, by person."""
    owner = master.pool.person[master.rows[: len(relaxed.share)]]
    settled = owner[master.fixed]
    candidates = np.flatnonzero((relaxed.share > _ANY) & ~np.isin(owner, settled))
    if not len(candidates):
        return {}
    share: Floats = relaxed.share[candidates]
    sure = candidates[share >= _SURE]
    if not len(sure):
        blurred = share + spread * rng.random(len(share))
        best = np.argsort(-blurred, kind="stable")
        many = max(1, int(_AT_ONCE * (len(master.people) - len(settled))))
        likely = best[1:many]
        sure = candidates[[best[0], *likely[share[likely] > _LIKELY]]]
    return {int(owner[place]): int(place) for place in sure}


def _rebuilt(
    first: Master, master: Master, relaxed: Relaxation, left: Ints, chosen: dict[int, int]
) -> tuple[Master, float]:
    """Return a master over those who are `left`, and what the rest cost by themselves."""
    pool = first.pool
    settled = np.array(list(chosen.values()), dtype=np.int64)
    need = first.need - present(pool.problem, pool.labels(settled))
    owner = pool.person[master.rows]
    mine = np.isin(owner, left)
    fresh = Master(pool, left, need, ends=first.ends)
    fresh.add(_cheapest(master, relaxed, mine))
    return fresh, float(pool.cost[settled].sum())


def _cheapest(
    master: Master, relaxed: Relaxation, mine: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int64]:
    """Return the rows of the `mine` columns with the least reduced costs, some for each person."""
    rows = master.rows[: len(relaxed.share)][mine[: len(relaxed.share)]]
    owner = master.pool.person[rows]
    reduced = reduced_costs(master.pool, rows, relaxed.price, relaxed.duals[master.places(owner)])
    order = np.lexsort((reduced, owner))
    owner = owner[order]
    first = np.searchsorted(owner, owner)
    return rows[order][np.arange(len(owner)) - first < _KEPT]
