"""The linear program of a master problem: one roster a person, cover that may be missed at a price.

Rows: slots, each to be covered, then people, each to have one roster. Columns: short (slots),
overfull (slots), nobody's roster (people, priced out of reach), then the rosters added.
"""

import highspy
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32] | npt.NDArray[np.int64]

_OPTIONS: dict[str, float | str] = {
    "output_flag": False,
    "threads": 1,
    "presolve": "off",
    "simplex_strategy": 4,  # primal: new columns keep the basis feasible
    "simplex_iteration_limit": 100_000,  # degenerate bases can stall; 1,500 were the most needed
}


def covering_program(
    need: Floats,
    under: Floats,
    over: Floats,
    people: int,
    out_of_reach: float,
    **options: float,
) -> highspy.Highs:
    """Return the program without rosters: `need`, `under` and `over` (slots,), and HiGHS options.

    The first roster added is column `2 * slots + people`. A run that stalls ends some seconds
    later without an optimum.
    """
    lp = highspy.Highs()
    for name, value in (*_OPTIONS.items(), *options.items()):
        lp.setOptionValue(name, value)
    slots = len(need)
    lower = np.concatenate([need, np.ones(people)])
    none = np.zeros(0, dtype=np.int32)
    lp.addRows(slots + people, lower, lower, 0, none, none, np.zeros(0))
    rows = np.concatenate([np.arange(slots), np.arange(slots), slots + np.arange(people)])
    signs = np.concatenate([np.ones(slots), -np.ones(slots), np.ones(people)])
    costs = np.concatenate([under, over, np.full(people, out_of_reach)])
    _append(lp, costs, np.arange(len(rows)), rows, signs)
    return lp


def add_rosters(lp: highspy.Highs, cost: Floats, owner: Ints, rows: Ints) -> None:
    """Add rosters (n,); `owner` (m,) says which of them has a one in which of the `rows` (m,)."""
    order = np.argsort(owner, kind="stable")
    start = np.searchsorted(owner[order], np.arange(len(cost)))
    _append(lp, cost, start, rows[order], np.ones(len(rows)))


def _append(lp: highspy.Highs, cost: Floats, start: Ints, rows: Ints, entries: Floats) -> None:
    n = len(cost)
    lp.addCols(
        n,
        cost,
        np.zeros(n),
        np.full(n, highspy.kHighsInf),
        len(rows),
        start.astype(np.int32),
        rows.astype(np.int32),
        entries,
    )
