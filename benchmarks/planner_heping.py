"""Heping: wall time of a plan, shortage that could be avoided, and the proved gap of the rest."""

import math
import statistics
from typing import Any

from benchmarks.planner_rows import SEEDS, Meter, Row, load, row, unmeasured
from benchmarks.planner_run import run

WALL_REACH_S, ASSIGN_REACH, ASSIGN_S = 10.0, 2.0, 5.0
SOFT_REACH = {60: 4.0, 600: 2.0}
"""Percent, by seconds of solving."""
_CLOSED = 1e-6


def in_ten_seconds(profile: str) -> list[Row]:
    """Return wall and avoidable shortage of plans made in 10 s."""
    runs = [run("heping", seed, seconds=WALL_REACH_S, search_on=True) for seed in SEEDS[profile]]
    if wrong := [finding for one in runs for finding in one["findings"]]:
        why = f"{len(wrong)} findings: {wrong[0]}"
        return [unmeasured("heping_wall_s", "s", WALL_REACH_S, why)]
    middle = statistics.median
    start = [one["import_s"] + one["load_s"] for one in runs]
    return [
        row(
            "heping_wall_s", [one["wall"] for one in runs], "s", WALL_REACH_S,
            note=f"{middle(one['cpu'] for one in runs):.1f} s of CPU; start-up apart: "
            f"{middle(start):.1f} s (imports {middle(one['import_s'] for one in runs):.1f}, "
            f"kernels {middle(one['load_s'] for one in runs):.1f}); reading "
            f"{middle(one['read_s'] for one in runs):.2f} s; "
            f"effort {middle(one['effort'] for one in runs):g}; {_load(runs)}",
        ),
        row(
            "heping_avoidable_short", [avoidable(one) for one in runs], "people", 0.0,
            note=f"short {middle(shortage(one) for one in runs):g}; {_open_proofs(runs)}",
        ),
    ]  # fmt: skip


def shortage(found: dict[str, Any]) -> float:
    """People missing, weighted by post type."""
    return math.fsum(place["short"] for place in found["places"].values())


def avoidable(found: dict[str, Any]) -> float:
    """What of it is not proved unavoidable."""
    return math.fsum(max(0.0, one["short"] - proved(one)) for one in found["places"].values())


def proved(place: dict[str, Any]) -> float:
    """People that no roster of a community can do without."""
    return place["proved"]["value"] if place["proved"] else 0.0


def _open_proofs(runs: list[dict[str, Any]]) -> str:
    """Where a long search finds nothing better, it is the proof that is open."""
    proofs: list[str] = []
    plans: list[str] = []
    for seed, found in enumerate(runs, 1):
        for name, place in found["places"].items():
            if place["short"] > proved(place) + _CLOSED:
                stuck = place.get("searched_on", 0.0) >= place["short"]
                (proofs if stuck else plans).append(f"{name} of seed {seed}")
    said = [
        f"the proof and not the plan is open in {', '.join(proofs)}" if proofs else "",
        f"the plan is open in {', '.join(plans)}" if plans else "",
    ]
    return "; ".join(filter(None, said)) or "all proved unavoidable"


def _load(runs: list[dict[str, Any]]) -> str:
    return f"load {max(one['load'] for one in runs):.1f}"


def soft_gap(profile: str, seconds: int) -> list[Row]:
    """Return the proved gap of everything but shortage after so many seconds."""
    figure, reach = f"heping_soft_gap_{seconds}s", SOFT_REACH[seconds]
    runs = [run("heping", seed, seconds=seconds) for seed in SEEDS[profile]]
    if wrong := [finding for one in runs for finding in one["findings"]]:
        return [unmeasured(figure, "%", reach, f"{len(wrong)} findings: {wrong[0]}")]
    gaps = [parts(one) for one in runs]
    rough = [sum(is_rough(one) for one in found["places"].values()) for found in runs]
    middle = statistics.median
    return [
        row(
            figure, [100 * gap / soft for gap, soft, _ in gaps], "%", reach,
            note=f"{middle(one['cpu'] for one in runs):.0f} s of CPU, wall "
            f"{middle(one['wall'] for one in runs):.1f} s; bound rough or missing in "
            f"{middle(rough):g} of {len(runs[0]['places'])} communities, which hold "
            f"{100 * middle(share / max(gap, _CLOSED) for gap, _, share in gaps):.0f} % of the "
            f"gap; avoidable short {middle(avoidable(one) for one in runs):g}; {_load(runs)}",
        )
    ]  # fmt: skip


def parts(found: dict[str, Any]) -> tuple[float, float, float]:
    """Return the gap, the soft part it is a gap of, and what of the gap lies at rough bounds."""
    gap = soft = at_rough = 0.0
    for place in found["places"].values():
        above = place["cost"] - found["under_cover"] * place["short"]
        bound = place["bound"]["value"] if place["bound"] else 0.0
        below = max(bound - found["under_cover"] * proved(place), 0.0)
        gap, soft = gap + above - below, soft + above
        at_rough += (above - below) * is_rough(place)
    return gap, max(soft, _CLOSED), at_rough


def is_rough(place: dict[str, Any]) -> bool:
    """Whether a better bound could be proved with more time."""
    return not place["bound"] or place["bound"]["method"] != "column generation"


def assign_gap(profile: str) -> list[Row]:
    """Return the proved gap of sending people to communities in 5 s."""
    from muster.engines.planner import read_instance
    from muster.engines.planner.assign import assign
    from muster.engines.planner.generate import generate

    assign(read_instance(generate("heping", 1, scale=0.05)), effort=1)  # loads the kernels
    gaps, walls, spent = [], [], []
    for seed in SEEDS[profile]:
        instance = read_instance(generate("heping", seed))
        with Meter() as meter:
            found = assign(instance, seed=seed, seconds=ASSIGN_S)
        bound = found.bounds["assign_objective"].value
        gaps.append(100 * (found.objective - bound) / found.objective)
        walls.append(meter.wall)
        spent.append(meter.cpu)
    note = f"{statistics.median(spent):.1f} s of CPU, wall {statistics.median(walls):.1f} s"
    return [row("assign_gap_5s", gaps, "%", ASSIGN_REACH, note=f"{note}; {load()}")]
