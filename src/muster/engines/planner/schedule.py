"""How much work each stage gets: counted out beforehand, or as the clock allows.

Work is counted in moves of the rosters' search. What a plan is depends on the moves spent and on
nothing else: first rosters everywhere, then the communities that fall short, then all of them.
`Timed` decides by the clock how far along that way to go, each time before a stage begins.
`Counted` goes as far as it is told, so that the effort a timed plan records leads to the same plan.
"""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from muster.engines.planner.roster.solve import UNIT

FIRST = 0.4
"""Units a community of first rosters at most.

What they and one unit for each community still short cost together is least here: on Heping and a
twentieth of Cangzhou (two seeds each) 0.1 units leave 58 to 76 of a hundred communities short and
cost 0.7 to 0.9 units a community in all, 0.2 leave 25 to 41 (0.45 to 0.61), 0.4 leave 9 to 19 (0.49
to 0.59), 0.8 leave 7 to 12 (0.9), for final rosters of the same cost within 4 %.
"""
LEAST_EFFORT = 0.01
"""Units a community: less is no work."""
_LEVELS = ((2.0, 3), (10.0, 12), (math.inf, 60))
"""Below so much effort, the assignment is searched with so many thousand moves a community."""
TO_ASSIGN, TO_IMPROVE = 0.2, 0.9
"""When assigning and rostering must end, as a share of the seconds; then posts are given out.

Posts took 0.4 to 0.5 of ten seconds on Heping, with other programs on both cores.
"""
_STRETCH = 1.5  # of what is affordable: its measure is on the safe side
_STEP = 100  # efforts that a clock picks are whole hundredths, where nothing was cut off


def assign_effort(effort: float) -> int:
    """Return how many thousand moves a community the assignment gets at an effort."""
    return next(moves for below, moves in _LEVELS if effort < below)


@dataclass
class Spent:
    """Moves spent so far, in `sites` communities."""

    sites: int = 0
    moves: int = 0

    @property
    def effort(self) -> float:
        """The same in units a community."""
        return self.moves / (max(self.sites, 1) * UNIT)

    def of(self, effort: float) -> int:
        """Return the moves of an effort in all communities."""
        return round(effort * self.sites * UNIT)


class Schedule(Protocol):
    """Says before each stage how much of it there is to be; `pace` is in moves a second."""

    spent: Spent
    pace: float

    @property
    def recorded(self) -> float:
        """The effort that leads to the same plan."""
        ...

    def left(self, share: float) -> float:
        """Return the seconds left until a share of all has passed."""
        ...

    def assign(self, affordable: int) -> int:
        """Return the effort of the assignment, where so much can be afforded in time."""
        ...

    def first(self) -> float:
        """Return the units of first rosters."""
        ...

    def owes(self) -> bool:
        """Is less spent than has to be, whatever the clock says?"""
        ...

    def tasks(self, moves: int, count: int) -> int:
        """Return how many of `count` tasks of so many moves there are to be."""
        ...

    def rest(self, most: int, open_share: float) -> int:
        """Return the moves of a round over all rosters, of which only a share has to be done."""
        ...


@dataclass
class Counted:
    """An effort given in units a community."""

    effort: float
    spent: Spent = field(default_factory=Spent)
    pace: float = 0.0

    @property
    def recorded(self) -> float:
        """The effort told."""
        return self.effort

    def left(self, share: float) -> float:
        """No clock is looked at."""
        del share
        return math.inf

    def assign(self, affordable: int) -> int:
        """The level of the effort."""
        del affordable
        return assign_effort(self.effort)

    def first(self) -> float:
        """All there is, up to `FIRST`."""
        return min(self.effort, FIRST)

    def owes(self) -> bool:
        """No clock is looked at."""
        return False

    def tasks(self, moves: int, count: int) -> int:
        """As many as are left to be spent."""
        return min(count, max(self.spent.of(self.effort) - self.spent.moves, 0) // moves)

    def rest(self, most: int, open_share: float) -> int:
        """Whatever is left."""
        del open_share
        return min(max(self.spent.of(self.effort) - self.spent.moves, 0), most)


@dataclass
class Timed:
    """Seconds of wall time from `begun` (monotonic); the moves a second are measured on the way."""

    seconds: float
    begun: float
    spent: Spent = field(default_factory=Spent)
    least: float = 0.0
    most: float = math.inf
    pace: float = 0.0

    @property
    def recorded(self) -> float:
        """The effort spent; what lacks to its level was left out, as it could change nothing."""
        return max(self.spent.effort, self.least)

    def left(self, share: float) -> float:
        """Seconds left until a share of all has passed."""
        return max(share * self.seconds - (time.monotonic() - self.begun), 0.0)

    def assign(self, affordable: int) -> int:
        """The highest level that is affordable; the effort has to stay within it from now on."""
        least = 0.0
        for below, moves in _LEVELS:
            if moves <= _STRETCH * affordable or not least:
                level, self.least, self.most = moves, least, below
            least = below
        return level

    def first(self) -> float:
        """`FIRST`, whatever the clock says: a plan is of everybody."""
        return FIRST

    def owes(self) -> bool:
        """So it is below the level that the assignment was searched with."""
        return self.spent.moves < self.spent.of(self.least)

    def tasks(self, moves: int, count: int) -> int:
        """As many as are in time and within the level; and all it takes to reach it."""
        wanted = self.left(TO_IMPROVE) * self.pace / moves
        wanted = max(wanted, math.ceil((self.spent.of(self.least) - self.spent.moves) / moves))
        if math.isfinite(self.most):
            room = self.spent.of(self._below(self.most)) - self.spent.moves
            wanted = min(wanted, room / moves)
        return max(int(min(wanted, count)), 0)

    def rest(self, most: int, open_share: float) -> int:
        """A whole round where it is in time and within the level, else up to a round effort."""
        moves = self.left(TO_IMPROVE) * self.pace / max(open_share, 1e-3)
        limit = self._below(self.most)
        effort = (self.spent.moves + min(moves, most)) / (max(self.spent.sites, 1) * UNIT)
        if moves >= most and effort <= limit:
            return most
        effort = min(max(math.floor(effort * _STEP) / _STEP, self.least), limit)
        return min(max(self.spent.of(effort) - self.spent.moves, 0), most)

    def _below(self, effort: float) -> float:
        return effort - 1 / _STEP


def shares(moves: int, sizes: Sequence[float]) -> list[int]:
    """Share moves out in proportion to sizes, in whole numbers that sum to `moves`."""
    total = sum(sizes)
    if not total:
        return [0] * len(sizes)
    ends, passed = [0], 0.0
    for size in sizes:
        passed += size
        ends.append(round(moves * passed / total))
    return [end - begin for begin, end in pairwise(ends)]
