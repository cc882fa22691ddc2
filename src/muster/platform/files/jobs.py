"""Jobs of imports."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from muster.kernel.actors import Actor
from muster.kernel.jobs import JobRun, JobSubject, job
from muster.platform.files import queries, services
from muster.platform.files.enums import RowState


def about_import(*, actor: Actor, batch_id: str) -> JobSubject:
    """Return the sheet, with the rows that are committed and those that wait to be mended."""
    batch = queries.batch(actor=actor, batch_id=UUID(str(batch_id)))
    page = reverse("files:batch", args=[batch.id])
    parts = (
        (_("Rows committed"), RowState.DONE, "done"),
        (_("Rows with errors"), RowState.WRONG, "wrong"),
    )
    figures = tuple(
        (label, int(batch.counts.get(state, 0)), f"{page}?show={show}")
        for label, state, show in parts
    )
    return JobSubject(str(batch), page, figures)


@job("files.commit_import", label=_("Commit a sheet"), about=about_import)
def commit_import(run: JobRun, *, batch_id: str) -> None:
    """Write the rows of a sheet."""
    services.commit_rows(run, batch_id=UUID(str(batch_id)))


@job("files.undo_import", label=_("Take an imported sheet back"), about=about_import)
def undo_import(run: JobRun, *, batch_id: str) -> None:
    """Take back the rows of a sheet."""
    services.undo_rows(run, batch_id=UUID(str(batch_id)))
