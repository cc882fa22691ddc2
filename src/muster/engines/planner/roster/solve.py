"""Plan one community: a first roster, better ones for as much work as is given, and a bound."""

import math
from dataclasses import dataclass, field, replace

import numpy as np

from muster.engines.planner.roster.anneal import anneal
from muster.engines.planner.roster.columns import generate
from muster.engines.planner.roster.coverage import State, clashes, seeded
from muster.engines.planner.roster.insertion import insert
from muster.engines.planner.roster.kernel import BIG
from muster.engines.planner.roster.prices import Pricer, ascend
from muster.engines.planner.roster.problem import Bools, Ints, Problem, count_present

UNIT = 100_000
"""Moves of the annealing in one unit of effort."""
_HOT, _WARM, _COLD = 2.0, 1.0, 0.05
"""Temperatures, in sizes of a personal weight: at first two may get worse, in the end none."""
_ASCENTS = 400
_FIRST_ASCENTS = 20
_ROUNDING = 1e-6
_GAIN = 1e-5
"""Less is no better: above what closed bounds and sums of rounded figures leave."""
_MENDING = 3 * UNIT
_PAIR = 2
_OPENING = 4  # the opening of an annealing, with lenient crews, takes a quarter of its moves


@dataclass(frozen=True)
class Rosters:
    """Shift labels and post types (p, t) of everybody in a community, and what they cost.

    `legal` is false where no legal rosters were found, which only locks can bring about; what they
    cost and are is then said without the locks of the cells (n, 2) `released`.
    """

    labels: Ints
    types: Ints
    cost: float
    legal: bool
    released: Ints = field(default_factory=lambda: np.zeros((0, 2), dtype=np.int32))

    def present(self, problem: Problem) -> Ints:
        """Return the people present (t, s, k)."""
        return count_present(self.labels, self.types, problem.demand.shape)

    def missing(self, problem: Problem) -> int:
        """Return the person-shifts of demand left uncovered."""
        return int(np.maximum(problem.demand - self.present(problem), 0).sum())

    def shortage_cost(self, problem: Problem) -> float:
        """Return what the demand left uncovered costs."""
        missing = np.maximum(problem.demand - self.present(problem), 0)
        return float((missing * problem.under).sum())


def first(problem: Problem, *, seed: int) -> Rosters:
    """Return a first roster: everybody inserted at prices; not legal before it is improved."""
    days = problem.demand.shape[0]
    labels = np.zeros((problem.people, days), dtype=np.int32)
    types = np.zeros_like(labels)
    if not problem.people:
        return Rosters(labels, types, problem.slot_cost(np.zeros_like(problem.demand)), legal=True)
    dual = ascend(problem, Pricer(problem), steps=_FIRST_ASCENTS)
    state = _state(problem, labels, types, seed)
    # Rough prices and one insertion each do: moves to where people are missing mend the rest.
    own = problem.own_costs(labels)
    insert(problem.given(strict=False), state, own, dual.price, problem.people)
    return Rosters(labels, types, BIG, legal=False)


def improve(problem: Problem, rosters: Rosters, *, effort: float, seed: int) -> Rosters:
    """Anneal for `effort` units of UNIT moves; what is returned never costs more than `rosters`.

    The time is linear in the effort; equal arguments give equal rosters.
    """
    moves = round(effort * UNIT)
    if not problem.people or moves <= 0:
        return rosters
    labels, types = rosters.labels.copy(), rosters.types.copy()
    state = _state(problem, labels, types, seed)
    hot, warm, cold = (share * problem.unit for share in (_HOT, _WARM, _COLD))
    opening = moves // _OPENING
    anneal(problem.given(strict=False), state, problem.own_costs(labels), opening, hot, warm, 0)
    rest = moves - opening
    strict = problem.given(strict=True)
    cost = float(anneal(strict, state, problem.own_costs(labels), rest, hot, cold, 1))
    if cost >= BIG / 2:
        dismiss(problem, labels, types)
        cost = price(problem, labels, types)
    legal = cost < BIG / 2
    if legal and problem.over <= 0:
        cost = _rest_idle(problem, labels, types, cost)
    if rosters.legal > legal or (rosters.legal == legal and cost >= rosters.cost - _GAIN):
        return rosters
    return Rosters(labels, types, cost, legal, rosters.released)


def _rest_idle(problem: Problem, labels: Ints, types: Ints, cost: float) -> float:
    """Give a day off, in place, to whoever is not needed and pays nothing for it; return the cost.

    Where people above the demand cost nothing, the search has no reason to send them home.
    """
    for slot in np.argwhere(problem.crew > 0):
        day, shift, kind = slot.tolist()
        there = np.flatnonzero((labels[:, day] == shift + 1) & (types[:, day] == kind))
        spare = len(there) - int(problem.demand[day, shift, kind])
        # A crew that nobody asked for goes as a whole, as none of it may be left alone.
        parts = [there] if spare == len(there) else there.reshape(-1, 1)
        for part in parts if spare > 0 else ():
            if spare < len(part):
                break
            labels[part, day] = 0
            without = price(problem, labels, types)
            if without > cost + _ROUNDING:
                labels[part, day] = shift + 1
            else:
                cost, spare = without, spare - len(part)
    return cost


