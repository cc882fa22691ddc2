"""A value that no assignment within the targets can go below.

The targets of communities are priced instead of held: then every unit is placed on its own. At any
prices the units' least costs, with what the prices earn on the targets, bound every assignment
from below; the prices climb by a deflected subgradient (Camerini, Fratta, Maffioli 1975), each
step as long as what is hoped for says (Polyak 1969). What rounding may have added is taken off.
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
_PATIENCE = 3  # rounds without gain before the step shrinks
_SHRINK = 0.6
_GAIN = 1e-5  # of the value: less is no gain
_TINY = 1e-6
_AHEAD = 1.02  # the value hoped for, against the best bound
_TRIALS = 16  # of one price for all
_EXACT = 1e-9  # of what is placed: less is no gap
_EPS = float(np.finfo(np.float64).eps)


@dataclass(frozen=True)
class Priced:
    """The best bound found and its prices: (c,) a person-shift, (c, k) a person with a trait."""

    value: float
    price: Floats
    trait_price: Floats


class _Pace:
    """Where the prices go, and how far: gaps, deflected by what was gone before."""

    def __init__(self, person: float) -> None:
        self.person = person
        self.step, self.waited = 1.0, 0
        self.way: Floats | float = 0.0
        self.trait_way: Floats | float = 0.0

    def shrink(self) -> None:
        self.step, self.waited = self.step * _SHRINK, 0

    def length(self, gaps: tuple[Floats, Floats], hope: float) -> float:
        """Turn the way to the gaps; return how far to go to gain what is hoped for."""
        gap, trait_gap = gaps
        self.way = gap / self.person**2 + _KEEP * self.way
        self.trait_way = trait_gap + _KEEP * self.trait_way
        slope = float((gap * self.way).sum() + (trait_gap * self.trait_way).sum())
        if slope <= 0:
            self.way, self.trait_way = gap / self.person**2, trait_gap
            slope = float((gap * self.way).sum() + (trait_gap * self.trait_way).sum())
        return self.step * hope / slope if slope > 0 else 0.0


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
        self.kept = np.array([unit.keep_together for unit in units], dtype=np.bool_)
        self.part = float(self.crowd.fragment.max(initial=0.0))
        self.way = self.crowd.km * len(given.unit) * _widest(given)
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

    def fewest(self) -> int:
        """Count parts of units kept together that any assignment has at least."""
        people = np.bincount(self.given.unit, minlength=len(self.few))
        of_units = int(self.few[self.kept & (people > 0)].sum())
        return max(of_units, self._fewest_to_fill())

    def _fewest_to_fill(self) -> int:
        """Count parts that fill the communities, each with the largest units that may come."""
        given, low = self.given, self.given.targets.low
        give = np.bincount(given.unit, given.supply.give, len(self.few))
        large = np.argsort(-give, kind="stable")
        count = 0
        for area in range(given.open_areas.shape[1]):
            may = large[given.open_areas[large, area]]
            alone = give[may[~self.kept[may]]].sum()
            rooms = alone + np.cumsum([0.0, *give[may[self.kept[may]]]])
            wanted = low[given.area == area] * (1 - _EXACT) - _TINY
            count += int(np.minimum(np.searchsorted(rooms, wanted), len(rooms) - 1).sum())
        return count

    def value(self, price: Floats, trait_price: Floats) -> float:
        """Return the bound at these prices, rounding taken off; `sent` tells who went where."""
        targets = self.given.targets
        units = price_units(self.crowd, price, trait_price, self.sent)
        earned = np.where(price > 0, price * targets.low, price * targets.high)
        traits = trait_price * targets.need
        value = float(units + earned.sum() + traits.sum())
        return value - self._rounding(price, trait_price, np.abs(earned).sum() + traits.sum())

    def _rounding(self, price: Floats, trait_price: Floats, earned: float) -> float:
        """Return what rounding can add to the value: each sum's length times all that is in it."""
        crowd = self.crowd
        people, places = len(crowd.give), len(price)
        most = np.abs(price).max(initial=0.0) * crowd.give.sum()
        most += (trait_price.max(axis=0, initial=0.0) * crowd.has.sum(axis=0)).sum()
        longest = people + places * (2 + trait_price.shape[1]) + 16
        return float(_EPS * longest * (earned + most + self.way + people * self.part))

    def hoped_for(self) -> float:
        """Return about what the targets cost: as many people as they take go the shortest way."""
        targets, crowd = self.given.targets, self.crowd
        total = float(crowd.give.sum())
        share = 1.0 if targets.all_go or not total else min(float(targets.low.sum()) / total, 1.0)
        nothing = np.zeros(len(targets.low)), np.zeros(targets.need.shape)
        return share * price_units(crowd._replace(all_go=True), *nothing, self.sent)

    def _evenly_priced(self) -> Priced:
        """Return one price for all at which about as many go as the targets take."""
        low, nothing = self.given.targets.low, np.zeros(self.given.targets.need.shape)
        best = Priced(-np.inf, np.zeros(len(low)), nothing)
        going, least = (self.way + self.part) / max(float(self.crowd.give.sum()), 1.0) / 64, 0.0
        enough = np.inf
        for _ in range(_TRIALS):
            price = np.full(len(low), going)
            value = self.value(price, nothing)
            if value > best.value:
                best = Priced(value, price, nothing)
            if self.sent.use.sum() < low.sum():
                least = going
            else:
                enough = going
            going = (least + enough) / 2 if enough < np.inf else 2 * least
        return best

    def climb(self, rounds: int, stop: Flag | None = None, start: Priced | None = None) -> Priced:
        """Raise the bound for at most so many rounds, or until `stop` (1,) is set.

        `start` has prices to begin at. Where people may stay in reserve, nobody goes unpriced.
        """
        targets = self.given.targets
        best = Priced(-np.inf, np.zeros(len(targets.low)), np.zeros(targets.need.shape))
        if start is None and not targets.all_go:
            start = self._evenly_priced()
        if start is None:
            start = best
        price, trait_price = start.price, start.trait_price
        hoped = self.hoped_for()
        pace = _Pace(max(float(self.crowd.give.max(initial=1.0)), 1.0))
        for _ in range(rounds):
            value = self.value(price, trait_price)
            pace.waited = 0 if value > best.value + _GAIN * abs(value) else pace.waited + 1
            if value > best.value:
                best = Priced(value, price, trait_price)
            gaps = self._gaps(price, trait_price)
            if pace.waited >= _PATIENCE:
                pace.shrink()
                price, trait_price = best.price, best.trait_price
            aim = max(hoped, _AHEAD * abs(best.value) + _TINY)
            length = 0.0 if stop is not None and stop[0] else pace.length(gaps, aim - value)
            if length <= 0:
                break  # everything fits, or nothing is left to gain
            moved = price + length * pace.way
            price = np.where(price * moved < 0, 0.0, moved)
            trait_price = np.maximum(trait_price + length * pace.trait_way, 0.0)
        return best

    def _gaps(self, price: Floats, trait_price: Floats) -> tuple[Floats, Floats]:
        """How far those placed are from the targets that are priced."""
        targets, use = self.given.targets, self.sent.use
        short, over = targets.low - use, targets.high - use
        free = np.where(short > 0, short, np.minimum(over, 0.0))
        gap = np.where(price > 0, short, np.where(price < 0, over, free))
        gap[np.abs(gap) <= _EXACT * np.maximum(use, 1.0)] = 0.0
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


def _widest(given: Given) -> float:
    """No way is longer, in km."""
    both = np.concatenate([given.home, given.site])
    return float(np.hypot(*np.ptp(both, axis=0))) if len(both) else 0.0


def _options(given: Given, unit: int) -> Ints:
    """The communities a unit's people may be sent to."""
    fixed = given.fixed[given.unit == unit]
    if (fixed >= 0).all():
        return np.unique(fixed)
    allowed = given.allowed[unit]
    if allowed is None:
        return np.arange(len(given.area))
    return np.flatnonzero(np.isin(given.area, [*allowed])).astype(np.int64)
