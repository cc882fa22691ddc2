"""One shift dealt out exactly: who stands at which post so that no rule of company is broken.

A few people and posts as a mixed integer program (HiGHS, one thread). Somebody who cannot be in any
crew that keeps the rules stays away: a shift left open is short, a crew against a rule is wrong.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from muster.engines.planner.roster.problem import Floats

AWAY = -1
"""No post: the shift is left open."""
_STAYS = 1000.0  # what a post at all is worth, where the dearest costs 1,
_LOCKED = 1000.0  # and a locked one in shifts of others

Pairs = list[tuple[int, int]]


@dataclass(frozen=True)
class Hand:
    """Who may stand where in one shift; m members, q posts, both in their order.

    `posts` (q,) numbers and `crew` (q,) least crews. `costs` (m, q); the cheaper the better.
    `fixed` (m,): the post of a lock, or None. `seasoned` (m,): do they count as experienced?
    `together`: the first comes only with the second (AWAY: not here). `apart`: never in one crew.
    """

    posts: Sequence[int]
    crew: Sequence[int]
    costs: Floats
    fixed: Sequence[int | None]
    seasoned: npt.NDArray[np.bool_]
    together: Pairs
    apart: Pairs

    def keeps(self, where: Sequence[int]) -> bool:
        """Do crews at these posts (m,) keep all rules?"""
        sizes = Counter(where)
        seasoned = {
            post for post, known in zip(where, self.seasoned.tolist(), strict=True) if known
        }
        return (
            all(sizes[post] == 0 or sizes[post] >= least for post, least in self._least())
            and len(seasoned) == len(sizes)
            and all(j != AWAY and where[i] == where[j] for i, j in self.together)
            and all(where[i] != where[j] for i, j in self.apart)
            and all(lock in (None, post) for lock, post in zip(self.fixed, where, strict=True))
        )

    def _least(self) -> list[tuple[int, int]]:
        return list(zip(self.posts, self.crew, strict=True))


def deal(hand: Hand) -> list[int]:
    """Return the post (m,) of each member, or AWAY; as many as can be have one."""
    members, posts = hand.costs.shape
    count = members * posts
    at = np.arange(count).reshape(members, posts)
    low, span = hand.costs.min(initial=0.0), np.ptp(hand.costs) if count else 0.0
    # All of what the posts cost together is below one shift more or less.
    price = (hand.costs - low) / (span * max(members, 1)) if span > 0 else np.zeros_like(hand.costs)
    worth, upper = np.full(members, _STAYS), np.ones(count + posts)
    number = {post: j for j, post in enumerate(hand.posts)}
    for i, post in enumerate(hand.fixed):
        if post is not None:
            worth[i] *= _LOCKED
            upper[at[i][np.arange(posts) != number[post]]] = 0
    rows = _Rows()
    for i in range(members):
        rows.add(at[i], np.ones(posts), 0, 1)
    for j, least in enumerate(hand.crew):
        here, staffed = at[:, j], count + j
        rows.add([*here, staffed], [*np.ones(members), -least], 0, np.inf)
        rows.add([*here, staffed], [*np.ones(members), -members], -np.inf, 0)
        rows.add([*here[hand.seasoned], staffed], [*np.ones(hand.seasoned.sum()), -1], 0, np.inf)
        for one, other in hand.apart:
            rows.add([here[one], here[other]], [1, 1], 0, 1)
        for one, other in hand.together:
            if other == AWAY:
                upper[here[one]] = 0
            else:
                rows.add([here[one], here[other]], [1, -1], -np.inf, 0)
    solved = milp(
        np.concatenate([(price - worth[:, None]).ravel(), np.zeros(posts)]),
        integrality=np.ones(count + posts),
        bounds=Bounds(0, upper),
        constraints=rows.constraint(count + posts),
        options={"mip_rel_gap": 0.0},
    )
    if solved.x is None:
        return [AWAY] * members
    chosen = solved.x[:count].reshape(members, posts) > 0.5  # noqa: PLR2004
    return [hand.posts[int(row.argmax())] if row.any() else AWAY for row in chosen]


class _Rows:
    """The rows of a linear program, as they come."""

    def __init__(self) -> None:
        self.index: list[tuple[int, int]] = []
        self.value: list[float] = []
        self.low: list[float] = []
        self.high: list[float] = []

    def add(
        self,
        columns: Sequence[int] | npt.NDArray[np.int64],
        values: Sequence[float] | Floats,
        low: float,
        high: float,
    ) -> None:
        """Add a row: the values at the columns, and what their sum may be."""
        self.index += [(len(self.low), int(column)) for column in columns]
        self.value += [float(value) for value in values]
        self.low.append(low)
        self.high.append(high)

    def constraint(self, columns: int) -> LinearConstraint:
        """Return all of them."""
        index = np.array(self.index, dtype=np.int64).reshape(-1, 2).T
        shape = (len(self.low), columns)
        matrix = coo_array((self.value, (index[0], index[1])), shape=shape).tocsr()
        return LinearConstraint(matrix, self.low, self.high)
