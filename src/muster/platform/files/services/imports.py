"""An import from upload to commit: each step keeps what was right and loses nothing."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.engines.sheets import SheetError
from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid
from muster.kernel.ids import new_id
from muster.kernel.permissions import areas_for, require, scopes_for
from muster.platform.audit.services import record
from muster.platform.files import events, queries, rules, storage
from muster.platform.files.enums import BatchState, FilePurpose, RowState
from muster.platform.files.kinds import kind_named
from muster.platform.files.models import Batch, StoredFile
from muster.platform.files.preview import split_cell
from muster.platform.files.reading import edits_of, preview_of
from muster.platform.jobs.services import enqueue

MAX_UPLOAD_BYTES = 25 * 1024 * 1024
UNDO_DAYS = 30
TEXT_NAMED_WORKBOOK = "text_named_workbook"
_WORKBOOKS = {".xlsx", ".xls", ".xlsb", ".ods"}
_WORKBOOK_SIGNS = (b"PK", b"\xd0\xcf\x11\xe0")


def start_import(
    *, actor: Actor, kind_name: str, name: str, content: bytes, options: Mapping[str, Any]
) -> Batch:
    """Store a sheet and read it for the first time. What cannot be read is kept and says why.

    Raises:
        NotAllowed: the actor may not import this kind.
        Invalid: there is no file, or it is empty or too large.
    """
    kind = kind_named(kind_name)
    require(actor, rules.IMPORT_SHEETS)
    require(actor, kind.permission)
    if not content:
        empty = _("This file is empty (0 bytes). Save it again and choose it then.")
        missing = empty if name else _("Choose a file first.")
        raise Invalid(missing, errors={"file": [missing]})
    if len(content) > MAX_UPLOAD_BYTES:
        too_big = _("The file is larger than 25 MB. Split it into several files.")
        raise Invalid(too_big, errors={"file": [too_big]})
    with transaction.atomic():
        file = _store(actor, kind.permission, PurePath(name).name[:200] or "sheet", content)
        batch = Batch.objects.create(
            tenant_id=actor.tenant_id,
            kind=kind_name,
            area_code=file.area_code,
            scope_id=file.scope_id,
            file=file,
            options=dict(options),
            made_by=actor.account_id,
            made_by_name=actor.name,
        )
        record(actor, events.SHEET_UPLOADED, batch, area=batch.area_code, size=len(content))
        _read(actor, batch)
    return batch


def choose_column(
    *, actor: Actor, batch_id: UUID, sheet: str, letter: str, field: str | None
) -> Batch:
    """Say what a column means; None leaves it out.

    Raises:
        Invalid: the kind has no such field.
    """
    with transaction.atomic():
        batch = _open_batch(actor, batch_id)
        if field and field not in {spec.name for spec in kind_named(batch.kind).fields}:
            raise Invalid(_("There is no such column here."))
        mapping = {**batch.mapping, f"{sheet}!{letter}": field}
        if field:
            for other, meaning in batch.mapping.items():
                same_sheet = other.rpartition("!")[0] == sheet
                if meaning == field and same_sheet and other != f"{sheet}!{letter}":
                    mapping[other] = None
        batch.mapping = mapping
        _changed(actor, batch)
    return batch


def mend_cell(*, actor: Actor, batch_id: UUID, address: str, value: str) -> Batch:
    """Write `value` in place of a cell (`Sheet1!C6`). The file itself stays as it came.

    Raises:
        Invalid: there is no such cell, or the row is committed.
    """
    return mend_cells(actor=actor, batch_id=batch_id, cells={address: value})


def mend_cells(*, actor: Actor, batch_id: UUID, cells: Mapping[str, str]) -> Batch:
    """Write several cells at once (address → text): all of them, or none.

    Raises:
        Invalid: there is no such cell, or its row is committed.
    """
    with transaction.atomic():
        batch = _open_batch(actor, batch_id)
        places = [_cell(address) for address in cells]
        for row_key in {f"{sheet}!{number}" for sheet, number, _letter in places}:
            _refuse_done(actor, batch, row_key)
        written = {address: value[:1000] for address, value in cells.items()}
        batch.edits = json.dumps({**edits_of(batch), **written}, ensure_ascii=False)
        _changed(actor, batch)
    return batch


def leave_out(*, actor: Actor, batch_id: UUID, row_key: str) -> Batch:
    """Leave a row for later; it stays in the sheet and can be taken in again."""
    with transaction.atomic():
        batch = _open_batch(actor, batch_id)
        _refuse_done(actor, batch, row_key)
        batch.left_out = sorted({*batch.left_out, row_key})
        _changed(actor, batch)
    return batch


def take_in(*, actor: Actor, batch_id: UUID, row_key: str) -> Batch:
    """Take a row that was left out in again."""
    with transaction.atomic():
        batch = _open_batch(actor, batch_id)
        batch.left_out = [key for key in batch.left_out if key != row_key]
        _changed(actor, batch)
    return batch


def ask_commit(*, actor: Actor, batch_id: UUID) -> Batch:
    """Queue the commit of every row that is right now; rows with errors stay where they are.

    A sheet that was taken back can be committed again.

    Raises:
        Conflict: the import is not open, or no row is ready.
    """
    with transaction.atomic():
        batch = _locked(actor, batch_id)
        if batch.state == BatchState.UNDONE:
            batch.committed_at = batch.undone_at = None
        else:
            _refuse_closed(batch)
        counts = preview_of(actor, batch).counts
        if not counts[RowState.GOOD] + counts[RowState.LOOK]:
            raise Conflict(
                _("No row is ready to be committed."),
                next_step=_("Mend the marked cells first, or choose another file."),
            )
        batch.state = BatchState.COMMITTING
        batch.job_id = enqueue("files.commit_import", actor=actor, batch_id=batch.id)
        batch.save(update_fields=["state", "job_id", "committed_at", "undone_at"])
    return batch


def ask_undo(*, actor: Actor, batch_id: UUID) -> Batch:
    """Queue taking back everything the import wrote, as far as nobody changed it since.

    Raises:
        Conflict: nothing is committed, or it was committed more than 30 days ago.
    """
    with transaction.atomic():
        batch = _locked(actor, batch_id)
        if batch.state != BatchState.COMMITTED or batch.committed_at is None:
            raise Conflict(_("This import has nothing to take back."))
        if (clock.now() - batch.committed_at).days >= UNDO_DAYS:
            raise Conflict(
                _("This import is more than 30 days old and stays."),
                next_step=_("Change or end single entries instead."),
            )
        batch.state = BatchState.UNDOING
        batch.job_id = enqueue(
            "files.undo_import", actor=actor, batch_id=batch.id, undo_id=new_id()
        )
        batch.save(update_fields=["state", "job_id"])
    return batch


def _store(actor: Actor, permission: str, name: str, content: bytes) -> StoredFile:
    """Keep the sheet for those who may import in the actor's area, or for the actor's one unit.

    A clerk's sheet lies in the area of the clerk's grant, so that its command can follow it.
    """
    areas, scopes = areas_for(actor, permission), scopes_for(actor, permission)
    places = areas or [grant.area for grant in actor.grants if grant.scope_id in scopes]
    file = StoredFile(
        tenant_id=actor.tenant_id,
        purpose=FilePurpose.SHEET,
        permission=permission,
        area_code=min(places, key=len) if places else "",
        scope_id=scopes[0] if scopes and not areas else None,
        name=name,
        media_type="application/octet-stream",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        stored_by=actor.account_id,
    )
    storage.write(file.id, file.tenant_id, content)
    file.save(force_insert=True)
    return file


def _read(actor: Actor, batch: Batch) -> None:
    """Read the sheet and keep the counts, or why it cannot be read."""
    try:
        preview = preview_of(actor, batch, fresh=True)
        batch.counts = dict(preview.counts)
        text = any(table.missing for table in preview.tables) and _is_text(batch.file)
        batch.fault = {"code": TEXT_NAMED_WORKBOOK, "params": {}} if text else {}
        if batch.state in {BatchState.READING, BatchState.UNREADABLE}:
            batch.state = BatchState.PREVIEW
    except SheetError as error:
        text = error.code == "no_header" and _is_text(batch.file)
        code = TEXT_NAMED_WORKBOOK if text else error.code
        batch.fault = {"code": code, "params": dict(error.params)}
        batch.state = BatchState.UNREADABLE
    batch.save(
        update_fields=["counts", "fault", "state", "version", "mapping", "edits", "left_out"]
    )


def _is_text(file: StoredFile) -> bool:
    """Tell whether a file only bears the name of a workbook, and is plain text."""
    named = PurePath(file.name).suffix.lower() in _WORKBOOKS
    return named and not storage.read(file.id, file.tenant_id).startswith(_WORKBOOK_SIGNS)


def _changed(actor: Actor, batch: Batch) -> None:
    batch.version += 1
    _read(actor, batch)
    record(actor, events.SHEET_CHANGED, batch, area=batch.area_code, version=batch.version)


def _locked(actor: Actor, batch_id: UUID) -> Batch:
    batch = Batch.objects.get_for_update(actor, batch_id)
    require(actor, kind_named(batch.kind).permission)
    batch.state = queries.state_of(batch)
    return batch


def _open_batch(actor: Actor, batch_id: UUID) -> Batch:
    batch = _locked(actor, batch_id)
    _refuse_closed(batch)
    return batch


def _refuse_closed(batch: Batch) -> None:
    if not batch.is_open:
        raise Conflict(
            _("This import is %(state)s and cannot be changed now."),
            state=batch.get_state_display(),
        )


def _refuse_done(actor: Actor, batch: Batch, row_key: str) -> None:
    for row in preview_of(actor, batch).rows:
        if row.key == row_key:
            if row.state is RowState.DONE:
                raise Conflict(
                    _("This row is committed already."),
                    next_step=_("Change the entry itself, or take the import back."),
                )
            return
    raise Invalid(_("There is no such row in this sheet."))


def _cell(address: str) -> tuple[str, int, str]:
    try:
        return split_cell(address)
    except ValueError:
        raise Invalid(_("There is no such cell in this sheet.")) from None
