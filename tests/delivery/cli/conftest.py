"""Installations of their own, in real processes, and rows of every kind to back up."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.utils import translation
from tests.prepared import copy

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 240


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Installation:
    """A home of its own and the commands that work on it."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.home = home
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("MUSTER_", "DJANGO_", "LC_", "LANG"))
        }
        self.env = {**kept, "MUSTER_HOME": str(home), "PYTHONWARNINGS": "ignore", **environment}

    def run(self, *words: str, **options: object) -> subprocess.CompletedProcess[str]:
        """Run `muster …` to its end."""
        return self._complete(["-m", "muster", *words], **options)

    def python(self, code: str) -> str:
        """Run Python in the installation and return what it printed."""
        done = self._complete(["-c", code])
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    def _complete(
        self, words: list[str], env: dict[str, str] | None = None, **options: object
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words],
            env={**self.env, **(env or {})},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
            stdin=subprocess.DEVNULL,
            **options,
        )

    @contextmanager
    def serving(
        self,
        *words: str,
        program: tuple[str, ...] = ("-m", "muster", "serve"),
        preexec_fn: Callable[[], None] | None = None,
    ) -> Iterator["Serving"]:
        """Serve inside the block."""
        port = free_port()
        log = self.home / "serve.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, *program, "--port", str(port), *words],
                env=self.env,
                cwd=ROOT,
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=lambda: _begin(preexec_fn),  # noqa: PLW1509
            )
        serving = Serving(process, port, log)
        try:
            serving.wait_for("Ctrl-C")
            yield serving
        finally:
            serving.end()


def _begin(limit: Callable[[], None] | None) -> None:
    """Let the server end with the tests, and hear Ctrl-C also where they run in the background."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if limit:
        limit()


class Serving:
    """A running `muster serve`."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.process = process
        self.port = port
        self.log = log

    def wait_for(self, word: str) -> str:
        """Wait until `word` was printed, and return all that was printed."""
        ends = time.monotonic() + PATIENCE
        while word not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < ends, self.log.read_text()
            time.sleep(0.05)
        return self.log.read_text()

    def processes(self) -> list[int]:
        """Return the ids of everything the server started, its own left out."""
        return descendants(self.process.pid)

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(30)

    def end(self) -> None:
        """Leave nothing behind, whatever the test did."""
        started = [*self.processes(), self.process.pid]
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(30)
        for pid in started:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue


def descendants(pid: int) -> list[int]:
    """Return the ids of the children of a process, and of theirs."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [found for child in map(int, children) for found in (child, *descendants(child))]


def alive(pid: int) -> bool:
    """True while the process runs; an ended one that nobody has waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def all_end(pids: list[int], seconds: float = 20) -> bool:
    """True where every process ends in time."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if not any(map(alive, pids)):
            return True
        time.sleep(0.05)
    return False


def refused(done: subprocess.CompletedProcess[str], printed: str = "") -> str:
    """The one line of a refusal: exit code 2, no traceback, on standard output only `printed`."""
    assert (done.returncode, done.stdout) == (2, printed), done.stdout + done.stderr
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in done.stderr
    return lines[0]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Speak English in the tests' own process, as a terminal of that language would."""
    with translation.override("en"):
        yield


@pytest.fixture
def installation(prepared_home, tmp_path) -> Installation:
    """An installation that has been started before."""
    return Installation(copy(prepared_home, tmp_path / "home"))


@pytest.fixture
def new_installation(tmp_path) -> Installation:
    """An installation that has never been started."""
    return Installation(tmp_path / "new-home")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a PostgreSQL on which databases may be made."""
    from machine import postgres

    with postgres() as url:
        yield url
