"""Find best rosters against prices: dynamic programming over a diagram, for many people at once.

Compiled by numba, with the interpreter's lock released.
"""

from muster.engines.planner.compiled import compiled
from muster.engines.planner.nrp.problem import Floats, Ints

BIG = 1e15


@compiled()
def best_paths(
    child: Ints,
    layer: Ints,
    c: Floats,
    value: Floats,
    out: Ints,
    total: Floats,
) -> None:
    """Write the cheapest path of each person to `out` (n, t) and its price to `total` (n,).

    `c` (t, columns, n) are the prices; `value` (nodes + 1, n or more) is scratch. A total of half
    BIG or more means that no roster is allowed. Ties go to the lowest column.
    """
    days = layer.shape[0] - 1
    nodes, columns = child.shape
    people = c.shape[2]
    value[nodes - 1, :people] = 0.0
    value[nodes, :people] = BIG
    for day in range(days - 1, -1, -1):
        for node in range(layer[day], layer[day + 1]):
            target = child[node, 0]
            for j in range(people):
                value[node, j] = c[day, 0, j] + value[target, j]
            for column in range(1, columns):
                target = child[node, column]
                if target < nodes:
                    for j in range(people):
                        here = c[day, column, j] + value[target, j]
                        before = value[node, j]
                        value[node, j] = here if here < before else before
    for j in range(people):
        node = 0
        total[j] = value[0, j] if nodes > 1 else BIG
        for day in range(days):
            chosen, least = 0, BIG * 10
            for column in range(columns):
                here = c[day, column, j] + value[child[node, column], j]
                if here < least:
                    chosen, least = column, here
            out[j, day] = chosen
            node = min(child[node, chosen], nodes - 1)
