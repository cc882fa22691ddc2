"""A whole city (79,700 people, 1,187 communities), and CPU a community from 1,000 people up."""

import statistics

from benchmarks.planner_heping import avoidable, shortage
from benchmarks.planner_rows import SEEDS, Row, row, unmeasured
from benchmarks.planner_run import run

CITY_S, CITY_MB, SPREAD_REACH = 60.0, 2000.0, 0.10
SCALES = {"quick": (0.0125, 0.1), "full": (0.0125, 0.1, 1.0)}
"""About 1,000, 8,000 and 80,000 people."""
EFFORT = 2.0
_SMALL, _DRAWS = 0.05, 5  # below this scale, so many draws are one: communities differ


def city(profile: str) -> list[Row]:
    """Return wall, memory and shortage of the whole city in 60 s."""
    runs = [run("cangzhou", seed, seconds=CITY_S) for seed in SEEDS[profile]]
    if wrong := [finding for one in runs for finding in one["findings"]]:
        return [unmeasured("cangzhou_wall_s", "s", CITY_S, f"{len(wrong)} findings: {wrong[0]}")]
    middle = statistics.median
    proofs = [sum(one["bound"] is not None for one in each["places"].values()) for each in runs]
    return [
        row(
            "cangzhou_wall_s", [one["wall"] for one in runs], "s", CITY_S,
            note=f"{runs[0]['people']} people, {len(runs[0]['places'])} communities; "
            f"{middle(one['cpu'] for one in runs):.0f} s of CPU; start-up apart: "
            f"{middle(one['import_s'] + one['load_s'] for one in runs):.1f} s, reading "
            f"{middle(one['read_s'] for one in runs):.1f} s; bounds in {middle(proofs):g} "
            f"communities; load {max(one['load'] for one in runs):.1f}",
        ),
        row(
            "cangzhou_peak_mb", [one["peak_mb"] for one in runs], "MB", CITY_MB,
            note="process and largest worker, or samples of what all hold "
            f"({middle(one['sampled_mb'] for one in runs):.0f} MB), whichever is more",
        ),
        row(
            "cangzhou_avoidable_short", [avoidable(one) for one in runs], "people",
            note=f"short {middle(shortage(one) for one in runs):g}; proofs as far as time allowed",
        ),
    ]  # fmt: skip


def cpu_a_community(scale: float, seed: int) -> tuple[float, float]:
    """Return (people, CPU seconds a community) at a fixed effort, workers included.

    Bounds are left out: they would hide what sending people costs, which grows most.
    """
    draws = _DRAWS if scale < _SMALL else 1
    found = run("cangzhou", seed, scale=scale, draws=draws, effort=EFFORT, prove=False)
    return found["people"] / draws, found["cpu"] / len(found["places"])


def spread(profile: str) -> list[Row]:
    """Return how far CPU a community is from the same at every size."""
    scales = SCALES[profile]
    by_seed = [[cpu_a_community(scale, seed) for scale in scales] for seed in SEEDS[profile]]
    off = []
    for found in by_seed:
        mean = statistics.mean(spent for _, spent in found)
        off.append(max(abs(spent / mean - 1) for _, spent in found))
    middle = [
        f"{found[0][0]:.0f} people {1000 * statistics.median(spent for _, spent in found):.0f} ms"
        for found in zip(*by_seed, strict=True)
    ]
    return [
        row(
            "cpu_per_community_spread", off, "", SPREAD_REACH,
            note=f"largest distance from the mean; effort {EFFORT:g}, no bounds; "
            f"{', '.join(middle)}",
        )
    ]  # fmt: skip
