"""Destroying what the register no longer needs."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError

from muster.kernel import clock
from muster.registers.responders.enums import Status
from muster.registers.responders.models import Responder
from muster.registers.responders.services.units import recount


def destroy_ended(tenant_id: UUID, before: datetime, limit: int) -> list[UUID]:
    """Destroy at most `limit` people who left before `before`, with all that belongs to them.

    Somebody whom a record with a longer life still names stays until that record goes.
    """
    rows = Responder.objects.filter(
        tenant_id=tenant_id, status=Status.ENDED, ended_on__lt=clock.local(before).date()
    ).order_by("ended_on", "id")[:limit]
    destroyed: list[UUID] = []
    units: set[UUID] = set()
    with transaction.atomic():
        for person in rows:
            person_id = person.id
            try:
                with transaction.atomic():
                    person.delete()
            except ProtectedError:
                continue
            destroyed.append(person_id)
            units.add(person.unit_id)
        recount(tenant_id, units)
    return destroyed
