"""One planning in work: its stages, how far each community is, and where effort still pays."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from muster.engines.planner.assign import Assigned, assign
from muster.engines.planner.fanout import Engine
from muster.engines.planner.model import Instance, Plan, Row
from muster.engines.planner.roster.build import Tables
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

FIRST_EFFORT = 1.0
"""Units a community in the first breath."""
_COVERING = (3.0, 9.0, 27.0)
"""Units in turn for communities that fall short of what may be covered."""
_ROUNDS = (0.25, 0.75)  # shares of the effort: the second round goes where the first left a gap
_TO_ASSIGN = 0.2  # share of the seconds
_CLOSED = 1e-6


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
        self, instance: Instance, seed: int, engine: Engine, listener: Callable[[Progress], None]
    ) -> None:
        self.instance, self.seed, self.engine, self.listener = instance, seed, engine, listener
        self.begun, self.since = time.monotonic(), time.time()
        self.assigned: Assigned | None = None
        self.sites: list[Site] = []
        self.shared: Shared | None = None
        self.pace = 0.0
        self.stages: dict[str, float] = {}

    def send(self, assigned: Assigned | None, seconds: float | None) -> None:
        """Send people to communities; with `seconds` in all, a share of them is taken for it."""
        self._tell("assign", 0, 1)
        limit = None if seconds is None else _TO_ASSIGN * seconds
        self.assigned = assigned or assign(self.instance, seed=self.seed, seconds=limit)
        where = self.assigned.community
        index = {community.id: i for i, community in enumerate(self.instance.communities)}
        members: list[list[int]] = [[] for _ in index]
        for i, person in enumerate(self.instance.people):
            if person.id in where:
                members[index[where[person.id]]].append(i)
        self.shared = Shared(Tables.of(self.instance), tuple(map(tuple, members)))
        self.sites = [
            Site(community, self.shared.members(i))
            for i, community in enumerate(self.instance.communities)
        ]
        self._mark("assign")

    def first(self) -> None:
        """Make first rosters everywhere."""
        begun = self._passed()
        self._improve("first rosters", [FIRST_EFFORT] * len(self.sites), 0)
        self.pace = FIRST_EFFORT * len(self.sites) / max(self._passed() - begun, 1e-3)

    def cover(self, *, effort: float = math.inf, seconds: float = math.inf, prove: bool) -> None:
        """Work on where people are missing until it is covered, proved unavoidable, or too late."""
        if self.instance.weights.under_cover <= 0:
            return
        for number, units in enumerate(_COVERING, 1):
            open_ = [site.may_be_covered for site in self.sites]
            if not any(open_) or units > effort or self._passed() > seconds:
                break
            self._improve("open shifts", [units * is_open for is_open in open_], 10 + number)
            if prove:
                self._prove_shortages(seconds)

    def _prove_shortages(self, seconds: float) -> None:
        late = self.since + seconds
        short = [
            i for i, site in enumerate(self.sites) if site.may_be_covered and not site.shortage
        ]
        proofs = [Proof(i, late=late) for i in short]
        for done, (number, bound) in enumerate(
            self.engine.run(shortage_site, self.shared, proofs), 1
        ):
            self.sites[short[number]].shortage = bound
            self._tell("shortages", done, len(short))
        self._mark("shortages")

    def prove(self, seconds: float = math.inf) -> None:
        """Prove a lower bound everywhere; roughly where half of what is left has passed."""
        late = self.since + seconds
        soon = late - (seconds - self._passed()) / 2 if math.isfinite(seconds) else math.inf
        # Rough bounds are poor where people are missing, so these come first.
        order = sorted(range(len(self.sites)), key=lambda i: -self.sites[i].lacking)
        proofs = [Proof(i, soon, late) for i in order]
        for done, (i, bound) in enumerate(self.engine.run(bound_site, self.shared, proofs), 1):
            self.sites[order[i]].bound = bound
            self._tell("bounds", done, len(self.sites))
        self._mark("bounds")

    def improve(self, effort: float) -> None:
        """Spend `effort` units a community, where the gaps are."""
        for number, share in enumerate(_ROUNDS, 1):
            units = max(effort - FIRST_EFFORT, 0.0) * len(self.sites) * share
            self._improve("better rosters", self._spread(units), number)

    def improve_until(self, seconds: float) -> None:
        """Spend what is left of `seconds`, as the pace so far allows."""
        for number, share in enumerate(_ROUNDS, 1):
            begun = self._passed()
            left = share * max(seconds - begun, 0.0) / sum(_ROUNDS[number - 1 :])
            efforts = self._spread(left * self.pace)
            if not sum(efforts):
                return
            self._improve("better rosters", efforts, number)
            self.pace = sum(efforts) / max(self._passed() - begun, 1e-3)

    def plan(self) -> Plan:
        """Return the best plan so far."""
        tasks = [Task(i, site.rosters, 0.0, 0) for i, site in enumerate(self.sites)]
        rows: dict[int, list[Row]] = dict(self.engine.run(place_site, self.shared, tasks))
        self._mark("posts")
        assigned = self.assigned
        return Plan(
            assignment=assigned.community if assigned else {},
            first_secretary=assigned.first_secretary if assigned else {},
            roster=tuple(row for i in sorted(rows) for row in rows[i]),
            meta=self._meta(),
        )

    def _spread(self, units: float) -> list[float]:
        """Share units out by gap; a community that is proved best gets none."""
        gaps = [site.gap if site.gap > _CLOSED else 0.0 for site in self.sites]
        # One person-shift short would draw everything: what counts is that there is a gap.
        sizes = [gap and len(site.people) for gap, site in zip(gaps, self.sites, strict=True)]
        total = sum(sizes)
        return [units * size / total if total else 0.0 for size in sizes]

    def _improve(self, stage: str, efforts: Sequence[float], number: int) -> None:
        tasks = [
            Task(i, site.rosters, effort, self.seed * 1000 + number)
            for i, (site, effort) in enumerate(zip(self.sites, efforts, strict=True))
            if effort > 0
        ]
        # The longest first, so that no worker is left with one at the end.
        tasks.sort(key=lambda task: -task.effort * len(self.sites[task.site].people))
        for done, (i, (rosters, short, lacking)) in enumerate(
            self.engine.run(improve_site, self.shared, tasks), 1
        ):
            site = self.sites[tasks[i].site]
            site.rosters, site.short, site.lacking = rosters, short, lacking
            site.effort += tasks[i].effort
            self._tell(stage, done, len(tasks))
        self._mark(stage)

    def _tell(self, stage: str, done: int, of: int) -> None:
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

    def _mark(self, stage: str) -> None:
        spent = sum(self.stages.values())
        self.stages[stage] = self.stages.get(stage, 0.0) + self._passed() - spent

    def _passed(self) -> float:
        return time.monotonic() - self.begun

    def _meta(self) -> dict[str, Any]:
        bounds: dict[str, Any] = {}
        if self.assigned:
            for name, bound in self.assigned.bounds.items():
                bounds[name] = {"value": bound.value, "method": bound.method}
        by_community: dict[str, Any] = {}
        for site in self.sites:
            proved = {"roster_objective": site.bound, "under_cover": site.shortage}
            found = {
                name: {"value": bound.value, "method": bound.method}
                for name, bound in proved.items()
                if bound is not None
            }
            if found:
                by_community[site.community.id] = found
        if by_community:
            bounds["by_community"] = by_community
        return {
            "solver": "muster",
            "seed": self.seed,
            "effort": round(sum(s.effort for s in self.sites) / max(len(self.sites), 1), 3),
            "lower_bounds": bounds,
            "seconds": {stage: round(value, 3) for stage, value in self.stages.items()},
        }
