"""Backup and restore in processes of their own: from one database to the other, and how large."""

from uuid import uuid4

import psycopg
import pytest
from tests.delivery.cli.conftest import Installation

PASSPHRASE = "a long enough passphrase"
SECOND = "from muster.delivery.cli.terminal import start_django; start_django()\n"


@pytest.mark.long
def test_backup_moves_between_sqlite_and_postgresql(installation, tmp_path, postgres_url):
    """SQLite → PostgreSQL → SQLite, in real processes: the same rows each time."""
    name = f"muster_{uuid4().hex[:12]}"
    other = Installation(
        tmp_path / "postgres", MUSTER_DATABASE_URL=f"{postgres_url.rpartition('/')[0]}/{name}"
    )
    third = Installation(tmp_path / "third")
    keys = installation.home / "keys.json"
    files = [tmp_path / "one", tmp_path / "two"]
    report = SECOND + "from tests.delivery.cli.test_backup import digests\nprint(digests())"
    filled = installation.python(
        SECOND + "from muster.kernel.tenants import open_tenant\n"
        "from tests.delivery.cli.test_backup import fill\n"
        "fill(open_tenant(area_code='120101', name='和平区'))\n"
        f"from muster.delivery.cli import backup\n"
        f"backup.write(backup.Path({str(files[0])!r}), passphrase={PASSPHRASE!r})\n" + report
    )
    read = (
        "from muster.delivery.cli import backup, restore\n"
        "print(restore.read(restore.Path({0!r}), passphrase={1!r}, "
        f"keys=restore.Path({str(keys)!r})).chains)\n"
    )
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            there = other.python(
                SECOND
                + read.format(str(files[0]), PASSPHRASE)
                + f"backup.write(backup.Path({str(files[1])!r}), passphrase={PASSPHRASE!r})\n"
                + report
            )
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    back = third.python(SECOND + read.format(str(files[1]), PASSPHRASE) + report)

    assert there.splitlines()[-2:] == ["{'和平区': True}", filled]
    assert back.splitlines()[-2:] == there.splitlines()[-2:]


WATCHED = (
    SECOND
    + """
import pathlib, threading, time
from muster.delivery.cli import backup, restore
peak = 0

def watch():
    global peak
    while True:
        lines = pathlib.Path("/proc/self/status").read_text().splitlines()
        now = next(int(line.split()[1]) for line in lines if line.startswith("RssAnon"))
        peak = max(peak, now // 1024)
        time.sleep(0.02)

threading.Thread(target=watch, daemon=True).start()
"""
)
"""Its own memory in MB, without the pages of the database file that SQLite maps."""


@pytest.mark.long
def test_memory_does_not_grow_with_the_number_of_rows(installation, tmp_path):
    fill_up = (
        SECOND + "from muster.kernel.tenants import open_tenant\n"
        "from muster.platform.jobs.models import Job\n"
        "tenant = open_tenant(area_code='120101', name='T')\n"
        "for _ in range(100):\n"
        "    rows = (Job(tenant=tenant, name='x', system='x') for _ in range(2000))\n"
        "    Job.objects.bulk_create(rows)\n"
    )
    save = "backup.write(pathlib.Path({0!r}), passphrase={1!r})\nprint(peak)\n"
    few = int(installation.python(WATCHED + save.format(str(tmp_path / "few"), PASSPHRASE)))
    installation.python(fill_up)
    many = int(installation.python(WATCHED + save.format(str(tmp_path / "many"), PASSPHRASE)))
    assert many - few < 60

    target = Installation(tmp_path / "target")
    target.python(WATCHED + "from muster.delivery.cli import first_run\nfirst_run.migrate()")
    keys = str(installation.home / "keys.json")
    back = (
        f"restore.read(pathlib.Path({str(tmp_path / 'many')!r}), passphrase={PASSPHRASE!r}, "
        f"keys=pathlib.Path({keys!r}))\nprint(peak)\n"
    )
    assert int(target.python(WATCHED + back).splitlines()[-1]) - few < 120
