#!/usr/bin/env python3
"""Run the benchmarks one after another and set down what they found.

    python tools/figures.py                          every benchmark, quick, as a table
    python tools/figures.py places web               only these
    python tools/figures.py --profile full --write   also docs/develop/figures.md and .json

Each runs in a process of its own, so that none warms up another. Exits 1 where a figure misses what
it must reach.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from muster.delivery.cli.bench import NAMES, PROFILES

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "develop" / "figures.md"
SIGNS = {"lower": "≤", "higher": "≥"}
HEAD = """# Figures

Written by `make test-long`: the median of the runs, between the lowest and the highest, beside what
the figure must reach and, where there is one, a peer on the same machine.
"""
COLUMNS = ("figure", "value", "low – high", "must reach", "met", "peer", "note")


def measure(name: str, profile: str) -> dict[str, Any]:
    """Run one benchmark; where it breaks, the document says so in place of figures."""
    print(f"{name} …", file=sys.stderr, flush=True)
    muster = Path(sys.executable).parent / "muster"
    done = subprocess.run(
        [muster, "bench", name, "--profile", profile, "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        document: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        reason = (done.stderr.strip().splitlines() or ["it printed nothing"])[-1]
        return {"bench": name, "rows": [], "broken": reason}
    return document


def met(document: dict[str, Any]) -> bool:
    """Return true where the benchmark ran and every figure reached what it must."""
    return "broken" not in document and all(row["met"] for row in document["rows"])


def section(document: dict[str, Any]) -> str:
    """Return one benchmark as Markdown."""
    lines = [f"## {document['bench']}", ""]
    if "broken" in document:
        return "\n".join([*lines, f"Did not run: {document['broken']}", ""])
    machine = document["machine"]
    lines.append(f"{document['at'][:10]}, {machine['cores']} cores, Python {machine['python']}.")
    lines += ["", f"| {' | '.join(COLUMNS)} |", "|" + "---|" * len(COLUMNS)]
    lines += [f"| {' | '.join(_cells(row))} |" for row in document["rows"]]
    return "\n".join([*lines, ""])


def _cells(row: dict[str, Any]) -> list[str]:
    peer = row.get("peer")
    reach = row.get("reach")
    return [
        row["figure"],
        "–" if row["value"] is None else f"{row['value']:g} {row['unit']}",
        "" if row.get("low") is None else f"{row['low']:g} – {row['high']:g}",
        "" if reach is None else f"{SIGNS.get(row['better'], '=')} {reach:g} {row['unit']}",
        "yes" if row["met"] else "**no**",
        f"{peer['name']}: {peer['value']:g} {row['unit']}" if peer else "",
        (row.get("note") or "").replace("|", "/"),
    ]


def main() -> int:
    """Run what was asked; print the tables and, with --write, keep them in docs/."""
    present = [name for name in NAMES if (ROOT / "benchmarks" / f"{name}.py").is_file()]
    parser = argparse.ArgumentParser(description="Run the benchmarks and set down their figures.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(present)}")
    parser.add_argument("--profile", choices=PROFILES, default="quick")
    parser.add_argument("--write", action="store_true", help="write docs/develop/figures.md, .json")
    options = parser.parse_args()
    if unknown := set(options.names) - set(present):
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    documents = [measure(name, options.profile) for name in options.names or present]
    text = "\n".join(section(document) for document in documents)
    print(text)
    if options.write:
        TARGET.write_text(f"{HEAD}\n{text}", encoding="utf-8")
        content = json.dumps(documents, ensure_ascii=False, indent=1)
        TARGET.with_suffix(".json").write_text(content + "\n", encoding="utf-8")
    return 0 if all(met(document) for document in documents) else 1


if __name__ == "__main__":
    sys.exit(main())
