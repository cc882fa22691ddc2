"""What does not add up in the lists of a call-up. Nothing is mended here: people close rows."""

from calendar import monthrange
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.operations.mobilise.enums import (
    LISTED,
    CallUpState,
    DifferenceKind,
    DifferenceState,
)
from muster.operations.mobilise.models import CallUp, Difference, Nomination, UnitAsk
from muster.registers.responders.queries import away_at, born_after

ADULT_AGE = 18


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that does not add up now. `people` is signed for totals: how many too many."""

    kind: DifferenceKind
    key: str
    people: int
    unit_id: UUID | None = None
    responder_id: UUID | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The sum as a sum: the parts, their total, the published total, and what explains the rest.

    `explained` counts the people of closed rows about single people, `open` those still to close.
    """

    parts: Mapping[str, int]
    declared: int | None
    rows: Sequence[Difference]

    @property
    def total(self) -> int:
        """Names on all lists, as they were sent in."""
        return sum(self.parts.values())

    @property
    def difference(self) -> int:
        """How many more names than published; 0 where nothing was published."""
        return self.total - self.declared if self.declared is not None else 0

    @property
    def explained(self) -> int:
        """People whose rows are closed."""
        return self._people(DifferenceState.CLOSED)

    @property
    def open(self) -> int:
        """People whose rows are still open."""
        return self._people(DifferenceState.OPEN)

    def _people(self, state: DifferenceState) -> int:
        return sum(
            abs(row.people)
            for row in self.rows
            if row.state == state and row.kind != DifferenceKind.TOTAL
        )


def reconciliation(*, actor: Actor, call_up: CallUp) -> Reconciliation:
    """Return the sum of a call-up and its differences, open ones first, largest first.

    Names taken off by closing a row still count in the parts, so that the sum stays as sent in.
    """
    rows = differences(actor=actor, call_up_id=call_up.id)
    names: Any = Nomination.objects.visible_to(actor).filter(call_up_id=call_up.id)
    parts = dict(
        names.filter(state__in=LISTED)
        .order_by()
        .values_list("level")
        .annotate(n=Count("id"))
        .order_by("level")
    )
    taken = [one for row in rows if row.state == DifferenceState.CLOSED for one in row.taken]
    for level in names.filter(id__in=taken).values_list("level", flat=True):
        parts[level] = parts.get(level, 0) + 1
    return Reconciliation(parts, call_up.declared_total, rows)


def differences(*, actor: Actor, call_up_id: UUID) -> list[Difference]:
    """Return the differences that are there or were closed, with people and units."""
    rows: Any = Difference.objects.visible_to(actor).filter(call_up_id=call_up_id)
    live = rows.exclude(state=DifferenceState.GONE)
    found = live.select_related("unit", "responder", "kept__unit").order_by("found_at", "id")
    return sorted(found, key=lambda row: (row.state != DifferenceState.OPEN, -abs(row.people)))


def difference(*, actor: Actor, difference_id: UUID) -> Difference:
    """Return one difference.

    Raises:
        NotFound: there is none the actor may see.
    """
    found: Difference = Difference.objects.get_visible(actor, difference_id)
    return found


def found_differences(
    *,
    actor: Actor,
    call_up: CallUp,
    people: Collection[UUID] | None = None,
    units: Collection[UUID] | None = None,
) -> list[Found]:
    """Return what does not add up in the lists as they are now.

    With `people` and `units` only what concerns these is looked at, and the total: enough after a
    change to one list, whatever the number of lists.
    """
    rows: Any = Nomination.objects.of_tenant(actor.tenant_id).filter(
        call_up_id=call_up.id, state__in=LISTED
    )
    some = rows if people is None else rows.filter(responder_id__in=people)
    names = list(some.order_by("named_at", "id"))
    sums = rows.aggregate(listed=Count("id"), people=Count("responder_id", distinct=True))
    return [
        *_named_twice(names),
        *_counts(call_up, rows, units),
        *_people(actor, call_up, names),
        *_total(call_up, sums["listed"], sums["listed"] - sums["people"]),
    ]


