"""How many person-shifts each community is to have, and how many people with each trait."""

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from muster.engines.planner.assign.problem import sums
from muster.engines.planner.capacity import Giving
from muster.engines.planner.model import Community, Demand, Instance

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

LEAD = "lead"
NIGHT = "night"
_COMFORT = 0.85  # of what people can give at most, where the file names no target
_ROUNDING = 1e-6
_SPARE = 1.1  # people with a scarce trait, against the fewest that could do


@dataclass(frozen=True)
class Trait:
    """Something that only some people have: a lead's place, nights, or a set of skills."""

    name: str
    skills: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Supply:
    """What each person can give: `give` (p,) person-shifts, `has` (p, k) whether with a trait.

    `each` (k,): what somebody with the trait can give of what it is asked for, on average.
    """

    give: Floats
    has: Ints
    each: Floats


@dataclass(frozen=True)
class Targets:
    """What each community is to have; axes c communities, k traits.

    `demand` (c,) person-shifts asked for, `aim`, `low`, `high` (c,) person-shifts that its people
    should be able to give, `need` (c, k) people with a trait. `all_go`: everybody is needed.
    """

    traits: tuple[Trait, ...]
    demand: Floats
    aim: Floats
    low: Floats
    high: Floats
    need: Ints
    all_go: bool


@dataclass(frozen=True)
class Level:
    """Groups of communities, and the person-shifts `tied` to each (groups,) and its `most`."""

    group: Ints
    tied: Floats
    most: Floats


@dataclass(frozen=True)
class Bounds:
    """What must and what may go where, from the widest groups to subdistricts to communities."""

    levels: tuple[Level, ...]
    fixed: Floats

    def loose(self) -> "Bounds":
        """Return the same where nobody but those fixed has to go."""
        levels = tuple(replace(level, tied=np.zeros_like(level.tied)) for level in self.levels)
        return Bounds(levels, self.fixed)

    def share(self, demand: Floats, total: float) -> Floats:
        """Share `total` out in proportion to demand, as far as what is bound allows."""
        none = np.zeros(len(demand), dtype=np.int64)
        group, amount = none, np.array([total])
        own = Level(np.arange(len(demand)), self.fixed, np.full(len(demand), np.inf))
        for level in (*self.levels, own):
            asked = sums(level.group, demand, len(level.tied))
            held = sums(level.group, self.fixed, len(level.tied))
            least = np.maximum(level.tied, held)
            parent = np.zeros(len(level.tied), dtype=np.int64)
            parent[level.group] = group
            shares = np.zeros(len(level.tied))
            for each in np.unique(group):
                inside = np.flatnonzero(parent == each)
                most = np.maximum(level.most[inside], least[inside])
                shares[inside] = _fill(asked[inside], least[inside], most, amount[each])
            group, amount = level.group, shares
        return amount


def set_targets(
    instance: Instance, traits: tuple[Trait, ...], supply: Supply, bounds: Bounds
) -> Targets:
    """Share what people can give out over the communities, in proportion to their demand."""
    communities = instance.communities
    demand = np.array([sum(row.count for row in c.demand) for c in communities], dtype=np.float64)
    most, total = float(supply.give.max(initial=0.0)), float(supply.give.sum())
    each = _comfortable(instance, most)
    # Whoever a peak needs at once must be there, however little there is to do on other days.
    peak = _peaks(instance) * (total / max(len(supply.give), 1))
    asked = np.maximum(demand * (most / each), peak) if each else demand
    wanted = float(asked.sum()) if each else total
    all_go = wanted >= total
    aim = bounds.share(asked, total) if all_go else bounds.loose().share(asked, wanted)
    slack = np.maximum(aim - demand, 0)
    step = float(np.median(supply.give)) if len(supply.give) else 0.0
    low = np.maximum(aim - step, np.minimum(aim, demand + slack / 2))
    low = np.where(aim >= peak * (1 - _ROUNDING), np.maximum(low, peak * (1 - _ROUNDING)), low)
    need = _needs(instance, traits, supply)
    return Targets(traits, demand, aim, low, aim + step, need, all_go)


def _peaks(instance: Instance) -> Floats:
    """(c,): the most people asked for on one day; nobody works twice on it."""
    days = [Counter[int]() for _ in instance.communities]
    for by_day, community in zip(days, instance.communities, strict=True):
        for row in community.demand:
            by_day[row.day] += row.count
    return np.array([max(by_day.values(), default=0) for by_day in days], dtype=np.float64)


