"""Rows of the planner's benchmarks, what they are measured with, and where they are kept meanwhile.

CPU is that of this process and of the workers it has waited for. Wall time depends on what else the
machine does; the load beside it says how much that is.
"""

import hashlib
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

Row = dict[str, Any]

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "bench"
SEEDS = {"quick": (1, 2, 3), "full": (1, 2, 3, 4, 5)}


def cpu() -> float:
    """CPU seconds so far, of this process and of its children that have ended."""
    whole = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in whole)


def load() -> str:
    """How busy the machine was in the last minute, as a note says it."""
    return f"load {os.getloadavg()[0]:.1f}"


class Meter:
    """`with Meter() as spent`: afterwards `spent.wall` and `spent.cpu` are seconds."""

    wall = 0.0
    cpu = 0.0

    def __enter__(self) -> Self:
        self._began, self._spent = time.perf_counter(), cpu()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall, self.cpu = time.perf_counter() - self._began, cpu() - self._spent


def row(
    figure: str,
    values: Sequence[float],
    unit: str,
    reach: float | None = None,
    *,
    better: str = "lower",
    every: bool = False,
    peer: tuple[str, float] | None = None,
    note: str = "",
) -> Row:
    """Return a row: the median of `values` between the extremes.

    With `every`, the worst of them is the value, so that each has to reach what must be reached.
    """
    best, worst = (min, max) if better == "lower" else (max, min)
    value = worst(values) if every else statistics.median(values)
    return {
        "figure": figure,
        "value": _rounded(value),
        "unit": unit,
        "low": _rounded(min(values)),
        "high": _rounded(max(values)),
        "reach": reach,
        "better": better,
        "met": reach is None or best(value, reach) == value,
        "peer": None if peer is None else {"name": peer[0], "value": _rounded(peer[1])},
        "note": note,
    }


def unmeasured(figure: str, unit: str, reach: float | None, why: str) -> Row:
    """Return the row of a figure that could not be measured, with the cause."""
    nothing = dict.fromkeys(("value", "low", "high", "peer"))
    known = {"unit": unit, "reach": reach, "better": "lower", "met": False, "note": why}
    return {"figure": figure, **nothing, **known}


def _rounded(value: float) -> float:
    """Four significant digits, and never fewer than to the unit."""
    return round(value) + 0.0 if abs(value) >= 1000 else float(f"{value:.4g}")  # noqa: PLR2004


def document(bench: str, profile: str, rows: list[Row]) -> dict[str, Any]:
    """Return what `muster bench` prints."""
    return {
        "bench": bench,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"cores": os.cpu_count(), "python": sys.version.split()[0]},
        "seeds": list(SEEDS[profile]),
        "rows": rows,
    }


class Journal:
    """Keeps the rows of a long run as they are done, and hands them out again.

    Only to a run of the same planner and benchmarks on the same machine; with `path` None nothing
    is kept.
    """

    def __init__(self, path: Path | None) -> None:
        self.path, self.key = path, {"code": _code(), "machine": _machine()}
        self.done: dict[str, list[Row]] = {}
        if path is not None and path.is_file():
            kept = json.loads(path.read_text(encoding="utf-8"))
            if kept["key"] == self.key:
                self.done = kept["groups"]

    def rows(self, group: str, measure: Callable[[], list[Row]]) -> list[Row]:
        """Return the rows of a group, measured unless they are kept.

        A group that breaks is one row that says why; it is not kept, so that it is tried again.
        """
        if group not in self.done:
            began = time.perf_counter()
            print(f"  {group} …", file=sys.stderr, flush=True)
            try:
                found = measure()
            except Exception as error:  # noqa: BLE001 - one broken figure must not hide the others
                return [unmeasured(group, "", None, f"{type(error).__name__}: {error}"[:300])]
            print(f"  {group}: {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
            self.done[group] = found
            self._keep()
        return self.done[group]

    def _keep(self) -> None:
        if self.path is None:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_suffix(".part")
        draft.write_text(
            json.dumps({"key": self.key, "groups": self.done}, ensure_ascii=False, indent=1),
            encoding="utf-8",
        )
        draft.replace(self.path)


def _code() -> str:
    """A digest of the planner's sources and of its benchmarks': nothing else changes a figure."""
    sources = [*(ROOT / "src/muster/engines/planner").rglob("*.py")]
    sources += (ROOT / "benchmarks").glob("planner*.py")
    digest = hashlib.sha256()
    for path in sorted(sources):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _machine() -> list[Any]:
    return [platform.node(), platform.machine(), os.cpu_count(), sys.version.split()[0]]


def alone_in_process(module: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """Run `python -m benchmarks.MODULE`, arguments as JSON on its input, result on its output."""
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{module}"],
        cwd=ROOT,
        input=json.dumps(arguments),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError((done.stderr.strip().splitlines() or ["it printed nothing"])[-1])
    return dict(json.loads(done.stdout.splitlines()[-1]))
