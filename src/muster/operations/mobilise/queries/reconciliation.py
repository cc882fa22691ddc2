"""What does not add up in the lists of a call-up. Nothing is mended here: people close rows."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.operations.mobilise.enums import (
    COMING,
    CallUpState,
    DifferenceKind,
    DifferenceState,
)
from muster.operations.mobilise.models import CallUp, Difference, Nomination, UnitAsk
from muster.registers.responders.queries import planning_people

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
        names.filter(state__in=COMING)
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
        call_up_id=call_up.id, state__in=COMING
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
    """Yield the units whose own figure is not the length of their list."""
    asks: Any = UnitAsk.objects.filter(
        tenant_id=call_up.tenant_id, call_up_id=call_up.id, stated__isnull=False
    )
    asks = asks if units is None else asks.filter(unit_id__in=units)
    stated_by = dict(asks.values_list("unit_id", "stated"))
    counted = rows.filter(unit_id__in=stated_by).order_by().values_list("unit_id")
    for unit, listed in counted.annotate(n=Count("id")):
        stated = stated_by[unit]
        if stated != listed:
            facts = {"stated": stated, "listed": listed}
            key = f"{DifferenceKind.COUNT}:{unit}:{stated}"
            yield Found(DifferenceKind.COUNT, key, stated - listed, unit, None, facts)


def _people(actor: Actor, call_up: CallUp, names: Sequence[Nomination]) -> Iterator[Found]:
    """Yield people who are under age, reported absent, or on the list of another open call-up."""
    day = clock.local(call_up.assembly_at).date()
    units = {one.responder_id: one.unit_id for one in names}
    everyone = planning_people(actor=actor, ids=list(units), starts_on=day, days=1)
    elsewhere = _elsewhere(call_up, list(units))
    for person in everyone:
        for kind, applies in (
            (DifferenceKind.UNDER_AGE, person.age is not None and person.age < ADULT_AGE),
            (DifferenceKind.AWAY, _away(call_up.assembly_at, person.absences)),
            (DifferenceKind.DEPLOYED, person.id in elsewhere),
        ):
            if applies:
                facts = {"call_up": elsewhere[person.id]} if kind == DifferenceKind.DEPLOYED else {}
                unit = units[person.id]
                yield Found(kind, f"{kind}:{person.id}", 1, unit, person.id, facts)


def _away(at: datetime, absences: Sequence[Any]) -> bool:
    return any(
        one.starts_at <= at and (one.ends_at is None or one.ends_at > at) for one in absences
    )


def _elsewhere(call_up: CallUp, people: Sequence[UUID]) -> dict[UUID, int]:
    """Return who of these stands on the list of another open call-up, with its number."""
    others: Any = Nomination.objects.filter(
        tenant_id=call_up.tenant_id, state__in=COMING, call_up__state=CallUpState.SENT
    ).exclude(call_up_id=call_up.id)
    wanted = set(people)
    rows = others.values_list("responder_id", "call_up__number")
    return {person: number for person, number in rows if person in wanted}


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
