"""A plan sent for approval, approved by a second person, sent back, put aside."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict
from muster.kernel.permissions import require
from muster.operations.mobilise import events, rules
from muster.operations.mobilise.enums import PlanState
from muster.operations.mobilise.models import DeploymentPlan
from muster.operations.mobilise.models.plans import DOCUMENTS
from muster.platform.audit.services import record


def submit_plan(*, actor: Actor, plan_id: UUID) -> DeploymentPlan:
    """Send a plan to a second person for approval.

    Raises:
        Conflict: it is not solved, somebody stands alone in it, or it counts on people whom
            nobody has named yet.
    """
    with transaction.atomic():
        row = own_plan(actor, plan_id)
        if row.state != PlanState.SOLVED:
            raise Conflict(
                _("Only a plan that is made and legal can be sent for approval."),
                next_step=_("Finish it first, or begin another plan."),
            )
        if row.summary.get("alone"):
            raise Conflict(
                _("In this plan somebody stands alone at a post."),
                next_step=_("Change it by hand, or plan again with what the review proposes."),
            )
        if unnamed := int(row.origin.get("unnamed", 0)):
            raise Conflict(
                ngettext_lazy(
                    "This plan counts on %(unnamed)s person whom nobody has named yet.",
                    "This plan counts on %(unnamed)s people whom nobody has named yet.",
                    unnamed,
                ),
                next_step=_("Ask units for more people, then plan with their names."),
                unnamed=unnamed,
            )
        row.state = PlanState.SUBMITTED
        row.save(update_fields=["state"])
        record(actor, events.PLAN_SUBMITTED, row)
    return row


def approve_plan(*, actor: Actor, plan_id: UUID) -> DeploymentPlan:
    """Approve somebody else's plan.

    Raises:
        Conflict: it does not wait for approval, or the actor made it.
    """
    with transaction.atomic():
        row = own_plan(actor, plan_id, rules.APPROVE_PLANS)
        if row.state != PlanState.SUBMITTED:
            raise Conflict(
                _("This plan does not wait for approval."),
                next_step=_("Whoever makes it sends it when it is ready."),
            )
        if row.made_by is not None and row.made_by == actor.account_id:
            raise Conflict(
                _("You made this plan, so somebody else approves it."),
                next_step=_("Ask another commander or planner to look at it."),
            )
        row.state, row.approved_at = PlanState.APPROVED, clock.now()
        row.approved_by, row.approved_by_name = actor.account_id, actor.name[:80]
        row.save(update_fields=["state", "approved_at", "approved_by", "approved_by_name"])
        record(actor, events.PLAN_APPROVED, row)
    return row


def return_plan(*, actor: Actor, plan_id: UUID) -> DeploymentPlan:
    """Send a plan back to whoever made it.

    Raises:
        Conflict: it does not wait for approval.
    """
    with transaction.atomic():
        row = own_plan(actor, plan_id, rules.APPROVE_PLANS)
        if row.state != PlanState.SUBMITTED:
            raise Conflict(
                _("This plan does not wait for approval."),
                next_step=_("Whoever makes it sends it when it is ready."),
            )
        row.state = PlanState.SOLVED
        row.save(update_fields=["state"])
        record(actor, events.PLAN_RETURNED, row)
    return row


def drop_plan(*, actor: Actor, plan_id: UUID) -> DeploymentPlan:
    """Put a plan aside; it stays on record.

    Raises:
        Conflict: it is being made, or is approved.
    """
    with transaction.atomic():
        row = own_plan(actor, plan_id)
        if row.state in {PlanState.SOLVING, PlanState.APPROVED, PlanState.PUBLISHED}:
            raise Conflict(
                _("A plan that is being made or is approved is not dropped."),
                next_step=_("Stop it first, or publish another plan in its place."),
            )
        row.state = PlanState.DROPPED
        row.save(update_fields=["state"])
        record(actor, events.PLAN_DROPPED, row)
    return row


def own_plan(actor: Actor, plan_id: UUID, permission: str = rules.MAKE_PLANS) -> DeploymentPlan:
    """Return a plan, locked, that the actor may do this with; its documents where asked for.

    Raises:
        NotFound, NotAllowed: there is none, or it is not the actor's to change.
    """
    rows: Any = DeploymentPlan.objects.defer(*DOCUMENTS)
    row: DeploymentPlan = rows.get_for_update(actor, plan_id)
    require(actor, permission, row)
    return row
