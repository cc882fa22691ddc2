"""People to communities by min-cost flow, where it is settled how many go where."""

import numpy as np
import numpy.typing as npt
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_SCALE = 1000  # the flow reckons in whole numbers: metres
_NOBODY = -1


def nearest(cost: Floats, slots: Ints, names: Ints) -> Ints:
    """(a,): the name of each one's column, with `slots` of each, at the least total cost.

    `cost` (a, columns) is inf where somebody may not go; who finds no column gets -1.
    """
    people, columns = cost.shape
    flow = SimpleMinCostFlow()
    rows, ends = np.nonzero(np.isfinite(cost))
    flow.add_arcs_with_capacity_and_unit_cost(
        rows, people + ends, np.ones(len(rows), dtype=np.int64),
        np.rint(cost[rows, ends] * _SCALE).astype(np.int64),
    )  # fmt: skip
    supply = np.concatenate([np.ones(people, dtype=np.int64), -slots])
    flow.set_nodes_supplies(np.arange(people + columns), supply)
    flow.solve_max_flow_with_min_cost()
    used = flow.flows(np.arange(len(rows))) > 0
    found = np.full(people, _NOBODY, dtype=np.int64)
    found[rows[used]] = names[ends[used]]
    return found
