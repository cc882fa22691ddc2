"""Sixteen writers on one roster, and how soon a repair is proposed.

    muster bench duty [--profile quick|full] [--json]

`full` does 10,000 operations on PostgreSQL; `quick` 400 on SQLite. Afterwards the planner's
validator looks at the whole roster: no rule may be broken and no reported change be missing.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from benchmarks import check_ins

ROOT = Path(__file__).resolve().parent.parent
WRITERS = 16
OPERATIONS = {"quick": 400, "full": 10_000}
REPAIR_LIMIT_S = 1.0


def run(profile: str) -> dict[str, Any]:
    """Measure and return the benchmark document."""
    with place(postgres=profile == "full") as environment:
        rows = contest(environment, writers=WRITERS, operations=OPERATIONS[profile])
    with place(postgres=False) as environment:
        rows += check_ins.rows(environment, profile)
    return {
        "bench": "duty",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
        "seeds": list(range(WRITERS)),
        "rows": rows,
    }


def contest(environment: dict[str, str], *, writers: int, operations: int) -> list[dict[str, Any]]:
    """Prepare a roster, let the writers loose on it, check it; return the rows."""
    part(environment, "prepare")
    repaired = part(environment, "repair", "--times", "40")
    share = -(-operations // writers)
    began = time.perf_counter()
    running = [
        begin(environment, "write", "--seed", str(seed), "--operations", str(share))
        for seed in range(writers)
    ]
    written = [_answer(one) for one in running]
    seconds = time.perf_counter() - began
    changes = [change for one in written for change in one["changes"]]
    with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as file:
        json.dump(changes, file)
    found = part(environment, "check", "--changes", file.name)
    Path(file.name).unlink()
    total = share * writers
    waits = sorted(one for each in written for one in each["seconds"])
    broken = len(found["violations"]) + found["doubled"] + found["alone"]
    missing = len(found["lost"]) + abs(found["unknown"])
    note = f"{writers} writers, {total} operations, {len(changes)} changes made"
    return [
        _row("broken_rules", broken, "", 0, note=note),
        _row("lost_changes", missing, "", 0, note=note),
        _row("operations_a_second", total / seconds, "/s", None, note=note),
        _row("change_p95_s", waits[int(len(waits) * 0.95)], "s", None, note="waiting included"),
        _row(
            "repair_proposal_p95_s",
            sorted(repaired["seconds"])[int(len(repaired["seconds"]) * 0.95)],
            "s",
            REPAIR_LIMIT_S,
            note=f"one community; the first of a process {repaired['first']:.2f} s",
        ),
    ]


@contextmanager
def place(*, postgres: bool) -> Iterator[dict[str, str]]:
    """Give the environment of an empty installation, on SQLite or on PostgreSQL."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("MUSTER_", "DJANGO_"))}
    with tempfile.TemporaryDirectory(prefix="muster-bench-") as home:
        clean["MUSTER_HOME"] = home
        if not postgres:
            yield clean
            return
        import psycopg

        sys.path.insert(0, str(ROOT / "tools"))
        from machine import postgres as server

        with server() as url:
            name = f"muster_bench_{uuid4().hex[:8]}"
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{name}"')
            yield clean | {"MUSTER_DATABASE_URL": _named(url, name)}
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def part(environment: dict[str, str], *arguments: str) -> Any:
    """Run one part to its end and return what it printed."""
    return _answer(begin(environment, *arguments))


def begin(environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    """Start one part."""
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.roster_writers", *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def _answer(running: subprocess.Popen[str]) -> Any:
    out, _err = running.communicate()
    if running.returncode:
        raise RuntimeError(f"A part of the benchmark failed with {running.returncode}")
    return json.loads(out.splitlines()[-1])


def _named(url: str, name: str) -> str:
    from urllib.parse import urlsplit, urlunsplit

    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{name}"))


def _row(
    figure: str, value: float, unit: str, reach: float | None, *, note: str = ""
) -> dict[str, Any]:
    return {
        "figure": figure,
        "unit": unit,
        "value": round(float(value), 3),
        "low": None,
        "high": None,
        "reach": reach,
        "better": "lower",
        "met": reach is None or value <= reach,
        "note": note,
    }
