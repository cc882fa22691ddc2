"""Who wants to hear of whistles, and may take one on without being sent."""

from typing import Any

from django.db import transaction

from muster.kernel.actors import Actor
from muster.operations.mobilise import events
from muster.operations.mobilise.models import Listener
from muster.platform.audit.services import record
from muster.registers.responders import queries as responders


def listen(*, actor: Actor, on: bool) -> None:
    """Say whether one wants to hear of whistles and take one on without being sent.

    Raises:
        NotFound: the actor is not on the register.
    """
    with transaction.atomic():
        person = responders.own_record(actor=actor)
        rows = Listener.objects.of_tenant(actor.tenant_id).filter(responder_id=person.id)
        if on and not rows.exists():
            Listener(tenant_id=actor.tenant_id, responder_id=person.id).save(force_insert=True)
        if not on:
            rows.delete()
        record(
            actor,
            events.LISTENING_CHANGED,
            ("responders.responder", person.id),
            area=person.area_code,
            on=on,
        )


def is_listening(*, actor: Actor) -> bool:
    """Tell whether the actor has said to listen to whistles."""
    if actor.person_id is None:
        return False
    rows: Any = Listener.objects.of_tenant(actor.tenant_id)
    return bool(rows.filter(responder_id=actor.person_id).exists())
