"""What level A hands on."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from muster.engines.planner.assign.bound import Priced
from muster.engines.planner.assign.build import Given

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Bound:
    """No assignment that meets the targets costs less than `value`; `method` says why."""

    value: float
    method: str


@dataclass(frozen=True)
class Headcount:
    """What one community has, and what that rests on.

    `demand` person-shifts asked for; `aim` and `gives`, person-shifts that its share of people,
    and the people sent, can give at most; `people` sent. `needs` and `has`: people by trait (a set
    of skills joined by +, `night`, `lead`).
    """

    community: str
    demand: float
    aim: float
    gives: float
    people: int
    needs: dict[str, int]
    has: dict[str, int]


@dataclass(frozen=True)
class Assigned:
    """Who goes where.

    `community` names the place of each person sent; nobody else is in it. `fragments` counts
    (unit, community) pairs of units kept together, `commute_km` is once a person. `objective` is
    both, weighted. `missing` names targets not met, by community: person-shifts, people by trait.
    `effort` is the work done, in neighbourhoods searched; `priced` the prices of the bound.
    """

    community: dict[str, str]
    first_secretary: dict[str, str]
    fragments: int
    commute_km: float
    objective: float
    bounds: dict[str, Bound]
    headcounts: tuple[Headcount, ...]
    effort: int
    priced: Priced


def make_assigned(
    given: Given, sent: Ints, bounds: dict[str, Bound], effort: int, priced: Priced
) -> Assigned:
    """Make the result from `sent` (p,), a community by number or -1."""
    instance = given.instance
    places = [community.id for community in instance.communities]
    going = np.flatnonzero(sent >= 0)
    away = given.home[going] - given.site[sent[going]]
    km = float(np.sqrt((away**2).sum(axis=1)).sum())
    keep = np.array([unit.keep_together for unit in instance.units], dtype=np.bool_)
    kept = going[keep[given.unit[going]]]
    pairs = np.unique(given.unit[kept] * len(places) + sent[kept])
    weights = instance.weights
    return Assigned(
        community={instance.people[p].id: places[sent[p]] for p in going},
        first_secretary=_secretaries(given, sent),
        fragments=len(pairs),
        commute_km=km,
        objective=weights.fragment * len(pairs) + weights.commute_km * km,
        bounds=bounds,
        headcounts=_headcounts(given, sent),
        effort=effort,
        priced=priced,
    )


def _secretaries(given: Given, sent: Ints) -> dict[str, str]:
    """The lead of each community who is least needed for scarce skills, and then nearest."""
    instance = given.instance
    if not instance.rules.first_secretary:
        return {}
    best: dict[int, tuple[int, float, int]] = {}
    for p, person in enumerate(instance.people):
        c = int(sent[p])
        if c < 0 or not person.lead:
            continue
        away = float(np.hypot(*(given.home[p] - given.site[c])))
        key = (int(given.supply.has[p].sum()), away, p)
        best[c] = min(best.get(c, key), key)
    return {
        instance.communities[c].id: instance.people[p].id for c, (_, _, p) in sorted(best.items())
    }


def _headcounts(given: Given, sent: Ints) -> tuple[Headcount, ...]:
    targets, supply, communities = given.targets, given.supply, given.instance.communities
    going = sent >= 0
    where = sent[going]
    people = np.bincount(where, minlength=len(communities))
    gives = np.bincount(where, supply.give[going], len(communities))
    has = np.zeros(targets.need.shape, dtype=np.int64)
    np.add.at(has, where, supply.has[going])
    names = [trait.name for trait in targets.traits]
    return tuple(
        Headcount(
            community=community.id,
            demand=float(targets.demand[c]),
            aim=float(targets.aim[c]),
            gives=float(gives[c]),
            people=int(people[c]),
            needs=dict(zip(names, targets.need[c].tolist(), strict=True)),
            has=dict(zip(names, has[c].tolist(), strict=True)),
        )
        for c, community in enumerate(communities)
    )
