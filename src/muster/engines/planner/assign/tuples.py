"""What the annealing kernel works on, as tuples of arrays that numba can read."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Facts(NamedTuple):
    """What does not change; the arrays of a Problem, with the reserve as one more community.

    `order` and `begin` list the parties unit by unit; `near` (u, n) the communities to try,
    nearest first, `reach` (u,) how many of them count; `close` (a, n) and `ways` (a,) the same of
    a party. `idle` is the share of moves into reserve. Somebody missing in a team costs `strict`
    times what somebody missing for a trait does.
    """

    unit: Ints
    size: Ints
    give: Floats
    cost: Floats
    has: Ints
    keep: npt.NDArray[np.bool_]
    team: Ints
    low: Floats
    high: Floats
    need: Ints
    order: Ints
    begin: Ints
    near: Ints
    reach: Ints
    close: Ints
    ways: Ints
    idle: float
    fragment: float
    strict: float


class State(NamedTuple):
    """A placing, and its counts.

    `heads` (u, c), `filled` (c,), `held` (c, k); `where` (c, a) lists who is in a community, the
    first `number` (c,) entries count, `spot` (a,) is a party's entry.
    """

    place: Ints
    heads: Ints
    filled: Floats
    held: Ints
    where: Ints
    spot: Ints
    number: Ints


class Block(NamedTuple):
    """Parties of one unit and what each one's move costs; the first ones count."""

    party: Ints
    gain: Floats
