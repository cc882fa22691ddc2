"""One community's roster as arrays: what the search, the bound and the repair all work on.

Axes: people p, days t, shifts s, post types k, labels l = 0 (off) or s + 1. A *slot* is (t, s, k).
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from muster.engines.planner.roster.coverage import Given
from muster.engines.planner.roster.diagram import Diagram
from muster.engines.planner.roster.kernel import BIG

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]

NO_PAIR = 1 << 20
"""More people than there are anywhere."""
_STRICT_HOLE, _LENIENT_HOLE = 1.001, 0.5
_CLASH = 10.0


@dataclass(frozen=True)
class Diagrams:
    """Every diagram of an instance in one numbering.

    `child` and `cost` (nodes, labels), `layers` (diagrams, days + 1): first node of each day.
    """

    child: Ints
    cost: Floats
    layers: Ints

    @classmethod
    def joined(cls, diagrams: list[Diagram]) -> tuple["Diagrams", list[Ints]]:
        """Join diagrams; also return each one's roots in the common numbering."""
        child, layers, roots, start = [], [], [], 0
        for diagram in diagrams:
            child.append(np.where(diagram.child >= 0, diagram.child + start, diagram.child))
            layers.append(diagram.layer + start)
            roots.append((diagram.roots + start).astype(np.int32))
            start += len(diagram.child)
        joined = cls(
            np.concatenate(child).astype(np.int32),
            np.concatenate([diagram.cost for diagram in diagrams]),
            np.stack(layers).astype(np.int32),
        )
        return joined, roots


@dataclass(frozen=True)
class Company:
    """Who must, or must not, be in one crew, and who counts as experienced.

    `apart` and `needs` (n, 2): pairs of people; the first of `needs` works only with the second.
    `shifts_before` (p,): shifts worked before day 0. `experience`: the shifts one of each crew must
    have behind them; 0 where there is no such rule. `pair` (t, s, k): what crews of two posts take
    together, the smallest there are; `NO_PAIR` where no two are open.
    """

    apart: Ints
    needs: Ints
    shifts_before: Ints
    experience: int
    pair: Ints


@dataclass(frozen=True)
class Problem:
    """Who may work, what is wanted, and what each costs.

    `profile` and `root` (p,): whose rules, and where a person stands on day 0.
    `base` (p, t, l): requests and fixed prices; BIG where a label is not allowed.
    `group` (p,) and `able` (groups, k): people of equal skills, and which types they may do.
    `demand` (t, s, k), `crew` (t, s, k) the least crew, 0 where no post of the type is open.
    `under` (k,) and `over`: price of one person missing, or present above the demand.
    `unit`: the size of a personal weight, on which the search's temperatures stand.
    `fixed` (n, 3): person, day and type, where a lock names the post.
    """

    diagrams: Diagrams
    profile: Ints
    root: Ints
    base: Floats
    group: Ints
    able: Bools
    demand: Ints
    crew: Ints
    under: Floats
    over: float
    unit: float
    company: Company
    fixed: Ints

    @property
    def people(self) -> int:
        """Number of people."""
        return len(self.profile)

    @cached_property
    def open(self) -> Bools:
        """(t, s, k): may anybody be placed there?"""
        return self.crew > 0

    def given(self, *, strict: bool) -> Given:
        """Return this as the compiled code takes it.

        Strict, nobody is better off alone than absent; else the first of a crew may come alone.
        """
        company = self.company
        return Given(
            child=self.diagrams.child,
            cost=self.diagrams.cost,
            layers=self.diagrams.layers,
            profile=self.profile,
            root=self.root,
            base=self.base,
            allowed=self.allowed,
            demand=self.demand,
            crew=self.crew,
            under=self.under,
            over=float(self.over),
            hole=(_STRICT_HOLE if strict else _LENIENT_HOLE) * self.under + self.unit,
            clash=_CLASH * float(self.under.max(initial=0.0)) + _CLASH * self.unit,
            pair=company.pair,
            apart=company.apart,
            needs=company.needs,
            shifts_before=company.shifts_before,
            experience=company.experience,
            before=np.full(self.base.shape[:2], -1, dtype=np.int32),
            touch=0.0,
        )

    @cached_property
    def allowed(self) -> Bools:
        """(p, t, k): may a person be given the type on the day?"""
        shape = (self.people, len(self.base[0]) if self.people else 0, len(self.under))
        allowed = np.broadcast_to(self.able[self.group][:, None], shape).copy()
        for person, day, kind in self.fixed:
            allowed[person, day] = False
            allowed[person, day, kind] = True
        return allowed

    @cached_property
    def locked(self) -> Bools:
        """(p, t): must a person work on the day, as a lock says?"""
        return self.base[:, :, 0] >= BIG / 2

    def without(self, cells: Ints) -> "Problem":
        """Return the same where the locks of some cells (n, 2) may stay unworked."""
        if not len(cells):
            return self
        base = self.base.copy()
        base[cells[:, 0], cells[:, 1], 0] = 0.0
        return replace(self, base=base)

    @cached_property
    def closed_cost(self) -> float:
        """Cost of demand where no post is open."""
        return float((self.under * self.demand * ~self.open).sum())

    def cheapest_type(self, price: Floats) -> tuple[Floats, Ints]:
        """Return, for slot prices (t, s, k), the least price (groups, t, s) and its type.

        A price is what placing one person there costs; closed slots and missing skills cost BIG.
        """
        usable = np.where(self.open, price, BIG)
        masked = np.where(self.able[:, None, None, :], usable[None], BIG)
        kinds = masked.argmin(axis=3)
        least = np.take_along_axis(masked, kinds[..., None], axis=3)[..., 0]
        return least, kinds.astype(np.int32)

    def slot_cost(self, present: Ints) -> float:
        """Return the cost of coverage for the numbers present (t, s, k); crews are not judged."""
        short = np.maximum(self.demand - present, 0) * self.under
        return float(short.sum() + self.over * np.maximum(present - self.demand, 0).sum())

    def broken_crews(self, present: Ints) -> int:
        """Return how many people are missing from crews that are staffed but too small."""
        return int(np.where(present > 0, np.maximum(self.crew - present, 0), 0).sum())

    def own_costs(self, labels: Ints) -> Floats:
        """Return each person's cost (p,) of rosters (p, t); BIG or more where one is not legal."""
        node = self.root.copy()
        total = np.zeros(self.people)
        everyone = np.arange(self.people)
        for day in range(labels.shape[1]):
            label = labels[:, day]
            total += self.diagrams.cost[node, label] + self.base[everyone, day, label]
            following = self.diagrams.child[node, label]
            total += np.where(following < 0, BIG, 0.0)
            node = np.maximum(following, 0)
        return total


def count_present(labels: Ints, types: Ints, shape: tuple[int, ...]) -> Ints:
    """Return the people present (t, s, k) for rosters (p, t) of labels and types."""
    person, day = np.nonzero(labels > 0)
    present = np.zeros(shape, dtype=np.int32)
    np.add.at(present, (day, labels[person, day] - 1, types[person, day]), 1)
    return present
