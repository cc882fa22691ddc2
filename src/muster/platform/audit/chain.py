"""Hashes and signatures of the chain: what exactly is under them, byte for byte.

`mac` (HMAC-SHA256 with a key of the tenant) is made when an event is recorded, so that a row
written past the program is found even before it is sealed. A link's hash is SHA-256 over the
hash before it, its place and the digest of the event's canonical bytes, `mac` included.
"""

import base64
import hashlib
import hmac
import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from muster.kernel.crypto import keyring
from muster.platform.audit.models import AuditDestruction, AuditEvent, AuditHead, AuditLink

SEALED_COLUMNS = (
    "tenant_id",
    "day",
    "id",
    "at",
    "verb",
    "account_id",
    "device_id",
    "system",
    "role",
    "actor_area",
    "actor_scope_id",
    "object_kind",
    "object_id",
    "subject_id",
    "area_code",
    "purpose",
    "ids",
)
"""Columns under the hash, in this order for ever: a further column needs a further edition."""

MAC_PURPOSE = "audit-event"


def canonical(event: AuditEvent) -> bytes:
    """Return the bytes of an event that both databases give back alike."""
    return _json([_plain(getattr(event, column)) for column in SEALED_COLUMNS])


def mac_of(event: AuditEvent) -> str:
    """Return the proof that this program wrote the event."""
    key = keyring().index_key_for(event.tenant_id, MAC_PURPOSE)
    return hmac.new(key, canonical(event), hashlib.sha256).hexdigest()


def mac_holds(event: AuditEvent) -> bool:
    """True where this program wrote the event as it stands."""
    return hmac.compare_digest(event.mac.encode(), mac_of(event).encode())


def digest_of(event: AuditEvent) -> str:
    """Return the digest that stands for the event in the chain."""
    return hashlib.sha256(canonical(event) + event.mac.encode()).hexdigest()


def first_hash(tenant_id: UUID) -> str:
    """Return the hash that the first link of a tenant builds on."""
    return hashlib.sha256(f"muster audit {tenant_id}".encode()).hexdigest()


def link_hash(before: str, link: AuditLink) -> str:
    """Return the hash of a link that follows the hash `before`."""
    place = [before, str(link.tenant_id), link.seq, str(link.event_id), link.event_day.isoformat()]
    return hashlib.sha256(_json([*place, link.digest])).hexdigest()


def sign_head(head: AuditHead) -> None:
    """Sign the head in place."""
    head.key_id, signature = keyring().sign(_head_message(head))
    head.signature = base64.urlsafe_b64encode(signature).decode()


def head_holds(head: AuditHead) -> bool:
    """True where this installation signed the head as it stands."""
    return _verify(head.key_id, _head_message(head), head.signature)


def sign_destruction(destruction: AuditDestruction) -> None:
    """Sign the record of destruction in place."""
    destruction.key_id, signature = keyring().sign(_destruction_message(destruction))
    destruction.signature = base64.urlsafe_b64encode(signature).decode()


def destruction_holds(destruction: AuditDestruction) -> bool:
    """True where this installation signed the record of destruction as it stands."""
    return _verify(destruction.key_id, _destruction_message(destruction), destruction.signature)


def _verify(key_id: str, message: bytes, signature: str) -> bool:
    try:
        raw = base64.urlsafe_b64decode(signature.encode())
    except ValueError:
        return False
    return keyring().verify(key_id, message, raw)


def _head_message(head: AuditHead) -> bytes:
    return _json(["head", str(head.tenant_id), head.seq, head.hash, _plain(head.signed_at)])


def _destruction_message(d: AuditDestruction) -> bytes:
    return _json(
        [
            "destruction",
            str(d.tenant_id),
            d.from_seq,
            d.to_seq,
            d.end_hash,
            _plain(d.destroyed_at),
        ]
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _json(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
