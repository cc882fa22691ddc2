"""`muster bench mobilise`: from the names to a published plan on the replayed Heping.

Makes the demo in a folder of its own, then plans the people of its call-up anew through the public
services, as the pages do: count, solve as a job would, send, approve by a second person, publish.
A browser clicks through a whole evening too, and the full profile plans 80,000 people on
PostgreSQL; a row that was not measured says why and is not met.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import evening, mobilise_large
from benchmarks.planner_rows import Row, document, load, row
from benchmarks.web import demo

SOLVE_REACH_S, PUBLISH_REACH_S, WALL_REACH_S = 30, 10, 300
PLANNING_SECONDS = {"quick": 20, "full": 20}

PLAN = """
import json, time
from datetime import timedelta
from muster.delivery.cli.terminal import start_django; start_django()
from muster.kernel import clock
from muster.kernel.actors import system_actor
from muster.kernel.models import Tenant
from muster.operations.mobilise import queries, services
from muster.platform.notify.models import Message

tenant = Tenant.objects.get()
with clock.drill(tenant.drill_offset):
    actor = system_actor(tenant.id, "bench")
    call = queries.call_ups(actor=actor).first()
    marks = [time.perf_counter()]

    def mark():
        marks.append(time.perf_counter())

    day = clock.today(tenant.time_zone) + timedelta(days=1)
    draft = services.PlanDraft(starts_on=day, days=14, seconds={seconds})
    plan = services.begin_plan(actor=actor, call_up_id=call.id, draft=draft); mark()
    plan = services.solve_plan(actor=actor, plan_id=plan.id, listener=lambda _now: None); mark()
    services.submit_plan(actor=actor, plan_id=plan.id)
    services.approve_plan(actor=actor, plan_id=plan.id); mark()
    before = Message.objects.filter(tenant_id=tenant.id).count()
    services.publish_plan(actor=actor, plan_id=plan.id); mark()
    written = Message.objects.filter(tenant_id=tenant.id).count() - before
print(json.dumps({{
    "begin": marks[1] - marks[0], "solve": marks[2] - marks[1], "publish": marks[4] - marks[3],
    "people": plan.summary["people"], "shifts": plan.summary["shifts"],
    "short": plan.summary["short"], "alone": plan.summary["alone"],
    "legal": plan.summary["legal"], "written": written,
}}))
"""


def run(profile: str) -> dict[str, Any]:
    """Measure and return the document of `muster bench`."""
    home = Path(tempfile.mkdtemp(prefix="muster-bench-"))
    try:
        with demo(home):
            pass
        found = _planned(home, PLANNING_SECONDS[profile])
    finally:
        shutil.rmtree(home, ignore_errors=True)
    rows = [*_rows(found), *evening.rows(), *mobilise_large.rows(profile)]
    return document("mobilise", profile, rows)


def _planned(home: Path, seconds: int) -> dict[str, Any]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("MUSTER_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-c", PLAN.format(seconds=seconds)],
        env={**clean, "MUSTER_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-500:])
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _rows(found: dict[str, Any]) -> list[Row]:
    plan = f"{found['people']} people, {found['shifts']} shifts, {found['short']} short; {load()}"
    return [
        row("heping_count_s", [found["begin"]], "s", note="read registers, count capacity"),
        row("heping_solve_s", [found["solve"]], "s", SOLVE_REACH_S, note=plan),
        row("heping_publish_s", [found["publish"]], "s", PUBLISH_REACH_S,
            note=f"edition, teams, {found['written']} messages in the inbox; {load()}"),
        row("heping_alone", [float(found["alone"])], "", 0),
        row("heping_rules_broken", [0.0 if found["legal"] else 1.0], "", 0),
        row("heping_services_s", [found["begin"] + found["solve"] + found["publish"]], "s",
            WALL_REACH_S, note="services only, from the last name to the last message"),
    ]  # fmt: skip
