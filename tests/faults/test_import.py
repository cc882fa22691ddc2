"""A sheet committed while the worker is killed or the disk fills: every row exactly once."""

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import time
from contextlib import closing, contextmanager

import pytest
from tests.faults.installation import COUNTS, STATE, UPLOAD

PATIENCE = 240
ROOM = 1_500_000


def ask(home, query):
    with closing(sqlite3.connect(home / "muster.sqlite3", timeout=20)) as base:
        return base.execute(query).fetchone()


def wait(home, query, wanted):
    ends = time.monotonic() + PATIENCE
    while not wanted(*(row := ask(home, query))):
        assert time.monotonic() < ends, f"{query} stayed at {row}"
        time.sleep(0.05)
    return row


def import_with_kills(installation, rows, kills):
    """Commit `rows` rows while the worker, then everything, is killed; return the final counts."""
    home = installation.home
    installation.python(UPLOAD.format(rows=rows))
    reached = 0
    for kill in range(kills):
        with installation.serving() as serving:
            wait(home, COUNTS, lambda people, *_, past=reached: past < people)
            if kill % 2:
                serving.process.kill()
            else:
                worker = serving.processes()[-2]
                os.kill(worker, signal.SIGKILL)
            reached = ask(home, COUNTS)[0]
            assert reached < rows, "the import was done before anything was killed"
    with installation.serving():
        wait(home, STATE, lambda state: state not in {"queued", "running"})
    assert ask(home, STATE) == ("done",)
    return ask(home, COUNTS)


def test_import_goes_on_where_a_killed_worker_left_it(installation):
    assert import_with_kills(installation, 1500, kills=1) == (1500, 1500, 1500, 1500)


@pytest.mark.long
def test_import_of_5000_rows_survives_four_kills(installation):
    """A fifth would end it: work that brings down every worker is given up and says so."""
    assert import_with_kills(installation, 5000, kills=4) == (5000, 5000, 5000, 5000)


@pytest.mark.long
def test_disk_that_fills_during_an_import_leaves_nothing_by_halves(installation, tmp_path):
    """There is room for the tables and a little more; given room, the import goes on to its end."""
    rows = 1500
    with little_room(installation, tmp_path / "disk") as limits:
        installation.python(UPLOAD.format(rows=rows))
        fill(installation.home / "filler", leave=ROOM)
        with installation.serving(**limits(installation)):
            people, different, noted, became = wait_for_rest(installation.home)
        assert people == different == noted == became
        assert (people % 500, people < rows) == (0, True)
        (installation.home / "filler").unlink()
        with installation.serving():
            wait(installation.home, STATE, lambda state: state not in {"queued", "running"})
        assert ask(installation.home, COUNTS) == (rows, rows, rows, rows)


def wait_for_rest(home, seconds=6):
    """Wait until nothing has been written for some seconds, and return the counts."""
    counts, since = ask(home, COUNTS), time.monotonic()
    while time.monotonic() - since < seconds:
        time.sleep(0.2)
        if (now := ask(home, COUNTS)) != counts:
            counts, since = now, time.monotonic()
    return counts


@contextmanager
def little_room(installation, disk):
    """Move the installation to a small disk, or as another user than root limit its files."""
    words = ["mount", "-t", "tmpfs", "-o", "size=64m", "muster-test", str(disk)]
    disk.mkdir()
    if os.geteuid() or subprocess.run(words, check=False).returncode:
        yield lambda there: {"preexec_fn": limit_files(there.home)}
        return
    try:
        shutil.copytree(installation.home, disk / "home", copy_function=shutil.copy2)
        installation.env["MUSTER_HOME"] = str(disk / "home")
        installation.home = disk / "home"
        yield lambda _there: {}
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def limit_files(home):
    size = (home / "muster.sqlite3").stat().st_size + ROOM

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def fill(path, leave):
    """Fill the disk but for `leave` bytes; a large disk is left alone."""
    free = shutil.disk_usage(path.parent).free
    with path.open("wb") as file:
        if free < 100_000_000:
            file.write(b"\0" * max(0, free - leave))