def _named_twice(names: Sequence[Nomination]) -> Iterator[Found]:
    lists: dict[UUID, list[Nomination]] = {}
    for one in names:
        lists.setdefault(one.responder_id, []).append(one)
    for person, rows in lists.items():
        if len(rows) > 1:
            facts = {"names": [str(row.id) for row in rows]}
            key = f"{DifferenceKind.NAMED_TWICE}:{person}"
            yield Found(DifferenceKind.NAMED_TWICE, key, len(rows) - 1, None, person, facts)


def _counts(call_up: CallUp, rows: Any, units: Collection[UUID] | None) -> Iterator[Found]:
    """Yield the units whose own figure is not the length of the list they sent.

    A name that somebody took off by closing a row was on the list as it was sent.
    """
    asks: Any = UnitAsk.objects.filter(
        tenant_id=call_up.tenant_id, call_up_id=call_up.id, stated__isnull=False
    )
    asks = asks if units is None else asks.filter(unit_id__in=units)
    stated_by = dict(asks.values_list("unit_id", "stated"))
    counted = rows.filter(unit_id__in=stated_by).order_by().values_list("unit_id")
    lengths = Counter(dict(counted.annotate(n=Count("id"))))
    lengths.update(one for one in _taken_of(call_up) if one in stated_by)
    for unit, listed in lengths.items():
        stated = stated_by[unit]
        if stated != listed:
            facts = {"stated": stated, "listed": listed}
            key = f"{DifferenceKind.COUNT}:{unit}:{stated}"
            yield Found(DifferenceKind.COUNT, key, stated - listed, unit, None, facts)


def _taken_of(call_up: CallUp) -> list[UUID]:
    """Return the unit of each name that was taken off by closing a row."""
    rows: Any = Difference.objects.filter(
        tenant_id=call_up.tenant_id, call_up_id=call_up.id, state=DifferenceState.CLOSED
    )
    ids = [one for taken in rows.values_list("taken", flat=True) for one in taken]
    names: Any = Nomination.objects.filter(tenant_id=call_up.tenant_id, id__in=ids)
    return list(names.values_list("unit_id", flat=True)) if ids else []


def _people(actor: Actor, call_up: CallUp, names: Sequence[Nomination]) -> Iterator[Found]:
    """Yield people who are under age, reported absent, or on the list of another open call-up."""
    day = clock.local(call_up.assembly_at).date()
    units = {one.responder_id: one.unit_id for one in names}
    elsewhere = elsewhere_called(call_up, units)
    found = (
        (DifferenceKind.UNDER_AGE, born_after(actor=actor, ids=units, day=born_since(day))),
        (DifferenceKind.AWAY, away_at(actor=actor, ids=units, moment=call_up.assembly_at)),
        (DifferenceKind.DEPLOYED, elsewhere.keys()),
    )
    for kind, people in found:
        for person in people:
            facts = {"call_up": elsewhere[person]} if kind == DifferenceKind.DEPLOYED else {}
            yield Found(kind, f"{kind}:{person}", 1, units[person], person, facts)


def born_since(day: date) -> date:
    """Return the day on which those who come of age on `day` were born; later is under age."""
    last = monthrange(day.year - ADULT_AGE, day.month)[1]
    return date(day.year - ADULT_AGE, day.month, min(day.day, last))


def elsewhere_called(call_up: CallUp, people: Collection[UUID]) -> dict[UUID, int]:
    """Return who of these stands on the list of another open call-up, with its number."""
    others: Any = Nomination.objects.filter(
        tenant_id=call_up.tenant_id, state__in=LISTED, call_up__state=CallUpState.SENT
    ).exclude(call_up_id=call_up.id)
    rows = others.values_list("responder_id", "call_up__number")
    return {person: number for person, number in rows if person in people}


def _total(call_up: CallUp, listed: int, twice: int) -> Iterator[Found]:
    """Yield what is left of the difference to the published total once repeats are taken out."""
    declared = call_up.declared_total
    if declared is None:
        return
    left = listed - twice - declared
    if left:
        facts = {"declared": declared, "listed": listed, "twice": twice}
        key = f"{DifferenceKind.TOTAL}:{declared}:{left}"
        yield Found(DifferenceKind.TOTAL, key, left, None, None, facts)
