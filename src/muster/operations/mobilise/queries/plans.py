"""Reads of plans."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from muster.kernel.actors import Actor
from muster.operations.mobilise.models import DeploymentPlan, PlanStudy
from muster.operations.mobilise.models.plans import DOCUMENTS, unpacked


def plans(*, actor: Actor, call_up_id: UUID | None = None) -> QuerySet[DeploymentPlan]:
    """Plans without their content, newest first."""
    rows: Any = DeploymentPlan.objects.visible_to(actor)
    if call_up_id:
        rows = rows.filter(call_up_id=call_up_id)
    result: QuerySet[DeploymentPlan] = rows.defer(*DOCUMENTS).order_by("-number")
    return result


def plan(*, actor: Actor, plan_id: UUID) -> DeploymentPlan:
    """Return one plan with its call-up. Its documents, some megabytes, are read when asked for.

    Raises:
        NotFound: there is none the actor may see.
    """
    rows: Any = DeploymentPlan.objects.select_related("call_up", "parent").defer(
        *DOCUMENTS, *(f"parent__{name}" for name in DOCUMENTS)
    )
    found: DeploymentPlan = rows.get_visible(actor, plan_id)
    return found


def plan_documents(*, actor: Actor, plan_id: UUID) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Return the Instance and, where it is solved, the Plan, in the planner's format."""
    row = plan(actor=actor, plan_id=plan_id)
    return unpacked(row.instance), row.content if row.document is not None else None


def studies(*, actor: Actor, plan_id: UUID) -> list[PlanStudy]:
    """Everything that was asked about a plan, in the order asked."""
    rows: Any = PlanStudy.objects.visible_to(actor).filter(plan_id=plan_id)
    return list(rows.order_by("asked_at", "id"))


def study(*, actor: Actor, study_id: UUID) -> PlanStudy:
    """Return one question about a plan, with the plan as `plan` gives it.

    Raises:
        NotFound: there is none the actor may see.
    """
    rows: Any = PlanStudy.objects.select_related("plan").defer(
        *(f"plan__{name}" for name in DOCUMENTS)
    )
    found: PlanStudy = rows.get_visible(actor, study_id)
    return found


def children(*, actor: Actor, plan_id: UUID) -> QuerySet[DeploymentPlan]:
    """Plans that were made from this one, without their content, in order."""
    rows: Any = DeploymentPlan.objects.visible_to(actor).filter(parent_id=plan_id)
    result: QuerySet[DeploymentPlan] = rows.defer(*DOCUMENTS).order_by("number")
    return result
