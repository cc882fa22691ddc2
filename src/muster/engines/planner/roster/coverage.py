"""What the search is given, where it stands, and what one person more in a slot costs.

Everything here is compiled by numba and passes through it as tuples of arrays; axes as in
`problem`.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from muster.engines.planner.compiled import compiled

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Words = npt.NDArray[np.uint64]

_PAIR = 2  # crews
_HOPELESS = 35.0  # times the temperature: a chance below 1e-15


class Given(NamedTuple):
    """A `Problem` as the compiled code takes it.

    `hole` (k,) prices a crew too small, `clash` a breach of a rule of `Company`, `touch` a person
    whose labels differ from `before` (p, t) anywhere that is not -1. `pair` (t, s, k) as `Company`.
    """

    child: Ints
    cost: Floats
    layers: Ints
    profile: Ints
    root: Ints
    base: Floats
    allowed: npt.NDArray[np.bool_]
    demand: Ints
    crew: Ints
    under: Floats
    over: float
    hole: Floats
    clash: float
    pair: Ints
    apart: Ints
    needs: Ints
    shifts_before: Ints
    experience: int
    before: Ints
    touch: float


class State(NamedTuple):
    """Where the search stands: `labels` and `types` (p, t), `present` (t, s, k).

    `nodes` (p, t + 1) are the nodes of the diagram that each roster passes, `random` (1,) the state
    of the random numbers.
    """

    labels: Ints
    types: Ints
    present: Ints
    nodes: Ints
    random: Words


@compiled(inline="always")
def slot_price(given: Given, present: int, day: int, shift: int, kind: int) -> float:
    """Return what it costs to have `present` people in a slot.

    A crew too small costs `hole` where one of its people is there, and less with each that joins.
    """
    demand, crew = given.demand[day, shift, kind], given.crew[day, shift, kind]
    price = given.under[kind] * max(demand - present, 0) + given.over * max(present - demand, 0)
    if 0 < present < crew:
        price += given.hole[kind] * (crew - present) / (crew - 1)
    return price  # type: ignore[no-any-return]


@compiled(inline="always")
def arrival(given: Given, present: Ints, day: int, shift: int, kind: int) -> float:
    """Return what it costs when one person more comes to a slot."""
    here = present[day, shift, kind]
    after = slot_price(given, here + 1, day, shift, kind)
    return after - slot_price(given, here, day, shift, kind)


@compiled()
def coverage_cost(given: Given, state: State) -> float:
    """Return what people missing and too many cost, and crews too small."""
    total = 0.0
    for day in range(given.demand.shape[0]):
        for shift in range(given.demand.shape[1]):
            for kind in range(given.demand.shape[2]):
                total += slot_price(given, state.present[day, shift, kind], day, shift, kind)
    return total


@compiled()
def missing_from_crews(given: Given, present: Ints) -> int:
    """Return how many people crews lack that are staffed but too small."""
    missing = 0
    for day in range(present.shape[0]):
        for shift in range(present.shape[1]):
            for kind in range(present.shape[2]):
                here = present[day, shift, kind]
                if 0 < here < given.crew[day, shift, kind]:
                    missing += given.crew[day, shift, kind] - here
    return missing


@compiled()
def short_slots(given: Given, present: Ints, slots: Ints) -> int:
    """Write the flat numbers of open slots with too few people; return how many there are."""
    count, slot = 0, -1
    for day in range(present.shape[0]):
        for shift in range(present.shape[1]):
            for kind in range(present.shape[2]):
                slot += 1
                wanted = given.demand[day, shift, kind]
                if given.crew[day, shift, kind] > 0 and present[day, shift, kind] < wanted:
                    slots[count] = slot
                    count += 1
    return count


@compiled()
def clashes(given: Given, state: State) -> int:
    """Count the breaches of rules on who is with whom; see `Company`."""
    count = _apart_together(given, state) + _without_company(given, state)
    if given.experience > 0:
        count += _unseasoned(given, state)
    return count


@compiled()
def _apart_together(given: Given, state: State) -> int:
    """People apart may share a slot only where there are people for crews of two posts."""
    labels, types = state.labels, state.types
    count = 0
    for i in range(given.apart.shape[0]):
        p, q = given.apart[i, 0], given.apart[i, 1]
        for day in range(labels.shape[1]):
            label, kind = labels[p, day], types[p, day]
            if label > 0 and labels[q, day] == label and types[q, day] == kind:
                here = state.present[day, label - 1, kind]
                count += here < given.pair[day, label - 1, kind]
    return count


@compiled()
def _without_company(given: Given, state: State) -> int:
    """Count the days on which somebody works without the person they need."""
    labels, types = state.labels, state.types
    count = 0
    for i in range(given.needs.shape[0]):
        p, q = given.needs[i, 0], given.needs[i, 1]
        for day in range(labels.shape[1]):
            label = labels[p, day]
            if label > 0 and (q < 0 or labels[q, day] != label or types[q, day] != types[p, day]):
                count += 1
    return count


@compiled()
def _unseasoned(given: Given, state: State) -> int:
    """Count the crews in which nobody has enough shifts behind them.

    A slot is one crew, or two where people apart share it.
    """
    labels, types, present = state.labels, state.types, state.present
    seasoned = np.zeros(present.shape, dtype=np.int32)
    for p in range(labels.shape[0]):
        worked = given.shifts_before[p]
        for day in range(labels.shape[1]):
            if labels[p, day] > 0:
                if worked >= given.experience:
                    seasoned[day, labels[p, day] - 1, types[p, day]] += 1
                worked += 1
    count = 0
    for day in range(present.shape[0]):
        for shift in range(present.shape[1]):
            for kind in range(present.shape[2]):
                if present[day, shift, kind] > 0 and seasoned[day, shift, kind] == 0:
                    count += 1
    for i in range(given.apart.shape[0]):
        p, q = given.apart[i, 0], given.apart[i, 1]
        for day in range(labels.shape[1]):
            label, kind = labels[p, day], types[p, day]
            if label > 0 and labels[q, day] == label and types[q, day] == kind:
                count += seasoned[day, label - 1, kind] < _PAIR
    return count


@compiled()
def walk(given: Given, state: State, p: int) -> None:
    """Write the nodes that somebody's roster passes."""
    node = given.root[p]
    state.nodes[p, 0] = node
    for day in range(state.labels.shape[1]):
        node = given.child[node, state.labels[p, day]]
        state.nodes[p, day + 1] = node


