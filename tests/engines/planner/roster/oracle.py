"""The rules of one person's roster said plainly, for tiny horizons; shares nothing with the engine.

A roster is a tuple of labels: 0 for a day off, s + 1 for shift s.
"""

from dataclasses import dataclass
from itertools import pairwise, product

DAY = 24 * 60


@dataclass(frozen=True)
class Shift:
    start: int  # minutes after midnight
    length: int
    night: bool = False


@dataclass(frozen=True)
class Rules:
    rest: int = 0  # minutes
    days: int | None = None
    nights_in_a_row: int | None = None
    nights: int | None = None
    shifts: int | None = None
    minutes: int | None = None


@dataclass(frozen=True)
class Past:
    last: int = -1
    days: int = 0
    nights: int = 0


@dataclass(frozen=True)
class Weights:
    night: float = 0
    weekend: float = 0
    overtime: float = 0
    target: int = 0
    on: float = 0
    off: float = 0


def legal(roster, shifts, rules, past):
    spans = []
    if past.last >= 0:
        shift = shifts[past.last]
        spans.append((-DAY + shift.start, -DAY + shift.start + shift.length))
    for day, label in enumerate(roster):
        if label:
            shift = shifts[label - 1]
            spans.append((day * DAY + shift.start, day * DAY + shift.start + shift.length))
    for (_, end), (start, _) in pairwise(spans):
        if start - end < rules.rest:
            return False
    worked = [label > 0 for label in roster]
    night = [label > 0 and shifts[label - 1].night for label in roster]
    if not run_within(worked, past.days, rules.days):
        return False
    if not run_within(night, past.nights, rules.nights_in_a_row):
        return False
    counts = (
        (sum(night), rules.nights),
        (sum(worked), rules.shifts),
        (sum(shifts[label - 1].length for label in roster if label), rules.minutes),
    )
    return all(limit is None or count <= limit for count, limit in counts)


def run_within(flags, before, limit):
    if limit is None:
        return True
    run = before
    for flag in flags:
        run = run + 1 if flag else 0
        if flag and run > limit:
            return False
    return True


def cost(roster, shifts, weights, past, weekend):
    night = sum(1 for label in roster if label and shifts[label - 1].night)
    at_weekend = sum(1 for day, label in enumerate(roster) if label and weekend[day])
    extra = max(sum(1 for label in roster if label) - weights.target, 0)
    total = weights.night * night * (night - 1) / 2
    total += weights.weekend * at_weekend * (at_weekend - 1) / 2
    total += weights.overtime * extra * (extra + 1) / 2
    worked = [past.last >= 0, *(label > 0 for label in roster)]
    for i in range(1, len(worked) - 1):
        before, today, after = worked[i - 1 : i + 2]
        total += weights.on * (today and not before and not after)
        total += weights.off * (before and after and not today)
    return total


def rosters(days, shifts):
    return product(range(len(shifts) + 1), repeat=days)
