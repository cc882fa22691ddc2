"""How much somebody has worked, and which rule of rest one more shift would bend.

Pure reckoning over spans: who reads them from the database is `queries.worked`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)


class Rule(StrEnum):
    """A rule that one more shift may bend."""

    REST = "rest"
    MUST_REST = "must_rest"
    HOURS = "hours"
    NIGHTS = "nights"
    DAYS = "days"
    NO_NIGHTS = "no_nights"
    SHIFT_HOURS = "shift_hours"
    WEEK_HOURS = "week_hours"
    BODY = "body"
    SKILL = "skill"
    NIGHT_AGE = "night_age"


@dataclass(frozen=True, slots=True)
class FatigueRules:
    """Rules of rest, counted over hours as they were worked.

    After a stretch of `long_stretch_hours`, or once a limit of the week is reached, rest of
    `long_rest_hours` is compulsory. Each day worked beyond `days_a_week` in a calendar week earns a
    day of compensation.
    """

    min_rest_hours: int = 11
    max_hours_week: int = 60
    max_nights_run: int = 3
    max_days_run: int = 6
    long_stretch_hours: int = 12
    long_rest_hours: int = 24
    days_a_week: int = 5
    night_age_limit: int = 55


STANDARD = FatigueRules()


@dataclass(frozen=True, slots=True)
class Span:
    """A time on duty: worked, or still planned. `day` is the day of the roster it belongs to."""

    starts_at: datetime
    ends_at: datetime
    day: date
    night: bool = False
    post_id: UUID | None = None
    worked: bool = True

    @property
    def hours(self) -> float:
        """How long it lasts."""
        return (self.ends_at - self.starts_at) / HOUR


@dataclass(frozen=True, slots=True)
class Bend:
    """A rule that would be bent: by what, and what the rule allows."""

    rule: Rule
    amount: int = 0
    limit: int = 0
    until: datetime | None = None
    what: str = ""

    def words(self, clock_of: str = "") -> str:
        """Say it in the reader's language; `clock_of` is `until` as the place writes it."""
        facts = {"n": self.amount, "limit": self.limit, "until": clock_of, "what": self.what}
        return _SAID[self.rule](self) % facts


_SAID: Mapping[Rule, Callable[[Bend], str]] = {
    Rule.REST: lambda bend: ngettext(
        "%(n)s hour of rest instead of %(limit)s",
        "%(n)s hours of rest instead of %(limit)s",
        bend.amount,
    ),
    Rule.MUST_REST: lambda _bend: _("must rest until %(until)s"),
    Rule.HOURS: lambda _bend: _("%(n)s hours in seven days; at most %(limit)s"),
    Rule.NIGHTS: lambda _bend: _("%(n)s nights in a row; at most %(limit)s"),
    Rule.DAYS: lambda _bend: _("%(n)s days in a row; at most %(limit)s"),
    Rule.NO_NIGHTS: lambda _bend: _("no nights"),
    Rule.SHIFT_HOURS: lambda _bend: _("%(n)s hours a day; at most %(limit)s"),
    Rule.WEEK_HOURS: lambda _bend: _("%(n)s hours a week; at most %(limit)s"),
    Rule.BODY: lambda _bend: _("this post asks for %(what)s"),
    Rule.SKILL: lambda _bend: _("lacks: %(what)s"),
    Rule.NIGHT_AGE: lambda _bend: _("nights above the age of %(limit)s only by own wish"),
}


@dataclass(frozen=True, slots=True)
class Load:
    """What somebody has worked up to a moment.

    `hours` and `nights` are of the seven days before; the runs end with the last day worked, and
    are 0 where that lies further back than yesterday. `must_rest_until` is set while it lasts.
    """

    hours: float
    nights: int
    days_run: int
    nights_run: int
    last_ended: datetime | None
    must_rest_until: datetime | None

    def rested_hours(self, at: datetime) -> int | None:
        """Whole hours since the last work; None where there was none."""
        return None if self.last_ended is None else max(0, int((at - self.last_ended) / HOUR))


