"""Plan one drawn instance in a process of its own: wall, CPU and memory, then what it is worth.

Start-up (imports, and CPU of the kernels' load: the first small plan less the second) is apart.
What is measured ends before the plan is judged. Memory is the larger of two: the peaks of the
process and of its largest worker, added up, and samples of what all of them really hold.
"""

import json
import os
import resource
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from benchmarks.planner_facts import Json
from benchmarks.planner_rows import Meter, alone_in_process

WARM_SCALE, WARM_EFFORT = 0.03, 2.0
_SAMPLE_S = 1.0
_APART = 100  # between the seeds of two draws
_MB = 1024


def run(
    case: str, seed: int, *, scale: float = 1.0, draws: int = 1, **options: Any
) -> dict[str, Any]:
    """Draw an instance, solve it elsewhere and return the measurements.

    `options` are `seconds` or `effort` of the solver, `prove`, and `search_on`: whether
    communities left short are searched on afterwards, to tell an open proof from an open plan.
    Several `draws` are solved in turn and measured as one.
    """
    from muster.engines.planner.generate import generate

    with tempfile.TemporaryDirectory(prefix="muster-bench-") as folder:
        paths = [Path(folder) / f"{draw}.json" for draw in range(draws)]
        for draw, path in enumerate(paths):
            drawn = generate(case, seed + _APART * draw, scale=scale)
            path.write_text(json.dumps(drawn), encoding="utf-8")
        asked = {"paths": [str(path) for path in paths], "seed": seed, **options}
        return alone_in_process("planner_run", asked)


class _Memory(threading.Thread):
    """Samples what this process and its workers hold; pages shared by several are split up."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most, self.over = 0.0, threading.Event()

    def run(self) -> None:
        while not self.over.wait(_SAMPLE_S):
            children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
            held = (_field(f"/proc/{pid}/smaps_rollup", "Pss:") for pid in ["self", *children])
            self.most = max(self.most, sum(held))


def _field(path: str, name: str) -> float:
    """A field of /proc in MB; 0 where there is none, or the process has just gone."""
    try:
        lines = Path(path).read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / _MB for line in lines if line.startswith(name)), 0.0)


def _peaks() -> float:
    # A program inherits the peak of who started it in getrusage; what /proc tells is its own.
    own = _field("/proc/self/status", "VmHWM:")
    if not own:
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MB
    return own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / _MB


def _start() -> dict[str, float]:
    """Import and load everything; return the seconds of both."""
    began = time.perf_counter()
    from muster.engines.planner import read_instance
    from muster.engines.planner.fanout import Inline
    from muster.engines.planner.generate import generate
    from muster.engines.planner.solve import solve

    imported = time.perf_counter() - began
    small, spent_by = read_instance(generate("heping", 1, scale=WARM_SCALE)), []
    for _ in range(2):
        with Meter() as spent:
            solve(small, effort=WARM_EFFORT, engine=Inline())
        spent_by.append(spent.cpu)
    return {"import_s": imported, "load_s": max(spent_by[0] - spent_by[1], 0.0)}


def _solve(asked: dict[str, Any]) -> dict[str, Any]:
    """Read, solve, judge; see `run`."""
    started = _start()
    from muster.engines.planner import plan_to_json, read_instance
    from muster.engines.planner.solve import solve

    contents = [Path(path).read_bytes() for path in asked.pop("paths")]
    on = asked.pop("search_on", False)
    with Meter() as reading:
        instances = [read_instance(content) for content in contents]
    memory = _Memory()
    memory.start()
    with Meter() as spent:
        plans = [solve(instance, **asked) for instance in instances]
    memory.over.set()
    found = {
        **started, "read_s": reading.wall, "wall": spent.wall, "cpu": spent.cpu,
        "load": os.getloadavg()[0], "peak_mb": max(_peaks(), memory.most),
        "sampled_mb": memory.most, "people": sum(len(each.people) for each in instances),
        "under_cover": instances[0].weights.under_cover, "effort": plans[0].meta["effort"],
        "stages": plans[0].meta["seconds"], "findings": [], "places": {},
    }  # fmt: skip
    for number, (content, plan) in enumerate(zip(contents, plans, strict=True)):
        findings, places = _judge(json.loads(content), json.loads(plan_to_json(plan)))
        if on:
            _search_on(instances[number], plan, places)
        found["findings"] += findings
        found["places"] |= {f"{number}:{k}" if number else k: v for k, v in places.items()}
    return found


def _judge(instance: Json, plan: Json) -> tuple[list[str], dict[str, dict[str, Any]]]:
    """Return what is wrong with a plan, and the figures and claims of each community."""
    from muster.engines.planner import check_plan

    report = check_plan(instance, plan)
    bounds = plan["meta"]["lower_bounds"].get("by_community", {})
    return [finding.sentence for finding in report.findings], {
        name: {
            "cost": values["roster_objective"],
            "short": values["under_cover"],
            "bound": bounds.get(name, {}).get("roster_objective"),
            "proved": bounds.get(name, {}).get("under_cover"),
        }
        for name, values in report.by_community.items()
    }


_ON_EFFORT = 100.0


def _search_on(instance: Any, plan: Any, places: dict[str, dict[str, Any]]) -> None:
    """Prove and search where more is short than is proved, and note both in `places`."""
    from muster.engines.planner.roster import solve as rosters
    from muster.engines.planner.roster.build import Tables

    tables, price = Tables.of(instance), instance.weights.under_cover
    for community in instance.communities:
        found = places[community.id]
        if found["short"] <= (found["proved"] or {"value": 0.0})["value"]:
            continue
        people = [one for one in instance.people if plan.assignment.get(one.id) == community.id]
        problem = tables.problem(community, people)
        bound = rosters.shortage_bound(problem)
        found["proved"] = {"value": bound.value / price, "method": bound.method}
        if found["short"] > bound.value / price:
            first = rosters.first(problem, seed=1)
            better = rosters.improve(problem, first, effort=_ON_EFFORT, seed=1)
            found["searched_on"] = better.shortage_cost(problem) / price


if __name__ == "__main__":
    print(json.dumps(_solve(json.loads(sys.stdin.read()))))
