"""Jobs: solving a plan, and what time does to whistles."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from muster.engines.planner.planning import Cancelled
from muster.kernel.actors import Actor
from muster.kernel.jobs import JobCancelled, JobRun, JobSubject, job
from muster.operations.mobilise import queries, services

STAGES = {
    "assign": _("sending people to communities"),
    "first rosters": _("first rosters"),
    "open shifts": _("filling gaps"),
    "shortages": _("counting what cannot be filled"),
    "bounds": _("proving how good it is"),
    "better rosters": _("making rosters better"),
}


def about_plan(*, actor: Actor, plan_id: str) -> JobSubject:
    """Return the plan, with its page."""
    row = queries.plan(actor=actor, plan_id=UUID(str(plan_id)))
    return JobSubject(
        _("Plan %(number)s") % {"number": row.number}, reverse("mobilise:plan", args=[row.id]), ()
    )


@job("mobilise.solve_plan", label=_("Plan who goes where"), about=about_plan)
def solve_plan(run: JobRun, *, plan_id: str) -> None:
    """Solve a plan; whoever stops it keeps the best so far."""

    def listen(now: Any) -> None:
        try:
            run.progress(now.done, now.of, STAGES.get(now.stage, ""))
        except JobCancelled:
            raise Cancelled from None

    try:
        row = services.solve_plan(actor=run.actor, plan_id=UUID(plan_id), listener=listen)
    except Exception:
        services.give_up(actor=run.actor, plan_id=UUID(plan_id))
        raise
    run.result(short=int(row.summary["short"]), people=int(row.summary["people"]))


@job("mobilise.move_whistles", label=_("Pass on whistles nobody took on"), every_seconds=60)
def move_whistles(run: JobRun) -> None:
    """Let whistles climb, remind both sides, and end what is past its time."""
    run.result(**services.move_whistles())
