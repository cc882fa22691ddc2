"""`muster bench planner`: time, gap, scale, CPU against CP-SAT, and explanations.

The full profile keeps every group of rows in var/bench/planner-full.json as it is done, goes on
from there when it is started again on the same planner and machine, and draws docs/develop/plots.

On two cores at rest `quick` is meant to take 8 minutes at most, `full` takes about 2.5 hours.
"""

import argparse
import json
from collections.abc import Callable
from functools import partial
from typing import Any

from benchmarks import (
    planner_contest,
    planner_explain,
    planner_heping,
    planner_plots,
    planner_scale,
)
from benchmarks.planner_rows import KEPT, Journal, Row, document

Measure = Callable[[], list[Row]]


def run(profile: str) -> dict[str, Any]:
    """Measure and return the document of `muster bench`."""
    full = profile == "full"
    journal = Journal(KEPT / "planner-full.json" if full else None)
    rows = [
        row for group, measure in groups(profile).items() for row in journal.rows(group, measure)
    ]
    if full:
        planner_plots.draw()
    return document("planner", profile, rows)


def groups(profile: str) -> dict[str, Measure]:
    """Return what is measured, by name, in order; the full profile measures more."""
    found: dict[str, Measure] = {
        "heping_wall_s": partial(planner_heping.in_ten_seconds, profile),
        "assign_gap_5s": partial(planner_heping.assign_gap, profile),
        "cpu_per_community_spread": partial(planner_scale.spread, profile),
        "cpsat_cpu_ratio": partial(planner_contest.rows, profile),
        "explain_community_s": partial(planner_explain.rows, profile),
    }
    if profile == "full":
        found |= {
            f"heping_soft_gap_{seconds}s": partial(planner_heping.soft_gap, profile, seconds)
            for seconds in planner_heping.SOFT_REACH
        }
        found["cangzhou_wall_s"] = partial(planner_scale.city, profile)
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.planner",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--profile", choices=("quick", "full"), default="quick")
    asked = parser.parse_args()
    print(json.dumps(run(asked.profile), ensure_ascii=False, indent=1))
