"""Jobs of imports."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from muster.kernel.actors import Actor
from muster.kernel.errors import Text
from muster.kernel.jobs import JobRun, JobSubject, job
from muster.platform.files import queries, services
from muster.platform.files.enums import RowState
from muster.platform.files.models import Batch


def about_commit(*, actor: Actor, batch_id: str) -> JobSubject:
    """Return the sheet, with the rows that are committed and those that wait to be mended."""
    batch = queries.batch(actor=actor, batch_id=UUID(str(batch_id)))
    counts = batch.counts
    return _subject(
        batch,
        (_("Rows committed"), int(counts.get(RowState.DONE, 0)), "done"),
        (_("Rows with errors"), int(counts.get(RowState.WRONG, 0)), "wrong"),
    )


def about_undo(*, actor: Actor, batch_id: str, undo_id: str | None = None) -> JobSubject:
    """Return the sheet, with the rows that this undoing took back and those it had to leave."""
    batch = queries.batch(actor=actor, batch_id=UUID(str(batch_id)))
    undo = UUID(str(undo_id)) if undo_id else None
    this = f"&undo={undo}" if undo else ""
    taken, stayed = (rows(batch, undo_id=undo) for rows in (queries.taken_back, queries.stayed))
    return _subject(
        batch,
        (_("Rows taken back"), len(taken), f"taken{this}"),
        (_("Rows that stayed"), len(stayed), f"stayed{this}"),
    )


def _subject(batch: Batch, *parts: tuple[Text, int, str]) -> JobSubject:
    page = reverse("files:batch", args=[batch.id])
    figures = tuple((label, n, f"{page}?show={show}") for label, n, show in parts)
    return JobSubject(str(batch), page, figures)


@job("files.commit_import", label=_("Commit a sheet"), about=about_commit)
def commit_import(run: JobRun, *, batch_id: str) -> None:
    """Write the rows of a sheet."""
    services.commit_rows(run, batch_id=UUID(str(batch_id)))


@job("files.undo_import", label=_("Take an imported sheet back"), about=about_undo)
def undo_import(run: JobRun, *, batch_id: str, undo_id: str | None = None) -> None:
    """Take back the rows of a sheet."""
    undo = UUID(str(undo_id)) if undo_id else None
    services.undo_rows(run, batch_id=UUID(str(batch_id)), undo_id=undo)
