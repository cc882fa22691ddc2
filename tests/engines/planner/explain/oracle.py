"""The slow, obvious answer: every roster of a tiny community, and the rules that each breaks.

Works on plain numbers and shares nothing with the engine but the weights.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

OFF, DAY, NIGHT = 0, 1, 2
BEGIN = {DAY: 6, NIGHT: 22}
END = {DAY: 14, NIGHT: 30}


@dataclass
class Case:
    """Everybody has the same limits; `excluded` and `leave` hold (person, shift), (person, day)."""

    people: int
    days: int
    wanted: dict[tuple[int, int], int]
    max_nights: int
    max_shifts: int
    consecutive_days: int
    rest: int
    excluded: set[tuple[int, int]] = field(default_factory=set)
    leave: set[tuple[int, int]] = field(default_factory=set)


def broken_by_covering(case: Case) -> Iterator[dict[str, int]]:
    """Yield, for every roster that covers all demand, how often it breaks each family."""
    rows = list(itertools.product((OFF, DAY, NIGHT), repeat=case.days))
    costs = [[_broken(case, person, row) for row in rows] for person in range(case.people)]
    for chosen in itertools.product(range(len(rows)), repeat=case.people):
        covered = all(
            sum(rows[number][day] == shift for number in chosen) >= count
            for (day, shift), count in case.wanted.items()
        )
        if covered:
            total: dict[str, int] = {}
            for person, number in enumerate(chosen):
                for family, amount in costs[person][number].items():
                    total[family] = total.get(family, 0) + amount
            yield {family: amount for family, amount in total.items() if amount}


def _broken(case: Case, person: int, row: tuple[int, ...]) -> dict[str, int]:
    nights = sum(shift == NIGHT for shift in row)
    worked = sum(shift != OFF for shift in row)
    run = over = 0
    for shift in row:
        run = run + 1 if shift != OFF else 0
        over += run > case.consecutive_days
    short_rests, end = 0, None
    for day, shift in enumerate(row):
        if shift == OFF:
            continue
        if end is not None and 24 * day + BEGIN[shift] - end < case.rest:
            short_rests += 1
        end = 24 * day + END[shift]
    return {
        "max_nights": max(nights - case.max_nights, 0),
        "max_shifts": max(worked - case.max_shifts, 0),
        "consecutive_days": over,
        "rest": short_rests,
        "excluded_shifts": sum((person, shift) in case.excluded for shift in row if shift),
        "leave": sum((person, day) in case.leave for day, shift in enumerate(row) if shift),
    }
