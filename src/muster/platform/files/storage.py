"""Where the content of stored files lies: one sealed file each, in the installation's folder."""

import os
from pathlib import Path
from uuid import UUID

from django.conf import settings

from muster.kernel.crypto import keyring


def path_of(file_id: UUID) -> Path:
    """Return where a file's content lies; two levels of folders keep each of them small."""
    name = str(file_id)
    return Path(settings.MEDIA_ROOT) / name[-2:] / name


def write(file_id: UUID, tenant_id: UUID, content: bytes) -> None:
    """Seal and write the content, so that a crash leaves all of it or nothing."""
    path = path_of(file_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".new")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(keyring().seal_bytes(content, _context(file_id, tenant_id)))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def read(file_id: UUID, tenant_id: UUID) -> bytes:
    """Return the content. Raises FileNotFoundError where it was destroyed."""
    return keyring().open_bytes(path_of(file_id).read_bytes(), _context(file_id, tenant_id))


def destroy(file_id: UUID) -> None:
    """Remove the content; nothing happens where it is gone already."""
    path_of(file_id).unlink(missing_ok=True)


def _context(file_id: UUID, tenant_id: UUID) -> str:
    return f"{tenant_id}|file|{file_id}"
