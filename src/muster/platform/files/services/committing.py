"""Committing and taking back: in chunks, each written together with the note that it was done.

A worker that is killed leaves whole chunks behind; run again, it goes on with the first row that
has no note. So every row is committed exactly once.
"""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from muster.kernel import clock
from muster.kernel.jobs import JobRun
from muster.platform.audit.services import record
from muster.platform.files import events
from muster.platform.files.enums import BatchState, RowState
from muster.platform.files.kinds import kind_named
from muster.platform.files.models import Batch, CommittedRow
from muster.platform.files.preview import PreviewRow
from muster.platform.files.queries import staying_rows
from muster.platform.files.reading import preview_of

CHUNK = 500
T = TypeVar("T")


def commit_rows(run: JobRun, *, batch_id: UUID) -> None:
    """Write every row that is right, in the file's order; the others stay for later."""
    batch = Batch.objects.get_visible(run.actor, batch_id)
    preview = preview_of(run.actor, batch, fresh=True)
    ready = [row for row in preview.rows if row.state in {RowState.GOOD, RowState.LOOK}]
    done = preview.counts[RowState.DONE]
    total = done + len(ready)
    try:
        for chunk in _chunks(ready):
            run.progress(done, total)
            with transaction.atomic():
                _commit_chunk(run, batch, chunk)
            done += len(chunk)
        run.progress(done, total)
    finally:
        _close(run, batch, events.IMPORT_COMMITTED)
    run.result(committed=done, left=preview.counts[RowState.WRONG])


def undo_rows(run: JobRun, *, batch_id: UUID, undo_id: UUID | None = None) -> None:
    """Take back what the import wrote; entries changed since stay and are named.

    `undo_id` is noted with each row, so that this undoing can be told from an earlier one.
    """
    batch = Batch.objects.get_visible(run.actor, batch_id)
    kind = kind_named(batch.kind)
    rows = list(batch.rows.filter(undone_at__isnull=True, stays=False).order_by("id"))
    removed = 0
    for at, chunk in enumerate(_chunks(rows)):
        run.progress(at * CHUNK, len(rows))
        with transaction.atomic():
            ids = [row.became_id for row in chunk]
            staying = set(kind.undo(actor=run.actor, ids=ids, batch_id=batch.id))
            for row in chunk:
                row.stays = row.became_id in staying
                row.undone_at = None if row.stays else clock.now()
                row.undo_id = undo_id
            CommittedRow.objects.bulk_update(chunk, ["stays", "undone_at", "undo_id"])
        removed += sum(not row.stays for row in chunk)
    stays = staying_rows(batch).count()
    _close(run, batch, events.IMPORT_UNDONE, removed=removed, stayed=stays)
    run.progress(len(rows), len(rows))
    run.result(undone=removed, stays=stays)


def _commit_chunk(run: JobRun, batch: Batch, chunk: Sequence[PreviewRow]) -> None:
    ids = kind_named(batch.kind).commit(
        actor=run.actor,
        rows=[row.values for row in chunk],
        options=batch.options,
        batch_id=batch.id,
    )
    CommittedRow.objects.bulk_create(
        CommittedRow(
            tenant_id=batch.tenant_id,
            batch=batch,
            sheet=row.sheet,
            row=row.number,
            became_id=became,
        )
        for row, became in zip(chunk, ids, strict=True)
    )


def _close(run: JobRun, batch: Batch, verb: str, **facts: int) -> None:
    """Note where the import stands now; `verb` and `facts` say what was done to come there."""
    with transaction.atomic():
        batch = Batch.objects.get_for_update(run.actor, batch.pk)
        now = clock.now()
        held = batch.rows.filter(undone_at__isnull=True).count()
        if held:
            batch.state = BatchState.COMMITTED
            batch.committed_at = batch.committed_at or now
        elif verb == events.IMPORT_UNDONE:
            batch.state, batch.undone_at = BatchState.UNDONE, now
        else:
            batch.state = BatchState.PREVIEW
        batch.version += 1
        batch.counts = dict(preview_of(run.actor, batch, fresh=True).counts)
        batch.save(update_fields=["state", "committed_at", "undone_at", "version", "counts"])
        told: dict[str, Any] = facts or {"rows": held}
        record(run.actor, verb, batch, area=batch.area_code, **told)


def _chunks(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]
