"""`muster bench nrp`: the public roster set beside OR-Tools CP-SAT, run by run in turns.

The instances (Employee Shift Scheduling Benchmark, T. Curtois and R. Qu, 2014) state no licence and
are no part of the source: they are looked for beside the checkout. Every run is noted as it ends,
so that a benchmark that was cut off goes on where it stopped.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT.parent / "shared" / "conformance" / "nrp" / "employee-shift-scheduling-24"
BEST_KNOWN = {1: 607, 2: 828, 3: 1001, 5: 1143, 8: 1308, 10: 4631, 12: 4040, 14: 1279}
"""Published values: github.com/ORProjects/NRP, ComputationalResults/README.md, 60 minutes."""
PROFILES = {"quick": ((2, 5, 8, 12), (1,)), "full": (tuple(BEST_KNOWN), (1, 2, 3))}
"""Instances and seeds."""
SECONDS, WORKERS, PEER_WORKERS = 60, 2, 8
REACH_PERCENT, LATE_SECONDS = 1.0, 1.0
PEER = f"cp-sat, {PEER_WORKERS} workers, {SECONDS} s"


def run(profile: str) -> dict[str, Any]:
    """Measure and return the document of `muster bench`."""
    instances, seeds = PROFILES[profile]
    if FOLDER.is_dir():
        state = _State(ROOT / "var" / f"bench-nrp-{profile}.json")
        rows = [_measure(number, seeds, state) for number in instances]
        state.forget()
    else:
        cause = "the instances of the set do not lie beside the checkout"
        rows = [_row(number, [], [], cause) for number in instances]
    return {
        "bench": "nrp",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"cores": os.cpu_count(), "python": sys.version.split()[0]},
        "seeds": list(seeds),
        "rows": rows,
    }


class _State:
    """The runs that have ended, on disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.runs: dict[str, Any] = json.loads(path.read_text()) if path.is_file() else {}

    def once(self, key: str, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Do what has not been done, and note it."""
        if key not in self.runs:
            self.runs[key] = work()
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_text(json.dumps(self.runs))
        return dict(self.runs[key])

    def forget(self) -> None:
        """Begin anew the next time."""
        self.path.unlink(missing_ok=True)


def _measure(number: int, seeds: Iterable[int], state: _State) -> dict[str, Any]:
    instance = FOLDER / f"Instance{number}.txt"
    if not instance.is_file():
        return _row(number, [], [], f"{instance.name} does not lie beside the checkout")
    ours, peers = [], []
    for seed in seeds:
        muster = [str(Path(sys.executable).parent / "muster"), "plan", "nrp"]
        options = ["--seconds", str(SECONDS), "--workers", str(WORKERS), "--seed", str(seed)]
        ours.append(state.once(f"{number} {seed} muster", _Run(instance, muster, options)))
        peer = [sys.executable, str(Path(__file__).resolve())]
        options = ["--seed", str(seed)]
        peers.append(state.once(f"{number} {seed} cp-sat", _Run(instance, peer, options)))
    return _row(number, ours, peers, "")


class _Run:
    """One solver on one instance, in a process of its own; its roster is checked here."""

    def __init__(self, instance: Path, command: list[str], options: list[str]) -> None:
        self.instance, self.command, self.options = instance, command, options

    def __call__(self) -> dict[str, Any]:
        """Run it; `cost` is None where it found no legal roster."""
        from muster.engines.planner.nrp.check import check_roster

        print(f"{Path(self.command[0]).name} {self.instance.name}", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory(prefix="muster-bench-") as folder:
            out = Path(folder) / "roster.txt"
            command = [*self.command, str(self.instance), "--out", str(out), *self.options]
            began, before = time.monotonic(), _children_cpu()
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            wall, cpu = time.monotonic() - began, _children_cpu() - before
            roster = out.read_text() if out.is_file() else ""
        report = check_roster(self.instance.read_text(), roster)
        cost = None if report.broken or done.returncode else report.cost
        return {"cost": cost, "wall": wall, "cpu": cpu}


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _row(
    number: int, ours: list[dict[str, Any]], peers: list[dict[str, Any]], cause: str
) -> dict[str, Any]:
    """Return the figure of one instance: how far above the best known value."""
    best = BEST_KNOWN[number]
    row = {"figure": f"instance_{number}_above_best_known", "unit": "%", "better": "lower"}
    row |= {"value": None, "low": None, "high": None, "reach": REACH_PERCENT, "met": False}
    row |= {"peer": None, "note": cause}
    gaps = [100 * (run["cost"] / best - 1) for run in ours if run["cost"] is not None]
    if not ours or len(gaps) < len(ours):
        return row | {"note": cause or "no legal roster in a run"}
    theirs = [run["cost"] for run in peers if run["cost"] is not None]
    wall = max(run["wall"] for run in ours)
    value = statistics.median(gaps)
    peer = 100 * (statistics.median(theirs) / best - 1) if theirs else None
    if peer is not None:
        row["peer"] = {"name": PEER, "value": round(peer, 2)}
    in_time = wall <= SECONDS + LATE_SECONDS
    return row | {
        "value": round(value, 3),
        "low": round(min(gaps), 3),
        "high": round(max(gaps), 3),
        "met": value <= REACH_PERCENT and (peer is None or value <= peer) and in_time,
        "note": f"best known {best}; {_words('muster', ours)}; {_words('cp-sat', peers)}",
    }


def _words(name: str, runs: list[dict[str, Any]]) -> str:
    costs = ", ".join("none" if run["cost"] is None else str(run["cost"]) for run in runs)
    cpu = statistics.median(run["cpu"] for run in runs)
    wall = statistics.median(run["wall"] for run in runs)
    return f"{name} {costs} in {wall:.0f} s ({cpu:.0f} s of CPU)"


def solve_by_cp_sat(instance: Any, seed: int, seconds: float) -> list[list[str]] | None:
    """Return rosters by the plain model, a boolean a person, day and shift; None: found none."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    days, shifts = range(instance.days), range(len(instance.shifts))
    x = {
        (p, d, s): model.new_bool_var("")
        for p in range(len(instance.people))
        for d in days
        for s in shifts
    }
    for p, person in enumerate(instance.people):
        _rules(model, instance, person, {(d, s): x[p, d, s] for d in days for s in shifts})
    costs = []
    for wish in instance.requests:
        cell = x[wish.person, wish.day, wish.shift]
        costs.append(wish.weight * (1 - cell if wish.on else cell))
    for cover in instance.cover:
        under = model.new_int_var(0, cover.need, "")
        over = model.new_int_var(0, len(instance.people), "")
        there = sum(x[p, cover.day, cover.shift] for p in range(len(instance.people)))
        model.add(there + under - over == cover.need)
        costs += [cover.under * under, cover.over * over]
    model.minimize(sum(costs))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = PEER_WORKERS
    solver.parameters.random_seed = seed
    if solver.solve(model) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return None
    return [
        [
            next((instance.shifts[s].name for s in shifts if solver.value(x[p, d, s])), "-")
            for d in days
        ]
        for p in range(len(instance.people))
    ]


def _rules(model: Any, instance: Any, person: Any, x: dict[tuple[int, int], Any]) -> None:
    """Add one person's rules over the cells (day, shift)."""
    days, shifts = range(instance.days), range(len(instance.shifts))
    works = [model.new_bool_var("") for _ in days]
    for d in days:
        model.add(sum(x[d, s] for s in shifts) == works[d])
        for a in shifts if d + 1 < instance.days else ():
            for b in instance.shifts[a].not_after:
                model.add_implication(x[d, a], ~x[d + 1, b])
    for d in person.days_off:
        model.add(works[d] == 0)
    for s in shifts:
        model.add(sum(x[d, s] for d in days) <= person.caps[s])
    minutes = sum(instance.shifts[s].minutes * x[d, s] for d in days for s in shifts)
    model.add_linear_constraint(minutes, person.min_minutes, person.max_minutes)
    weekends = [model.new_bool_var("") for _ in range(5, instance.days, 7)]
    for week, weekend in enumerate(weekends):
        for d in range(7 * week + 5, min(7 * week + 7, instance.days)):
            model.add_implication(works[d], weekend)
    model.add(sum(weekends) <= person.max_weekends)
    _runs(model, person, works)


def _runs(model: Any, person: Any, works: list[Any]) -> None:
    """Add the limits of runs of work and rest, which do not reach across the ends."""
    for d in range(len(works) - person.max_run):
        model.add(sum(works[d : d + person.max_run + 1]) <= person.max_run)
    rests = [~work for work in works]
    for least, inner, outer in ((person.min_run, works, rests), (person.min_rest, rests, works)):
        for length in range(1, least):
            for d in range(1, len(works) - length):
                short = [~day for day in inner[d : d + length]]
                model.add_bool_or([*short, ~outer[d - 1], ~outer[d + length]])


def contend(words: list[str]) -> None:
    """Solve by CP-SAT: INSTANCE --out FILE --seed N; model building counts as time."""
    from muster.engines.planner.nrp.reading import read_roster_instance

    began = time.monotonic()
    instance = read_roster_instance(Path(words[0]).read_bytes())
    spent = time.monotonic() - began
    rows = solve_by_cp_sat(instance, int(words[4]), SECONDS - spent)
    if rows is None:
        sys.exit(1)
    Path(words[2]).write_text("".join(" ".join(row) + "\n" for row in rows))


if __name__ == "__main__":
    contend(sys.argv[1:])
