"""Plan an instance: assign, roster, prove, and place; better the longer it may work."""

from collections.abc import Callable
from contextlib import suppress

from muster.engines.planner.assign import Assigned
from muster.engines.planner.fanout import Engine, Local
from muster.engines.planner.model import Instance, Plan
from muster.engines.planner.planning import Cancelled, Planning, Progress

DEFAULT_EFFORT = 30.0
"""Units a community where neither effort nor seconds are given."""
_TO_COVER, _TO_IMPROVE = 0.7, 0.9
"""When each must end, as a share of the seconds; posts are given out in the rest."""


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

    `effort` counts units of 100,000 moves a community: with it, equal arguments give equal plans
    on any number of workers. `seconds` of wall time picks the effort instead, and the plan records
    it. `prove` adds lower bounds. `assigned` fixes who goes where. A listener that raises
    `Cancelled` ends the work: the best plan so far is returned.
    """
    planning = Planning(instance, seed, engine or Local(), listener or _ignore)
    with suppress(Cancelled):
        if effort is None and seconds is not None:
            _until(planning, assigned, seconds, prove=prove)
        else:
            units = DEFAULT_EFFORT if effort is None else effort
            planning.send(assigned, None)
            planning.first()
            planning.cover(effort=units, prove=prove)
            if prove:
                planning.prove()
            planning.improve(units)
    return planning.plan()


def _until(planning: Planning, assigned: Assigned | None, seconds: float, *, prove: bool) -> None:
    planning.send(assigned, seconds)
    planning.first()
    planning.cover(seconds=_TO_COVER * seconds, prove=prove)
    if prove:
        planning.prove(_TO_IMPROVE * seconds)
    planning.improve_until(_TO_IMPROVE * seconds)


def _ignore(progress: Progress) -> None:
    del progress
