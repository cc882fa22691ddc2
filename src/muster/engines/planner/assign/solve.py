"""Assign: construct, improve, prove."""

import logging
import os
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from muster.engines.planner.assign.anneal import Flag, anneal, go_on
from muster.engines.planner.assign.areas import split
from muster.engines.planner.assign.bound import Priced, Relaxation, widened
from muster.engines.planner.assign.build import Given, make_problem, read_given
from muster.engines.planner.assign.construct import construct
from muster.engines.planner.assign.mend import mend
from muster.engines.planner.assign.problem import Problem, is_small, value_of
from muster.engines.planner.assign.result import Assigned, Bound, make_assigned
from muster.engines.planner.assign.settle import settle
from muster.engines.planner.model import Instance

Ints = npt.NDArray[np.int64]
_log = logging.getLogger(__name__)

Progress = Callable[[float], bool]
"""Told again and again which part of the work is done, from 0 to 1; False ends it at once."""

EFFORT = 20
"""What `assign` does unless told otherwise."""
_LISTEN = 0.1  # seconds between two times that `Progress` is told
_MOVES = 1000  # a community, for one unit of effort
_ROUNDS = (12, 120)  # least and most rounds of the bound
_KM_ROUNDS = 30  # cheap ones
_PROBE = 20_000  # moves that tell how fast the machine is
_PARTIES, _STARTS = 64, 4  # together so many parties are searched, and at most so often
_APART = 7919  # between the seeds of two searches
_ROUNDED = 1e-6
_SHARE = 0.6  # of the seconds given go to the moves


