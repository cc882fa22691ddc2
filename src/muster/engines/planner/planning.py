"""One planning in work: its stages, how far each community is, and where effort still pays."""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count

from muster.engines.planner.assign import Assigned, effort_for
from muster.engines.planner.assign.build import read_given
from muster.engines.planner.assign.solve import resent
from muster.engines.planner.claims import claims_of
from muster.engines.planner.fanout import Engine
from muster.engines.planner.model import Instance, Plan, Row
from muster.engines.planner.moving import plan_small, reinforce
from muster.engines.planner.reinforce import Reserve
from muster.engines.planner.roster.build import Tables
from muster.engines.planner.roster.solve import UNIT
from muster.engines.planner.schedule import TO_IMPROVE, Schedule, shares
from muster.engines.planner.sending import Bound, send
from muster.engines.planner.tasks import (
    Proof,
    Shared,
    Site,
    Task,
    bound_site,
    improve_site,
    place_site,
    shortage_site,
)

_THREEFOLD = 3  # so that the last whole round, or what is left for one more, is much of all
_COVERING = tuple(_THREEFOLD**step for step in range(4))
"""Units in turn for communities that fall short of what may be covered.

Each closes half to two thirds of what is left: on half of Heping with 0.97 of all shifts asked for
(two seeds) 466 weighted person-shifts beyond the proved, then 150, 46, 19 and 4; 81 units more took
3 to 4 s for each of the two communities left and closed one. With 0.9 asked for, 3 close all.
"""
_PROOF = 9  # units that take longer than to prove what shortage cannot be avoided
_WELL, _ROUGHLY = 0.5, 0.75  # a bound beside a poor plan says little
_HURRY = 0.05  # units of first rosters where the work was called off


@dataclass(frozen=True)
class Progress:
    """Where the planning stands: `done` of `of` tasks of a stage, cost and bound of the rosters."""

    stage: str
    done: int
    of: int
    seconds: float
    cost: float | None = None
    bound: float | None = None
    short: int | None = None


class Cancelled(Exception):
    """Raised by a listener to stop; the best plan so far is returned."""


