"""Something asked about a plan: put into the queue, answered by a job, kept with the plan."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid
from muster.operations.mobilise import events, queries
from muster.operations.mobilise.enums import StudyKind
from muster.operations.mobilise.models import DeploymentPlan, PlanStudy
from muster.operations.mobilise.models.plans import packed, unpacked
from muster.operations.mobilise.services.plans import own_plan
from muster.platform.audit.services import record
from muster.platform.jobs.queries import find_job
from muster.platform.jobs.services import enqueue

SHARES = ("5", "10")
"""Per cent of those sent who do not arrive, as can be asked."""
Told = Callable[[int, int], None]


def ask_study(*, actor: Actor, plan_id: UUID, kind: str, subject: str = "") -> PlanStudy:
    """Ask something about a solved plan. What was answered already is not asked again.

    Raises:
        Conflict: there is no plan to ask about yet.
        Invalid: the question is none that can be answered.
    """
    with transaction.atomic():
        row = own_plan(actor, plan_id)
        if not row.is_solved:
            raise Conflict(
                _("There is nothing to ask about a plan that is not made yet."),
                next_step=_("Make the plan first."),
            )
        _check(row, kind, subject)
        mine: Any = PlanStudy.objects.of_tenant(row.tenant_id)
        study, made = mine.get_or_create(
            tenant_id=row.tenant_id,
            plan_id=row.id,
            kind=kind,
            subject=subject,
            defaults={"area_code": row.area_code, "asked_by_name": actor.name[:80]},
        )
        found: PlanStudy = study
        if not made and (found.result is not None or is_open(actor, found)):
            return found
        found.job_id = enqueue("mobilise.study_plan", actor=actor, study_id=str(found.id))
        found.save(update_fields=["job_id"])
        record(actor, events.PLAN_STUDIED, row, kind=kind, subject=subject)
    return found


def answer_study(*, actor: Actor, study_id: UUID, progress: Told) -> PlanStudy:
    """Answer what was asked and keep the answer. Run again it changes nothing."""
    row = queries.study(actor=actor, study_id=study_id)
    if row.result is not None:
        return row
    facts = unpacked(row.plan.instance)
    document = row.plan.content
    answer = _answer(row, facts, document, progress)
    with transaction.atomic():
        kept = PlanStudy.objects.get_for_update(actor, study_id)
        kept.result, kept.answered_at = packed(answer), clock.now()
        kept.save(update_fields=["result", "answered_at"])
    return kept


def is_open(actor: Actor, row: PlanStudy) -> bool:
    """True while somebody works on the answer."""
    job = find_job(actor=actor, job_id=row.job_id) if row.job_id else None
    return bool(job and job.is_open)


def _answer(
    row: PlanStudy, facts: Mapping[str, Any], document: Mapping[str, Any], told: Told
) -> dict[str, Any]:
    from muster.operations.mobilise.services import plan_answers

    if row.kind == StudyKind.CURVE:
        return plan_answers.curve_of(facts, told)
    if row.kind == StudyKind.ABSENCE:
        return plan_answers.absence_of(facts, document, int(row.subject), told)
    if row.subject:
        return plan_answers.menu_of(facts, document, row.subject, told)
    return plan_answers.short_of(facts, document, told)


def _check(row: DeploymentPlan, kind: str, subject: str) -> None:
    places = {one["id"] for one in row.summary["communities"]}
    known = {
        StudyKind.SHORT: not subject or subject in places,
        StudyKind.CURVE: not subject,
        StudyKind.ABSENCE: subject in SHARES,
    }
    if not known.get(kind, False):  # type: ignore[call-overload]
        raise Invalid(
            _("This cannot be asked about a plan."),
            next_step=_("Choose one of the questions of the review."),
        )
