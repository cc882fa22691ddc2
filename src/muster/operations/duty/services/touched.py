"""Telling those whose shifts a change touches, one message each, and nobody else."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.formats import date_format

from muster.kernel import clock
from muster.kernel.tenants import tenant_of
from muster.operations.duty import change_words
from muster.operations.duty.models import Assignment
from muster.operations.duty.queries.where import spots_of
from muster.operations.duty.services.telling import note, recipients_of, send
from muster.platform.notify.enums import Urgency

SOON = timedelta(hours=24)
OWN_SHIFTS = "/shifts/"


def tell_touched(
    tenant_id: UUID, cancelled: Sequence[Assignment], made: Sequence[Assignment], *, by: str
) -> list[UUID]:
    """Tell each person whose shifts differ what is new; returns whom.

    However many there are, all of it is written at once.
    """
    off, new = _by_person(cancelled), _by_person(made)
    spots = spots_of(row.post for row in (*cancelled, *made))
    groups: dict[tuple[Any, ...], list[UUID]] = defaultdict(list)
    soon = clock.now() + SOON
    for person in sorted({*off, *new}):
        rows = [*new[person], *off[person]]
        urgent = any(row.starts_at < soon for row in rows)
        groups[*_message(off[person], new[person], spots), urgent].append(person)
    people = [person for some in groups.values() for person in some]
    recipients = recipients_of(tenant_id, people)
    send(
        tenant_id,
        [
            note(
                [recipients[one] for one in some],
                words,
                {"post": post, "when": when, "n": n, "by": by},
                OWN_SHIFTS,
                urgency=Urgency.URGENT if urgent else Urgency.NORMAL,
            )
            for (words, post, when, n, urgent), some in groups.items()
        ],
    )
    return people


def say_shift(row: Assignment) -> str:
    """Say day and hours of a shift as they are at the place."""
    zone = tenant_of(row.tenant_id).time_zone
    begins, ends = (clock.local(one, zone) for one in (row.starts_at, row.ends_at))
    return f"{date_format(row.day, 'm-d')} {begins:%H:%M}–{ends:%H:%M}"


def _by_person(rows: Sequence[Assignment]) -> dict[UUID, list[Assignment]]:
    found: dict[UUID, list[Assignment]] = defaultdict(list)
    for row in sorted(rows, key=lambda one: one.starts_at):
        found[row.responder_id].append(row)
    return found


def _message(
    off: Sequence[Assignment], new: Sequence[Assignment], spots: Mapping[UUID, str]
) -> tuple[Any, ...]:
    """Return words, post, hours and how many."""
    first = (new or off)[0]
    when = say_shift(first)
    if len(new) == 1 and len(off) <= 1:
        return change_words.NEW_SHIFT, spots[first.post_id], when, 1
    if not new and len(off) == 1:
        return change_words.SHIFT_OFF, spots[first.post_id], when, 1
    return change_words.SHIFTS_CHANGED, "", when, len(new) + len(off)
