"""People sent elsewhere once there are rosters: small places planned anew, reserves called."""

from typing import TYPE_CHECKING

import numpy as np

from muster.engines.planner.assign.build import read_given
from muster.engines.planner.neighbours import SECONDS, Neighbourhood, Neighbours, whole
from muster.engines.planner.reinforce import Reserve
from muster.engines.planner.schedule import TO_IMPROVE

if TYPE_CHECKING:
    from muster.engines.planner.planning import Planning


def reinforce(planning: "Planning") -> None:
    """Send people out of the reserve to where shifts are open, as far as that pays.

    No clock decides about it and it costs no moves, so that it is the same at equal effort.
    """
    sites, instance, shared = planning.sites, planning.instance, planning.shared
    short = _short(planning)
    if not short or not planning.may_send or shared is None:
        return
    sent = shared.sent()
    reserve = planning.reserve
    if reserve is None or not np.array_equal(reserve.sent, sent):
        given = read_given(instance, planning.bound)
        reserve = planning.reserve = Reserve(given, shared.tables, sent)
    for i in short:
        found = reserve.reinforce(i, sites[i], shared)
        if found is not None:
            people = [instance.people[p] for p in found.people]
            sites[i].join(people, found.rosters, found.short, found.lacking)
            planning.shared = shared = shared.joined(i, found.people)
            planning.moved = True
    planning.mark("reserve")


def plan_small(planning: "Planning") -> bool:
    """Plan small places that are short anew with their neighbours; return whether all were.

    It counts as effort, by the size of the models.
    """
    if planning.shared is None:
        return True
    sites = planning.sites
    broken = [i for i, site in enumerate(sites) if site.rosters and not whole(site.rosters)]
    short = list(dict.fromkeys([*broken, *_short(planning)]))
    given = read_given(planning.instance)
    neighbours = Neighbours(given, planning.shared.tables, sends=planning.may_send)
    for done, i in enumerate(short, 1):
        rosters = sites[i].rosters
        still = sites[i].lacking > 0 or (rosters is not None and not whole(rosters))
        around = neighbours.around(i, planning.shared.people) if still else None
        if around is None:
            continue
        schedule = planning.schedule
        late = schedule.left(TO_IMPROVE) < SECONDS and not schedule.owes()
        if late or not schedule.tasks(around.moves, 1):
            return False
        schedule.spent.moves += around.moves
        _replan(planning, neighbours, around)
        planning.mark("small places")
        planning.tell("small places", done, len(short))
    return True


def _replan(planning: "Planning", neighbours: Neighbours, around: Neighbourhood) -> None:
    """Take what is better for a neighbourhood, if anything is."""
    shared = planning.shared
    if shared is None:
        return
    sites = {c: planning.sites[c] for c in around.places}
    members = {c: shared.people[c] for c in around.places}
    found = neighbours.plan(around, sites, members, planning.seed) or {}
    for c, one in found.items():
        planning.moved |= set(one.people) != set(members[c])
        shared = shared.replaced(c, one.people)
        planning.sites[c] = shared.replanned(c, one.rosters)
    planning.shared = shared


def _short(planning: "Planning") -> list[int]:
    """Return the sites that are short, by number, the worst first."""
    short = [i for i, site in enumerate(planning.sites) if site.lacking > 0]
    return sorted(short, key=lambda i: -planning.sites[i].lacking)
