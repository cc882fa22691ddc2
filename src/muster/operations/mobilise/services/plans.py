"""A plan begun, solved as a job, sent for approval, approved by a second person."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from muster.engines.planner.capacity import certificates
from muster.engines.planner.model import Instance, limits_of
from muster.engines.planner.reading import plan_to_json, read_instance
from muster.engines.planner.solve import solve
from muster.engines.planner.validate import check_plan
from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid, Text
from muster.kernel.permissions import require
from muster.operations.duty.contracts import InstanceRequest, PlanRules
from muster.operations.duty.queries import build_instance
from muster.operations.mobilise import events, queries, rules
from muster.operations.mobilise.enums import CallUpState, PlanState
from muster.operations.mobilise.models import CallUp, DeploymentPlan
from muster.operations.mobilise.models.plans import packed, unpacked
from muster.operations.mobilise.services.summary import summarise
from muster.platform.audit.services import record
from muster.platform.jobs.queries import find_job
from muster.platform.jobs.services import cancel, enqueue
from muster.registers.responders.queries import local_people

MOST_DAYS = 62
MOST_SECONDS = 600
TOTALS = "totals"
"""Kind of the first line of the capacity: everything asked for against everything to be given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDraft:
    """What a plan is asked for. `rules` changes hard rules of the planner's format."""

    starts_on: date
    days: int = 14
    seconds: int = 20
    rules: Mapping[str, Any] = field(default_factory=dict)


def begin_plan(*, actor: Actor, call_up_id: UUID, draft: PlanDraft) -> DeploymentPlan:
    """Count what is needed against what can be given, before anything is solved.

    The people are those who are coming, and the communities' own staff and guards.

    Raises:
        Conflict: nobody is coming, or the call-up was called off.
        Invalid: days or seconds are out of range, or no post is open.
    """
    _check(draft)
    with transaction.atomic():
        call_up = CallUp.objects.get_visible(actor, call_up_id)
        require(actor, rules.MAKE_PLANS, call_up)
        if call_up.state not in {CallUpState.SENT, CallUpState.CLOSED}:
            raise Conflict(_("Only a call-up that was sent can be planned."))
        document = build_instance(actor=actor, request=_request(actor, call_up, draft))
        given = read_instance(json.dumps(document).encode())
        counted = [
            _totals(given),
            *(
                {"kind": one.kind, "need": one.need, "give": one.give, "params": dict(one.params)}
                for one in certificates(given)
            ),
        ]
        mine = DeploymentPlan.objects.of_tenant(call_up.tenant_id)
        row = DeploymentPlan(
            tenant_id=call_up.tenant_id,
            call_up=call_up,
            area_code=call_up.area_code,
            number=(mine.aggregate(last=Max("number"))["last"] or 0) + 1,
            starts_on=draft.starts_on,
            days=draft.days,
            seconds=draft.seconds,
            wishes=dict(draft.rules),
            instance=packed(document),
            capacity=counted,
            made_by=actor.account_id,
            made_by_name=actor.name[:80],
        )
        row.save(force_insert=True)
        record(actor, events.PLAN_MADE, row, people=len(given.people), posts=_posts(given))
    return row


def start_solving(*, actor: Actor, plan_id: UUID) -> UUID:
    """Put the solving into the queue; returns the job.

    Raises:
        Conflict: it is being solved or was solved before.
    """
    with transaction.atomic():
        row = _mine(actor, plan_id)
        if row.state not in {PlanState.DRAFT, PlanState.FAILED} and not _abandoned(actor, row):
            raise Conflict(_("This plan is being made or is made already."))
        row.state = PlanState.SOLVING
        row.job_id = enqueue("mobilise.solve_plan", actor=actor, plan_id=str(row.id))
        row.save(update_fields=["state", "job_id"])
        job: UUID = row.job_id
    return job


def stop_solving(*, actor: Actor, plan_id: UUID) -> None:
    """Stop and keep the best so far; what has not begun yet is a draft again.

    Raises:
        Conflict: it is not being solved.
    """
    with transaction.atomic():
        row = _mine(actor, plan_id)
        if row.state != PlanState.SOLVING or row.job_id is None or _abandoned(actor, row):
            raise Conflict(_("This plan is not being made now."))
        cancel(actor=actor, job_id=row.job_id)
        if _abandoned(actor, row):
            row.state = PlanState.DRAFT
            row.save(update_fields=["state"])


