"""Documents that prove themselves: signed when made, checked by anyone at `/verify/CODE`."""

import base64
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from muster.kernel import clock
from muster.kernel.crosstenant import across_tenants
from muster.kernel.crypto.keyring import keyring
from muster.kernel.errors import Text
from muster.kernel.ids import fold_code, short_code
from muster.kernel.models import SignedDocument

CODE_LENGTH = 10


class VerdictKind(StrEnum):
    """What a check found."""

    GENUINE = "genuine"
    EXPIRED = "expired"
    REVOKED = "revoked"
    ALTERED = "altered"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Answer to "is this document real?", with the facts it shows to anybody.

    `command` is the name of the command that signed it.
    """

    kind: VerdictKind
    code: str
    document_kind: str = ""
    public: dict[str, Any] = field(default_factory=dict)
    signed_at: datetime | None = None
    expires_at: datetime | None = None
    tenant_id: UUID | None = None
    subject_id: UUID | None = None
    command: str = ""


PROVEN = frozenset({VerdictKind.GENUINE, VerdictKind.EXPIRED, VerdictKind.REVOKED})
"""Verdicts that vouch for the words: they are what the command once signed."""

Line = tuple[Text, str]
"""A word and what the document says under it."""

_lines: dict[str, Callable[[Verdict], Sequence[Line]]] = {}


def describe_document(kind: str, lines: Callable[[Verdict], Sequence[Line]]) -> None:
    """Say which lines of a kind of document anybody who checks it may read."""
    _lines[kind] = lines


def lines_of(verdict: Verdict) -> list[Line]:
    """Return what a checked document says; nothing where nobody vouches for its words."""
    if verdict.kind not in PROVEN or verdict.document_kind not in _lines:
        return []
    return [(label, words) for label, words in _lines[verdict.document_kind](verdict) if words]


def sign_document(
    *,
    tenant_id: UUID,
    kind: str,
    content: bytes,
    public: dict[str, Any],
    subject_id: UUID | None = None,
    expires_at: datetime | None = None,
) -> SignedDocument:
    """Sign `content` and keep the proof; the code is what the document prints."""
    document = SignedDocument(
        tenant_id=tenant_id,
        code=short_code(CODE_LENGTH),
        kind=kind,
        subject_id=subject_id,
        digest=hashlib.sha256(content).hexdigest(),
        public=public,
        signed_at=clock.now(),
        expires_at=expires_at,
    )
    document.key_id, signature = keyring().sign(_message(document))
    document.signature = base64.urlsafe_b64encode(signature).decode()
    document.save(force_insert=True)
    return document


def check(code: str, content: bytes | None = None) -> Verdict:
    """Check a code, and with `content` also that the content is what was signed."""
    folded = fold_code(code)
    with across_tenants("verify.code"):
        document = SignedDocument.objects.select_related("tenant").filter(code=folded).first()
    if document is None:
        return Verdict(VerdictKind.UNKNOWN, folded)
    kind = VerdictKind.GENUINE
    if not keyring().verify(
        document.key_id, _message(document), base64.urlsafe_b64decode(document.signature)
    ) or (content is not None and hashlib.sha256(content).hexdigest() != document.digest):
        kind = VerdictKind.ALTERED
    elif document.revoked_at is not None:
        kind = VerdictKind.REVOKED
    elif document.expires_at is not None and document.expires_at <= _now_of(document):
        kind = VerdictKind.EXPIRED
    return Verdict(
        kind,
        folded,
        document.kind,
        document.public,
        document.signed_at,
        document.expires_at,
        document.tenant_id,
        document.subject_id,
        document.tenant.name,
    )


def revoke(*, tenant_id: UUID, subject_id: UUID, kind: str) -> int:
    """Revoke every valid document of this kind about the subject; return how many."""
    return SignedDocument.objects.filter(
        tenant_id=tenant_id, subject_id=subject_id, kind=kind, revoked_at__isnull=True
    ).update(revoked_at=clock.now())


def _now_of(document: SignedDocument) -> datetime:
    """Return operational time of the command that signed it: a drill's clock is its own."""
    return clock.real_now() + (document.tenant.drill_offset or timedelta(0))


def _message(document: SignedDocument) -> bytes:
    """Return the bytes under the signature: canonical JSON of what must not change."""
    expires = document.expires_at.astimezone(UTC).isoformat() if document.expires_at else None
    return json.dumps(
        [
            str(document.tenant_id),
            document.code,
            document.kind,
            document.digest,
            document.public,
            expires,
        ],
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