@compiled()
def leave(state: State, p: int) -> None:
    """Take somebody out of the numbers present."""
    for day in range(state.labels.shape[1]):
        if state.labels[p, day] > 0:
            state.present[day, state.labels[p, day] - 1, state.types[p, day]] -= 1


@compiled()
def enter(state: State, p: int) -> None:
    """Count somebody among the numbers present."""
    for day in range(state.labels.shape[1]):
        if state.labels[p, day] > 0:
            state.present[day, state.labels[p, day] - 1, state.types[p, day]] += 1


@compiled()
def next_word(random: Words) -> int:
    """Return the next word of xorshift64 (Marsaglia 2003); the same on every machine."""
    x = random[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    random[0] = x
    return x  # type: ignore[no-any-return]


@compiled()
def below(random: Words, n: int) -> int:
    """Return a random integer in [0, n)."""
    return np.int64((next_word(random) >> np.uint64(33)) % np.uint64(n))  # type: ignore[return-value]


@compiled()
def accepted(random: Words, delta: float, temperature: float) -> bool:
    """Draw whether a move is made that costs `delta`: the Metropolis rule (1953)."""
    if delta <= 0.0:
        return True
    if delta > _HOPELESS * temperature:
        return False
    share = (next_word(random) >> np.uint64(11)) * (1.0 / 9007199254740992.0)
    return share < np.exp(-delta / temperature)  # type: ignore[no-any-return]


def seeded(seed: int) -> Words:
    """Return a random state; different seeds are far apart (SplitMix64, Steele et al. 2014)."""
    word = (seed + 1) * 0x9E3779B97F4A7C15
    word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
    return np.array([word ^ (word >> 31) or 1], dtype=np.uint64)
