"""Destroying shifts and deployments that nobody has to answer for any more."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from muster.operations.duty.models import Assignment, Deployment, RosterChange, RosterRequest
from muster.operations.duty.queries import (
    ended_changes,
    ended_deployments,
    ended_requests,
    ended_shifts,
)


def destroy_ended(tenant_id: UUID, before: datetime, limit: int) -> list[UUID]:
    """Destroy at most `limit` shifts, with who came, whose incident ended before `before`."""
    return _destroy(Assignment, ended_shifts, tenant_id, before, limit)


def destroy_ended_deployments(tenant_id: UUID, before: datetime, limit: int) -> list[UUID]:
    """Destroy at most `limit` deployments whose incident ended before `before`."""
    return _destroy(Deployment, ended_deployments, tenant_id, before, limit)


def destroy_ended_changes(tenant_id: UUID, before: datetime, limit: int) -> list[UUID]:
    """Destroy at most `limit` changes of rosters whose incident ended before `before`."""
    return _destroy(RosterChange, ended_changes, tenant_id, before, limit)


def destroy_ended_requests(tenant_id: UUID, before: datetime, limit: int) -> list[UUID]:
    """Destroy at most `limit` requests on rosters whose incident ended before `before`."""
    return _destroy(RosterRequest, ended_requests, tenant_id, before, limit)


def _destroy(model: Any, ended: Any, *which: Any) -> list[UUID]:
    tenant_id, before, limit = which
    with transaction.atomic():
        ids = [one for one, at in ended(tenant_id)[:limit] if at < before]
        model.objects.filter(tenant_id=tenant_id, id__in=ids).delete()
    return ids
