"""Compile a person's rules into a decision diagram: every legal roster is a path, its cost the sum.

A state is what the past still forbids or prices: rest owed, runs of days and nights, and how many
nights, shifts, minutes and weekend shifts there were. States of one day that allow the same rest of
the horizon at the same cost are merged, which leaves a few thousand for two weeks. The diagram
follows Hooker and van Hoeve's layered, reduced decision diagrams (Constraints 18, 2013).
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

OFF = 0
"""The label of a day off; shift `s` has the label `s + 1`."""
FORBIDDEN = -1
"""Child of a label that is not allowed."""
_ENOUGH = 2  # without a limit, runs are told apart up to this length: enough for isolated days


class Limits(NamedTuple):
    """What one person may be given. None: no such limit. Hours as minutes."""

    consecutive_days: int | None = None
    consecutive_nights: int | None = None
    nights: int | None = None
    shifts: int | None = None
    minutes: int | None = None


class Past(NamedTuple):
    """Where a person stands at the end of day -1: `last_shift` is an index, or -1 for a day off."""

    last_shift: int = -1
    consecutive_days: int = 0
    consecutive_nights: int = 0


class Prices(NamedTuple):
    """Weights of the personal terms, and the shifts above which overtime begins."""

    night: float = 0.0
    weekend: float = 0.0
    overtime: float = 0.0
    target_shifts: int = 0
    isolated_on: float = 0.0
    isolated_off: float = 0.0


@dataclass(frozen=True)
class Calendar:
    """The horizon as one rest rule sees it.

    `night` (shifts,) and `weekend` (days,) are flags, `minutes` (days, shifts) the lengths.
    `rested` (days + 1, gaps, shifts, shifts): after shift `a` of day `d - 1`, may shift `b` of day
    `d + gap` begin? Row 0 is what day -1 leaves; beyond the gaps every shift may begin.
    """

    night: npt.NDArray[np.bool_]
    weekend: npt.NDArray[np.bool_]
    minutes: Ints
    rested: npt.NDArray[np.bool_]

    @property
    def days(self) -> int:
        """Days of the horizon."""
        return len(self.weekend)

    @property
    def shifts(self) -> int:
        """Shifts of a day."""
        return len(self.night)


@dataclass(frozen=True)
class Diagram:
    """A reduced diagram. Nodes are numbered from the first day on; the last one is the end.

    `child` (nodes, labels) holds nodes of the next day or FORBIDDEN, `cost` (nodes, labels) what
    the arc adds, `layer` (days + 1,) the first node of each day, `roots` the node of each past.
    """

    child: npt.NDArray[np.int32]
    cost: Floats
    layer: npt.NDArray[np.int32]
    roots: npt.NDArray[np.int32]


class _States(NamedTuple):
    """One layer of states, a column each."""

    rest: Ints  # 0: nothing owed; 1 + gap * shifts + shift: that shift, that many days off since
    days: Ints
    nights_run: Ints
    off_once: Ints  # 1: yesterday was off and the day before was not
    nights: Ints
    shifts: Ints
    minutes: Ints
    weekends: Ints


def compile_diagram(
    calendar: Calendar, limits: Limits, prices: Prices, pasts: list[Past]
) -> Diagram:
    """Compile limits and prices over a calendar, with a root for each past.

    The work is linear in the states, which the counts that are limited or priced multiply.
    """
    step = _Step(calendar, limits, prices)
    states, roots = _unique(step.begin(pasts))
    children: list[Ints] = []
    costs: list[Floats] = []
    for day in range(calendar.days):
        following, allowed, cost = step.all_labels(states, day)
        states, index = _unique(following)
        child = np.full(allowed.shape, FORBIDDEN, dtype=np.int64)
        child[allowed] = index
        children.append(child)
        costs.append(cost)
    return _reduce(children, costs, len(states.rest), roots)


class _Step:
    """What a label does to a state."""

    def __init__(self, calendar: Calendar, limits: Limits, prices: Prices) -> None:
        self.calendar, self.limits, self.prices = calendar, limits, prices
        self.day_cap = _ENOUGH if limits.consecutive_days is None else limits.consecutive_days
        self.day_cap = max(self.day_cap, _ENOUGH)
        self.counts_nights = limits.nights is not None or prices.night > 0
        self.counts_shifts = limits.shifts is not None or prices.overtime > 0
        self.owed = _owed(calendar)

    def begin(self, pasts: list[Past]) -> _States:
        """Return the state that each past leaves on day 0."""
        last = np.array([past.last_shift for past in pasts], dtype=np.int64)
        days = np.array([past.consecutive_days for past in pasts], dtype=np.int64)
        nights = np.array([past.consecutive_nights for past in pasts], dtype=np.int64)
        zero = np.zeros_like(last)
        run_cap = self.limits.consecutive_nights
        return _States(
            rest=np.where(last >= 0, self._settle(1 + last, 0), 0),
            days=np.where(last >= 0, np.clip(days, 1, self.day_cap), 0),
            nights_run=np.minimum(nights, run_cap) if run_cap is not None else zero,
            off_once=zero,
            nights=zero,
            shifts=zero,
            minutes=zero,
            weekends=zero,
        )

    def all_labels(
        self, states: _States, day: int
    ) -> tuple[_States, npt.NDArray[np.bool_], Floats]:
        """Return the allowed followers of states and labels, row by row, and the arcs' costs."""
        labels = self.calendar.shifts + 1
        allowed = np.zeros((len(states.rest), labels), dtype=np.bool_)
        cost = np.zeros((len(states.rest), labels))
        parts = [self._off(states, day, allowed[:, OFF], cost[:, OFF])]
        for shift in range(self.calendar.shifts):
            column = shift + 1
            parts.append(self._work(states, day, shift, allowed[:, column], cost[:, column]))
        stacked = _States(
            *(np.stack(columns, axis=1)[allowed] for columns in zip(*parts, strict=True))
        )
        return stacked, allowed, cost

    def _off(
        self, states: _States, day: int, allowed: npt.NDArray[np.bool_], cost: Floats
    ) -> _States:
        allowed[:] = True
        if day >= 1:  # day -1 lies before the horizon: it is no isolated day of it
            cost[:] = np.where(states.days == 1, self.prices.isolated_on, 0.0)
        shifts = self.calendar.shifts
        later = np.where(states.rest > 0, states.rest + shifts, 0)
        zero = np.zeros_like(states.rest)
        return states._replace(
            rest=self._settle(later, day + 1),
            days=zero,
            nights_run=zero,
            off_once=(states.days > 0).astype(np.int64) if self.prices.isolated_off else zero,
        )

    def _work(
        self, states: _States, day: int, shift: int, allowed: npt.NDArray[np.bool_], cost: Floats
    ) -> _States:
        limits, prices, calendar = self.limits, self.prices, self.calendar
        night, weekend = int(calendar.night[shift]), int(calendar.weekend[day])
        zero = np.zeros_like(states.rest)
        run = states.nights_run + 1 if night else zero
        nights = states.nights + night
        shifts = states.shifts + 1
        minutes = states.minutes + calendar.minutes[day, shift]
        allowed[:] = self._may_begin(states.rest, day, shift)
        for value, limit in (
            (states.days + 1, limits.consecutive_days),
            (run, limits.consecutive_nights),
            (nights, limits.nights),
            (shifts, limits.shifts),
            (minutes, limits.minutes),
        ):
            if limit is not None:
                allowed &= value <= limit
        cost += prices.isolated_off * states.off_once
        cost += prices.night * night * states.nights
        cost += prices.weekend * weekend * states.weekends
        cost += prices.overtime * np.maximum(shifts - prices.target_shifts, 0)
        return _States(
            rest=self._settle(zero + 1 + shift, day + 1),
            days=np.minimum(states.days + 1, self.day_cap),
            nights_run=run if limits.consecutive_nights is not None else zero,
            off_once=zero,
            nights=nights if self.counts_nights else zero,
            shifts=shifts if self.counts_shifts else zero,
            minutes=minutes if limits.minutes is not None else zero,
            weekends=states.weekends + weekend if prices.weekend else zero,
        )

    def _may_begin(self, rest: Ints, day: int, shift: int) -> npt.NDArray[np.bool_]:
        """True where nothing owed keeps `shift` from beginning on `day`."""
        gap, last = np.divmod(rest - 1, self.calendar.shifts)
        begun = np.maximum(day - gap, 0)  # the row of the day after the one worked
        gap_in_row = day - begun
        rested: npt.NDArray[np.bool_] = self.calendar.rested[begun, gap_in_row, last, shift]
        may: npt.NDArray[np.bool_] = rested | (rest == 0)
        return may

    def _settle(self, rest: Ints, day: int) -> Ints:
        """Forget rest that no shift from `day` on can break."""
        return np.where(self.owed[day, rest], rest, 0)