def load_of(
    spans: Iterable[Span], at: datetime, today: date, rules: FatigueRules = STANDARD
) -> Load:
    """Return the load of what was worked before `at`; `today` is the day at the place."""
    done = sorted(
        (span for span in spans if span.worked and span.starts_at < at),
        key=lambda span: span.starts_at,
    )
    last = max((min(span.ends_at, at) for span in done), default=None)
    week = [(max(span.starts_at, at - WEEK), min(span.ends_at, at), span) for span in done]
    inside = [(begins, ends, span) for begins, ends, span in week if ends > begins]
    hours = sum((ends - begins) / HOUR for begins, ends, _span in inside)
    load = Load(
        hours=hours,
        nights=len({span.day for _begins, _ends, span in inside if span.night}),
        days_run=_run({span.day for span in done}, today),
        nights_run=_run({span.day for span in done if span.night}, today),
        last_ended=last,
        must_rest_until=None,
    )
    until = _compulsory(load, done, rules)
    if until is None or until <= at:
        return load
    return Load(load.hours, load.nights, load.days_run, load.nights_run, last, until)


def bends_of(
    spans: Sequence[Span], shift: Span, today: date, rules: FatigueRules = STANDARD
) -> list[Bend]:
    """Return the rules of rest that working `shift` would bend, given what is worked and planned.

    `spans` hold what was worked and what is planned besides.
    """
    found = []
    before = [span for span in spans if span.ends_at <= shift.starts_at]
    after = [span for span in spans if span.starts_at >= shift.ends_at]
    rests = [
        shift.starts_at - max((span.ends_at for span in before), default=shift.starts_at - WEEK)
    ]
    rests.append(
        min((span.starts_at for span in after), default=shift.ends_at + WEEK) - shift.ends_at
    )
    if (rest := min(rests)) < rules.min_rest_hours * HOUR:
        found.append(Bend(Rule.REST, int(rest / HOUR), rules.min_rest_hours))
    load = load_of(spans, shift.starts_at, today, rules)
    if load.must_rest_until is not None and load.must_rest_until > shift.starts_at:
        found.append(Bend(Rule.MUST_REST, until=load.must_rest_until))
    since = shift.ends_at - WEEK
    hours = shift.hours + sum(
        max(0.0, (min(span.ends_at, shift.ends_at) - max(span.starts_at, since)) / HOUR)
        for span in spans
    )
    if hours > rules.max_hours_week:
        found.append(Bend(Rule.HOURS, round(hours), rules.max_hours_week))
    days = _run_through({span.day for span in spans} | {shift.day}, shift.day)
    if days > rules.max_days_run:
        found.append(Bend(Rule.DAYS, days, rules.max_days_run))
    if shift.night:
        nights = _run_through({s.day for s in spans if s.night} | {shift.day}, shift.day)
        if nights > rules.max_nights_run:
            found.append(Bend(Rule.NIGHTS, nights, rules.max_nights_run))
    return found


def compensation_days(spans: Iterable[Span], rules: FatigueRules = STANDARD) -> int:
    """Return how many days of compensation were earned: days beyond the usual of each week."""
    weeks: dict[tuple[int, int], set[date]] = {}
    for span in spans:
        if span.worked:
            year, week, _weekday = span.day.isocalendar()
            weeks.setdefault((year, week), set()).add(span.day)
    return sum(max(0, len(days) - rules.days_a_week) for days in weeks.values())


def _compulsory(load: Load, done: Sequence[Span], rules: FatigueRules) -> datetime | None:
    """Return until when rest is compulsory after the last work; None where it is not."""
    if load.last_ended is None:
        return None
    heavy = (
        _stretch(done) >= rules.long_stretch_hours * HOUR
        or load.hours >= rules.max_hours_week
        or load.nights_run >= rules.max_nights_run
        or load.days_run >= rules.max_days_run
    )
    return load.last_ended + rules.long_rest_hours * HOUR if heavy else None


def _stretch(done: Sequence[Span]) -> timedelta:
    """Return how long the last stretch of work was; breaks below an hour do not end it."""
    begins = ends = None
    for span in reversed(done):
        if ends is None:
            begins, ends = span.starts_at, span.ends_at
        elif begins is not None and begins - span.ends_at < HOUR:
            begins = min(begins, span.starts_at)
        else:
            break
    return ends - begins if begins is not None and ends is not None else timedelta(0)


def _run(days: set[date], today: date) -> int:
    """Return how many days in a row end today or yesterday."""
    end = today if today in days else today - timedelta(days=1)
    count = 0
    while end - timedelta(days=count) in days:
        count += 1
    return count


def _run_through(days: set[date], day: date) -> int:
    """Return how many days in a row hold this one."""
    count = 1
    while day - timedelta(days=count) in days:
        count += 1
    ahead = 1
    while day + timedelta(days=ahead) in days:
        ahead += 1
    return count + ahead - 1
