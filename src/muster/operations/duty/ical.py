"""A person's shifts as a calendar that phones and desks subscribe to (RFC 5545)."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from muster.operations.duty.contracts import MyShift

OCTETS = 75
"""Longest line before its end (RFC 5545, section 3.1)."""
PRODUCT = "-//Muster//Shifts//EN"
REFRESH = "PT1H"


def calendar(name: str, shifts: Iterable[MyShift], *, made_at: datetime) -> str:
    """Return the calendar as text: an event a shift, in UTC, so that no zone must be explained.

    The address is handed on easily, so an event names no other person.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escape(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
    ]
    for shift in shifts:
        lines += _event(shift, made_at)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in fold(line))


def escape(text: str) -> str:
    """Return a text as a value (section 3.3.11)."""
    for char, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n")):
        text = text.replace(char, written)
    return "".join("\\n" if char == "\n" else char for char in text if char == "\n" or char >= " ")


def fold(line: str) -> Iterator[str]:
    """Cut a line into parts of at most 75 octets, never inside a character; the next begin " "."""
    part = ""
    for char in line:
        if len((part + char).encode()) > OCTETS:
            yield part
            part = " "
        part += char
    yield part


def _event(shift: MyShift, made_at: datetime) -> list[str]:
    bring = _("Bring: %(things)s") % {"things": shift.what_to_bring} if shift.what_to_bring else ""
    facts = {
        "UID": f"{shift.assignment_id}@muster",
        "DTSTAMP": _stamp(made_at),
        "DTSTART": _stamp(shift.starts_at),
        "DTEND": _stamp(shift.ends_at),
        "SUMMARY": escape(f"{shift.label} · {shift.post}"),
        "LOCATION": escape(shift.place),
        "DESCRIPTION": escape("\n".join(text for text in (shift.contacts, bring) if text)),
    }
    written = [f"{name}:{value}" for name, value in facts.items() if value]
    return ["BEGIN:VEVENT", *written, "END:VEVENT"]


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