def mend(
    problem: Problem,
    labels: Ints,
    types: Ints,
    before: Ints,
    touch: float,
    *,
    moves: int,
    seed: int,
) -> None:
    """Improve rosters in place with few changes of `before` (p, t); -1 there counts nothing.

    `touch` is paid once for everybody who has a change; the changes themselves are in the base.
    """
    given = problem.given(strict=True)._replace(before=before, touch=touch)
    state = _state(problem, labels, types, seed)
    own = problem.own_costs(labels)
    changed = (before >= 0) & (before != labels)
    own += touch * changed.any(axis=1)
    prices = np.broadcast_to(problem.under, problem.demand.shape).astype(np.float64)
    insert(given, state, own, np.ascontiguousarray(prices), moves)
    # An exchange moves several cells at once; who is touched is priced with every cell of theirs.
    cell = np.arange(problem.base.shape[2])[None, None, :] != before[:, :, None]
    base = problem.base + touch * (cell & (before >= 0)[:, :, None])
    dear = replace(problem, base=np.minimum(base, BIG))
    state = _state(problem, labels, types, seed)
    # Warm enough for one person more to be touched where that covers somebody's shift.
    size = max(problem.unit, touch / _HOT)
    anneal(
        dear.given(strict=True),
        state,
        dear.own_costs(labels),
        _MENDING,
        _HOT * size,
        _COLD * size,
        1,
    )


def _state(problem: Problem, labels: Ints, types: Ints, seed: int) -> State:
    present = count_present(labels, types, problem.demand.shape)
    nodes = np.zeros((problem.people, labels.shape[1] + 1), dtype=np.int32)
    return State(labels, types, present, nodes, seeded(seed))


def dismiss(problem: Problem, labels: Ints, types: Ints) -> None:
    """Send home, in place, crews that are too small and people in company that may not be.

    A day off is always legal, a lock apart.
    """
    homeward = True
    while homeward:
        before = labels.copy()
        present = count_present(labels, types, problem.demand.shape)
        _send_home(labels, types, (present > 0) & (present < problem.crew))
        present = count_present(labels, types, problem.demand.shape)
        _part(problem, labels, types, present)
        homeward = bool((labels != before).any())


def _send_home(labels: Ints, types: Ints, slots: Bools) -> None:
    """Give a day off to everybody in the slots (t, s, k) marked."""
    person, day = np.nonzero(labels > 0)
    out = slots[day, labels[person, day] - 1, types[person, day]]
    labels[person[out], day[out]] = 0


def _part(problem: Problem, labels: Ints, types: Ints, present: Ints) -> None:
    """Give a day off to whoever breaks a rule of `Company`; see there."""
    company = problem.company
    seasoned = present
    if company.experience:
        worked = np.cumsum(labels > 0, axis=1) - (labels > 0) + company.shifts_before[:, None]
        known = np.where(worked >= company.experience, labels, 0).astype(np.int32)
        seasoned = count_present(known, types, present.shape)
    for p, q in company.apart:
        for day in np.flatnonzero((labels[p] > 0) & _same(labels, types, p, q)):
            slot = day, labels[p, day] - 1, types[p, day]
            if present[slot] < company.pair[slot] or seasoned[slot] < _PAIR:
                labels[q, day] = 0
    for p, q in company.needs:
        met = _same(labels, types, p, q) if q >= 0 else np.zeros(labels.shape[1], dtype=np.bool_)
        labels[p, ~met] = 0
    _send_home(labels, types, seasoned == 0)


def _same(labels: Ints, types: Ints, p: int, q: int) -> Bools:
    """(t,): do two people have the same shift and type?"""
    return np.asarray((labels[p] == labels[q]) & (types[p] == types[q]))


def price(problem: Problem, labels: Ints, types: Ints) -> float:
    """Return what rosters cost; BIG where they are not legal."""
    present = count_present(labels, types, problem.demand.shape)
    own = float(problem.own_costs(labels).sum())
    broken = clashes(problem.given(strict=True), _state(problem, labels, types, 0))
    if own >= BIG / 2 or problem.broken_crews(present) or broken:
        return BIG
    return own + problem.slot_cost(present)


@dataclass(frozen=True)
class Bound:
    """What no roster of a community can cost less than, and how it was proved."""

    value: float
    method: str


def bound(problem: Problem) -> Bound:
    """Prove a lower bound of the roster objective by column generation."""
    if not problem.people:
        return Bound(problem.slot_cost(np.zeros_like(problem.demand)), "nobody is here")
    pricer = Pricer(problem)
    dual = ascend(problem, pricer, steps=_ASCENTS)
    if not np.isfinite(dual.bound):
        return Bound(0.0, "trivial")
    relaxed = generate(problem, pricer, dual)
    return Bound(_rounded(problem, relaxed.dual.bound), "column generation")


def rough_bound(problem: Problem) -> Bound:
    """Prove a lower bound in a sixth of the time, some percent lower."""
    if not problem.people:
        return bound(problem)
    dual = ascend(problem, Pricer(problem), steps=_ASCENTS)
    if not np.isfinite(dual.bound):
        return Bound(0.0, "trivial")
    return Bound(_rounded(problem, dual.bound), "Lagrangian prices")


def _rounded(problem: Problem, value: float) -> float:
    """Round a bound up where every price is whole: no roster costs a fraction."""
    prices = (problem.base[problem.base < BIG / 2], problem.diagrams.cost, problem.under)
    whole = all(np.array_equal(price, np.rint(price)) for price in (*prices, problem.over))
    return max(math.ceil(value - _ROUNDING) if whole else value, 0.0)


def shortage_bound(problem: Problem) -> Bound:
    """Prove how little weighted shortage there can be: the bound without personal prices."""
    free = replace(problem.diagrams, cost=np.zeros_like(problem.diagrams.cost))
    bare = replace(
        problem, diagrams=free, base=np.where(problem.base >= BIG / 2, BIG, 0.0), over=0.0
    )
    return bound(bare)
