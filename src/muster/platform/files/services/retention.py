"""Destroying stored sheets when their time is over."""

from datetime import datetime
from uuid import UUID

from muster.platform.files import storage
from muster.platform.files.enums import FilePurpose
from muster.platform.files.models import Batch, StoredFile


def count_files(tenant_id: UUID) -> int:
    """Return how many imported sheets a command holds."""
    return StoredFile.objects.of_tenant(tenant_id).filter(purpose=FilePurpose.SHEET).count()


def destroy_files(tenant_id: UUID, before: datetime, limit: int) -> list[UUID]:
    """Destroy sheets stored before `before`, with what was mended in them; return their ids."""
    files = StoredFile.objects.of_tenant(tenant_id).filter(
        purpose=FilePurpose.SHEET, stored_at__lt=before
    )
    ids = list(files.order_by("stored_at").values_list("id", flat=True)[:limit])
    Batch.objects.of_tenant(tenant_id).filter(file_id__in=ids).delete()
    StoredFile.objects.of_tenant(tenant_id).filter(id__in=ids).delete()
    for file_id in ids:
        storage.destroy(file_id)
    return ids
