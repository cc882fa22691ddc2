"""Jobs as the design system draws them."""

from django.urls import reverse
from django.utils.translation import gettext as _

from muster.platform.jobs.enums import JobState
from muster.platform.jobs.models import Job
from muster.ui.marks import mark, wall
from muster.ui.parts import Chip, Column, Table

STATUS = {
    JobState.QUEUED: "todo",
    JobState.RUNNING: "doing",
    JobState.DONE: "ok",
    JobState.FAILED: "bad",
    JobState.CANCELLED: "offline",
}


def job_table(rows: list[Job]) -> Table:
    """List jobs: what, where it stands, since when."""
    return Table(
        columns=[
            Column(
                _("Work"),
                lambda job: job.label,
                slot="title",
                url=lambda job: reverse("jobs:job", args=[job.id]),
            ),
            Column(_("State"), state_mark, slot="status"),
            Column(_("Asked for"), lambda job: wall(job.created_at)),
            Column(_("Progress"), _progress),
        ],
        rows=rows,
        caption=_("Work in hand"),
    )


def state_chips(chosen: str) -> list[Chip]:
    """Offer each state as a filter."""
    chips = [Chip(_("All"), "?", chosen=not chosen)]
    return chips + [
        Chip(state.label, f"?state={state.value}", chosen=chosen == state.value)
        for state in JobState
    ]


def state_mark(job: Job) -> str:
    """Symbol and word of a job's state."""
    state = JobState(job.state)
    return mark(STATUS[state], state.label)


def _progress(job: Job) -> str:
    if not job.total or job.state == JobState.DONE:
        return ""
    return _("%(done)d of %(total)d") % {"done": job.done, "total": job.total}
