"""Identifiers: UUIDv7 for rows, short codes for paper."""

import secrets
from datetime import UTC, date, datetime
from uuid import UUID

from uuid_utils.compat import uuid7

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that a code read over the phone stays right."""

_LOOKALIKES = str.maketrans("ILOU", "110V")


def new_id() -> UUID:
    """Return a new UUIDv7 (RFC 9562): sorted by time of making, unique without a server."""
    return uuid7()


def time_of(identifier: UUID) -> datetime:
    """Return the moment inside a UUIDv7, in UTC, to the millisecond.

    Raises:
        ValueError: the identifier is not of version 7.

    """
    if identifier.version != 7:  # noqa: PLR2004
        raise ValueError(f"{identifier} is not a UUIDv7")
    return datetime.fromtimestamp((identifier.int >> 80) / 1000, tz=UTC)


def day_of(identifier: UUID) -> date:
    """Return the UTC day inside a UUIDv7: the partition of an event, however late it arrives."""
    return time_of(identifier).date()


def short_code(length: int = 8) -> str:
    """Return a random code of `length` characters (5 bits each) for paper and badges."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def fold_code(typed: str) -> str:
    """Return a typed code in the form it was made: upper case, look-alikes mended."""
    return "".join(c for c in typed.upper() if c.isalnum()).translate(_LOOKALIKES)
