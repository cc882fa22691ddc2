"""Codes for paper and tokens for phones: made here, kept as hashes."""

import hashlib
import secrets
from uuid import UUID

from muster.kernel.ids import fold_code, short_code

CODE_LENGTH = 10
CODE_GROUP = 5
TOKEN_BYTES = 32


def new_code() -> str:
    """Return a code of 50 random bits; with a rate limit nobody guesses one before it expires."""
    return short_code(CODE_LENGTH)


def grouped(code: str) -> str:
    """Return a code as it is printed: `7K3QX-9M2PA`."""
    return "-".join(code[i : i + CODE_GROUP] for i in range(0, len(code), CODE_GROUP))


def code_hash(typed: str) -> str:
    """Return the stored hash of a code, however it was typed."""
    return hashlib.sha256(f"access-code:{fold_code(typed)}".encode()).hexdigest()


def new_token(device_id: UUID) -> str:
    """Return a token that names its phone and proves it with 256 random bits."""
    return f"{device_id.hex}.{secrets.token_urlsafe(TOKEN_BYTES)}"


def token_hash(token: str) -> str:
    """Return the stored hash of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
