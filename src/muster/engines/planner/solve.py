"""Plan an instance: assign, roster, prove, and place; better the longer it may work."""

import time
from collections.abc import Callable

from muster.engines.planner.assign import Assigned
from muster.engines.planner.fanout import Engine, Local
from muster.engines.planner.model import Instance, Plan
from muster.engines.planner.planning import Cancelled, Planning, Progress
from muster.engines.planner.schedule import LEAST_EFFORT, TO_ASSIGN, Counted, Schedule, Timed

DEFAULT_EFFORT = 30.0
"""Units a community where neither effort nor seconds are given."""


def solve(
    instance: Instance,
    *,
    seed: int = 1,
    effort: float | None = None,
    seconds: float | None = None,
    prove: bool = True,
    engine: Engine | None = None,
    assigned: Assigned | None = None,
    listener: Callable[[Progress], None] | None = None,
) -> Plan:
    """Return a plan of everything, with what it claims in `meta`.

    `effort` counts units of 100,000 moves a community; up to `FIRST` all are for first rosters.
    Equal arguments give equal plans on any number of workers. `seconds` of wall time picks the
    effort instead, and the plan records it: with that effort the same people get the same shifts
    and posts; bounds may be better, as no clock cuts them short. `prove` adds lower bounds.
    `assigned` fixes who goes where. A listener that raises `Cancelled` ends the work the shortest
    way to a whole plan, which then records no effort.

    Raises:
        ValueError: an effort below `LEAST_EFFORT`.
    """
    if effort is not None and not effort >= LEAST_EFFORT:
        raise ValueError(f"An effort is at least {LEAST_EFFORT:g}, not {effort:g}")
    schedule: Schedule
    if effort is None and seconds is not None:
        schedule = Timed(seconds, time.monotonic())
    else:
        schedule = Counted(DEFAULT_EFFORT if effort is None else effort)
        seconds = None
    planning = Planning(instance, seed, engine or Local(), listener or _ignore, schedule)
    try:
        planning.send(assigned, None if seconds is None else TO_ASSIGN * seconds)
        planning.first()
        covered = planning.cover(prove=prove)
        if prove:
            planning.prove()
        # A clock that ends the covering leaves nothing; an effort may leave less than a task.
        if covered or isinstance(schedule, Counted):
            planning.improve()
    except Cancelled:
        planning.finish()
    return planning.plan()


def _ignore(progress: Progress) -> None:
    del progress