def _fill(weight: Floats, least: Floats, most: Floats, total: float) -> Floats:
    """Return weight times one level, within the limits, summing to `total` where that can be."""
    if not weight.any():
        weight = np.ones_like(weight)
    low, high = 0.0, 1.0
    while high < 1e9 and np.clip(weight * high, least, most).sum() < total:  # noqa: PLR2004
        low, high = high, high * 2
    for _ in range(60):
        level = (low + high) / 2
        if np.clip(weight * level, least, most).sum() < total:
            low = level
        else:
            high = level
    return np.clip(weight * high, least, most)


def _comfortable(instance: Instance, most: float) -> float:
    """Person-shifts one person gives without overtime, or with some slack."""
    weights = instance.weights
    if weights.overtime > 0 and weights.target_shifts > 0:
        return min(most, float(weights.target_shifts))
    return most * _COMFORT


def find_traits(instance: Instance, giving: Giving) -> tuple[Trait, ...]:
    """Return what communities ask for that not everybody has."""
    skills = {frozenset(kind.skills) for kind in instance.post_types if kind.skills}
    found = [Trait("+".join(sorted(each)), each) for each in sorted(skills, key=sorted)]
    asked = {row.shift for community in instance.communities for row in community.demand}
    if giving.nights & asked:
        found.append(Trait(NIGHT))
    if instance.rules.first_secretary:
        found.append(Trait(LEAD))
    return tuple(found)


def count_supply(instance: Instance, giving: Giving, traits: tuple[Trait, ...]) -> Supply:
    """Count what everybody can give, profile by profile."""
    profiles = [giving.profile(person) for person in instance.people]
    kinds = {profile: at for at, profile in enumerate(dict.fromkeys(profiles))}
    kind = np.array([kinds[profile] for profile in profiles], dtype=np.int64)
    give = np.array([giving.shifts(profile) for profile in kinds], dtype=np.float64)[kind]
    has = np.zeros((len(profiles), len(traits)), dtype=np.int64)
    each = np.ones(len(traits))
    for k, trait in enumerate(traits):
        if trait.name == LEAD:
            has[:, k] = [person.lead for person in instance.people]
            continue
        slots = {
            (row.day, row.shift) for c in instance.communities for row in _rows(instance, c, trait)
        }
        can = [giving.shifts(profile, lambda d, s: (d, s) in slots) for profile in kinds]  # noqa: B023
        skilled = np.array([trait.skills <= set(person.skills) for person in instance.people])
        amounts = np.where(skilled, np.array(can)[kind], 0)
        has[:, k] = amounts > 0
        each[k] = amounts.sum() / max(has[:, k].sum(), 1)
    return Supply(give, has, each)


def _rows(instance: Instance, community: Community, trait: Trait) -> list[Demand]:
    """Demand that only people with the trait can meet."""
    if trait.name == NIGHT:
        nights = {shift.id for shift in instance.shifts if shift.night}
        return [row for row in community.demand if row.shift in nights]
    kinds = {kind.id for kind in instance.post_types if trait.skills <= set(kind.skills)}
    return [row for row in community.demand if row.post_type in kinds]


def _needs(instance: Instance, traits: tuple[Trait, ...], supply: Supply) -> Ints:
    """(c, k): people wanted, spare ones included as far as there are any."""
    need = np.zeros((len(instance.communities), len(traits)), dtype=np.int64)
    for k, trait in enumerate(traits):
        if trait.name == LEAD:
            need[:, k] = 1
            continue
        fewest = np.zeros(len(need))
        for at, community in enumerate(instance.communities):
            by_day: Counter[int] = Counter()
            for row in _rows(instance, community, trait):
                by_day[row.day] += row.count
            total = sum(by_day.values())
            if total:
                fewest[at] = max(total / max(supply.each[k], 1.0), *by_day.values())
        need[:, k] = _spread(fewest, int(supply.has[:, k].sum()))
    return need


def _spread(fewest: Floats, people: int) -> Ints:
    """Return how many each is to have: with spare ones, without, or a fair part of too few."""
    wanted = np.ceil(fewest * _SPARE)
    if wanted.sum() > people:
        wanted = np.ceil(fewest)
    if wanted.sum() > people:
        wanted = np.floor(fewest * people / fewest.sum())
    return wanted.astype(np.int64)
