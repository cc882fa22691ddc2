"""Find or bring what the tests need from the machine: a browser, Chinese fonts, a PostgreSQL.

Nothing is skipped silently: what is missing is installed by apt where that is allowed, and where it
is not, one line names the command to type.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

# Without a window Chromium's shell does the same with two thirds of the work.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
SERVER_BINARIES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
)
LOCAL_SERVER = "postgresql://postgres@127.0.0.1:5432/postgres"
# The rows of a test run are worth nothing after a power cut, so the disk need not be waited for.
CARELESS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


class Missing(Exception):
    """Something is not here and may not be installed; the message says what to type."""


def say(line: str) -> None:
    """Print a line at once, also where output is a file."""
    print(line, flush=True)


def apt_install(what: str, *names: str) -> None:
    """Install Debian packages, or raise Missing with the command that would."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *names]
    if not shutil.which("apt-get"):
        raise Missing(f"The tests need {what}. Install it with this system's package manager.")
    if os.geteuid() != 0:
        raise Missing(f"The tests need {what}. Type: sudo {' '.join(command)}")
    say(f"{what[0].upper()}{what[1:]} is missing: installing {', '.join(names)} …")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["apt-get", "update"], command):
        done = subprocess.run(step, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise Missing(f"{' '.join(step)} failed: {reason}")


def browser() -> None:
    """Make sure that there is a Chromium on the PATH, installing Debian's where there is none."""
    if browser_path():
        return
    try:
        apt_install("a browser", "chromium-headless-shell")
    except Missing:  # older systems know only the whole browser
        apt_install("a browser", "chromium")


def browser_path() -> str | None:
    """Return the Chromium that the tests and the pictures use, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def chinese_fonts() -> None:
    """Make sure that a page in Chinese has glyphs, installing Noto where there are none."""
    if sys.platform == "linux" and not _has_chinese_font():
        apt_install("a Chinese font", "fonts-noto-cjk", "fontconfig")


def _has_chinese_font() -> bool:
    if not (command := shutil.which("fc-list")):
        return False
    listed = subprocess.run([command, ":lang=zh-cn"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


@contextmanager
def postgres() -> Iterator[str]:
    """Give the URL of a PostgreSQL on which databases may be made.

    In this order: `MUSTER_TEST_POSTGRES`; a throw-away one started from installed binaries, which
    need not wait for the disk; a server on this machine that lets the user postgres in without a
    password; a throw-away one after apt.
    """
    if url := os.environ.get("MUSTER_TEST_POSTGRES", "").strip():
        if reason := unreachable(url):
            raise Missing(f"MUSTER_TEST_POSTGRES cannot be used: {reason}")
        yield url
        return
    if not (binaries := server_binaries()) and not unreachable(LOCAL_SERVER):
        yield LOCAL_SERVER
        return
    if not binaries:
        apt_install("PostgreSQL", "postgresql")
        binaries = server_binaries()
    if not binaries:
        raise Missing("PostgreSQL was installed, but its initdb cannot be found.")
    with throwaway_server(binaries) as url:
        yield url


def unreachable(url: str) -> str:
    """Return why the server cannot be used, or an empty string."""
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            row = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error as error:
        return (str(error).strip().splitlines() or ["no answer"])[0]
    return "" if row and row[0] else "its user may not create databases"


def server_binaries() -> Path | None:
    """Return the folder of the newest installed PostgreSQL's programs."""
    if on_path := shutil.which("initdb"):
        return Path(on_path).parent
    found = [path for pattern in SERVER_BINARIES for path in Path("/").glob(pattern[1:])]
    found = [path for path in found if (path / "initdb").exists()]
    return max(found, key=_version, default=None)


def _version(binaries: Path) -> int:
    digits = "".join(sign for sign in binaries.parent.name if sign.isdigit())
    return int(digits or 0)


@contextmanager
def throwaway_server(binaries: Path) -> Iterator[str]:
    """Start a PostgreSQL in a temporary folder and give its URL; stop and forget it at the end."""
    user = _server_user()
    with tempfile.TemporaryDirectory(prefix="muster-postgres-") as folder:
        if user:
            shutil.chown(folder, user=user)
        rows, port = f"{folder}/rows", _free_port()
        listen = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
        _serve(user, folder, [binaries / "initdb", "-D", rows, "-U", "postgres", "-A", "trust"])
        start = [binaries / "pg_ctl", "-D", rows, "-w", "-l", f"{folder}/log"]
        _serve(user, folder, [*start, "-o", f"{listen} {CARELESS}", "start"])
        say(f"Started a PostgreSQL for the tests on port {port}.")
        try:
            yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
        finally:
            _serve(user, folder, [binaries / "pg_ctl", "-D", rows, "-m", "immediate", "stop"])


def _server_user() -> str | None:
    """PostgreSQL refuses to run as root: name the account to run it as, or None to stay oneself."""
    if os.geteuid() != 0:
        return None
    known = Path("/etc/passwd").read_text(encoding="utf-8")
    return "postgres" if "\npostgres:" in known else "nobody"


def _serve(user: str | None, folder: str, command: list[str | Path]) -> None:
    done = subprocess.run(
        command,
        user=user,
        cwd=folder,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Missing(f"{Path(command[0]).name} failed: {done.stdout.strip()}")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