def assign(
    instance: Instance,
    *,
    effort: int | None = None,
    seed: int = 0,
    seconds: float | None = None,
    bound: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Assigned:
    """Send people to communities, and prove how far from the best that may be.

    `effort` is counted in thousands of moves a community. The same effort and seed give the same
    assignment on any machine and number of cores. `seconds` of wall time, where given without
    effort, choose the effort; the result records it. `bound` sends people to communities as a lock
    would, by their ids.
    """
    given = read_given(instance, bound)
    if effort is None:
        effort = EFFORT if seconds is None else effort_for(given, seconds)
    return solve(given, effort=effort, seed=seed, progress=progress)


@dataclass(frozen=True)
class Cohesion:
    """What keeping units together costs at one weight of a fragment.

    `objective` is weighted with that weight, `bound` is below every assignment's.
    """

    weight: float
    fragments: int
    commute_km: float
    objective: float
    bound: float


def cohesion_curve(
    instance: Instance,
    weights: Sequence[float] = (0, 5, 10, 20, 40, 80),
    *,
    effort: int = EFFORT,
    seed: int = 0,
) -> list[Cohesion]:
    """Assign once for each weight of a fragment: fragments against person-km, to choose from."""
    given = read_given(instance)
    curve = []
    for weight in weights:
        weighed = msgspec.structs.replace(instance.weights, fragment=weight)
        changed = replace(given, instance=msgspec.structs.replace(instance, weights=weighed))
        found = solve(changed, effort=effort, seed=seed)
        bound = found.bounds["assign_objective"].value
        curve.append(Cohesion(weight, found.fragments, found.commute_km, found.objective, bound))
    return curve


def solve(given: Given, *, effort: int, seed: int, progress: Progress | None = None) -> Assigned:
    """Assign from columns already read; the bound is proved while the areas are searched."""
    areas = split(given, seed)
    stop = go_on()
    sent = np.full(len(given.unit), -1, dtype=np.int64)

    def place(area: tuple[Ints, Ints]) -> None:
        people, communities = area
        problem = make_problem(given, people, communities)
        moves = effort * _MOVES * len(communities)
        found = _search(problem, moves, seed, stop)
        for party, where in zip(problem.people, found, strict=True):
            sent[list(party)] = communities[where] if where >= 0 else -1

    relaxation = Relaxation(given)
    rounds = int(np.clip(effort**2 // 3, *_ROUNDS))
    with ThreadPoolExecutor(max(os.cpu_count() or 1, 2)) as pool:
        proof = pool.submit(relaxation.climb, rounds, stop)
        _watch([*(pool.submit(place, area) for area in areas), proof], stop, progress)
        priced = proof.result()
    return _bounded(given, sent, priced, effort, stop)


def resent(given: Given, sent: Ints, before: Assigned) -> Assigned:
    """Return what comes of sending others than `before`: bounds that hold for that, too."""
    return _bounded(given, sent, before.priced, before.effort, go_on())


def _bounded(given: Given, sent: Ints, priced: Priced, effort: int, stop: Flag) -> Assigned:
    """Prove bounds of what was sent, from prices known on."""
    made = make_assigned(given, sent, {}, effort, priced)
    wide = widened(given, sent)
    close = Relaxation(wide).climb(_ROUNDS[0], stop, priced)
    bounds = {"assign_objective": Bound(close.value, "Lagrangian, unit by unit")}
    bounds |= _terms(wide, stop)
    return replace(made, bounds=_true(bounds, made))


def _true(bounds: dict[str, Bound], made: Assigned) -> dict[str, Bound]:
    """Leave out, and report, a bound above what it bounds: something is wrong with it."""
    found = {
        "assign_objective": made.objective,
        "fragment": made.fragments,
        "commute_km": made.commute_km,
    }
    kept = {}
    for name, bound in bounds.items():
        if bound.value <= found[name] + _ROUNDED * max(found[name], 1.0):
            kept[name] = replace(bound, value=min(bound.value, float(found[name])))
        else:
            _log.error("The bound %r of %s is above %r.", bound.value, name, found[name])
    return kept


def _watch(tasks: list[Future[Any]], stop: Flag, progress: Progress | None) -> None:
    """Wait for the tasks and say how far they are; whoever is told may end them."""
    waiting = set(tasks)
    while waiting:
        pause = None if progress is None or stop[0] else _LISTEN
        done, waiting = wait(waiting, pause, return_when=FIRST_COMPLETED)
        for task in done:
            task.result()
        if progress is not None and not stop[0]:
            stop[0] = not progress(1 - len(waiting) / len(tasks))


def _search(problem: Problem, moves: int, seed: int, stop: Flag) -> Ints:
    """Return the best placing (a,) of some searches, more of them where there are few parties."""
    first = construct(problem)
    starts = int(np.clip(_PARTIES // max(len(first), 1), 1, _STARTS))
    found = [
        settle(problem, _legal(problem, first, moves, seed + _APART * at, stop))
        for at in range(starts)
    ]
    best = min(found, key=lambda place: value_of(problem, place).cost)
    if stop[0] or not is_small(problem):
        return best
    from muster.engines.planner.assign.exact import best_placing  # half a second, seldom needed

    return best_placing(problem, best)


def _legal(problem: Problem, first: Ints, moves: int, seed: int, stop: Flag) -> Ints:
    """Search from a first placing; what had to be mended is searched on from there."""
    place = anneal(problem, first, moves=moves, seed=seed, stop=stop)
    mended = mend(problem, place)
    if (mended == place).all():
        return place
    return anneal(problem, mended, moves=moves // 4, seed=seed, mended=True, stop=stop)


def _terms(given: Given, stop: Flag) -> dict[str, Bound]:
    """Bound each term alone."""
    apart = Relaxation(given, fragment=1.0, km=0.0)
    km = Relaxation(given, fragment=0.0, km=1.0)
    return {
        "fragment": Bound(float(apart.fewest()), "counted"),
        "commute_km": Bound(km.climb(_KM_ROUNDS, stop).value, "Lagrangian, person by person"),
    }


def effort_for(given: Given, seconds: float) -> int:
    """Return the effort that takes about so long here; compilation is not counted."""
    areas = split(given, 0)
    people, communities = areas[0]
    problem = make_problem(given, people, communities)
    first = construct(problem)
    anneal(problem, first, moves=1, seed=0)
    begun = time.perf_counter()
    anneal(problem, first, moves=_PROBE, seed=0)
    each = (time.perf_counter() - begun) / _PROBE
    at_once = min(os.cpu_count() or 1, len(areas))
    return max(int(seconds * _SHARE * at_once / (each * _MOVES * max(len(given.area), 1))), 1)