def _owed(calendar: Calendar) -> npt.NDArray[np.bool_]:
    """(days + 1, codes): does the rest still forbid a shift on this day or later?"""
    rows, gaps, shifts, _ = calendar.rested.shape
    owed = np.zeros((rows, 1 + (gaps + 1) * shifts), dtype=np.bool_)
    for day in range(rows):
        for gap in range(min(gaps, day + 1)):
            ahead = calendar.rested[day - gap, gap : gap + rows - day]
            first = 1 + gap * shifts
            owed[day, first : first + shifts] = ~ahead.all(axis=(0, 2))
    owed[rows - 1] = False
    return owed


def _unique(states: _States) -> tuple[_States, Ints]:
    """Return the distinct states and, for each given one, its place among them."""
    key = np.zeros(len(states.rest), dtype=np.int64)
    for column in states:
        key = key * (int(column.max(initial=0)) + 1) + column
    _, first, index = np.unique(key, return_index=True, return_inverse=True)
    return _States(*(column[first] for column in states)), index.astype(np.int64)


def _reduce(children: list[Ints], costs: list[Floats], last_size: int, roots: Ints) -> Diagram:
    """Merge, from the last day back, the nodes whose arcs are equal; number what is left."""
    merged = np.zeros(last_size, dtype=np.int64)  # all states after the horizon are one
    kept_children: list[Ints] = []
    kept_costs: list[Floats] = []
    for child, cost in zip(reversed(children), reversed(costs), strict=True):
        target = np.where(child == FORBIDDEN, FORBIDDEN, merged[np.maximum(child, 0)])
        price = np.where(child == FORBIDDEN, 0.0, cost)
        rows = np.concatenate([target.astype(np.float64), price], axis=1)
        _, first, index = np.unique(rows, axis=0, return_index=True, return_inverse=True)
        merged = index.reshape(-1).astype(np.int64)
        kept_children.append(target[first])
        kept_costs.append(price[first])
    kept_children.reverse()
    kept_costs.reverse()
    layer = np.cumsum([0, *map(len, kept_children)])
    numbered = [
        np.where(child == FORBIDDEN, FORBIDDEN, child + start)
        for child, start in zip(kept_children, layer[1:], strict=True)
    ]
    return Diagram(
        child=np.concatenate(numbered).astype(np.int32),
        cost=np.concatenate(kept_costs),
        layer=layer.astype(np.int32),
        roots=merged[roots].astype(np.int32),
    )
