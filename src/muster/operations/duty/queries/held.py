"""Shifts and deployments whose incident has ended: what retention counts and lists."""

from typing import Any
from uuid import UUID

from django.db.models import F

from muster.operations.duty.models import Assignment, Deployment, RosterChange, RosterRequest


def count_ended(tenant_id: UUID) -> int:
    """Return how many shifts of ended incidents are still held."""
    found: int = _ended(Assignment, tenant_id).count()
    return found


def ended_shifts(tenant_id: UUID) -> Any:
    """Return (id, moment the incident ended) of these shifts, oldest first."""
    return _dated(_ended(Assignment, tenant_id))


def count_ended_deployments(tenant_id: UUID) -> int:
    """Return how many deployments of ended incidents are still held."""
    found: int = _ended(Deployment, tenant_id).count()
    return found


def ended_deployments(tenant_id: UUID) -> Any:
    """Return (id, moment the incident ended) of these deployments, oldest first."""
    return _dated(_ended(Deployment, tenant_id))


def count_ended_changes(tenant_id: UUID) -> int:
    """Return how many changes of rosters of ended incidents are still held."""
    found: int = _ended(RosterChange, tenant_id).count()
    return found


def ended_changes(tenant_id: UUID) -> Any:
    """Return (id, moment the incident ended) of these changes, oldest first."""
    return _dated(_ended(RosterChange, tenant_id))


def count_ended_requests(tenant_id: UUID) -> int:
    """Return how many requests on rosters of ended incidents are still held."""
    found: int = _ended(RosterRequest, tenant_id).count()
    return found


def ended_requests(tenant_id: UUID) -> Any:
    """Return (id, moment the incident ended) of these requests, oldest first."""
    return _dated(_ended(RosterRequest, tenant_id))


def _ended(model: Any, tenant_id: UUID) -> Any:
    return model.objects.filter(tenant_id=tenant_id, edition__incident__ended_at__isnull=False)


def _dated(rows: Any) -> Any:
    dated = rows.annotate(clock=F("edition__incident__ended_at")).order_by("clock", "id")
    return dated.values_list("id", "clock")
