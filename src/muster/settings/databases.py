"""Where rows live: SQLite in two files by default, PostgreSQL by one variable."""

from pathlib import Path
from typing import Any

from muster.settings import env

_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}; PRAGMA foreign_keys=ON;"
    "PRAGMA mmap_size=268435456; PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-32000;"
    "PRAGMA busy_timeout=10000;"
)


def sqlite(path: Path, *, synchronous: str) -> dict[str, Any]:
    """One SQLite file with write-ahead log; transactions take the write lock when they begin.

    `synchronous` is FULL for what was acknowledged to a person, NORMAL for the queue, whose
    messages the jobs table can make again.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": _PRAGMAS.format(synchronous=synchronous),
        },
    }


def from_environment(home: Path) -> dict[str, dict[str, Any]]:
    """Databases of this installation.

    With SQLite the queue has a file of its own, so that polling workers never hold the write lock
    of the main file. With PostgreSQL both are one database.
    """
    if url := env.text("MUSTER_DATABASE_URL"):
        return {"default": env.postgres(url)}
    return {
        "default": sqlite(home / "muster.sqlite3", synchronous="FULL"),
        "queue": sqlite(home / "queue.sqlite3", synchronous="NORMAL"),
    }
