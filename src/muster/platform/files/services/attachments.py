"""Attachments: sniffed by content, capped, and pictures re-encoded without what cameras add."""

import hashlib
import io
import warnings
from pathlib import PurePath
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from muster.kernel.actors import Actor
from muster.kernel.errors import Gone, Invalid, TooLarge
from muster.kernel.permissions import require
from muster.platform.audit.services import record
from muster.platform.files import events, queries, storage
from muster.platform.files.enums import FilePurpose
from muster.platform.files.models import StoredFile

MAX_BYTES = 15 * 1024 * 1024
MAX_PIXELS = 50_000_000
LONGEST_SIDE = 2400
PDF_HEAD = b"%PDF-"
PICTURES = {"JPEG", "PNG", "WEBP", "MPO", "GIF"}


def attach(
    *,
    actor: Actor,
    permission: str,
    owner_id: UUID,
    name: str,
    content: bytes,
    area_code: str = "",
    scope_id: UUID | None = None,
) -> StoredFile:
    """Keep a picture or PDF beside a row; `permission` is what opening it will need.

    Raises:
        Invalid: it is neither a picture nor a PDF, or a picture that cannot be read.
        TooLarge: it is larger than 15 MB or 50 million pixels.
    """
    require(actor, permission)
    if len(content) > MAX_BYTES:
        raise TooLarge(_("The file is larger than 15 MB."), next_step=_("Take a smaller picture."))
    content, media_type, suffix = _clean(content)
    file = StoredFile(
        tenant_id=actor.tenant_id,
        purpose=FilePurpose.ATTACHMENT,
        permission=permission,
        area_code=area_code,
        scope_id=scope_id,
        owner_id=owner_id,
        name=f"{PurePath(name).stem[:180] or 'file'}{suffix}",
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        stored_by=actor.account_id,
    )
    with transaction.atomic():
        storage.write(file.id, file.tenant_id, content)
        file.save(force_insert=True)
        record(actor, events.ATTACHED, file, area=area_code, owner=owner_id)
    return file


def open_file(*, actor: Actor, file_id: UUID) -> tuple[StoredFile, bytes]:
    """Return a file and its content, and record that it was opened.

    Raises:
        NotFound: there is no such file, or none the actor may open.
        Gone: its content has been destroyed.
    """
    file = queries.file(actor=actor, file_id=file_id)
    try:
        content = storage.read(file.id, file.tenant_id)
    except FileNotFoundError:
        raise Gone(_("The content of this file has been destroyed.")) from None
    with transaction.atomic():
        record(actor, events.OPENED, file, area=file.area_code)
    return file, content


def _clean(content: bytes) -> tuple[bytes, str, str]:
    """Return content without hidden facts, its type and its ending."""
    if content.startswith(PDF_HEAD):
        return content, "application/pdf", ".pdf"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content))
            if picture.format not in PICTURES:
                raise UnidentifiedImageError  # noqa: TRY301
            if picture.width * picture.height > MAX_PIXELS:
                raise TooLarge(_("The picture has too many pixels. Take a smaller one."))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError,
            Image.DecompressionBombWarning):  # fmt: skip
        raise Invalid(
            _("This is neither a picture nor a PDF that can be read."),
            next_step=_("Choose a JPEG or PNG picture, or a PDF."),
        ) from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    fresh = Image.new("RGB", upright.size)
    fresh.paste(upright)
    out = io.BytesIO()
    fresh.save(out, "JPEG", quality=85)
    return out.getvalue(), "image/jpeg", ".jpg"
