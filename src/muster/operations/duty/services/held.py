"""What duty holds about people: from when its days count, and its end.

What hangs off an edition or a post has days of its own: those go only once nothing names them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce

from muster.operations.duty.models import (
    Assignment,
    BookNote,
    Declaration,
    Deployment,
    Edition,
    Handover,
    LoneAlarm,
    OpenMatter,
    Post,
    PostReport,
    ReliefAsked,
    RosterChange,
    RosterRequest,
    StandDown,
    Tired,
    Trip,
)

OF_EDITION, OF_INCIDENT = F("edition__incident__ended_at"), F("incident__ended_at")


@dataclass(frozen=True, slots=True)
class Held:
    """A table, the moment from which a row is kept so many days (null: not yet), and its wards.

    `wards` are rows of other holdings that name this one: it stays as long as there are any.
    """

    model: Any
    clock: Any
    wards: tuple[str, ...] = ()

    def rows(self, tenant_id: UUID) -> Any:
        """Return the rows whose days have begun, the first to end first."""
        rows = self.model.objects.filter(tenant_id=tenant_id).annotate(clock=self.clock)
        return rows.filter(clock__isnull=False).order_by("clock", "id")

    def free(self, rows: Any) -> Any:
        """Leave out what still has wards."""
        for name in self.wards:
            ward = self.model._meta.get_field(name)
            names_it = {ward.field.name: OuterRef("pk")}
            rows = rows.filter(~Exists(ward.related_model.objects.filter(**names_it)))
        return rows


HELD = {
    "shifts": Held(Assignment, OF_EDITION),
    "deployments": Held(Deployment, OF_EDITION),
    "changes": Held(RosterChange, OF_EDITION),
    "requests": Held(RosterRequest, OF_EDITION),
    "editions": Held(Edition, OF_INCIDENT, ("assignments", "deployments", "changes", "requests")),
    "stand_downs": Held(StandDown, OF_INCIDENT),
    "declarations": Held(Declaration, Coalesce("declared_at", "asked_at")),
    "trips": Held(Trip, F("noted_at")),
    "reliefs": Held(ReliefAsked, F("asked_at")),
    "tired": Held(Tired, F("noted_at")),
    "reports": Held(PostReport, F("at")),
    "books": Held(BookNote, F("noted_at")),
    "handovers": Held(Handover, F("offered_at")),
    "matters": Held(OpenMatter, F("opened_at")),
    "alarms": Held(LoneAlarm, F("opened_at")),
    "posts": Held(
        Post,
        OF_INCIDENT,
        ("assignments", "returns", "reliefs", "reports", "handovers", "matters", "alarms"),
    ),
}
"""Holdings of this package by name, in the order in which they are destroyed."""


def held(name: str) -> tuple[Callable[..., Any], Callable[..., Any], Callable[..., Any]]:
    """Return how a holding counts, lists and destroys its rows."""
    one = HELD[name]

    def count(tenant_id: UUID) -> int:
        found: int = one.rows(tenant_id).count()
        return found

    def listed(tenant_id: UUID) -> Any:
        return one.rows(tenant_id).values_list("id", "clock")

    def destroy(tenant_id: UUID, before: datetime, limit: int) -> list[UUID]:
        with transaction.atomic():
            due = one.free(one.rows(tenant_id).filter(clock__lt=before))
            ids = list(due.values_list("id", flat=True)[:limit])
            one.model.objects.filter(tenant_id=tenant_id, id__in=ids).delete()
        return ids

    return count, listed, destroy
