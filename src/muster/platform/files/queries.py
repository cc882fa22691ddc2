"""Reads of imports, files and exports."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from muster.kernel.actors import Actor, system_actor
from muster.kernel.imports import ImportKind
from muster.platform.files.enums import BatchState
from muster.platform.files.kinds import kind_named, kinds_for
from muster.platform.files.models import Batch, CommittedRow, Export, StoredFile
from muster.platform.files.rules import VIEW_EXPORTS
from muster.platform.jobs import queries as jobs

BUSY = frozenset({BatchState.COMMITTING, BatchState.UNDOING})


def batches(*, actor: Actor) -> QuerySet[Batch]:
    """Imports the actor may see, newest first: of the kinds of sheet the actor may import."""
    rows = Batch.objects.visible_to(actor).filter(kind__in=_kinds_of(actor))
    held = CommittedRow.objects.filter(batch=OuterRef("pk"), undone_at__isnull=True)
    return (
        rows.annotate(
            any_stays=Exists(held.filter(stays=True)), any_held=Exists(held.filter(stays=False))
        )
        .select_related("file")
        .order_by("-made_at")
    )


def batch(*, actor: Actor, batch_id: UUID) -> Batch:
    """One import. Raises NotFound."""
    rows = Batch.objects.select_related("file").filter(kind__in=_kinds_of(actor))
    return rows.get_visible(actor, batch_id)


def _kinds_of(actor: Actor) -> list[str]:
    return [kind.name for kind in kinds_for(actor)]


def job_of(batch: Batch) -> Any:
    """The work on an import while it waits or runs; None where there is none.

    Whoever may see the import may see how far it is, also where somebody else asked for it.
    """
    if batch.job_id is None or batch.state not in BUSY:
        return None
    found = jobs.job(actor=system_actor(batch.tenant_id, "files"), job_id=batch.job_id)
    return found if found.is_open else None


def state_of(batch: Batch) -> BatchState:
    """Where an import stands; one whose work failed or was stopped is open again."""
    if batch.state not in BUSY or job_of(batch):
        return BatchState(batch.state)
    some = batch.rows.filter(undone_at__isnull=True).exists()
    return BatchState.COMMITTED if some else BatchState.PREVIEW


def staying_rows(batch: Batch) -> QuerySet[CommittedRow]:
    """Rows that could not be taken back, because somebody changed what they became."""
    return batch.rows.filter(stays=True, undone_at__isnull=True).order_by("sheet", "row")


def taken_back(batch: Batch, *, undo_id: UUID | None = None) -> frozenset[str]:
    """Rows that were committed and taken back, by their keys; with `undo_id` in that undoing."""
    return _keys(batch.rows.filter(undone_at__isnull=False), undo_id)


def stayed(batch: Batch, *, undo_id: UUID | None = None) -> frozenset[str]:
    """Rows that could not be taken back, by their keys; with `undo_id` in that undoing."""
    return _keys(staying_rows(batch), undo_id)


def _keys(rows: QuerySet[CommittedRow], undo_id: UUID | None) -> frozenset[str]:
    rows = rows.filter(undo_id=undo_id) if undo_id else rows
    return frozenset(f"{sheet}!{row}" for sheet, row in rows.values_list("sheet", "row"))


def exports(*, actor: Actor) -> QuerySet[Export]:
    """Lists that left the house, newest first."""
    return Export.objects.visible_to(actor, VIEW_EXPORTS).order_by("-made_at")


def files_of(*, actor: Actor, owner_id: UUID, permission: str) -> QuerySet[StoredFile]:
    """Attachments of a row that the actor may open."""
    rows = StoredFile.objects.visible_to(actor, permission)
    return rows.filter(owner_id=owner_id, permission=permission).order_by("stored_at")


def file(*, actor: Actor, file_id: UUID) -> StoredFile:
    """One file the actor may open, by the permission it was stored under. Raises NotFound."""
    found = StoredFile.objects.of_tenant(actor.tenant_id).filter(pk=file_id).first()
    permission = found.permission if found else StoredFile.view_permission
    return StoredFile.objects.get_visible(actor, file_id, permission)


def import_kind(name: str) -> ImportKind:
    """Return a kind of sheet that some package declares, for one that adds a step to it.

    Raises:
        NotFound: no package declares it.
    """
    return kind_named(name)
