"""Destroying incidents that ended long ago."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError

from muster.registers.measures.models import Incident


def destroy_ended(tenant_id: UUID, before: datetime, limit: int) -> list[UUID]:
    """Destroy at most `limit` incidents that ended before `before`, with all that hangs off them.

    One that a record with a longer life still names stays until that record goes.
    """
    rows = Incident.objects.filter(tenant_id=tenant_id, ended_at__lt=before)
    destroyed: list[UUID] = []
    with transaction.atomic():
        for incident in rows.order_by("ended_at", "id")[:limit]:
            incident_id = incident.id
            try:
                with transaction.atomic():
                    incident.delete()
            except ProtectedError:
                continue
            destroyed.append(incident_id)
    return destroyed
