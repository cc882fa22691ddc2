"""The live board: asked, promised, named, confirmed, arrived, by unit, level and area."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from muster.kernel.actors import Actor
from muster.operations.mobilise.enums import COMING, NominationState
from muster.operations.mobilise.models import CallUp, Nomination, UnitAsk


@dataclass(frozen=True, slots=True)
class Totals:
    """Numbers of people at each stage."""

    asked: int = 0
    promised: int = 0
    named: int = 0
    confirmed: int = 0
    arrived: int = 0

    def __add__(self, other: "Totals") -> "Totals":
        """Add two groups."""
        return Totals(
            self.asked + other.asked,
            self.promised + other.promised,
            self.named + other.named,
            self.confirmed + other.confirmed,
            self.arrived + other.arrived,
        )

    @property
    def missing(self) -> int:
        """People on the lists who have not arrived."""
        return self.named - self.arrived

    @property
    def unnamed(self) -> int:
        """People asked for and not on a list."""
        return max(self.asked - self.named, 0)


@dataclass(frozen=True, slots=True)
class Line:
    """One unit on the board."""

    ask: UnitAsk
    totals: Totals

    @property
    def is_answered(self) -> bool:
        """True where the unit has said a number or named somebody."""
        return self.ask.promised is not None or self.totals.named > 0


@dataclass(frozen=True, slots=True)
class Board:
    """Every unit the actor sees, those furthest behind first."""

    call_up: CallUp
    lines: Sequence[Line]

    @property
    def totals(self) -> Totals:
        """All units together."""
        return sum((line.totals for line in self.lines), Totals())

    @property
    def unanswered(self) -> list[Line]:
        """Units without an answer."""
        return [line for line in self.lines if not line.is_answered]

    @property
    def by_level(self) -> dict[str, Totals]:
        """The totals of each level, in the order of the lines."""
        found: dict[str, Totals] = {}
        for line in self.lines:
            found[line.ask.level] = found.get(line.ask.level, Totals()) + line.totals
        return found


def board(*, actor: Actor, call_up: CallUp) -> Board:
    """Return the board of a call-up. Two queries, whatever the number of units."""
    counts = _counts(actor, call_up)
    asks: Any = UnitAsk.objects.visible_to(actor).filter(call_up_id=call_up.id)
    lines = [
        Line(row, _totals(row, counts.get(row.unit_id, {})))
        for row in asks.select_related("unit").order_by("unit__name_pinyin", "id")
    ]
    return Board(call_up, sorted(lines, key=_urgency))


def _counts(actor: Actor, call_up: CallUp) -> dict[UUID, dict[str, int]]:
    rows: Any = Nomination.objects.visible_to(actor).filter(call_up_id=call_up.id)
    counted = (
        rows.order_by()
        .values("unit_id")
        .annotate(
            named=Count("id", filter=Q(state__in=COMING)),
            confirmed=Count("id", filter=Q(state=NominationState.CONFIRMED)),
            arrived=Count("id", filter=Q(arrived_at__isnull=False)),
        )
    )
    return {row["unit_id"]: row for row in counted}


def _totals(row: UnitAsk, counts: dict[str, int]) -> Totals:
    return Totals(
        asked=row.asked,
        promised=row.promised or 0,
        named=counts.get("named", 0),
        confirmed=counts.get("confirmed", 0),
        arrived=counts.get("arrived", 0),
    )


def _urgency(line: Line) -> tuple[bool, int, str]:
    return (line.is_answered, -line.totals.unnamed, line.ask.unit.name_pinyin)
