"""A plan solved as a job: begun, stopped, watched, and kept once with what the validator says."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.engines.planner.reading import plan_to_json, read_instance
from muster.engines.planner.validate import check_plan
from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict
from muster.operations.mobilise import events, queries
from muster.operations.mobilise.enums import PlanState
from muster.operations.mobilise.models import DeploymentPlan
from muster.operations.mobilise.models.plans import packed, unpacked, whole
from muster.operations.mobilise.services.plans import own_plan
from muster.operations.mobilise.services.summary import summarise
from muster.platform.audit.services import record
from muster.platform.jobs.queries import find_job
from muster.platform.jobs.services import cancel, enqueue

MOST_POINTS = 120
"""Moments of the solving that are kept; of more, every second one is left out."""


def start_solving(*, actor: Actor, plan_id: UUID) -> UUID:
    """Put the solving into the queue; returns the job.

    Raises:
        Conflict: it is being solved or was solved before.
    """
    with transaction.atomic():
        row = own_plan(actor, plan_id)
        if row.state not in {PlanState.DRAFT, PlanState.FAILED} and not _abandoned(actor, row):
            raise Conflict(
                _("This plan is being made or is made already."),
                next_step=_("Look at it, or begin another plan."),
            )
        row.state, row.progress = PlanState.SOLVING, []
        row.document, row.summary = None, {}  # of a plan that broke a rule
        row.job_id = enqueue("mobilise.solve_plan", actor=actor, plan_id=str(row.id))
        row.save(update_fields=["state", "job_id", "progress", "document", "summary"])
        job: UUID = row.job_id
    return job


def stop_solving(*, actor: Actor, plan_id: UUID) -> None:
    """Stop and keep the best so far; what has not begun yet is a draft again.

    Raises:
        Conflict: it is not being solved.
    """
    with transaction.atomic():
        row = own_plan(actor, plan_id)
        if row.state != PlanState.SOLVING or row.job_id is None or _abandoned(actor, row):
            raise Conflict(_("This plan is not being made now."))
        cancel(actor=actor, job_id=row.job_id)
        if _abandoned(actor, row):
            row.state = PlanState.DRAFT
            row.save(update_fields=["state"])


def note_moments(*, actor: Actor, plan_id: UUID, moments: Sequence[Mapping[str, Any]]) -> None:
    """Keep what the solver found so far, for whoever watches; of many moments, enough to draw."""
    kept = list(moments)
    while len(kept) > MOST_POINTS:
        kept = [*kept[:-1:2], kept[-1]]
    with transaction.atomic():
        row = own_plan(actor, plan_id)
        row.progress = kept
        row.save(update_fields=["progress"])


def solve_plan(*, actor: Actor, plan_id: UUID, listener: Any) -> DeploymentPlan:
    """Solve, let the independent validator check it, and keep both. Run again it changes nothing.

    A plan that breaks a rule is kept as failed and can never be approved.
    """
    from muster.engines.planner.solve import solve  # its libraries take a second to load

    row = queries.plan(actor=actor, plan_id=plan_id)
    if row.is_solved:
        return row
    facts = unpacked(row.instance)
    given = read_instance(json.dumps(facts).encode())
    plan = solve(given, seed=1, seconds=float(row.seconds), listener=listener)
    document = whole(json.loads(plan_to_json(plan)))
    return keep_solved(actor, plan_id, document, judged(facts, document))


def judged(facts: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the summary of a plan by what the independent validator says of it."""
    return summarise(facts, document, check_plan(facts, document))


def keep_solved(
    actor: Actor, plan_id: UUID, document: Mapping[str, Any], summary: dict[str, Any]
) -> DeploymentPlan:
    """Keep a plan with what the validator says of it, in one transaction."""
    with transaction.atomic():
        row = DeploymentPlan.objects.get_for_update(actor, plan_id)
        row.document, row.summary = packed(document), summary
        row.state = PlanState.SOLVED if summary["legal"] else PlanState.FAILED
        row.solved_at = clock.now()
        row.save(update_fields=["document", "summary", "state", "solved_at"])
        record(actor, events.PLAN_SOLVED, row, short=summary["short"])
    return row


def give_up(*, actor: Actor, plan_id: UUID) -> None:
    """Say that solving failed; it can be started again."""
    with transaction.atomic():
        row = DeploymentPlan.objects.get_for_update(actor, plan_id)
        if row.state == PlanState.SOLVING:
            row.state = PlanState.FAILED
            row.save(update_fields=["state"])


def _abandoned(actor: Actor, row: DeploymentPlan) -> bool:
    """True where the job that was to solve it has ended without having done so."""
    job = find_job(actor=actor, job_id=row.job_id) if row.job_id else None
    return row.state == PlanState.SOLVING and (job is None or not job.is_open)
