"""The restricted master problem: one roster a person, and cover that may be missed at a price."""

import math
import time
from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt

from muster.engines.planner.covering import add_rosters, covering_program
from muster.engines.planner.nrp.problem import BIG, Floats, Ints, OutOfTime, Problem, personal

_OUT_OF_REACH = 1e6


class Pool:
    """Every roster met: `person` (n,), `cost` (n,), `labels` (n, t); none twice.

    `pivots` counts the simplex steps of every master over it: work that no clock measures.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.pivots = 0
        self._size = 0
        self._person = np.zeros(1024, dtype=np.int32)
        self._cost = np.zeros(1024)
        self._labels = np.zeros((1024, problem.days), dtype=np.int16)
        self._place: dict[bytes, int] = {}

    def __len__(self) -> int:
        return self._size

    @property
    def person(self) -> Ints:
        """Whose rosters they are (n,)."""
        return self._person[: self._size]

    @property
    def cost(self) -> Floats:
        """What each costs its person (n,)."""
        return self._cost[: self._size]

    def labels(self, rows: npt.NDArray[np.int64]) -> Ints:
        """Return the rosters (n, t) of rows."""
        return self._labels[rows].astype(np.int32)

    def add(self, person: Ints, labels: Ints) -> npt.NDArray[np.int64]:
        """Keep rosters; return the row of each, an old one where it is known."""
        cost = personal(self.problem, person, labels)
        short = labels.astype(np.int16)
        rows = np.empty(len(person), dtype=np.int64)
        for i in range(len(person)):
            key = int(person[i]).to_bytes(4, "little") + short[i].tobytes()
            row = self._place.get(key)
            if row is None:
                row = self._place[key] = self._append(int(person[i]), float(cost[i]), short[i])
            rows[i] = row
        return rows

    def _append(self, person: int, cost: float, labels: npt.NDArray[np.int16]) -> int:
        row = self._size
        if row == len(self._person):
            self._person = np.concatenate([self._person, np.zeros_like(self._person)])
            self._cost = np.concatenate([self._cost, np.zeros_like(self._cost)])
            self._labels = np.concatenate([self._labels, np.zeros_like(self._labels)])
        self._person[row], self._cost[row], self._labels[row] = person, cost, labels
        self._size += 1
        return row


@dataclass(frozen=True)
class Relaxation:
    """A solved master: its value, slot prices (t, s), the people's duals (n,), the columns' shares.

    `price` is what one person more in the slot is worth; `share` (columns,) belongs to `rows`.
    """

    value: float
    price: Floats
    duals: Floats
    share: Floats


class Master:
    """A master over some people, kept warm between rounds. `need` (t, s) is what they must cover.

    Slots that need nobody, or more than there are, cost the same for each who comes: they are no
    rows, but part of the columns' costs (`settled`, at `fixed_price`). `ends` is the monotonic time
    at which solutions are given up.
    """

    def __init__(self, pool: Pool, people: Ints, need: Ints, *, ends: float = math.inf) -> None:
        problem = pool.problem
        self.pool, self.people, self.need, self.ends = pool, people, need, ends
        self._row_of = np.full(problem.people, -1, dtype=np.int32)
        self._row_of[people] = np.arange(len(people), dtype=np.int32)
        able = (problem.base[people, :, 1:] < BIG / 2).sum(axis=0)
        self.settled = (need <= 0) | (need >= able)
        self.fixed_price = np.where(need <= 0, -problem.over, problem.under)
        self._slots = np.flatnonzero(~self.settled)
        self._slot_row = np.full(need.size, -1, dtype=np.int32)
        self._slot_row[self._slots] = np.arange(len(self._slots), dtype=np.int32)
        self._constant = float((self.fixed_price * need)[self.settled].sum())
        self.rows = np.zeros(0, dtype=np.int64)
        self.fixed = np.zeros(0, dtype=np.int64)
        self._in = set[int]()
        self.lp = self._begin()

    def _begin(self) -> highspy.Highs:
        problem = self.pool.problem
        self.first = 2 * len(self._slots) + len(self.people)
        return covering_program(
            self.need.ravel()[self._slots].astype(np.float64),
            problem.under.ravel()[self._slots],
            problem.over.ravel()[self._slots],
            len(self.people),
            _OUT_OF_REACH,
        )

    def add(self, rows: npt.NDArray[np.int64]) -> int:
        """Add rows of the pool that are not in yet; return how many were new."""
        fresh = np.array([row for row in dict.fromkeys(rows.tolist()) if row not in self._in])
        if not len(fresh):
            return 0
        fresh = fresh.astype(np.int64)
        self._in.update(fresh.tolist())
        self.rows = np.concatenate([self.rows, fresh])
        n, slots = len(fresh), len(self._slots)
        labels = self.pool.labels(fresh)
        column, day = np.nonzero(labels > 0)
        shift = labels[column, day] - 1
        closed = self.settled[day, shift]
        cost = self.pool.cost[fresh]
        np.subtract.at(cost, column[closed], self.fixed_price[day, shift][closed])
        slot = self._slot_row[day * self.need.shape[1] + shift][~closed]
        index = np.concatenate([slot, slots + self._row_of[self.pool.person[fresh]]])
        owner = np.concatenate([column[~closed], np.arange(n)])
        add_rosters(self.lp, cost, owner, index)
        return n

    def places(self, people: Ints) -> Ints:
        """Return where people (n,) of all stand among those of the master."""
        return self._row_of[people]

    def fix(self, places: npt.NDArray[np.int64]) -> None:
        """Give their owners these rosters, by their places in `rows`."""
        self.fixed = np.concatenate([self.fixed, places])
        self._bound(places, 1.0, 1.0)

    def release(self) -> None:
        """Take every roster that was fixed back."""
        self._bound(self.fixed, 0.0, highspy.kHighsInf)
        self.fixed = np.zeros(0, dtype=np.int64)

    def _bound(self, places: npt.NDArray[np.int64], lower: float, upper: float) -> None:
        n = len(places)
        at = (self.first + places).astype(np.int32)
        self.lp.changeColsBounds(n, at, np.full(n, lower), np.full(n, upper))

    def solve(self) -> Relaxation:
        """Solve the relaxation over the columns there are.

        Raises:
            OutOfTime: `ends` came first, or the simplex method stalled.

        """
        if math.isfinite(self.ends):
            left = max(self.ends - time.monotonic(), 0.0)
            self.lp.setOptionValue("time_limit", self.lp.getRunTime() + left)
        self.lp.run()
        self.pool.pivots += self.lp.getInfo().simplex_iteration_count
        if self.lp.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise OutOfTime
        solution = self.lp.getSolution()
        dual, slots = np.asarray(solution.row_dual), len(self._slots)
        price = self.fixed_price.copy()
        price.ravel()[self._slots] = dual[:slots]
        return Relaxation(
            self.lp.getObjectiveValue() + self._constant,
            price,
            dual[slots:],
            np.asarray(solution.col_value)[self.first :],
        )
