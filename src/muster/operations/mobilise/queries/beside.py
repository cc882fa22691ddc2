"""Whom a plan of one call-up leaves where they stand: those whom other call-ups have deployed."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from muster.kernel.actors import Actor
from muster.operations.mobilise.enums import COMING, CallUpState, PlanState
from muster.operations.mobilise.models import CallUp, DeploymentPlan, Nomination
from muster.registers.responders.queries import local_people


def staying(*, actor: Actor, call_up: CallUp, people: Collection[UUID]) -> set[UUID]:
    """Return which of these people another call-up of the incident has deployed.

    Whoever is on both lists belongs to this one. The communities' own staff and guards, who are on
    no list, belong to the call-up of the first roster: another one leaves them where they stand.
    """
    names: Any = Nomination.objects.of_tenant(actor.tenant_id).filter(
        state__in=[str(one) for one in COMING], call_up__incident_id=call_up.incident_id
    )
    others = names.filter(call_up__state__in=[CallUpState.SENT, CallUpState.CLOSED]).exclude(
        call_up_id=call_up.id
    )
    found = set(others.values_list("responder_id", flat=True))
    found -= set(names.filter(call_up_id=call_up.id).values_list("responder_id", flat=True))
    if not _is_first(call_up):
        found |= set(local_people(actor=actor))
    return found & set(people)


def _is_first(call_up: CallUp) -> bool:
    """True unless a roster of the incident was first published for another call-up."""
    plans: Any = DeploymentPlan.objects.of_tenant(call_up.tenant_id).filter(
        call_up__incident_id=call_up.incident_id,
        call_up__state__in=[CallUpState.SENT, CallUpState.CLOSED],
        state=PlanState.PUBLISHED,
    )
    first = plans.order_by("published_at").values_list("call_up_id", flat=True).first()
    return first is None or first == call_up.id
