"""What takes long to make and never changes, made once for all processes of a test run."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

PREPARE = """
from muster.delivery.cli.terminal import start_django
start_django()
from muster.delivery.cli import first_run
first_run.prepare()
"""


def shelf() -> Path:
    """Return the folder that the processes of this run share."""
    return Path(os.environ["MUSTER_HOME"]) / "prepared"


def once(name: str, make: Callable[[Path], None]) -> Path:
    """Return a file or folder of the shelf, made by whoever asks first. Copy it, never use it."""
    place = shelf() / name
    place.parent.mkdir(parents=True, exist_ok=True)
    with (shelf() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            unfinished = shelf() / f"{name}.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            make(unfinished)
            unfinished.rename(place)
    return place


def copy(place: Path, to: Path) -> Path:
    """Copy a folder of the shelf, modes and times included."""
    shutil.copytree(place, to, copy_function=shutil.copy2, dirs_exist_ok=True)
    return to


def make_home(home: Path) -> None:
    """Give an installation its tables, keys and static files."""
    ours = ("MUSTER_", "DJANGO_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PREPARE],
        env=kept | {"MUSTER_HOME": str(home)},
        check=True,
        capture_output=True,
    )
