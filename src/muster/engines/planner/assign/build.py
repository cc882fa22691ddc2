"""Make the arrays of level A from an instance."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from muster.engines.planner.assign.problem import Problem, sums
from muster.engines.planner.assign.targets import (
    Bounds,
    Level,
    Supply,
    Targets,
    count_supply,
    find_traits,
    set_targets,
)
from muster.engines.planner.capacity import Giving
from muster.engines.planner.model import Instance

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

ANYWHERE = -1


@dataclass(frozen=True)
class Given:
    """An instance read into columns.

    People p: `home` (p, 2) km, `unit` (p,), `fixed` (p,) the community they are bound to or
    ANYWHERE, `barred` (p,) the community they may not be sent to or -1, `party` (p,) numbered.
    Communities c: `site` (c, 2) km, `area` (c,) the subdistrict. `allowed` (u): subdistricts by
    number, None for all; `region` (subdistricts,) those that units hold together; `team` (u,) the
    least part of a unit in a community.
    """

    instance: Instance
    home: Floats
    unit: Ints
    fixed: Ints
    barred: Ints
    party: Ints
    site: Floats
    area: Ints
    allowed: tuple[frozenset[int] | None, ...]
    region: Ints
    team: Ints
    supply: Supply
    targets: Targets

    @cached_property
    def open_areas(self) -> npt.NDArray[np.bool_]:
        """(u, subdistricts): may people of the unit be sent there?"""
        count = int(self.area.max(initial=-1)) + 1
        may = np.ones((len(self.allowed), count), dtype=np.bool_)
        for u, allowed in enumerate(self.allowed):
            if allowed is not None:
                may[u] = np.isin(np.arange(count), list(allowed))
        return may


PREFER_KM = 2.0
"""Way that somebody may have more, at the most, so that one person works where they live."""


def read_given(instance: Instance, bound: Mapping[str, str] | None = None) -> Given:
    """Read people, units and communities into columns and set the targets.

    `bound` names the community of people that are to be sent as if by a lock.
    """
    people, communities = instance.people, instance.communities
    number = {community.id: at for at, community in enumerate(communities)}
    names = {c.subdistrict: 0 for c in communities}
    areas = {name: at for at, name in enumerate(names)}
    units = {unit.id: at for at, unit in enumerate(instance.units)}
    unit = np.array([units[person.unit] for person in people], dtype=np.int64)
    area = np.array([areas[c.subdistrict] for c in communities], dtype=np.int64)
    allowed = tuple(
        None
        if each.allowed_subdistricts is None
        else frozenset(areas[name] for name in each.allowed_subdistricts if name in areas)
        for each in instance.units
    )
    party = _parties(instance)
    fixed = _fixed(instance, number, unit, party, bound or {})
    barred = np.full(len(people), -1, dtype=np.int64)
    if instance.rules.home_community == "forbid":
        barred[:] = [number.get(person.home_community or "", -1) for person in people]
    giving = Giving(instance)
    traits = find_traits(instance, giving)
    supply = count_supply(instance, giving, traits)
    region = _bound_together(len(areas), allowed)
    held = sums(fixed[fixed >= 0], supply.give[fixed >= 0], len(area))
    free = sums(unit[fixed < 0], supply.give[fixed < 0], len(allowed))
    levels = [
        _level(groups, area, free, held, allowed) for groups in (region, np.arange(len(areas)))
    ]
    return Given(
        instance=instance,
        home=np.array([(p.x_km, p.y_km) for p in people], dtype=np.float64).reshape(-1, 2),
        unit=unit,
        fixed=fixed,
        barred=barred,
        party=party,
        site=np.array([(c.x_km, c.y_km) for c in communities], dtype=np.float64).reshape(-1, 2),
        area=area,
        allowed=allowed,
        region=region,
        team=np.array([min(u.min_team, len(u.people)) for u in instance.units], dtype=np.int64),
        supply=supply,
        targets=set_targets(instance, traits, supply, Bounds(tuple(levels), held)),
    )


def _parties(instance: Instance) -> Ints:
    """(p,): people who share crews get one number."""
    number = {person.id: at for at, person in enumerate(instance.people)}
    head = list(range(len(number)))

    def find(at: int) -> int:
        while head[at] != at:
            head[at] = at = head[head[at]]
        return at

    for at, person in enumerate(instance.people):
        for other in person.together:
            first, second = sorted((find(at), find(number[other])))
            head[second] = first
    return np.array([find(at) for at in head], dtype=np.int64)


def _fixed(
    instance: Instance, number: dict[str, int], unit: Ints, party: Ints, wanted: Mapping[str, str]
) -> Ints:
    """(p,): the community that a lock, a locked post or a local unit binds somebody to."""
    posts = {post.id: at for at, c in enumerate(instance.communities) for post in c.posts}
    bound = {name: number[community] for name, community in wanted.items()}
    for lock in instance.locks:
        if lock.community is not None:
            bound[lock.person] = number[lock.community]
        elif lock.post is not None:
            bound.setdefault(lock.person, posts[lock.post])
    local = np.array(
        [number[u.community] if u.local and u.community else ANYWHERE for u in instance.units],
        dtype=np.int64,
    )
    fixed = local[unit] if len(unit) else np.zeros(0, dtype=np.int64)
    for at, person in enumerate(instance.people):
        if person.id in bound:
            fixed[at] = bound[person.id]
    whole = np.full(len(fixed), ANYWHERE, dtype=np.int64)
    np.maximum.at(whole, party, fixed)  # who goes with somebody bound is bound as well
    return np.where(fixed == ANYWHERE, whole[party], fixed)


def _bound_together(areas: int, allowed: tuple[frozenset[int] | None, ...]) -> Ints:
    """(areas,): subdistricts that a unit with few to go to holds together have one number."""
    head = np.arange(areas)
    for where in sorted({frozenset(w) for w in allowed if w}, key=sorted):
        if len(where) <= areas / 2:
            bound = np.isin(head, head[[*where]])
            head[bound] = head[bound].min()
    return np.unique(head, return_inverse=True)[1].astype(np.int64)


def _level(
    groups: Ints,
    area: Ints,
    free: Floats,
    fixed: Floats,
    allowed: tuple[frozenset[int] | None, ...],
) -> Level:
    """Say what is tied to groups of subdistricts (areas,), and what may go there at most."""
    count = int(groups.max(initial=0)) + 1
    held = sums(groups[area], fixed, count)
    tied, most = held.copy(), held.copy()
    for amount, where in zip(free, allowed, strict=True):
        inside = np.arange(count) if where is None else np.unique(groups[[*where]])
        most[inside] += amount
        if len(inside) == 1:
            tied[inside] += amount
    return Level(groups[area], tied, most)


def make_problem(given: Given, people: Ints, communities: Ints) -> Problem:
    """Make the arrays of one area: these people over these communities, both by number.

    Dense in parties times communities, so an area is to be some thousand people at most.
    """
    instance, targets, supply = given.instance, given.targets, given.supply
    weights = instance.weights
    away = given.home[people][:, None, :] - given.site[communities][None, :, :]
    cost = weights.commute_km * np.sqrt((away**2).sum(axis=2))
    cost += _away_from_home(given, people, communities)
    cost[~may_go(given, people, communities)] = np.inf
    _, first, party = np.unique(given.party[people], return_index=True, return_inverse=True)
    size = np.bincount(party)
    grouped = np.zeros((len(size), len(communities)))
    np.add.at(grouped, party, cost)
    has = np.zeros((len(size), len(targets.traits)), dtype=np.int64)
    np.add.at(has, party, supply.has[people])
    units, unit = np.unique(given.unit[people[first]], return_inverse=True)
    short, short_trait = limits_of_problem(given, grouped)
    order = np.argsort(party, kind="stable")
    cuts = np.cumsum(size)[:-1]
    return Problem(
        people=tuple(tuple(each.tolist()) for each in np.split(people[order], cuts)),
        size=size.astype(np.int64),
        unit=unit.astype(np.int64),
        give=sums(party, supply.give[people], len(size)),
        cost=grouped,
        has=has,
        keep=np.array([instance.units[u].keep_together for u in units], dtype=np.bool_),
        team=given.team[units],
        low=targets.low[communities],
        high=targets.high[communities],
        aim=targets.aim[communities],
        need=targets.need[communities],
        fragment=weights.fragment,
        short=short,
        short_trait=short_trait,
        must=targets.all_go | (given.fixed[people[first]] >= 0),
    )


def _away_from_home(given: Given, people: Ints, communities: Ints) -> Floats:
    """(people, communities): what it takes to send somebody elsewhere than where they live.

    `prefer` is no term of the objective: so it moves nobody for more than `PREFER_KM`, and the
    search alone sees it; value and bounds are without it.
    """
    instance = given.instance
    away = np.zeros((len(people), len(communities)))
    if instance.rules.home_community == "prefer":
        number = {community.id: at for at, community in enumerate(instance.communities)}
        homes = [number.get(instance.people[p].home_community or "", -1) for p in people]
        home = np.array(homes, dtype=np.int64)[:, None]
        away[(home >= 0) & (home != communities)] = PREFER_KM * (instance.weights.commute_km or 1.0)
    return away


def limits_of_problem(given: Given, cost: Floats) -> tuple[float, float]:
    """Return what a person-shift and a person missing cost: more than any way round them."""
    finite = cost[np.isfinite(cost)]
    step = float(finite.max() - finite.min()) if len(finite) else 0.0
    big = 6 * (step + given.instance.weights.fragment) + 1.0
    return big / max(float(given.supply.give.max(initial=1.0)), 1.0), big


def may_go(given: Given, people: Ints, communities: Ints) -> npt.NDArray[np.bool_]:
    """(people, communities): may they be sent there?"""
    may = given.open_areas[:, given.area[communities]][given.unit[people]]
    barred = given.barred[people]
    may &= barred[:, None] != communities[None, :]
    fixed = given.fixed[people]
    bound = fixed >= 0
    may[bound] = fixed[bound][:, None] == communities[None, :]
    return may
