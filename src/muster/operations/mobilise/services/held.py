"""Destroying the names of call-ups that nobody has to answer for any more."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from muster.operations.mobilise.models import Nomination
from muster.operations.mobilise.queries import ended_names


def destroy_ended(tenant_id: UUID, before: datetime, limit: int) -> list[UUID]:
    """Destroy at most `limit` names whose incident ended before `before`."""
    with transaction.atomic():
        ids = [one for one, at in ended_names(tenant_id)[:limit] if at < before]
        Nomination.objects.filter(tenant_id=tenant_id, id__in=ids).delete()
    return ids
