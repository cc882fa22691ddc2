"""The log of destructions beside the database: a restored backup is made to forget again.

One JSON line for each lot, on disk before the destruction commits. It holds no ids: a lot is named
by tenant, holding and the moment before which rows were due.
"""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

NAME = "destructions.jsonl"


def path() -> Path:
    """Where the log lies."""
    return Path(settings.HOME) / NAME


def append(*, tenant_id: UUID, holding: str, before: datetime, count: int, digest: str) -> None:
    """Write one lot and wait until the disk has it."""
    line = {
        "tenant": str(tenant_id),
        "holding": holding,
        "before": before.isoformat(),
        "count": count,
        "digest": digest,
    }
    file = path()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    torn = _ends_torn(file)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, (b"\n" if torn else b"") + json.dumps(line).encode() + b"\n")
        os.fsync(handle)
    finally:
        os.close(handle)


def latest(file: Path | None = None) -> dict[tuple[UUID, str], datetime]:
    """Return, for each tenant and holding, the latest moment before which rows were destroyed."""
    found: dict[tuple[UUID, str], datetime] = {}
    for line in _lines(file or path()):
        key = UUID(line["tenant"]), str(line["holding"])
        before = datetime.fromisoformat(line["before"])
        found[key] = max(before, found.get(key, before))
    return found


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    """Yield what can be read; a line cut off by a crash was never acted on before it was whole."""
    if not file.is_file():
        return
    for text in file.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            line = json.loads(text)
        except ValueError:
            continue
        if isinstance(line, dict) and {"tenant", "holding", "before"} <= line.keys():
            yield line


def _ends_torn(file: Path) -> bool:
    if not file.is_file() or not file.stat().st_size:
        return False
    with file.open("rb") as log:
        log.seek(-1, os.SEEK_END)
        return log.read(1) != b"\n"
