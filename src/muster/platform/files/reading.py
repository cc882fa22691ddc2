"""The preview of an import, made from what is stored and kept for a minute."""

import json
import time
from collections import OrderedDict
from uuid import UUID

from muster.kernel.actors import Actor
from muster.platform.files import storage
from muster.platform.files.kinds import kind_named
from muster.platform.files.models import Batch
from muster.platform.files.preview import Preview, make_preview

KEPT = 8
FRESH_SECONDS = 60.0

_cache: OrderedDict[tuple[UUID, UUID | None, int, int], tuple[float, Preview]] = OrderedDict()


def done_keys(batch: Batch) -> frozenset[str]:
    """Return the rows that have been committed and not been taken back."""
    rows = batch.rows.filter(undone_at__isnull=True).values_list("sheet", "row")
    return frozenset(f"{sheet}!{row}" for sheet, row in rows)


def edits_of(batch: Batch) -> dict[str, str]:
    """Return what somebody wrote in place of single cells."""
    edits: dict[str, str] = json.loads(batch.edits.open() or "{}")
    return edits


def preview_of(actor: Actor, batch: Batch, *, fresh: bool = False) -> Preview:
    """Return what the sheet would become; `fresh` reads file and register anew.

    Raises:
        SheetError: the file cannot be read.
    """
    done = done_keys(batch)
    key = (batch.id, actor.account_id, batch.version, len(done))
    kept = _cache.get(key)
    if kept and not fresh and time.monotonic() - kept[0] < FRESH_SECONDS:
        return kept[1]
    preview = make_preview(
        actor=actor,
        kind=kind_named(batch.kind),
        content=storage.read(batch.file_id, batch.tenant_id),
        name=batch.file.name,
        mapping=batch.mapping,
        edits=edits_of(batch),
        left_out=batch.left_out,
        done=done,
        options=batch.options,
    )
    _cache[key] = (time.monotonic(), preview)
    while len(_cache) > KEPT:
        _cache.popitem(last=False)
    return preview
