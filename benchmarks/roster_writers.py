"""Many writers on one published roster: swaps, covers, check-ins, each in a process of its own.

    python -m benchmarks.roster_writers prepare
    python -m benchmarks.roster_writers write --seed 1 --operations 600
    python -m benchmarks.roster_writers check
    python -m benchmarks.roster_writers repair --times 40

Each works on the installation that the environment names (MUSTER_HOME, MUSTER_DATABASE_URL) and
prints one JSON document. `check` asks the planner's validator, which shares no code with what
judges a change, and counts rows by SQL of its own.
"""

import argparse
import json
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

AREA, DISTRICT = "120101001001", "120101"
POSTS, PEOPLE, DAYS = 6, 64, 14


def prepare() -> dict[str, Any]:
    """Set up a community, plan two weeks, publish them from today on."""
    from muster.delivery.cli import first_run
    from muster.kernel import clock
    from muster.kernel.actors import system_actor
    from muster.kernel.tenants import open_tenant
    from muster.operations.duty import services
    from muster.operations.duty.contracts import PostDraft
    from muster.registers.measures.services import open_incident
    from muster.registers.responders import services as register
    from muster.registers.responders.contracts import PersonDraft

    first_run.prepare()
    tenant = open_tenant(area_code=DISTRICT, name="和平区")
    system = system_actor(tenant.id, "bench")
    incident = open_incident(
        actor=system, kind="epidemic", name="疫情", area_code=DISTRICT, contact_name="值班室",
        contact_phone="02200000000", contact_answered=True,
    )  # fmt: skip
    for number in range(1, POSTS + 1):
        draft = PostDraft(area_code=AREA, kind="point", number=number)
        services.add_post(actor=system, incident_id=incident.id, draft=draft)
    unit = register.add_unit(actor=system, name="市统计局", level="city", area_code=DISTRICT)
    people = register.add_many(
        actor=system,
        drafts=[PersonDraft(name=f"员{n}", unit_id=unit.id) for n in range(PEOPLE)],
        batch_id=unit.id,
    )
    return _publish(system, incident, people, clock.today(tenant.time_zone))


def _publish(system: Any, incident: Any, people: Any, today: Any) -> dict[str, Any]:
    """Plan two weeks for these people and put them into force."""
    from muster.engines.planner.reading import plan_to_json, read_instance
    from muster.engines.planner.solve import solve
    from muster.operations.duty import queries, services
    from muster.operations.duty.contracts import (
        AssignmentDraft,
        DeploymentDraft,
        InstanceRequest,
    )

    document = queries.build_instance(
        actor=system,
        request=InstanceRequest(
            incident_id=incident.id, people=people, starts_on=today, days=DAYS, areas=[AREA]
        ),
    )
    given = read_instance(json.dumps(document).encode())
    plan = json.loads(plan_to_json(solve(given, seed=1, seconds=6.0)))
    edition = services.publish_edition(
        actor=system,
        incident_id=incident.id,
        starts_on=today,
        days=DAYS,
        plan_id=None,
        deployments=[
            DeploymentDraft(responder_id=_id(one), area_code=place)
            for one, place in plan["assignment"].items()
        ],
        assignments=[
            AssignmentDraft(
                responder_id=_id(row["person"]), post_id=_id(row["post"]), day=row["day"],
                shift=row["shift"],
            )
            for row in plan["roster"]
        ],
    )  # fmt: skip
    return {"shifts": edition.assignments.count(), "people": len(people)}


def write(seed: int, operations: int) -> dict[str, Any]:
    """Swap, cover and check in at random; count what was done and what was refused."""
    from muster.kernel import clock
    from muster.kernel.errors import MusterError
    from muster.operations.duty import services

    rng = Random(seed)
    system, edition = _place()
    done: Counter[str] = Counter()
    changes: list[list[Any]] = []
    seconds: list[float] = []
    for _ in range(operations):
        rows = _shifts(edition)
        row, other = rng.sample(rows, 2)
        what = rng.choices(("swap", "cover", "check_in"), (4, 4, 2))[0]
        began = time.perf_counter()
        try:
            if what == "check_in":
                now = clock.now()
                running = [r for r in rows if r["starts_at"] <= now < r["ends_at"]]
                picked = rng.choice(running or rows)
                services.check_in_by_lead(actor=system, assignment_id=picked["id"])
            elif what == "swap":
                made = services.swap(
                    actor=system, assignment_id=row["id"], with_assignment_id=other["id"],
                    versions=(row["version"], other["version"]), reason="",
                )  # fmt: skip
                changes.append([str(made.id), 2, 2])
            else:
                made = services.cover(
                    actor=system, assignment_id=row["id"], version=row["version"],
                    by_responder_id=other["responder_id"], reason="",
                )  # fmt: skip
                changes.append([str(made.id), 1, 1])
            done[what] += 1
        except MusterError as refused:
            done[f"{what}:{refused.code}"] += 1
        seconds.append(time.perf_counter() - began)
    return {"done": dict(done), "changes": changes, "seconds": seconds}


