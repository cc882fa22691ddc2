"""80,000 people planned as a job on PostgreSQL: the scale case of the reports, played whole.

`muster replay cangzhou` enrols 79,700 members of 1,187 organisations, calls them up, counts,
solves, approves and publishes through the public services; here each of these is timed.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from benchmarks.duty import place
from benchmarks.planner_rows import Row, load, row, unmeasured

REACH_S = 180
FIGURES = ("plan_of_80000_people_s", "publish_80000_people_s", "plan_of_80000_people_gb")

PLAY = """
import json, resource, time
from muster.delivery.cli.terminal import start_django
start_django()
from muster.delivery.cli import first_run
first_run.prepare()
from muster.delivery.replay import cangzhou
from muster.operations.mobilise import services
took = {}

def timed(name):
    served = getattr(services, name)
    def serve(**given):
        wall, cpu = time.perf_counter(), time.process_time()
        answer = served(**given)
        took[name] = [time.perf_counter() - wall, time.process_time() - cpu]
        return answer
    setattr(services, name, serve)

for name in ("begin_plan", "solve_plan", "publish_plan"):
    timed(name)
begun = time.perf_counter()
told = cangzhou.replay(seed=1, scale=SCALE)
whose = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
peaks = [resource.getrusage(who).ru_maxrss for who in whose]
print(json.dumps({
    "took": took, "all": time.perf_counter() - begun, "gb": max(peaks) / 2**20,
    "lines": [[str(one.figure), one.done] for one in told.rows],
}))
"""


def rows(profile: str) -> list[Row]:
    """Return what was measured; the quick profile leaves it out and says so."""
    if profile != "full":
        return [unmeasured(FIGURES[0], "s", REACH_S, "only with --profile full")]
    with place(postgres=True) as environment:
        return _rows(play(environment))


def play(environment: Mapping[str, str], *, scale: float = 1.0) -> dict[str, Any]:
    """Play the case in an empty installation; return seconds by service and the report's lines."""
    done = subprocess.run(
        [sys.executable, "-c", PLAY.replace("SCALE", repr(scale))],
        env=dict(environment),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-500:])
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _rows(found: Mapping[str, Any]) -> list[Row]:
    took = found["took"]
    planned = took["begin_plan"][0] + took["solve_plan"][0]
    said = "; ".join(f"{what}: {value}" for what, value in found["lines"])
    parts = ", ".join(
        f"{name} {wall:.0f} s ({cpu:.0f} CPU s)" for name, (wall, cpu) in took.items()
    )
    return [
        row(FIGURES[0], [planned], "s", REACH_S, note=f"PostgreSQL; {parts}; {load()}"),
        row(FIGURES[1], [took["publish_plan"][0]], "s", note=said),
        row(FIGURES[2], [found["gb"]], "GB", note="largest process"),
    ]
