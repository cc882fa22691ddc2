"""What one community's planning is made of: pure tasks, each from plain arguments to a result."""

import math
import time
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from muster.engines.planner.model import Community, Person, Row
from muster.engines.planner.roster import solve as roster
from muster.engines.planner.roster.build import Tables
from muster.engines.planner.roster.crews import place
from muster.engines.planner.roster.problem import Problem
from muster.engines.planner.roster.solve import Bound, Rosters

_CLOSED = 1e-6
_INSTANT = 1e-9  # seconds


@dataclass
class Site:
    """A community in work: who is sent there, the best rosters so far, what is proved.

    `short` are the person-shifts left open, `lacking` the same weighted by post type.
    """

    community: Community
    people: list[Person]
    rosters: Rosters | None = None
    bound: Bound | None = None
    shortage: Bound | None = None
    short: int = 0
    lacking: float = 0.0

    def join(self, people: list[Person], rosters: Rosters, short: int, lacking: float) -> None:
        """Take people in, with rosters that have them last; what was proved holds no more."""
        self.people = [*self.people, *people]
        self.rosters, self.short, self.lacking = rosters, short, lacking
        self.bound = self.shortage = None

    @property
    def closed(self) -> bool:
        """Is it proved that there are no better rosters?"""
        found, bound = self.rosters, self.bound
        return found is not None and bound is not None and found.cost <= bound.value + _CLOSED

    @property
    def may_be_covered(self) -> bool:
        """Is more left open than is proved to be unavoidable?"""
        return self.lacking > (self.shortage.value if self.shortage else 0.0) + _CLOSED


@dataclass(frozen=True)
class Shared:
    """What every task needs, given to each worker once."""

    tables: Tables
    people: tuple[tuple[int, ...], ...]

    def members(self, site: int) -> list[Person]:
        """Return the people sent to a site."""
        return [self.tables.instance.people[i] for i in self.people[site]]

    def community(self, site: int) -> Community:
        """Return the community of a site."""
        return self.tables.instance.communities[site]

    def joined(self, site: int, people: tuple[int, ...]) -> "Shared":
        """Return the same with more people, by number, sent to a site."""
        return self.replaced(site, (*self.people[site], *people))

    def replaced(self, site: int, people: tuple[int, ...]) -> "Shared":
        """Return the same with these people, by number, at a site."""
        members = list(self.people)
        members[site] = people
        return replace(self, people=tuple(members))

    def replanned(self, site: int, rosters: Rosters) -> Site:
        """Return a site with other rosters of its people."""
        problem = self.problem(site)
        short, lacking = rosters.missing(problem), self.in_people(rosters.shortage_cost(problem))
        people = self.members(site)
        return Site(self.community(site), people, rosters, short=short, lacking=lacking)

    def sent(self) -> npt.NDArray[np.int64]:
        """(p,): where everybody is sent, by number, or -1."""
        sent = np.full(len(self.tables.instance.people), -1, dtype=np.int64)
        for site, members in enumerate(self.people):
            sent[list(members)] = site
        return sent

    def problem(self, site: int) -> Problem:
        """Return the arrays of a site."""
        return self.tables.problem(self.community(site), self.members(site))

    def in_people(self, cost: float) -> float:
        """Return a cost of shortage in people missing, weighted by post type."""
        price = self.tables.instance.weights.under_cover
        return cost / price if price > 0 else 0.0


@dataclass(frozen=True)
class Task:
    """Improve the rosters of a site by so many moves; without rosters, begin."""

    site: int
    rosters: Rosters | None
    moves: int
    seed: int


@dataclass(frozen=True)
class Proof:
    """Prove a bound of a site: well until `soon`, roughly until `late` (seconds since 1970)."""

    site: int
    soon: float = math.inf
    late: float = math.inf


@dataclass(frozen=True)
class Found:
    """Better rosters of a site, the person-shifts they leave short, and these weighted.

    `in_moves` is the share of the time that went into moves; the rest was for beginning.
    """

    rosters: Rosters
    short: int
    lacking: float
    in_moves: float


def improve_site(shared: Shared, task: Task) -> Found:
    """Return better rosters of one site."""
    begun = time.perf_counter()
    problem = shared.problem(task.site)
    effort = task.moves / roster.UNIT
    rosters = task.rosters
    if rosters is None:
        rosters = roster.first(problem, seed=task.seed)
    ready = time.perf_counter()
    rosters = roster.improve(
        problem.without(rosters.released), rosters, effort=effort, seed=task.seed
    )
    if not rosters.legal and problem.locked.any():
        rosters = _with_crews(problem, rosters, effort, task.seed)
    lacking = shared.in_people(rosters.shortage_cost(problem))
    done = time.perf_counter()
    in_moves = (done - ready) / max(done - begun, _INSTANT)
    return Found(rosters, rosters.missing(problem), lacking, in_moves)


def _with_crews(problem: Problem, rosters: Rosters, effort: float, seed: int) -> Rosters:
    """Begin again from the crews that locks need, where the search did not find them."""
    from muster.engines.planner.roster.support import supported  # half a second, seldom needed

    found = supported(problem)
    if found is None or not found.legal:
        return rosters
    return roster.improve(problem.without(found.released), found, effort=effort, seed=seed)


def bound_site(shared: Shared, proof: Proof) -> Bound | None:
    """Prove what the rosters of one site cannot cost less than; None where it is too late."""
    if time.time() > proof.late:
        return None
    problem = shared.problem(proof.site)
    return roster.rough_bound(problem) if time.time() > proof.soon else roster.bound(problem)


def shortage_site(shared: Shared, proof: Proof) -> Bound | None:
    """Prove how much shortage, weighted by post type, one site cannot avoid."""
    if time.time() > proof.late:
        return None
    bound = roster.shortage_bound(shared.problem(proof.site))
    return Bound(shared.in_people(bound.value), bound.method)


def place_site(shared: Shared, task: Task) -> list[Row]:
    """Give the people of one site their posts."""
    if task.rosters is None:
        return []
    community, people = shared.community(task.site), shared.members(task.site)
    instance, rosters = shared.tables.instance, task.rosters
    return place(instance, community, people, rosters.labels, rosters.types)
