"""Jobs of imports."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from muster.kernel.jobs import JobRun, job
from muster.platform.files import services


@job("files.commit_import", label=_("Commit a sheet"))
def commit_import(run: JobRun, *, batch_id: str) -> None:
    """Write the rows of a sheet."""
    services.commit_rows(run, batch_id=UUID(str(batch_id)))


@job("files.undo_import", label=_("Take an imported sheet back"))
def undo_import(run: JobRun, *, batch_id: str) -> None:
    """Take back the rows of a sheet."""
    services.undo_rows(run, batch_id=UUID(str(batch_id)))
