"""Heat strips: hours of shortage merged into runs, each with its step of the scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from muster.ui.parts import HeatRow

STEPS = ((0, 0), (5, 1), (10, 2), (20, 3))
"""(upper bound in per cent, step); above the last bound is step 4."""
NARROW_HOURS = 3


@dataclass(frozen=True, slots=True)
class Run:
    """Equal neighbours drawn as one: hours it spans, how many are missing in each, its step."""

    span: int
    missing: int
    step: int
    first: int
    starts_now: bool
    url: str = ""

    @property
    def narrow(self) -> bool:
        """Too short to carry its number on a phone."""
        return self.span < NARROW_HOURS


def step_of(needed: int, present: int) -> int:
    """Return the step 0 to 4 of a shortage: none, < 5, 5-10, 10-20, > 20 per cent."""
    missing = max(needed - present, 0)
    if not needed or not missing:
        return 0
    share = 100 * missing / needed
    for bound, step in STEPS[1:]:
        if share < bound or (step == STEPS[-1][1] and share == bound):
            return step
    return len(STEPS)


def runs(row: HeatRow, *, now: int | None = None) -> list[Run]:
    """Merge equal neighbouring hours; the hour `now` (index) always starts a run of its own."""
    cells = [
        (max(needed - present, 0), step_of(needed, present), now is not None and hour >= now)
        for hour, (needed, present) in enumerate(row.hours)
    ]
    merged: list[Run] = []
    first = 0
    for (missing, step, _), group in groupby(cells):
        span = len(list(group))
        url = row.gaps(first) if row.gaps and missing else ""
        merged.append(Run(span, missing, step, first, first == now, url))
        first += span
    return merged


def hours_from(start: int, length: int) -> Sequence[int]:
    """Return the hours of the day from `start`, for the axis."""
    return [(start + step) % 24 for step in range(length)]
