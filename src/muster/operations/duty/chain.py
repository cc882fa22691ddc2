"""What is under the seals of a handover, byte for byte, and how a chain is checked."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

ACCEPTED, RETURNED = "accepted", "returned"


def seal_offered(row: Any) -> str:
    """Return the digest of what a crew hands over, and of the record before it."""
    return _digest(
        {
            "tenant": str(row.tenant_id),
            "post": str(row.post_id),
            "number": row.number,
            "day": row.day.isoformat(),
            "shift": str(row.shift_id),
            "gear": row.gear,
            "matters": row.matters,
            "keys": row.keys,
            "out": row.out_by_name,
            "recorded": row.out_recorded_by,
            "at": _moment(row.offered_at),
            "previous": row.previous_digest,
        }
    )


def seal_accepted(row: Any) -> str:
    """Return the digest of the answer to a handover: it seals the first one too."""
    return _digest(
        {
            "digest": row.digest,
            "state": str(row.state),
            "in": row.in_by_name,
            "recorded": row.in_recorded_by,
            "at": _moment(row.answered_at),
            "reason": row.return_reason,
        }
    )


def first_break(rows: Iterable[Any]) -> tuple[int, str] | None:
    """Return the number of the first record of a post that does not hold, and why; None is sound.

    Why is `number`, `digest`, `answer`, `previous`, or `matter` where one that was open is not
    spoken of in the next record.
    """
    expected, before, open_ids = 1, "", set[str]()
    for row in rows:
        said = {matter["id"] for matter in row.matters}
        for why, wrong in (
            ("number", row.number != expected),
            ("digest", seal_offered(row) != row.digest),
            ("answer", bool(row.accepted_digest) and seal_accepted(row) != row.accepted_digest),
            ("previous", row.previous_digest != before),
            ("matter", bool(open_ids - said)),
        ):
            if wrong:
                return row.number, why
        if row.state == RETURNED:
            open_ids |= said
        else:
            open_ids = {matter["id"] for matter in row.matters if not matter["closed"]}
        expected, before = row.number + 1, row.accepted_digest or row.digest
    return None


def _moment(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else ""


def _digest(content: dict[str, Any]) -> str:
    written = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
