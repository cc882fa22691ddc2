"""What every step of drawing an instance needs."""

from typing import NamedTuple

import numpy as np

from muster.engines.planner.cases import Case
from muster.engines.planner.cases.shifts import Pattern


class Draw(NamedTuple):
    """A case in a shift pattern, over so many days, and where chance comes from."""

    case: Case
    pattern: Pattern
    days: int
    rng: np.random.Generator

    def weekday(self, day: int) -> int:
        """0 = Monday."""
        return (self.case.start.weekday() + day) % 7
