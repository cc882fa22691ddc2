"""What duty holds about people besides their shifts, and when its days began."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from muster.operations.duty.models import (
    BookNote,
    Declaration,
    Handover,
    LoneAlarm,
    OpenMatter,
    PostReport,
    ReliefAsked,
    Tired,
    Trip,
)

CLOCKS: dict[str, tuple[Any, Any]] = {
    "declarations": (Declaration, Coalesce("declared_at", "asked_at")),
    "trips": (Trip, F("noted_at")),
    "reliefs": (ReliefAsked, F("asked_at")),
    "tired": (Tired, F("noted_at")),
    "reports": (PostReport, F("at")),
    "books": (BookNote, F("noted_at")),
    "handovers": (Handover, F("offered_at")),
    "matters": (OpenMatter, F("opened_at")),
    "alarms": (LoneAlarm, F("opened_at")),
}
"""Table and the moment from which its rows are kept so many days."""


def held(name: str) -> tuple[Callable[..., Any], Callable[..., Any], Callable[..., Any]]:
    """Return how a holding counts, lists and destroys its rows."""
    model, field = CLOCKS[name]

    def rows(tenant_id: UUID) -> Any:
        dated = model.objects.filter(tenant_id=tenant_id).annotate(clock=field)
        return dated.order_by("clock", "id")

    def count(tenant_id: UUID) -> int:
        found: int = rows(tenant_id).count()
        return found

    def listed(tenant_id: UUID) -> Any:
        return rows(tenant_id).values_list("id", "clock")

    def destroy(tenant_id: UUID, before: datetime, limit: int) -> list[UUID]:
        with transaction.atomic():
            due = rows(tenant_id).filter(clock__lt=before)
            ids = list(due.values_list("id", flat=True)[:limit])
            model.objects.filter(tenant_id=tenant_id, id__in=ids).delete()
        return ids

    return count, listed, destroy
