"""Time: one clock that tests can stop and a drill can shift.

`now` is operational time: in a drill it runs from the drill's own date. `real_now` is the wall
clock and serves everything a drill must not bend: sessions, tokens, lockouts, leases, jobs. Pages
show operational time; a moment of the wall clock says so where the two differ (`ui.marks.wall`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

_frozen: ContextVar[datetime | None] = ContextVar("muster_clock_frozen", default=None)
_offset: ContextVar[timedelta] = ContextVar("muster_clock_offset", default=timedelta(0))


def real_now() -> datetime:
    """Return the wall clock, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def now() -> datetime:
    """Return operational time, aware, in UTC; shifted while a drill is in force."""
    return real_now() + _offset.get()


def shifted() -> bool:
    """True while a drill is in force, so that operational time is not the wall clock's."""
    return _offset.get() != timedelta(0)


def local(moment: datetime, tz: str | None = None) -> datetime:
    """Return `moment` in the time zone of the place (IANA name; the installation's by default)."""
    return moment.astimezone(ZoneInfo(tz or settings.TIME_ZONE))


def today(tz: str | None = None) -> date:
    """Return the operational date at the place."""
    return local(now(), tz).date()


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Stop the clock at `at` (aware) inside the block."""
    if at.tzinfo is None:
        raise ValueError("A frozen clock needs an aware datetime")
    token = _frozen.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)


@contextmanager
def drill(offset: timedelta | None) -> Iterator[None]:
    """Shift operational time by `offset` inside the block; None leaves it real."""
    token = _offset.set(offset or timedelta(0))
    try:
        yield
    finally:
        _offset.reset(token)