def check(changes: list[list[Any]]) -> dict[str, Any]:
    """Let the validator look at the whole roster, and count every change that was reported."""
    import msgspec

    from muster.engines.planner.validate import check_plan
    from muster.operations.duty.models import Assignment, RosterChange
    from muster.operations.duty.queries.as_plan import roster_desk

    system, edition = _place()
    desk = roster_desk(edition=edition, areas={AREA})
    report = check_plan(msgspec.to_builtins(desk.instance), msgspec.to_builtins(desk.plan))
    rows: Any = Assignment.objects.of_tenant(system.tenant_id)
    planned = list(rows.filter(state="planned").values_list("responder_id", "day"))
    crews = Counter(rows.filter(state="planned").values_list("post_id", "day", "shift_id"))
    cancelled, made = rows.filter(state="cancelled"), rows.filter(made_by__isnull=False)
    known: Any = RosterChange.objects.of_tenant(system.tenant_id)
    stored = {str(one): 0 for one in known.values_list("id", flat=True)}
    ended = Counter(map(str, cancelled.values_list("cancelled_by_id", flat=True)))
    begun = Counter(map(str, made.values_list("made_by_id", flat=True)))
    lost = [
        key for key, gone, new in changes
        if key not in stored or ended[key] != gone or begun[key] != new
    ]  # fmt: skip
    ignored = {"no_first_secretary"}
    return {
        "violations": [one.sentence for one in report.violations if one.code not in ignored],
        "doubled": len(planned) - len(set(planned)),
        "alone": sum(count == 1 for count in crews.values()),
        "reported": len(changes),
        "stored": len(stored),
        "lost": lost,
        "unknown": len(stored) - len(changes),
    }


def repair(times: int) -> dict[str, Any]:
    """Ask for repairs of one absent person after another."""
    from muster.kernel import clock
    from muster.operations.duty import queries

    system, edition = _place()
    people = sorted({row["responder_id"] for row in _shifts(edition)})
    day: date = clock.today("Asia/Shanghai") + timedelta(days=1)
    seconds = []
    for at in range(times + 1):
        began = time.perf_counter()
        queries.propose_repair(
            actor=system,
            incident_id=edition.incident_id,
            area=AREA,
            absent={people[at % len(people)]: (day, day + timedelta(days=2))},
        )
        seconds.append(time.perf_counter() - began)
    return {"first": seconds[0], "seconds": seconds[1:]}


def _place() -> tuple[Any, Any]:
    from muster.kernel.actors import system_actor
    from muster.kernel.tenants import all_tenants
    from muster.operations.duty.models import Edition

    tenant = next(iter(all_tenants()))
    return system_actor(tenant.id, "bench"), Edition.objects.of_tenant(tenant.id).get()


def _shifts(edition: Any) -> list[dict[str, Any]]:
    from muster.operations.duty.models import Assignment

    rows: Any = Assignment.objects.of_tenant(edition.tenant_id).filter(state="planned")
    return list(rows.values("id", "version", "responder_id", "starts_at", "ends_at"))


def _id(text: str) -> Any:
    from uuid import UUID

    return UUID(text)


def main() -> None:
    """Run one part."""
    from muster.delivery.cli.terminal import start_django

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=("prepare", "write", "check", "repair"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--operations", type=int, default=100)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--changes", default="")
    options = parser.parse_args()
    start_django()
    if options.part == "prepare":
        found = prepare()
    elif options.part == "write":
        found = write(options.seed, options.operations)
    elif options.part == "repair":
        found = repair(options.times)
    else:
        found = check(json.loads(Path(options.changes).read_text(encoding="utf-8")))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
