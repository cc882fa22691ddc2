"""Solve an instance of the public roster set: bound, dive, and neighbourhoods until time is up.

With `effort` the roster depends on instance, seed and workers only; with `seconds` also on the
machine, and workers tell each other what they found.
"""

import math
import multiprocessing
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from muster.engines.planner.nrp.construct import answer_each_other, insert_all
from muster.engines.planner.nrp.dive import dive
from muster.engines.planner.nrp.generate import Bound, generate
from muster.engines.planner.nrp.master import Master, Pool, Relaxation
from muster.engines.planner.nrp.model import DAY_OFF, Instance
from muster.engines.planner.nrp.pricer import Pricer
from muster.engines.planner.nrp.problem import Ints, OutOfTime, Problem, build
from muster.engines.planner.nrp.search import WHOLE, Search

_SPREAD = 0.3
_RELAX_SHARE, _DIVE_SHARE = 0.4, 0.7
"""Shares of the time left that the relaxation, and then the first dive, may take at most."""


@dataclass(frozen=True)
class Solved:
    """A roster: `labels` (p, t), what it costs, and the least any can cost (None: not proven).

    `stuck` are people without any legal roster; they are given no shift.
    """

    labels: Ints
    cost: int
    bound: int | None
    stuck: tuple[int, ...]
    steps: int


@dataclass(frozen=True)
class Now:
    """How far the work is: for whoever watches."""

    cost: float
    bound: float
    steps: int


Listener = Callable[[Now], None]


def solve(
    instance: Instance,
    *,
    seconds: float | None = None,
    effort: int = 200,
    workers: int = 1,
    seed: int = 1,
    listener: Listener = lambda _now: None,
) -> Solved:
    """Return the best roster found within `seconds` of wall time, else after `effort` steps.

    A step is one neighbourhood of one worker. KeyboardInterrupt ends the work and keeps the best.
    """
    ends = math.inf if seconds is None else time.monotonic() + seconds
    steps = effort if seconds is None else sys.maxsize
    problem = build(instance)
    base = _Base(problem, np.random.default_rng(seed))
    base.search.pricer.ends = ends
    try:
        base.answer(np.random.default_rng(seed))
        base.relax(_part(ends, _RELAX_SHARE))
    except KeyboardInterrupt:
        return _solved(base.search, base.stuck, 0)
    if base.search.proved or base.stuck:
        return _solved(base.search, base.stuck, 0)
    work = _Work(seed, ends, steps, None)
    done = work.do(base, 0, listener) if workers == 1 else _together(base, work, workers, listener)
    return _solved(base.search, base.stuck, done)


def roster_text(instance: Instance, labels: Ints) -> str:
    """Return rosters (p, t) as the set writes them: one line a person, in the instance's order."""
    names = [DAY_OFF, *(shift.name for shift in instance.shifts)]
    return "".join(" ".join(names[label] for label in row) + "\n" for row in labels)


