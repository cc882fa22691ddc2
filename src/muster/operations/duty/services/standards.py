"""The patterns and kinds every command starts with, made where they are missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from uuid import UUID

from django.db import transaction
from django.db.models import prefetch_related_objects

from muster.operations.duty.contracts import GearLine
from muster.operations.duty.enums import STANDARD_KINDS, STANDARD_PATTERNS
from muster.operations.duty.models import (
    ChecklistStep,
    KindGear,
    PatternShift,
    PostKind,
    ShiftPattern,
)


@dataclass(frozen=True, slots=True)
class Standards:
    """A command's patterns and kinds by key, shifts by pattern and letter, gear by kind."""

    patterns: Mapping[str, ShiftPattern]
    shifts: Mapping[str, Mapping[str, PatternShift]]
    kinds: Mapping[str, PostKind]
    gear: Mapping[str, tuple[GearLine, ...]]

    def default_pattern(self, kind: str) -> str:
        """Key of the pattern a kind starts with."""
        standard = STANDARD_KINDS.get(kind)
        return standard.pattern if standard else next(iter(STANDARD_PATTERNS))

    def default_letters(self, kind: str, pattern: str) -> str:
        """Shifts in which a post of the kind is open at first.

        They are the kind's own where the pattern has the same letters as the kind's, else all.
        """
        standard = STANDARD_KINDS.get(kind)
        if standard and self.shifts[pattern].keys() == self.shifts[standard.pattern].keys():
            return standard.shifts
        return "".join(self.shifts[pattern])


def standards(tenant_id: UUID) -> Standards:
    """Return a command's patterns and kinds; the standard ones are made where they are missing."""
    patterns = list(ShiftPattern.objects.of_tenant(tenant_id))
    kinds = list(PostKind.objects.of_tenant(tenant_id))
    if STANDARD_PATTERNS.keys() - {row.key for row in patterns}:
        _make_patterns(tenant_id, {row.key for row in patterns})
        patterns = list(ShiftPattern.objects.of_tenant(tenant_id))
    if STANDARD_KINDS.keys() - {row.key for row in kinds}:
        _make_kinds(tenant_id, {row.key for row in kinds})
        kinds = list(PostKind.objects.of_tenant(tenant_id))
    prefetch_related_objects(patterns, "shifts")
    prefetch_related_objects(kinds, "gear")
    return Standards(
        patterns={row.key: row for row in patterns},
        shifts={
            row.key: {shift.letter: shift for shift in sorted(row.shifts.all(), key=_order_of)}
            for row in patterns
        },
        kinds={row.key: row for row in sorted(kinds, key=lambda kind: kind.position)},
        gear={
            row.key: tuple(
                GearLine(line.item, line.quantity, line.basis, line.own_label)
                for line in row.gear.all()
            )
            for row in kinds
        },
    )


def _order_of(shift: PatternShift) -> tuple[bool, time]:
    """By day first: a pattern reads from the morning on."""
    return shift.night, shift.starts


def _make_patterns(tenant_id: UUID, known: set[str]) -> None:
    with transaction.atomic():
        for key, standard in STANDARD_PATTERNS.items():
            if key in known:
                continue
            pattern = ShiftPattern.objects.create(tenant_id=tenant_id, key=key)
            PatternShift.objects.bulk_create(
                PatternShift(
                    tenant_id=tenant_id,
                    pattern=pattern,
                    letter=shift.letter,
                    starts=time.fromisoformat(shift.starts),
                    ends=time.fromisoformat(shift.ends),
                    night=shift.night,
                )
                for shift in standard.shifts
            )


def _make_kinds(tenant_id: UUID, known: set[str]) -> None:
    with transaction.atomic():
        for position, (key, standard) in enumerate(STANDARD_KINDS.items()):
            if key in known:
                continue
            kind = PostKind.objects.create(
                tenant_id=tenant_id,
                key=key,
                skills=list(standard.skills),
                strains=[strain.value for strain in standard.strains],
                crew_min=standard.crew,
                under_weight=standard.under_weight,
                position=position,
            )
            KindGear.objects.bulk_create(
                KindGear(
                    tenant_id=tenant_id,
                    kind=kind,
                    item=gear.item,
                    quantity=gear.quantity,
                    basis=gear.basis,
                )
                for gear in standard.gear
            )
            ChecklistStep.objects.bulk_create(
                ChecklistStep(tenant_id=tenant_id, kind=kind, order=at, key=step)
                for at, step in enumerate(standard.steps, 1)
            )
