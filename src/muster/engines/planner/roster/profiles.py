"""Whose rules are the same: people by limits and rest, and the horizon as each rule sees it."""

import numpy as np

from muster.engines.planner.clock import span
from muster.engines.planner.model import Instance, limits_of
from muster.engines.planner.roster.diagram import Calendar, Limits, Past, Prices

_HOUR = 60
_SATURDAY = 5

Key = tuple[Limits, float]
"""A profile: limits, and hours of rest."""


def profiles_of(
    instance: Instance, shift_index: dict[str, int]
) -> tuple[dict[Key, list[int]], list[Past], dict[Key, float]]:
    """Group people by limits and rest; also return each one's past, and each group's rest."""
    profiles: dict[Key, list[int]] = {}
    pasts = []
    for i, person in enumerate(instance.people):
        found = limits_of(instance.rules, person)
        hours = found["max_hours"]
        limits = Limits(
            consecutive_days=_whole(found["max_consecutive_days"]),
            consecutive_nights=_whole(found["max_consecutive_nights"]),
            nights=_whole(found["max_nights"]),
            shifts=_whole(found["max_shifts"]),
            minutes=None if hours is None else int(hours * _HOUR + 1e-6),
        )
        profiles.setdefault((limits, found["min_rest_hours"] or 0.0), []).append(i)
        history = person.history
        pasts.append(
            Past(
                -1 if history.last_shift is None else shift_index[history.last_shift],
                history.consecutive_days,
                history.consecutive_nights,
            )
        )
    return profiles, pasts, {key: key[1] for key in profiles}


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def prices_of(instance: Instance) -> Prices:
    """Return the weights of the personal terms."""
    weights = instance.weights
    return Prices(
        night=weights.night,
        weekend=weights.weekend,
        overtime=weights.overtime,
        target_shifts=weights.target_shifts,
        isolated_on=weights.isolated_on,
        isolated_off=weights.isolated_off,
    )


def calendar_of(instance: Instance, rest_hours: float) -> Calendar:
    """Return the horizon as this rest rule sees it."""
    horizon, shifts = instance.horizon, instance.shifts
    days, rest = horizon.days, rest_hours * _HOUR
    spans = np.array(
        [[span(horizon, shift, day) for shift in shifts] for day in range(-1, days)], dtype=np.int64
    ).reshape(days + 1, len(shifts), 2)
    longest = int((spans[:, :, 1] - spans[:, :, 0]).max()) + rest
    gaps = min(int(longest // (24 * _HOUR)) + 2, days + 1)
    rested = np.ones((days + 1, gaps, len(shifts), len(shifts)), dtype=np.bool_)
    for row in range(days):
        for gap in range(min(gaps, days - row)):
            begins = spans[row + gap + 1, :, 0]  # day row + gap
            ends = spans[row, :, 1]  # day row - 1
            rested[row, gap] = begins[None, :] - ends[:, None] >= rest - 1e-6
    weekend = np.array([horizon.weekday(day) >= _SATURDAY for day in range(days)], dtype=np.bool_)
    return Calendar(
        night=np.array([shift.night for shift in shifts], dtype=np.bool_),
        weekend=weekend,
        minutes=spans[1:, :, 1] - spans[1:, :, 0],
        rested=rested,
    )
