"""Plans for programs."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema

from muster.kernel.permissions import requires
from muster.operations.mobilise import queries, rules, services
from muster.operations.mobilise.api.router import router
from muster.operations.mobilise.models import DeploymentPlan
from muster.operations.mobilise.services import again, by_hand, studies
from muster.ui.http import Request


class PlanOut(Schema):
    """A plan: its days, its state, the plan it comes from, and how good it is."""

    id: UUID
    number: int
    call_up_id: UUID
    parent_id: UUID | None
    state: str
    starts_on: date
    days: int
    made_at: datetime
    made_by_name: str
    approved_by_name: str
    edition_id: UUID | None
    people: int | None = Field(None, alias="summary.people")
    reserve: int | None = Field(None, alias="summary.reserve")
    shifts: int | None = Field(None, alias="summary.shifts")
    short: int | None = Field(None, alias="summary.short")
    alone: int | None = Field(None, alias="summary.alone")
    legal: bool | None = Field(None, alias="summary.legal")


class PlanDetailOut(PlanOut):
    """A plan with what counting says before it, its communities and its units."""

    capacity: list[dict[str, Any]]
    summary: dict[str, Any]
    progress: list[dict[str, Any]]


class PlanIn(Schema):
    """What a plan is asked for; `turn_days` above 0 makes two batches that relieve each other."""

    starts_on: date
    days: int = 14
    seconds: int = 20
    turn_days: int = 0
    rules: dict[str, Any] = {}


class WeightIn(Schema):
    """What one more part of a unit is worth, in km of way."""

    fragment: float


class StudyIn(Schema):
    """A question: `short` (of one community as subject), `curve`, or `absence` of 5 or 10 %."""

    kind: str
    subject: str = ""


class StudyOut(Schema):
    """A question about a plan; `answer` is null while nobody knows."""

    id: UUID
    kind: str
    subject: str
    asked_at: datetime
    answered_at: datetime | None
    answer: dict[str, Any] | None


@router.get("/call-ups/{uuid:call_up_id}/plans", response=list[PlanOut], summary="Plans")
@requires(rules.VIEW_PLANS)
def plans(request: Request, call_up_id: UUID) -> list[DeploymentPlan]:
    """List the plans of a call-up, newest first."""
    row = queries.call_up(actor=request.actor, call_up_id=call_up_id)
    return list(queries.plans(actor=request.actor, call_up_id=row.id))


@router.post(
    "/call-ups/{uuid:call_up_id}/plans",
    response=PlanDetailOut,
    summary="Begin a plan",
    openapi_extra={"responses": {409: {}}},
)
@requires(rules.MAKE_PLANS)
def begin_plan(request: Request, call_up_id: UUID, wanted: PlanIn) -> DeploymentPlan:
    """Count what is needed against what can be given; nothing is solved yet."""
    draft = services.PlanDraft(**wanted.dict())
    return services.begin_plan(actor=request.actor, call_up_id=call_up_id, draft=draft)


@router.get("/plans/{uuid:plan_id}", response=PlanDetailOut, summary="One plan")
@requires(rules.VIEW_PLANS)
def plan(request: Request, plan_id: UUID) -> DeploymentPlan:
    """Return a plan with its figures."""
    return queries.plan(actor=request.actor, plan_id=plan_id)


@router.get("/plans/{uuid:plan_id}/content", response=dict[str, Any], summary="Who goes where")
@requires(rules.VIEW_PLANS)
def plan_content(request: Request, plan_id: UUID) -> Any:
    """Return the plan in the planner's format (`muster-plan-input/1`), by ids."""
    return queries.plan(actor=request.actor, plan_id=plan_id).content


@router.post(
    "/plans/{uuid:plan_id}/solve",
    response=PlanOut,
    summary="Begin to solve",
    openapi_extra={"responses": {409: {}}},
)
@requires(rules.MAKE_PLANS)
def solve_plan(request: Request, plan_id: UUID) -> DeploymentPlan:
    """Put the solving into the queue."""
    services.start_solving(actor=request.actor, plan_id=plan_id)
    return queries.plan(actor=request.actor, plan_id=plan_id)


@router.post(
    "/plans/{uuid:plan_id}/submit",
    response=PlanOut,
    summary="Send for approval",
    openapi_extra={"responses": {409: {}}},
)
@requires(rules.MAKE_PLANS)
def submit_plan(request: Request, plan_id: UUID) -> DeploymentPlan:
    """Send a plan to a second person."""
    return services.submit_plan(actor=request.actor, plan_id=plan_id)


@router.post(
    "/plans/{uuid:plan_id}/approve",
    response=PlanOut,
    summary="Approve",
    openapi_extra={"responses": {409: {}}},
)
@requires(rules.APPROVE_PLANS)
def approve_plan(request: Request, plan_id: UUID) -> DeploymentPlan:
    """Approve somebody else's plan."""
    return services.approve_plan(actor=request.actor, plan_id=plan_id)


@router.post(
    "/plans/{uuid:plan_id}/publish",
    response=PlanOut,
    summary="Publish",
    openapi_extra={"responses": {409: {}}},
)
@requires(rules.PUBLISH_PLANS)
def publish_plan(
    request: Request,
    plan_id: UUID,
    uncovered: bool = False,  # noqa: FBT001, FBT002
) -> DeploymentPlan:
    """Put an approved plan into force and tell everybody.

    `uncovered`: days of the running roster after the plan may be without anybody.
    """
    return services.publish_plan(actor=request.actor, plan_id=plan_id, uncovered=uncovered)


@router.post(
    "/plans/{uuid:plan_id}/by-hand",
    response=PlanOut,
    summary="Change by hand",
    openapi_extra={"responses": {409: {}}},
)
@requires(rules.MAKE_PLANS)
def change_by_hand(request: Request, plan_id: UUID) -> DeploymentPlan:
    """Begin another plan that says what this one does, to be changed by hand."""
    return by_hand.begin_by_hand(actor=request.actor, plan_id=plan_id)


@router.post(
    "/plans/{uuid:plan_id}/weights",
    response=PlanOut,
    summary="Plan again, reweighed",
    openapi_extra={"responses": {409: {}}},
)
@requires(rules.MAKE_PLANS)
def plan_again(request: Request, plan_id: UUID, wanted: WeightIn) -> DeploymentPlan:
    """Plan again with another price of a unit's part."""
    return again.plan_again_weighed(actor=request.actor, plan_id=plan_id, **wanted.dict())


@router.get("/plans/{uuid:plan_id}/studies", response=list[StudyOut], summary="Questions asked")
@requires(rules.VIEW_PLANS)
def plan_studies(request: Request, plan_id: UUID) -> Any:
    """List what was asked about a plan, with the answers."""
    row = queries.plan(actor=request.actor, plan_id=plan_id)
    return queries.studies(actor=request.actor, plan_id=row.id)


@router.post(
    "/plans/{uuid:plan_id}/studies",
    response=StudyOut,
    summary="Ask about a plan",
    openapi_extra={"responses": {409: {}}},
)
@requires(rules.MAKE_PLANS)
def ask_study(request: Request, plan_id: UUID, asked: StudyIn) -> Any:
    """Ask why it is short, what would help, or what absences do; the answer is worked out."""
    return studies.ask_study(actor=request.actor, plan_id=plan_id, **asked.dict())
