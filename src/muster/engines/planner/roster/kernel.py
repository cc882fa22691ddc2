"""Find the best rosters of people against prices: dynamic programming over a decision diagram.

Compiled by numba, with the interpreter's lock released. Prices are `c[day, label]`: what a person
pays for a day off (label 0) or for shift `label - 1`; infinity forbids.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from muster.engines.planner.compiled import compiled

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]

BIG = 1e30
"""Stands for infinity: sums of it stay finite."""


@compiled()
def best_roster(
    child: Ints, cost: Floats, layer: Ints, root: int, c: Floats, value: Floats, out: Ints
) -> float:
    """Write the cheapest path's labels to `out` (days,) and return its cost.

    `value` (nodes + 1,) is scratch. Ties go to the lowest label. A cost of BIG or more means that
    no roster is allowed.
    """
    days = layer.shape[0] - 1
    labels = child.shape[1]
    value[layer[days]] = 0.0
    for day in range(days - 1, -1, -1):
        for node in range(layer[day], layer[day + 1]):
            best = BIG
            for label in range(labels):
                target = child[node, label]
                if target >= 0:
                    here = cost[node, label] + c[day, label] + value[target]
                    best = min(best, here)
            value[node] = best
    node = root
    for day in range(days):
        chosen, best = 0, BIG * 2
        for label in range(labels):
            target = child[node, label]
            if target >= 0:
                here = cost[node, label] + c[day, label] + value[target]
                if here < best:
                    chosen, best = label, here
        out[day] = chosen
        node = child[node, chosen]
    return value[root]  # type: ignore[no-any-return]


@compiled()
def best_rosters(
    child: Ints,
    cost: Floats,
    layer: Ints,
    roots: Ints,
    c: Floats,
    value: Floats,
    out: Ints,
    total: Floats,
) -> None:
    """Do `best_roster` for several people of one diagram at once, which is faster for each.

    `roots` (people,), `c` (days, labels, people), `value` (nodes + 1, people or more) scratch,
    `out` (people, days) the labels, `total` (people,) the costs.
    """
    days = layer.shape[0] - 1
    labels = child.shape[1]
    people = roots.shape[0]
    value[layer[days], :people] = 0.0
    for day in range(days - 1, -1, -1):
        for node in range(layer[day], layer[day + 1]):
            for j in range(people):
                value[node, j] = BIG
            for label in range(labels):
                target = child[node, label]
                if target >= 0:
                    arc = cost[node, label]
                    for j in range(people):
                        here = arc + c[day, label, j] + value[target, j]
                        before = value[node, j]
                        value[node, j] = here if here < before else before
    for j in range(people):
        node = roots[j]
        total[j] = value[node, j]
        for day in range(days):
            chosen, least = 0, BIG * 2
            for label in range(labels):
                target = child[node, label]
                if target >= 0:
                    here = cost[node, label] + c[day, label, j] + value[target, j]
                    if here < least:
                        chosen, least = label, here
            out[j, day] = chosen
            node = child[node, chosen]


class Classes(NamedTuple):
    """People of one diagram, those who are alike as one class (j); arrays as `best_rosters` has.

    `size` (j,) how many there are of each, `group` (j,) their skills, `base` (t, l, j) their own
    prices. `c` (t, l, j) and `value` (nodes + 1, j or more) are scratch.
    """

    child: Ints
    cost: Floats
    layer: Ints
    roots: Ints
    group: Ints
    size: Ints
    base: Floats
    c: Floats
    value: Floats


@compiled()
def price_out(
    classes: Classes,
    least: Floats,
    kinds: Ints,
    labels: Ints,
    types: Ints,
    total: Floats,
    present: Ints,
) -> None:
    """Find the best roster of each class where a shift costs `least` (groups, t, s) more.

    `kinds` (groups, t, s) is the type of post that costs so. Writes labels and types (j, t) and
    `total` (j,), and counts everybody in `present` (t, s, k).
    """
    c = classes.c
    for day in range(c.shape[0]):
        for label in range(c.shape[1]):
            for j in range(c.shape[2]):
                c[day, label, j] = classes.base[day, label, j]
                if label > 0:
                    c[day, label, j] += least[classes.group[j], day, label - 1]
    best_rosters(
        classes.child,
        classes.cost,
        classes.layer,
        classes.roots,
        c,
        classes.value,
        labels,
        total,
    )
    for j in range(labels.shape[0]):
        for day in range(labels.shape[1]):
            shift = labels[j, day] - 1
            kind = kinds[classes.group[j], day, max(shift, 0)]
            types[j, day] = kind
            if shift >= 0:
                present[day, shift, kind] += classes.size[j]
