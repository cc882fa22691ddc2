"""Jobs: solving a plan, and what time does to whistles."""

import time
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from muster.kernel.actors import Actor
from muster.kernel.jobs import JobCancelled, JobRun, JobSubject, job
from muster.operations.mobilise import queries, services
from muster.operations.mobilise.services import studies

STAGES = {
    "assign": _("sending people to communities"),
    "first rosters": _("first rosters"),
    "open shifts": _("filling gaps"),
    "shortages": _("counting what cannot be filled"),
    "bounds": _("proving how good it is"),
    "better rosters": _("making rosters better"),
}
WATCHED_SECONDS = 1.0
"""How often what the solver found is written down for those who watch."""


def about_plan(*, actor: Actor, plan_id: str) -> JobSubject:
    """Return the plan, with its page."""
    row = queries.plan(actor=actor, plan_id=UUID(str(plan_id)))
    return JobSubject(
        _("Plan %(number)s") % {"number": row.number}, reverse("mobilise:plan", args=[row.id]), ()
    )


@job("mobilise.solve_plan", label=_("Plan who goes where"), about=about_plan)
def solve_plan(run: JobRun, *, plan_id: str) -> None:
    """Solve a plan; whoever stops it keeps the best so far."""
    from muster.engines.planner.planning import Cancelled  # its libraries take a second to load

    moments: list[dict[str, Any]] = []
    written = 0.0

    def listen(now: Any) -> None:
        nonlocal written
        moments.append(
            {
                "t": round(now.seconds, 1),
                "stage": now.stage,
                "cost": now.cost,
                "bound": now.bound,
                "short": now.short,
            }
        )
        if time.monotonic() - written >= WATCHED_SECONDS:
            services.note_moments(actor=run.actor, plan_id=UUID(plan_id), moments=moments)
            written = time.monotonic()
        try:
            run.progress(now.done, now.of, STAGES.get(now.stage, ""))
        except JobCancelled:
            raise Cancelled from None

    try:
        row = services.solve_plan(actor=run.actor, plan_id=UUID(plan_id), listener=listen)
    except Exception:
        services.give_up(actor=run.actor, plan_id=UUID(plan_id))
        raise
    if moments:
        services.note_moments(actor=run.actor, plan_id=UUID(plan_id), moments=moments)
    run.result(short=int(row.summary["short"]), people=int(row.summary["people"]))


def about_study(*, actor: Actor, study_id: str) -> JobSubject:
    """Return the plan that something is asked about, with its page."""
    row = queries.study(actor=actor, study_id=UUID(str(study_id)))
    return JobSubject(
        _("Plan %(number)s") % {"number": row.plan.number},
        reverse("mobilise:plan", args=[row.plan_id]),
        (),
    )


@job("mobilise.study_plan", label=_("Answer a question about a plan"), about=about_study)
def study_plan(run: JobRun, *, study_id: str) -> None:
    """Answer what was asked about a plan; run again it changes nothing."""
    studies.answer_study(actor=run.actor, study_id=UUID(study_id), progress=run.progress)


@job("mobilise.move_whistles", label=_("Pass on whistles nobody took on"), every_seconds=60)
def move_whistles(run: JobRun) -> None:
    """Let whistles climb, remind both sides, and end what is past its time."""
    run.result(**services.move_whistles())