class _Base:
    """What all workers begin with: a first roster, the relaxation and its rosters."""

    def __init__(self, problem: Problem, rng: np.random.Generator) -> None:
        pool, pricer = Pool(problem), Pricer(problem)
        self.bound = Bound(-math.inf, np.zeros_like(problem.under))
        self.search = Search(problem, pricer, pool, self.bound)
        self.relaxed: tuple[Master, Relaxation] | None = None
        labels, self.stuck = insert_all(problem, pricer, rng)
        self.search.offer(labels)

    def answer(self, rng: np.random.Generator) -> None:
        """Better the first roster person by person, as far as time allows."""
        labels = self.search.labels.copy()
        if not self.stuck:
            with suppress(OutOfTime):
                answer_each_other(self.search.problem, self.search.pricer, labels, rng)
        self.search.offer(labels)

    def relax(self, ends: float) -> None:
        """Find the bound, as far as time allows."""
        search = self.search
        if self.stuck:
            return
        search.pool.add(search.everybody, search.labels)
        master = Master(search.pool, search.everybody, search.problem.need, ends=ends)
        with suppress(OutOfTime):
            self.relaxed = master, generate(master, search.pricer, self.bound)

    def dive(self, rng: np.random.Generator, spread: float, ends: float) -> None:
        """Dive for everybody once."""
        search, cutoff = self.search, self.search.cost - WHOLE
        with suppress(OutOfTime):
            master, relaxed = self.relaxed or self._again(ends)
            master.ends = ends
            found = dive(master, search.pricer, relaxed, cutoff=cutoff, rng=rng, spread=spread)
            if found is not None:
                search.offer(found)
                answer_each_other(search.problem, search.pricer, found, rng)
                search.offer(found)
        self.relaxed = None

    def _again(self, ends: float) -> tuple[Master, Relaxation]:
        """Return the relaxation of a process that did not solve it itself."""
        search = self.search
        master = Master(search.pool, search.everybody, search.problem.need, ends=ends)
        master.add(search.promising(search.everybody))
        return master, generate(master, search.pricer, self.bound)

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the solved master, which no other process can take over."""
        return self.__dict__ | {"relaxed": None}


class _Board:
    """Where workers tell each other their best rosters: shared memory under a lock."""

    def __init__(self, context: Any, search: Search, workers: int) -> None:
        size = search.labels.size
        self.cost = context.Array("d", [math.inf] * workers)
        self.labels = context.Array("i", size * workers, lock=False)

    def leave(self, search: Search, number: int) -> None:
        """Leave what worker `number` has."""
        size = search.labels.size
        with self.cost.get_lock():
            if search.cost < self.cost[number]:
                self.labels[number * size : (number + 1) * size] = search.labels.ravel().tolist()
                self.cost[number] = search.cost

    def take(self, search: Search) -> None:
        """Take what is better; of equals that of the first worker."""
        size = search.labels.size
        with self.cost.get_lock():
            costs = list(self.cost)
            number = costs.index(min(costs))
            found = self.labels[number * size : (number + 1) * size]
        if costs[number] < search.cost:
            search.offer(np.array(found, dtype=np.int32).reshape(search.labels.shape))


@dataclass(frozen=True)
class _Work:
    """What every worker is told; `board` is None where there is one only."""

    seed: int
    ends: float
    steps: int
    board: _Board | None

    def do(self, base: _Base, number: int, listener: Listener) -> int:
        """Dive and search as worker `number`; return the steps made."""
        search, rng = base.search, np.random.default_rng([self.seed, number])
        told = self.board if math.isfinite(self.ends) else None
        step = 0
        try:
            base.dive(rng, _SPREAD if number else 0.0, _part(self.ends, _DIVE_SHARE))
            while step < self.steps and time.monotonic() < self.ends:
                if told:
                    told.leave(search, number)
                    told.take(search)
                if search.proved:
                    break
                listener(Now(search.cost, base.bound.value, step))
                search.step(rng, self.ends)
                step += 1
        except KeyboardInterrupt:
            pass
        if self.board:
            self.board.leave(search, number)
        return step


def _together(base: _Base, alone: _Work, workers: int, listener: Listener) -> int:
    """Work in this process and `workers` - 1 others."""
    context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    board = _Board(context, base.search, workers)
    work, ends = replace(alone, board=board), alone.ends
    others: list[Any] = [
        context.Process(target=work.do, args=(base, number, _nobody), daemon=True)
        for number in range(1, workers)
    ]
    for other in others:
        other.start()
    done = work.do(base, 0, listener)
    for other in others:
        # What a worker found last is not worth more time than was given.
        other.join(None if math.isinf(ends) else max(ends - time.monotonic(), 0.0))
    board.take(base.search)
    for other in others:
        other.terminate()
        other.join()
    return done


def _part(ends: float, share: float) -> float:
    """Return when a share of the time left is over."""
    return ends if math.isinf(ends) else ends - (1 - share) * max(ends - time.monotonic(), 0.0)


def _nobody(_now: Now) -> None:
    """Stand for nobody who watches."""


def _solved(search: Search, stuck: list[int], steps: int) -> Solved:
    bound = search.bound.value
    known = search.pricer.exact and math.isfinite(bound)
    least = math.ceil(bound - 1 + WHOLE) if known else None
    cost = round(search.cost)
    proved = None if least is None else min(least, cost)
    return Solved(search.labels, cost, proved, tuple(stuck), steps)
