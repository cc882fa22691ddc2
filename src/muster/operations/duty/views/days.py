"""How pages of the roster say days, hours and what is left until a shift."""

from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import dateformat
from django.utils.http import urlencode
from django.utils.translation import ngettext, pgettext

MINUTES = 60
HOURS_A_DAY = 24


def say_day(day: date, today: date) -> str:
    """Say a day: today, tomorrow, or the date."""
    if day == today:
        return pgettext("day", "Today")
    if day == today + timedelta(days=1):
        return pgettext("day", "Tomorrow")
    return say_date(day)


def say_date(day: date) -> str:
    """Say the day and the month."""
    return dateformat.format(day, pgettext("date", "j M"))


def say_weekday(day: date) -> str:
    """Say the day of the week in short."""
    return dateformat.format(day, "D")


def say_left(until: datetime, now: datetime) -> str:
    """Say how long it is until a moment: minutes, hours, then days."""
    minutes = max(0, -int((now - until).total_seconds() // MINUTES))
    if minutes < MINUTES:
        return ngettext("in %(n)s minute", "in %(n)s minutes", minutes) % {"n": minutes}
    hours = minutes // MINUTES
    if hours < HOURS_A_DAY:
        return ngettext("in %(n)s hour", "in %(n)s hours", hours) % {"n": hours}
    days = hours // HOURS_A_DAY
    return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}


def day_of(text: str) -> date | None:
    """Return the day an address names, or None where it names none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def names(people: tuple[str, ...]) -> str:
    """Say names one after another."""
    return pgettext("between names", ", ").join(people) or pgettext("crew", "nobody")


def check_in_url(code: str) -> str:
    """Return the page that checks in with a code."""
    return f"{reverse('duty:check_in')}?{urlencode({'code': code})}"
