"""Destroying what nobody has to answer for any more: names, plans with call-ups, whistles.

A plan holds the age, the way and the limits of everybody in it, so it goes with its call-up.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from muster.operations.mobilise.models import (
    CallUp,
    DeploymentPlan,
    Listener,
    Nomination,
    Whistle,
)
from muster.operations.mobilise.queries import (
    ended_call_ups,
    ended_names,
    ended_whistles,
    listening_since,
)


def destroy_ended(tenant_id: UUID, before: datetime, limit: int) -> list[UUID]:
    """Destroy at most `limit` names whose incident ended before `before`."""
    return _destroy(Nomination, ended_names(tenant_id), tenant_id, before, limit)


def destroy_ended_call_ups(tenant_id: UUID, before: datetime, limit: int) -> list[UUID]:
    """Destroy at most `limit` call-ups, each with its plans, answers and lists."""
    with transaction.atomic():
        ids = _due(ended_call_ups(tenant_id), before, limit)
        DeploymentPlan.objects.filter(tenant_id=tenant_id, call_up_id__in=ids).delete()
        CallUp.objects.filter(tenant_id=tenant_id, id__in=ids).delete()
    return ids


def destroy_ended_whistles(tenant_id: UUID, before: datetime, limit: int) -> list[UUID]:
    """Destroy at most `limit` whistles, each with those who answered it."""
    return _destroy(Whistle, ended_whistles(tenant_id), tenant_id, before, limit)


def destroy_listeners(tenant_id: UUID, before: datetime, limit: int) -> list[UUID]:
    """Forget at most `limit` people who said long ago that they want to hear of whistles."""
    return _destroy(Listener, listening_since(tenant_id), tenant_id, before, limit)


def _destroy(model: Any, rows: Any, tenant_id: UUID, before: datetime, limit: int) -> list[UUID]:
    with transaction.atomic():
        ids = _due(rows, before, limit)
        model.objects.filter(tenant_id=tenant_id, id__in=ids).delete()
    return ids


def _due(rows: Any, before: datetime, limit: int) -> list[UUID]:
    return [one for one, at in rows[:limit] if at < before]
