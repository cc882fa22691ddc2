#!/usr/bin/env python3
"""Run every test: on SQLite, again on PostgreSQL, browsers included, then the fuzzers.

    python tools/run_tests.py           what `make test` runs
    python tools/run_tests.py PATH …    only these, without fuzzing
    python tools/run_tests.py --long    the tests marked long, and ten minutes a fuzzer

Exits 1 where a test failed, 2 where the machine lacks something that may not be installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import secrets
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import machine
from machine import say

ROOT = Path(__file__).resolve().parent.parent
FUZZERS = ROOT / "tests" / "fuzz"
FUZZ_SECONDS, LONG_FUZZ_SECONDS = 20, 600
FUZZ_SEED = 20200218  # the same in every `make test`
# What the second run leaves out: it has no database, it always has one of its own, or it reads
# pages whose rows tests of the packages compare on both.
SAME_ON_BOTH = (
    "tests/benchmarks",
    "tests/engines",
    "tests/house",
    "tests/matrix",
    "tests/ui",
    "tests/faults",
    "tests/fuzz",
    "tests/kernel/test_ids.py",
    "tests/kernel/test_permissions.py",
    "tests/platform/places/test_gazetteer.py",
    "tests/platform/places/test_pattern.py",
    "tests/platform/places/test_search.py",
    "tests/e2e/test_screens.py",
    "tests/delivery/replay/test_people.py",
    "tests/delivery/web/test_addresses.py",
    "tests/delivery/web/test_drill_bar.py",
    "tests/delivery/web/test_links.py",
    "tests/delivery/web/test_outside_drill.py",
    "tests/delivery/web/test_record_pages.py",
    "tests/delivery/web/test_unknown_filters.py",
    "tests/delivery/web/test_verify.py",
    "tests/delivery/test_openapi.py",
    "tests/delivery/cli/test_backup_processes.py",
    "tests/delivery/cli/test_commands.py",
    "tests/delivery/cli/test_demo.py",
    "tests/delivery/cli/test_help.py",
    "tests/delivery/cli/test_invite.py",
    "tests/delivery/cli/test_keys_command.py",
    "tests/delivery/cli/test_plan.py",
    "tests/delivery/cli/test_plan_choices.py",
    "tests/delivery/cli/test_plan_explain.py",
    "tests/delivery/cli/test_plan_nrp.py",
    "tests/delivery/cli/test_plan_progress.py",
    "tests/delivery/cli/test_restore_command.py",
    "tests/delivery/cli/test_serve.py",
)
NOTHING_COLLECTED = 5


@dataclass(frozen=True)
class Outcome:
    """How one run ended: its name, counts as pytest words them, and whether all was well."""

    name: str
    counts: dict[str, int]
    fine: bool


# ── pytest ───────────────────────────────────────────────────────────────────────────────────────


def run_pytest(name: str, arguments: list[str], environment: dict[str, str]) -> Outcome:
    """Run pytest in its own process and count its results from the report it writes."""
    say(f"\n── {name} ──")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *arguments]
        code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        counts = _counts(report) if report.exists() else {}
    nothing_to_run = code == NOTHING_COLLECTED and not counts.get("passed")
    return Outcome(name, counts, fine=code == 0 or nothing_to_run)


def _counts(report: Path) -> dict[str, int]:
    # The report was written a moment ago by our own pytest.
    suite = ET.parse(report).getroot().find("testsuite")  # noqa: S314
    if suite is None:
        return {}
    failed, errors, skipped, total = (
        int(suite.get(key, 0)) for key in ("failures", "errors", "skipped", "tests")
    )
    passed = total - failed - errors - skipped
    return {"failed": failed, "passed": passed, "skipped": skipped, "errors": errors}


def pytest_arguments(options: argparse.Namespace, *, second: bool = False) -> list[str]:
    """Return what a run is given; the second is that on PostgreSQL."""
    chosen = "long or hypothesis" if options.long else "not long"
    if second and not options.paths:
        chosen += " or second_when_long" if options.long else " and not second_when_long"
    # One more than cores: servers and browsers that are waited for leave a core idle.
    workers = min(max(os.cpu_count() or 2, 2) + 1, 6)
    return [
        *options.paths,
        "-m",
        chosen,
        "-n",
        str(workers),
        "--dist=loadfile",
        "--no-loadscope-reorder",  # by number of tests; tests/conftest.py puts the slow files first
        "--durations=12",
        f"--hypothesis-profile={'long' if options.long else 'fast'}",
        f"--timeout={1800 if options.long else 180}",
    ]


# ── fuzzing ──────────────────────────────────────────────────────────────────────────────────────


def fuzzers() -> list[Path]:
    """Return the fuzz harnesses: scripts that take `--seconds`."""
    return sorted(p for p in FUZZERS.glob("*.py") if not p.name.startswith(("_", "conftest")))


def run_fuzzers(seconds: int, seed: int) -> Outcome:
    """Run each harness for `seconds`, one a core; keep the input that broke one under var/."""
    say(f"\n── Fuzzing, {seconds} s a reader, --seed {seed} ──")
    if not importlib.util.find_spec("atheris"):
        say("Left out: atheris is built for Linux on x86-64 only, and this machine is another.")
        return Outcome("fuzzing", {}, fine=True)
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        results = list(pool.map(lambda harness: _fuzz(harness, seconds, seed), fuzzers()))
    counts = {"passed": sum(results), "failed": len(results) - sum(results)}
    return Outcome("fuzzing", counts, fine=all(results))


def _fuzz(harness: Path, seconds: int, seed: int) -> bool:
    """Run one harness; it keeps the input that broke it and says where."""
    done = subprocess.run(
        [sys.executable, str(harness), "--seconds", str(seconds), "--seed", str(seed)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode == 0:
        say(f"{harness.stem}: nothing found")
        return True
    tail = "\n".join((done.stdout + done.stderr).splitlines()[-40:])
    say(f"{harness.stem}: broke\n{tail}")
    return False


# ── all of it ────────────────────────────────────────────────────────────────────────────────────


def run_all(options: argparse.Namespace) -> list[Outcome]:
    """Run the suite on both databases, then the fuzzers."""
    machine.browser()
    machine.chinese_fonts()
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MUSTER_")}
    # Byte code is kept: hundreds of processes would else compile what they import.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    # One process compiles the kernels that changed; else each worker would, within a test's time.
    warm = [sys.executable, "-m", "muster.engines.planner.warm"]
    subprocess.run(warm, cwd=ROOT, env=environment, check=False)
    # The server is found before the first run, so that a lack shows at once.
    with machine.postgres() as server, tempfile.TemporaryDirectory(prefix="muster-test-") as home:
        environment |= {"MUSTER_HOME": home, "MUSTER_TEST_POSTGRES": server}
        outcomes = [run_pytest("SQLite", pytest_arguments(options), environment)]
        left_out = [f"--ignore={path}" for path in SAME_ON_BOTH if not options.paths]
        # Django makes test_muster from it, and one for each worker.
        environment["MUSTER_DATABASE_URL"] = urlsplit(server)._replace(path="/muster").geturl()
        arguments = pytest_arguments(options, second=True)
        outcomes.append(run_pytest("PostgreSQL", arguments + left_out, environment))
    if not options.paths:
        outcomes.append(
            run_fuzzers(LONG_FUZZ_SECONDS, secrets.randbelow(2**31 - 1) + 1)
            if options.long
            else run_fuzzers(FUZZ_SECONDS, FUZZ_SEED)
        )
    return outcomes


def closing_line(outcomes: list[Outcome], seconds: float) -> str:
    """Return one line worded as pytest's own, over all runs."""
    words = {}
    for kind in ("failed", "passed", "skipped", "errors"):
        if number := sum(outcome.counts.get(kind, 0) for outcome in outcomes):
            words[kind] = f"{number} {kind}"
    runs = ", ".join(f"{o.name} {'ok' if o.fine else 'FAILED'}" for o in outcomes)
    said = ", ".join(words.values()) or "no tests ran"
    return f"{runs}\n===== {said} in {seconds:.2f}s ====="


def main() -> int:
    """Run what was asked and print the closing line."""
    parser = argparse.ArgumentParser(description="Run every test on both databases.")
    parser.add_argument("paths", nargs="*", help="only these files or folders, without fuzzing")
    parser.add_argument("--long", action="store_true", help="the long tests and long fuzzing")
    options = parser.parse_args()
    begun = time.monotonic()
    try:
        outcomes = run_all(options)
    except machine.Missing as missing:
        print(missing, file=sys.stderr)
        return 2
    say("\n" + closing_line(outcomes, time.monotonic() - begun))
    return 0 if all(outcome.fine for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
