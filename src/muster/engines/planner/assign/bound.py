"""A value that no assignment within the targets can go below.

The targets of communities are priced instead of held: then every unit is placed on its own. At any
prices the units' least costs, with what the prices earn on the targets, bound every assignment
from below; the prices climb by a deflected subgradient (Camerini, Fratta, Maffioli 1975).
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from muster.engines.planner.assign.anneal import Flag
from muster.engines.planner.assign.build import Given
from muster.engines.planner.assign.problem import sums
from muster.engines.planner.assign.relaxed import Crowd, Sent, price_units

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_KEEP = 0.6  # of the last direction
_PATIENCE = 6  # rounds without gain before the step shrinks
_SHRINK = 0.6
_GAIN = 1e-5  # of the value: less is no gain
_TINY = 1e-6
_AHEAD = 1.02  # the value hoped for, against the best bound


@dataclass(frozen=True)
class Priced:
    """The best bound found and its prices: (c,) a person-shift, (c, k) a person with a trait."""

    value: float
    price: Floats
    trait_price: Floats


class Relaxation:
    """Level A without its targets, all people and communities at once."""

    def __init__(
        self, given: Given, *, fragment: float | None = None, km: float | None = None
    ) -> None:
        weights, units = given.instance.weights, given.instance.units
        self.given = given
        price = weights.fragment if fragment is None else fragment
        where = [_options(given, u) for u in range(len(units))]
        self.few = self._fewest_parts(where)
        self.crowd = Crowd(
            people=np.argsort(given.unit, kind="stable").astype(np.int64),
            begin=np.cumsum([0, *np.bincount(given.unit, minlength=len(units))]).astype(np.int64),
            options=np.concatenate([*where, np.zeros(0, dtype=np.int64)]),
            option_begin=np.cumsum([0, *map(len, where)]).astype(np.int64),
            home=given.home,
            site=given.site,
            barred=given.barred,
            fixed=given.fixed,
            give=given.supply.give,
            has=given.supply.has,
            few=self.few,
            fragment=np.array([price if u.keep_together else 0.0 for u in units], dtype=float),
            km=float(weights.commute_km if km is None else km),
            all_go=given.targets.all_go,
        )
        shape = given.targets.need.shape
        self.sent = Sent(np.zeros(shape[0]), np.zeros(shape, dtype=np.int64))

    def _fewest_parts(self, where: list[Ints]) -> Ints:
        """(u,): the fewest communities that can take the whole unit."""
        given = self.given
        if not given.targets.all_go:
            return np.zeros(len(where), dtype=np.int64)
        few = np.ones(len(where), dtype=np.int64)
        give = np.bincount(given.unit, given.supply.give, len(where))
        for u, options in enumerate(where):
            rooms = np.cumsum(np.sort(given.targets.high[options])[::-1])
            few[u] = min(int(np.searchsorted(rooms, give[u] - 1e-6)) + 1, max(len(options), 1))
        return few

    def fewest(self) -> Ints:
        """(u,): parts that each unit kept together has at least; one without people has none."""
        people = np.bincount(self.given.unit, minlength=len(self.few))
        return np.where((self.crowd.fragment > 0) & (people > 0), self.few, 0)

    def value(self, price: Floats, trait_price: Floats) -> float:
        """Return the bound at these prices; `sent` tells who went where."""
        targets = self.given.targets
        units = price_units(self.crowd, price, trait_price, self.sent)
        earned = np.where(price > 0, price * targets.low, price * targets.high).sum()
        return float(units + earned + (trait_price * targets.need).sum())

    def climb(self, rounds: int, stop: Flag | None = None) -> Priced:
        """Raise the bound for at most so many rounds, or until `stop` (1,) is set."""
        targets = self.given.targets
        price, trait_price = np.zeros(len(targets.low)), np.zeros(targets.need.shape)
        way, trait_way = np.zeros_like(price), np.zeros_like(trait_price)
        best = Priced(-np.inf, price, trait_price)
        step, waited = 1.0, 0
        person = max(float(self.crowd.give.max(initial=1.0)), 1.0)
        for _ in range(rounds):
            value = self.value(price, trait_price)
            waited = 0 if value > best.value + _GAIN * abs(value) else waited + 1
            if value > best.value:
                best = Priced(value, price, trait_price)
            gap, trait_gap = self._gaps(price, trait_price)
            if waited >= _PATIENCE:
                step, waited = step * _SHRINK, 0
                price, trait_price = best.price, best.trait_price
            way = gap / person**2 + _KEEP * way
            trait_way = trait_gap + _KEEP * trait_way
            slope = float((gap * way).sum() + (trait_gap * trait_way).sum())
            if slope <= 0:
                way, trait_way = gap / person**2, trait_gap
                slope = float((gap * way).sum() + (trait_gap * trait_way).sum())
            if slope <= 0 or (stop is not None and stop[0]):
                break  # everything fits: the prices are the best there are
            with np.errstate(over="ignore"):
                length = step * (_AHEAD * abs(best.value) - value + _TINY) / slope
            if not np.isfinite(length):
                break  # what is left to gain is lost in rounding
            moved = price + length * way
            price = np.where(price * moved < 0, 0.0, moved)
            trait_price = np.maximum(trait_price + length * trait_way, 0.0)
        return best

    def _gaps(self, price: Floats, trait_price: Floats) -> tuple[Floats, Floats]:
        """How far those placed are from the targets that are priced."""
        targets, use = self.given.targets, self.sent.use
        short, over = targets.low - use, targets.high - use
        free = np.where(short > 0, short, np.minimum(over, 0.0))
        gap = np.where(price > 0, short, np.where(price < 0, over, free))
        trait_gap = (targets.need - self.sent.held).astype(np.float64)
        return gap, np.where((trait_price <= 0) & (trait_gap < 0), 0.0, trait_gap)


def widened(given: Given, sent: Ints) -> Given:
    """Return the same with targets wide enough for `sent` (p,): what a bound of it has to allow."""
    targets, supply = given.targets, given.supply
    going = sent >= 0
    filled = sums(sent[going], supply.give[going], len(targets.low))
    held = np.zeros_like(targets.need)
    np.add.at(held, sent[going], supply.has[going])
    targets = replace(
        targets,
        low=np.minimum(targets.low, filled),
        high=np.maximum(targets.high, filled),
        need=np.minimum(targets.need, held),
        all_go=bool(going.all()),
    )
    return replace(given, targets=targets)


def _options(given: Given, unit: int) -> Ints:
    """The communities a unit's people may be sent to."""
    fixed = given.fixed[given.unit == unit]
    if (fixed >= 0).all():
        return np.unique(fixed)
    allowed = given.allowed[unit]
    if allowed is None:
        return np.arange(len(given.area))
    return np.flatnonzero(np.isin(given.area, [*allowed])).astype(np.int64)