class Planning:
    """Runs the stages; `plan` may be asked for at any time."""

    def __init__(
        self,
        instance: Instance,
        seed: int,
        engine: Engine,
        listener: Callable[[Progress], None],
        schedule: Schedule,
    ) -> None:
        self.instance, self.seed, self.engine, self.listener = instance, seed, engine, listener
        self.schedule = schedule
        self.begun, self.since = time.monotonic(), time.time()
        self.assigned: Assigned | None = None
        self.sites: list[Site] = []
        self.shared: Shared | None = None
        self.stages: dict[str, float] = {}
        self.cancelled = False
        self.bound: Bound = {}
        self.may_send, self.moved = True, False
        self.reserve: Reserve | None = None

    def send(self, assigned: Assigned | None, seconds: float | None) -> None:
        """Send people to communities, where `seconds` are given by what can be had in them.

        Raises:
            Cancelled: a listener did; those assigned so far are kept.
        """
        tables = Tables.of(self.instance)
        self.may_send = assigned is None
        self.assigned = assigned or self._assign(tables, seconds)
        where = self.assigned.community
        index = {community.id: i for i, community in enumerate(self.instance.communities)}
        members: list[list[int]] = [[] for _ in index]
        for i, person in enumerate(self.instance.people):
            if person.id in where:
                members[index[where[person.id]]].append(i)
        self.shared = Shared(tables, tuple(map(tuple, members)))
        places = enumerate(self.instance.communities)
        self.sites = [Site(community, self.shared.members(i)) for i, community in places]
        self.schedule.spent.sites = len(self.sites)
        self.mark("assign")
        if self.cancelled:
            raise Cancelled

    def _assign(self, tables: Tables, seconds: float | None) -> Assigned:
        affordable = 0 if seconds is None else effort_for(read_given(self.instance), seconds)
        effort = self.schedule.assign(affordable)
        found, self.bound = send(
            self.instance, tables, effort=effort, seed=self.seed, progress=self._may_go_on
        )
        return found

    def _may_go_on(self, share: float) -> bool:
        try:
            self.tell("assign", int(100 * share), 100)
        except Cancelled:
            self.cancelled = True
        return not self.cancelled

    def first(self) -> None:
        """Make first rosters everywhere."""
        units = self.schedule.first()
        self._spend("first rosters", dict.fromkeys(range(len(self.sites)), round(units * UNIT)), 0)

    def cover(self, *, prove: bool) -> bool:
        """Work on where people are missing; return whether there is no more to be done for them.

        That is so where it is covered, or proved to be unavoidable, or was tried to the end.
        """
        if self.instance.weights.under_cover <= 0:
            return True
        if not plan_small(self):
            reinforce(self)
            return False
        for number, units in enumerate(_COVERING, 1):
            if units >= _PROOF and prove and not self._prove_shortages():
                return False
            short = [i for i, site in enumerate(self.sites) if site.may_be_covered]
            short.sort(key=lambda i: -self.sites[i].lacking)
            left = short
            # A clock may find after some of them that there is time for more.
            while done := self.schedule.tasks(units * UNIT, len(left)):
                self._spend("open shifts", dict.fromkeys(left[:done], units * UNIT), 10 + number)
                left = left[done:]
            # Who is there is tried before others are sent; later nothing new is known without work.
            if len(left) < len(short) or number == 1:
                reinforce(self)
            if left:
                return False
        if prove:
            self._prove_shortages()
        return True

    def _prove_shortages(self) -> bool:
        """Prove what shortage cannot be avoided; return whether that was done in time."""
        owes = self.schedule.owes()
        late = math.inf if owes else time.time() + self.schedule.left(TO_IMPROVE)
        short = [
            i for i, site in enumerate(self.sites) if site.may_be_covered and not site.shortage
        ]
        proofs, late_ones = [Proof(i, late=late) for i in short], 0
        for done, (number, bound) in enumerate(
            self.engine.run(shortage_site, self.shared, proofs), 1
        ):
            self.sites[short[number]].shortage = bound
            late_ones += bound is None
            self.tell("shortages", done, len(short))
        self.mark("shortages")
        return not late_ones

    def prove(self) -> None:
        """Prove a lower bound everywhere: well in half of what is left, roughly in a quarter."""
        left = self.schedule.left(TO_IMPROVE)
        soon, late = time.time() + _WELL * left, time.time() + _ROUGHLY * left
        # Rough bounds are poor where people are missing, so these come first.
        order = sorted(range(len(self.sites)), key=lambda i: -self.sites[i].lacking)
        proofs = [Proof(i, soon, late) for i in order]
        for done, (i, bound) in enumerate(self.engine.run(bound_site, self.shared, proofs), 1):
            self.sites[order[i]].bound = bound
            self.tell("bounds", done, len(self.sites))
        self.mark("bounds")

    def improve(self) -> None:
        """Spend the rest on all communities by size, in rounds that are each three times as long.

        It is counted for those proved best as well, and not done: it could change nothing there,
        and what a plan is must not depend on how much was proved.
        """
        sizes = [len(site.people) for site in self.sites]
        for number in count(1):
            whole = _THREEFOLD ** (number - 1) * UNIT * len(self.sites)
            closed = [site.closed for site in self.sites]
            open_ = sum(size for size, done in zip(sizes, closed, strict=True) if not done)
            moves = self.schedule.rest(whole, open_ / max(sum(sizes), 1))
            if not open_ or moves < len(self.sites):
                break
            wanted = {i: part for i, part in enumerate(shares(moves, sizes)) if not closed[i]}
            self._spend("better rosters", wanted, number, moves)
            if moves < whole:
                break

    def finish(self) -> None:
        """Give everybody at least a first roster, the shortest way and without being heard."""
        self.listener, self.cancelled = _ignore, True
        empty = [i for i, site in enumerate(self.sites) if site.rosters is None]
        self._improve("first rosters", dict.fromkeys(empty, round(_HURRY * UNIT)), 0)

    def plan(self) -> Plan:
        """Return the best plan so far."""
        tasks = [Task(i, site.rosters, 0, 0) for i, site in enumerate(self.sites)]
        rows: dict[int, list[Row]] = dict(self.engine.run(place_site, self.shared, tasks))
        self.mark("posts")
        if self.assigned and self.shared and (self.moved or self.bound):
            # A bound that holds for every plan knows nothing of who was bound for this one.
            given = read_given(self.instance)
            self.assigned = resent(given, self.shared.sent(), self.assigned)
            self.mark("reserve")
        assigned = self.assigned
        return Plan(
            assignment=assigned.community if assigned else {},
            first_secretary=assigned.first_secretary if assigned else {},
            roster=tuple(row for i in sorted(rows) for row in rows[i]),
            meta=claims_of(self.instance, self.assigned, self.sites)
            | {
                "solver": "muster",
                "seed": self.seed,
                # What was called off is no plan of any effort.
                "effort": None if self.cancelled else self.schedule.recorded,
                "seconds": {stage: round(value, 3) for stage, value in self.stages.items()},
            },
        )

    def _spend(
        self, stage: str, wanted: Mapping[int, int], number: int, moves: int | None = None
    ) -> None:
        """Work on sites and count the moves, or `moves`; measure how many a second there are."""
        begun, done = self._passed(), sum(wanted.values())
        in_moves = self._improve(stage, wanted, number)
        self.schedule.spent.moves += done if moves is None else moves
        self.schedule.pace = done / max((self._passed() - begun) * in_moves, 1e-3)

    def _improve(self, stage: str, wanted: Mapping[int, int], number: int) -> float:
        """Work on sites, each for so many moves; return the share of time that these took."""
        tasks = [
            Task(i, self.sites[i].rosters, moves, self.seed * 1000 + number)
            for i, moves in wanted.items()
        ]
        # The longest first, so that no worker is left with one at the end.
        tasks.sort(key=lambda task: (-task.moves * len(self.sites[task.site].people), task.site))
        in_moves = 0.0
        for done, (i, found) in enumerate(self.engine.run(improve_site, self.shared, tasks), 1):
            site = self.sites[tasks[i].site]
            site.rosters, site.short, site.lacking = found.rosters, found.short, found.lacking
            in_moves += found.in_moves
            self.tell(stage, done, len(tasks))
        self.mark(stage)
        return in_moves / max(len(tasks), 1)

    def tell(self, stage: str, done: int, of: int) -> None:
        """Tell the listener how far a stage is."""
        known = [site for site in self.sites if site.rosters is not None]
        proved = [site.bound.value for site in self.sites if site.bound is not None]
        whole = bool(known) and len(known) == len(self.sites)
        self.listener(
            Progress(
                stage,
                done,
                of,
                self._passed(),
                sum(site.rosters.cost for site in known if site.rosters) if whole else None,
                sum(proved) if proved and len(proved) == len(self.sites) else None,
                sum(site.short for site in known) if whole else None,
            )
        )

    def mark(self, stage: str) -> None:
        """Count the time since the last mark to a stage."""
        spent = sum(self.stages.values())
        self.stages[stage] = self.stages.get(stage, 0.0) + self._passed() - spent

    def _passed(self) -> float:
        return time.monotonic() - self.begun


def _ignore(progress: Progress) -> None:
    del progress
