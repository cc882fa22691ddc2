"""When shifts really begin and end, clock changes included."""

import datetime as dt
import zoneinfo

from muster.engines.planner.model import Horizon, Shift

MINUTES_A_DAY = 24 * 60


def minute_of(clock: str) -> int:
    """Minutes since midnight of an `HH:MM`."""
    return int(clock[:2]) * 60 + int(clock[3:])


def span(horizon: Horizon, shift: Shift, day: int) -> tuple[int, int]:
    """Real begin and end, in minutes, of `shift` on `day`; only differences of them mean anything.

    The end includes `handover_minutes`. With a time zone an hour that a clock change repeats is
    the first of the two, and one that it skips counts on from the time before.
    """
    start, end = minute_of(shift.start), minute_of(shift.end)
    last_day = day if end > start else day + 1
    begin = _instant(horizon, day, start)
    return begin, _instant(horizon, last_day, end) + shift.handover_minutes


def _instant(horizon: Horizon, day: int, minute: int) -> int:
    if horizon.timezone is None:
        return day * MINUTES_A_DAY + minute
    midnight = dt.datetime.combine(horizon.start_date, dt.time()) + dt.timedelta(days=day)
    local = midnight + dt.timedelta(minutes=minute)
    return int(local.replace(tzinfo=zoneinfo.ZoneInfo(horizon.timezone)).timestamp()) // 60
