"""The keyring: a file of keys outside the database, with one key in use and older ones to read.

Field keys are 256-bit AES-GCM keys; index keys are derived per tenant and purpose (HKDF-SHA256), so
an index of one tenant says nothing about another's; the signing key is an ECDSA P-256 key.
"""

import base64
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE_BYTES = 12
KEY_BYTES = 32
SIGNATURE_HALF_BYTES = 32


class KeyringError(Exception):
    """A key is missing or wrong; the message is one line for the person at the terminal."""


@dataclass(frozen=True)
class Keyring:
    """Keys by id. `current` seals and signs; every key opens and verifies what it made."""

    current: str
    field_keys: dict[str, bytes]
    index_key: bytes
    signing_keys: dict[str, str]

    @classmethod
    def generate(cls) -> "Keyring":
        """Make a keyring with one key of each kind."""
        key_id = _new_key_id()
        return cls(
            current=key_id,
            field_keys={key_id: secrets.token_bytes(KEY_BYTES)},
            index_key=secrets.token_bytes(KEY_BYTES),
            signing_keys={key_id: _new_signing_key()},
        )

    def rotated(self) -> "Keyring":
        """Return a keyring whose new values use a new key; old values stay readable.

        The index key stays: a new one would need every index rebuilt at once.
        """
        key_id = _new_key_id()
        return replace(
            self,
            current=key_id,
            field_keys={**self.field_keys, key_id: secrets.token_bytes(KEY_BYTES)},
            signing_keys={**self.signing_keys, key_id: _new_signing_key()},
        )

    def seal(self, plain: str, context: str) -> str:
        """Encrypt with the current key; `context` (which cell it is) must be the same to open."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        box = AESGCM(self.field_keys[self.current])
        sealed = nonce + box.encrypt(nonce, plain.encode(), context.encode())
        return f"{self.current}.{base64.urlsafe_b64encode(sealed).decode().rstrip('=')}"

    def open(self, sealed: str, context: str) -> str:
        """Decrypt.

        Raises:
            KeyringError: its key is missing, or the value was altered or moved from another cell.

        """
        key_id, _, body = sealed.partition(".")
        key = self.field_keys.get(key_id)
        if key is None:
            raise KeyringError(f"Key {key_id} is missing from the keyring. Restore keys.json.")
        raw = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        try:
            return (
                AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], context.encode()).decode()
            )
        except InvalidTag:
            raise KeyringError(
                f"A value sealed with key {key_id} was altered or belongs to another row."
            ) from None

    def seal_bytes(self, plain: bytes, context: str) -> bytes:
        """Encrypt a file's content: the key's id, a line end, the nonce and the sealed bytes."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        box = AESGCM(self.field_keys[self.current])
        return f"{self.current}\n".encode() + nonce + box.encrypt(nonce, plain, context.encode())

    def open_bytes(self, sealed: bytes, context: str) -> bytes:
        """Decrypt what `seal_bytes` made.

        Raises:
            KeyringError: its key is missing, or the content was altered.
        """
        head, _, raw = sealed.partition(b"\n")
        key = self.field_keys.get(head.decode("ascii", "replace"))
        if key is None:
            raise KeyringError("The key of a stored file is missing. Restore keys.json.")
        try:
            return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], context.encode())
        except InvalidTag:
            raise KeyringError("A stored file was altered or belongs to another row.") from None

    def index_key_for(self, tenant_id: UUID, purpose: str) -> bytes:
        """Return the HMAC key of one tenant's index of one purpose."""
        return _derive(self.index_key, f"{tenant_id}|{purpose}")

    def sign(self, message: bytes) -> tuple[str, bytes]:
        """Return the signing key's id and an ES256 signature (64 bytes, r then s)."""
        key = _private_key(self.signing_keys[self.current])
        r, s = decode_dss_signature(key.sign(message, ec.ECDSA(hashes.SHA256())))
        return self.current, r.to_bytes(SIGNATURE_HALF_BYTES) + s.to_bytes(SIGNATURE_HALF_BYTES)

    def verify(self, key_id: str, message: bytes, signature: bytes) -> bool:
        """True where the signature over `message` was made with the key `key_id`."""
        pem = self.signing_keys.get(key_id)
        if pem is None or len(signature) != 2 * SIGNATURE_HALF_BYTES:
            return False
        r = int.from_bytes(signature[:SIGNATURE_HALF_BYTES])
        s = int.from_bytes(signature[SIGNATURE_HALF_BYTES:])
        try:
            _private_key(pem).public_key().verify(
                encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256())
            )
        except InvalidSignature:
            return False
        return True

    def dump(self) -> str:
        """Return the keyring as the text of `keys.json`."""
        return json.dumps(
            {
                "version": 1,
                "current": self.current,
                "field_keys": {k: base64.b64encode(v).decode() for k, v in self.field_keys.items()},
                "index_key": base64.b64encode(self.index_key).decode(),
                "signing_keys": self.signing_keys,
            },
            indent=1,
        )

    @classmethod
    def load(cls, text: str) -> "Keyring":
        """Read a keyring.

        Raises:
            KeyringError: the text is not a keyring.

        """
        try:
            document = json.loads(text)
            ring = cls(
                current=document["current"],
                field_keys={k: base64.b64decode(v) for k, v in document["field_keys"].items()},
                index_key=base64.b64decode(document["index_key"]),
                signing_keys=dict(document["signing_keys"]),
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            raise KeyringError(
                "The key file is damaged. Restore keys.json from its copy."
            ) from None
        if ring.current not in ring.field_keys or ring.current not in ring.signing_keys:
            raise KeyringError(
                "The key file lacks its current key. Restore keys.json from its copy."
            )
        return ring


def key_file() -> Path:
    """Where the keyring lies: `MUSTER_KEYS_FILE`, or `keys.json` in the installation's home."""
    return Path(os.environ.get("MUSTER_KEYS_FILE") or Path(settings.HOME) / "keys.json")


def write_keyring(ring: Keyring, path: Path) -> None:
    """Write the keyring so that a crash leaves either the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".new")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(ring.dump())
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


_in_use: list[Keyring] = []


def keyring() -> Keyring:
    """Return the installation's keyring.

    Raises:
        KeyringError: there is none; it is never made in passing, because a new key beside old data
            would lose that data silently.

    """
    if not _in_use:
        path = key_file()
        if not path.is_file():
            raise KeyringError(
                f"The key file {path} is missing. Restore it from its copy; "
                "for a new installation run: muster serve"
            )
        _in_use.append(Keyring.load(path.read_text(encoding="ascii")))
    return _in_use[-1]


@contextmanager
def use_keyring(ring: Keyring) -> Iterator[Keyring]:
    """Use `ring` inside the block."""
    _in_use.append(ring)
    try:
        yield ring
    finally:
        _in_use.pop()


def _new_key_id() -> str:
    return f"k{secrets.token_hex(3)}"


def _new_signing_key() -> str:
    return (
        ec.generate_private_key(ec.SECP256R1())
        .private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        .decode()
    )


@lru_cache(maxsize=32)
def _private_key(pem: str) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(pem.encode(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise KeyringError("The signing key is not an ECDSA key.")
    return key


@lru_cache(maxsize=4096)
def _derive(key: bytes, context: str) -> bytes:
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=context.encode()).derive(key)