def solve_plan(*, actor: Actor, plan_id: UUID, listener: Any) -> DeploymentPlan:
    """Solve, let the independent validator check it, and keep both. Run again it changes nothing.

    A plan that breaks a rule is kept as failed and can never be approved.
    """
    row = queries.plan(actor=actor, plan_id=plan_id)
    if row.is_solved:
        return row
    facts = unpacked(row.instance)
    given = read_instance(json.dumps(facts).encode())
    plan = solve(given, seed=1, seconds=float(row.seconds), listener=listener)
    document = json.loads(plan_to_json(plan))
    report = check_plan(facts, document)
    summary = summarise(facts, document, report)
    with transaction.atomic():
        row = DeploymentPlan.objects.get_for_update(actor, plan_id)
        row.document, row.summary = packed(document), summary
        row.state = PlanState.SOLVED if report.legal else PlanState.FAILED
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


def submit_plan(*, actor: Actor, plan_id: UUID) -> DeploymentPlan:
    """Send a plan to a second person for approval.

    Raises:
        Conflict: it is not solved, or somebody stands alone in it.
    """
    with transaction.atomic():
        row = _mine(actor, plan_id)
        if row.state != PlanState.SOLVED:
            raise Conflict(_("Only a plan that is made and legal can be sent for approval."))
        if row.summary.get("alone"):
            raise Conflict(_("In this plan somebody stands alone at a post."))
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
        row = _mine(actor, plan_id, rules.APPROVE_PLANS)
        if row.state != PlanState.SUBMITTED:
            raise Conflict(_("This plan does not wait for approval."))
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
        row = _mine(actor, plan_id, rules.APPROVE_PLANS)
        if row.state != PlanState.SUBMITTED:
            raise Conflict(_("This plan does not wait for approval."))
        row.state = PlanState.SOLVED
        row.save(update_fields=["state"])
        record(actor, events.PLAN_RETURNED, row)
    return row


def drop_plan(*, actor: Actor, plan_id: UUID) -> DeploymentPlan:
    """Put a plan aside; it stays on record."""
    with transaction.atomic():
        row = _mine(actor, plan_id)
        if row.state in {PlanState.SOLVING, PlanState.APPROVED, PlanState.PUBLISHED}:
            raise Conflict(_("A plan that is being made or is approved is not dropped."))
        row.state = PlanState.DROPPED
        row.save(update_fields=["state"])
        record(actor, events.PLAN_DROPPED, row)
    return row


def _mine(actor: Actor, plan_id: UUID, permission: str = rules.MAKE_PLANS) -> DeploymentPlan:
    row = DeploymentPlan.objects.get_for_update(actor, plan_id)
    require(actor, permission, row)
    return row


def _abandoned(actor: Actor, row: DeploymentPlan) -> bool:
    """True where the job that was to solve it has ended without having done so."""
    job = find_job(actor=actor, job_id=row.job_id) if row.job_id else None
    return row.state == PlanState.SOLVING and (job is None or not job.is_open)


def _request(actor: Actor, call_up: CallUp, draft: PlanDraft) -> InstanceRequest:
    names = queries.counted_names(actor=actor, call_up_id=call_up.id)
    people = list(dict.fromkeys(names.values_list("responder_id", flat=True)))
    if not people:
        raise Conflict(
            _("Nobody is on the lists yet."), next_step=_("Wait for names, or name people first.")
        )
    return InstanceRequest(
        incident_id=call_up.incident_id,
        people=[*people, *local_people(actor=actor)],
        starts_on=draft.starts_on,
        days=draft.days,
        not_before=call_up.assembly_at,
        rules=PlanRules(**draft.rules),
        name=call_up.title,
    )


def _totals(given: Instance) -> dict[str, Any]:
    """Count person-shifts asked for, and the most that limits and leave let people give."""
    days, give = given.horizon.days, 0
    for person in given.people:
        away = {day for first, last in person.leave for day in range(first, last + 1)}
        most = limits_of(given.rules, person)["max_shifts"]
        give += min(days - len(away), days if most is None else int(most))
    need = sum(row.count for community in given.communities for row in community.demand)
    return {
        "kind": TOTALS,
        "need": need,
        "give": give,
        "params": {"people": len(given.people), "posts": _posts(given), "days": days},
    }


def _posts(given: Instance) -> int:
    return sum(len(community.posts) for community in given.communities)


def _check(draft: PlanDraft) -> None:
    errors: dict[str, list[Text]] = {}
    if not 1 <= draft.days <= MOST_DAYS:
        errors["days"] = [_("A plan has 1 to 62 days.")]
    if not 1 <= draft.seconds <= MOST_SECONDS:
        errors["seconds"] = [_("Planning takes 1 to 600 seconds.")]
    if errors:
        raise Invalid(_("The plan cannot be begun as it is."), errors=errors)
