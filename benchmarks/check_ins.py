"""Five hundred people check in within ten seconds, as at six in the morning: how soon each knows.

    python -m benchmarks.check_ins --people 500 --rate 50

Arrivals come at a fixed rate whether or not the one before was answered, so waiting counts. Works
on the installation that the environment names (MUSTER_HOME) and prints one JSON document.
"""

import argparse
import json
import threading
import time
from datetime import datetime, timedelta
from queue import Queue
from typing import Any
from zoneinfo import ZoneInfo

DISTRICT, WRITERS = "120101", 4
LIMIT_S = 0.1
PROFILES = {"quick": 500, "full": 3000}


def rows(environment: dict[str, str], profile: str) -> list[dict[str, Any]]:
    """Measure in a process of its own; return the row of `muster bench duty`."""
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.check_ins", "--people", str(PROFILES[profile])],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout.splitlines()[-1])
    return [
        {
            "figure": "check_in_p95_s",
            "unit": "s",
            "value": found["p95"],
            "low": found["median"],
            "high": found["worst"],
            "reach": LIMIT_S,
            "better": "lower",
            "met": found["p95"] <= LIMIT_S,
            "note": f"{found['people']} people at {found['rate']:g} a second on SQLite, "
            f"{found['cpu_ms']:.1f} ms of CPU each; waiting included",
        }
    ]


def measure(people: int, rate: float, keys: Any) -> dict[str, Any]:
    """Let people come at a rate; return how long each waited for the answer."""
    from muster.kernel import clock
    from muster.kernel.actors import Actor

    moment = datetime.now(ZoneInfo("Asia/Shanghai")).replace(hour=6, minute=5, second=0)
    with clock.frozen(moment - timedelta(hours=1)):
        tenant, codes = _prepare(people)
    waits: list[float] = []
    due: Queue[tuple[float, Any, str] | None] = Queue()

    def work() -> None:
        from django.db import connection

        from muster.kernel.crypto import use_keyring
        from muster.operations.duty import services

        with use_keyring(keys), clock.frozen(moment):
            while (one := due.get()) is not None:
                at, person, code = one
                actor = Actor(tenant_id=tenant.id, name="本人", person_id=person)
                services.check_in(actor=actor, post_code=code)
                waits.append(time.perf_counter() - at)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    spent, began = time.process_time(), time.perf_counter()
    for number, (person, code) in enumerate(codes):
        at = began + number / rate
        time.sleep(max(0.0, at - time.perf_counter()))
        due.put((at, person, code))
    for _ in threads:
        due.put(None)
    for thread in threads:
        thread.join()
    spent = time.process_time() - spent
    waits.sort()
    if len(waits) != people:
        raise RuntimeError(f"{people - len(waits)} check-ins were lost")
    return {
        "people": people,
        "rate": rate,
        "median": round(waits[len(waits) // 2], 4),
        "p95": round(waits[int(len(waits) * 0.95)], 4),
        "worst": round(waits[-1], 4),
        "cpu_ms": 1000 * spent / people,
    }


def _prepare(people: int) -> tuple[Any, list[tuple[Any, str]]]:
    """Publish a morning of posts with two people each; return (person, code of the post)."""
    from muster.kernel import clock
    from muster.kernel.actors import system_actor
    from muster.kernel.tenants import open_tenant
    from muster.operations.duty import queries, services
    from muster.operations.duty.contracts import AssignmentDraft, DeploymentDraft, PostDraft
    from muster.registers.measures.services import open_incident
    from muster.registers.responders import services as register
    from muster.registers.responders.contracts import PersonDraft

    _migrate()
    tenant = open_tenant(area_code=DISTRICT, name="和平区")
    system = system_actor(tenant.id, "bench")
    incident = open_incident(
        actor=system, kind="epidemic", name="疫情", area_code=DISTRICT, contact_name="值班室",
        contact_phone="02200000000", contact_answered=True,
    )  # fmt: skip
    posts = services.add_posts(
        actor=system,
        incident_id=incident.id,
        drafts=[
            PostDraft(area_code=f"120101001{1 + n // 20:03}", kind="point", number=1 + n % 20)
            for n in range(people // 2)
        ],
    )
    unit = register.add_unit(actor=system, name="市统计局", level="city", area_code=DISTRICT)
    ids = register.add_many(
        actor=system,
        drafts=[PersonDraft(name=f"员{n}", unit_id=unit.id) for n in range(people)],
        batch_id=unit.id,
    )
    found = {post.id: post for post in queries.posts(actor=system, incident_id=incident.id)}
    pairs = [(person, found[posts[n // 2]]) for n, person in enumerate(ids)]
    services.publish_edition(
        actor=system,
        incident_id=incident.id,
        starts_on=clock.today(tenant.time_zone),
        days=1,
        plan_id=None,
        deployments=[
            DeploymentDraft(responder_id=person, area_code=post.area_code) for person, post in pairs
        ],
        assignments=[
            AssignmentDraft(responder_id=person, post_id=post.id, day=0, shift="3x8.D")
            for person, post in pairs
        ],
    )
    return tenant, [(one, post.code) for one, post in pairs]


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def main() -> None:
    """Read the arguments, measure, print."""
    from muster.delivery.cli.terminal import start_django

    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--rate", type=float, default=50.0)
    asked = parser.parse_args()
    start_django()
    from muster.kernel.crypto import Keyring, use_keyring

    keys = Keyring.generate()
    with use_keyring(keys):
        print(json.dumps(measure(asked.people, asked.rate, keys)))


if __name__ == "__main__":
    main()
