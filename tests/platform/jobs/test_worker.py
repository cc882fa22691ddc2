"""A real worker on a real database of its own, ended in every way a worker can end."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from tests.prepared import copy

from muster.kernel.crypto import Keyring
from muster.kernel.crypto.keyring import write_keyring

ROOT = Path(__file__).parents[3]
STEPS = 60

ENQUEUE = """
import django; django.setup()
from django.db import transaction
from muster.kernel.actors import system_actor
from muster.kernel.tenants import all_tenants, open_tenant
from muster.platform.jobs.services import enqueue
tenant = (all_tenants() or [None])[0] or open_tenant(area_code="120101", name="T")
with transaction.atomic():
    print(enqueue("slow.count", actor=system_actor(tenant.id, "test"), steps={steps}))
"""


class House:
    """An installation of its own: a home, a keyring, a migrated database.

    `home` is a prepared one; `url` names an empty PostgreSQL database, and without one the rows
    are in a file of the home.
    """

    def __init__(self, home: Path, url: str = "") -> None:
        self.home = home
        self.url = url
        self.env = os.environ | {
            "MUSTER_DATABASE_URL": url,
            "MUSTER_HOME": str(home),
            "MUSTER_SECRET_KEY": "only-for-this-test-" + "x" * 40,
            "DJANGO_SETTINGS_MODULE": "tests.platform.jobs.slow.settings",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }
        if url:
            write_keyring(Keyring.generate(), home / "keys.json")
            self.manage("migrate", "--verbosity=0", "--skip-checks")

    def python(self, code: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=self.env,
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def manage(self, *words: str) -> None:
        subprocess.run([sys.executable, "-m", "django", *words], env=self.env, cwd=ROOT, check=True)

    def start(self, *command: str) -> subprocess.Popen:
        words = command or ("muster_worker",)
        return subprocess.Popen([sys.executable, "-m", "django", *words], env=self.env, cwd=ROOT)

    def rows(self, query: str) -> list[tuple]:
        """Ask the database itself, past the product."""
        if self.url:
            with psycopg.connect(self.url) as base:
                return base.execute(query).fetchall()
        with closing(sqlite3.connect(self.home / "muster.sqlite3", timeout=10)) as base:
            return base.execute(query).fetchall()

    def row(self, query: str) -> tuple:
        return (self.rows(query) or [()])[0]

    def wait_for(self, query: str, *wanted: object, seconds: float = 40) -> tuple:
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            if (row := self.row(query)) == wanted or (not wanted and row and row[0]):
                return row
            time.sleep(0.05)
        raise AssertionError(f"{query} stayed at {self.row(query)}")


@pytest.fixture(scope="module")
def house(prepared_home, tmp_path_factory) -> Iterator[House]:
    home = copy(prepared_home, tmp_path_factory.mktemp("house"))
    if not (tested := os.environ.get("MUSTER_DATABASE_URL", "")):
        yield House(home)
        return
    server, name = urlsplit(tested), f"muster_worker_{uuid4().hex[:12]}"
    with psycopg.connect(server._replace(path="/postgres").geturl(), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        yield House(home, server._replace(path=f"/{name}").geturl())
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def steps_written(house: House) -> list[int]:
    rows = house.rows("SELECT ids FROM audit_auditevent WHERE verb = 'slow.step' ORDER BY id")
    return [(ids if isinstance(ids, dict) else json.loads(ids))["step"] for (ids,) in rows]


def test_worker_killed_in_the_middle_is_followed_by_one_that_finishes_exactly_once(house):
    house.python(ENQUEUE.format(steps=STEPS))
    worker = house.start()
    house.wait_for("SELECT done >= 10 FROM jobs_job WHERE name = 'slow.count'")
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    state, done = house.row("SELECT state, done FROM jobs_job WHERE name = 'slow.count'")
    assert state == "running"
    assert done < STEPS

    second = house.start()
    house.wait_for("SELECT state FROM jobs_job WHERE name = 'slow.count'", "done")
    second.terminate()

    assert second.wait(timeout=10) == 0
    assert house.row("SELECT attempt, done, total FROM jobs_job WHERE name = 'slow.count'") == (
        2,
        STEPS,
        STEPS,
    )
    assert steps_written(house) == list(range(STEPS))


def test_worker_asked_to_end_gives_the_job_back_at_once(house):
    house.python(ENQUEUE.format(steps=3 * STEPS))
    this_job = "FROM jobs_job WHERE CAST(ids->>'steps' AS INTEGER) = 180"
    query = f"SELECT state, attempt {this_job}"
    worker = house.start()
    house.wait_for(f"SELECT done >= 70 {this_job}")
    worker.terminate()
    assert worker.wait(timeout=10) == 0
    assert house.row(query) == ("queued", 0)

    second = house.start()
    house.wait_for(query, "done", 1)
    second.terminate()
    second.wait(timeout=10)

    assert steps_written(house) == list(range(3 * STEPS))


def test_two_schedulers_and_a_worker_seal_the_record_once_per_period(house):
    schedulers = [house.start("muster_scheduler", "--once") for _ in range(2)]
    assert [scheduler.wait(timeout=60) for scheduler in schedulers] == [0, 0]
    assert house.start("muster_worker", "--once").wait(timeout=60) == 0

    assert house.row("SELECT count(*) FROM jobs_job WHERE name = 'audit.seal'") == (1,)
    assert house.row("SELECT attempt FROM jobs_job WHERE name = 'audit.seal'") == (1,)
    assert house.row("SELECT count(*) FROM audit_auditlink") == house.row(
        "SELECT count(*) FROM audit_auditevent"
    )
