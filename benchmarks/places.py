"""`muster bench places`: the nation loaded, subtree counts, and search by name over the nation."""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

LOAD_REACH_S, MEMORY_REACH_MB, COUNT_REACH_MS, SEARCH_REACH_MS = 15.0, 300.0, 1.0, 50.0
PROFILES = {"quick": ((1, 2, 3), 1, 150), "full": ((1, 2, 3, 4, 5), 3, 1000)}
"""Seeds, loads of the nation, names searched a seed."""

_LOAD = """
import json, resource, time
import django
django.setup()
from django.core.management import call_command
from muster.kernel.crypto import Keyring, use_keyring
from muster.platform.places import queries
from muster.platform.places.services import import_areas
call_command("migrate", verbosity=0)
with use_keyring(Keyring.generate()):
    began, spent = time.perf_counter(), time.process_time()
    result = import_areas()
    seconds, cpu = time.perf_counter() - began, time.process_time() - spent
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
codes = json.loads(input())
times = []
for code in codes:
    tries = []
    for _ in range(5):
        began = time.perf_counter()
        queries.counts_below(code)
        tries.append((time.perf_counter() - began) * 1000)
    times.append(min(tries))
print(json.dumps({"s": seconds, "cpu": cpu, "mb": peak, "areas": result.areas, "count_ms": times}))
"""


def run(profile: str) -> dict[str, Any]:
    """Measure and return the document of `muster bench`."""
    seeds, loads, names = PROFILES[profile]
    codes = _codes(seeds[0], 300)
    loaded = [_load_nation(codes) for _ in range(loads)]
    counts = [t for each in loaded for t in each["count_ms"][1:]]
    searches = [_search_p95(seed, names) for seed in seeds]
    near = [_search_p95(seed, names, near=True) for seed in seeds]
    cpu = statistics.median(spent for _, spent in searches)
    return {
        "bench": "places",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"cores": os.cpu_count(), "python": sys.version.split()[0]},
        "seeds": list(seeds),
        "rows": [
            _row(
                "nation_load_s",
                [each["s"] for each in loaded],
                "s",
                LOAD_REACH_S,
                note=f"{statistics.median(each['cpu'] for each in loaded):.1f} s of CPU; SQLite",
            ),
            _row("nation_load_peak_mb", [each["mb"] for each in loaded], "MB", MEMORY_REACH_MB),
            _row(
                "subtree_count_max_ms",
                [max(each["count_ms"][1:]) for each in loaded],
                "ms",
                COUNT_REACH_MS,
                note=f"median {statistics.median(counts):.3f} ms; 299 areas, each the fastest of 5",
            ),
            _row(
                "nation_search_p95_ms",
                [wall for wall, _ in searches],
                "ms",
                SEARCH_REACH_MS,
                note=f"{cpu:.1f} ms of CPU; {_HOW}",
            ),
            _row(
                "near_search_p95_ms",
                [wall for wall, _ in near],
                "ms",
                SEARCH_REACH_MS,
                note="inside one district",
            ),
        ],
    }


_HOW = "简体, 繁體, pinyin, initials, parts of names and names that do not exist, in equal shares"


def _row(
    figure: str, values: list[float], unit: str, reach: float, *, note: str = ""
) -> dict[str, Any]:
    value = statistics.median(values)
    return {
        "figure": figure,
        "value": round(value, 3),
        "unit": unit,
        "low": round(min(values), 3),
        "high": round(max(values), 3),
        "reach": reach,
        "better": "lower",
        "met": value <= reach,
        "peer": None,
        "note": note,
    }


def _load_nation(codes: list[str]) -> dict[str, Any]:
    """Load the nation into an empty database of its own in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="muster-bench-") as home:
        environment = {
            **os.environ,
            "MUSTER_HOME": home,
            "DJANGO_SETTINGS_MODULE": "muster.settings.base",
        }
        environment.pop("MUSTER_DATABASE_URL", None)
        done = subprocess.run(
            [sys.executable, "-c", _LOAD],
            input=json.dumps(codes) + "\n",
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return dict(json.loads(done.stdout))


def _codes(seed: int, many: int) -> list[str]:
    """Pick areas of every level."""
    from muster.platform.places.gazetteer import gazetteer

    names, chance = gazetteer(), random.Random(seed)
    shelves = (names.upper, names.communities)
    return [
        shelf.code(chance.randrange(len(shelf.codes))) for shelf in chance.choices(shelves, k=many)
    ]


def _search_p95(seed: int, many: int, *, near: bool = False) -> tuple[float, float]:
    """Return the 95th percentile in ms, by the clock and of CPU, over searches as people type."""
    from muster.platform.places.gazetteer import search_index

    index = search_index()
    index.search("静园")
    clock, spent = [], []
    for typed, district in _typed(seed, many):
        began, cpu = time.perf_counter(), time.process_time()
        index.search(typed, first=district, within=(district,) if near else ("",))
        clock.append((time.perf_counter() - began) * 1000)
        spent.append((time.process_time() - cpu) * 1000)
    return statistics.quantiles(clock, n=20)[-1], statistics.quantiles(spent, n=20)[-1]


def _typed(seed: int, many: int) -> list[tuple[str, str]]:
    """Return (what is typed, district it comes from)."""
    from muster.engines.text import in_traditional, initials, pinyin
    from muster.platform.places.gazetteer import gazetteer

    shelf, chance = gazetteer().communities, random.Random(seed)
    ways: list[Callable[[str], str]] = [
        lambda name: name,
        in_traditional,
        lambda name: "".join(pinyin(name)),
        initials,
        lambda name: name[: max(1, len(name) // 2)],
        lambda name: "".join(chance.sample(name, len(name))) + "龘",
    ]
    found = []
    for number in range(many):
        row = chance.randrange(len(shelf.codes))
        stem = shelf.lines("name", range(row, row + 1))[0]
        found.append((ways[number % len(ways)](stem), shelf.code(row)[:6]))
    return found


if __name__ == "__main__":
    print(json.dumps(run("quick"), ensure_ascii=False, indent=1))
