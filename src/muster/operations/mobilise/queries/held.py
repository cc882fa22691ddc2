"""Names and call-ups whose incident has ended: what retention counts and lists."""

from typing import Any
from uuid import UUID

from django.db.models import F

from muster.operations.mobilise.models import CallUp, Nomination


def _ended(tenant_id: UUID) -> Any:
    return Nomination.objects.filter(tenant_id=tenant_id, call_up__incident__ended_at__isnull=False)


def count_ended(tenant_id: UUID) -> int:
    """Return how many names of ended incidents are still held."""
    found: int = _ended(tenant_id).count()
    return found


def ended_names(tenant_id: UUID) -> Any:
    """Return (id, moment the incident ended) of these names, oldest first."""
    rows = _ended(tenant_id).annotate(clock=F("call_up__incident__ended_at"))
    return rows.order_by("clock", "id").values_list("id", "clock")


def count_ended_call_ups(tenant_id: UUID) -> int:
    """Return how many call-ups of ended incidents are still held."""
    found: int = _call_ups(tenant_id).count()
    return found


def ended_call_ups(tenant_id: UUID) -> Any:
    """Return (id, moment the incident ended) of these call-ups, oldest first."""
    rows = _call_ups(tenant_id).annotate(clock=F("incident__ended_at"))
    return rows.order_by("clock", "id").values_list("id", "clock")


def _call_ups(tenant_id: UUID) -> Any:
    return CallUp.objects.filter(tenant_id=tenant_id, incident__ended_at__isnull=False)
