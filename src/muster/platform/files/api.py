"""Imports as JSON: how far an import is."""

from datetime import datetime
from uuid import UUID

from ninja import Router, Schema

from muster.kernel.permissions import requires
from muster.platform.files import queries, rules
from muster.platform.files.models import Batch
from muster.ui.http import Request

router = Router()


class ImportStatus(Schema):
    """Where an import stands; `counts` by row state, with the rows of the file in `rows_in`."""

    id: UUID
    kind: str
    state: str
    counts: dict[str, int]
    made_at: datetime


@router.get("/imports/{batch_id}", response=ImportStatus)
@requires(rules.IMPORT_SHEETS)
def import_status(request: Request, batch_id: UUID) -> Batch:
    """How far an import is."""
    return queries.batch(actor=request.actor, batch_id=batch_id)
